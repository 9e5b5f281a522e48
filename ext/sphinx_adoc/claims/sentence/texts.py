"""A text without its markup, cut into tokens that know where they stand and in which phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sphinx_adoc.project.vocabulary import tokens
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import (
    Block,
    Footnote,
    Formatted,
    Inline,
    InlineText,
    LineBreak,
    Listing,
    Literal,
    Text,
    plain_text,
)

ROLE: Final = "claim"
GIVEN: Final = "given"
ASIDE: Final = "aside"
FOR: Final = "for-"
OPAQUE: Final = "\ufffc"  # stands for what has no words: a picture, a formula, raw output


class Phrase(NamedTuple):
    """A phrase around tokens that says something about them. ``mark``: it is a stated value."""

    node: Formatted
    mark: bool
    given: bool
    aside: bool
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign. ``word``: in lower case; ``start``, ``end``: in the plain text; ``phrases``: around it."""

    word: str
    start: int
    end: int
    phrases: tuple[Phrase, ...]

    @property
    def mark(self) -> Formatted | None:
        """The stated value that it belongs to."""
        return next((phrase.node for phrase in self.phrases if phrase.mark), None)

    @property
    def given(self) -> bool:
        """Whether it is handed on."""
        return any(phrase.given for phrase in self.phrases)

    @property
    def aside(self) -> bool:
        """Whether its author says that it is no word of the vocabulary here."""
        return any(phrase.aside for phrase in self.phrases)

    @property
    def targets(self) -> tuple[str, ...]:
        """The ids of the claims that it belongs to alone."""
        return tuple(target for phrase in self.phrases for target in phrase.targets)


class _Piece(NamedTuple):
    """Characters with the place in the source that they come from. ``exact``: one by one."""

    text: str
    start: int
    end: int
    exact: bool
    phrases: tuple[Phrase, ...]


@dataclass(slots=True)
class PlainText:
    """The visible characters of a text, ``plain``, and its ``tokens``. ``notes``: footnotes that hang on it."""

    source: InlineText
    plain: str
    tokens: list[Token]
    phrases: list[Phrase]
    notes: list[Footnote]
    places: list[tuple[int, int]]

    def span(self, start: int, end: int) -> Span:
        """Return where characters of ``plain`` stand in the file, the last one excluded."""
        return self.source.span(self.places[start][0], self.places[end - 1][1])


def read(text: InlineText, nodes: Sequence[Inline] | None = None) -> PlainText:
    """Return a text without its markup. ``nodes``: a part of it, such as a footnote."""
    notes: list[Footnote] = []
    pieces = list(_pieces(text.inlines if nodes is None else nodes, (), notes))
    plain = "".join(piece.text for piece in pieces)
    owners = [piece.phrases for piece in pieces for _ in piece.text]
    places = [place for piece in pieces for place in _places(piece)]
    plain_tokens = [Token(one[0].lower(), one.start(), one.end(), owners[one.start()]) for one in tokens(plain)]
    phrases = list(dict.fromkeys(phrase for piece in pieces for phrase in piece.phrases))
    return PlainText(source=text, plain=plain, tokens=plain_tokens, phrases=phrases, notes=notes, places=places)


def _places(piece: _Piece) -> Iterator[tuple[int, int]]:
    if piece.exact:
        return ((piece.start + at, piece.start + at + 1) for at in range(len(piece.text)))
    return ((piece.start, piece.end) for _ in piece.text)


def _pieces(nodes: Sequence[Inline], phrases: tuple[Phrase, ...], notes: list[Footnote]) -> Iterator[_Piece]:
    """The characters of inline nodes, in order. Recursive as the tree of phrases is, which is shallow."""
    for node in nodes:
        if isinstance(node, Text):
            yield _Piece(node.value, node.start, node.end, len(node.value) == node.end - node.start, phrases)
        elif isinstance(node, LineBreak):
            yield _Piece(" ", node.start, node.end, exact=False, phrases=phrases)
        elif isinstance(node, Footnote):
            notes.append(node)
        elif isinstance(node, Formatted):
            phrase = _phrase(node)
            yield from _pieces(node.children, (*phrases, phrase) if phrase else phrases, notes)
        elif node.children:
            yield from _pieces(node.children, phrases, notes)
        else:
            end = max(node.end, node.start + 1)
            yield _Piece(plain_text([node]) or OPAQUE, node.start, end, exact=False, phrases=phrases)


def _phrase(node: Formatted) -> Phrase | None:
    """What a phrase says about the words in it, None where that is nothing."""
    targets = tuple(role.removeprefix(FOR) for role in node.roles if role.startswith(FOR))
    mark, given, aside = (role in node.roles for role in (ROLE, GIVEN, ASIDE))
    return Phrase(node, mark, given, aside, targets) if mark or given or aside or targets else None


def is_source(block: Block, field: str) -> bool:
    """Return whether a text is source code: what looks like a phrase in it is none."""
    return isinstance(block, Listing | Literal) and field == "text"
