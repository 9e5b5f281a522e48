"""What the store gives is what reading anew would give, whatever changed since."""

import os
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.gate import UNTRUSTED
from sphinx_adoc.graph import Summary
from sphinx_adoc.graph.load import read_summary
from sphinx_adoc.graph.store import Folder, Store
from sphinx_adoc.graph.store import store as store_module
from sphinx_adoc.syntax.antora import Component, Components
from sphinx_adoc.syntax.files import DISK, Disk, Snapshot
from sphinx_adoc.syntax.settings import Settings

SUMMARY = Plain(Summary)


class Counted:
    """Reads summaries, and counts how often."""

    def __init__(self, read=read_summary):
        self.times = 0
        self.read = read

    def __call__(self, path, settings):
        self.times += 1
        return self.read(path, settings)


@pytest.fixture
def store(tmp_path):
    return Store(Folder(tmp_path / "cache"))


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book with a chapter, in the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("book.adoc").write_text("= Book\n\ninclude::chapter.adoc[]\n\ninclude::sub/more.adoc[]\n\n<<one>>\n")
    Path("chapter.adoc").write_text("[[one]]\n== One\n\n{volts}\n")
    return Path("book.adoc")


def summary_of(store, path, given=None, read=None):
    """The summary from the store, and how often the document was read for it."""
    counted = read or Counted()
    made = store.keeping("summary", SUMMARY, counted)(path, given or Settings())
    assert made == read_summary(path, given or Settings())
    return counted.times


def test_the_second_run_reads_nothing(store, book):
    assert summary_of(store, book) == 1
    assert summary_of(store, book) == 0


def touch(book):
    os.utime(book, (0, 0))


CHANGES = {
    "the document": lambda: Path("book.adoc").write_text("= Book\n\n<<two>>\n"),
    "what it includes": lambda: Path("chapter.adoc").write_text("[[two]]\n== Two\n"),
    "what it includes is gone": lambda: Path("chapter.adoc").unlink(),
    "what was missing is there": lambda: Path("sub").mkdir() or Path("sub/more.adoc").write_text("x"),
    "a name that is alike came": lambda: Path("sub").mkdir() or Path("sub/moore.adoc").write_text("x"),
    "a folder is in its place": lambda: Path("chapter.adoc").unlink() or Path("chapter.adoc").mkdir(),
    "it is a link to another file": lambda: (
        Path("chapter.adoc").unlink() or Path("chapter.adoc").symlink_to("/etc/passwd")
    ),
    "of the same size and time": lambda: _same_size_and_time(Path("chapter.adoc")),
}


def _same_size_and_time(path):
    status = path.stat()
    path.write_text(path.read_text().replace("one", "six"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(store, book, change):
    summary_of(store, book)
    CHANGES[change]()
    assert summary_of(store, book) == 1
    assert summary_of(store, book) == 0


def test_times_of_files_do_not_count(store, book):
    summary_of(store, book)
    for when in (0, 2**33):
        os.utime(book, (when, when))
        os.utime("chapter.adoc", (when, when))
        assert summary_of(store, book) == 0


def test_what_was_before_is_there_when_it_comes_back(store, book):
    before = Path("chapter.adoc").read_text()
    summary_of(store, book)
    Path("chapter.adoc").write_text("[[two]]\n== Two\n")
    summary_of(store, book)
    Path("chapter.adoc").write_text(before)
    assert summary_of(store, book) == 0


OTHER_SETTINGS = {
    "attributes": {"volts": "230"},
    "root": Path("/"),
    "ids": "asciidoc-py",
    "inline_macros": frozenset({"issue"}),
    "block_macros": frozenset({"chart"}),
    "styles": frozenset({"chart"}),
    "doctype": "book",
    "components": Components([Component("x", None, Path("/x"))]),
    "trust": UNTRUSTED,
}


def test_every_setting_counts(store, book):
    assert {field.name for field in fields(Settings)} == {*OTHER_SETTINGS, "files"}
    summary_of(store, book)
    for name, value in OTHER_SETTINGS.items():
        given = replace(Settings(), **{name: value})
        assert summary_of(store, book, given) == 1, name
        assert summary_of(store, book, given) == 0, name


COMPONENT = Component("x", None, Path("/x"))
OTHER_COMPONENTS = {
    "name": "y", "version": "1", "root": Path("/y"), "described": False, "navigation": ("nav.adoc",), "start": "a.adoc",
    "prerelease": True,
}  # fmt: skip


def test_every_field_of_a_component_counts():
    assert {*Component._fields} == {*OTHER_COMPONENTS}
    plain = [
        str(store_module.plain_settings(Settings(components=Components([COMPONENT._replace(**{name: value})]))))
        for name, value in [("name", "x"), *OTHER_COMPONENTS.items()]
    ]
    assert len({*plain}) == len(plain)


def test_a_setting_of_a_new_kind_cannot_be_left_out():
    with pytest.raises(TypeError, match="no plain form"):
        store_module._plain_value(object())


def test_two_folders_with_documents_of_the_same_names_do_not_mix(store, tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.adoc").write_text(f"[[{name}]]\n== {name}\n")
    for _ in range(2):
        for name in ("one", "two"):
            monkeypatch.chdir(tmp_path / name)
            summary_of(store, Path("a.adoc"))
    assert summary_of(store, Path("a.adoc")) == 0


def test_another_version_of_the_program_finds_nothing(store, book, monkeypatch):
    summary_of(store, book)
    monkeypatch.setattr(store_module, "program", lambda folder: "another")
    assert summary_of(store, book) == 1


@pytest.fixture
def unread():
    """The program's text as no test has asked for it yet, and none after it takes another's for it."""
    store_module._text.cache_clear()
    yield store_module._text.cache_clear
    store_module._text.cache_clear()


@pytest.mark.parametrize("folder", [None, Folder])
def test_the_programs_own_text_is_its_version(tmp_path, monkeypatch, unread, folder):
    package = tmp_path / "package" / "part"
    package.mkdir(parents=True)
    monkeypatch.setattr(store_module, "_PACKAGE", tmp_path / "package")
    seen = {}
    for text in ("x = 1\n", "x = 2\n", "x = 2\n", "x = 1\n"):
        (package / "a.py").write_text(text)
        unread()
        seen.setdefault(store_module.program(folder and folder(tmp_path / "cache")), set()).add(text)
    assert sorted(map(sorted, seen.values())) == [["x = 1\n"], ["x = 2\n"]]


def test_a_program_that_runs_from_an_archive_is_that(tmp_path, monkeypatch, unread):
    monkeypatch.setattr(store_module, "_PACKAGE", tmp_path / "app.pyz" / "package")
    seen = set()
    for text in ("one", "two", "two"):
        (tmp_path / "app.pyz").write_text(text)
        seen.add(store_module.program(Folder(tmp_path / "cache")))
        unread()
    assert len(seen) == 2


def test_the_programs_text_is_read_once_for_a_folder(tmp_path, monkeypatch, unread):
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "a.py").write_text("x = 1\n")
    monkeypatch.setattr(store_module, "_PACKAGE", tmp_path / "package")
    folder = Folder(tmp_path / "cache")
    first = store_module.program(folder)
    unread()
    monkeypatch.setattr(Path, "read_bytes", None)
    assert store_module.program(folder) == first


@pytest.mark.parametrize("data", [b"", b"[]", b"[[],[[]]]", b"\xff", b'[[],[["erase","/"]]]', b'[[],[["walk","."]]]'])
def test_a_foreign_entry_is_ignored(store, book, data):
    summary_of(store, book)
    for path in store.folder.path.rglob("*"):
        if path.is_file() and path.name != "CACHEDIR.TAG":
            store.folder.put(path.name, data)  # its digest is right
    assert summary_of(store, book) == 1
    assert summary_of(store, book) == 0


class Changing(Disk):
    """A disk on which a file changes each time that it is read."""

    def __init__(self):
        self.times = 0

    def read(self, path):
        self.times += 1
        if path.name == "twice.adoc":
            return f"[[id{self.times}]]\n== T{self.times}\n".encode()
        return super().read(path)


def test_a_file_that_changes_while_it_is_read_is_not_kept(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.adoc").write_text("= A\n\ninclude::twice.adoc[]\n\ninclude::twice.adoc[lines=1..2]\n")
    Path("twice.adoc").write_text("there")
    counted = Counted()
    given = Settings(files=Changing())
    for _ in range(2):
        store.keeping("summary", SUMMARY, counted)(Path("a.adoc"), given)
    assert counted.times == 2


def test_a_file_that_changes_between_question_and_reading_is_not_mistaken(store, book):
    """Its old contents are asked for, its new ones read: what is kept is that of the new ones."""

    def late(path, settings):
        Path("chapter.adoc").write_text("[[late]]\n== Late\n")
        return read_summary(path, settings)

    summary_of(store, book)
    Path("chapter.adoc").write_text("[[early]]\n== Early\n")
    store.keeping("summary", SUMMARY, late)(book, Settings())
    assert summary_of(store, book) == 0
    Path("chapter.adoc").write_text("[[early]]\n== Early\n")
    assert summary_of(store, book) == 1


def test_a_pipe_is_read_once_and_never_kept(store, tmp_path):
    pipe = tmp_path / "pipe.adoc"
    os.mkfifo(pipe)
    for number in range(2):
        writer = threading.Thread(target=pipe.write_text, args=(f"[[id{number}]]\n== Title\n",))
        writer.start()
        made = store.keeping("summary", SUMMARY, read_summary)(pipe, Settings())
        writer.join()
        assert [anchor.id for anchor in made.anchors if anchor.explicit] == [f"id{number}"]


def test_trouble_is_kept_as_it_is(store, book):
    Path("chapter.adoc").chmod(0)
    broken = Settings(files=Refusing())
    counted = Counted()
    for _ in range(2):
        made = store.keeping("summary", SUMMARY, counted)(book, broken)
        assert "include-unreadable" in [finding.code for finding in made.findings]
    assert counted.times == 1
    assert summary_of(store, book, Settings(files=Disk())) == 1


class Refusing(Disk):
    """A disk on which chapters may not be read."""

    def read(self, path):
        if path.name == "chapter.adoc":
            raise PermissionError(13, "Permission denied", str(path))
        return super().read(path)


def test_a_document_that_cannot_be_read_raises_each_time(store):
    for _ in range(2):
        with pytest.raises(OSError, match="absent"):
            store.keeping("summary", SUMMARY, read_summary)(Path("absent.adoc"), Settings())


NAMES = ("a.adoc", "b.adoc", "sub/c.adoc")
LINES = st.sampled_from([
    "include::b.adoc[]", "include::sub/c.adoc[]", "include::{file}[]", "include::../a.adoc[]", "include::bb.adoc[]",
    "[[x]]", "== Title", "<<x>>", ":file: b.adoc", ":file: sub/c.adoc", "ifdef::file[]", "endif::[]", "word", "",
])  # fmt: skip
TREES = st.dictionaries(st.sampled_from(NAMES), st.lists(LINES, max_size=6).map("\n".join), max_size=3)


@settings(max_examples=150)
@given(st.lists(TREES, min_size=2, max_size=5))
def test_whatever_changes_the_answer_is_that_of_reading_anew(tmp_path_factory, trees):
    store = Store(Folder(tmp_path_factory.mktemp("cache")))
    for tree in [*trees, *trees]:
        files = Snapshot({name: text.encode() for name, text in tree.items()})
        keeping = store.keeping("summary", SUMMARY, read_summary)
        for name in tree:
            given = Settings(files=files, root=Path())
            assert keeping(Path(name), given) == read_summary(Path(name), given)


def test_the_disk_is_asked_each_question_once_in_a_pass(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        Path(f"{name}.adoc").write_text("= T\n\ninclude::part.adoc[]\n")
    Path("part.adoc").write_text("x\n")
    for name in "abc":
        summary_of(store, Path(f"{name}.adoc"))
    asked = []

    class Asked(Disk):
        def read(self, path):
            asked.append(path.name)
            return super().read(path)

    keeping = store.keeping("summary", SUMMARY, Counted())
    given = Settings(files=Asked())
    for name in "abc":
        keeping(Path(f"{name}.adoc"), given)
    assert sorted(asked) == ["a.adoc", "b.adoc", "c.adoc", "part.adoc"]
    assert DISK.is_file(Path("part.adoc"))
