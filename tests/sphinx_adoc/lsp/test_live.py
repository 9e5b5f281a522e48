"""A project that follows its open documents says what one says that is loaded anew."""

import random

import pytest
from sphinx_adoc.lsp.state.addresses import uri_of
from sphinx_adoc.lsp.state.session import Session

from tests.sphinx_adoc.lsp.test_fragments import BOOK, FILES, FILLING

PIECES = [
    "\n== Notes\n", "\n[#two]\n", "\n[[stairs]]\n", "<<stairs>> ", "<<two>> ", "<<Deep>> ", "{count} ", "\n:count: 4\n",
    "\nifdef::draft[]\n", "\nendif::[]\n", "\n----\n", "\ninclude::three.adoc[]\n", "xref:other.adoc#here[] ", "word ",
    "\n// adoc-ignore: xref-unresolved until 2999-01-01: later\n", "image:no.png[] ", "footnote:[x] ", "\n=== Deeper\n",
]  # fmt: skip
OTHER = "= Other\n\n[#here]\n== Here\n\n<<stairs>> xref:book.adoc#two[] <<_notes>>\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    texts = {"book.adoc": f"{BOOK}\n{FILLING}", "other.adoc": OTHER, **FILES}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path, texts


def session(folder, texts):
    made = Session()
    made.set_folders([folder])
    for name, text in texts.items():
        made.buffers.open(uri_of(folder / name), folder / name, 1, text)
    return made


def told(made, number, *, exact):
    state = made.read(number, exact=exact)
    return {uri: found for uri, found in made.diagnostics(state).items() if found}


@pytest.mark.parametrize("seed", range(4))
def test_after_each_of_many_edits_all_is_as_when_loaded_anew(folder, seed):
    path, texts = folder
    choose = random.Random(seed)
    made = session(path, texts)
    told(made, 1, exact=False)
    for number in range(2, 14):
        name = choose.choice(sorted(texts))
        lines = texts[name].split("\n")
        if choose.random() < 0.3:
            del lines[choose.randrange(len(lines))]
        else:
            lines.insert(choose.randrange(len(lines)), choose.choice(PIECES))
        texts[name] = "\n".join(lines)
        made.buffers.open(uri_of(path / name), path / name, number, texts[name])
        anew = told(session(path, texts), 1, exact=True)
        if told(made, number, exact=False) != anew:
            assert not made.state.exact
        assert told(made, number, exact=True) == anew
        assert made.state.exact


def test_a_key_in_a_paragraph_reads_its_own_document_alone(folder, monkeypatch):
    path, texts = folder
    made = session(path, texts)
    told(made, 1, exact=False)
    read = []
    monkeypatch.setattr(made.readings, "allow", lambda: read.append(1))
    made.buffers.open(uri_of(path / "other.adoc"), path / "other.adoc", 2, OTHER + "more\n")
    told(made, 2, exact=False)
    texts_looked_at = len(read)
    made.look_again()
    told(made, 3, exact=False)
    assert 0 < texts_looked_at < 10
    assert len(read) == texts_looked_at, "what did not change is not read again when all is looked at"
