"""What is bound of the claimed sentences of a document, and which words are loose: no claim takes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sphinx_adoc.claims.model import BROKEN, Verdict
from sphinx_adoc.claims.words import BOUND
from sphinx_adoc.codes import Code, Severity
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.syntax.source import Place, Span

from .scopes import Scoped
from .sentences import Sentence
from .texts import Token
from .vocabulary import HOW_OFTEN, risky

_PLAIN: Final = frozenset({
    "a", "about", "above", "after", "again", "also", "although", "am", "an", "and", "are", "as", "at", "be",
    "because", "been", "before", "being", "below", "between", "but", "by", "did", "do", "does", "doing", "down",
    "during", "even", "for", "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him",
    "his", "how", "however", "i", "if", "in", "into", "is", "it", "its", "itself", "let", "me", "my", "of", "off",
    "on", "onto", "or", "other", "others", "otherwise", "our", "out", "over", "own", "per", "same", "she", "should",
    "so", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "through", "to", "too", "under", "until", "upon", "us", "very", "was", "we", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "yet", "you", "your",
})  # fmt: skip
"""Words that only join others: they are not counted."""

_BEFORE_PRONOUN: Final = frozenset({"this", "that", "which", "another", "other", "no"})


@dataclass(frozen=True, slots=True)
class Loose:
    """A loose word. ``kind``: of the vocabulary, else number, negation, quantifier or extreme."""

    kind: str
    text: str
    span: Span
    stack: tuple[Place, ...]
    known: bool

    def finding(self, severity: Severity) -> Finding:
        """Return the finding that it is."""
        hint = "give it to a claim, by a parameter of its kind, or set it apart: [.aside]#word#"
        if not self.known:
            hint = "make it part of a word of the vocabulary that a claim takes, or set it apart: [.aside]#word#"
        message = f"no claim of the sentence takes '{self.text}' ({self.kind})"
        return Finding(Code.CLAIM_LOOSE, message, self.span, severity=severity, hint=hint, stack=self.stack)


@dataclass(slots=True)
class Part:
    """Content words of some sentences, and how many of them are bound."""

    bound: int = 0
    words: int = 0
    sentences: int = 0

    def add(self, other: Part) -> None:
        """Add others."""
        self.bound += other.bound
        self.words += other.words
        self.sentences += other.sentences

    def __str__(self) -> str:
        percent = 100 * self.bound // self.words if self.words else 0
        return f"{self.bound} of {self.words} content words ({percent} %) of {number_of(self.sentences, 'sentence')}"


@dataclass(slots=True)
class Share:
    """How many content words are bound: by what stands in a stated value, and by words that a call was given.

    ``claimed``: of sentences with a stated value; ``known``: of those and of sentences with a word of the vocabulary.
    """

    claimed: Part = field(default_factory=Part)
    known: Part = field(default_factory=Part)

    def add(self, other: Share) -> None:
        """Add what another document has."""
        self.claimed.add(other.claimed)
        self.known.add(other.known)

    def __str__(self) -> str:
        return f"bound: {self.claimed} with a claim, {self.known} with a claim or a word of the vocabulary"


def loose_words(scoped_sentences: Iterable[Scoped], verdicts: Iterable[Verdict]) -> tuple[list[Loose], Share]:
    """Return the loose words of claimed sentences, and the share that is bound. ``verdicts``: on the claims; where one
    could not be read, its sentence's words are not judged.
    """
    verdicts = list(verdicts)
    taken = {span for verdict in verdicts if verdict.reading for span in verdict.reading.taken}
    unread = {verdict.claim.id for verdict in verdicts if verdict.status == BROKEN and verdict.reading is None}
    share = Share()
    loose: list[Loose] = []
    for scoped in scoped_sentences:
        sentence = scoped.sentence
        taken_words = [word for word in sentence.words if sentence.span(word.start, word.end) in taken]
        bound = {at for word in taken_words for at in range(word.start, word.end)}
        part = _part(sentence, bound)
        if sentence.marks:
            loose += _of_sentence(scoped, bound) if unread.isdisjoint(mark.id for mark in sentence.marks) else ()
            share.claimed.add(part)
        if sentence.marks or any(word.entry.kind not in (BOUND, HOW_OFTEN) for word in sentence.words):
            share.known.add(part)
    return loose, share


def _part(sentence: Sentence, bound: Collection[int]) -> Part:
    content = [at for at, token in enumerate(sentence.tokens) if _is_content(token)]
    return Part(sum(at in bound or sentence.tokens[at].mark is not None for at in content), len(content), 1)


def _is_content(token: Token) -> bool:
    return token.word not in _PLAIN and any(map(str.isalnum, token.word))


def _of_sentence(scoped: Scoped, bound: Collection[int]) -> Iterator[Loose]:
    sentence = scoped.sentence
    covered = set(bound)
    for word in sentence.words:
        here = range(word.start, word.end)
        if word.start in bound or not _is_open(word.token):
            continue
        covered.update(here)
        span = sentence.span(word.start, word.end)
        yield Loose(word.entry.kind, sentence.written(word.start, word.end), span, scoped.stack, known=True)
    for at, token in enumerate(sentence.tokens):
        kind = risky(token.word)
        if kind and at not in covered and _is_open(token) and not _is_pronoun(sentence, at):
            yield Loose(kind, sentence.written(at, at + 1), sentence.span(at, at + 1), scoped.stack, known=False)


def _is_open(token: Token) -> bool:
    """Whether a word is neither part of a value nor set apart."""
    return token.mark is None and not token.aside


def _is_pronoun(sentence: Sentence, at: int) -> bool:
    """Whether "one" is no number: "this one", "the newest one."."""
    tokens = sentence.tokens
    if tokens[at].word != "one":
        return False
    behind = tokens[at + 1].word if at + 1 < len(tokens) else "."
    return not any(map(str.isalnum, behind)) or (at > 0 and tokens[at - 1].word in _BEFORE_PRONOUN)
