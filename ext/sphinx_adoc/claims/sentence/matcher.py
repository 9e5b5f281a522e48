"""Finds the words of a vocabulary among tokens, in time linear in their number: the longest spelling first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sphinx_adoc.project.vocabulary import NUMBER, written

from .vocabulary import Vocabulary, number_of


class Entry(NamedTuple):
    """A spelling of a member of a kind."""

    kind: str
    member: str
    spelling: str


class Match(NamedTuple):
    """An entry that a run of tokens is, from ``start`` up to ``end`` (excluded). ``others``: what it is as well."""

    start: int
    end: int
    entry: Entry
    number: float | None = None
    others: tuple[Entry, ...] = ()


class Overlap(NamedTuple):
    """Two entries of which the second one begins inside the first and ends behind it."""

    first: Match
    second: Match


@dataclass(slots=True)
class _Node:
    """Where spellings go on: ``words`` by the next token, ``numbers`` by what stands around a number in it."""

    words: dict[str, _Node] = field(default_factory=dict)
    numbers: dict[tuple[str, str], _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


_State = tuple[_Node, float | None]
_MAX_NUMBER_CHARACTERS: Final = 40  # characters of a token in which a number is looked for


class Matcher:
    """A vocabulary, compiled once. ``kinds``: spellings of each member of each kind."""

    def __init__(self, vocabulary: Vocabulary, kinds: Mapping[str, Mapping[str, Sequence[str]]] | None = None) -> None:
        self._root = _Node()
        for kind, members in (vocabulary.kinds if kinds is None else kinds).items():
            for member, spellings in members.items():
                for spelling in spellings:
                    self._add(Entry(kind, member, spelling))

    def _add(self, entry: Entry) -> None:
        node = self._root
        for token in written(entry.spelling):
            if NUMBER in token:
                before, _, behind = token.partition(NUMBER)
                node = node.numbers.setdefault((before, behind), _Node())
            else:
                node = node.words.setdefault(token, _Node())
        node.entries.append(entry)

    def find(self, words: Sequence[str]) -> Iterator[Match | Overlap]:
        """Give the matches among tokens (in lower case) in order, the longest of those that begin at a place; before
        one, each match that it cuts short.
        """
        at = 0
        while at < len(words):
            match = self.longest(words, at)
            if match is None:
                at += 1
                continue
            for inside in range(at + 1, match.end):
                other = self.longest(words, inside)
                if other is not None and other.end > match.end:
                    yield Overlap(match, other)
            yield match
            at = match.end

    def longest(self, words: Sequence[str], start: int) -> Match | None:
        """Return the longest match that begins at a token."""
        states: list[_State] = [(self._root, None)]
        longest: Match | None = None
        for at in range(start, len(words)):
            states = [state for node, number in states for state in _next(node, number, words[at])]
            if not states:
                break
            ends = [(entry, number) for node, number in states for entry in node.entries]
            if ends:
                (entry, number), *others = ends
                longest = Match(start, at + 1, entry, number, tuple(other for other, _ in others))
        return longest


def _next(node: _Node, number: float | None, token: str) -> Iterator[_State]:
    """Where a token leads: by itself, or by the number in it."""
    if token in node.words:
        yield node.words[token], number
    for (before, behind), after in node.numbers.items():
        if len(token) > _MAX_NUMBER_CHARACTERS or not (token.startswith(before) and token.endswith(behind)):
            continue
        value = number_of(token[len(before) : len(token) - len(behind)])
        if value is not None:
            yield after, value
