"""What is wrong with the words of claimed sentences, independent of the callables that take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.suggest import Names, did_you_mean

from .matcher import Entry
from .scopes import Scoped
from .sentences import Sentence
from .texts import FOR, GIVEN, Phrase


def misplaced(scoped_sentences: Iterable[Scoped]) -> Iterator[Finding]:
    """Give the findings about words that overlap or are of two kinds, and about phrases that assign nothing."""
    for _, group in groupby(scoped_sentences, key=lambda scoped: id(scoped.block)):
        block = list(group)
        ids = [mark.id for scoped in block for mark in scoped.sentence.marks if mark.id]
        for scoped in block:
            if scoped.sentence.marks:
                yield from _doubtful(scoped)
            yield from _phrases(scoped, ids)


def _doubtful(scoped: Scoped) -> Iterator[Finding]:
    sentence = scoped.sentence
    for first, second in sentence.overlaps:
        one, other = (sentence.written(match.start, match.end) for match in (first, second))
        message = f"'{one}' ({first.entry.kind}) and '{other}' ({second.entry.kind}) overlap: the first one is read"
        hint = "say it in other words, or add the whole as a spelling"
        span = sentence.span(second.start, second.end)
        yield Finding(Code.CLAIM_WORD, message, span, hint=hint, stack=scoped.stack)
    for match in sentence.doubtful:
        entries: Sequence[Entry] = (match.entry, *match.others)
        kinds = " and ".join(f"{entry.kind} '{entry.member}'" for entry in entries)
        message = f"'{sentence.written(match.start, match.end)}' is {kinds}: a word can be of one kind only"
        span = sentence.span(match.start, match.end)
        yield Finding(Code.CLAIM_WORD, message, span, hint="change the vocabulary", stack=scoped.stack)


def _phrases(scoped: Scoped, ids: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the phrases of a sentence that say something about its words."""
    sentence = scoped.sentence
    seen: dict[Phrase, int] = {}
    for at, token in enumerate(sentence.tokens):
        for phrase in token.phrases:
            seen.setdefault(phrase, at)
    for phrase, at in seen.items():
        span = sentence.text.source.span(phrase.node.start, phrase.node.end)
        for message, hint in _of_phrase(sentence, phrase, at, ids):
            yield Finding(Code.CLAIM_WORD, message, span, hint=hint, stack=scoped.stack)


def _of_phrase(sentence: Sentence, phrase: Phrase, at: int, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    for target in phrase.targets:
        if target not in ids:
            near = Names(ids).nearest(target)
            hint = did_you_mean(near, f"there are: {', '.join(ids)}" if ids else "there is none")
            yield f"no claim '{target}' in this paragraph or item that the word could be for", hint
    if (phrase.given or phrase.targets) and not any(phrase in word.token.phrases for word in sentence.words):
        role = GIVEN if phrase.given else f"{FOR}{phrase.targets[0]}"
        yield (
            f"there is no word of the vocabulary in [.{role}]#...#, so nothing is handed on",
            "see [claims.vocabulary]",
        )
