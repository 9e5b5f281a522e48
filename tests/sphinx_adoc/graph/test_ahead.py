"""However many processes read documents, the report is the same, whatever becomes of the processes."""

import os
from pathlib import Path

import pytest
from sphinx_adoc.facade import Project
from sphinx_adoc.graph import ahead
from sphinx_adoc.graph.ahead import Ahead, cores, read_ahead, shares_of
from sphinx_adoc.graph.store import Folder, Store
from sphinx_adoc.graph.stored import Stored
from sphinx_adoc.project import ProjectError, ProjectSettings, Variant
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

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


def findings(docs, reader):
    return Project(SETTINGS, [docs], summary_of=reader).check().findings


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


def test_two_processes_report_the_same_in_the_same_order(docs, alone, monkeypatch):
    here = Here(monkeypatch)
    assert findings(docs, Ahead(None, 2)) == alone
    assert {*here.read} <= {"page03.adoc", "page05.adoc"}  # others seem to include these


def test_what_they_read_is_kept_for_the_next_run(docs, alone, tmp_path, monkeypatch):
    store = Store(Folder(tmp_path / "cache"))
    assert findings(docs, Ahead(store, 2)) == alone
    here = Here(monkeypatch)
    monkeypatch.setattr(ahead, "_pool", None)
    assert findings(docs, Ahead(store, 2)) == alone
    assert here.read == []


def end_at_once(path, given):
    os._exit(9)


def test_a_process_that_is_killed_is_made_up_for(docs, alone, monkeypatch):
    monkeypatch.setattr(ahead, "_work", end_at_once)
    assert findings(docs, Ahead(None, 2)) == alone


def test_a_document_that_vanishes_is_an_error_as_with_one_process(docs, tmp_path):
    (tmp_path / "gone.adoc").write_text("x\n")
    project = Project(SETTINGS, [docs, tmp_path], summary_of=Ahead(None, 2))
    assert project.sources()
    (tmp_path / "gone.adoc").unlink()
    with pytest.raises(ProjectError, match=r"cannot read .*gone\.adoc"):
        project.check()


def test_files_in_memory_are_read_here(docs, monkeypatch):
    monkeypatch.setattr(ahead, "_pool", None)
    files = Snapshot({path.name: path.read_bytes() for path in docs.iterdir()})
    project = Project(SETTINGS, [Path()], files=files, summary_of=Ahead(None, 2))
    assert project.check().findings


def test_a_few_bytes_are_read_here(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "_pool", None)
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
