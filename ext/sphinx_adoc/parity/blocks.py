"""The leaf block: the unit in which two pages are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

PLACE: Final = "data-place"
"""The attribute of our own elements that says where they come from: ``file:line``."""

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf block.

    ``kind``: paragraph, heading 1 to heading 6, listing, verse, term, title, attribution, image, rule or footnote.
    ``path``: what it stands in, outermost first; what follows the first block of a list item, a description or a cell
    stands in ``li+``, ``dd+``, ``td+``. ``text``: without markup. ``place``: ``file:line`` in the source, or ''.
    """

    kind: str
    path: Path
    text: str
    place: str = field(default="", compare=False)
