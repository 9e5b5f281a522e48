"""A plain text cut into sentences, and the words of the vocabulary in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from sphinx_adoc.claims.words import BOUND
from sphinx_adoc.project.vocabulary import NUMBER
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import Formatted

from .matcher import Entry, Match, Matcher, Overlap
from .texts import PlainText, Token
from .vocabulary import BOUNDS, NO_WORDS, number_of

_STOPS: Final = frozenset(".!?")
_CLOSING: Final = frozenset(")]}\"'\u201d\u2019*_")
_ABBREVIATED: Final = frozenset(
    ["e.g", "i.e", "mr", "mrs", "dr", "st", "etc", "vs", "cf", "approx", "ca", "nr", "fig", "eq", "resp", "incl"]
)
_JOINING: Final = frozenset([",", "and", "or", "nor", "&", "/", "both", "either", "neither", "the", "a", "an"])
_SHARING: Final = frozenset([",", "and", "or"])
_BOUNDS: Final = Matcher(NO_WORDS, {BOUND: BOUNDS})
_LONGEST_BOUND: Final = 4  # tokens


@dataclass(frozen=True, slots=True)
class SentenceWord:
    """A word of the vocabulary in a sentence: its tokens, from ``start`` up to ``end`` (excluded), and what it is.

    ``clause``: the number of the clause that it stands in. ``group``: words of a list have the same.
    """

    start: int
    end: int
    entry: Entry
    number: float | None
    clause: int
    group: int
    token: Token


@dataclass(slots=True)
class Sentence:
    """A sentence: its tokens, its words, and the stated values in it. ``overlaps``, ``doubtful``: matches that cut
    another one short, and those that are more than one thing.
    """

    text: PlainText
    tokens: list[Token]
    words: list[SentenceWord] = field(default_factory=list)
    overlaps: list[Overlap] = field(default_factory=list)
    doubtful: list[Match] = field(default_factory=list)
    marks: dict[Formatted, int] = field(default_factory=dict)
    clauses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the stated values, each with the number of its first token, and the clause of each token: a semicolon
        ends one.
        """
        clause = 0
        for at, token in enumerate(self.tokens):
            mark = token.mark
            if mark is not None:
                self.marks.setdefault(mark, at)
            self.clauses.append(clause)
            clause += token.word == ";" and mark is None

    def span(self, start: int, end: int) -> Span:
        """Return where tokens stand in the file, the last one excluded."""
        return self.text.span(self.tokens[start].start, self.tokens[end - 1].end)

    def written(self, start: int, end: int) -> str:
        """Return tokens as they are written, without markup and line ends."""
        return " ".join(self.text.plain[self.tokens[start].start : self.tokens[end - 1].end].split())


def sentences(text: PlainText, matcher: Matcher) -> Iterator[Sentence]:
    """Give the sentences of a text with their words. A text's end ends a sentence, whatever stands there."""
    start = 0
    for at in range(len(text.tokens)):
        if _ends(text, at):
            yield _read(Sentence(text, text.tokens[start : at + 1]), matcher)
            start = at + 1
    if start < len(text.tokens):
        yield _read(Sentence(text, text.tokens[start:]), matcher)


def _ends(text: PlainText, at: int) -> bool:
    """Whether a token is the last one of a sentence: a stop, or what closes behind one, with a blank behind."""
    tokens = text.tokens
    token = tokens[at]
    behind = text.plain[token.end : token.end + 1]
    if token.mark is not None or (behind and not behind.isspace()):
        return False
    while at and token.word in _CLOSING and token.start == tokens[at - 1].end:
        at, token = at - 1, tokens[at - 1]
    if token.word == "\u2026":
        return text.plain[token.end : token.end + 4].lstrip("\u200b \n")[:1].isupper()
    return token.word in _STOPS and not (token.word == "." and at and _is_short(text, at - 1))


def _is_short(text: PlainText, at: int) -> bool:
    """Whether a token is an abbreviation, or an initial; a letter behind a number is a unit."""
    token = text.tokens[at]
    if token.mark is not None:
        return False
    initial = token.end - token.start == 1 and text.plain[token.start].isupper()
    return token.word in _ABBREVIATED or (initial and not (at and number_of(text.tokens[at - 1].word) is not None))


def _read(sentence: Sentence, matcher: Matcher) -> Sentence:
    """The sentence with its words. A word does not cross the edge of a stated value."""
    bounds = list(_bounds(sentence))
    taken = {at for match in bounds for at in range(match.start, match.end)}
    matches = [*bounds]
    for _, run in groupby(enumerate(sentence.tokens), key=lambda pair: (id(pair[1].mark), pair[0] in taken)):
        numbers = [at for at, _ in run]
        if numbers[0] not in taken:
            matches += _matches(sentence, matcher, numbers)
    sentence.words = list(_grouped(sentence, sorted(_with_shared(sentence, matches), key=lambda match: match.start)))
    return sentence


def _bounds(sentence: Sentence) -> Iterator[Match]:
    """What names an end of an interval, right before a stated value."""
    for first in sentence.marks.values():
        for start in range(max(first - _LONGEST_BOUND, 0), first):
            words = [token.word for token in sentence.tokens[start:first]]
            match = _BOUNDS.longest(words, 0)
            if match is not None and match.end == len(words) and sentence.tokens[start].mark is None:
                yield _moved(match, start)
                break


def _matches(sentence: Sentence, matcher: Matcher, numbers: Sequence[int]) -> Iterator[Match]:
    """The matches among some tokens that stand side by side."""
    first = numbers[0]
    for match in matcher.find([sentence.tokens[at].word for at in numbers]):
        if isinstance(match, Overlap):
            sentence.overlaps.append(Overlap(_moved(match.first, first), _moved(match.second, first)))
            continue
        moved = _moved(match, first)
        if moved.others:
            sentence.doubtful.append(moved)
        yield moved


def _moved(match: Match, by: int) -> Match:
    return match._replace(start=match.start + by, end=match.end + by)


def _with_shared(sentence: Sentence, matches: Sequence[Match]) -> Iterator[Match]:
    """The matches, and numbers that share what is counted with one: "three, four and five nodes"."""
    taken = {at for match in matches for at in range(match.start, match.end)}
    for match in matches:
        yield match
        if match.entry.spelling.startswith(NUMBER):
            yield from _sharing(sentence, match, match.start - 1, -1, taken)
        elif match.entry.spelling.endswith(NUMBER):
            yield from _sharing(sentence, match, match.end, 1, taken)


def _sharing(sentence: Sentence, match: Match, at: int, step: int, taken: set[int]) -> Iterator[Match]:
    """The numbers of a list before or behind a match, from a token on."""
    tokens, first = sentence.tokens, sentence.tokens[match.start]
    while 0 < at < len(tokens) and tokens[at].word in _SHARING:
        while 0 < at < len(tokens) and tokens[at].word in _SHARING:
            at += step
        value = number_of(tokens[at].word) if at < len(tokens) and at not in taken else None
        if value is None or tokens[at].phrases != first.phrases:
            return
        taken.add(at)
        yield Match(at, at + 1, match.entry, value)
        at += step


def _grouped(sentence: Sentence, matches: Sequence[Match]) -> Iterator[SentenceWord]:
    """The matches as words, numbered by the lists that they form."""
    group = 0
    before: Match | None = None
    for match in matches:
        if before is None or not _joined(sentence, before, match):
            group += 1
        clause, token = sentence.clauses[match.start], sentence.tokens[match.start]
        yield SentenceWord(
            start=match.start,
            end=match.end,
            entry=match.entry,
            number=match.number,
            clause=clause,
            group=group,
            token=token,
        )
        before = match


def _joined(sentence: Sentence, one: Match, other: Match) -> bool:
    """Whether two words are neighbours in a list of words of their kind."""
    between = sentence.tokens[one.end : other.start]
    first, second = sentence.tokens[one.start], sentence.tokens[other.start]
    if one.entry.kind != other.entry.kind or first.mark is not second.mark or first.targets != second.targets:
        return False
    return bool(between) and all(token.word in _JOINING for token in between) and first.aside == second.aside
