"""What reports say of a change besides its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.fates.model import Fact
from sphinx_adoc.review.fates.words import Change, Detail
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.states.piece import ANCHOR, ATTRIBUTE, IN_HEADER, NESTING, RAW, STRUCTURE, TARGET, Piece

_RUNS: Final = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|link|meta|base|svg|math|style)\b|\bon\w+\s*=|javascript:|\bsrcdoc\b|\\write18",
    re.IGNORECASE,
)

_LOADS: Final = re.compile(
    r"<\s*(?:img|video|audio|source|track|picture|input|frame|image|body|td|th|table|use)\b[^>]*"
    r"\b(?:src|srcset|poster|background|(?:xlink:)?href)\s*=|@import\b|\burl\(|\\(?:input|include(?:graphics)?)\b",
    re.IGNORECASE,
)
_UNSET: Final = re.compile(r":!|:[\w-]+!:")
_IS_SET: Final = ("ifdef::", "ifndef::")
_LINE: Final = 60  # characters of a line that reads an attribute
_DROPPED: Final = re.compile(r"[\t\r\n]")
_PROGRAM: Final = re.compile(r"^[\s\x00-\x20]*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that changed besides words. ``name``: what has the value; ``before``, ``after``: its values, None where
    there is none; ``shown_at``: where the value of an attribute is read, in words, else ''.
    """

    place: str
    category: str
    name: str
    before: str | None
    after: str | None
    shown_at: str = ""

    @property
    def can_run(self) -> bool:
        """Whether raw output, or an address, came that can run code in a reader's browser."""
        return self._has({RAW: _RUNS, TARGET: _PROGRAM}.get(self.category))

    @property
    def loads(self) -> bool:
        """Whether raw output came that loads something when it is shown: a picture, a film, a style sheet."""
        return self._has({RAW: _LOADS}.get(self.category))

    @property
    def danger(self) -> str:
        """What the output that came can do, in words; '' for nothing that is known."""
        return "can run code" if self.can_run else "loads something" if self.loads else ""

    def _has(self, pattern: re.Pattern[str] | None) -> bool:
        return bool(pattern and self.after and any(map(pattern.search, (self.after, _as_browsers_read(self.after)))))

    @property
    def other_host(self) -> bool:
        """Whether a target leads to another host than before."""
        before, after = (_host(value or "") for value in (self.before, self.after))
        return self.category == TARGET and self.before is not None and after != before and bool(after)


def entries(review: Review, category: str) -> Iterator[Entry]:
    """Yield what changed besides words, of one category."""
    listed = [
        _entry(review, change, detail)
        for change in review.changes
        for detail in change.details
        if detail.category == category
    ]
    listed = _with_moved(listed) if category == TARGET else listed
    yield from dict.fromkeys(listed) if category == ATTRIBUTE else listed  # one line, in several pages
    yield from (_moved_line(*pair) for pair in review.moved if _category_of_moved(pair[1]) == category)


def _with_moved(listed: Sequence[Entry]) -> list[Entry]:
    """The targets, with one that is gone from one text and is there in another as one that moved."""
    gone = Counter((entry.name, entry.before) for entry in listed if entry.after is None)
    came = Counter((entry.name, entry.after) for entry in listed if entry.before is None and not entry.can_run)
    moved = {key for key, amount in gone.items() if amount == came[key] == 1}
    was = {(entry.name, entry.before): entry.place for entry in listed if entry.after is None}
    made = []
    for entry in listed:
        key = entry.name, entry.after if entry.before is None else entry.before
        if entry.after is not None and entry.before is None and key in moved:
            made.append(_moved_target(entry, was[key]))
        elif entry.after is not None or key not in moved:
            made.append(entry)
    return made


def _moved_target(entry: Entry, was: str) -> Entry:
    old, new = (place.replace(" was ", "").rpartition(":") for place in (was, entry.place))
    before, after = (f"line {old[2]}", f"line {new[2]}") if old[0] == new[0] else (":".join(old[::2]), entry.place)
    return Entry(entry.place, entry.category, f"{entry.name} {entry.after} has moved", before, after)


def structure(review: Review) -> list[Entry]:
    """Return what changed of blocks and formatting, blocks without words that came or went, and new anchors: first in
    files that the patch touches, last in those that are gone.
    """
    gone = {change.old for change in review.files if change.kind == "gone"}

    def weight(entry: Entry) -> int:
        path = entry.place.rpartition(":")[0]
        return 2 if path in gone else int(path not in review.touched)

    return sorted(_structure(review), key=weight)


def _structure(review: Review) -> Iterator[Entry]:
    first: dict[Hashable, str] = {}  # of the empty lines of code, which are told together
    frames = {_frame(change) for change in review.changes}
    for change in review.changes:
        alone = change.before is None or change.after is None
        if alone and not change.piece.text and not change.details:
            place = change.piece.place
            at = f"{place.path}:{'' if change.after else ' was '}{place.line}"
            if change.piece.kind == "line":
                at = first.setdefault((place.path, change.after is None), at)
            yield Entry(at, "", kind_of(change.piece), None if change.after else "", "" if change.after else None)
        for detail in change.details:
            if detail.category not in (TARGET, RAW, ATTRIBUTE) and not _follows_from(change, detail, frames):
                yield _entry(review, change, detail)
        for feature in change.piece.features if change.before is None else ():
            if feature.category == ANCHOR:
                yield Entry(f"{feature.line[0]}:{feature.line[1]}", ANCHOR, "anchor", None, feature.value)
    yield from (_moved_line(*pair) for pair in review.moved if _category_of_moved(pair[1]) == STRUCTURE)


def _frame(change: Change) -> Hashable:
    """A block without words that came or went: its page, its kind, and which of both."""
    alone = (change.before is None) != (change.after is None) and not change.piece.text
    return (change.page, change.piece.kind, change.after is None) if alone else None


def _follows_from(change: Change, detail: Detail, frames: Collection[Hashable]) -> bool:
    """Whether a text is inside of one block less, or more, that is told to have gone, or come, itself."""
    if detail.name != NESTING:
        return False
    before, after = ((value or "").split(" > ") for value in (detail.before, detail.after))
    longer, shorter = (before, after) if len(before) > len(after) or detail.after is None else (after, before)
    inner = longer[-1]
    return [*filter(None, longer[:-1])] == [*filter(None, shorter)] and (change.page, inner, longer is before) in frames


def kind_of(piece: Piece) -> str:
    """Return what a piece without words is called."""
    return "empty line of code" if piece.kind == "line" else piece.kind


def names_itself(piece: Piece) -> bool:
    """Return whether a piece that stands elsewhere is told one by one: an include, a condition, an attribute."""
    return _category_of_moved(piece) != ""


def _category_of_moved(piece: Piece) -> str:
    return {"include": TARGET, "condition": STRUCTURE, "attribute": ATTRIBUTE}.get(piece.kind, "")


def _moved_line(old: Piece, new: Piece) -> Entry:
    """A line of no block that stands elsewhere: what it includes, or sets, does so from there."""
    places = old.place, new.place
    before, after = (f"line {place.line}" if old.place.path == new.place.path else f"{place.path}:{place.line}"
                     for place in places)  # fmt: skip
    category = "" if _category_of_moved(new) == ATTRIBUTE else _category_of_moved(new)
    return Entry(f"{new.place.path}:{new.place.line}", category, f"{new.markup} has moved", before, after)


def _entry(review: Review, change: Change, detail: Detail) -> Entry:
    shown_at = _shown_at(review, change, detail) if detail.category == ATTRIBUTE else ""
    name = f"{change.piece.markup} {IN_HEADER}" if detail.name == IN_HEADER else detail.name
    return Entry(_place_of(change, detail), detail.category, name, detail.before, detail.after, shown_at)


def _shown_at(review: Review, entry: Change, detail: Detail) -> str:
    """Where an attribute that changed is read: in text that reads otherwise, and in lines that show nothing of it. Of
    those that ask whether it is set none counts where it still is, and no code that shows it as it is written. What a
    page sets in its own file is not read in that of another one.
    """
    name = detail.name.casefold()
    own = entry.page == entry.piece.place.path
    other_pages = {*review.looked_at} - {entry.page} if own else set[str]()
    listed = (change.after for change in review.changes
              if change.after is not None and change.after.place.path not in other_pages)  # fmt: skip
    pieces = [piece for piece in listed if piece.kind != "line" or f"{{{name}}}" not in piece.text.casefold()]
    lines = dict.fromkeys(line for piece in pieces for line in sorted(piece.lines))
    amounts = {line: review.lines(*line).casefold().count(f"{{{name}}}") for line in lines}
    shown = [line for line, amount in amounts.items() if amount]
    stays = all(value is not None and not _UNSET.match(value) for value in (detail.before, detail.after))
    others = [line for line in review.readers.get(name, ())
              if line not in lines and line[0] not in other_pages
              and not (stays and review.lines(*line).startswith(_IS_SET))]  # fmt: skip
    said = []
    if shown:
        said.append(f"in {number_of(sum(amounts.values()), 'place')}, first {shown[0][0]}:{shown[0][1]}")
    if others:
        (path, number), more = others[0], len(others) - 1
        said.append(f"by {review.lines(path, number).strip()[:_LINE]} in {path}:{number}")
        said += [f"{number_of(more, 'line')} more"] if more else []
    return f"read {', and '.join(said)}" if said else ""


def together(review: Review) -> Iterator[list[Fact]]:
    """Yield the facts one by one, those that a piece brought or took along with one patch together."""

    def alike(fact: Fact) -> Hashable:
        return fact.text, bool(fact.before), bool(fact.after), review.since.get(fact)

    for _, group in groupby(review.facts, alike):
        listed = [*group]
        alone = listed[0].before and listed[0].after
        yield from ([fact] for fact in listed) if alone else iter([listed])


def whole_files(review: Review) -> Iterator[tuple[str, str]]:
    """Yield what became of files besides their lines: the path, and what."""
    for change in review.files:
        if change.kind == "renamed":
            yield change.old, f"is {change.new} now"
        elif change.kind == "gone":
            yield change.old, "is gone"
        elif change.kind == "page":
            yield change.new, "is a page of its own now; it was a part of another one"
        elif change.kind == "part":
            yield change.new, "is a part of another page now; it was one of its own"
        else:
            yield change.new or change.old, f"{'came' if change.new else 'went'}, and is empty"


def _as_browsers_read(value: str) -> str:
    """A value with its character references resolved, without what browsers drop from addresses."""
    return _DROPPED.sub("", unescape(value))


def configuration(review: Review) -> Iterator[tuple[str, str]]:
    """Yield the files with changed lines that say how the documents are read, or which findings are accepted: the path,
    and how many lines.
    """
    counted = Counter(line.path for line in review.account.lines if line.fate is Fate.SETTINGS)
    for path, amount in counted.items():
        if path.endswith(tuple(KNOWN)):
            yield path, f"{number_of(amount, 'waiver line')}; waivers that the patch adds do not count in this review"
        elif folder := path.rpartition("/")[0]:
            which = f"it is the configuration of {folder}, by which this review did not go"
            yield path, f"{number_of(amount, 'line')}; {which}"
        else:
            yield path, f"{number_of(amount, 'line')}; this review went by what was there before the patch"


def unread(review: Review) -> Iterator[tuple[str, str]]:
    """Yield what was not looked at, by file: its path, and how many lines for which reason."""
    counted = Counter((line.path, line.reason) for line in review.account.lines if line.fate is Fate.UNREAD)
    for (path, reason), amount in counted.items():
        yield path, f"{number_of(amount, 'line')}, {reason}"
    yield from review.account.files


def _host(target: str) -> str:
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _place_of(change: Change, detail: Detail) -> str:
    """Where something stands: file and line, of what is gone the line where it stood."""
    line = detail.added or detail.removed
    if line is None:
        return f"{change.piece.place.path}:{change.piece.place.line}"
    return f"{line[0]}:{line[1]}" if detail.added else f"{line[0]}: was {line[1]}"
