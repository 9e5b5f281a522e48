"""Unordered, ordered and callout lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import BIBLIOGRAPHY, NORMAL, InlineText, List, ListItem, Paragraph, Subs

from . import marks
from .content import normal_subs, too_deep
from .cursor import Cursor
from .host import BlockHost
from .indentation import dedent
from .items import IsSibling, ItemLines
from .metadata import Metadata

_CHECK: Final = re.compile(r"\[([ *x])\][ \t]+")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
#: The style of an ordered list without markers of its own: by the number of dots.
_DOT_STYLES: Final = ("arabic", "loweralpha", "lowerroman", "upperalpha", "upperroman")
_MARKER_STYLES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("arabic", re.compile(r"[0-9]+\.$")),
    ("loweralpha", re.compile(r"[a-z]\.$")),
    ("upperalpha", re.compile(r"[A-Z]\.$")),
    ("lowerroman", re.compile(r"[ivx]+\)$")),
    ("upperroman", re.compile(r"[IVX]+\)$")),
)


def ordered_kind(marker: str) -> str:
    """Return what makes two markers of ordered lists the same: the dots, or the kind of numbering."""
    if marker[0] == ".":
        return marker
    return next((style for style, pattern in _MARKER_STYLES if pattern.match(marker)), marker)


def ordinal(marker: str) -> int:
    """Return the number that a marker such as ``3.``, ``c.`` or ``iii)`` stands for."""
    value = marker[:-1]
    if marker.endswith(")"):
        digits = [_ROMAN[character] for character in value.lower()]
        return sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))
    if value.isdecimal():
        return int(value[:9])
    return ord(value.lower()) - ord("a") + 1


def _sibling_test(variant: str, marker: str) -> IsSibling:
    """A test for lines that begin an item of the same list."""
    if variant == "callout":
        return lambda line: line[:1] == "<" and marks.CALLOUT.match(line) is not None
    if variant == "unordered":
        return lambda line: (m := marks.UNORDERED.match(line)) is not None and m.group(1) == marker
    kind = ordered_kind(marker)
    return lambda line: (m := marks.ORDERED.match(line)) is not None and ordered_kind(m.group(1)) == kind


_PATTERNS: Final = {"unordered": marks.UNORDERED, "ordered": marks.ORDERED, "callout": marks.CALLOUT}


def read_list(host: BlockHost, cur: Cursor, meta: Metadata, variant: str, match: re.Match[str]) -> List:
    """Return the list whose first item is at the cursor; ``match``: of its marker."""
    marker = match.group(1)
    block = List(cur.ref, 1, host.attributes.version, variant=variant, marker="<.>" if variant == "callout" else marker)
    block.col = match.start(1) + 1 if variant != "callout" else 1
    if variant == "unordered" and meta.style is None and cur.section == "bibliography":
        meta.style = "bibliography"
    subs = (*NORMAL, BIBLIOGRAPHY) if meta.style == "bibliography" else NORMAL
    is_sibling = _sibling_test(variant, marker)
    pattern = _PATTERNS[variant]
    marked: re.Match[str] | None = match
    while marked is not None:
        block.items.append(_item(host, cur, block, marked, is_sibling, subs=subs))
        line = cur.peek()
        marked = pattern.match(line) if line and is_sibling(line) else None
    _finish(host, block, meta)
    meta.apply(block, host)
    if variant == "ordered":
        block.style = _ordered_style(meta, marker)
    last = block.items[-1]
    block.end_ref, block.end_col = last.end_ref, last.end_col
    return block


def _finish(host: BlockHost, block: List, meta: Metadata) -> None:
    if block.variant == "ordered":
        _start(host, block, meta)
    elif block.variant == "callout":
        _number_callouts(host, block)
    block.checklist = any(item.checked is not None for item in block.items)


def _start(host: BlockHost, block: List, meta: Metadata) -> None:
    given = meta.attrs.get("start")
    first = block.items[0].marker
    if first[0] != ".":
        block.start = ordinal(first)
        for expected, item in enumerate(block.items, block.start):
            if ordinal(item.marker) != expected:
                host.report_line(
                    Code.LIST_OUT_OF_SEQUENCE,
                    f"list item out of sequence: '{item.marker}' is number {expected} here",
                    item.ref, item.col, item.col + len(item.marker) - 1,
                )  # fmt: skip
    if given is not None:
        try:
            block.start = int(given)
        except ValueError:
            host.report_line(Code.ATTRIBUTE_VALUE, f"start is not a number: '{given}'", block.ref)


def _number_callouts(host: BlockHost, block: List) -> None:
    for expected, item in enumerate(block.items, 1):
        number = item.marker.strip("<>")
        item.number = expected
        if number not in {".", str(expected)}:
            host.report_line(
                Code.CALLOUT_OUT_OF_SEQUENCE, f"callout {number} stands where {expected} is expected", item.ref, 1
            )


def _ordered_style(meta: Metadata, marker: str) -> str:
    if meta.style:
        return meta.style
    if marker[0] == ".":
        return _DOT_STYLES[(len(marker) - 1) % len(_DOT_STYLES)]
    return ordered_kind(marker)


def _item(
    host: BlockHost, cur: Cursor, block: List, match: re.Match[str], is_sibling: IsSibling, *, subs: Subs
) -> ListItem:
    line, ref = cur.lines[cur.pos], cur.refs[cur.pos]
    callout = block.variant == "callout"
    marker = f"<{match.group(1)}>" if callout else match.group(1)
    item = ListItem(ref, 1 if callout else match.start(1) + 1, host.attributes.version, marker=marker)
    at = match.end()
    if block.variant == "unordered" and line[at : at + 1] == "[" and (check := _CHECK.match(line, at)) is not None:
        item.checked = check.group(1) != " "
        at = check.end()
    item.end_ref, item.end_col = ref, len(line)
    cur.pos += 1
    lines = ItemLines(cur, is_sibling, description=False, has_text=True, legacy=host.legacy)
    fill_item(host, lines, item, block.variant, host.text(line[at:], (ref,), subs, (at + 1,)))
    return item


def fill_item(host: BlockHost, source: ItemLines, item: ListItem, kind: str, text: InlineText | None) -> None:
    """Read the blocks of an item. ``text``: that of its first line (None: there is none); ``source``: what follows."""
    lines = source.collect()
    item.principal = text
    if lines.lines:
        item.end_ref, item.end_col = lines.refs[-1], len(lines.lines[-1])
        _fill(host, lines, item, kind, text)
    if source.dangling >= 0:
        item.end_ref, item.end_col = source.dangling, 1


def _fill(host: BlockHost, lines: Cursor, item: ListItem, kind: str, text: InlineText | None) -> None:
    deep = too_deep(host, lines, "lists", lines.refs[0])
    if deep is not None:
        item.blocks = [deep]
        return
    text_only = (text is None) == (kind == "dlist")
    if text_only and _goes_on(lines.lines):
        item.principal = _continued(host, text, lines)
        host.settle()
        return
    adjacent = _starts_adjacent(lines)
    text_only = text is None if kind == "dlist" else adjacent

    def join(first: Paragraph) -> None:
        item.principal = joined(host, text, first.text)

    item.blocks = host.read_item(lines, kind, text_only=text_only, join=join if adjacent else None)


def joined(host: BlockHost, first: InlineText | None, second: InlineText) -> InlineText:
    """Two texts as one, a line feed between them."""
    if first is None:
        return second
    host.forget(second)
    return _extended(host, first, second.raw, second.refs, second.cols)


def _extended(
    host: BlockHost, text: InlineText, raw: str, refs: Sequence[int], cols: Sequence[int] | None
) -> InlineText:
    """A text with more lines, in the place of that text."""
    host.forget(text)
    columns = [*(text.cols or (1,)), *(cols or [1] * len(refs))]
    return host.text(f"{text.raw}\n{raw}", [*text.refs, *refs], text.subs, columns)


def _goes_on(lines: list[str]) -> bool:
    """Whether lines below an item's first line are all words that go on with its text."""
    return not any(marks.ends_paragraph(line) or line.startswith("//") or marks.is_list_item(line) for line in lines)


def _continued(host: BlockHost, text: InlineText | None, more: Cursor) -> InlineText:
    """The text of an item: that of its first line (None: there is none) and of the lines that go on with it."""
    lines, cols = dedent(more.lines) if more.lines[0][0] in " \t" else (more.lines, None)
    raw = "\n".join(lines)
    if text is not None:
        return _extended(host, text, raw, more.refs, cols)
    host.held += 1
    made = host.text(raw, more.refs, normal_subs(host, Metadata()), cols)
    host.held -= 1
    return made


def _starts_adjacent(lines: Cursor) -> bool:
    """Whether the first line (comments passed over) goes on with the item's text."""
    line = next((line for line in lines.lines if not marks.is_comment(line)), "")
    return line != ""
