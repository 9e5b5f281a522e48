"""The pages of both sides as doctrees, and the blocks in them that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from docutils import nodes
from docutils.writers.html5_polyglot import Writer

from sphinx_adoc.doctree.convert import build, new_document
from sphinx_adoc.doctree.html import page_options
from sphinx_adoc.doctree.options import TOC_NONE
from sphinx_adoc.doctree.translator import PageTranslator
from sphinx_adoc.gate import UNTRUSTED, Gate
from sphinx_adoc.review.fates.words import Change
from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.states.inline_pieces import single_blanks
from sphinx_adoc.review.states.options import ReadingOptions
from sphinx_adoc.review.states.piece import LOOSE, TARGET, Piece
from sphinx_adoc.syntax.document import Settings, parse_file
from sphinx_adoc.syntax.files import Snapshot

from .inert import make_inert
from .marks import Range, mark, mark_all, mark_links
from .shorter import shorten

_LEVEL = 3  # of the headings around the blocks
_LINKS = ("link", "xref")


@dataclass(slots=True)
class Row:
    """Blocks that changed, as HTML of both sides, '' where there is none. ``section``: the title that they stand under;
    ``lines``: the first line on each side that has one.
    """

    path: str
    section: str
    lines: tuple[int, ...]
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class _Blocks:
    """What a row is made of."""

    change: Change
    old: list[nodes.Element] = field(default_factory=list)
    new: list[nodes.Element] = field(default_factory=list)


class Renderings:
    """What changed pages look like, before and after, in the first variant. ``options``: how documents are read."""

    def __init__(self, sides: Sides, options: ReadingOptions) -> None:
        self._sides = sides
        self._options = options
        self._old_names = {new: old for old, new in sides.renamed.items()}

    def rows(self, changes: Sequence[Change]) -> dict[str, list[Row]]:
        """Return the changed blocks of each AsciiDoc page, in order."""
        listed = [change for change in changes if change.piece.kind not in LOOSE]
        listed.sort(key=lambda change: change.page)
        return {page: rows for page, group in groupby(listed, lambda change: change.page)
                if (rows := self._of_page(page, [*group])) is not None}  # fmt: skip

    def _of_page(self, page: str, changes: Sequence[Change]) -> list[Row] | None:
        old = self._page(self._sides.before, self._old_names.get(page, page))
        new = self._page(self._sides.after, page)
        if old is None and new is None:
            return None
        rows: list[_Blocks] = []
        for change in changes:
            one, other = ([*_marked(side, change, sign)] for side, sign in ((old, "-"), (new, "+")))
            last = rows[-1] if rows else None
            if last is None or not (any(each in last.old for each in one) or any(each in last.new for each in other)):
                last = _Blocks(change)
                rows.append(last)
            last.old += [each for each in dict.fromkeys(one) if each not in last.old]
            last.new += [each for each in dict.fromkeys(other) if each not in last.new]
        return [_row(each, old, new) for each in rows if each.old or each.new]

    def _page(self, contents: Contents, path: str) -> _Page | None:
        if path not in contents or not path.endswith(tuple(self._options.documents.suffixes)):
            return None
        settings = self._options.settings(self._options.variants[0], Path())
        return _Page(path, contents, settings)


def _row(blocks: _Blocks, old: _Page | None, new: _Page | None) -> Row:
    change = blocks.change
    lines = tuple(dict.fromkeys(piece.place.line for piece in (change.before, change.after) if piece))
    before = old.html(blocks.old) if old else ""
    after = new.html(blocks.new) if new else ""
    return Row(change.piece.place.path, change.piece.section, lines, before, after)


def _marked(page: _Page | None, change: Change, sign: str) -> Iterator[nodes.Element]:
    """Mark what changed on one side; yield the blocks that it is in."""
    piece = change.before if sign == "-" else change.after
    if page is None or piece is None:
        return
    for part in piece.parts or (piece,):
        element, within = page.element_of(part)
        if element is None:
            continue
        if change.before is None or change.after is None:
            mark_all(element, sign, within)
        else:
            mark(element, change.words, sign, within)
            _mark_links(element, piece, change, sign)
        yield page.block_of(element)


def _mark_links(element: nodes.Element, piece: Piece, change: Change, sign: str) -> None:
    """Mark the links of a text that lead elsewhere now, whatever they show."""
    values = [detail.before if sign == "-" else detail.after for detail in change.details if detail.name in _LINKS]
    if others := {value for value in values if value is not None}:
        targets = [feature.value for feature in piece.features if feature.category == TARGET and feature.name in _LINKS]
        mark_links(element, targets, others, sign)


class _Page:
    """A page of one side."""

    def __init__(self, path: str, contents: Contents, settings: Settings) -> None:
        doc = parse_file(Path(path), replace(settings, files=Snapshot(contents)))
        options = page_options(gate=Gate(UNTRUSTED), toc=TOC_NONE)
        self.document = build(doc, new_document(path, Writer), replace(options, language=lambda *_: ""))
        make_inert(self.document)
        self._by_line: dict[tuple[str, int], list[nodes.Element]] = {}
        self._listings: list[nodes.Element] = []
        self._nowhere: dict[str, nodes.Element] = {}  # by their words: those that have no line, or their block's
        for element in self.document.findall(nodes.TextElement):
            if element.line is not None and element.source is not None:
                self._by_line.setdefault((element.source, element.line), []).append(element)
                self._listings += [element] if isinstance(element, nodes.literal_block) else []
            if isinstance(element, nodes.attribution | nodes.caption | nodes.rubric | nodes.title):
                self._nowhere.setdefault(single_blanks(element.astext()).removeprefix("— "), element)

    def element_of(self, piece: Piece) -> tuple[nodes.Element | None, Range | None]:
        """The element that shows a piece, and which part of its text it is (None: all)."""
        if piece.kind == "line":
            return self._line_of(piece)
        near = [element for line in sorted(piece.lines) for element in self._by_line.get(line, ())]
        same = [element for element in near if single_blanks(element.astext()) == piece.text]
        return next(iter([*same, *near]), None) or self._nowhere.get(piece.text), None

    def _line_of(self, piece: Piece) -> tuple[nodes.Element | None, Range | None]:
        """A line of code, in the listing that begins before it."""
        place = piece.place
        above = [each for each in self._listings if each.source == place.path and (each.line or 0) <= place.line]
        if not above:
            return None, None
        listing = max(above, key=lambda each: each.line or 0)
        lines = listing.astext().split("\n")
        likely = [number for number, line in enumerate(lines) if line.startswith(piece.text)]
        number = min(likely, key=lambda number: abs(number + (listing.line or 0) - place.line), default=None)
        if number is None:
            return listing, (0, 0)
        start = sum(len(line) + 1 for line in lines[:number])
        return listing, (start, start + len(lines[number]))

    def block_of(self, element: nodes.Element) -> nodes.Element:
        """The block of a section that an element is in."""
        while element.parent is not None and not isinstance(element.parent, nodes.section | nodes.document):
            element = element.parent
        return element

    def html(self, blocks: Sequence[nodes.Element]) -> str:
        """Blocks as HTML."""
        return "".join(self._written(blocks))

    def _written(self, blocks: Sequence[nodes.Element]) -> Iterator[str]:
        for block in blocks:
            shorten(block)
            translator = PageTranslator(self.document)
            translator.section_level = _LEVEL
            block.walkabout(translator)
            yield "".join(translator.body)
