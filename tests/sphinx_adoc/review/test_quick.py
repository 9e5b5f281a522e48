"""Of a book those parts alone are read that differ, and texts of files that a patch does not touch are taken as they
are written: no report is another one for it.

A book includes three documents, one of which changes; what it says is held against the review that reads all of it.
"""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import jsonform
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.review.states import page, state
from sphinx_adoc.review.states.piece import UNREAD_BLOCK
from sphinx_adoc.review.states.pieces import PiecesOfUnits, pieces
from sphinx_adoc.syntax.checkpoint import checkpoint
from sphinx_adoc.syntax.document import Settings, parse_file
from sphinx_adoc.syntax.files import Snapshot

from tests.sphinx_adoc.graph.test_units import histories
from tests.sphinx_adoc.review.test_any_change import changed, documents

BOOK = b"= Book\n\ninclude::a.adoc[]\n\ninclude::b.adoc[]\n\n== Last\n\ninclude::c.adoc[leveloffset=+1]\n"
RUNS = 6
CHAPTER = (
    "[#{0}]\n== Part {0}\n\nText `of` *{0}*, see <<x>>. {{word}}\n\n=== Same\n\n* item {0}\n\n|===\n|x |{0}\n|===\n"
)


def said(old, new, monkeypatch, *, whole=False):
    """The report as JSON, and how often texts were taken as they are written."""
    counted = []

    def noted(doc, files=None, near=None):
        counted.append(files)
        return pieces(doc) if whole else pieces(doc, files, near)

    class Noted(PiecesOfUnits):
        def __init__(self, sections, above, begin, files, near):
            counted.append(files)
            super().__init__(sections, above, begin, files, near)

    with monkeypatch.context() as patch:
        patch.setattr(page, "pieces", noted)
        patch.setattr(page, "PiecesOfUnits", Noted)
        if whole:
            patch.setattr(state, "read_what_differs", lambda *_: None)
        return reviewed(old, new), counted


def reviewed(old, new):
    touched = frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    result = review(Sides(old, new, "applied on nothing", touched), options)
    return jsonform.as_json(result)


def same(old, new, monkeypatch):
    """Hold the two against each other; return which files' texts were read whole, each time."""
    quick, counted = said(old, new, monkeypatch)
    assert quick == said(old, new, monkeypatch, whole=True)[0]
    return counted


@pytest.mark.parametrize("run", range(RUNS))
def test_any_change_is_told_alike(run, monkeypatch):
    rng = random.Random(run)
    for _ in range(4):
        files = {
            f"{name}.adoc": path.read_bytes() for name, path in zip("abc", rng.sample(documents(), 3), strict=True)
        }
        old = {"book.adoc": BOOK, **files}
        for _, words in changed(files["b.adoc"].decode(), rng):
            same(old, {**old, "b.adoc": words.encode()}, monkeypatch)


def chapters(**words):
    parts = {f"{name}.adoc": words.get(name, CHAPTER.format(name)).encode() for name in "abc"}
    return {"book.adoc": BOOK, **parts}


@pytest.mark.parametrize(
    ("new", "quick"),
    [
        (CHAPTER.format("b").replace("item", "point"), True),
        (CHAPTER.format("b").replace("item b", "item b\n\n----"), False),
        (CHAPTER.format("b") + "\n:word: two\n", False),
        (CHAPTER.format("b") + "\n[NOTE]\n", False),
        (CHAPTER.format("b") + "\n=== Same\n", False),
        (CHAPTER.format("b") + "\nifdef::x[]\n", False),
        (CHAPTER.format("b") + "\n{set:word:two}\n", False),
        (CHAPTER.format("b") + "\n{counter:word}\n", False),
        (CHAPTER.format("b") + "\nfootnote:x[Note.]\n", False),
        (CHAPTER.format("b") + "\n////\n", False),
        (CHAPTER.format("b").replace("[#b]", "[#x]"), False),
        ("", False),
    ],
)
def test_where_a_change_reaches_other_files_all_is_read(new, quick, monkeypatch):
    counted = same(chapters(), chapters(b=new), monkeypatch)
    assert (counted[-1] is not None) is quick


def test_counters_of_other_files_are_counted(monkeypatch):
    old, new = chapters(a="{counter:x}\n"), chapters(a="{counter:x}\n", b=CHAPTER.format("b").replace("item", "point"))
    assert same(old, new, monkeypatch)[-1] is None


def test_texts_of_other_files_are_not_read():
    """Titles are, and all of the files that are named."""
    doc = parse_file(Path("book.adoc"), Settings({}, root=Path(), files=Snapshot(chapters())))
    texts = {piece.text for piece in pieces(doc, frozenset(["b.adoc"]))}
    assert {"Part a", "Text `of` *a*, see <<x>>. {word}", "Text of b, see <x>. {word}"} <= texts


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ('["source","python",role="claim",id="c"]\n----\nassert 1 < 2\n----\n', 1),
        ("[#c.claim]#one#\n", 1),
        (":r: claim\n\n[.{r}]#one#\n", 1),
        ("A claim that is none.\n", 0),
    ],
)
def test_claims_are_looked_for_where_their_role_stands(text, claims):
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    result = review(Sides({}, {"a.adoc": text.encode()}, "", frozenset({"a.adoc"})), options)
    assert len(result.claims) == claims


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=histories())
def test_random_edits_of_a_book_are_told_alike(states, monkeypatch):
    """Units end wherever they can, however short they are."""
    monkeypatch.setattr(checkpoint, "_PACE", 10**9)
    for old, new in pairwise(states):
        same(files_of(old), files_of(new), monkeypatch)


def files_of(state):
    return {f"{name}.adoc": "\n".join(lines).encode() for name, lines in state.items()}


FAR = """\
= Page
:one: 1

:two: 2

Before {one} and {two}, `code` and *bold*.

* One
* Two
+
Of two.

== Part

.Table
|===
|x |1
|y |2
|===

NOTE: Of the part.

After {word}.
Second line.

Third.

----
code {word}
----

End.
"""
INSERTED = ["----", "====", "+", "[NOTE]", ":word: x", ":two: 3", ":!one:", "== New", "//", "....", "[["]


@pytest.mark.parametrize("number", range(60))
def test_blocks_far_from_a_change_make_no_difference(number, monkeypatch):
    """Lines that go, come, and move, anywhere in a page: what is far from them is not read, and is told alike."""
    chosen = random.Random(number)
    lines = FAR.split("\n")
    for _ in range(chosen.randint(1, 3)):
        at = chosen.randrange(len(lines))
        match chosen.choice(["drop", "copy", "move", "blank", "word", "delimiter"]):
            case "drop":
                del lines[at]
            case "copy":
                lines.insert(chosen.randrange(len(lines)), lines[at])
            case "move":
                lines.insert(chosen.randrange(len(lines)), lines.pop(at))
            case "blank":
                lines.insert(at, "")
            case "word":
                lines[at] += " more"
            case _:
                lines.insert(at, chosen.choice(INSERTED))
    old, new = {"a.adoc": FAR.encode()}, {"a.adoc": "\n".join(lines).encode()}
    assert said(old, new, monkeypatch)[0] == said(old, new, monkeypatch, whole=True)[0]


def test_blocks_far_from_a_change_are_not_read(monkeypatch):
    made = []
    monkeypatch.setattr(page, "pieces", lambda *how: [made.extend(read := pieces(*how)), read][1])
    reviewed({"a.adoc": FAR.encode()}, {"a.adoc": FAR.replace("Third", "Fourth").encode()})
    said_of = {piece.text.split("\n")[0] for piece in made if piece.kind != UNREAD_BLOCK}
    assert said_of == {"Page", "Part", "Third.", "Fourth.", ""}  # an attribute entry says nothing itself
    assert {piece.text for piece in made if piece.kind == UNREAD_BLOCK} >= {"* One\n* Two\n+\nOf two.", "End."}
