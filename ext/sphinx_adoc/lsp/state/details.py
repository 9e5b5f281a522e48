"""What is kept of a document beside its summary, by place: sections, blocks, includes, attributes, lines left out.

A document that is read in units has details for each of them, which :func:`joined` puts together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from sphinx_adoc.syntax.source import Place, Span


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the outline. ``kind``: document, section, heading, or that of another block with a title. ``span``:
    all that belongs to it, in its file; ``name``: the line of the title. ``level``: that of a section, else -1.
    ``goes_on``: the section is one of the document's own file, and did not end in the unit.
    """

    kind: str
    title: str
    level: int
    id: str
    explicit: bool
    span: Span
    name: Span
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Included:
    """A file that was brought in, and the target of the directive that did so; ``wanted``: what of the file it asks
    for, as written.
    """

    path: str
    span: Span
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A line that sets an attribute. ``value``: None where it unsets it. ``span``: of the name."""

    name: str
    value: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names an attribute. ``value``: the one that it has there, None where it has none. ``setting``:
    where it got that; None: from outside of the document. ``span``: of the name.
    """

    name: str
    value: str | None
    span: Span
    setting: Span | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim, as :class:`sphinx_adoc.claims.Claim` has it."""

    kind: str
    id: str
    text: str
    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Details:
    """What is kept of a document, or of a unit of one. ``blocks``: the extents of blocks of several lines, each with
    its kind. ``inactive``: the lines that it leaves out, by file. ``claims``: without data for claims. ``titled``:
    other blocks with a title. ``files``: its own file and those that it brings in. ``closing``: the levels of the
    sections that end others from above the unit, and where these end in the document's own file (None: where the unit
    above does); ``end``: where the unit ends there.
    """

    headings: tuple[Title, ...] = ()
    blocks: tuple[tuple[str, Span], ...] = ()
    includes: tuple[Included, ...] = ()
    settings: tuple[Setting, ...] = ()
    uses: tuple[Use, ...] = ()
    inactive: tuple[tuple[str, tuple[int, ...]], ...] = ()
    claims: tuple[Stated, ...] = ()
    titled: tuple[Title, ...] = ()
    files: tuple[str, ...] = ()
    closing: tuple[tuple[int, Place | None], ...] = ()
    end: Place | None = None


Named = TypeVar("Named", Setting, Use)


# -- a document from its units -----------------------------------------------------------------------------------------


def joined(parts: Sequence[Details]) -> Details:
    """Return the details of a document whose units, in order, have these."""
    if len(parts) == 1:
        return parts[0]
    return Details(
        headings=tuple(_closed(parts)),
        blocks=tuple(chain.from_iterable(part.blocks for part in parts)),
        includes=tuple(chain.from_iterable(part.includes for part in parts)),
        settings=_first_of_each(chain.from_iterable(part.settings for part in parts)),
        uses=_first_of_each(_with_settings(parts)),
        inactive=tuple(_left_out_of_all(parts).items()),
        claims=tuple(chain.from_iterable(part.claims for part in parts)),
        titled=tuple(chain.from_iterable(part.titled for part in parts)),
        files=tuple(dict.fromkeys(chain.from_iterable(part.files for part in parts))),
    )


def _first_of_each(named: Iterable[Named]) -> tuple[Named, ...]:
    """What names attributes, each place once however often its file is included."""
    places: dict[tuple[str, Place], Named] = {}
    for one in named:
        places.setdefault((one.name, one.span.start), one)
    return tuple(places.values())


def _closed(parts: Iterable[Details]) -> Iterator[Title]:
    """The titles, those that go on in further units with where they end."""
    titles: list[Title] = []
    open_: list[int] = []  # the numbers of those that go on
    end: Place | None = None
    for part in parts:
        for level, place in part.closing:
            while open_ and titles[open_[-1]].level >= level:
                number = open_.pop()
                titles[number] = up_to(titles[number], place or end)
        open_ += [len(titles) + number for number, title in enumerate(part.headings) if title.goes_on]
        titles += part.headings
        end = part.end or end
    for number in open_:
        titles[number] = up_to(titles[number], end)
    return iter(titles)


def up_to(title: Title, end: Place | None) -> Title:
    """Return a title whose section ends at a place, or where it did if that is further down; None: where it did."""
    last = max(end, title.span.end, key=_line_and_column) if end is not None else title.span.end
    return replace(title, span=Span(title.span.start, last), goes_on=False)


def _line_and_column(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _with_settings(parts: Iterable[Details]) -> Iterator[Use]:
    """The uses of attributes, those with their settings that got their values in a unit further up."""
    above: dict[str, Span] = {}
    for part in parts:
        for use in part.uses:
            known = above.get(use.name) if use.setting is None else None
            yield replace(use, setting=known) if known is not None else use
        above.update((setting.name, setting.span) for setting in part.settings)


def _left_out_of_all(parts: Sequence[Details]) -> dict[str, tuple[int, ...]]:
    """The lines that are left out, by file: of one that several units bring in those that each of them leaves out."""
    root = parts[0].files[0]
    lines: dict[str, set[int]] = {}
    for part in parts:
        left_out = {path: set(numbers) for path, numbers in part.inactive}
        lines.setdefault(root, set()).update(left_out.get(root, ()))
        for path in part.files[1:]:
            own = left_out.get(path, set())
            lines[path] = lines[path] & own if path in lines else own
    return {path: tuple(sorted(numbers)) for path, numbers in lines.items() if numbers}
