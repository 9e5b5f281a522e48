"""A chapter that is named by itself is checked as its book includes it, once that was read."""

import json
import subprocess
from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.facade import Project
from sphinx_adoc.graph.including import Including
from sphinx_adoc.graph.store import Folder
from sphinx_adoc.graph.store.memory import Memory
from sphinx_adoc.graph.stored import Staying
from sphinx_adoc.project import Configuration, settings
from sphinx_adoc.syntax.files import DiskOfOneRun

BOOK = """\
= Book
:doctype: book
:speed: 10

include::one.adoc[]

include::sub/two.adoc[leveloffset=+1]
"""
ONE = "[[one]]\n== One\n\n{speed} {absent} <<two>> <<there>> <<nowhere>>\n"
TWO = "[[two]]\n= Two\n\ninclude::deep.inc[]\n"
DEEP = "[[deep]]\n=== Deep\n\n{speed} <<three>> <<one>>\n"


@pytest.fixture(autouse=True)
def docs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    write({
        "docs/book.adoc": BOOK, "docs/one.adoc": ONE, "docs/sub/two.adoc": TWO, "docs/sub/deep.inc": DEEP,
        "docs/page.adoc": "= Page\n\n[[there]]\n== There\n\n<<none>>\n",
        "sphinx-adoc.toml": "",  # the folder from which fingerprints count
    })  # fmt: skip


def write(texts):
    for name, text in texts.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


@pytest.fixture
def check(capsys):
    """Run a check: its exit code, the findings, and the lines of standard error."""

    def check(*words):
        code = main(["check", *map(str, words), "--format", "json", "-v"])
        said = capsys.readouterr()
        return code, json.loads(said.out)["findings"], said.err.splitlines()

    return check


def of_part(findings, path):
    """The findings in a file, and in what it includes."""
    return [
        one for one in findings
        if path in {one["place"]["path"], *(place["path"] for place in one["included_from"])}
    ]  # fmt: skip


def codes(findings):
    return sorted(one["code"] for one in findings)


@pytest.mark.parametrize("part", ["docs/one.adoc", "docs/sub/two.adoc", "docs/sub/deep.inc"])
@pytest.mark.parametrize("read", ["docs", "docs/book.adoc"])
def test_the_findings_are_those_of_the_book_in_that_file(check, part, read):
    code, findings, _ = check(read)
    assert code == 1
    mine = check(part)
    assert mine[1] == of_part(findings, part) != []
    assert mine[2][0] == f"{part} was checked as a part of docs/book.adoc"


def test_only_the_part_is_counted(check):
    check("docs")
    code, findings, said = check("docs/one.adoc")
    assert (code, codes(findings)) == (1, ["attribute-missing", "xref-unresolved"])
    assert said[-1] == "checked 1 document, 1 anchor, 3 references, 1 variant: 1 error, 1 info"


def test_a_change_of_the_part_or_of_its_book_is_seen(check):
    check("docs")
    write({"docs/one.adoc": "[[one]]\n== One\n\n{speed} {absent} <<two>> <<deeper>>\n"})
    _, findings, _ = check("docs/one.adoc")
    assert findings == of_part(check("docs", "--no-cache")[1], "docs/one.adoc")
    assert "did you mean 'deep'" in json.dumps(findings)
    write({"docs/book.adoc": BOOK.replace(":speed: 10", ":absent: 10")})
    _, findings, _ = check("docs/one.adoc")
    assert findings == of_part(check("docs", "--no-cache")[1], "docs/one.adoc")
    assert "'speed' is not set" in json.dumps(findings)


def test_a_part_that_the_book_leaves_out_now_is_checked_by_itself(check):
    check("docs")
    write({"docs/book.adoc": "= Book\n"})
    _, findings, said = check("docs/one.adoc")
    assert findings == check("docs/one.adoc", "--no-cache")[1]
    assert "'speed' is not set" in json.dumps(findings)
    assert said[0].startswith("docs/one.adoc has no document title, and no document that includes it is known")


def test_each_variant_decides_for_itself(check):
    write({"docs/book.adoc": BOOK.replace("include::one.adoc[]", "ifdef::web[]\ninclude::one.adoc[]\nendif::[]")})
    variants = ("--variant", "print", "--variant", "web:web")
    check("docs", *variants)
    _, findings, said = check("docs/one.adoc", *variants)
    assert said[0] == "docs/one.adoc was checked as a part of docs/book.adoc"
    assert [one["variants"] for one in findings if "speed" in one["message"]] == [["print"]]
    assert [one["variants"] for one in findings if "absent" in one["message"]] == [[]]


def test_what_no_book_is_known_of_is_checked_by_itself_and_said_so(check):
    for words in (["docs/one.adoc"], ["docs/one.adoc", "--no-cache"]):
        _, findings, said = check(*words)
        assert "'speed' is not set" in json.dumps(findings)
        assert said[0].startswith("docs/one.adoc has no document title, and no document that includes it is known")
        assert said[-1].startswith("checked 1 document,")
    assert check("docs/page.adoc")[2] == ["checked 1 document, 1 anchor, 1 reference, 1 variant: 1 error"]


def test_strangers_documents_are_kept_apart(check):
    check("docs")
    assert "known" in check("docs/one.adoc", "--untrusted")[2][0]
    check("docs", "--untrusted")
    assert "as a part of" in check("docs/one.adoc", "--untrusted")[2][0]


def test_several_parts_and_the_book_itself(check):
    _, findings, _ = check("docs")
    parts = ["docs/one.adoc", "docs/sub/deep.inc"]
    of_both = [one for one in findings if one in of_part(findings, parts[0]) + of_part(findings, parts[1])]
    assert check(*parts)[1] == of_both
    _, of_book, said = check("docs/book.adoc", "docs/one.adoc")
    assert of_book == [one for one in findings if one["place"]["path"] != "docs/page.adoc"]
    assert len(said) == 1


def test_a_part_can_be_named_from_anywhere(check, monkeypatch):
    _, findings, _ = check("docs")
    monkeypatch.chdir("docs/sub")
    for name in ("two.adoc", Path("two.adoc").resolve()):
        _, mine, said = check(name)
        assert [one["message"] for one in mine] == [one["message"] for one in of_part(findings, "docs/sub/two.adoc")]
        assert said[0].startswith(f"{name} was checked as a part of ")


def test_only_known_findings_of_the_part_count_in_a_baseline(check, capsys):
    assert main(["check", "docs", "--baseline", "known.json", "--update-baseline"]) == 0
    capsys.readouterr()
    code, findings, _ = check("docs/one.adoc", "--baseline", "known.json")
    assert (code, codes(findings)) == (0, ["attribute-missing"])  # an info is never known
    write({"docs/one.adoc": "[[one]]\n== One\n"})
    assert codes(check("docs/one.adoc", "--baseline", "known.json")[1]) == ["baseline-stale"]


def test_what_the_book_had_at_a_commit_is_known_in_its_part(check):
    write({"docs/sub/deep.inc": "[[one]]\n=== Again\n"})
    for words in (["init", "-q"], ["add", "docs"], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True)
    check("docs")
    assert check("docs/sub/deep.inc", "--base", "HEAD")[:2] == (0, [])
    write({"docs/sub/deep.inc": "[[one]]\n=== Again\n\n<<gone>>\n"})
    assert codes(check("docs/sub/deep.inc", "--base", "HEAD")[1]) == ["xref-unresolved"]


def test_a_damaged_record_is_none(check):
    check("docs")
    for path in Path("caches").rglob("*"):
        if path.is_file() and path.name != "CACHEDIR.TAG":
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert "no document that includes it is known" in check("docs/one.adoc")[2][0]


def test_what_a_book_includes_is_no_document_beside_a_named_page(check):
    write({"docs/page.adoc": "= Page\n\n<<only>>\n", "docs/one.adoc": "ifndef::speed[]\n[[only]]\nendif::[]\n== One\n"})
    for words in (["docs"], ["docs/page.adoc"]):
        assert "target not found: 'only'" in json.dumps(check(*words, "--no-cache")[1])


def test_files_of_real_books_have_the_findings_that_the_books_have_there(shared, tmp_path, monkeypatch):
    monkeypatch.chdir(shared("corpora/pve-docs"))
    files, including = DiskOfOneRun(), Including(Folder(tmp_path / "kept"))
    memory = Memory(Staying(), files)

    def checked(path):
        given = settings(Configuration())
        return Project(given, [Path(path)], files=files, summary_of=memory, including=including).check()

    whole = checked(".")
    parts = sorted(path for path in whole.files - {*whole.documents} if path.endswith(".adoc"))
    assert len(parts) > 100
    for part in parts[::8]:
        wanted = [one for one in whole.findings if part in {place.path for place in (one.span.start, *one.stack)}]
        of_part = checked(part)
        assert of_part.parts.keys() == {part}
        assert of_part.findings == wanted
