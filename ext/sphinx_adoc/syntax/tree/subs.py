"""The substitutions that a text goes through, by name and in order."""

from __future__ import annotations

from typing import Final

SPECIALCHARACTERS: Final = "specialcharacters"
QUOTES: Final = "quotes"
ATTRIBUTES: Final = "attributes"
REPLACEMENTS: Final = "replacements"
MACROS: Final = "macros"
POST_REPLACEMENTS: Final = "post_replacements"
CALLOUTS: Final = "callouts"

Subs = tuple[str, ...]
NORMAL: Final[Subs] = (SPECIALCHARACTERS, QUOTES, ATTRIBUTES, REPLACEMENTS, MACROS, POST_REPLACEMENTS)
HEADER: Final[Subs] = (SPECIALCHARACTERS, ATTRIBUTES)
VERBATIM: Final[Subs] = (SPECIALCHARACTERS, CALLOUTS)
NONE: Final[Subs] = ()

# What a block adds to the substitutions of its text; none of them is a name that an author can write in ``subs``.
HARDBREAKS: Final = "hardbreaks"  # every end of a line is a line break
BIBLIOGRAPHY: Final = "bibliography"  # the text is that of an entry in a bibliography
LINE_COMMENT: Final = "line-comment="  # with the comment sign that may stand before a callout behind it
