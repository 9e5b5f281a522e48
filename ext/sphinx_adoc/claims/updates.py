"""What documents state brought up to date: the changes that make claims true which do not hold.

Stated values and cells get the computed value in the manner of their words, sessions the output that was printed. What
cannot be said in the words' own manner, and asserts, are left to the author.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sphinx_adoc.finding import Finding, Fix
from sphinx_adoc.syntax.source import Place, Span

from . import examples, tables, values
from .evaluate import guarded
from .model import FAILED, Claim, Verdict
from .phrase import Edit, Mismatch, Unreadable, compare, edited, renamed, restate
from .promote import promoted
from .session import Session
from .values import Stated

Source = Callable[[str], str]  # the text of a file
_FENCE = re.compile(r"(?:-{2}|-{4,}|={4,}|\.{4,}|_{4,}|\*{4,}|\+{4,}|/{4,}|`{3,}|\|===)\s*")  # would end the block
_NEGATED = re.compile(r"\s*(?:neither|not|none of|no)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*,\s*(?:and|or)\s+|\s*,\s*|\s+(?:and|or)\s+")


def update(session: Session, claim: Claim, verdict: Verdict, source: Source) -> list[Finding]:
    """Return the findings of a claim that did not hold, one for each change that would make it true; the verdict's own
    where there is none.
    """
    own = verdict.finding()
    if own is None:
        return []
    session = session.session_of(claim)
    fixes = guarded(session, claim, lambda: list(_fixes(session, claim, source))) if verdict.status == FAILED else []
    return [own] if isinstance(fixes, Verdict) or not fixes else [replace(own, span=fix.span, fix=fix) for fix in fixes]


def _fixes(session: Session, claim: Claim, source: Source) -> Iterator[Fix]:
    if claim.kind == "snippet":
        yield from _of_session(session, claim, source)
        return
    stated = values.stated if claim.kind == "value" else tables.stated
    stated_values = stated(session, claim)
    for one in [] if isinstance(stated_values, Verdict) else stated_values:
        before = _slice(source(one.span.start.path), one.span)
        after = _restated(one, before)
        if after is not None and after != before:
            yield Fix(f"state {after}", one.span, before=before, replacement=after)


# -- phrases and cells -------------------------------------------------------------------------------------------------


def _slice(text: str, span: Span) -> str:
    """What stands in a file from a span's first character to its last."""
    lines = text.split("\n")[span.start.line - 1 : span.end.line]
    if not lines or not span.start.line:
        return ""
    lines[-1] = lines[-1][: span.end.column]
    lines[0] = lines[0][span.start.column - 1 :]
    return "\n".join(lines)


def _restated(stated: Stated, source: str) -> str | None:
    """What has to stand there; None where that cannot be told, or nothing has to change."""
    if stated.others:
        return None  # the words stand for several values
    try:
        if compare(stated.words, stated.names, stated.value, stated.units).true:
            return None
    except (Unreadable, Mismatch):
        return None
    if stated.names:
        if _NEGATED.match(stated.words):
            return None  # what else is it not?
        new = renamed(stated.names, stated.value)
        return _listed(source, stated.names, new) if new else None
    edits = restate(stated.words, stated.value, stated.units)
    if edits is None or source.split() != stated.words.split():
        return None  # markup, or an attribute's value, stands among the words
    return edited(source, [_moved(edit, stated.words, source) for edit in edits])


def _moved(edit: Edit, words: str, source: str) -> Edit:
    """An edit of words as one of their source, which may only have other blanks between them."""
    places = [at for at, character in enumerate(source) if not character.isspace()]
    before, up_to = (len("".join(words[:position].split())) for position in (edit.start, edit.end))
    return Edit(places[before] if before < up_to else places[up_to - 1] + 1, places[up_to - 1] + 1, edit.text)


def _listed(source: str, old: Sequence[str], new: Sequence[str]) -> str | None:
    """Names in the markup of the first one, joined as they were."""
    match = re.match(rf"(\W*){re.escape(old[0])}(\W*?)(?={_SEPARATOR.pattern}|$)", source)
    if match is None:
        return None
    marked = [f"{match[1]}{name}{match[2]}" for name in new]
    last = [*_SEPARATOR.findall(source), " and "][max(len(old) - 2, 0)]
    return ", ".join(marked[:-1]) + last + marked[-1] if len(marked) > 1 else marked[0]


# -- sessions ----------------------------------------------------------------------------------------------------------


def _of_session(session: Session, claim: Claim, source: Source) -> Iterator[Fix]:
    """The output that was printed, in place of the expected one."""
    if not examples.is_session(claim.text):
        return
    lines = source(claim.place.path).split("\n")
    for difference in session.afresh(claim).differences(claim):
        fix = _printed(claim, difference, lines)
        if fix:
            yield fix


def _printed(claim: Claim, difference: examples.Difference, lines: Sequence[str]) -> Fix | None:
    """The last line of the input with what is expected below it, as they should be; None where it cannot be told."""
    old = difference.expected.splitlines()
    new = _expected(difference, old)
    first = difference.example.lineno + difference.example.source.count("\n") - 1
    numbers = claim.lines[first : first + len(old) + 1]
    stands = [lines[number - 1] for number in numbers if number <= len(lines)]
    expected = claim.text.split("\n")[first : first + len(old) + 1]
    if new is None or any(map(_FENCE.fullmatch, new)) or [*map(str.rstrip, stands)] != [*map(str.rstrip, expected)]:
        return None
    span = Span(Place(claim.place.path, numbers[0], 1), Place(claim.place.path, numbers[-1], max(len(stands[-1]), 1)))
    end = "\r" if stands[0].endswith("\r") else ""
    after = [stands[0], *(" " * difference.example.indent + line + end for line in new)]
    return Fix("expect what was printed", span, before="\n".join(stands), replacement="\n".join(after))


def _expected(difference: examples.Difference, old: Sequence[str]) -> list[str] | None:
    """The lines that are to be expected. None for an exception that nobody expects: it is no output."""
    printed = [line or "<BLANKLINE>" for line in difference.computed.splitlines()]
    if not difference.raised:
        return promoted(old, printed)
    if difference.example.exc_msg is None:
        return None
    length = len(difference.example.exc_msg.splitlines())
    return [*old[: len(old) - length], *promoted(old[len(old) - length :], printed)]
