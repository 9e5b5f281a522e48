"""Which lines belong to a list item: the rule of continuation, of blank lines, and of nested lists.

The lines are copied out of the run that holds the list, so that what is inside an item is parsed as a run of its own.
A continuation (a line ``+``) that does its work becomes a blank line there, which a nested list still knows as one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from . import marks
from .cursor import Cursor

CONTINUATION: Final = "+"


class _Used(str):
    """A blank line that was a continuation."""

    __slots__ = ()


USED: Final = _Used()


def is_continuation(line: str | None) -> bool:
    """Return whether a line is a continuation, or was one in the item around."""
    return line == CONTINUATION or line is USED


IsSibling = Callable[[str], bool]


class ItemLines:
    """Collects the lines of one item. ``dangling``: the ref of a continuation at its end that attaches nothing (-1).

    ``legacy``: read as asciidoc-py does.
    """

    def __init__(
        self, cur: Cursor, is_sibling: IsSibling, *, description: bool, has_text: bool, legacy: bool = False
    ) -> None:
        self.cur = cur
        self.is_sibling = is_sibling
        self.description = description
        self.has_text = has_text
        self.legacy = legacy
        self.lines: list[str] = []
        self.refs: list[int] = []
        self.state = "inactive"
        self.nested = False
        self.detached = -1
        self.dangling = -1

    def collect(self) -> Cursor:
        """Read on to the item's end; return its lines as a run of their own."""
        cur = self.cur
        while (line := cur.peek()) is not None and not self.is_sibling(line):
            if not self._take(line):
                break
        if self.detached >= 0:
            self.lines[self.detached] = USED
        self._strip_end()
        return cur.inside(self.lines, self.refs)

    # -- lines ---------------------------------------------------------------------------------------------------------

    def _push(self, line: str) -> None:
        self.lines.append(line)
        self.refs.append(self.cur.refs[self.cur.pos])
        self.cur.pos += 1

    def _push_to(self, end: int) -> None:
        cur = self.cur
        self.lines.extend(cur.lines[cur.pos : end])
        self.refs.extend(cur.refs[cur.pos : end])
        cur.pos = end

    def _strip_end(self) -> None:
        while self.lines and not self.lines[-1]:
            self._drop_last()
        if self.lines and self.lines[-1] == CONTINUATION:
            self.dangling = self.refs[-1]
            self._drop_last()

    def _drop_last(self) -> None:
        self.lines.pop()
        self.refs.pop()

    # -- one line ------------------------------------------------------------------------------------------------------

    def _take(self, line: str) -> bool:
        """Take the line at the cursor in, and what must come with it; False where the item has ended."""
        before = self.lines[-1] if self.lines else None
        if before == CONTINUATION or before is USED:
            if self.state == "inactive":
                self.state = "active"
                self.has_text = True
                if not self.nested:
                    self.lines[-1] = USED
            if is_continuation(line):
                return self._repeated_continuation(line)
        if line[:1] in marks.DELIMITER_HEADS and (opened := marks.delimiter(line)) is not None:
            return self._delimited(line, opened[1])
        active = self.state == "active"
        if self.legacy and not active and line and self._is_above_a_block():
            return False
        if self.description and not active and line and marks.is_attribute_line(line):
            return self._attributes_in_description()
        if active and line:
            return self._attached(line)
        if before == "":
            return self._after_blank()
        return self._adjacent(line)

    def _is_above_a_block(self) -> bool:
        """Whether attribute lines with a delimited block below begin at the cursor: asciidoc-py ends the item there."""
        lines, at = self.cur.lines, self.cur.pos
        while at < len(lines) and lines[at] and marks.is_attribute_line(lines[at]):
            at += 1
        return self.cur.pos < at < len(lines) and bool(lines[at]) and marks.delimiter(lines[at]) is not None

    def _repeated_continuation(self, line: str) -> bool:
        if self.state != "frozen":
            self.state = "frozen"
            self._push(line)
        else:
            self.cur.pos += 1
        return True

    def _delimited(self, line: str, terminator: str) -> bool:
        """A delimited block ends the item, unless a continuation stands before it."""
        if self.state != "active":
            return False
        cur = self.cur
        self._push(line)
        end = cur.find(terminator)
        self._push_to(len(cur.lines) if end < 0 else end + 1)
        self.state = "inactive"
        return True

    def _attributes_in_description(self) -> bool:
        """Attribute lines end a description, unless a list of another kind follows them."""
        cur = self.cur
        ahead = 1
        while (line := cur.peek(ahead)) is not None:
            if marks.delimiter(line) is not None:
                return False
            if not line or marks.is_attribute_line(line):
                ahead += 1
                continue
            if marks.is_list_item(line) and not self.is_sibling(line):
                self._push_to(cur.pos + ahead)
                return True
            return False
        return False

    def _attached(self, line: str) -> bool:
        """The first lines behind a continuation."""
        if line[0] in " \t":
            self._literal()
            self.state = "inactive"
        elif marks.BLOCK_TITLE.match(line) or marks.is_attribute_line(line) or marks.ATTRIBUTE_ENTRY.match(line):
            self._push(line)
        else:
            self._note_nested(line, terms_only=self.nested)
            self._push(line)
            self.state = "inactive"
        return True

    def _literal(self) -> None:
        """An indented paragraph is taken as a whole, so that its lines cannot be mistaken for items."""
        cur = self.cur
        ahead = 0
        while (line := cur.peek(ahead)) and line != CONTINUATION:
            if self.description and self.is_sibling(line):
                break
            ahead += 1
        self._push_to(cur.pos + max(ahead, 1))

    def _after_blank(self) -> bool:
        cur = self.cur
        if cur.peek() is USED and self.has_text:
            cur.skip_blank()  # what follows was attached to the item around, and stands right below this list
            return False
        if cur.peek() == "":
            cur.skip_blank()
        line = cur.peek()
        if line is None or self.is_sibling(line):
            return False
        if line == CONTINUATION:
            self.detached = len(self.lines)
            self._push(line)
            return True
        if not self.has_text:
            if not self.nested:
                self._drop_last()
            self._push(line)
            self.has_text = True
            return True
        if self._note_nested(line):
            self._push(line)
            return True
        if line[0] in " \t":
            self._literal()
            return True
        return False

    def _adjacent(self, line: str) -> bool:
        if line:
            self.has_text = True
            self._note_nested(line, terms_only=self.nested)
        self._push(line)
        return True

    def _note_nested(self, line: str, *, terms_only: bool = False) -> bool:
        """Whether a line begins a nested list, and take note; a term without text makes the item greedy again."""
        if not terms_only and marks.NUMBERED_OR_NOT.match(line):
            self.nested = True
            return True
        match = marks.DESCRIPTION.match(line) if "::" in line or ";;" in line else None
        if match is None:
            return False
        self.nested = True
        if match.end() == len(line):
            self.has_text = False
        return True
