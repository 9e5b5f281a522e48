"""A series, state by state: since which patch what it causes is so, and what is broken only between its patches."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from sphinx_adoc.finding import Finding
from sphinx_adoc.review.input.contents import Files
from sphinx_adoc.review.input.lines import changed_lines
from sphinx_adoc.review.input.steps import Member, Step, later_names
from sphinx_adoc.review.states import stated
from sphinx_adoc.review.states.state import State, Tree
from sphinx_adoc.review.states.stated import ClaimChange
from sphinx_adoc.syntax.source import Place

from .breakage import Breakage, Naming, breakage, renamed_between
from .comparison import compare
from .facts import facts
from .model import Between, Fact, Statement
from .words import ChangedLines


@dataclass(frozen=True, slots=True)
class ComparedStates:
    """The states before and after a series, the pages that it changes, how findings are named in both, and what is
    wrong in the second alone.
    """

    before: State
    after: State
    pages: AbstractSet[str]
    old: Naming
    new: Naming
    wrong: Breakage


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """What a series does on the way: its ``patches``, ``since`` which one something is so, and what is broken only
    ``between`` two.
    """

    patches: tuple[Member, ...]
    since: Mapping[Statement, Member]
    between: tuple[Between, ...]


@dataclass(frozen=True, slots=True)
class StatedChanges:
    """What a series states otherwise in the end: ``claims`` and ``facts``."""

    claims: Sequence[ClaimChange]
    facts: Sequence[Fact]


def follow_series(
    stated_changes: StatedChanges, states: ComparedStates, steps: Sequence[Step], tree: Tree, first: Files
) -> SeriesResult:
    """Return what the members of a series do, one by one. ``first``: the files that change, as they are before all of
    them.
    """
    members = [step.member for step in steps]
    names = later_names(steps)
    wrong = _Runs()
    since: dict[Statement, int] = dict.fromkeys([*stated_changes.claims, *stated_changes.facts], 1)
    tree.claims = tree.options.run or bool(stated_changes.claims)
    for number, state in _states(steps, tree, first, states):
        new = Naming(names[number])
        lines = _lines_between(states.before, state, first, renamed_between(states.old, new))
        wrong.see(number, breakage(states.before, state, states.old, new, lines).wrong)
        since |= dict.fromkeys(_to_come(stated_changes, state, states, names[number], first), number + 1)
    wrong.see(len(steps), states.wrong.wrong)
    since |= {finding: number for number, finding in wrong.last(states.wrong.wrong)}
    return SeriesResult(
        tuple(members),
        {statement: members[number - 1] for statement, number in since.items()},
        tuple(Between(finding, members[one - 1], members[other - 1]) for one, other, finding in wrong.closed),
    )


def _states(steps: Sequence[Step], tree: Tree, first: Files, states: ComparedStates) -> Iterator[tuple[int, State]]:
    """The states between the first member and the last, each with the number of the member before it."""
    changed = set(first)
    tree.change(first)
    for number, step in enumerate(steps[:-1], 1):
        tree.change(step.files)
        state = tree.state()
        yield number, state.only(states.pages | state.affected(changed))


def _lines_between(before: State, after: State, paths: Collection[str], renamed: Mapping[str, str]) -> ChangedLines:
    """The lines that differ between two states. ``paths``: the files that may; ``renamed``: old path to new."""
    return ChangedLines.of_files(changed_lines(before.contents, after.contents, paths, renamed), renamed)


@dataclass(slots=True)
class _Runs:
    """From which state to which something is wrong. ``closed``: first state, first one without it, and the finding."""

    closed: list[tuple[int, int, Finding]] = field(default_factory=list)
    _open: dict[Hashable, tuple[int, Finding]] = field(default_factory=dict)

    def see(self, number: int, wrong: Mapping[Hashable, Finding]) -> None:
        """Go on to a state."""
        for name in [name for name in self._open if name not in wrong]:
            first, finding = self._open.pop(name)
            self.closed.append((first, number, finding))
        for name, finding in wrong.items():
            self._open.setdefault(name, (number, finding))

    def last(self, wrong: Mapping[Hashable, Finding]) -> Iterator[tuple[int, Finding]]:
        """What is wrong in the last state that was seen, with the state since which it is."""
        for name, finding in wrong.items():
            yield self._open[name][0], finding


# -- what is stated ----------------------------------------------------------------------------------------------------


def _to_come(
    stated_changes: StatedChanges,
    state: State,
    states: ComparedStates,
    renamed: Mapping[str, str],
    paths: Collection[str],
) -> Iterator[Statement]:
    """What is stated otherwise in the end, but not yet in a state: what still differs between them says so.
    ``renamed``: the files of the state that are called otherwise in the end; ``paths``: those that may differ.
    """
    if stated_changes.claims:
        left = stated.compare(state.claims, states.after.claims)
        yield from (change for change in stated_changes.claims if any(_is_same(change, other) for other in left))
    if stated_changes.facts:
        lines = _lines_between(state, states.after, paths, renamed)
        left_to_do = compare(state.pieces, states.after.pieces, lines)
        facts_left = {(fact.after, fact.piece.place) for fact in facts(left_to_do.changes, left_to_do.pairs)}
        fresh = {
            change.after.place for change in left_to_do.changes if change.before is None and change.after is not None
        }
        yield from (fact for fact in stated_changes.facts if _is_left(fact, facts_left, fresh))


def _is_same(change: ClaimChange, left: ClaimChange) -> bool:
    """Whether a change of a claim is one that is left, or a part of it."""
    if change.id != left.id:
        return False
    if change.kind == "removed" or left.kind == "removed":
        return change.kind == left.kind
    if change.place.path != left.place.path:  # another page has a claim of that name
        return False
    if change.kind != left.kind:
        return left.kind == "added"
    if left.after:
        return change.after.startswith(left.after)  # the row of a cell
    return not change.after and change.before == left.before


def _is_left(fact: Fact, numbers: AbstractSet[tuple[str, Place]], fresh: AbstractSet[Place]) -> bool:
    return (fact.after, fact.text) in numbers or fact.text in fresh
