"""How claimed sentences read, kept in a file, so that another word in one of them is noticed where no call takes it.

Of a sentence all words are kept but articles, in their order. A stated value stands as ``<id>``, with the nouns that it
counts, a word that a call takes as ``{kind}``: what these say is judged by what is computed, so changing them is no
rewording. A table of cases is kept as the words of its header.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.claims.model import BROKEN, Verdict
from sphinx_adoc.claims.phrase import counted
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

from .scopes import Scoped
from .sentences import Sentence, SentenceWord

Record = Mapping[str, Mapping[str, str]]
"""The sentences of each document, by the id of the first value that each states."""

ACCEPT: Final = "claims --accept-wording"
_ARTICLES: Final = frozenset(["a", "an", "the"])
_PART: Final = re.compile(r"<[^>]*>|\S+")
_PLACES: Final = re.compile(r"\{\w+\}")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_HEAD: Final = (
    f"# How claimed sentences read; written by `sphinx-adoc {ACCEPT}`.\n"
    "# <id>: a stated value, {kind}: a word that is computed with. All other words are compared with the documents.\n"
)


class BadRecord(ValueError):
    """A file is no record of wordings; the message says why."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How something claimed reads. ``key``: the id of the first value that a sentence states; ``ID^`` of one that only
    hands words on to a claim. ``is_read``: whether all of its claims could be read, so that ``text`` is sure.
    """

    key: str
    text: str
    span: Span
    stack: tuple[Place, ...] = ()
    is_read: bool = True


def wordings(scoped_sentences: Iterable[Scoped], verdicts: Iterable[Verdict]) -> list[Wording]:
    """Return how the claimed sentences of a document read, and those that hand words on to claims."""
    verdicts = list(verdicts)
    taken: dict[Span, str] = {}
    for verdict in verdicts:
        for span in verdict.reading.taken if verdict.reading else ():
            taken.setdefault(span, verdict.claim.id)
    unread = {verdict.claim.id for verdict in verdicts if verdict.status == BROKEN and verdict.reading is None}
    sentences = [one for scoped in scoped_sentences if (one := _of_sentence(scoped, taken, unread)) is not None]
    return [*sentences, *_of_tables(verdicts)]


def _of_sentence(scoped: Scoped, taken: Mapping[Span, str], unread: set[str]) -> Wording | None:
    sentence = scoped.sentence
    bound = {word.start: word for word in sentence.words if sentence.span(word.start, word.end) in taken}
    ids = [mark.id or "" for mark in sentence.marks]
    if not ids and not bound:
        return None
    span = sentence.span(0, len(sentence.tokens))
    wording = " ".join(_words(sentence, bound))
    if not ids and not _PLACES.sub("", wording).strip():
        return None  # nothing but words that are computed with
    handing = next((f"{taken[sentence.span(word.start, word.end)]}^" for word in bound.values()), "")
    return Wording(
        next(filter(None, ids), "") or handing or wording, wording, span, scoped.stack, unread.isdisjoint(ids)
    )


def _words(sentence: Sentence, bound: Mapping[int, SentenceWord]) -> Iterator[str]:
    at, tokens = 0, sentence.tokens
    while at < len(tokens):
        token, start = tokens[at], at
        at += 1
        if token.mark is not None:
            while at < len(tokens) and tokens[at].mark is token.mark:
                at += 1
            yield f"<{' '.join([token.mark.id or '', *counted(sentence.written(start, at))])}>"
        elif start in bound:
            at = bound[start].end
            yield f"{{{bound[start].entry.kind}}}"
        elif token.word not in _ARTICLES and any(map(str.isalnum, token.word)):
            yield token.word


def _of_tables(verdicts: Iterable[Verdict]) -> Iterator[Wording]:
    for verdict in verdicts:
        claim = verdict.claim
        if claim.kind == "table" and claim.rows and claim.id:
            wording = " | ".join(" ".join(cell.text.split()).lower() for cell in claim.rows[0])
            yield Wording(claim.id, wording, claim.span, claim.stack)


# -- the record --------------------------------------------------------------------------------------------------------


def read_record(text: str) -> Record:
    """Return the record that a file's text is. Raise BadRecord."""
    try:
        record = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRecord(f"it is no TOML: {error}") from error
    for name, sentences in record.items():
        if not isinstance(sentences, dict) or not all(isinstance(wording, str) for wording in sentences.values()):
            raise BadRecord(f"'{name}' is no table of sentences; write it anew: {ACCEPT}")
    return record


def written_record(record: Record) -> str:
    """Return the text of a record, documents by their names, sentences in their order."""
    tables = [f"\n[{_quoted(name)}]\n{_table(record[name])}" for name in sorted(record) if record[name]]
    return _HEAD + "".join(tables)


def _table(sentences: Mapping[str, str]) -> str:
    return "".join(f"{_key(key)} = {_quoted(wording)}\n" for key, wording in sentences.items())


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def accepted(current: Iterable[Wording], before: Mapping[str, str]) -> dict[str, str]:
    """Return what is to be kept of a document: how it reads now; of what could not be read, what was kept before."""
    kept: dict[str, str] = {}
    is_read = True
    for one in current:
        is_read &= one.is_read
        wording = one.text if one.is_read else before.get(one.key)
        if wording is not None:
            kept.setdefault(one.key, wording)
    return kept if is_read else {**before, **kept}


def differences(current: Iterable[Wording], kept: Mapping[str, str], document: str) -> Iterator[Finding]:
    """Give a finding for each sentence of a document that reads otherwise than is kept, is not kept, or is gone."""
    seen: set[str] = set()
    is_read = True
    for one in current:
        is_read &= one.is_read
        if one.key in seen:
            continue
        seen.add(one.key)
        message = _difference(one, kept.get(one.key)) if one.is_read else ""
        if message:
            hint = f"does what is computed still say the same? Then {ACCEPT}"
            yield Finding(Code.CLAIM_REWORDED, message, one.span, hint=hint, stack=one.stack)
    for key in sorted(kept.keys() - seen) if is_read else ():
        place = Place(document, 1, 1)
        message = f"the claimed sentence of '{key.rstrip('^')}' is gone: {kept[key]}"
        hint = f"if that need not be checked any longer: {ACCEPT}"
        yield Finding(Code.CLAIM_REWORDED, message, Span(place, place), hint=hint)


def _difference(one: Wording, before: str | None) -> str:
    """What is wrong with how something reads; '' where it reads as is kept."""
    if before is None:
        return f"how this sentence reads is not kept yet: {one.text}"
    if before == one.text:
        return ""
    old, new = _PART.findall(before), _PART.findall(one.text)
    changes = [
        change for change in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if change[0] != "equal"
    ]
    differences = [_change(old[low:high], new[first:last]) for _, low, high, first, last in changes]
    return f"a claimed sentence reads otherwise than was accepted: {'; '.join(differences)}"


def _change(old: list[str], new: list[str]) -> str:
    if not old:
        return f"'{' '.join(new)}' is new"
    return f"'{' '.join(old)}' became '{' '.join(new)}'" if new else f"'{' '.join(old)}' is gone"
