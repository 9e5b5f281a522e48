"""Delimited blocks, and what their styles make of them."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import (
    SPECIALCHARACTERS,
    Admonition,
    Block,
    Compound,
    Example,
    InlineText,
    Open,
    Quote,
    Sidebar,
    Verse,
)

from .captions import assign_caption
from .content import close, normal_subs, text_of, too_deep
from .cursor import Cursor
from .host import BlockHost
from .metadata import Metadata
from .tables import read_table
from .verbatim import VERBATIM_KINDS, read_verbatim

ADMONITIONS: Final = {"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}
MATH: Final = {"stem", "latexmath", "asciimath"}
_COMPOUND: Final[dict[str, type[Compound]]] = {kind.name: kind for kind in (Example, Sidebar, Open, Quote)}
#: What a style may make of a delimiter's kind.
_STYLES: Final[dict[str, set[str]]] = {
    "listing": {"literal", "source", "listing"},
    "literal": {"listing", "source", "literal"},
    "fenced": {"source", "listing"},
    "example": ADMONITIONS | {"example"},
    "sidebar": {"sidebar"},
    "quote": {"verse", "quote"},
    "pass": MATH | {"pass"},
    "open": ADMONITIONS | VERBATIM_KINDS
    | {"comment", "example", "quote", "sidebar", "verse", "abstract", "partintro", "open", "pass"},
}  # fmt: skip
_OPEN: Final = "--"
_TILDES: Final = {"abstract", "partintro", "open"}  # of an open block that tildes delimit
#: The kinds whose lines are kept, by a delimiter of any length.
_KEPT: Final = {"listing", "literal", "pass"}
_SHORTEST: Final = 4  # signs of a delimiter
_VERBATIM: Final = frozenset("-.+/")
_REFERENCE: Final = re.compile(r"&#?\w+;|.")
_A: Final = {kind: f"an {kind}" if kind[0] in "eo" else f"a {kind}" for kind in _STYLES}


def read_delimited(host: BlockHost, cur: Cursor, meta: Metadata, kind: str, terminator: str) -> Block | None:
    """Read the delimited block at the cursor; None where it leaves nothing (a comment)."""
    opening = cur.pos
    line = cur.lines[opening]
    cur.pos += 1
    end = cur.find(terminator, raw=kind == "comment" or meta.style == "comment")
    what = "fenced code block" if kind == "fenced" else f"{kind} block"
    if end < 0:
        end = cur.to_end()
        cur.pos = len(cur.lines)
        hint = f"add {terminator} where it ends"
        host.report_line(Code.BLOCK_UNCLOSED, f"{what} is never closed", cur.refs[opening], hint=hint)
        if kind in _KEPT and (slip := _slip_before(host, cur, opening, end)) is not None:
            _report_other_length(host, what, cur.refs[slip[0]], cur.refs[slip[1]], terminator)
    else:
        cur.pos = end + 1
        _check_files(host, what, cur.refs[opening], cur.refs[end], terminator)
    if kind in _KEPT and (other := _other_length(cur, opening + 1, end, terminator)) is not None:
        _report_other_length(host, what, cur.refs[opening], cur.refs[other], terminator)
    if kind == "table" and (other := _other_sign(cur, opening + 1, end, terminator)) is not None:
        _report_other_length(host, what, cur.refs[opening], cur.refs[other], terminator)
    return _build(host, cur, meta, kind, line=line, opening=opening, end=end)


def _check_files(host: BlockHost, what: str, opening: int, end: int, terminator: str) -> None:
    """Report a block that is closed by a line of another file than it was opened in."""
    origin = host.origin
    if origin.file_of[opening] != origin.file_of[end]:
        closed = origin.place(end, 1)
        message = f"{what} that is opened here is closed in another file, at {closed.path}:{closed.line}"
        host.report_line(Code.BLOCK_ACROSS_FILES, message, opening, hint=f"add {terminator} where it ends in this file")


def _other_length(cur: Cursor, start: int, end: int, terminator: str) -> int | None:
    """The index of a line that was most probably meant to close the block, but has not the length of its opening.

    Such lines come in pairs where a block of AsciiDoc is shown. An odd one with a blank line behind it, in a block
    whose end has none, as if it were the opening of the next: that is a slip, which turns text and code around from
    there on.
    """
    mark = terminator[0]
    shortest = mark * 4
    inside = enumerate(cur.lines[start:end], start)
    others = [at for at, line in inside if line.startswith(shortest) and not line.strip(mark)]
    if len(others) % 2 == 0 or not cur.peek():
        return None
    return others[0] if cur.lines[others[0] + 1] == "" else None


def _slip_before(host: BlockHost, cur: Cursor, opening: int, end: int) -> tuple[int, int] | None:
    """The opening of a block and the line that was most probably meant to close it, but has another length: in a block
    that is never closed, or in the last one before it in its file that has such a line, from which text and code change
    places.
    """
    slip, opened = None, -1
    sign, file_of = cur.lines[opening][0], host.origin.file_of
    for at, line in enumerate(cur.lines[:end]):
        if len(line) < _SHORTEST or line[0] not in _VERBATIM or line.strip(line[0]):
            continue
        if file_of[cur.refs[at]] != file_of[cur.refs[opening]]:
            continue
        if opened < 0 or at == opening:
            opened = at
        elif line == cur.lines[opened]:
            opened = -1
        elif line[0] == sign == cur.lines[opened][0] and not "".join(cur.lines[at + 1 : at + 2]):
            slip = opened, at
            if opened == opening:
                break
    return slip


def _other_sign(cur: Cursor, start: int, end: int, terminator: str) -> int | None:
    """The index of a line in a table that has the sign of its end in another length; pairs are a table in a listing."""
    mark, inside = terminator[0], cur.lines[start:end]
    others = [at for at, line in enumerate(inside, start) if line[:3] == f"{mark}==" and not line[1:].strip("=")]
    return others[0] if len(others) % 2 else None


def _report_other_length(host: BlockHost, what: str, opening: int, other: int, terminator: str) -> None:
    opened = host.origin.place(opening, 1)
    if opened.path == host.origin.place(other, 1).path:  # else it follows from a slip in an included file
        message = f"this does not close the {what} from line {opened.line}"
        hint = f"write {terminator}; only asciidoc-py takes another length"
        host.report_line(Code.DELIMITER_LENGTH, message, other, hint=hint)


def _build(
    host: BlockHost, cur: Cursor, meta: Metadata, kind: str, *, line: str, opening: int, end: int
) -> Block | None:
    style = _effective_style(host, cur, meta, kind, opening)
    if kind == "comment" or style == "comment":
        return None
    if kind == "table":
        block: Block = read_table(host, cur, meta, opening, end)
    elif style in VERBATIM_KINDS or style in MATH or style == "pass":
        block = read_verbatim(host, cur, meta, style, opening=opening, end=end, line=line)
    elif style == "verse":
        block = _verse(host, cur, meta, opening=opening, end=end, line=line)
    else:
        block = compound(host, cur, meta, style, opening=opening, end=end, line=line)
    close(block, cur)
    meta.apply(block, host)
    assign_caption(host, block)
    return block


def _effective_style(host: BlockHost, cur: Cursor, meta: Metadata, kind: str, opening: int) -> str:
    """What the block is: its style where the delimiter allows it, else the delimiter's own kind."""
    style = meta.style
    if kind in {"comment", "table"}:
        return kind
    tildes = kind == "open" and cur.lines[opening][0] == "~"
    if style is not None and style in (_TILDES if tildes else _STYLES[kind]):
        return "fenced" if kind == "fenced" else style
    if style and kind != "fenced" and style != "normal" and style not in host.styles:
        what = f"{_A[kind]} block{' of tildes' if tildes else ''}"
        hint = f"delimit it by {_OPEN}" if tildes and style in _STYLES[kind] else ""
        host.report_line(Code.STYLE_UNKNOWN, f"style '{style}' means nothing on {what}", cur.refs[opening], hint=hint)
    if kind == "listing" and not style and (meta.positional(1) or host.attribute("source-language")):
        return "source"
    return kind


def _verse(host: BlockHost, cur: Cursor, meta: Metadata, *, opening: int, end: int, line: str) -> Verse:
    block = Verse(cur.refs[opening], 1, host.attributes.version)
    block.form, block.delimiter = "delimited", line
    block.text = text_of(host, cur, opening + 1, end, normal_subs(host, meta))
    credit(host, block, meta, cur.refs[opening])
    return block


def compound(
    host: BlockHost, cur: Cursor, meta: Metadata, style: str, *, opening: int, end: int, line: str
) -> Compound:
    """A block with the blocks between ``opening`` and ``end`` inside."""
    block = empty_compound(host, meta, style, cur.refs[opening])
    block.delimiter = line
    inner = cur.part(opening + 1, end)
    deep = too_deep(host, inner, "blocks", cur.refs[opening])
    block.blocks = host.read_blocks(inner) if deep is None else [deep]
    return block


def empty_compound(host: BlockHost, meta: Metadata, style: str, ref: int) -> Compound:
    """The node that a style stands for, without content."""
    version = host.attributes.version
    if style in ADMONITIONS:
        return admonition(host, meta, style, ref)
    block = _COMPOUND.get(style, Open)(ref, 1, version)
    if isinstance(block, Quote):
        credit(host, block, meta, ref)
    return block


def admonition(host: BlockHost, meta: Metadata, name: str, ref: int) -> Admonition:
    """An admonition with its label: the block's attribute ``caption``, else the document's ``note-caption``."""
    label = meta.attrs.get("caption") or meta.attrs.get("textlabel") or host.attribute(f"{name.lower()}-caption")
    label = name.capitalize() if label is None else label
    return Admonition(ref, 1, host.attributes.version, variant=name.lower(), label=label)


def credit(host: BlockHost, block: Quote | Verse, meta: Metadata, ref: int) -> None:
    """Say who said it and where: the second and third positional attributes, or the named ones."""
    ref = meta.last if meta.last >= 0 else ref
    block.attribution = _credited(host, meta, ref, "attribution", 1)
    block.citetitle = _credited(host, meta, ref, "citetitle", 2)


def _credited(host: BlockHost, meta: Metadata, ref: int, name: str, index: int) -> InlineText | None:
    """The text of an attribute. Only in single quotes is markup of it read; elsewhere a character reference is."""
    named = meta.attrs.get(name)
    value = named or meta.positional(index)
    if not value:
        return None
    meta.attrs[name] = value
    column = max(host.origin.line(ref).find(value), 0) + 1
    if (name if named else index) in meta.substituted:
        return host.text(value, (ref,), cols=(column,))
    characters = [*_REFERENCE.finditer(value)] if "&" in value else []
    text = host.text(unescape(value), (ref,), (SPECIALCHARACTERS,), cols=(column,))
    if characters:
        text.columns = [
            (column + character.start(), column + character.end() - 1)
            for character in characters
            for _ in unescape(character.group())
        ]
    return text
