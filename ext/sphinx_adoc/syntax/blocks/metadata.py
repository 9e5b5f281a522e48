"""The lines above a block: attributes, anchors, titles, comments and attribute entries."""

from __future__ import annotations

import re

from sphinx_adoc.codes import INFO, Code
from sphinx_adoc.syntax import inlines
from sphinx_adoc.syntax.attrlist import AttrList, parse_attrlist, parse_shorthand
from sphinx_adoc.syntax.source import Extent
from sphinx_adoc.syntax.tree import (
    CALLOUTS,
    LINE_COMMENT,
    MACROS,
    QUOTES,
    REPLACEMENTS,
    SPECIALCHARACTERS,
    AttributeEntry,
    Block,
    InlineText,
    Subs,
)
from sphinx_adoc.syntax.words import BLANKS

from . import marks
from .cursor import Cursor
from .entries import read_entry
from .host import BlockHost

REFTEXT: Subs = (SPECIALCHARACTERS, QUOTES, REPLACEMENTS)
_FOR_ATTRIBUTES: Subs = (SPECIALCHARACTERS, QUOTES, REPLACEMENTS, MACROS)
#: Attributes whose value goes through the substitutions later, as a text of its own.
_KEPT_AS_TEXT = frozenset({"title", "reftext", "attribution", "citetitle"})
_ROLE = re.compile(r"\S+")


class Metadata:
    """What the lines above a block say of it. ``first``, ``last``: refs of those lines (-1: there are none).

    ``attrs`` becomes the block's; positional attributes are in it as ``$1``, ``$2``. ``substituted``: names, or
    indexes, of attributes in single quotes, whose values want the normal substitutions.
    ``entries``: the attribute entries among them, which say nothing of the block.
    """

    __slots__ = ("attrs", "entries", "first", "id", "id_at", "last", "last_col", "options", "reftext", "roles", "style",
                 "substituted", "title")  # fmt: skip

    def __init__(self) -> None:
        self.attrs: dict[str, str] = {}
        self.style: str | None = None
        self.id: str | None = None
        self.id_at: tuple[int, int] = (-1, 1)
        self.roles: list[str] = []
        self.options: dict[str, None] = {}
        self.substituted: set[str | int] = set()
        self.title: InlineText | None = None
        self.reftext: InlineText | None = None
        self.first = -1
        self.last = -1
        self.last_col = 1
        self.entries: list[AttributeEntry] = []

    def describe(self, block: Block) -> None:
        """Give a block what was said of it, but for its title and its id."""
        block.attrs = self.attrs
        block.style = self.style
        block.roles = tuple(self.roles)
        block.options = tuple(self.options)
        block.reftext = self.reftext
        if self.first >= 0:
            block.meta = Extent(self.first, 1, self.last, self.last_col)

    def apply(self, block: Block, host: BlockHost) -> None:
        """Give a block what was said of it, and register its id."""
        self.describe(block)
        block.title = self.title
        if self.entries:
            block.entries = tuple(self.entries)
        if self.id:
            block.id = self.id
            block.explicit_id = True
            register_id(block, host, self.id_at)

    def positional(self, index: int) -> str | None:
        """Return the positional attribute at an index, from 0; None where there is none."""
        return self.attrs.get(f"${index + 1}")

    @property
    def empty(self) -> bool:
        """Whether nothing at all was said."""
        return self.first < 0


def register_id(block: Block, host: BlockHost, at: tuple[int, int] = (-1, 1)) -> None:
    """Enter a block's id; a second use of an id is reported where the graph sees all of them."""
    assert block.id is not None
    host.ids.setdefault(block.id, block)


def read_metadata(host: BlockHost, cur: Cursor, *, text_only: bool = False, above: Metadata | None = None) -> Metadata:
    """Read the lines that describe the next block; blank lines and comments among them are passed over.

    ``text_only``: the lines go on with a list item's text, where titles and attribute entries are plain words.
    ``above``: what was read before, of which the attribute entries are kept.
    """
    meta = Metadata()
    if above is not None:
        meta.entries = above.entries
    heads = "[/" if text_only else "[/.:"
    while (line := cur.pass_blanks()) is not None and line[0] in heads and _metadata_line(host, cur, meta, line):
        pass
    return meta


def skip_entries(host: BlockHost, cur: Cursor, meta: Metadata) -> bool:
    """Read the attribute entries among the lines that were let through, as :func:`read_metadata` does, and pass over
    blank lines and comments; return False at another line.
    """
    while cur.pos < len(cur.lines):
        line = cur.lines[cur.pos]
        if not line:
            cur.pos += 1
        elif line[0] not in "/:" or not _metadata_line(host, cur, meta, line):
            return False
    return True


def _metadata_line(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> bool:
    """Take one line (or a comment block) that begins as metadata does; False where it is none."""
    head = line[0]
    if head == "[":
        if not marks.is_attribute_line(line):
            return False
        _note_line(meta, cur, line)
        (_anchor if line.startswith("[[") else _attributes)(host, meta, line, cur.refs[cur.pos])
    elif head == ".":
        match = marks.BLOCK_TITLE.match(line)
        if match is None or (line.startswith("....") and not line.strip(".")):
            return False
        _note_line(meta, cur, line)
        host.forget(meta.title)
        meta.title = host.title(match.group(1), (cur.refs[cur.pos],), (2,))
    elif head == "/":
        return _comment(host, cur, line)
    else:
        entry = read_entry(host, cur, line)
        if entry is None:
            return False
        if not entry.ignored:
            meta.entries.append(entry)
        return True
    cur.pos += 1
    return True


def _note_line(meta: Metadata, cur: Cursor, line: str) -> None:
    ref = cur.refs[cur.pos]
    if meta.first < 0:
        meta.first = ref
    meta.last = ref
    meta.last_col = len(line)


def _comment(host: BlockHost, cur: Cursor, line: str) -> bool:
    """Pass over a line comment or a comment block."""
    if not line.startswith("//"):
        return False
    if marks.is_comment(line):
        cur.pos += 1
        return True
    if line.strip("/") or len(line) < 4:
        return False
    opening = cur.refs[cur.pos]
    cur.pos += 1
    end = cur.find(line, raw=True)
    if end < 0:
        host.report_line(
            Code.BLOCK_UNCLOSED, "comment block is never closed", opening, hint=f"add {line} where it ends"
        )
        cur.pos = len(cur.lines)
    else:
        cur.pos = end + 1
    return True


def _anchor(host: BlockHost, meta: Metadata, line: str, ref: int) -> None:
    match = marks.ANCHOR_LINE.match(line)
    if match is None or not match.group(1):
        return
    meta.id = match.group(1)
    meta.id_at = (ref, 3)
    if match.group(2):
        meta.reftext = host.text(match.group(2), (ref,), REFTEXT, (match.start(2) + 1,))


class Columns:
    """Where the characters of an attribute list stand in its line: the list begins at ``col``.

    ``spans``: the part of the list as it is written that each character stands for, where references were replaced.
    """

    __slots__ = ("col", "spans")

    def __init__(self, col: int) -> None:
        self.col = col
        self.spans: list[tuple[int, int]] = []

    def first(self, start: int) -> int:
        """The column at which the character at an offset begins."""
        return self.col + (self.spans[min(start, len(self.spans) - 1)][0] if self.spans else start)

    def last(self, end: int) -> int:
        """The column at which the character before an offset ends."""
        return self.col + (self.spans[end - 1][1] if self.spans and end else end) - 1

    def text(self, host: BlockHost, raw: str, ref: int, start: int, subs: Subs) -> InlineText:
        """A text that begins at an offset."""
        return self._placed(host.text(raw, (ref,), subs, (self.first(start),)), start)

    def title(self, host: BlockHost, raw: str, ref: int, start: int) -> InlineText:
        """A title that begins at an offset."""
        return self._placed(host.title(raw, (ref,), (self.first(start),)), start)

    def _placed(self, text: InlineText, start: int) -> InlineText:
        if self.spans:
            spans = self.spans[start : start + len(text.raw)]
            text.columns = [(self.col + first, self.col + end - 1) for first, end in spans]
        return text


def _attributes(host: BlockHost, meta: Metadata, line: str, ref: int) -> None:
    raw = line[1:-1]
    at = Columns(2)
    if "{" in raw:
        raw, at.spans = host.trace(raw, ref)
        if not raw.strip(BLANKS):
            return
    merge(host, meta, raw, ref, at)


def merge(host: BlockHost, meta: Metadata, raw: str, ref: int, at: Columns, *, names: tuple[str, ...] = ()) -> None:
    """Add an attribute list to what was said so far; a later id, style or value replaces an earlier one."""
    parsed = parse_attrlist(raw, names)
    for problem in parsed.problems:
        span = at.first(problem.start), at.last(problem.end)
        host.report_line(Code.ATTRLIST_MALFORMED, problem.message, ref, *span, hint=problem.hint)
    if parsed.first is not None and not names:
        _shorthand(host, meta, parsed.first, ref, at)
    for index, value in enumerate(parsed.positional):
        if value is not None:
            meta.attrs[f"${index + 1}"] = value
    if "'" in raw:
        _substitute(host, meta, parsed, ref, at)
    if parsed.named:
        meta.attrs.update(parsed.named)
        _named(host, meta, parsed, ref, at)
    meta.options.update(dict.fromkeys(parsed.options))


def _substitute(host: BlockHost, meta: Metadata, parsed: AttrList, ref: int, at: Columns) -> None:
    """Apply the substitutions to the values in single quotes."""
    for index, entry in enumerate(parsed.entries):
        if entry.quote != "'":
            continue
        meta.substituted.add(index if entry.name is None else entry.name)
        if entry.name in parsed.named and entry.name not in _KEPT_AS_TEXT:
            text = at.text(host, parsed.named[entry.name], ref, entry.value_start, _FOR_ATTRIBUTES)
            notes = len(host.footnotes)
            parsed.named[entry.name] = text.plain
            host.footnotes.shorten(notes)  # what is no place for a footnote must not number one


def _shorthand(host: BlockHost, meta: Metadata, first: str, ref: int, at: Columns) -> None:
    short = parse_shorthand(first)
    for problem in short.problems:
        span = at.first(problem.start), at.last(problem.end)
        host.report_line(Code.ATTRLIST_MALFORMED, problem.message, ref, *span, severity=INFO, hint=problem.hint)
    if short.style:
        meta.style = short.style
    if short.id:
        meta.id = short.id
        meta.id_at = (ref, at.first(first.find("#") + 1))
    meta.roles.extend(short.roles)
    meta.options.update(dict.fromkeys(short.options))


def _named(host: BlockHost, meta: Metadata, parsed: AttrList, ref: int, at: Columns) -> None:
    named = parsed.named
    starts = {entry.name: entry.value_start for entry in parsed.entries}
    if "id" in named:
        meta.id = named["id"] or None
        meta.id_at = (ref, at.first(starts["id"]))
    if "role" in named:
        meta.roles = _ROLE.findall(named["role"])
    if "style" in named:
        meta.style = named["style"]
    if "title" in named:
        host.forget(meta.title)
        meta.title = at.title(host, named["title"], ref, starts["title"])
    if "reftext" in named:
        meta.reftext = at.text(host, named["reftext"], ref, starts["reftext"], REFTEXT)


def subs_of(host: BlockHost, meta: Metadata, default: Subs) -> Subs:
    """The substitutions of a block: its attribute ``subs``, or the default of its kind."""
    spec = meta.attrs.get("subs")
    subs = default
    if spec is not None:
        ref = max(meta.last, 0)
        subs = inlines.resolve_subs(spec, default, report=lambda name: _unknown_sub(host, name, ref))
    if CALLOUTS in subs and "line-comment" in meta.attrs:
        return (*subs, LINE_COMMENT + meta.attrs["line-comment"])
    return subs


def _unknown_sub(host: BlockHost, name: str, ref: int) -> None:
    column = max(host.origin.line(ref).find(name) + 1, 1)
    hint = "quotes, attributes, replacements, macros, callouts, or a group such as normal, verbatim, none"
    message = f"no substitution is called '{name}'"
    host.report_line(Code.UNKNOWN_SUB, message, ref, column, column + len(name) - 1, hint=hint)
