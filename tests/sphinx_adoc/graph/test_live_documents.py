"""Documents that are kept up to date have the findings that a check of their files as they are now has."""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sphinx_adoc.facade import Project
from sphinx_adoc.graph.live_documents import LiveDocuments
from sphinx_adoc.graph.load import read_summary
from sphinx_adoc.project import ProjectSettings, Variant
from sphinx_adoc.project.globs import Globs
from sphinx_adoc.syntax.files import Disk, Snapshot

NAMES = ("a.adoc", "b.adoc", "sub/c.adoc", "part.inc", "img.png")
LINES = st.sampled_from([
    "include::b.adoc[]", "include::sub/c.adoc[]", "include::part.inc[]", "include::{file}[]", "include::a.adoc[]",
    "include::../a.adoc[]", "// include::b.adoc[]", "ifdef::web[]", "endif::[]", ":file: b.adoc", "[[x]]", "[#y]",
    "== Title", "=== Title", "<<x>>", "<<y>>", "<<_title>>", "xref:b.adoc#x[]", "xref:sub/c.adoc[]", "image::img.png[]",
    "image::imgg.png[]", "// adoc-ignore: xref-unresolved until 2999-01-01: later", "word", "", "",
])  # fmt: skip
TEXTS = st.lists(LINES, max_size=7).map("\n".join)
WAYS = [
    ProjectSettings(),
    ProjectSettings(variants=(Variant("web", {"web": ""}), Variant("print", {}))),
    ProjectSettings(exclude=Globs(["sub/*"])),
]


class Memory(Snapshot):
    """Files in memory that can be changed."""

    def __init__(self):
        super().__init__({"a.adoc": b""})

    def put(self, name, text):
        self.contents = {other: data for other, data in self.contents.items() if other != name}
        if text is not None:
            self.contents[name] = text.encode()
        self.__dict__.pop("_names", None)


class Edits(RuleBasedStateMachine):
    """Files that change, come and go, and buffers above them."""

    way = WAYS[0]
    paths = (Path(),)

    def __init__(self):
        super().__init__()
        self.files = Memory()
        self.buffers = {}
        self.live = LiveDocuments(self.way, self.paths, files=self.files)

    @rule(name=st.sampled_from(NAMES), text=TEXTS)
    def save(self, name, text):
        self.buffers.pop(name, None)
        self.files.put(name, text)
        self.live.update(Path(name))

    @rule(name=st.sampled_from(NAMES[1:]))
    def remove(self, name):
        self.buffers.pop(name, None)
        self.files.put(name, None)
        self.live.update(Path(name))

    @rule(name=st.sampled_from(NAMES), text=TEXTS)
    def edit(self, name, text):
        if name in self.files.contents:
            self.buffers[name] = text
            self.live.update(Path(name), text)

    @rule(name=st.sampled_from(NAMES), at=st.integers(0, 6), line=LINES)
    def insert(self, name, at, line):
        lines = self.files.contents.get(name, b"").decode().split("\n")
        self.save(name, "\n".join([*lines[:at], line, *lines[at:]]))

    @invariant()
    def is_what_a_check_says(self):
        now = Snapshot({**self.files.contents, **{name: text.encode() for name, text in self.buffers.items()}})
        checked = Project(self.way, self.paths, files=now).check()
        assert self.live.findings() == checked.findings
        assert sorted({page for live in self.live.indexes.values() for page in live.pages}) == checked.documents


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_random_edits_give_what_a_check_gives(way):
    edits = type("Edits", (Edits,), {"way": WAYS[way]})
    run_state_machine_as_test(edits, settings=settings(max_examples=8, stateful_step_count=8, deadline=None))


def test_so_do_files_that_were_named_by_themselves():
    edits = type("Edits", (Edits,), {"paths": (Path("a.adoc"),)})
    run_state_machine_as_test(edits, settings=settings(max_examples=8, stateful_step_count=8, deadline=None))


@pytest.fixture
def docs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/book.adoc").write_text("= Book\n\ninclude::chapter.adoc[]\n\n<<one>>\n")
    Path("docs/chapter.adoc").write_text("[[one]]\n== One\n")
    Path("docs/other.adoc").write_text("xref:book.adoc#one[]\n")
    return Path("docs")


def live_of(docs):
    read = []

    def reading(path, given):
        read.append(path.name)
        return read_summary(path, given)

    return LiveDocuments(ProjectSettings(), [docs], summary_of=reading), read


def test_a_chapter_is_read_as_part_of_its_book_alone(docs):
    live, read = live_of(docs)
    assert live.findings() == []
    read.clear()
    difference = live.update(docs / "chapter.adoc", "[[two]]\n== One\n")
    assert read == ["book.adoc"]
    assert difference.documents == {"docs/book.adoc"}
    assert difference.pages == {"docs/book.adoc", "docs/other.adoc"}
    assert [str(finding.span) for finding in live.findings()] == ["docs/book.adoc:5:3", "docs/other.adoc:1:6"]


def test_a_buffer_that_is_closed_gives_way_to_the_file(docs):
    live, _ = live_of(docs)
    live.update(docs / "chapter.adoc", "")
    assert live.findings()
    live.update(docs / "chapter.adoc")
    assert live.findings() == []


def test_the_same_contents_are_no_change(docs):
    live, read = live_of(docs)
    read.clear()
    os.utime(docs / "chapter.adoc", (0, 0))
    assert live.update(docs / "chapter.adoc").documents == set()
    assert live.update(docs / "chapter.adoc", "[[one]]\n== One\n").documents == set()
    assert read == []


def test_a_new_file_may_be_what_was_missing(docs):
    Path("docs/other.adoc").write_text("image::a.png[]\n\ninclude::late.txt[]\n")
    live, read = live_of(docs)
    assert [finding.code for finding in live.findings()] == ["image-missing", "include-not-found"]
    read.clear()
    Path("docs/a.png").write_bytes(b"")
    live.update(docs / "a.png")
    assert [finding.code for finding in live.findings()] == ["include-not-found"]
    assert read == ["other.adoc"]  # since its folder is listed for what 'late.txt' may have meant
    read.clear()
    Path("docs/late.txt").write_text("late\n")
    live.update(docs / "late.txt")
    assert live.findings() == []
    assert read == ["other.adoc"]


def test_what_a_component_has_too_much_follows_each_change(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    texts = {
        "antora.yml": "name: lighthouse\nnav: [modules/ROOT/nav.adoc]\n",
        "modules/ROOT/nav.adoc": "* xref:index.adoc[]\n* xref:lamp.adoc[]\n",
        "modules/ROOT/pages/index.adoc": "= Index\n\nimage::lamp.png[]\n",
        "modules/ROOT/pages/lamp.adoc": "= Lamp\n",
        "modules/ROOT/images/lamp.png": "",
    }
    for name, text in texts.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    live = LiveDocuments(ProjectSettings(), [Path()])
    for text in ("= Index\n", "= Index\n\nimage::lamp.png[]\n", "= Index\n\n<<gone>>\n"):
        live.update(Path("modules/ROOT/pages/index.adoc"), text)
        Path("modules/ROOT/pages/index.adoc").write_text(text)
        assert live.findings() == Project(ProjectSettings(), [Path()]).check().findings
    assert [finding.code for finding in live.findings()] == ["resource-unused", "xref-unresolved"]


class Refusing(Disk):
    """A disk on which new documents may not be read."""

    def read(self, path):
        if path.name == "new.adoc":
            raise PermissionError(13, "Permission denied", str(path))
        return super().read(path)


def test_a_document_that_cannot_be_read_raises_and_changes_no_finding(docs):
    live = LiveDocuments(ProjectSettings(), [docs], files=Refusing())
    Path("docs/chapter.adoc").write_text("")
    live.update(docs / "chapter.adoc")
    before = live.findings()
    Path("docs/new.adoc").write_text("[[one]]\n== One\n")
    with pytest.raises(PermissionError, match=r"new\.adoc"):
        live.update(docs / "new.adoc")
    assert live.findings() == before != []
    Path("docs/new.adoc").unlink()
    live.update(docs / "new.adoc")
    assert live.findings() == before
