"""Sections: titles open and close them; what stands before the first one is the preamble.

The tree is built with a stack of open sections, so its depth costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sphinx_adoc.codes import WARNING, Code
from sphinx_adoc.syntax.tree import AttributeEntry, Block, Container, Document, InlineText, Open, Preamble, Section

from .cursor import Cursor
from .headings import DISCRETE, Title, build_heading, heading_text, offset_level, title_at
from .host import BlockHost
from .ids import generate_id
from .metadata import Metadata, read_metadata, register_id, skip_entries
from .numbering import number_section
from .rules import orphaned, read_block

_LEVEL_STYLE: Final = re.compile(r"sect[0-9]$")
_NESTABLE_SPECIAL: Final = {"appendix", "preface", "abstract"}
_MAX_LEVEL: Final = 5

Pause = Callable[[list[AttributeEntry]], bool]


class SectionReader:
    """Reads a document's body into its tree of sections. ``top``: the document."""

    def __init__(self, host: BlockHost, cur: Cursor, top: Container, *, has_header: bool) -> None:
        self.host = host
        self.cur = cur
        self.top = top
        self.book = host.document.doctype == "book"
        self.open: list[Section] = []
        self.preamble = Preamble(cur.ref, 1, host.attributes.version) if has_header or self.book else None
        self.intro: Open | None = None
        self.first = not has_header
        self.title: InlineText | None = None

    def read(self, carried: Metadata | None = None, pause: Pause | None = None) -> None:
        """Read all blocks and sections. ``carried``: metadata that the header's reader met above the first block.

        ``pause`` is called between two blocks where an include of the document's own file is next, with the attribute
        entries since the last block; it may take these out. It returns True when nothing is left to be read.
        """
        host, cur = self.host, self.cur
        meta = carried
        while True:
            if pause is not None and meta is None:
                meta = Metadata()
                if self._is_before_include(meta) and pause(meta.entries):
                    return
            if meta is None or meta.empty:
                meta = read_metadata(host, cur, above=meta)
            line = cur.pass_blanks()
            if line is None:
                orphaned(host, meta)
                if isinstance(self.top, Document):
                    self.top.last_entries = tuple(meta.entries)
                break
            title = title_at(host, cur, line)
            if title is not None and meta.style not in DISCRETE:
                self._note_dialect(title)
                self._title(title, meta)
            else:
                self._block(meta)
            host.settle()
            meta = None
        self._close_to(0)
        self._place_preamble()

    def _is_before_include(self, meta: Metadata) -> bool:
        """Pass over blank lines, comments and attribute entries; tell whether an include is next."""
        cur = self.cur
        while True:
            if not skip_entries(self.host, cur, meta):
                return False
            if cur.reader is None or cur.reader.before_include():
                return cur.reader is not None
            if cur.pos == len(cur.lines):
                return False

    # -- sections ------------------------------------------------------------------------------------------------------

    def _title(self, title: Title, meta: Metadata) -> None:
        host, cur = self.host, self.cur
        level = offset_level(host, title.level)
        if level > _MAX_LEVEL:
            message = f"a section of level {level}; the deepest is {_MAX_LEVEL}"
            host.report_line(Code.SECTION_LEVEL, message, cur.ref, severity=WARNING)
            self._append(build_heading(host, cur, meta, title))
            return
        depth = self._depth_for(level)
        self._check_sequence(level, depth)
        self._close_to(depth)
        section = self._section(title, level, meta)
        self._parent().append(section)
        self.open.append(section)
        self.intro = None

    def _note_dialect(self, title: Title) -> None:
        """A document whose first title is in two lines is an old one: its quotes are read as they were."""
        if self.first and title.lines == 2 and not self.host.nested:
            self.host.set_attribute("compat-mode", "")
        self.first = False

    def _depth_for(self, level: int) -> int:
        """How many of the open sections stay open around a section of this level."""
        depth = len(self.open)
        while depth and self.open[depth - 1].level >= level:
            depth -= 1
        return depth

    def _check_sequence(self, level: int, depth: int) -> None:
        host, cur = self.host, self.cur
        if depth == 0:
            if level == 0 and not self.book:
                message = "a level 0 section stands only in a book"
                host.report_line(Code.SECTION_LEVEL, message, cur.ref, hint="use == or doctype: book")
            elif level > 1:
                self._out_of_sequence(level, 1)
            return
        parent = self.open[depth - 1]
        if parent.sectname not in {"section", "chapter", "part"} and parent.sectname not in _NESTABLE_SPECIAL:
            message = f"a section '{parent.sectname}' holds no sections"
            host.report_line(Code.SECTION_NESTING, message, cur.ref)
        elif level > parent.level + 1:
            self._out_of_sequence(level, parent.level + 1)

    def _out_of_sequence(self, level: int, expected: int) -> None:
        message = f"section title out of sequence: expected level {expected}, got level {level}"
        hint = f"use {'=' * (expected + 1)}"
        self.host.report_line(Code.SECTION_SEQUENCE, message, self.cur.ref, hint=hint)

    def _section(self, title: Title, level: int, meta: Metadata) -> Section:
        host, cur = self.host, self.cur
        style = meta.style
        section = Section(cur.ref, 1, host.attributes.version, level=level)
        section.marker = title.marker
        text = heading_text(host, cur, title, meta)
        self._name(section, style)
        cur.pos += title.lines
        section.end_ref, section.end_col = cur.refs[cur.pos - 1], len(cur.lines[cur.pos - 1])
        number_section(host, section, self.open[-1] if self.open else None, self._parent(), style)
        self.title, meta.title = meta.title or self.title, None
        meta.apply(section, host)
        section.title = text
        if section.id is None and host.attribute("sectids") is not None:
            section.id = generate_id(host, section.title)
            register_id(section, host)
        return section

    def _name(self, section: Section, style: str | None) -> None:
        if style and self.book and style == "abstract":
            section.sectname, section.level = "chapter", 1
        elif style and not _LEVEL_STYLE.match(style):
            section.sectname = style
            section.level = section.level or 1
        elif self.book and not style:
            section.sectname = ("part", "chapter")[section.level] if section.level < 2 else "section"

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _parent(self) -> list[Block]:
        return self.open[-1].blocks if self.open else self.top.blocks

    def _block(self, meta: Metadata) -> None:
        if self.title is not None:  # a title above a section's title is that of its first block
            meta.title, self.title = meta.title or self.title, None
        self.cur.section = self.open[-1].sectname if self.open else ""
        block = read_block(self.host, self.cur, meta)
        if block is not None:
            self._append(block)

    def _append(self, block: Block) -> None:
        if not self.host.nested:
            self.host.footnote_numbers.note_block(block)
        if not self.open:
            (self.preamble.blocks if self.preamble is not None else self.top.blocks).append(block)
            return
        section = self.open[-1]
        if section.sectname == "part" and section.level == 0 and self.book:
            self._part_intro(section, block)
        else:
            section.blocks.append(block)

    def _part_intro(self, part: Section, block: Block) -> None:
        """What stands between a part's title and its first chapter is an open block of the style partintro."""
        if self.intro is None:
            if block.style == "partintro" and isinstance(block, Open):
                self.intro = block
                part.blocks.append(block)
                return
            self.intro = Open(block.ref, block.col, block.version)
            self.intro.style = "partintro"
            part.blocks.append(self.intro)
        self.intro.blocks.append(block)
        self.intro.end_ref, self.intro.end_col = block.end_ref, block.end_col

    # -- ends ----------------------------------------------------------------------------------------------------------

    def _close_to(self, depth: int) -> None:
        """Close the sections above a depth: each ends where its last block does."""
        while len(self.open) > depth:
            section = self.open.pop()
            if section.blocks:
                last = section.blocks[-1]
                section.end_ref, section.end_col = last.end_ref, last.end_col
            if section.sectname == "part" and not any(isinstance(block, Section) for block in section.blocks):
                message = "a part holds at least one chapter"
                self.host.report_line(Code.PART_EMPTY, message, section.ref, hint="add a section (==)")

    def _place_preamble(self) -> None:
        """Put the preamble before the sections; without sections (and in no book) its blocks stand for themselves."""
        preamble, blocks = self.preamble, self.top.blocks
        if preamble is None or not preamble.blocks:
            return
        first, last = preamble.blocks[0], preamble.blocks[-1]
        preamble.ref, preamble.col = first.ref, first.col
        preamble.end_ref, preamble.end_col = last.end_ref, last.end_col
        if blocks or self.book:
            blocks.insert(0, preamble)
        else:
            blocks.extend(preamble.blocks)
