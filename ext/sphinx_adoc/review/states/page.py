"""A page in one state of the documents; what it says is read when that is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_adoc.finding import Finding
from sphinx_adoc.graph.again import read_blocks_again
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.model import Summary
from sphinx_adoc.graph.stored import GetUnits
from sphinx_adoc.graph.units import Units
from sphinx_adoc.review.input.contents import Files
from sphinx_adoc.review.input.lines import Numbers
from sphinx_adoc.syntax.checkpoint import END
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.settings import Settings

from .piece import Line, Piece
from .pieces import PiecesOfUnits, pieces, read_lines

if TYPE_CHECKING:
    from sphinx_adoc.claims import Claim


@dataclass(slots=True)
class Content:
    """What a page says. ``read``: the lines of changing files that it is made of."""

    pieces: Sequence[Piece] = ()
    read: AbstractSet[Line] = frozenset()
    claims: Sequence[Claim] = ()


@dataclass(slots=True)
class Reading:
    """How a page is read for what it says. ``changing``: the files that change; ``whole``: those whose texts are read
    whole (None: all); ``near``: the lines beside those that change, where it is read there alone. ``collect``: gives
    the claims of the document, None where there are none. ``get_units``: gives those of the page, None where they are
    not known; ``units``: what it gave, and ``lines``: those of them that are read (None: all of the page is).
    """

    path: Path
    settings: Settings
    changing: AbstractSet[str]
    whole: AbstractSet[str] | None
    near: Numbers | None = None
    collect: Callable[[Document], Sequence[Claim]] | None = None
    get_units: GetUnits | None = None
    units: Units | None = None
    lines: AbstractSet[int] | None = None

    def content(self, doc: Document | None = None) -> Content:
        """Read what the page says. ``doc``: the page, where it is parsed already."""
        with uncollected():
            if doc is None and self.lines is not None and self.units is not None:
                return self._of_units(self.units, self.lines)
            doc = doc or parse_file(self.path, self.settings)
            claims = self.collect(doc) if self.collect is not None else ()
            return Content(pieces(doc, self.whole, self.near), read_lines(doc, self.changing), claims)

    def _of_units(self, units: Units, lines: AbstractSet[int]) -> Content:
        first = units.units[0]
        made = PiecesOfUnits(
            _titles_above(units), frozenset(first.summary.includes), first.stretch.end.line, self.whole, self.near
        )
        doc = read_blocks_again(self.path, self.settings, units, lines, made.see)
        return Content(made.pieces(), read_lines(doc, self.changing))


def _titles_above(units: Units) -> Mapping[int, str]:
    """The title above each unit, by its line."""
    title, titles = "", {}
    for unit in units.units:
        titles[unit.stretch.line] = title
        title = next((each.title for each in reversed(unit.summary.anchors) if each.kind == "section"), title)
    return titles


@dataclass(slots=True)
class Page:
    """A page as it was read once. ``files``: what those that change held then; ``missed``: which of them there were, if
    an include found nothing, else None. ``verdicts``: on its claims, with the data that they were run with.
    """

    summary: Summary
    files: dict[str, bytes | None]
    missed: AbstractSet[str] | None
    reading: Reading | None = None
    verdicts: tuple[Files, list[Finding]] | None = None
    _content: Content | None = field(default=None)

    @property
    def may_change(self) -> bool:
        """Whether it is made of files that change."""
        return bool(self.files) or self.missed is not None

    @property
    def content(self) -> Content:
        """What it says."""
        if self._content is None:
            self._content = self.reading.content() if self.reading is not None else Content()
        return self._content

    @property
    def is_read(self) -> bool:
        """Whether what it says has been read."""
        return self._content is not None

    def keep(self, content: Content) -> None:
        """Keep what it says, where it is known already."""
        self._content = content


def read_what_differs(before: Page, after: Page) -> None:
    """Have of a page, in two states, the units alone read that are not the same in both. Where they are not known, or
    cannot be compared, all of it is read.
    """
    old, new = before.reading, after.reading
    if old is None or new is None or old.get_units is None or new.get_units is None:
        return
    if before.is_read or after.is_read or old.collect is not None or new.collect is not None:
        return
    try:
        old.units, new.units = old.get_units(), new.get_units()
    except ValueError:  # what was kept is damaged
        return
    old.lines = new.lines = _differing(old.units, new.units)


def _differing(old: Units, new: Units) -> AbstractSet[int] | None:
    """The lines of the units that one of two states alone has; None where these do not stand apart."""
    if not old.units or not new.units or old.root != new.root:
        return None
    stretches = [[unit.stretch for unit in each.units] for each in (old, new)]
    asked = [{each.line: (each.asked, each.questions, each.entries) for each in side} for side in stretches]
    lines = {line for line in asked[0] | asked[1] if asked[0].get(line) != asked[1].get(line)}
    into_intros = {each.end.line for side in stretches for each in side if each.end.intro}
    begun = {each.end.line for each in stretches[0]} & {each.end.line for each in stretches[1]}
    return lines if lines <= begun - into_intros - {END} else None
