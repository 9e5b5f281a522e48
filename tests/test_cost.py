"""What reading costs: function calls, bytes and questions to the file system for a fixed document, never seconds.

The figures are the same on every machine. Each ceiling is a twentieth above what was measured with Python 3.11, newer
ones make fewer calls. A change that needs more raises a ceiling in a commit that says why; one that needs much less
lowers it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from sphinx_adoc.doctree import Options, build
from sphinx_adoc.facade import Project
from sphinx_adoc.graph import Index, check, summarize
from sphinx_adoc.project import Configuration, settings
from sphinx_adoc.syntax.document import Document, parse

from tests.conftest import CHECKOUT

CHAPTER = """\
[[chapter{n}]]
== Chapter {n}: the *ring* and its links

:speed: {n} Gbit/s
A paragraph of {{speed}} with *strong*, _emphasized_ and `monospaced` text, a link:https://example.org/{n}[link],
an xref:chapter{n}[reference] and <<_part_{n},another>>.

A note.footnote:[Number {n} of -- all -- notes...]

=== Part {n}

Plain words in several lines, in which nothing is marked up,
as in most paragraphs of most books;
they go on for a while and end.

NOTE: It's a short note, and it says "`so`".

* one item
* another with `code`, see <<chapter{n}>>
** a nested one
+
A paragraph below it.

. first
. second

term {n}:: what it means
other term:: what that means

.Files {n}
[cols="1,2",options="header"]
|===
|Name |Meaning
|`corosync.conf` |the configuration, as in xref:chapter{n}[there]
|kbd:[Ctrl] |a key
|===

[source,python]
----
for link in links:  # <1>
    print(link)
----
<1> each of them

image::ring-{n}.png[The ring]

"""
CHAPTERS = 20
BOOK = "= A book\n:experimental:\n\n" + "".join(CHAPTER.format(n=n) for n in range(CHAPTERS))


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called, those written in C included."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    gc.disable()  # a finalizer is no part of the work
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def doctree(document: Document) -> None:
    """Make docutils' nodes of a document."""
    build(document, new_document("book", get_default_settings()), Options())


def check_one() -> None:
    """Find all references of the document, among its own anchors."""
    document = parse(BOOK, "book.adoc")
    check(Index({"book.adoc": summarize(document)}))


WORK: dict[str, tuple[Callable[[], object], float]] = {
    "blocks": (lambda: parse(BOOK), 49.4),
    "blocks and inlines": (lambda: parse(BOOK).read_all(), 99),
    "summary": (lambda: summarize(parse(BOOK)), 164.2),
    "doctree": (lambda: doctree(parse(BOOK)), 157),
    "check": (check_one, 183.3),
}
"""What is done with the book, and the most calls a line that it may take."""


@pytest.mark.parametrize("name", WORK)
def test_calls_a_line(name: str) -> None:
    code = f"from tests.test_cost import counted; print(counted({name!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert int(done.stdout) / BOOK.count("\n") <= WORK[name][1]


def counted(name: str) -> int:
    """Return how many functions some work calls; asked for in a process of its own, where no other test left a hook."""
    work, _ = WORK[name]
    work()  # what is made once, such as compiled patterns
    return calls(work)


def test_calls_grow_as_the_document_does() -> None:
    twice = BOOK + "".join(CHAPTER.format(n=n) for n in range(CHAPTERS, 2 * CHAPTERS))
    once = calls(lambda: summarize(parse(BOOK)))
    assert calls(lambda: summarize(parse(twice))) <= 2.02 * once


def test_bytes_a_character() -> None:
    parse(BOOK).read_all()
    gc.collect()
    tracemalloc.start()
    try:
        document = parse(BOOK)
        document.read_all()
        tree, _ = tracemalloc.get_traced_memory()
        summary = summarize(document)
        both, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert summary.anchors
    assert tree / len(BOOK) <= 45
    assert (both - tree) / len(BOOK) <= 5.2


def test_questions_to_the_file_system_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deep" / "folder" / "of" / "a" / "project"
    (folder / "parts").mkdir(parents=True)
    for n in range(30):
        (folder / f"page{n}.adoc").write_text(
            f"= Page {n}\n\ninclude::parts/part{n}.adoc[]\n\nxref:page{(n + 1) % 30}.adoc[] and xref:page0.adoc[].\n"
        )
        (folder / "parts" / f"part{n}.adoc").write_text(f"Part {n}.\n")
    asked: list[object] = []
    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, _noting(getattr(os, name), asked))
    project = Project(settings(Configuration()), [folder])
    assert project.check().findings == []
    assert len(asked) / 60 <= 4.4


def _noting(function: Callable[..., object], asked: list[object]) -> Callable[..., object]:
    def noting(path: object, *rest: object, **named: object) -> object:
        asked.append(path)
        return function(path, *rest, **named)

    return noting


# -- what a command loads ----------------------------------------------------------------------------------------------

LOADED = """
import sys
from contextlib import suppress
from sphinx_adoc.cli import main
with suppress(SystemExit):
    main(sys.argv[1:])
own = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "sphinx_adoc"}
classes = [each for name, module in own.items() for each in vars(module).values()
           if isinstance(each, type) and each.__module__ == name and "__dataclass_params__" in vars(each)]
print("LOADED", len(own), len(classes))
"""
STARTS: dict[str, tuple[list[str], int, int]] = {
    "help": (["check", "--help"], 116, 25),
    "check": (["check", ".", "--cache-dir", "../cache"], 215, 86),
    "check again": (["check", ".", "--cache-dir", "../cache"], 7, 0),
    "html": (["html", "page.adoc", "--cache-dir", "../cache"], 237, 83),
    "html again": (["html", "page.adoc", "--cache-dir", "../cache"], 7, 0),
}
"""Calls, one after the other in a folder, with the most modules and dataclasses of ours that each may load: a dataclass
compiles its methods while it is imported, 0.2 to 0.5 ms.
"""


def test_modules_and_dataclasses_that_commands_load(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "page.adoc").write_text("= Page\n\nWords with *markup*.\n")
    loaded = {}
    for name, (words, _, _) in STARTS.items():
        call = [sys.executable, "-c", LOADED, *words]
        done = subprocess.run(call, cwd=docs, capture_output=True, text=True, check=True)
        *_, modules, classes = done.stdout.split()
        loaded[name] = int(modules), int(classes)
    assert {name: counts for name, counts in loaded.items() if _is_above(counts, STARTS[name])} == {}


def _is_above(counts: tuple[int, int], start: tuple[list[str], int, int]) -> bool:
    return counts[0] > start[1] or counts[1] > start[2]
