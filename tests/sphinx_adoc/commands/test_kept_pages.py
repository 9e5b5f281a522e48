"""Pages that were made before are not made again, and are what they would be."""

import subprocess
import sys
from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands import html

from tests.sphinx_adoc.publish.conftest import PIXEL

PAGE = """\
= Page
:data-uri:

See <<other>>, xref:other.adoc#there[] and <<gone>>, stem:[no_such_thing(]. {word}

image::pixel.png[A pixel]

include::part.inc[]

++++
<b>raw</b>
++++
"""


@pytest.fixture(autouse=True)
def docs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    Path("docs").mkdir()
    Path("docs/page.adoc").write_text(PAGE)
    Path("docs/other.adoc").write_text("= Other\n\n[[there]]\n== There\n\n[[other]]A line.\n")
    Path("docs/part.inc").write_text("A part.\n")
    Path("docs/pixel.png").write_bytes(PIXEL)


@pytest.fixture
def make(capsys):
    """Make pages: the exit code, what is said, and the pages."""

    def make(*words, out="out"):
        code = main(["html", "docs", "-o", out, "--jobs", "1", *words])
        said = capsys.readouterr()
        return code, said.out, said.err, {path.name: path.read_text() for path in Path(out).rglob("*.html")}

    return make


def test_a_second_run_reads_nothing_and_makes_the_same_pages(make, parsed):
    wanted = make("--no-cache")
    parsed.clear()
    assert make() == wanted
    assert [*parsed] == ["other.adoc", "page.adoc"]
    parsed.clear()
    Path("out/page.html").unlink()
    assert make() == wanted
    assert parsed == []


def test_a_second_run_loads_neither_parser_nor_writer():
    code = "import sys; from sphinx_adoc.cli import main; main(['html', 'docs', '-o', 'out']); print(*sys.modules)"
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    )
    unneeded = {"sphinx_adoc.syntax.parser", "docutils.nodes", "docutils.writers.html5_polyglot"}
    assert unneeded < {*first}
    assert not unneeded & {*second}


CHANGES = {
    "page.adoc": PAGE.replace("A pixel", "A dot"),
    "part.inc": "Another part.\n",
    "other.adoc": "= Other\n\n[[there]]\n== Elsewhere\n\n[[other]]A line.\n",
    "pixel.png": PIXEL + b"\0",
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_is_made_again(make, name):
    before = make()
    text = CHANGES[name]
    Path("docs", name).write_bytes(text if isinstance(text, bytes) else text.encode())
    after = make()
    assert after == make("--no-cache")
    assert after[3]["page.html"] != before[3]["page.html"]


@pytest.mark.parametrize("folder", ["{docdir}", "img", ""])
def test_an_image_in_any_folder_is_seen_to_change(make, tmp_path, folder):
    Path("docs/img").mkdir()
    Path("docs/img/pixel.png").write_bytes(PIXEL)
    where = f":imagesdir: {folder}\n" if folder else ""
    Path("docs/page.adoc").write_text(
        f"= Page\n:data-uri:\n{where}\nimage::pixel.png[A pixel]\n\nimage:img/pixel.png[B]\n"
    )
    assert make() == make("--no-cache")
    for name in ("docs/pixel.png", "docs/img/pixel.png"):
        Path(name).write_bytes(PIXEL + b"\0")
        assert make() == make("--no-cache")


def test_a_page_whose_words_change_does_not_have_those_made_again_that_refer_to_it(make, parsed):
    make()
    parsed.clear()
    Path("docs/other.adoc").write_text("= Other\n\n[[there]]\n== There\n\n[[other]]Another line.\n")
    assert make() == make("--no-cache")
    assert parsed == ["other.adoc", "other.adoc", "page.adoc"]  # the last two without the cache


@pytest.mark.parametrize("words", [("--no-raw",), ("-a", "word=here"), ("--untrusted",), ("--ids", "asciidoc-py")])
def test_options_do_not_mix(make, words):
    make()
    assert make(*words) == make(*words, "--no-cache")
    assert make(*words) == make(*words, "--no-cache")
    assert make() == make("--no-cache")


def test_links_are_those_from_where_the_page_goes(make, capsys):
    make()
    main(["html", "docs/page.adoc", "-o", "-"])
    alone = capsys.readouterr().out
    main(["html", "docs/page.adoc", "-o", "-", "--no-cache"])
    assert capsys.readouterr().out == alone
    assert make(out="deep/er") == make("--no-cache", out="deep/er")


def test_a_page_that_shows_when_it_was_made_is_made_each_time(make, parsed, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    Path("docs/page.adoc").write_text("= Page\n\n{localdatetime}\n")
    make()
    parsed.clear()
    moments = iter(["2030-01-01", "2030-01-02"])
    monkeypatch.setattr("sphinx_adoc.syntax.files.started", lambda form: next(moments, "2030-01-02"))
    assert "2030-01-0" in make()[3]["page.html"]
    assert [*parsed] == ["page.adoc"]


def test_a_damaged_page_is_made_again(make):
    wanted = make()
    for path in Path("caches").rglob("*"):
        if path.is_file() and path.name != "CACHEDIR.TAG":
            path.write_bytes(path.read_bytes()[:-2])
    assert make() == wanted


def test_processes_keep_what_they_make(make, parsed, monkeypatch):
    monkeypatch.setattr(html, "FEW", 0)
    wanted = make("--no-cache")
    parsed.clear()
    assert make("--jobs", "2") == wanted
    assert parsed == []  # in this process
    assert make("--jobs", "2") == wanted
    Path("docs/part.inc").write_text("Another part.\n")
    assert make("--jobs", "2") == make("--no-cache")
