"""What else a word of the vocabulary could be: its siblings, the numbers beside it, the other end; or it is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sphinx_adoc.claims.words import BOUND, Word
from sphinx_adoc.project.vocabulary import NUMBER

from .vocabulary import BOUNDS, Vocabulary

GONE: Final = ""


def changed(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Give the words of a claim with one of them changed, each with what stands in its place ('': nothing). A
    word that is said twice is not left out.
    """
    word = words[at]
    for other in _others(word, vocabulary):
        yield other.text, (*words[:at], other, *words[at + 1 :])
    rest = (*words[:at], *words[at + 1 :])
    if not any((other.kind, other.member, other.number) == (word.kind, word.member, word.number) for other in rest):
        yield GONE, rest


def _others(word: Word, vocabulary: Vocabulary) -> Iterator[Word]:
    if word.kind == BOUND:
        yield from (
            replace(word, member=end, text=spellings[0]) for end, spellings in BOUNDS.items() if end != word.member
        )
        return
    if word.number is not None:
        near = (word.number + 1, word.number - 1)
        yield from (_counting(word, number) for number in near if number >= 0)
    for member, spellings in vocabulary.kinds[word.kind].items():
        if member != word.member and not vocabulary.counts(word.kind, member):
            yield replace(word, member=member, text=spellings[0], spelling=spellings[0], number=None)


def _counting(word: Word, number: float) -> Word:
    return replace(word, number=number, text=word.spelling.replace(NUMBER, f"{number:g}"))
