"""Both sides of a patch, compared: what it breaks, what its documents state now, and how they read."""

from __future__ import annotations

from dataclasses import replace

from sphinx_adoc.finding.source import lines_of

from .fates.breakage import Naming, breakage, doubts
from .fates.series import Ends, followed
from .input.contents import difference
from .input.sides import Sides
from .model import Fact, Review
from .states import stated
from .states.reading import facts, read_otherwise
from .states.state import How, State, Tree


def review(sides: Sides, how: How) -> Review:
    """Compare both sides, and with them each state of a series."""
    last = difference(sides.before, sides.after, sides.touched)
    paths = {*last, *(path for step in sides.steps for path in step.files)}
    tree = Tree(sides.before, paths, how)
    before = tree.state()
    tree.change(last)
    ends = _ends(before, tree.state(), sides)
    found = replace(_compared(ends, sides), ran=how.run)
    if sides.steps:
        first = {path: sides.before.get(path) for path in paths}
        found = followed(found, ends, sides.steps, tree, first)
    return found


def _ends(before: State, after: State, sides: Sides) -> Ends:
    """Both states with the pages that the patch can change."""
    pages = before.affected(sides.touched) | after.affected(sides.touched)
    before, after = before.only(pages), after.only(pages)
    old, new = Naming(sides.renamed), Naming({})
    return Ends(before, after, pages, old, new, breakage(before, after, old, new))


def _compared(ends: Ends, sides: Sides) -> Review:
    before, after, wrong = ends.before, ends.after, ends.wrong
    new = list(wrong.new.values())
    with_anchor = {id(finding) for anchor in wrong.lost for finding in anchor.references}
    read, elsewhere, markup = read_otherwise(before.rows, after.rows, sides.renamed)
    claims = stated.compare(before.claims, after.claims)
    said = {(change.before, change.after) for change in claims}
    return Review(
        sides.on,
        sides.touched,
        len(after.loaded.checked),
        tuple(sorted({*before.rows, *after.rows})),
        tuple(finding for finding in new if id(finding) not in with_anchor),
        wrong.cured,
        tuple(doubts(after, new)),
        wrong.lost,
        tuple(claims),
        tuple(Fact(old, now, row.section, row.place) for old, now, row in facts(read) if (old, now) not in said),
        tuple(read),
        tuple(elsewhere),
        markup,
        lines=lines_of(lambda path: sides.after[path].decode("utf-8", "replace")),
    )
