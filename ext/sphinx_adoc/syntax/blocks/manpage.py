"""Manual pages: ``name(volume)`` as the title, and the section NAME that says what it is for."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.attributes import MAX_VALUE
from sphinx_adoc.syntax.tree import SPECIALCHARACTERS, InlineText
from sphinx_adoc.syntax.words import BLANKS

from .cursor import Cursor
from .headings import heading_text, title_at
from .host import BlockHost
from .ids import generate_id
from .metadata import Metadata, read_metadata

_TITLE: Final = re.compile(r"(.+?) *\( *(.+?) *\)$")
_PURPOSE: Final = re.compile(r"(.+?) +- +(.+)$")


def read_manpage_header(host: BlockHost, cur: Cursor, doctitle: str | None, ref: int) -> Metadata | None:
    """Read the title's parts and the section NAME into attributes; return metadata that was read too far."""
    match = _TITLE.match(doctitle or "")
    if match is None:
        host.report_line(
            Code.MANPAGE_TITLE, "the title of a manual page is name(volume)", max(ref, 0),
            hint="write = name(1)",
        )  # fmt: skip
        _state(host, "mantitle", doctitle or host.attribute("docname") or "command")
        _state(host, "manvolnum", "1")
    else:
        _state(host, "mantitle", match.group(1).lower())
        _state(host, "manvolnum", match.group(2))
    if host.attribute("manname") and host.attribute("manpurpose"):
        return None
    return _name_section(host, cur)


def _state(host: BlockHost, name: str, value: str) -> None:
    """Set an attribute to what the page says of itself; that beats what is set from outside, as in Asciidoctor."""
    host.attributes.set(name, value[:MAX_VALUE])


def _name_section(host: BlockHost, cur: Cursor) -> Metadata | None:
    start = cur.pos
    meta = read_metadata(host, cur)
    line = cur.peek()
    title = title_at(host, cur, line) if line else None
    if title is None or title.level != 1:
        _expected(host, cur, "the section NAME is expected")
        return meta
    heading = heading_text(host, cur, title, meta)
    cur.pos += title.lines
    cur.skip_blank()
    lines = _Lines.at(cur)
    match = _PURPOSE.match(" ".join(lines.texts))
    if match is None:
        _expected(host, cur, "the section NAME reads 'name - purpose'")
        host.forget(heading)
        cur.pos = start
        return None
    names = [name.strip(BLANKS) for name in match.group(1).split(",")]
    document = host.document
    document.manname_title = heading
    document.mannames = lines.part(host, *match.span(1))
    document.manpurpose = lines.part(host, *match.span(2))
    _state(host, "manname-title", heading.plain)
    _state(host, "manname-id", meta.id or generate_id(host, heading))
    _state(host, "manname", names[0])
    _state(host, "mannames", ", ".join(names))
    _state(host, "manpurpose", match.group(2))
    return None


class _Lines(NamedTuple):
    """The lines of the section NAME without indentation and comments, with the place that each begins at."""

    texts: list[str]
    refs: list[int]
    cols: list[int]

    @classmethod
    def at(cls, cur: Cursor) -> _Lines:
        """The lines from the cursor to a blank one."""
        lines = cls([], [], [])
        while line := cur.peek():
            cur.pos += 1
            if not line.startswith("//"):
                lines.texts.append(line.strip(BLANKS))
                lines.refs.append(cur.refs[cur.pos - 1])
                lines.cols.append(len(line) - len(line.lstrip(BLANKS)) + 1)
        return lines

    def part(self, host: BlockHost, start: int, end: int) -> InlineText:
        """The text between two offsets of the lines joined; it is shown as it is written."""
        whole = "\n".join(self.texts)
        first, count = whole.count("\n", 0, start), whole.count("\n", start, end) + 1
        column = self.cols[first] + start - (whole.rfind("\n", 0, start) + 1)
        cols = [column, *self.cols[first + 1 : first + count]]
        return host.text(whole[start:end], self.refs[first : first + count], (SPECIALCHARACTERS,), cols)


def _expected(host: BlockHost, cur: Cursor, message: str) -> None:
    host.report_line(Code.MANPAGE_NAME, message, cur.ref)
    _state(host, "manname", host.attribute("docname") or "command")
