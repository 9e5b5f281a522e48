"""A review as text for a reply.

The text is at most a screen: the verdict first, then what breaks, what is stated otherwise, what else changed, and how
the pages read. Its last line says what became of every changed line. It is empty where a patch breaks nothing and every
changed line was looked at and makes no difference to a reader.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sphinx_adoc.codes import ERROR, INFO, WARNING, Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.finding.report.text import printable
from sphinx_adoc.review.fates.model import Fact, Lost, Shifted, Statement
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import ATTRIBUTE, RAW, TARGET
from sphinx_adoc.review.states.stated import ClaimChange

from .details import Entry, configuration, entries, kind_of, names_itself, structure, together, unread, whole_files
from .reads import reads
from .sentences import adds_up, verdict
from .words import AROUND, WIDTH, came, clipped, gone, wrapped

SCREEN: Final = 50  # lines
BREAKS: Final = 22  # lines of a screen for what breaks, at most
REMARKS: Final = 12  # for findings of the severity info
MENDED: Final = 8  # for what the earlier version broke
STATES: Final = 12  # and for what is stated
RAW_OUTPUT: Final = 8  # for raw output
DETAILS: Final = 8  # for each of targets, attributes and structure
QUANTITIES: Final = 6  # of one piece of text that came or went
FILES: Final = 6  # for files that are renamed or gone
CURED: Final = 5  # for what it mends
UNREAD: Final = 6  # for what was not looked at
BETWEEN: Final = 8  # for what is broken only within a series
NAMED: Final = 8  # for the patches of a series that are named
LEAST: Final = 5  # for how it reads, and for each part that follows another one


def as_text(review: Review) -> str:
    """Return the review for people; '' where there is nothing to say."""
    if review.silent:
        return ""
    mended = review.versions.mended if review.versions else ()
    first = (verdict(review), f"{review.on}.", f"{review.read_as}." if review.read_as else "", _counted(review))
    head = [*(line for words in first for line in wrapped(words, "", "")), ""]
    tail = [*_tail(review), *wrapped(adds_up(review), "", "")]
    named = _section("Patches", list(_named(review)), NAMED)
    room = SCREEN - LEAST - len(head) - len(named) - max(len(tail), 2)
    parts = [
        ("Configuration", [*_settings(review)], RAW_OUTPUT),
        ("Raw output", [*_details(entries(review, RAW))], RAW_OUTPUT),
        ("Breaks", _breaks(review), BREAKS),
        ("Remarks", _remarks(review), REMARKS),
        ("Files", [wrapped(f"{path} {what}") for path, what in whole_files(review)], FILES),
        ("Mended since the earlier version", [wrapped(_said(finding)) for finding in mended], MENDED),
        ("States", list(_states(review)), STATES),
        ("Spelling", [*_spelling(review)], DETAILS),
        ("Targets", [*_details(entries(review, TARGET))], DETAILS),
        ("Attributes", [*_details(entries(review, ATTRIBUTE))], DETAILS),
        ("Structure", [*_details(structure(review))], DETAILS),
        ("Broken in between", list(_between(review)), BETWEEN),
        ("Mends", [wrapped(_said(finding)) for finding in review.cured], CURED),
        ("Not looked at", [wrapped(f"{path}: {what}") for path, what in unread(review)], UNREAD),
    ]
    body: list[str] = []
    for number, (title, items, most) in enumerate(parts, 1):
        later = LEAST * sum(bool(part[1]) for part in parts[number:])
        body += _section(title, items, min(most, room - len(body) - later))
    read = _section("Reads", list(reads(review.changes)), room - len(body) + LEAST)
    return "\n".join(map(printable, [*head, *body, *named, *read, *tail])).rstrip("\n") + "\n"


def nothing_differs(review: Review) -> str:
    """Return what is said where no file differs: that nothing was looked at is no silence."""
    return f"No file differs: nothing was looked at.\n{review.on}.\n"


def _counted(review: Review) -> str:
    pages = number_of(len(review.looked_at), "page")
    return f"{pages} of {review.pages} looked at; {number_of(len(review.touched), 'file')} touched."


def _section(name: str, items: Sequence[list[str]], room: int) -> list[str]:
    """A head with what stands under it, as much as there is room for, and how much was left out."""
    if not items:
        return []
    lines, shown = [f"{name}:"], 0
    for item in items:
        if len(lines) + len(item) > room - 1 and shown:
            break
        lines += item
        shown += 1
    if shown < len(items):
        lines.append(f"  ... and {len(items) - shown} more; --html and --format json have all")
    return [*lines, ""]


# -- what breaks -------------------------------------------------------------------------------------------------------


_REMARK: Final = 3


def _breaks(review: Review) -> list[list[str]]:
    """What breaks, the worst first, as a screen may not have room for all."""
    return [item for weight, item in sorted(_weighed(review), key=lambda pair: pair[0]) if weight != _REMARK]


def _remarks(review: Review) -> list[list[str]]:
    """What is no error and no warning."""
    return [item for weight, item in _weighed(review) if weight == _REMARK]


def _weighed(review: Review) -> Iterator[tuple[int, list[str]]]:
    """What breaks, with 0 for what is an error, 1 for what reaches other text of these pages, 2 for the rest, and 3 for
    a remark.
    """
    for anchor in review.lost:
        weight = 1 if anchor.references or anchor.elsewhere else 2
        lines = [line for text in _lost(anchor, review) for line in text]
        yield (_REMARK if anchor.finding.severity == INFO else weight), lines
    for one in review.shifted:
        weight = 1 if one.references else 2
        yield (_REMARK if one.finding.severity == INFO else weight), [*_shifted(one, review)]
    for finding in review.caused:
        said = f"{_said(finding)}{_since(review, finding)}{_aside(finding, review.touched)}"
        yield {ERROR: 0, WARNING: 1}.get(finding.severity, _REMARK), wrapped(said)


def _said(finding: Finding) -> str:
    return f"{finding.span.start}: {finding.severity}: {finding.text} [{finding.code}]"


def _since(review: Review, statement: Statement) -> str:
    """Which patch of a series it comes from, and whether an earlier version did so too; '' where neither is known."""
    member = review.since.get(statement)
    fails = "fails " if isinstance(statement, Finding) and statement.code == Code.CLAIM_FAILED else ""
    since = f", {fails}since {member}" if member else ""
    return f"{since}, as in the earlier version" if _is_old(review, statement) else since


def _is_old(review: Review, statement: Statement) -> bool:
    return review.versions is not None and statement in review.versions.still


def _aside(finding: Finding, touched: frozenset[str]) -> str:
    return "" if finding.span.start.path in touched else " (a file that is not touched)"


def _lost(anchor: Lost, review: Review) -> Iterator[list[str]]:
    """An anchor that is gone, and the references that pointed at it."""
    title = f" of '{anchor.title}'" if anchor.title else ""
    made = "" if anchor.explicit else ", made from its title,"
    now = f"; it is '{anchor.now}' now" if anchor.now and not anchor.there else ""
    what = f"is no longer on {anchor.page}, but still on {anchor.still}{now}" if anchor.still else f"is gone{now}"
    what = f"is on another page now, {anchor.there}, no longer on {anchor.page}" if anchor.there else what
    count = f"{number_of(len(anchor.references), 'reference')} to it" if anchor.references else "links from outside"
    verb = "breaks" if len(anchor.references) == 1 else "break"
    said = f"the anchor '{anchor.id}'{title}{made} {what}; {count} {verb}"
    since, aside = _since(review, anchor.finding), _aside(anchor.finding, review.touched)
    yield wrapped(f"{anchor.place}: {anchor.finding.severity}: {said} [anchor-vanished]{since}{aside}")
    for finding in anchor.references:
        other = _since(review, finding)
        said = f"points at it{other if other != since else ''}{_aside(finding, review.touched)}"
        yield [f"  {line}" for line in wrapped(f"{finding.span.start}: {said}")]
    for place in anchor.elsewhere:
        aside = "" if place.path in review.touched else " (a file that is not touched)"
        yield [f"  {line}" for line in wrapped(f"{place}: leads to {anchor.leads_to} now{aside}")]


def _shifted(one: Shifted, review: Review) -> Iterator[str]:
    """An anchor that means something else, and the references that lead elsewhere with it."""
    yield from wrapped(f"{_said(one.finding)}{_since(review, one.finding)}")
    for place in one.references:
        aside = "" if place.path in review.touched else " (a file that is not touched)"
        yield from (f"  {line}" for line in wrapped(f"{place}: leads there now{aside}"))


# -- what is broken within a series ------------------------------------------------------------------------------------


def _between(review: Review) -> Iterator[list[str]]:
    """Each finding under the patch that broke it and the one that mended it, which are named once."""
    before = ""
    for item in review.between:
        run = f"by {item.broken}, mended by {item.mended}:"
        yield [*(wrapped(run) if run != before else []), *(f"  {line}" for line in wrapped(_said(item.finding)))]
        before = run


def _named(review: Review) -> Iterator[list[str]]:
    """The patches that the report names, with their subjects."""
    named = {*review.since.values(), *(each for item in review.between for each in (item.broken, item.mended))}
    for member in review.patches:
        if member in named:
            yield ["  " + textwrap.shorten(f"{member}: {member.subject}", WIDTH - 2, placeholder=" ...")]


# -- what is stated ----------------------------------------------------------------------------------------------------

_SAID: Final = {
    "added": "new claim '{id}': {after}",
    "removed": "the claim '{id}' is gone: {before}",
    "moved": "the claim '{id}' has moved here from {before}",
    "value": "claim '{id}': {before} -> {after}",
    "code": "claim '{id}': its check is another one: {after}",
    "table": "claim '{id}': {before} -> {after}",
}


def _states(review: Review) -> Iterator[list[str]]:
    for change in review.claims:
        yield wrapped(f"{change.place}: {_claim_change(change)}{_since(review, change)}")
    for facts in together(review):
        fact = facts[0]
        where = f" ({fact.section})" if fact.section else ""
        said = f"{fact.before} -> {fact.after}" if fact.before and fact.after else _marked(facts)
        said = f"{fact.label}: {said}" if fact.label else said
        yield wrapped(f"{fact.place}: {said}{where}{_since(review, fact)}")


def _spelling(review: Review) -> Iterator[list[str]]:
    for one in review.misspelt:
        yield wrapped(f"{one.place}: '{one.word}': the vocabulary has '{one.right}' ({one.kind})")


def _marked(facts: Sequence[Fact]) -> str:
    named = [fact.before or fact.after for fact in facts[:QUANTITIES]]
    more = f" and {len(facts) - QUANTITIES} more" if len(facts) > QUANTITIES else ""
    said = f"{', '.join(named)}{more}"
    return gone(said) if facts[0].before else came(said)


def _claim_change(change: ClaimChange) -> str:
    before, after = change.before or "nothing", change.after or "nothing"
    return _SAID[change.kind].format(id=change.id, before=before, after=after)


# -- what else there is to the text ------------------------------------------------------------------------------------


def _details(entries: Iterable[Entry]) -> Iterator[list[str]]:
    for entry, amount in Counter(entries).items():
        shown = f"; {entry.shown_at}" if entry.shown_at else ""
        times = f" ({amount} times)" if amount > 1 else ""
        yield wrapped(f"{entry.place}: {_detail(entry)}{shown}{times}")


def _detail(entry: Entry) -> str:
    before = "" if entry.before is None else clipped(entry.before) or "(empty)"
    after = "" if entry.after is None else clipped(entry.after) or "(empty)"
    name = "" if entry.category == ATTRIBUTE else f"{entry.name}: "
    mark = f" ({entry.danger})" if entry.danger else " (another host)" if entry.other_host else ""
    if entry.before is None:
        return f"{name}{came(after)}{mark}" if entry.after else came(entry.name)
    if entry.after is None:
        return f"{name}{gone(before)}" if entry.before else gone(entry.name)
    return f"{name}{before} -> {after}{mark}"


def _settings(review: Review) -> Iterator[list[str]]:
    for path, what in configuration(review):
        yield wrapped(f"{path}: {what}")


# -- the rest ----------------------------------------------------------------------------------------------------------


def _tail(review: Review) -> Iterator[str]:
    if review.doubts:
        first = review.doubts[0]
        more = f" ({len(review.doubts)} such places)" if len(review.doubts) > 1 else ""
        doubt = f"On both sides much behind {first.span.start} may be misread: {first.text} [{first.code}]{more}"
        yield from wrapped(doubt, "", "")
    said = []
    if pairs := [pair for pair in review.moved if not names_itself(pair[1])]:
        old, new = (f"{piece.place.path}:{piece.place.line}" for piece in pairs[0])
        words = " ".join(pairs[0][1].text.split()[:AROUND]) or kind_of(pairs[0][1])
        said.append(f"{number_of(len(pairs), 'piece')} moved, word for word (first {old} to {new}: {words})")
    if review.markup_only:
        said.append(f"{number_of(review.markup_only, 'piece')} with other markup alone")
    if review.claims and not review.ran:
        said.append("claims were not run (--run)")
    if said:
        words = "; ".join(said)
        yield from wrapped(f"{words[0].upper()}{words[1:]}.", "", "")
