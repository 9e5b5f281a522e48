"""The named attributes of claims: ``unit``, ``from`` and others, of a block or in front of a phrase.

In front of a phrase they stand behind a comma, ``[#ID.claim,unit=days]#30 days#``: renderers leave away what is there.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.tree import Block, Formatted, InlineText

NAMES: Final = ("unit", "from", "by", "marks", "reason", "namespace", "rows", "cache")
HEEDED: Final = ("skip", "xfail")  # names in `marks` that all commands heed, not pytest alone
_GIVEN: Final = re.compile(r"""\s*([A-Za-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^,"']*)\s*(?:,|$)""")

Attributes = tuple[tuple[str, str], ...]


def named_attributes(block: Block) -> Attributes:
    """Return those of a block, in the order of their names."""
    pairs = ((name, block.attrs.get(name)) for name in NAMES)
    return tuple((name, value) for name, value in pairs if value)


def phrase_attributes(text: InlineText, node: Formatted) -> Attributes:
    """Return those in front of a phrase."""
    written = written_before(text, node)
    return tuple((name, written[name].strip("\"' ")) for name in NAMES if written.get(name, "").strip("\"' "))


def written_before(text: InlineText, node: Formatted) -> dict[str, str]:
    """Return all named attributes in front of a phrase, whoever reads them, with their quotes."""
    first = node.children[0].start if node.children else node.end
    opening = re.match(r"\[([^\]]*)\]", text.raw[node.start : first])
    _, comma, given = opening[1].partition(",") if opening else ("", "", "")
    return dict(_GIVEN.findall(given)) if comma else {}


def misspelt(name: str) -> str | None:
    """Return the attribute of claims that differs from this name in capitals, the order of letters or a plural only."""
    plain = name.casefold()
    if name in NAMES:
        return None
    slips = (own for own in NAMES if sorted(own) == sorted(plain) or own.removesuffix("s") == plain.removesuffix("s"))
    return next(slips, None)
