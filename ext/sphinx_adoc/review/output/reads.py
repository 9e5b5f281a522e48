"""How the pages read, as text: words that went and came, under their file and section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import category, name

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.review.fates.words import Change
from sphinx_adoc.review.states.piece import Piece

from .words import AROUND, came, clipped, gone, wrapped


def reads(changes: Sequence[Change]) -> Iterator[list[str]]:
    """Yield each piece that reads otherwise under its file and section, named once; new sections in a line."""
    before = ""
    for change, inside in _grouped([change for change in changes if change.reads_otherwise]):
        where = change.piece.place.path + (f", {change.piece.section}" if change.piece.section else "")
        head = [] if where == before else wrapped(f"{where}:")
        before = where
        line = f"{change.piece.place.line}" if change.after else f"was {change.piece.place.line}"
        said = _new_section(change, inside) if inside else _read(change)
        yield [*head, *(f"  {words}" for words in wrapped(f"{line}: {said}"))]


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
    if kind == "item" and change.piece.label:
        named = f"item of '{change.piece.label}'"
    if change.piece.is_labelled:
        named = change.piece.where
    named = ", ".join(filter(None, (change.piece.around, named)))
    label = f"{named}: " if named else ""
    if change.moved and change.before:
        label += f"moved here from {_from(change.before, change.piece)}: "
    if change.before is None:
        return label + came(clipped(change.piece.text))
    if change.after is None:
        return label + gone(clipped(change.piece.text))
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
            yield gone(clipped(text)) if op == "-" else came(clipped(text))


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


def _cut(text: str, *, behind: bool, before: bool) -> str:
    """The words next to a change; dots stand for the rest."""
    words = text.split()
    if len(words) <= AROUND * (behind + before) + 1:
        return text
    first = words[:AROUND] if behind else []
    last = words[-AROUND:] if before else []
    return " ".join([*first, "...", *last])
