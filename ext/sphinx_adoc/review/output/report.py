"""A review as text for a reply.

The text is at most a screen: what breaks first, then what is stated otherwise, then how the pages read. It is empty
where a patch changes nothing that is read and breaks nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.review.model import Lost, Review, Told
from sphinx_adoc.review.states.reading import Change
from sphinx_adoc.review.states.stated import Restated

SCREEN: Final = 50  # lines
WIDTH: Final = 78  # columns
BREAKS: Final = 22  # lines of a screen for what breaks, at most
MENDED: Final = 8  # for what the earlier version broke
STATES: Final = 12  # and for what is stated
BETWEEN: Final = 8  # for what is broken only within a series
NAMED: Final = 8  # for the patches of a series that are named
LEAST: Final = 5  # for how it reads, and for each part that follows another one
AROUND: Final = 4  # words that are shown before and behind a change
LONGEST: Final = 24  # words of one run; of a longer one the ends are shown, it is in the patch


def as_text(found: Review) -> str:
    """The review for people; '' where there is nothing to say."""
    told = found.findings or found.claims or found.facts or found.between
    mended = found.versions.mended if found.versions else ()
    if not (told or found.changes or found.moved or mended):
        return ""
    head = [*textwrap.wrap(f"{found.on}.", WIDTH), _counted(found), ""]
    tail = list(_tail(found))
    named = _section("Patches", list(_named(found)), NAMED)
    room = SCREEN - LEAST - len(head) - len(named) - max(len(tail), 2)
    parts = [
        ("Breaks", list(_breaks(found)), BREAKS),
        ("Mended since the earlier version", [_wrapped(_said(finding)) for finding in mended], MENDED),
        ("States", list(_states(found)), STATES),
        ("Broken in between", list(_between(found)), BETWEEN),
    ]
    body: list[str] = []
    for number, (title, items, most) in enumerate(parts, 1):
        later = LEAST * sum(bool(part[1]) for part in parts[number:])
        body += _section(title, items, min(most, room - len(body) - later))
    reads = _section("Reads", list(_reads(found.changes)), room - len(body) + LEAST)
    return "\n".join([*head, *body, *named, *reads, *tail]).rstrip("\n") + "\n"


def _counted(found: Review) -> str:
    pages = number_of(len(found.looked_at), "page")
    return f"{pages} of {found.pages} looked at; {number_of(len(found.touched), 'file')} touched."


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


def _wrapped(text: str, first: str = "  ", rest: str = "    ") -> list[str]:
    """A paragraph of a section, its second line and all others further in. Words stay whole: some are paths."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


# -- what breaks -------------------------------------------------------------------------------------------------------


def _breaks(found: Review) -> Iterator[list[str]]:
    for anchor in found.lost:
        yield [line for text in _lost(anchor, found) for line in text]
    for finding in found.caused:
        yield _wrapped(f"{_said(finding)}{_since(found, finding)}{_aside(finding, found.touched)}")


def _said(finding: Finding) -> str:
    return f"{finding.span.start}: {finding.severity}: {finding.text} [{finding.code}]"


def _since(found: Review, told: Told) -> str:
    """Which patch of a series it comes from, and whether an earlier version did so too; '' where neither is known."""
    member = found.since.get(told)
    fails = "fails " if isinstance(told, Finding) and told.code == Code.CLAIM_FAILED else ""
    since = f", {fails}since {member}" if member else ""
    return f"{since}, as in the earlier version" if _is_old(found, told) else since


def _is_old(found: Review, told: Told) -> bool:
    return found.versions is not None and told in found.versions.still


def _aside(finding: Finding, touched: frozenset[str]) -> str:
    return "" if finding.span.start.path in touched else " (a file that is not touched)"


def _lost(anchor: Lost, found: Review) -> Iterator[list[str]]:
    """An anchor that is gone, and the references that pointed at it."""
    title = f" of '{anchor.title}'" if anchor.title else ""
    made = "" if anchor.explicit else ", made from its title,"
    now = f"; it is '{anchor.now}' now" if anchor.now else f"; it is in {anchor.there} now" if anchor.there else ""
    count = f"{number_of(len(anchor.references), 'reference')} to it" if anchor.references else "links from outside"
    verb = "breaks" if len(anchor.references) == 1 else "break"
    said = f"the anchor '{anchor.id}'{title}{made} is gone{now}; {count} {verb}"
    since = _since(found, anchor.finding)
    yield _wrapped(f"{anchor.place}: warning: {said} [anchor-vanished]{since}")
    for finding in anchor.references:
        other = _since(found, finding)
        said = f"points at it{other if other != since else ''}{_aside(finding, found.touched)}"
        yield [f"  {line}" for line in _wrapped(f"{finding.span.start}: {said}")]


# -- what is broken within a series ------------------------------------------------------------------------------------


def _between(found: Review) -> Iterator[list[str]]:
    """Each finding under the patch that broke it and the one that mended it, which are named once."""
    before = ""
    for item in found.between:
        run = f"by {item.broken}, mended by {item.mended}:"
        yield [*(_wrapped(run) if run != before else []), *(f"  {line}" for line in _wrapped(_said(item.finding)))]
        before = run


def _named(found: Review) -> Iterator[list[str]]:
    """The patches that the report names, with their subjects."""
    named = {*found.since.values(), *(each for item in found.between for each in (item.broken, item.mended))}
    for member in found.patches:
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


def _states(found: Review) -> Iterator[list[str]]:
    for change in found.claims:
        yield _wrapped(f"{change.place}: {_restated(change)}{_since(found, change)}")
    for fact in found.facts:
        where = f" ({fact.page})" if fact.page else ""
        yield _wrapped(f"{fact.place}: {fact.before} -> {fact.after}{where}{_since(found, fact)}")


def _restated(change: Restated) -> str:
    before, after = change.before or "nothing", change.after or "nothing"
    return _SAID[change.kind].format(id=change.id, before=before, after=after)


# -- how it reads ------------------------------------------------------------------------------------------------------


def _reads(changes: Sequence[Change]) -> Iterator[list[str]]:
    """Each changed piece under its file and section, which are named once."""
    before = ""
    for change in changes:
        where = change.row.place.path + (f", {change.row.section}" if change.row.section else "")
        head = [] if where == before else _wrapped(f"{where}:")
        before = where
        line = f"{change.row.place.line}" if change.after else f"was {change.row.place.line}"
        yield [*head, *(f"  {words}" for words in _wrapped(f"{line}: {_read(change)}"))]


def _read(change: Change) -> str:
    kind = change.row.kind
    named = {"cell": change.row.where, "line": "code"}.get(kind, kind if kind != "paragraph" else "")
    label = f"{named}: " if named else ""
    if change.before is None:
        return f"{label}{{+{_clipped(change.row.text)}+}}"
    if change.after is None:
        return f"{label}[-{_clipped(change.row.text)}-]"
    return label + " ".join(_runs(change.words))


def _runs(words: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Words that went and came, with some of those that stayed around them."""
    for number, (op, text) in enumerate(words):
        if op == "=":
            yield _cut(text, number > 0, number < len(words) - 1)
        else:
            yield f"[-{_clipped(text)}-]" if op == "-" else f"{{+{_clipped(text)}+}}"


def _clipped(text: str) -> str:
    words = text.split()
    if len(words) <= LONGEST + 8:  # for fewer the dots take as much room
        return text
    return " ".join([*words[: LONGEST // 2], f"... ({len(words) - LONGEST} words) ...", *words[-LONGEST // 2 :]])


def _cut(text: str, behind: bool, before: bool) -> str:
    """The words next to a change; dots stand for the rest."""
    words = text.split()
    if len(words) <= AROUND * (behind + before) + 1:
        return text
    first = words[:AROUND] if behind else []
    last = words[-AROUND:] if before else []
    return " ".join([*first, "...", *last])


def _tail(found: Review) -> Iterator[str]:
    if found.doubts:
        first = found.doubts[0]
        more = f" ({len(found.doubts)} such places)" if len(found.doubts) > 1 else ""
        doubt = f"On both sides much behind {first.span.start} may be misread: {first.text} [{first.code}]{more}"
        yield from _wrapped(doubt, "", "")
    said = []
    if found.cured:
        said.append(f"{number_of(found.cured, 'finding')} cured")
    if found.moved:
        said.append(f"{number_of(len(found.moved), 'piece')} moved, word for word")
    if found.markup_only:
        said.append(f"{number_of(found.markup_only, 'piece')} with other markup alone")
    if found.claims and not found.ran:
        said.append("claims were not run (--run)")
    if said:
        yield from textwrap.wrap("; ".join(said).capitalize() + ".", WIDTH)
