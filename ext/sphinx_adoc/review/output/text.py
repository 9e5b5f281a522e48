"""A review as text for a reply.

The text is at most a screen: the verdict first, then what breaks, what is stated otherwise, what else changed, and how
the pages read. Its last line says what became of every changed line. It is empty where a patch breaks nothing and every
changed line was looked at and makes no difference to a reader.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final
from unicodedata import category, name

from sphinx_adoc.codes import ERROR, INFO, WARNING, Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.finding.report.text import printable
from sphinx_adoc.review.fates.model import Fact, Lost, Shifted, Statement
from sphinx_adoc.review.fates.words import Change
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import ATTRIBUTE, RAW, TARGET, Piece
from sphinx_adoc.review.states.stated import ClaimChange

from .details import Entry, configuration, entries, kind_of, names_itself, structure, together, unread, whole_files
from .sentences import adds_up, verdict

SCREEN: Final = 50  # lines
WIDTH: Final = 78  # columns
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
AROUND: Final = 4  # words that are shown before and behind a change
LONGEST: Final = 24  # words of one run; of a longer one the ends are shown, it is in the patch


def as_text(review: Review) -> str:
    """Return the review for people; '' where there is nothing to say."""
    if review.silent:
        return ""
    mended = review.versions.mended if review.versions else ()
    first = (verdict(review), f"{review.on}.", f"{review.read_as}." if review.read_as else "", _counted(review))
    head = [*(line for words in first for line in _wrapped(words, "", "")), ""]
    tail = [*_tail(review), *_wrapped(adds_up(review), "", "")]
    named = _section("Patches", list(_named(review)), NAMED)
    room = SCREEN - LEAST - len(head) - len(named) - max(len(tail), 2)
    parts = [
        ("Configuration", [*_settings(review)], RAW_OUTPUT),
        ("Raw output", [*_details(entries(review, RAW))], RAW_OUTPUT),
        ("Breaks", _breaks(review), BREAKS),
        ("Remarks", _remarks(review), REMARKS),
        ("Files", [_wrapped(f"{path} {what}") for path, what in whole_files(review)], FILES),
        ("Mended since the earlier version", [_wrapped(_said(finding)) for finding in mended], MENDED),
        ("States", list(_states(review)), STATES),
        ("Spelling", [*_spelling(review)], DETAILS),
        ("Targets", [*_details(entries(review, TARGET))], DETAILS),
        ("Attributes", [*_details(entries(review, ATTRIBUTE))], DETAILS),
        ("Structure", [*_details(structure(review))], DETAILS),
        ("Broken in between", list(_between(review)), BETWEEN),
        ("Mends", [_wrapped(_said(finding)) for finding in review.cured], CURED),
        ("Not looked at", [_wrapped(f"{path}: {what}") for path, what in unread(review)], UNREAD),
    ]
    body: list[str] = []
    for number, (title, items, most) in enumerate(parts, 1):
        later = LEAST * sum(bool(part[1]) for part in parts[number:])
        body += _section(title, items, min(most, room - len(body) - later))
    reads = _section("Reads", list(_reads(review.changes)), room - len(body) + LEAST)
    return "\n".join(map(printable, [*head, *body, *named, *reads, *tail])).rstrip("\n") + "\n"


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


def _wrapped(text: str, first: str = "  ", rest: str = "    ") -> list[str]:
    """A paragraph of a section, its second line and all others further in. Words stay whole: some are paths."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


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
        weight = 1 if anchor.references else 2
        lines = [line for text in _lost(anchor, review) for line in text]
        yield (_REMARK if anchor.finding.severity == INFO else weight), lines
    for one in review.shifted:
        weight = 1 if one.references else 2
        yield (_REMARK if one.finding.severity == INFO else weight), [*_shifted(one, review)]
    for finding in review.caused:
        said = f"{_said(finding)}{_since(review, finding)}{_aside(finding, review.touched)}"
        yield {ERROR: 0, WARNING: 1}.get(finding.severity, _REMARK), _wrapped(said)


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
    what = f"is on another page now, {anchor.there}, no longer on {anchor.page}" if anchor.there else f"is gone{now}"
    count = f"{number_of(len(anchor.references), 'reference')} to it" if anchor.references else "links from outside"
    verb = "breaks" if len(anchor.references) == 1 else "break"
    said = f"the anchor '{anchor.id}'{title}{made} {what}; {count} {verb}"
    since, aside = _since(review, anchor.finding), _aside(anchor.finding, review.touched)
    yield _wrapped(f"{anchor.place}: {anchor.finding.severity}: {said} [anchor-vanished]{since}{aside}")
    for finding in anchor.references:
        other = _since(review, finding)
        said = f"points at it{other if other != since else ''}{_aside(finding, review.touched)}"
        yield [f"  {line}" for line in _wrapped(f"{finding.span.start}: {said}")]


def _shifted(one: Shifted, review: Review) -> Iterator[str]:
    """An anchor that means something else, and the references that lead elsewhere with it."""
    yield from _wrapped(f"{_said(one.finding)}{_since(review, one.finding)}")
    for place in one.references:
        aside = "" if place.path in review.touched else " (a file that is not touched)"
        yield from (f"  {line}" for line in _wrapped(f"{place}: leads there now{aside}"))


# -- what is broken within a series ------------------------------------------------------------------------------------


def _between(review: Review) -> Iterator[list[str]]:
    """Each finding under the patch that broke it and the one that mended it, which are named once."""
    before = ""
    for item in review.between:
        run = f"by {item.broken}, mended by {item.mended}:"
        yield [*(_wrapped(run) if run != before else []), *(f"  {line}" for line in _wrapped(_said(item.finding)))]
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
        yield _wrapped(f"{change.place}: {_claim_change(change)}{_since(review, change)}")
    for facts in together(review):
        fact = facts[0]
        where = f" ({fact.section})" if fact.section else ""
        said = f"{fact.before} -> {fact.after}" if fact.before and fact.after else _marked(facts)
        yield _wrapped(f"{fact.place}: {said}{where}{_since(review, fact)}")


def _spelling(review: Review) -> Iterator[list[str]]:
    for one in review.misspelt:
        yield _wrapped(f"{one.place}: '{one.word}': the vocabulary has '{one.right}' ({one.kind})")


def _marked(facts: Sequence[Fact]) -> str:
    sign, end = ("[-", "-]") if facts[0].before else ("{+", "+}")
    named = [fact.before or fact.after for fact in facts[:QUANTITIES]]
    more = f" and {len(facts) - QUANTITIES} more" if len(facts) > QUANTITIES else ""
    return f"{sign}{', '.join(named)}{more}{end}"


def _claim_change(change: ClaimChange) -> str:
    before, after = change.before or "nothing", change.after or "nothing"
    return _SAID[change.kind].format(id=change.id, before=before, after=after)


# -- what else there is to the text ------------------------------------------------------------------------------------


def _details(entries: Iterable[Entry]) -> Iterator[list[str]]:
    for entry, amount in Counter(entries).items():
        shown = f"; {entry.shown_at}" if entry.shown_at else ""
        times = f" ({amount} times)" if amount > 1 else ""
        yield _wrapped(f"{entry.place}: {_detail(entry)}{shown}{times}")


def _detail(entry: Entry) -> str:
    before = "" if entry.before is None else _clipped(entry.before) or "(empty)"
    after = "" if entry.after is None else _clipped(entry.after) or "(empty)"
    name = "" if entry.category == ATTRIBUTE else f"{entry.name}: "
    mark = f" ({entry.danger})" if entry.danger else " (another host)" if entry.other_host else ""
    if entry.before is None:
        return f"{name}{{+{after}+}}{mark}" if entry.after else f"{{+{entry.name}+}}"
    if entry.after is None:
        return f"{name}[-{before}-]" if entry.before else f"[-{entry.name}-]"
    return f"{name}{before} -> {after}{mark}"


def _settings(review: Review) -> Iterator[list[str]]:
    for path, what in configuration(review):
        yield _wrapped(f"{path}: {what}")


# -- how it reads ------------------------------------------------------------------------------------------------------


def _reads(changes: Sequence[Change]) -> Iterator[list[str]]:
    """Each piece that reads otherwise under its file and section, which are named once; a new section in a line."""
    before = ""
    for change, inside in _grouped([change for change in changes if change.reads_otherwise]):
        where = change.piece.place.path + (f", {change.piece.section}" if change.piece.section else "")
        head = [] if where == before else _wrapped(f"{where}:")
        before = where
        line = f"{change.piece.place.line}" if change.after else f"was {change.piece.place.line}"
        said = _new_section(change, inside) if inside else _read(change)
        yield [*head, *(f"  {words}" for words in _wrapped(f"{line}: {said}"))]


def _grouped(changes: Sequence[Change]) -> Iterator[tuple[Change, list[Change]]]:
    """Changes, the title of a new section with all that is new in it."""
    at = 0
    while at < len(changes):
        change, end = changes[at], at + 1
        if change.before is None and change.piece.kind == "title":
            while end < len(changes) and _is_inside(changes[end], change):
                end += 1
        yield change, [*changes[at + 1 : end]]
        at = end


def _is_inside(change: Change, title: Change) -> bool:
    piece = change.piece
    same = piece.place.path == title.piece.place.path and piece.section == title.piece.section
    return change.before is None and same and piece.kind != "title"


def _new_section(title: Change, inside: Sequence[Change]) -> str:
    kinds = Counter("code line" if change.piece.kind == "line" else change.piece.kind for change in inside)
    listed = ", ".join(number_of(amount, kind) for kind, amount in kinds.items())
    return f"{{+new section+}} '{title.piece.text}': {listed}"


def _read(change: Change) -> str:
    kind = change.piece.kind
    named = {"cell": change.piece.where, "line": "code"}.get(kind, kind if kind != "paragraph" else "")
    if change.piece.is_labelled:
        named = change.piece.where
    named = ", ".join(filter(None, (change.piece.around, named)))
    label = f"{named}: " if named else ""
    if change.moved and change.before:
        label += f"moved here from {_from(change.before, change.piece)}: "
    if change.before is None:
        return f"{label}{{+{_clipped(change.piece.text)}+}}"
    if change.after is None:
        return f"{label}[-{_clipped(change.piece.text)}-]"
    return label + " ".join(_runs(change.words))


def _from(old: Piece, new: Piece) -> str:
    line = f"line {old.place.line}"
    return line if old.place.path == new.place.path else f"{old.place.path}, {line}"


def _runs(words: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Words that went and came, with some of those that stayed around them."""
    for number, (op, text) in enumerate(_distinct(words)):
        if op == "=":
            yield _cut(text, behind=number > 0, before=number < len(words) - 1)
        else:
            yield f"[-{_clipped(text)}-]" if op == "-" else f"{{+{_clipped(text)}+}}"


def _distinct(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Runs of words; where what went and what came look alike, with the names of characters that nobody sees."""
    runs = [*words]
    for number, ((op, text), (following, other)) in enumerate(pairwise(words)):
        if (op, following) == ("-", "+") and _seen(text) == _seen(other):
            runs[number : number + 2] = [(op, _named_characters(text)), (following, _named_characters(other))]
    return runs


def _seen(text: str) -> str:
    """A text with plain blanks and hyphens, and without characters that are not seen."""
    kinds = {"Zs": " ", "Pd": "-", "Cf": ""}
    return "".join(kinds.get(category(sign), sign) for sign in text)


def _named_characters(text: str) -> str:
    """A text with the names of blanks, hyphens and other signs that look like plain ones, or like nothing."""
    return "".join(
        f"<{name(sign, 'unnamed').lower()}>" if sign not in " -" and category(sign) in ("Zs", "Pd", "Cf") else sign
        for sign in text
    )


def _clipped(text: str) -> str:
    words = text.split()
    if len(words) <= LONGEST + 8:  # for fewer the dots take as much room
        return text
    return " ".join([*words[: LONGEST // 2], f"... ({len(words) - LONGEST} words) ...", *words[-LONGEST // 2 :]])


def _cut(text: str, *, behind: bool, before: bool) -> str:
    """The words next to a change; dots stand for the rest."""
    words = text.split()
    if len(words) <= AROUND * (behind + before) + 1:
        return text
    first = words[:AROUND] if behind else []
    last = words[-AROUND:] if before else []
    return " ".join([*first, "...", *last])


def _tail(review: Review) -> Iterator[str]:
    if review.doubts:
        first = review.doubts[0]
        more = f" ({len(review.doubts)} such places)" if len(review.doubts) > 1 else ""
        doubt = f"On both sides much behind {first.span.start} may be misread: {first.text} [{first.code}]{more}"
        yield from _wrapped(doubt, "", "")
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
        yield from _wrapped(f"{words[0].upper()}{words[1:]}.", "", "")
