"""Many files, large ones, and files that change meanwhile: the answer is right or refused; work grows as the input."""

import errno
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from sphinx_adoc import files as writing
from sphinx_adoc.cli import main
from sphinx_adoc.facade import Project
from sphinx_adoc.project import Configuration, settings
from sphinx_adoc.syntax.files import DiskOfOneRun, Snapshot

from tests.test_cost import calls

MB = 1_000_000


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def pages(amount):
    """Pages in folders; each refers to the next one, the last to one that is not there."""
    return {
        f"docs/d{number % 50}/p{number}.adoc": f"[[id{number}]]Page, see <<id{number + 1}>>.\n".encode()
        for number in range(amount)
    }


def checked(contents):
    return Project(settings(Configuration()), [Path("docs")], files=Snapshot(contents)).check()


def write(contents):
    for name, data in contents.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)


def report(capsys, *words):
    code = main(["check", *words, "--format", "json"])
    said = capsys.readouterr()
    return code, json.loads(said.out)["findings"], said.err.splitlines()[-1]


# -- many files, large ones --------------------------------------------------------------------------------------------


def test_ten_thousand_files():
    done = checked(pages(10_000))
    assert [finding.span.start.path for finding in done.findings] == ["docs/d49/p9999.adoc"]
    assert done.counts == {"documents": 10_000, "anchors": 10_000, "references": 10_000, "variants": 1}


def test_work_grows_as_the_number_of_files():
    few, many = pages(100), pages(200)
    checked(few)  # what is made once
    assert calls(lambda: checked(many)) <= 2.1 * calls(lambda: checked(few))


class Counted(DiskOfOneRun):
    """A disk that counts what it is asked."""

    def __init__(self):
        super().__init__()
        self.asked = Counter()

    def __getattribute__(self, name):
        if name in ("read", "size", "is_file", "is_dir", "names"):
            object.__getattribute__(self, "asked")[name] += 1
        return super().__getattribute__(name)


def test_questions_to_the_disk_grow_as_the_number_of_files():
    asked = []
    for amount in (100, 200):
        write(pages(amount))
        disk = Counted()
        Project(settings(Configuration()), [Path("docs")], files=disk).check()
        asked.append(disk.asked)
    assert asked[1].total() <= 2.1 * asked[0].total()
    assert asked[1]["read"] <= 2 * 200  # what a file seems to include is looked for before it is read


@pytest.mark.parametrize(
    "text",
    ["----\n" + "a line of code\n" * (10 * MB // 15) + "----\n", "word " * (2 * MB) + "\n", "x" * (10 * MB) + "\n"],
    ids=["a listing", "a line of words", "a word"],
)
def test_a_document_of_ten_megabytes(text):
    done = checked({"docs/a.adoc": f"= A\n\n{text}\nSee <<gone>>.\n".encode()})
    last = 4 + text.count("\n")
    assert [(one.code, one.span.start.line, one.span.start.column) for one in done.findings] == [
        ("xref-unresolved", last, 7)
    ]


# -- what changes meanwhile --------------------------------------------------------------------------------------------


def test_a_file_that_changes_while_a_check_runs_is_seen_by_the_next_one(capsys, monkeypatch):
    write({"docs/a.adoc": b"= A\n\ninclude::part.inc[]\n\n<<x>>\n", "docs/part.inc": b"[[x]]Here.\n"})
    original = DiskOfOneRun.read

    def read(self, path):
        data = original(self, path)
        if path.name == "part.inc":
            path.write_bytes(b"[[y]]There.\n")
        return data

    with monkeypatch.context() as patch:
        patch.setattr(DiskOfOneRun, "read", read)
        assert report(capsys, "docs", "--jobs", "1")[:2] == (0, [])
    code, findings, _ = report(capsys, "docs")
    assert (code, [one["code"] for one in findings]) == (1, ["xref-unresolved"])


def test_a_file_that_vanishes_while_a_check_runs_is_told(capsys, monkeypatch):
    write({"docs/a.adoc": b"= A\n", "docs/b.adoc": b"= B\n"})
    original = DiskOfOneRun.read

    def read(self, path):
        Path("docs/b.adoc").unlink(missing_ok=True)
        return original(self, path)

    monkeypatch.setattr(DiskOfOneRun, "read", read)
    assert main(["check", "docs", "--jobs", "1"]) == 2
    assert "cannot read docs/b.adoc: No such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize("when", [0, 4_000_000_000])
def test_a_change_is_seen_whatever_the_clock_says(capsys, monkeypatch, when):
    write({"docs/a.adoc": b"= A\n\n[[x]]\n== X\n\n<<x>>\n"})
    os.utime("docs/a.adoc", (1e9, 1e9))
    assert report(capsys, "docs")[:2] == (0, [])
    monkeypatch.setattr("time.time", lambda: float(when))
    assert report(capsys, "docs")[:2] == (0, [])
    write({"docs/a.adoc": b"= A\n\n[[x]]\n== X\n\n<<y>>\n"})  # as long as it was
    os.utime("docs/a.adoc", (1e9, 1e9))
    assert report(capsys, "docs")[0] == 1


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_cache_that_takes_no_more_changes_no_answer(capsys, monkeypatch, error):
    write(pages(5))
    wanted = report(capsys, "docs", "--no-cache")
    original = writing.write
    written = []

    def write_some(path, data, **options):
        written.append(path)
        if len(written) > 3:
            raise OSError(error, os.strerror(error), str(path))
        return original(path, data, **options)

    monkeypatch.setattr(writing, "write", write_some)
    assert report(capsys, "docs", "--jobs", "1") == wanted
    assert len(written) == 4  # the next one would fail, too
    assert report(capsys, "docs", "--jobs", "1") == wanted


def test_each_entry_of_a_cache_may_be_broken(capsys):
    write(pages(3) | {"docs/book.adoc": b"= Book\n\ninclude::d0/p0.adoc[]\n"})
    wanted = report(capsys, "docs", "--no-cache")
    assert report(capsys, "docs") == wanted
    entries = [path for path in Path("caches").rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"]
    assert len(entries) >= 8
    for entry in entries:
        good = entry.read_bytes()
        for bad in (b"", good[:-1], good[: len(good) // 2], b"\0" * len(good)):
            entry.write_bytes(bad)
            assert report(capsys, "docs") == wanted
