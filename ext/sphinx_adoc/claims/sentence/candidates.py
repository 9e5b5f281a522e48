"""The words that each stated value of a document may be called with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sphinx_adoc.claims.words import BOUND, CLAUSE, GIVEN, SENTENCE, Word
from sphinx_adoc.syntax.tree import Formatted

from .scopes import Givens, Scoped
from .sentences import Sentence, SentenceWord

Words = tuple[Word, ...]
Stated = tuple[str, Words]
"""The sentence that a stated value stands in, as it reads, and its words."""


def candidates(scoped_sentences: Iterable[Scoped]) -> dict[Formatted, Stated]:
    """Return what each stated value may be called with. Words inside a mark are its value, unless they are handed
    on.
    """
    stated: dict[Formatted, Stated] = {}
    for _, group in groupby(scoped_sentences, key=lambda scoped: id(scoped.block)):
        block = list(group)
        assigned = [(scoped.sentence, word) for scoped in block for word in scoped.sentence.words if word.token.targets]
        for scoped in block:
            for mark in scoped.sentence.marks:
                words = [*_own(scoped.sentence, mark), *_assigned(assigned, scoped.sentence, mark)]
                words += handed_on(scoped.givens)
                stated[mark] = (scoped.sentence.written(0, len(scoped.sentence.tokens)), tuple(words))
    return stated


def _own(sentence: Sentence, mark: Formatted) -> Iterator[Word]:
    """The words of the sentence itself."""
    first = sentence.marks[mark]
    clause = sentence.clauses[first]
    for word in sentence.words:
        if word.token.aside or not _is_offered(word, mark):
            continue
        if word.entry.kind == BOUND and word.end != first:
            continue
        yield made(sentence, word, CLAUSE if word.clause == clause else SENTENCE)


def _is_offered(word: SentenceWord, mark: Formatted) -> bool:
    """Whether a word is no part of the value, and not assigned to others."""
    targets = word.token.targets
    if word.token.mark is not None and (word.token.mark is mark or not (word.token.given or targets)):
        return False
    return not targets or mark.id in targets


def _assigned(words: Iterable[tuple[Sentence, SentenceWord]], sentence: Sentence, mark: Formatted) -> Iterator[Word]:
    """Words of other sentences of the paragraph or item that are assigned to a stated value."""
    for other, word in words:
        if other is not sentence and mark.id in word.token.targets and not word.token.aside:
            yield made(other, word, CLAUSE)


def handed_on(givens: Givens) -> Iterator[Word]:
    """Give the words that are handed on from further above."""
    for words in givens.values():
        yield from (made(sentence, word, GIVEN) for sentence, word in words if not word.token.targets)


def made(sentence: Sentence, word: SentenceWord, near: int) -> Word:
    """Return a word as a value."""
    return Word(
        kind=word.entry.kind,
        member=word.entry.member,
        text=sentence.written(word.start, word.end),
        span=sentence.span(word.start, word.end),
        spelling=word.entry.spelling,
        number=word.number,
        near=near,
        group=word.group,
        targets=word.token.targets,
        stated=word.token.mark is not None,
    )
