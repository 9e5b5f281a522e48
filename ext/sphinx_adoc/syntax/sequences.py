"""What comes next in a sequence: numbers count, all else is succeeded as Ruby's ``String#succ`` does it.

The rightmost letter or digit goes on to its neighbour and, at the end of its kind (``z``, ``9``), starts anew and hands
one on to the next letter or digit to its left: ``a9``, ``b0``; ``Zz``, ``AAa``; ``1.9``, ``2.0``. Without any, the
rightmost character goes on: ``😋``, ``😌``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from .words import is_alpha

_INTEGER: Final = re.compile(r"(?:0|-?[1-9][0-9]{0,998})\Z")
# The last code points of one, two, three and four bytes in UTF-8: a successor has as many bytes as what it succeeds.
_LAST: Final = frozenset((0x7F, 0x7FF, 0xFFFF, 0x10FFFF))
_BEFORE_SURROGATES: Final = 0xD7FF
_BEHIND_SURROGATES: Final = 0xE000


def next_count(value: str | None, seed: str | None) -> str:
    """Return what a counter says next: the successor of its value, at first the seed (default: 1)."""
    return successor(value) if value else "1" if seed is None else seed


def successor(value: str) -> str:
    """Return the next value of a sequence: a number plus one, else the next string ('' for '')."""
    if _INTEGER.match(value) is not None:
        return str(int(value) + 1)
    return _succeeded(list(value), _next_alnum, mixed=False) or _succeeded(list(value), _next_any, mixed=True) or value


Step = Callable[[str], tuple[str, str] | None]
"""From a character to its successor and, where that starts anew, what is put in front (else ''); None: it has none."""


def _succeeded(characters: list[str], step: Step, *, mixed: bool) -> str | None:
    """Go from right to left as long as there is something to hand on; None where no character has a successor.

    ``mixed``: letters hand on to digits and the reverse, also over what stands between.
    """
    last, carry, apart = -1, "", False
    for at in range(len(characters) - 1, -1, -1):
        character = characters[at]
        if not mixed and apart and last >= 0 and _differ(characters[last], character):
            break
        successor_of_character = step(character)
        apart = successor_of_character is None
        if successor_of_character is None:
            continue
        characters[at], carry = successor_of_character
        if not carry:
            return "".join(characters)
        last = at
    if last < 0:
        return None
    characters.insert(last, carry)
    return "".join(characters)


def _differ(last: str, character: str) -> bool:
    """Whether one is a letter and the other a digit, both of ASCII."""
    if not (last.isascii() and character.isascii()):
        return False
    return (last.isalpha() and character.isdigit()) or (last.isdigit() and character.isalpha())


def _neighbour(character: str) -> str:
    """The next character of as many bytes, '' where there is none."""
    point = ord(character)
    if point in _LAST:
        return ""
    return chr(_BEHIND_SURROGATES if point == _BEFORE_SURROGATES else point + 1)


def _next_any(character: str) -> tuple[str, str] | None:
    following = _neighbour(character)
    return (following, "") if following else None


def _is_digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


def _is_letter(character: str) -> bool:
    return is_alpha(character) and unicodedata.category(character) != "Cn"


@lru_cache(maxsize=4096)
def _next_alnum(character: str) -> tuple[str, str] | None:
    kind = _is_digit if _is_digit(character) else _is_letter
    if not kind(character):
        return None
    following = _neighbour(character)
    if following and not kind(following):
        following = _neighbour(following)  # there are gaps of one between letters, as between Ρ and Σ
    if following and kind(following):
        return following, ""
    first = _first_of(character, kind)
    if first == character:
        return None
    return first, _neighbour(first) if kind is _is_digit else first


def _first_of(character: str, kind: Callable[[str], bool]) -> str:
    """The first character of the run of its kind and size that a character stands in."""
    point = ord(character)
    while point - 1 not in _LAST and kind(chr(point - 1)):
        point -= 1
    return chr(point)
