"""The vocabulary of claims, as the configuration has it: kinds of words, their members, and how each is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .shapes import STRING, TEXTS, Fault, Shape

SHAPE: Final[Shape] = {
    "type": "object",
    "additionalProperties": {"type": ["array", "object"], "items": STRING, "additionalProperties": TEXTS},
}
"""A kind is a list of spellings, each a member of its own, or a table of members with one or more spellings each."""

NUMBER: Final = "{}"
"""What stands for a number in a spelling: "{} nodes"."""

Kinds = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The spellings of each member of each kind."""

_TOKEN: Final = re.compile(
    r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)"  # 1,500
    r"|(?:\w|\{\})+(?:(?:[.+-]+|'(?!s\b))(?:\w|\{\})+)*"  # 802.3ad, layer2+3, don't, {}-node; not the 's of a genitive
    r"|\S"
)
_TYPOGRAPHIC: Final = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-"})


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Give the words and signs of a text where they stand, in plain typographic form."""
    return _TOKEN.finditer(text.translate(_TYPOGRAPHIC))


def written(text: str) -> tuple[str, ...]:
    """Return the words and signs of a text in lower case."""
    return tuple(token[0].lower() for token in tokens(text))


def kinds(value: Mapping[str, Any]) -> Kinds:
    """Return a checked value of the configuration with every member and spelling written out."""
    return {
        kind: {member: _spellings(member, spellings) for member, spellings in _members(value[kind])} for kind in value
    }


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    return iter(value.items()) if isinstance(value, Mapping) else ((spelling, spelling) for spelling in value)


def _spellings(member: str, value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def faults(value: object) -> Iterator[Fault]:
    """Give what is wrong with a vocabulary of the right shape: names, patterns, and spellings that two members have."""
    if not isinstance(value, dict):
        return
    taken: dict[tuple[str, ...], str] = {}
    for kind, members in value.items():
        if not kind.isidentifier():
            yield (kind,), f"'{kind}' is no name of a parameter: letters, digits and '_' make one"
        for keys, member, spelling in _entries(members):
            words = written(spelling)
            if message := _malformed(spelling, words):
                yield (kind, *keys), message
                continue
            this = f"{kind} '{member}'" if member != spelling else f"the kind '{kind}'"
            other = taken.setdefault(words, this)
            if other is not this:
                yield (kind, *keys), f"'{spelling}' is a spelling of {other} already: a word can be of one kind only"


def _entries(members: object) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The keys, the member and the text of each spelling; what has another shape is told by the shape."""
    if isinstance(members, list):
        yield from (
            ((str(at),), spellings, spellings) for at, spellings in enumerate(members) if isinstance(spellings, str)
        )
    elif isinstance(members, dict):
        for member, spellings in members.items():
            if isinstance(spellings, str):
                yield (member,), member, spellings
            elif isinstance(spellings, list):
                yield from (
                    ((member, str(at)), member, one) for at, one in enumerate(spellings) if isinstance(one, str)
                )


def _malformed(spelling: str, words: tuple[str, ...]) -> str:
    if not any(NUMBER in token or re.search(r"\w", token) for token in words):
        return f"'{spelling}' holds no word"
    if spelling.count(NUMBER) > 1:
        return f"'{spelling}' has two numbers: one {NUMBER} stands for one"
    if words == (NUMBER,):
        return f"'{NUMBER}' alone would take every number: name what is counted, such as '{NUMBER} nodes'"
    if spelling.replace(NUMBER, "").strip("{}") != spelling.replace(NUMBER, "") or re.search(r"\{\w+\}", spelling):
        return f"'{spelling}': {NUMBER} stands for a number, and there is nothing else in braces"
    return ""
