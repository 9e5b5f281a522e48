"""Texts of files that a patch does not touch are taken as they are written: no report is another one for it.

A book includes three documents, one of which changes; what it says is held against the review that reads all texts.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import jsonform
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.review.states import state
from sphinx_adoc.review.states.pieces import pieces
from sphinx_adoc.syntax.document import Settings, parse_file
from sphinx_adoc.syntax.files import Snapshot

from tests.sphinx_adoc.review.test_any_change import changed, documents

BOOK = b"= Book\n\ninclude::a.adoc[]\n\ninclude::b.adoc[]\n\n== Last\n\ninclude::c.adoc[leveloffset=+1]\n"
RUNS = 6
CHAPTER = (
    "[#{0}]\n== Part {0}\n\nText `of` *{0}*, see <<x>>. {{word}}\n\n=== Same\n\n* item {0}\n\n|===\n|x |{0}\n|===\n"
)


def said(old, new, monkeypatch, *, whole=False):
    """The report as JSON, and how often texts were taken as they are written."""
    counted = []

    def noted(doc, files=None):
        counted.append(files)
        return pieces(doc, None if whole else files)

    monkeypatch.setattr(state, "pieces", noted)
    touched = frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    result = review(Sides(old, new, "applied on nothing", touched), options)
    return jsonform.as_json(result), counted


def same(old, new, monkeypatch):
    """Hold the two against each other; return how texts were read."""
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
