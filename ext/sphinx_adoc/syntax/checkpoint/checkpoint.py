"""A parser that is stopped between blocks, and goes on there or somewhere else."""

from __future__ import annotations

import hashlib
from typing import Final

from sphinx_adoc.syntax.attributes import PassValue
from sphinx_adoc.syntax.blocks.sections import SectionReader
from sphinx_adoc.syntax.parser import DocumentParser
from sphinx_adoc.syntax.reader import Reader
from sphinx_adoc.syntax.tree import Block, Container, Open, Section

from .noting import NotingCounts, NotingIds, NumbersApart, TitlesApart
from .state import END, Asked, Change, NotSeparable, OpenSection, Standing, Value

_PACE: Final = 4  # attributes, conditions and names that are looked at for each line that was read
_FEW: Final = 1_000_000  # characters of growth that have to be left
_MOST_INCLUSIONS: Final = 5_000
_MOST_CHARACTERS: Final = 128_000_000


class Checkpoint:
    """A parser that is stopped between blocks. Between two stops it reads a *stretch* of the document."""

    def __init__(self, parser: DocumentParser) -> None:
        self._parser = parser
        self._host = parser.host
        self._ids = parser.ids = parser.document.ids = NotingIds()
        self._counts = parser.id_counts = NotingCounts()
        self._numbers = parser.footnote_numbers = self._host.footnote_numbers = NumbersApart()
        self._host.references = parser.references = TitlesApart(parser.document, parser.host.spend)
        self._reader: Reader | None = None
        self._sections: SectionReader | None = None
        self._containers: list[tuple[Container, int]] = []  # that blocks may come into, the innermost first
        self._budget = self._host.budget.left
        self._standing = Standing(END)
        self._version, self._values = -1, ""  # of the attributes, and how they are written
        self._begin({}, (0, 0), "")

    @property
    def spent(self) -> int:
        """How many characters the values of attributes have added so far."""
        return self._budget - self._host.budget.left

    # -- a stretch -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a stretch where the parser stands."""
        values = self._parser.attributes.values()
        self._begin(values, self._used, self._digest(values))

    def _begin(self, values: dict[str, str], used: tuple[int, int], state: str) -> None:
        self._before = values
        self._used_before = used
        self._state = state
        self._left = self._host.budget.left
        self._lines = len(self._parser.origin)
        self._count = self._numbers.count
        self._called: dict[str, None] = {}
        self._known_notes = {*self._host.footnotes.names}
        self._counters = dict(self._host.locked_counters)
        self._ids.begin()
        self._counts.begin()

    @property
    def _used(self) -> tuple[int, int]:
        return self._reader.spent if self._reader is not None else (0, 0)

    def asked(self) -> Asked:
        """Return what the stretch has asked."""
        ids = self._ids
        return Asked(
            self._state,
            tuple(name for name in ids.asked if name not in ids.new and ids.has(name)),
            tuple(name for name in ids.asked if name in ids.new or not ids.has(name)),
            tuple(self._counts.asked.items()),
            self._count if self._numbers.count > self._count else -1,
            tuple((name, name in self._known_notes) for name in self._called),
        )

    def change(self) -> Change:
        """Return what the stretch has changed."""
        before, after = self._before, self._parser.attributes.values()
        names = dict.fromkeys([*before, *after])
        (inclusions, characters), (inclusions_before, characters_before) = self._used, self._used_before
        self._limit()
        return Change(
            tuple(_value(name, after.get(name)) for name in names if not _same(before.get(name), after.get(name))),
            tuple(sorted(self._host.locked_counters.items() - self._counters.items())),
            tuple(self._ids.new),
            tuple(self._counts.changed.items()),
            self._numbers.count - self._count,
            tuple(sorted(self._host.footnotes.names - self._known_notes)),
            self._left - self._host.budget.left,
            inclusions - inclusions_before,
            characters - characters_before,
        )

    def drain(self, *, at_end: bool = False) -> list[Block]:
        """Return the blocks of the stretch that are not inside others, in the order of the document; their footnotes
        have numbers. ``at_end``: the document has been read.
        """
        self._called.update(self._numbers.number_blocks())
        self._parser.pending.clear()
        preamble = self._sections.preamble if self._sections is not None else None
        made = [*preamble.blocks] if preamble is not None and not at_end else []  # at the end it is among the others
        for container, skipped in self._containers or [(self._parser.document, 0)]:
            made += container.blocks[skipped:]
        return made

    def _limit(self) -> None:
        inclusions, characters = self._used
        if self._host.budget.left < _FEW or inclusions > _MOST_INCLUSIONS or characters > _MOST_CHARACTERS:
            raise NotSeparable("a size near the limits")

    # -- the state between blocks --------------------------------------------------------------------------------------

    def reach(self, reader: Reader, sections: SectionReader) -> None:
        """Take note of what reads the document: it has stopped."""
        self._reader, self._sections = reader, sections

    def standing(self) -> Standing | None:
        """Return where the parser stands; None where it cannot be stopped, or where stopping takes longer than what was
        read since it stopped last.
        """
        parser, reader, sections = self._parser, self._reader, self._sections
        assert reader is not None
        assert sections is not None
        conditions, values = reader.conditions, parser.attributes.values()
        if len(conditions) + len(values) + len(self._known_notes) > _PACE * (len(parser.origin) - self._lines):
            return None
        if sections.title is not None or parser.changing or reader.has_left_open:
            return None
        open_ = tuple(map(_open, sections.open))
        refs = [*(ref for _, ref, _ in conditions), *(each.ref for each in open_)]
        if any(ref >= reader.size for ref in refs) or any(
            type(value) not in (str, PassValue) for value in values.values()
        ):
            return None
        intro = sections.intro is not None
        return Standing(reader.next_line, conditions, open_, _last(sections.top), sections.first, intro)

    def go_to(self, standing: Standing) -> None:
        """Have the parser stand somewhere: all that is left of the blocks above is what the standing says."""
        reader, sections = self._reader, self._sections
        assert reader is not None
        assert sections is not None
        self._ids.let_go()
        self._host.footnotes.notes.clear()
        reader.go_to(standing.line, standing.conditions)
        sections.cur.pos = 0
        sections.first = standing.first
        sections.open = [*map(_section, standing.sections)]
        sections.top.blocks = _stub(standing.last)
        sections.intro = Open(0) if standing.intro else None
        if sections.preamble is not None:
            sections.preamble.blocks = []
        containers: list[Container] = [sections.intro] if sections.intro is not None else []
        containers += [*reversed(sections.open), sections.top]
        self._containers = [(container, len(container.blocks)) for container in containers]
        self._standing = standing._replace(line=END)

    def holds(self, asked: Asked) -> bool:
        """Tell whether what a stretch asked has the same answers where the parser stands."""
        ids, notes = self._ids, self._host.footnotes.names
        return (
            asked.state == self._state
            and all(map(ids.has, asked.present))
            and not any(map(ids.has, asked.absent))
            and all(self._counts.now(name) == count for name, count in asked.counts)
            and asked.footnotes in (-1, self._numbers.count)
            and all((name in notes) is known for name, known in asked.notes)
        )

    def apply(self, change: Change) -> None:
        """Change the state as a stretch does that is not read."""
        assert self._reader is not None
        for each in change.values:
            is_passed = each.value is not None and each.subs is not None
            value = PassValue(each.value or "", each.subs or ()) if is_passed else each.value
            self._parser.attributes.set(each.name, value)
        self._host.locked_counters.update(change.counters)
        self._ids.enter(change.ids)
        self._counts.update(change.counts)
        self._numbers.count += change.footnotes
        for name in change.notes:
            self._host.footnotes.note_name(name)
        self._host.budget.left -= change.spent
        self._reader.spend(change.inclusions, change.characters)
        self._limit()

    def _digest(self, values: dict[str, str]) -> str:
        """What stands for the state that counts as a whole."""
        version = self._parser.attributes.version
        if version != self._version:  # most stretches leave the attributes as they are
            self._version = version
            self._values = repr([_value(name, value) for name, value in sorted(values.items())])
        counters = sorted(self._host.locked_counters.items())
        said = f"({self._values}, {counters!r}, {self._standing!r})".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, digest_size=20).hexdigest()


def _value(name: str, value: str | None) -> Value:
    return Value(name, None if value is None else str(value), value.subs if isinstance(value, PassValue) else None)


def _same(one: str | None, other: str | None) -> bool:
    return one == other and getattr(one, "subs", None) == getattr(other, "subs", None)


def _open(section: Section) -> OpenSection:
    last = _last(section)
    alone = section.sectname == "part" and last < 0
    return OpenSection(
        section.level, section.sectname, section.numbered, section.number, section.trail, last,
        section.ref if alone else 0,
    )  # fmt: skip


def _last(container: Container) -> int:
    inner = [block for block in container.blocks if isinstance(block, Section)]
    return next((section.ordinal for section in reversed(inner) if section.ordinal), 0 if inner else -1)


def _section(standing: OpenSection) -> Section:
    section = Section(standing.ref, level=standing.level)
    section.sectname, section.numbered = standing.sectname, standing.numbered
    section.number, section.trail = standing.number, standing.trail
    section.blocks = _stub(standing.last)
    return section


def _stub(last: int) -> list[Block]:
    """What is left of the sections in another one."""
    if last < 0:
        return []
    section = Section(0, level=0)
    section.ordinal = last
    return [section]
