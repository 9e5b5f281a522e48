"""Description lists."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.nodes import NORMAL, DescriptionItem, DescriptionList

from .cursor import Cursor
from .host import BlockHost
from .items import IsSibling, ItemLines
from .lists import fill_item
from .metadata import Metadata

#: Each marker's own pattern: a term that ends with it, and the text.
_SIBLINGS: Final = {
    marker: re.compile(rf"(?!//[^/])[ \t]*([^ \t].*?)(?<!{marker[0]}){marker}(?:$|[ \t]+)") if marker != ";;"
    else re.compile(r"(?!//[^/])[ \t]*([^ \t].*?);;(?:$|[ \t]+)")
    for marker in ("::", ":::", "::::", ";;")
}  # fmt: skip


def read_descriptions(host: BlockHost, cur: Cursor, meta: Metadata, match: re.Match[str]) -> DescriptionList:
    """The description list whose first term is at the cursor; ``match``: of the term and its marker."""
    marker = match.group(2)
    block = DescriptionList(marker, cur.ref, match.start(1) + 1, host.attributes.version)
    pattern = _SIBLINGS[marker]

    def is_sibling(line: str) -> bool:
        return marker in line and pattern.match(line) is not None

    found: re.Match[str] | None = match
    while found is not None:
        _pair(host, cur, block, found, marker, is_sibling)
        line = cur.peek()
        found = pattern.match(line) if line and marker in line else None
    meta.apply(block, host)
    last = block.items[-1]
    block.end_ref, block.end_col = last.end_ref, last.end_col
    return block


def _pair(
    host: BlockHost, cur: Cursor, block: DescriptionList, match: re.Match[str], marker: str, is_sibling: IsSibling
) -> None:
    """A term with what follows it; a term without a description shares that of the next one."""
    line, ref = cur.lines[cur.pos], cur.refs[cur.pos]
    last = block.items[-1] if block.items else None
    if last is None or last.principal is not None or last.blocks:
        last = DescriptionItem(marker, ref, match.start(1) + 1, host.attributes.version)
        block.items.append(last)
    last.terms.append(host.text(match.group(1), (ref,), NORMAL, (match.start(1) + 1,)))
    last.end_ref, last.end_col = ref, len(line)
    at = match.end()
    text = host.text(line[at:], (ref,), NORMAL, (at + 1,)) if at < len(line) else None
    cur.pos += 1
    lines = ItemLines(cur, is_sibling, description=True, has_text=text is not None).collect()
    fill_item(host, lines, last, "dlist", text)


