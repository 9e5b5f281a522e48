"""Both sides of a patch, compared: what it breaks, what its documents state now, how they read, and what became of
every line of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.source import lines_of
from sphinx_adoc.project import ProjectError
from sphinx_adoc.project.configuration import OWN, PYPROJECT, holds_section
from sphinx_adoc.project.find import file_in
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.syntax.files import Snapshot

from .fates.breakage import Naming, breakage, doubts
from .fates.facts import FactChange, facts
from .fates.lines import Account, KnownChanges, Side, account
from .fates.model import Fact
from .fates.places import WordPlaces
from .fates.series import ComparedStates, StatedChanges, follow_series
from .fates.spelling import misspelt
from .fates.whole_files import file_changes, pages_and_parts
from .fates.words import ChangedLines
from .input.contents import Files, difference, fetch
from .input.influence import has_influence
from .input.lines import FileLines, Numbers, changed_lines, in_lines, near_lines
from .input.sides import Sides
from .model import Review
from .states import stated
from .states.attribute_readers import readers_of
from .states.options import ReadingOptions
from .states.piece import UNREAD_BLOCK, Line
from .states.state import State, Tree, read_differences
from .states.stated import ClaimChange
from .states.waivers import lines_of_waivers

_FAR_REACHING: Final = (UNREAD_BLOCK, "attribute", "include", "condition")  # kinds of pieces


def review(sides: Sides, options: ReadingOptions) -> Review:
    """Return what a patch does: both sides compared, and with them each state of a series. Raises GitError."""
    last = difference(sides.before, sides.after, sides.touched)
    paths = {*last, *(path for step in sides.steps for path in step.files)}
    files = changed_lines(sides.before, sides.after, sides.touched, sides.renamed)
    documents = [path for path in paths if path.endswith(tuple(KNOWN))]
    versions = [last, *(step.files for step in sides.steps)]
    quick = not has_influence(sides.before, versions, documents)
    tree, states = _read(sides, options, paths, files, quick=quick)
    if quick and (_reaches(states, paths, near_lines(files)) or has_influence(sides.before, versions, _used(states))):
        tree, states = _read(sides, options, paths, files, quick=False)
    made = replace(
        _review_of(states, sides, files, _settings(sides, options)),
        ran=options.run,
        read_as=options.read_as,
        misspelt=misspelt(states.wrong.read.changes, options.vocabulary),
    )
    if sides.steps:
        first = {path: sides.before.get(path) for path in paths}
        series = follow_series(StatedChanges(made.claims, made.facts), states, sides.steps, tree, first)
        made = replace(made, patches=series.patches, since=series.since, between=series.between)
    return made


def _read(
    sides: Sides, options: ReadingOptions, paths: AbstractSet[str], files: Sequence[FileLines], *, quick: bool
) -> tuple[Tree, ComparedStates]:
    """The documents with both states of them, compared. ``paths``: the files that ever change; ``quick``: whether texts
    of others are taken as they are written.
    """
    last = difference(sides.before, sides.after, sides.touched)
    near = near_lines(files) if quick and not sides.steps else None
    tree, before, after = _both_states(sides, options, paths, last, quick=quick, near=near)
    parts = _pages_of_one_side(before, after) - paths
    if parts:  # files that nobody touched, and that are a page of their own on one side and a part of another on one
        tree, before, after = _both_states(sides, options, paths | parts, last, quick=False)
    return tree, _compare_states(before, after, sides, parts, ChangedLines.of_files(files))


def _used(states: ComparedStates) -> AbstractSet[str]:
    return {*states.before.used, *states.after.used}


def _reaches(states: ComparedStates, paths: AbstractSet[str], near: tuple[Numbers, Numbers]) -> bool:
    """Whether something changes in files that the patch does not touch, or far from the lines that it changes; or may,
    since an attribute entry, an include or a condition is another one, or stands elsewhere.
    """
    read, wrong = states.wrong.read, states.wrong
    pairs = [*((change.before, change.after) for change in read.changes), *read.moved]
    pieces = [piece for pair in pairs for piece in pair if piece]
    if read.attributes or any(piece.place.path not in paths or piece.kind in _FAR_REACHING for piece in pieces):
        return True
    old = [*(anchor.place for anchor in wrong.lost), *(one.place for one in wrong.shifted)]
    new = [place for one in wrong.shifted for place in (one.other, one.left)]
    sides = ((near[0], old), (near[1], new))
    return any(place.line not in lines.get(place.path, ()) for lines, places in sides for place in places)


def _both_states(
    sides: Sides,
    options: ReadingOptions,
    paths: Collection[str],
    last: Files,
    *,
    quick: bool,
    near: tuple[Numbers, Numbers] | None = None,
) -> tuple[Tree, State, State]:
    """The documents with both states of them. ``last``: the files that differ, as they are in the end; ``near``: the
    lines beside those that change, on both sides, where all others may be taken as they are written.
    """
    tree = Tree(sides.before, paths, options, quick=quick)
    tree.near = near[0] if near else None
    before = tree.state()
    tree.near = near[1] if near else None
    tree.change(last)
    after = tree.state()
    if not sides.steps:
        read_differences(before, after)
    return tree, before, after


def _pages_of_one_side(before: State, after: State) -> set[str]:
    return set(before.loaded.checked) ^ set(after.loaded.checked)


def _compare_states(
    before: State, after: State, sides: Sides, parts: AbstractSet[str], lines: ChangedLines
) -> ComparedStates:
    """Both states with the pages that the patch can change. ``parts``: files that are a page on one side alone."""
    changed = sides.touched | parts
    pages = before.affected(changed) | after.affected(changed)
    before, after = before.only(pages), after.only(pages)
    old, new = Naming(sides.renamed), Naming({})
    return ComparedStates(before, after, pages, old, new, breakage(before, after, old, new, lines))


def _review_of(states: ComparedStates, sides: Sides, files: Sequence[FileLines], settings: frozenset[str]) -> Review:
    before, after, wrong, read = states.before, states.after, states.wrong, states.wrong.read
    new = list(wrong.new.values())
    with_anchor = {id(finding) for anchor in wrong.lost for finding in anchor.references}
    claims = stated.compare(before.claims, after.claims)
    fact_changes = facts(read.changes, read.pairs)
    return Review(
        on=sides.on,
        touched=sides.touched,
        pages=len(
            _by_their_names([*before.loaded.checked, *before.pages], sides, {*after.loaded.checked, *after.pages})
        ),
        looked_at=tuple(sorted(_by_their_names(before.pages, sides, after.pages))),
        files=(*file_changes(sides), *pages_and_parts(before.loaded.checked, after.loaded.checked, sides)),
        account=_account(states, sides, files, fact_changes, settings),
        caused=tuple(finding for finding in new if id(finding) not in with_anchor),
        cured=_mended(wrong.cured, sides),
        doubts=tuple(doubts(after, new)),
        lost=wrong.lost,
        shifted=wrong.shifted,
        claims=tuple(claims),
        facts=tuple(_unclaimed(fact_changes, claims, sides, ChangedLines.of_files(files), read.attributes)),
        changes=read.changes,
        moved=read.moved,
        markup_only=read.markup_only,
        readers=_readers(states),
        lines=lines_of(lambda path: in_lines(sides.after[path]).decode("utf-8", "replace")),
    )


def _readers(states: ComparedStates) -> Mapping[str, Sequence[Line]]:
    """The lines that read the attributes that change, by name, in all files of the pages."""
    names = states.wrong.read.attributes
    contents = states.after.contents
    paths = [path for path in states.after.files if path in contents] if names else []
    fetch(contents, paths)
    return readers_of(names, paths, contents)


def _mended(cured: Iterable[Finding], sides: Sides) -> tuple[Finding, ...]:
    """What was wrong and no longer is; not what went with its file."""
    return tuple(each for each in cured if sides.renamed.get(path := each.span.start.path, path) in sides.after)


def _by_their_names(old: Iterable[str], sides: Sides, new: AbstractSet[str]) -> set[str]:
    """The pages of both sides; one that is renamed, once."""
    names = {page: sides.renamed.get(page, page) for page in old}
    return {*(name if name in new else page for page, name in names.items()), *new}


def _unclaimed(
    fact_changes: Iterable[FactChange],
    claims: Iterable[ClaimChange],
    sides: Sides,
    lines: ChangedLines,
    attributes: AbstractSet[str],
) -> Iterable[Fact]:
    """The facts that no claim states, each at its own place. ``attributes``: the names of those that change."""
    old, new = WordPlaces(sides.before, lines.old, attributes), WordPlaces(sides.after, lines.new, attributes)
    said = {(change.before, change.after) for change in claims}
    cells = {change.place for change in claims if change.kind == "table"}
    for fact in fact_changes:
        if (fact.before, fact.after) not in said and not (fact.piece.kind == "cell" and fact.piece.place in cells):
            if fact.new is None:
                place = old.find(fact.piece, fact.before)
            elif fact.after:
                place = new.find(fact.new, fact.after)
            else:
                place = new.find_value(fact.new, fact.before) or fact.new.place
            yield Fact(fact.before, fact.after, fact.piece.section, place, fact.piece.place, fact.piece.term)


def _settings(sides: Sides, options: ReadingOptions) -> frozenset[str]:
    """The changed files that say how the documents are read. The review went by those from before the patch."""
    named = {str(options.prelude)} if options.prelude else set()
    for contents in (sides.before, sides.after):
        try:
            path = file_in(Path(), Snapshot(contents))
            named |= {path.as_posix()} if path else set()
        except ProjectError:  # two that both apply, or one that is no text
            named |= {OWN, PYPROJECT}
    named |= {path for path in sides.touched if _configures(path, sides)}
    return frozenset(sides.touched & named)


def _configures(path: str, sides: Sides) -> bool:
    """Whether a file says how documents are read, of the whole tree or of its folder."""
    name = path.rpartition("/")[2]
    texts = [
        side[path].decode("utf-8", "replace")
        for side in (sides.before, sides.after)
        if name == PYPROJECT and path in side
    ]
    return name == OWN or any(map(holds_section, texts))


def _account(
    states: ComparedStates,
    sides: Sides,
    files: Sequence[FileLines],
    fact_changes: Sequence[FactChange],
    settings: frozenset[str],
) -> Account:
    wrong, lines = states.wrong, ChangedLines.of_files(files)
    before = Side("-", states.before, sides.before, lines.old)
    after = Side("+", states.after, sides.after, lines.new)
    old_anchors = [*(anchor.place for anchor in wrong.lost), *(one.place for one in wrong.shifted)]
    new_anchors = [one.other for one in wrong.shifted]
    caused = [*wrong.new.values()]
    known = KnownChanges(
        wrong.read,
        fact_changes,
        caused,
        _mended(wrong.cured, sides),
        old_anchors,
        new_anchors,
        old_waivers=[*lines_of_waivers(states.before.loaded)],
        new_waivers=[*lines_of_waivers(states.after.loaded)],
    )
    return account(files, before, after, known, left_out=sides.left_out, settings=settings)
