"""A page as it is read, block by block, and how its words change.

Not the source is compared but what it says: where lines break, what is a comment, and how something is marked up makes
no difference. Tables are compared cell by cell, lists item by item, listings line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from sphinx_adoc.claims.phrase.units import UNITS
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place
from sphinx_adoc.syntax.tree import (
    Cell,
    Heading,
    Inline,
    InlineText,
    Listing,
    Literal,
    Section,
    Stem,
    Table,
    TextVisit,
    Xref,
    plain_text,
)

ALIKE: Final = 0.4  # the share of common words from which one block is another one, changed
MOST: Final = 4_000_000  # pairs of blocks that are compared one by one; beyond them only rare ones guide
_CHANCE: Final = 2  # so few words stay by chance alone, between
_REWRITTEN: Final = 4  # words or more that were written anew on both sides of them
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of a page: a title, a paragraph, an item, a cell, a line of code. ``where``: in a table its row and
    column, else ''. ``markup``: the source, blanks evened out.
    """

    section: str
    kind: str
    where: str
    text: str
    markup: str
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that reads otherwise: ``before`` (None: it is new) and ``after`` (None: it is gone). ``words``: runs of
    words that stayed (=), went (-) and came (+).
    """

    page: str
    before: Row | None
    after: Row | None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def row(self) -> Row:
        """The piece as it is now, or was."""
        row = self.after or self.before
        assert row is not None
        return row


def rows(doc: Document, files: AbstractSet[str] | None = None) -> list[Row]:
    """The pieces of a page in the order in which they are read. ``files``: those whose pieces are wanted, None: all."""
    section, cells = "", _cells(doc)
    found: list[Row] = []
    for visit in doc.walk_texts():
        if isinstance(visit.block, Section) and visit.field == "title":
            section = _even(visit.text.plain)
        if files is None or visit.text.place(0).path in files:
            found += _pieces(section, visit, cells.get(id(visit.block), ""))
    return [row for row in found if row.text]


def _pieces(section: str, visit: TextVisit, where: str) -> Iterator[Row]:
    text = visit.text
    if isinstance(visit.block, Listing | Literal | Stem) and visit.field == "text":
        for number, line in enumerate(text.plain.split("\n")):
            ref = text.refs[min(number, len(text.refs) - 1)]
            yield Row(section, "line", "", line.rstrip(), line.rstrip(), text.doc.origin.place(ref, 1))
    else:
        yield _row(section, _kind(visit), where, text)


#: What a piece is called whose field says it, or says something else.
_KINDS: Final = {"principal": "item", "paragraph": "cell", "text": "paragraph"}


def _kind(visit: TextVisit) -> str:
    if visit.field == "title":
        return "title" if isinstance(visit.block, Document | Section | Heading) else "caption"
    return _KINDS.get(visit.field, visit.field)


def _row(section: str, kind: str, where: str, text: InlineText) -> Row:
    return Row(section, kind, where, _even(_said(text.inlines)), _even(text.raw), text.place(0))


def _said(nodes: Sequence[Inline]) -> str:
    """The visible words; a cross-reference without any of its own says what it points at."""
    return "".join(
        f"<{node.target}>" if isinstance(node, Xref) and not node.children
        else _said(node.children) if node.children
        else plain_text([node])
        for node in nodes
    )  # fmt: skip


def _even(text: str) -> str:
    return " ".join(text.split())


def _cells(doc: Document) -> dict[int, str]:
    """For each cell of a table (by ``id``) what its row begins with and its column is called."""
    found = {}
    for table in (block for block in doc.walk() if isinstance(block, Table)):
        names = [_cell_words(cell) for cell in table.head[-1]] if table.head else []
        for number, row in enumerate((*table.body, *table.foot), 1):
            first = _cell_words(row[0]) if row else ""
            for column, cell in enumerate(row):
                called = names[column] if column < len(names) and names[column] else str(column + 1)
                found[id(cell)] = f"row '{first or number}', column '{called}'"
    return found


def _cell_words(cell: Cell) -> str:
    return " ".join(_even(text.plain) for text in cell.paragraphs)


# -- how it changes ----------------------------------------------------------------------------------------------------


def changes(page: str, before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """What reads otherwise on a page."""
    start = 0
    while start < min(len(before), len(after)) and _same(before[start], after[start]):
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and _same(before[-1 - end], after[-1 - end]):
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    blind = len(old) * len(new) > MOST
    matcher = SequenceMatcher(None, [_key(row) for row in old], [_key(row) for row in new], autojunk=blind)
    found: list[Change] = []
    for op, i, j, k, m in matcher.get_opcodes():
        if op != "equal":
            found += _paired(page, old[i:j], new[k:m])
    return found


def _key(row: Row) -> tuple[str, str]:
    return row.kind, row.text


def _same(one: Row, other: Row) -> bool:
    return _key(one) == _key(other)


def _paired(page: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Change]:
    """Pieces that went and came: those that are alike are one, changed."""
    if len(old) == len(new) == 1 and old[0].kind == new[0].kind:
        yield Change(page, old[0], new[0], words(old[0].text, new[0].text))
        return
    at = 0
    for row in old:
        likely = [(_likeness(row, other), -number) for number, other in enumerate(new[at : at + 50], at)]
        best, number = max(likely, default=(0.0, 0))
        if best < ALIKE:
            yield Change(page, row, None)
            continue
        yield from (Change(page, None, other) for other in new[at:-number])
        yield Change(page, row, new[-number], words(row.text, new[-number].text))
        at = 1 - number
    yield from (Change(page, None, other) for other in new[at:])


def _likeness(one: Row, other: Row) -> float:
    """How alike two pieces are; cells of one place are one cell."""
    if one.kind != other.kind:
        return 0.0
    if one.where and one.where == other.where:
        return 1.0
    return SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False).ratio()


def words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Runs of words that stayed (=), went (-) and came (+)."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    blocks = [block for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks() if block.size]
    found: list[tuple[str, str]] = []
    i = k = 0
    for at, (a, b, size) in enumerate(blocks):
        rest_a, rest_b, _ = blocks[at + 1] if at + 1 < len(blocks) else (len(old), len(new), 0)
        if size <= _CHANCE and min(max(a - i, b - k), max(rest_a - a, rest_b - b) - size) >= _REWRITTEN:
            continue
        found += _runs(old[i:a], new[k:b])
        found.append(("=", " ".join(old[a : a + size])))
        i, k = a + size, b + size
    return (*found, *_runs(old[i:], new[k:]))


def _runs(gone: Sequence[str], came: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from [("-", " ".join(gone))] if gone else []
    yield from [("+", " ".join(came))] if came else []


def moved(found: Sequence[Change]) -> tuple[list[Change], list[tuple[Row, Row]]]:
    """Changes without the pieces that went in one place and came, word for word, in another; and these."""
    came: dict[tuple[str, str], list[Change]] = {}
    for change in found:
        if change.before is None and change.after is not None:
            came.setdefault(_key(change.after), []).append(change)
    pairs: list[tuple[Row, Row]] = []
    gone: set[int] = set()
    for change in found:
        if change.after is None and change.before is not None and (there := came.get(_key(change.before))):
            other = there.pop(0)
            gone |= {id(change), id(other)}
            pairs.append((change.before, other.row))
    return [change for change in found if id(change) not in gone], pairs


def read_otherwise(
    before: Mapping[str, Sequence[Row]], after: Mapping[str, Sequence[Row]], renamed: Mapping[str, str]
) -> tuple[list[Change], list[tuple[Row, Row]], int]:
    """What reads otherwise, what only stands elsewhere, and how many pieces differ in their markup alone. ``before``,
    ``after``: the pieces of each page, by its path; ``renamed``: old name to new.
    """
    was = {new: old for old, new in renamed.items()}
    found: list[Change] = []
    markup = 0
    for page in sorted({*after, *(name for name in before if name not in was.values())}):
        old, new = before.get(was.get(page, page), []), after.get(page, [])
        found += changes(page, old, new)
        sources = Counter((row.kind, row.text, row.markup) for row in old)
        sources.subtract((row.kind, row.text, row.markup) for row in new)
        markup += _twins([key[:2] for key in sources.elements()], [key[:2] for key in (-sources).elements()])
    once = {(change.before, change.after): change for change in reversed(found)}  # a file may be part of several pages
    kept, elsewhere = moved([*reversed(once.values())])
    return kept, elsewhere, markup


def _twins(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> int:
    """How many are in both."""
    return (Counter(one) & Counter(other)).total()


# -- facts in the prose ------------------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"[(~<>=≤≥+-]*\d[\d.,]*(?:[%°\w]+)?[.,;:)!?]*")
_CLOSES: Final = ".,;:)!?"
_SIZES: Final = re.compile(r"(?:[kmgtp]i?)?b(?:its?|ytes?|ps)?")
_FEW: Final = 3  # words that a number may have with it and still be one value


def facts(found: Sequence[Change]) -> list[tuple[str, str, Row]]:
    """Numbers that became others in a sentence: before, after, and where."""
    out = []
    for change in found:
        runs = change.words if change.row.kind != "line" else ()
        for number, ((op, old), (following, new)) in enumerate(pairwise(runs)):
            if (op, following) == ("-", "+") and _is_number(old) and _is_number(new):
                unit = runs[number + 2][1].split()[0] if number + 2 < len(runs) else ""
                out.append((_with_unit(old, unit), _with_unit(new, unit), change.row))
    return out


def _is_number(text: str) -> bool:
    """Whether some words are one number, perhaps with its unit and the like."""
    words = text.split()
    return len(words) <= _FEW and sum(_NUMBER.fullmatch(word) is not None for word in words) == 1


def _with_unit(text: str, unit: str) -> str:
    """A changed number with the word behind it, if the change ends with the number."""
    last = text.rsplit(maxsplit=1)[-1]
    word = unit.rstrip(_CLOSES).casefold()
    is_unit = word in UNITS or _SIZES.fullmatch(word) is not None
    ends = last[-1] in _CLOSES or not _NUMBER.fullmatch(last)
    return (f"{text} {unit}" if is_unit and not ends else text).rstrip(_CLOSES).lstrip("(")
