"""However many processes read documents, the report is the same, whatever becomes of the processes."""

import os
from pathlib import Path

import pytest
from sphinx_adoc.facade import Project
from sphinx_adoc.graph import ahead, unit_reader
from sphinx_adoc.graph.ahead import Ahead, cores, planned, read_ahead, shares_of
from sphinx_adoc.graph.copies import Copy
from sphinx_adoc.graph.rest import include_at
from sphinx_adoc.graph.store import Folder, Store
from sphinx_adoc.graph.stored import Stored
from sphinx_adoc.project import ProjectError, ProjectSettings, Variant
from sphinx_adoc.syntax.files import DISK, Snapshot
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.tree import Section

WAYS = (Variant("web", {"web": ""}), Variant("print", {}))
SETTINGS = ProjectSettings(variants=WAYS)


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    """Documents large enough to be worth a process, some of which include each other."""
    docs = tmp_path_factory.mktemp("docs")
    for number in range(24):
        prose = "\n\n".join(f"A paragraph with *words*, `code` and <<id{number + at % 5}>>." for at in range(220))
        text = f"= Page {number}\n\n[[id{number}]]\n== Same title\n\n{prose}\n\n{{absent}} <<gone{number}>>\n"
        (docs / f"page{number:02}.adoc").write_text(text)
    (docs / "book.adoc").write_text("= Book\n\ninclude::page03.adoc[]\n\ninclude::{which}.adoc[]\n")
    (docs / "page04.adoc").write_text("ifdef::web[]\n<<only-web>>\nendif::[]\ninclude::page05.adoc[]\n")
    return docs


@pytest.fixture(autouse=True)
def copies(copied, monkeypatch):
    """The processes that were started."""
    started = []

    class Counted(Copy):
        def __init__(self, work):
            super().__init__(work)
            started.append(self._process)

    monkeypatch.setattr(ahead, "Copy", Counted)
    return started


def findings(docs, reader, settings=SETTINGS):
    return Project(settings, [docs], summary_of=reader).check().findings


@pytest.fixture(scope="module")
def alone(docs):
    return findings(docs, Ahead(None, 1))


class Here:
    """Counts the documents that this process reads."""

    def __init__(self, monkeypatch):
        self.read = []
        original = ahead.read_summary

        def reading(path, given):
            self.read.append(path.name)
            return original(path, given)

        monkeypatch.setattr(ahead, "read_summary", reading)


@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_several_processes_report_the_same_in_the_same_order(docs, alone, monkeypatch, copies, jobs):
    here = Here(monkeypatch)
    assert findings(docs, Ahead(None, jobs)) == alone
    assert len(here.read) < 60 / jobs  # of 48 readings, and two of files that others seem to include
    assert len(copies) == jobs - 1


def test_what_they_read_is_kept_for_the_next_run(docs, alone, tmp_path, monkeypatch):
    store = Store(Folder(tmp_path / "cache"))
    assert findings(docs, Ahead(store, 2)) == alone
    here = Here(monkeypatch)
    monkeypatch.setattr(ahead, "Copy", None)
    assert findings(docs, Ahead(store, 2)) == alone
    assert here.read == []


def end_at_once(*given):
    os._exit(9)


def fail(*given):
    raise RuntimeError


@pytest.mark.parametrize("work", [end_at_once, fail])
def test_what_a_process_leaves_undone_is_read_here(docs, alone, monkeypatch, copies, work):
    monkeypatch.setattr(Ahead, "_work", work)
    assert findings(docs, Ahead(None, 2)) == alone
    assert copies


def test_processes_that_nobody_waits_for_are_ended(docs, copies):
    reader = Ahead(None, 2)
    reader.expect((docs / f"page{number:02}.adoc", Settings()) for number in range(24))
    reader.close()
    for process in copies:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
    assert copies


# -- one document that is longer than all others -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book of many chapters, and a short page."""
    folder = tmp_path_factory.mktemp("book")
    names = [f"chapter{number}.adoc" for number in range(12)]
    for number, name in enumerate(names):
        prose = "\n\n".join(f"Words with *more* words, {{counter:c}} and <<id{at % 14}>>." for at in range(400))
        (folder / name).write_text(f"[[id{number}]]\n== Chapter\n\n{prose}\n\n{{absent{number}}} footnote:[{name}]\n")
    (folder / "book.adoc").write_text("= Book\n\n" + "".join(f"include::{name}[]\n\n" for name in names))
    (folder / "page.adoc").write_text("= Page\n\n<<book.adoc#id3>> and <<book.adoc#id99>>\n")
    return folder


@pytest.mark.parametrize("jobs", [2, 5])
@pytest.mark.parametrize("kept", [False, True])
def test_a_copy_reads_the_rest_of_the_longest_document(book, tmp_path, monkeypatch, copies, jobs, kept):
    wanted = findings(book, Ahead(None, 1), ProjectSettings())
    assert len(wanted) > 24
    store = Store(Folder(tmp_path / "cache")) if kept else None
    read = []
    monkeypatch.setattr(unit_reader.Contents, "add", noting(unit_reader.Contents.add, read))
    assert findings(book, Ahead(store, jobs), ProjectSettings()) == wanted
    assert len(copies) == 1
    assert 0 < sum(isinstance(block, Section) for block in read) < 11


def test_what_is_kept_does_not_say_how_many_processes_read(book, tmp_path):
    for jobs in (1, 2):
        findings(book, Ahead(Store(Folder(tmp_path / str(jobs))), jobs))
    kept = [{path.name: path.read_bytes() for path in (tmp_path / jobs).rglob("*") if path.is_file()} for jobs in "12"]
    assert kept[0] == kept[1]


def test_a_document_that_was_read_before_is_not_shared(book, tmp_path, copies):
    store = Store(Folder(tmp_path / "cache"))
    findings(book, Ahead(store, 1), ProjectSettings())
    chapter = book / "chapter3.adoc"
    before = chapter.read_text()
    chapter.write_text(f"{before}\nMore.\n")
    try:
        findings(book, Ahead(store, 2), ProjectSettings())
    finally:
        chapter.write_text(before)
    assert copies == []


def test_what_a_killed_process_leaves_of_a_book_is_read_here(book, monkeypatch):
    wanted = findings(book, Ahead(None, 1), ProjectSettings())
    monkeypatch.setattr(Ahead, "_work", end_at_once)
    assert findings(book, Ahead(None, 2), ProjectSettings()) == wanted


def noting(function, read):
    def noted(self, block):
        read.append(block)
        return function(self, block)

    return noted


def test_the_work_is_dealt_out():
    assert planned([10_000_000, 1_000_000, 1_000_000], 2) == ([0], [[1, 2]], pytest.approx(0.727, abs=0.02))
    assert planned([10_000_000, 1_000_000, 1_000_000], 3).others == [[1], [2]]
    assert planned([10_000_000], 2).others == [[]]
    assert planned([9_000_000, 8_000_000], 2) == ([0], [[1]], 0)
    assert planned([90_000, 80_000, 90_000, 80_000], 2) == ([0, 1], [[2, 3]], 0)
    assert planned([90_000, 10_000, 10_000, 90_000], 3) == ([0], [[3]], 0)


def test_an_include_behind_a_share_of_a_document(tmp_path):
    (tmp_path / "one.adoc").write_text("x" * 1000)
    (tmp_path / "two.adoc").write_text("x" * 1000)
    book = tmp_path / "book.adoc"
    book.write_text("= Book\n\ninclude::one.adoc[]\n\ninclude::gone.adoc[]\ninclude::two.adoc[]\n")
    assert include_at(book, DISK, 0.1) == 4
    assert include_at(book, DISK, 0.505) == 5
    assert include_at(book, DISK, 0.9) is None
    assert include_at(tmp_path / "none.adoc", DISK, 0.5) is None


# -- where no process is started ---------------------------------------------------------------------------------------


def test_a_document_that_vanishes_is_an_error_as_with_one_process(docs, tmp_path):
    (tmp_path / "gone.adoc").write_text("x\n")
    project = Project(SETTINGS, [docs, tmp_path], summary_of=Ahead(None, 2))
    assert project.sources()
    (tmp_path / "gone.adoc").unlink()
    with pytest.raises(ProjectError, match=r"cannot read .*gone\.adoc"):
        project.check()


def test_files_in_memory_are_read_here(docs, monkeypatch):
    monkeypatch.setattr(ahead, "Copy", None)
    files = Snapshot({path.name: path.read_bytes() for path in docs.iterdir()})
    project = Project(SETTINGS, [Path()], files=files, summary_of=Ahead(None, 2))
    assert project.check().findings


def test_a_few_bytes_are_read_here(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "Copy", None)
    (tmp_path / "a.adoc").write_text("<<x>>\n")
    (tmp_path / "b.adoc").write_text("[[x]]Here.\n")
    assert findings(tmp_path, Ahead(None, 2)) == []


def test_there_is_a_core():
    assert cores() >= 1


def in_memory(docs):
    """The documents as tasks, in files that no other process can open."""
    files = Snapshot({path.name: path.read_bytes() for path in docs.iterdir()})
    return [(Path(name), Settings(files=files)) for name in sorted(files.contents)]


@pytest.mark.usefixtures("copied")
def test_documents_in_memory_can_be_read_into_a_store(docs, tmp_path):
    store, tasks = Store(Folder(tmp_path / "cache")), in_memory(docs)
    read_ahead(Stored(store), tasks, 2)
    assert [Stored(store).known(*task) for task in tasks] == [ahead.read_summary(*task) for task in tasks]


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("why", ["one core", "few bytes", "no copies", "all known"])
def test_no_process_reads_where_that_is_not_worth_it(docs, tmp_path, monkeypatch, why):
    store, tasks = Store(Folder(tmp_path / "cache")), in_memory(docs)
    if why == "all known":
        read_ahead(Stored(store), tasks, 2)
    monkeypatch.setattr(ahead, "shares_of", None)
    monkeypatch.setattr(ahead, "FEW", 10**9 if why == "few bytes" else ahead.FEW)
    monkeypatch.setattr(ahead, "can_copy", lambda: why != "no copies")
    read_ahead(Stored(store), tasks, 1 if why == "one core" else 2)


def test_what_a_killed_process_leaves_is_read_later(docs, tmp_path, monkeypatch):
    store, tasks = Store(Folder(tmp_path / "cache")), in_memory(docs)
    monkeypatch.setattr(ahead, "_read_share", end_at_once)
    read_ahead(Stored(store), tasks, 2)
    assert Stored(store).known(*tasks[0]) is None
    assert Stored(store)(*tasks[0]) == ahead.read_summary(*tasks[0])


def test_what_is_known_is_read_from_the_store_once(docs, tmp_path, monkeypatch):
    store, tasks = Store(Folder(tmp_path / "cache")), in_memory(docs)
    wanted = [Stored(store)(*task) for task in tasks]
    kept = Stored(store)
    read_ahead(kept, tasks, 2)
    monkeypatch.setattr(Folder, "get", None)
    assert [kept(*task) for task in tasks] == wanted


def test_shares_are_about_as_large():
    assert shares_of([9, 1, 5, 4, 1], 2) == [[0, 1], [2, 3, 4]]
    assert shares_of([1, 1], 8) == [[0], [1]]
    assert shares_of([], 2) == []
