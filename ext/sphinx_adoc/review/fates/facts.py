"""Facts that a text states otherwise: numbers with their units, versions, switches, quantifiers, values of options.

What is compared is what the words say: "3 nodes" and "three nodes" are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.claims.numbers import WORDS
from sphinx_adoc.claims.units import UNITS
from sphinx_adoc.review.states.piece import FORMATTING, Piece

from .words import Change

_SIZES: Final = r"[kmgtp]?bit/s|[kmgtp]?i?b(?:its?|ytes?|ps)?|[kmgt]?hz|[kmgt]?w|px|em|rpm|v|a|mm|cm|km|kg|g|°c|times|x"
_UNIT: Final = re.compile(rf"\s?(%|‰|°\w?|[$€£¥₹₽₩]|(?:{_SIZES})(?!\w)|[^\W\d_]+\b)", re.IGNORECASE)
_KNOWN: Final = re.compile(_SIZES, re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w.])(?<!\w-)([$€£¥]\s?)?([+-]?\d[\d.,:]*(?:\d|\b))(?=[\w%‰°\s]|\W|$)")
_SWITCHES: Final = (
    {"enabled", "disabled"}, {"enable", "disable"}, {"enables", "disables"}, {"on", "off"}, {"yes", "no"},
    {"true", "false"}, {"active", "inactive"}, {"optional", "mandatory", "required"}, {"supported", "unsupported"},
    {"must", "should", "may", "can", "cannot"}, {"minimum", "maximum"}, {"min", "max"}, {"most", "least"},
    {"before", "after"}, {"above", "below"}, {"more", "less", "fewer"}, {"higher", "lower"}, {"first", "last"},
    {"all", "some", "none", "any", "every", "no"}, {"always", "never", "sometimes", "usually", "often", "rarely"},
    {"fast", "slow"},
)  # fmt: skip
_NEGATIONS: Final = frozenset({"not", "never", "no", "cannot", "without", "only", "none", "neither", "nor"})
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’]t)?")
_JOINS: Final = "-_=|/<>'\"‘’“”"  # beside a word that is a part of a name, or one itself
_OR_BEFORE: Final = re.compile(r"\b(?:or|and|to)$", re.IGNORECASE)
_LISTED: Final = re.compile(r",|(?:or|and)\b", re.IGNORECASE)
_OPTION: Final = re.compile(r"\s*((?:--?)?[\w.-]+)(?:\s*[:=]\s*(\S.*?)|\s+(\S+(?:\s\S+)?))\s*;?$")
_SET: Final = re.compile(r"(?:--?)?[^\W\d][\w.-]*(\s*=\s*|:\s+|\s+)([^\s:=<\[({]\S*)")  # option and value, in code
_PROSE: Final = frozenset({"title", "caption", "term", "item", "cell", "paragraph"})
_PLURAL: Final = re.compile(r"\s[^\W\d_]{3,}(?<!i)(?<!u)(?<!s)s\b")  # not "this", "thus", "across"
_VERSION: Final = re.compile(r"\b(versions?|releases?)\s$", re.IGNORECASE)
_HOW_OFTEN: Final = ("once", "twice", "thrice")
_SIMILAR: Final = 0.5  # share of words in common from which a sentence is the same one, changed


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that became another one, came or went: its words before and after ('' where there is none), and the piece
    that it is in, as it was and as it is (None: the piece came or went with it).
    """

    before: str
    after: str
    old: Piece | None
    new: Piece | None

    @property
    def piece(self) -> Piece:
        """The piece as it is now, or was."""
        piece = self.new or self.old
        assert piece is not None
        return piece


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact as it was found. ``kind``: number, switch, or negation; ``value``: what is compared."""

    kind: str
    value: object
    words: str


def facts(changes: Sequence[Change]) -> list[FactChange]:
    """Return the facts that changed pieces state otherwise, in order; of pieces that came or went their quantities."""
    return [
        FactChange(before, after, change.before, change.after)
        for change in changes
        for before, after in _changes_of(change)
    ]


def _changes_of(change: Change) -> Iterator[tuple[str, str]]:
    if change.before and change.after:
        yield from _changed_facts(change.before, change.after) if change.before.text != change.after.text else ()
    elif change.piece.kind in _PROSE:
        for words in (*_quantities(change.piece.text), *_options(change.piece)):
            yield (words, "") if change.before else ("", words)


def _options(piece: Piece) -> Iterator[str]:
    """The options with values that stand as code in a text. With a blank between them it may be a command: then the
    value is a number or a switch.
    """
    for feature in piece.features:
        if feature.category == FORMATTING and feature.name == "code" and (match := _SET.fullmatch(feature.value)):
            value = match[2].rstrip(";").casefold()
            if value.isdigit() or any(value in switch for switch in _SWITCHES) or match[1].strip():
                yield feature.value


def _quantities(text: str) -> Iterator[str]:
    """The numbers of a text that are of something: with a unit, or with the plural behind them."""
    for start, fact in _facts_by_offset(text):
        if fact.kind == "number" and isinstance(fact.value, tuple):
            sign, _, unit = fact.value
            plural = _PLURAL.match(text, start + len(fact.words))
            if version := _VERSION.search(text[max(start - 12, 0) : start]):
                yield version[1] + " " + fact.words
            elif sign or (unit and not fact.words[-len(unit) - 1 :][0].isdigit()) or unit in UNITS or unit == "%":
                yield fact.words
            elif plural and not unit and fact.words.casefold() not in _HOW_OFTEN:
                yield fact.words + plural[0]


def _changed_facts(old: Piece, new: Piece) -> Iterator[tuple[str, str]]:
    if old.kind == "line":
        yield from _option(old.text, new.text)
        return
    matcher = SequenceMatcher(None, old.text.split(), new.text.split(), autojunk=False)
    same_sentence = matcher.ratio() >= _SIMILAR
    before, after = [*_facts(old.text)], [*_facts(new.text)]
    pairs = SequenceMatcher(None, [fact.value for fact in before], [fact.value for fact in after], autojunk=False)
    if not same_sentence:
        stated = [[*_quantities(side.text), *_options(side)] for side in (old, new)]
        yield from _replaced(*stated)
        return
    for operation, start, end, new_start, new_end in pairs.get_opcodes():
        if operation != "equal":
            yield from _paired(before[start:end], after[new_start:new_end])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The quantities that went with one sentence, and those that came with another; two of the same thing are one."""
    gone, came = [words for words in old if words not in new], [words for words in new if words not in old]
    if len(gone) == len(came) == 1 and gone[0].split()[-1] == came[0].split()[-1]:
        yield gone[0], came[0]
        return
    yield from ((words, "") for words in gone)
    yield from (("", words) for words in came)


def _paired(before: Sequence[_Fact], after: Sequence[_Fact]) -> Iterator[tuple[str, str]]:
    """Facts that went and came: one of each kind, in order, is one that changed; a negation comes or goes alone."""
    for kind in ("number", *range(len(_SWITCHES)), "negation"):
        old = [fact for fact in before if fact.kind == str(kind)]
        new = [fact for fact in after if fact.kind == str(kind)]
        if len(old) == len(new) and kind != "negation":
            yield from ((one.words, other.words) for one, other in zip(old, new, strict=True))
        elif len(old) != len(new) and kind == "negation":
            yield " ".join(fact.words for fact in old), " ".join(fact.words for fact in new)


def _option(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The value of an option in a line of code or configuration."""
    old, new = _OPTION.fullmatch(before), _OPTION.fullmatch(after)
    if old and new and old[1] == new[1]:
        yield f"{old[1]} {old[2] or old[3]}", f"{new[1]} {new[2] or new[3]}"


def _facts(text: str) -> Iterator[_Fact]:
    """The facts of a text, in order."""
    return (fact for _, fact in _facts_by_offset(text))


def _facts_by_offset(text: str) -> list[tuple[int, _Fact]]:
    """The facts of a text with where they begin, in order."""
    return sorted([*_numbers(text), *_words(text)], key=lambda pair: pair[0])


def _numbers(text: str) -> Iterator[tuple[int, _Fact]]:
    for match in _NUMBER.finditer(text):
        sign = (match[1] or "").strip()
        unit = _unit(text, match.end())
        value = match[2].replace(",", "")
        shown = f"{sign}{match[2]}{text[match.end() : match.end() + len(unit)]}"
        yield match.start(), _Fact("number", (sign, value, unit.strip().casefold()), shown)


def _unit(text: str, at: int) -> str:
    """The unit behind a number, with the blank before it; '' where a word follows that is none."""
    match = _UNIT.match(text, at)
    if match is None:
        return ""
    word = match[1].casefold()
    is_currency = len(word) == 3 and match[1].isupper()
    article = match[0][0].isspace() and match[1] == "a"
    known = word in UNITS or not word[0].isalpha() or is_currency or _KNOWN.fullmatch(word)
    return match[0] if (known or not match[0][0].isspace()) and not article else ""


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word negates nothing: it is a part of a longer name ("read-only"), or "none" in a list of values."""
    before, behind = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    joined = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if any(sign and sign in _JOINS for sign in joined):
        return True
    return match[0].casefold() == "none" and (
        before.endswith((",", ":")) or _OR_BEFORE.search(before) is not None or _LISTED.match(behind) is not None
    )


def _words(text: str) -> Iterator[tuple[int, _Fact]]:
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        unit = _unit(text, match.end()) if word in WORDS else ""
        if word in WORDS and (word != "one" or unit):  # alone it is a pronoun more often than a number
            shown = match[0] + unit
            yield match.start(), _Fact("number", ("", str(WORDS[word]), unit.strip().casefold()), shown)
        elif word in _NEGATIONS or word.endswith(("n't", "n’t")):
            yield from [] if _is_a_name(text, match) else [(match.start(), _Fact("negation", word, match[0]))]
        else:
            for number, switch in enumerate(_SWITCHES):
                if word in switch:
                    yield match.start(), _Fact(str(number), word, match[0])
                    break
