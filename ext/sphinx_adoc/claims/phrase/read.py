"""The reader of stated values: a comparison, an amount, a unit; or names; or one word."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from sphinx_adoc.claims.numbers import ORDINALS, PARTS, SCALES, TIMES, amount
from sphinx_adoc.claims.units import NUMBER, unit_of

from .expectation import AllBut, Expectation, Names, NotNamed, Numbers, Pairs, Quantity, Share, Tolerance, Word
from .measure import Measure, Unreadable, interval, measure, noun, single, things, tolerance
from .tokens import Token, tokens

ABOUT: Final = 0.1  # "about 90" is from 81 to 99
LONGEST_NAME: Final = 4  # words

__all__ = ["Unreadable", "read"]


def read(words: str, names: Sequence[str] = ()) -> Expectation:
    """Return what the words say. ``names``: the literal names (in markup of their own) where the words are nothing
    else.

    Raises Unreadable.
    """
    text = normal(words)
    if not text:
        raise Unreadable("no value is stated")
    if names:
        if re.match(r"(?:neither|not|none of|no)\b", text, re.IGNORECASE):
            return NotNamed(tuple(names))
        return Names(tuple(names), either=re.search(r"\bor\b", text) is not None)
    phrase_tokens = tokens(_unnamed(text))
    for form in (tolerance, _quantity, _both_bounds, _share, _all_but):
        if expectation := form(phrase_tokens):
            return expectation
    return _numbers(text) or _pairs(text) or _nothing(phrase_tokens) or _in_words(text)


_ADJECTIVE: Final = re.compile(r"(?:an? |the )?(\d[\d.,]*-[^\W\d]+)(?: [^\W\d]+(?:-[^\W\d]+)*){1,2}")
_LABEL: Final = re.compile(
    r"(?:(?:the |a )?(?:default|total|value|maximum|minimum) of|default|ports?|lines?|pages?|steps?|levels?|numbers?|"
    r"exit (?:code|status)|status|error|UID|GID|VLAN)(?= [\w$€£~≤≥<>+-])",
    re.IGNORECASE,
)


def _unnamed(text: str) -> str:
    """A text without what only says which number it is: "port 8080", "the default of 5", "a 90-second timeout"."""
    if match := _ADJECTIVE.fullmatch(text):
        return match[1]
    label = _LABEL.match(text)
    return text[label.end() + 1 :] if label and not re.match(r"(?:a )?m(?:ax|in)imum of", text.lower()) else text


def normal(words: str) -> str:
    """Return words in one line, without the full stop at their end."""
    return " ".join(words.split()).rstrip(".,;:")


# -- quantities --------------------------------------------------------------------------------------------------------

Bound = Callable[[Quantity], Quantity]


def _at_most(stated: Quantity) -> Quantity:
    return replace(stated, low=-math.inf)


def _at_least(stated: Quantity) -> Quantity:
    return replace(stated, high=math.inf)


def _less(stated: Quantity) -> Quantity:
    return replace(stated, low=-math.inf, high=stated.low, high_open=True)


def _more(stated: Quantity) -> Quantity:
    return replace(stated, low=stated.high, high=math.inf, low_open=True)


def _about(stated: Quantity) -> Quantity:
    return replace(stated, low=stated.low - abs(stated.low) * ABOUT, high=stated.high + abs(stated.high) * ABOUT)


def _same(stated: Quantity) -> Quantity:
    return stated


def _exactly(stated: Quantity) -> Quantity:
    return replace(stated, step=0.0)


_BEFORE: Final[dict[Bound, tuple[str, ...]]] = {
    _at_most: (
        "at most", "up to", "no more than", "never more than", "not more than", "no longer than", "a maximum of",
        "maximum of", "maximum", "max", "within", "<=", "≤", "as many as", "as much as", "not longer than",
        "at the most",
    ),
    _at_least: (
        "at least", "no less than", "not less than", "no fewer than", "a minimum of", "minimum of", "minimum", "min",
        ">=", "≥", "at the least", "no shorter than", "starting at",
    ),
    _more: (
        "more than", "greater than", "longer than", "over", "above", "beyond", ">", "well over", "well above",
        "just over", "just above", "larger than", "higher than",
    ),
    _less: (
        "less than", "fewer than", "shorter than", "under", "below", "<", "well under", "well below", "just under",
        "just below", "smaller than", "lower than",
    ),
    _about: (
        "about", "roughly", "around", "approximately", "approx .", "approx", "circa", "ca .", "ca", "nearly", "almost",
        "~", "≈", "close to", "on average",
    ),
    _exactly: ("exactly", "precisely", "only", "just", "all", "=", "equals"),
    _same: ("after", "for", "in", "lasts", "takes"),
}  # fmt: skip
_AFTER: Final[dict[Bound, tuple[str, ...]]] = {
    _at_most: ("or less", "or fewer", "at most", "at the most", "maximum", "max", "or lower", "or below", "or shorter"),
    _at_least: (
        "or more",
        "or longer",
        "and more",
        "at least",
        "+",
        "minimum",
        "or higher",
        "or greater",
        "or above",
        "and above",
        "or larger",
        "or bigger",
    ),
    _same: ("later", "long", "ago", "in all", "in total", "altogether", "by default"),
}


def _phrases(table: dict[Bound, tuple[str, ...]]) -> list[tuple[list[str], Bound]]:
    """The phrases as words, the longest first."""
    pairs = [(phrase.split(), bound) for bound, phrases in table.items() for phrase in phrases]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_FIRST: Final = _phrases(_BEFORE)
_LAST: Final = _phrases(_AFTER)


def _quantity(tokens: Sequence[Token]) -> Quantity | None:
    """A number or interval with its bounds, or None when the words are none."""
    bounds: list[Bound] = []
    while leading := next(((words, bound) for words, bound in _FIRST if tokens[: len(words)] == words), None):
        tokens = tokens[len(leading[0]) :]
        bounds.insert(0, leading[1])
    for words, bound in _LAST:
        if len(tokens) > len(words) and tokens[-len(words) :] == words and tokens[-len(words) - 1] != "as":
            tokens = tokens[: -len(words)]
            bounds.append(bound)
            break
    value = interval(tokens) or single(tokens)
    if value is None:
        return None
    for bound in bounds:
        value = bound(value)
    return value


def _factor(tokens: Sequence[Token], quantity: Quantity) -> float:
    """What the unit of a bound multiplies its number by."""
    plain = next((each for each in map(_digits, tokens) if each), None)
    return quantity.high / plain if plain else math.nan


def _digits(token: Token) -> float:
    number = amount([token])
    return number[0] if number else 0.0


def _both_bounds(tokens: Sequence[Token]) -> Quantity | None:
    """ "more than 5 but less than 10": what both allow."""
    for at, token in enumerate(tokens):
        if token not in ("but", "and"):
            continue
        first, second = _quantity(tokens[:at]), _quantity(tokens[at + 1 :])
        if not first or not second or first.high < math.inf or second.low > -math.inf or second.high == math.inf:
            continue
        if first.kind == NUMBER != second.kind:
            first = replace(first, low=first.low * _factor(tokens[at + 1 :], second), kind=second.kind)
        if first.kind != second.kind:
            raise Unreadable("the two ends have different units")
        if first.low > second.high:
            raise Unreadable(f"the interval ends before it begins: {first.low:g} to {second.high:g}")
        return replace(second, low=first.low, low_open=first.low_open, step=0.0)
    return None


_OTHERS_OF_AMOUNTS: Final = (
    "times", "fold", "as", "many", "single", "every", "but", "none", "neither", "between", "through",
)  # fmt: skip
_AMOUNTS: Final = frozenset(  # words of amounts that are no nouns of what is counted
    [word for table in (_BEFORE, _AFTER) for said in table.values() for phrase in said for word in phrase.split()]
).union(PARTS, TIMES, SCALES, ORDINALS, _OTHERS_OF_AMOUNTS)


def counted(words: str) -> tuple[str, ...]:
    """Return the nouns of what is counted or measured, in the singular: of "two worker nodes" worker and node, of
    "5 MB of memory" memory; none of words that state no amount.
    """
    try:
        if not isinstance(read(words), Quantity | Share | Numbers | AllBut | Tolerance):
            return ()
        phrase_tokens = tokens(_unnamed(normal(words)))
        return tuple(map(_singular, (token for token in phrase_tokens if token not in _AMOUNTS and noun(token))))
    except Unreadable:
        return ()


def _singular(noun: str) -> str:
    return noun[:-1] if len(noun) > len("yes") and noun.endswith("s") and not noun.endswith("ss") else str(noun)


# -- lists and words ---------------------------------------------------------------------------------------------------

_SEPARATOR: Final = re.compile(r"\s*,\s+(?:(?:and|or|&)\s+)?|\s+(?:and|or|&)\s+")
_PAIRS: Final = re.compile(rf"{_SEPARATOR.pattern}|\s*;\s+")
_PAIR: Final = re.compile(r"(?P<key>[\w.-]+)\s*(?::|=|→|->)\s*(?P<value>\S.*)")
_NAME: Final = re.compile(r"[\w./+:'-]+(?: [\w./+:'-]+)*|[✓✔✗✘]")


def _numbers(text: str) -> Numbers | None:
    """A list of numbers with one unit at the end, or one each."""
    items = _SEPARATOR.split(_unnamed(text))
    if len(items) < 2:
        return None
    read_items = [measure(tokens(item)) for item in items]
    if any(item is None for item in read_items):
        return None
    measures = [item for item in read_items if item is not None]
    kind, factor = measures[-1].kind, measures[-1].factor
    if any(item.kind not in (None, kind) for item in measures):
        raise Unreadable("the numbers have different units")
    values = frozenset(item.value * (factor if item.kind is None and kind else 1.0) for item in measures)
    return Numbers(values, kind or NUMBER, re.search(r"\bor\b", text) is not None)


def _share(tokens: Sequence[Token]) -> Expectation | None:
    """``2 of 3``, ``two out of three nodes``, ``one in ten``."""
    for joint in (["out", "of"], ["of"], ["in"]):
        at = next((at for at in range(1, len(tokens)) if list(tokens[at : at + len(joint)]) == joint), 0)
        part, whole = measure(tokens[:at]), _whole(tokens[at + len(joint) :])
        if part and whole and part.kind is None and whole.kind is None and whole.value:
            return Share(part.value, whole.value)
    return None


def _whole(tokens: Sequence[Token]) -> Measure | None:
    """How many there are in all: "(two of) the three nodes"."""
    return measure(tokens[1:] if tokens[:1] and tokens[0] in ("the", "its", "all", "our", "your", "their") else tokens)


def _all_but(tokens: Sequence[Token]) -> AllBut | None:
    """ "all of them", "all but one", "all but two of the five nodes"."""
    if not tokens or tokens[0] not in ("all", "every"):
        return None
    at = next((at for at, token in enumerate(tokens) if token == "of"), len(tokens))
    whole = _whole(tokens[at + 1 :])
    if not whole and tokens[at:] and not things(tokens[at + 1 :]):
        return None
    if tokens[:at] == ["all"]:
        return AllBut(0, whole.value if whole else None)
    missing = measure(tokens[2:at]) if tokens[1:2] == ["but"] or tokens[1:2] == ["except"] else None
    if missing is None or missing.kind is not None:
        return None
    return AllBut(missing.value, whole.value if whole else None)


def _pairs(text: str) -> Expectation | None:
    """``a: 1, b: 2`` or ``a = 1 and b = 2``."""
    matches = [_PAIR.fullmatch(item) for item in _PAIRS.split(text)]
    if not all(matches):
        return None
    for pair in matches:
        read(pair["value"] if pair else text)  # Unreadable
    return Pairs(tuple((pair["key"], pair["value"]) for pair in matches if pair))


def _nothing(tokens: Sequence[Token]) -> Expectation | None:
    """``no votes``: nothing; ``no seconds``: none of them; ``none of the nodes``."""
    if list(tokens) in (["neither"], ["no", "one"], ["not", "one"], ["not", "a", "single", "one"]):
        return Word("none")
    if list(tokens[:2]) in (["none", "of"], ["neither", "of"]) and things(tokens[2:]):
        return Word("none")
    if list(tokens[:3]) == ["not", "a", "single"] and len(tokens) == 4 and noun(tokens[3]):
        return Word("none")
    if len(tokens) != 2 or tokens[0] != "no":
        return None
    if unit := unit_of(tokens[1].exact):
        return Quantity(0.0, 0.0, unit[0])
    return Word("none") if noun(tokens[1]) else None


def _in_words(text: str) -> Expectation:
    """Names in a row, or one word or short name; not where a number among them shows that a quantity was meant."""
    items = _SEPARATOR.split(text)
    if any(len(item.split()) > LONGEST_NAME or not _NAME.fullmatch(item) for item in items):
        raise Unreadable("it is neither a quantity nor names nor a word")
    if any(item.casefold() == "may not" for item in items):
        raise Unreadable("'may not' can mean both that something is possible and that it is forbidden")
    if any(" " in item and _holds_number(tokens(item)) for item in items):
        raise Unreadable("it holds a number, but is no quantity that is understood")
    return Names(tuple(items)) if len(items) > 1 else Word(text)


def _holds_number(tokens: Sequence[Token]) -> bool:
    return any((amount([token]) and not token.isalpha()) or unit_of(token.exact) for token in tokens)
