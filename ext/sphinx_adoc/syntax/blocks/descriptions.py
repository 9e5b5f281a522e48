"""Description lists."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.tree import NORMAL, DescriptionItem, DescriptionList

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
    """Return the description list whose first term is at the cursor; ``match``: of the term and its marker."""
    marker = match.group(2)
    block = DescriptionList(cur.ref, match.start(1) + 1, host.attributes.version, marker=marker)
    pattern = _SIBLINGS[marker]

    def is_sibling(line: str) -> bool:
        return marker in line and pattern.match(line) is not None

    marked: re.Match[str] | None = match
    complete = True
    while marked is not None:
        if complete:
            block.items.append(DescriptionItem(cur.ref, marked.start(1) + 1, host.attributes.version, marker=marker))
        complete = _pair(host, cur, block.items[-1], marked, is_sibling)
        line = cur.peek()
        marked = pattern.match(line) if line and marker in line else None
    meta.apply(block, host)
    last = block.items[-1]
    block.end_ref, block.end_col = last.end_ref, last.end_col
    return block


def _pair(host: BlockHost, cur: Cursor, item: DescriptionItem, match: re.Match[str], is_sibling: IsSibling) -> bool:
    """Add a term and what follows it to an item; False where that is nothing: the next term shares its description.

    A continuation that attaches nothing completes an item too.
    """
    line, ref = cur.lines[cur.pos], cur.refs[cur.pos]
    term = host.text(match.group(1), (ref,), NORMAL, (match.start(1) + 1,))
    host.references.note_term(term)
    item.terms.append(term)
    item.end_ref, item.end_col = ref, len(line)
    at = match.end()
    text = host.text(line[at:], (ref,), NORMAL, (at + 1,)) if at < len(line) else None
    cur.pos += 1
    lines = ItemLines(cur, is_sibling, description=True, has_text=text is not None, legacy=host.legacy)
    fill_item(host, lines, item, "dlist", text)
    return item.principal is not None or bool(item.blocks) or lines.dangling >= 0
