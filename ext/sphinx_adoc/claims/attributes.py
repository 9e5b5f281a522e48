"""The named attributes of claims: ``unit``, ``from`` and others, of a block or in front of a phrase.

In front of a phrase they stand behind a comma, ``[#ID.claim,unit=days]#30 days#``: renderers leave away what is there.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.tree import Block, Formatted, InlineText

NAMES: Final = ("unit", "from", "by", "marks", "reason", "namespace", "rows", "cache")
_GIVEN: Final = re.compile(r"""\s*([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^,"']*)\s*(?:,|$)""")

Attributes = tuple[tuple[str, str], ...]


def named_attributes(block: Block) -> Attributes:
    """Return those of a block, in the order of their names."""
    pairs = ((name, block.attrs.get(name)) for name in NAMES)
    return tuple((name, value) for name, value in pairs if value)


def phrase_attributes(text: InlineText, node: Formatted) -> Attributes:
    """Return those in front of a phrase."""
    first = node.children[0].start if node.children else node.end
    opening = re.match(r"\[([^\]]*)\]", text.raw[node.start : first])
    _, comma, given = opening[1].partition(",") if opening else ("", "", "")
    written = dict(_GIVEN.findall(given)) if comma else {}
    return tuple((name, written[name].strip("\"' ")) for name in NAMES if written.get(name, "").strip("\"' "))
