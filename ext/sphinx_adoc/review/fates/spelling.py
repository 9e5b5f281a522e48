"""Words that came and are nearly, but not quite, words of the project's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.project.vocabulary import NUMBER, tokens
from sphinx_adoc.syntax.source import Place

from .words import Change

_SIGNS: Final = re.compile(r"[-_.+]")
_LEAST: Final = 6  # letters of a word from which one wrong letter is a slip, no other word
_NEAR: Final = 0.85  # difflib's ratio from which it is


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A word that came, and the ``right`` spelling of the vocabulary's ``kind`` that it nearly is."""

    word: str
    right: str
    kind: str
    place: Place


def misspelt(changes: Sequence[Change], vocabulary: Vocabulary) -> tuple[Misspelt, ...]:
    """Return the words of changed pieces that are nearly of the vocabulary, each once in a piece."""
    known = {spelling: kind for kind, members in vocabulary.own.items() for spellings in members.values()
             for spelling in spellings if NUMBER not in spelling and len([*tokens(spelling)]) == 1}  # fmt: skip
    if not known:
        return ()
    folded = {_folded(spelling): spelling for spelling in known}
    words: dict[tuple[Place, str], Misspelt] = {}
    for change in changes:
        for word in _came(change):
            if right := _right(word, known, folded):
                words.setdefault((change.piece.place, word), Misspelt(word, right, known[right], change.piece.place))
    return tuple(words.values())


def _came(change: Change) -> Iterator[str]:
    if change.after is None:
        return
    came = " ".join(words for sign, words in change.words if sign == "+") if change.before else change.after.text
    yield from (match[0] for match in tokens(came))


def _right(word: str, known: Mapping[str, str], folded: Mapping[str, str]) -> str:
    """The spelling that a word nearly is, '' for one that is right or another word."""
    plain = word.casefold()
    if any(plain == spelling.casefold() for spelling in known):
        return ""
    if (same := folded.get(_folded(word))) is not None:
        return same
    if len(plain) < _LEAST:
        return ""
    likely = [spelling for spelling in known if _is_slip(plain, spelling.casefold())]
    return likely[0] if len(likely) == 1 else ""


def _is_slip(word: str, spelling: str) -> bool:
    """Whether a word is a spelling with one wrong letter or two; a plural is none."""
    if word[0] != spelling[0] or abs(len(word) - len(spelling)) > 1 or word.rstrip("s") == spelling.rstrip("s"):
        return False
    return SequenceMatcher(None, word, spelling, autojunk=False).ratio() >= _NEAR


def _folded(word: str) -> str:
    return _SIGNS.sub("", word.casefold())
