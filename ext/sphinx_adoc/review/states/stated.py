"""The claims of a set of documents before and after: which came, went, moved, or state something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_adoc.syntax.source import Place

if TYPE_CHECKING:
    from sphinx_adoc.claims import Claim

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What became of a claim. ``kind``: added, removed, moved (to another page), value (it states something else),
    code (its check is another one) or table (a cell is another one). ``before``, ``after``: in words, '' without.
    """

    kind: str
    id: str
    place: Place
    before: str = ""
    after: str = ""


def compare(before: Mapping[str, Sequence[Claim]], after: Mapping[str, Sequence[Claim]]) -> list[ClaimChange]:
    """What became of the claims of a set of pages, by page."""
    old, new = dict(_named(before)), dict(_named(after))
    changes = [change for key in sorted({*old, *new}) for change in _changed(key, old.get(key), new.get(key))]
    return sorted(changes, key=lambda change: (change.place.path, change.place.line, change.place.column, change.kind))


def _named(claims: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[Key, tuple[str, Claim]]]:
    """Each claim by its id and the number of those before it that have the same."""
    seen: dict[str, int] = {}
    for page, listed in claims.items():
        for claim in listed:
            if claim.kind == "block":
                continue  # data
            name = claim.id or f"{claim.kind} '{_words(claim)}'"
            seen[name] = seen.get(name, 0) + 1
            yield (name, str(seen[name])), (page, claim)


def _changed(key: Key, old: tuple[str, Claim] | None, new: tuple[str, Claim] | None) -> Iterator[ClaimChange]:
    if new is None:
        if old is not None:
            yield ClaimChange("removed", key[0], old[1].place, _words(old[1]))
        return
    if old is None:
        yield ClaimChange("added", key[0], new[1].place, "", _words(new[1]))
        return
    (page, one), (there, other) = old, new
    if page != there:
        yield ClaimChange("moved", key[0], other.place, str(one.place), str(other.place))
    if one.kind == "table" == other.kind:
        yield from _cells(key[0], one, other)
    elif _text_that_counts(one) != _text_that_counts(other):
        kind = "code" if other.kind == "snippet" else "value"
        yield ClaimChange(kind, key[0], other.place, _words(one), _words(other))


def _text_that_counts(claim: Claim) -> str:
    """A claim's text as it counts: how a value is broken into lines does not."""
    return claim.text if claim.kind == "snippet" else " ".join(claim.text.split())


def _cells(name: str, one: Claim, other: Claim) -> Iterator[ClaimChange]:
    """The cells that state something else; rows that came or went, by what they begin with."""
    rows = {row[0].text: row for row in one.rows[1:] if row}
    there = {row[0].text: row for row in other.rows[1:] if row}
    header = [cell.text for cell in other.rows[0]] if other.rows else []
    for first in [*rows, *(first for first in there if first not in rows)]:
        if first not in there:
            yield ClaimChange("table", name, other.place, f"row '{first}'")
        elif first not in rows:
            yield ClaimChange("table", name, there[first][0].span.start, "", f"row '{first}'")
        else:
            for column, (cell, now) in enumerate(zip(rows[first], there[first], strict=False)):
                if cell.text != now.text:
                    called = header[column] if column < len(header) else str(column + 1)
                    at = f"row '{first}', column '{called}': "
                    yield ClaimChange("table", name, now.span.start, at + cell.text, at + now.text)


def _words(claim: Claim) -> str:
    """A claim for people: its words, of code the first line, of a table how many rows."""
    if claim.kind == "table":
        return f"{max(len(claim.rows) - 1, 0)} rows"
    lines = [line for line in claim.text.splitlines() if line.strip()]
    more = " ..." if len(lines) > 1 and claim.kind == "snippet" else ""
    return (lines[0].strip() + more if claim.kind == "snippet" else " ".join(claim.text.split())) if lines else ""
