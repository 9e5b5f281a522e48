"""The working text: what a text has become after some of its substitutions, and where each character came from.

Substitutions run one after the other over one string. A construct that is recognised is replaced by *marks*, short
runs of control characters that stand where a renderer would already have put a tag: an opening and a closing mark, or
a single one for something complete. Later substitutions see a mark as they would see a tag: no word character, no
white space. The tree is built from the marks at the end (:mod:`.nesting`).

A mark is a lead (:data:`TAG`, or :data:`PASS` for what was taken out of the way and for character references) and
its number, in private use characters; those of a character reference are a range of their own (:data:`REFERENCE`),
since a reference ends with a semicolon. The reader lets no control character through, so no text can forge a mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from sphinx_adoc.codes import OF_CODE, Code, Severity
from sphinx_adoc.syntax.tree import Host, IndexTerm, Inline, InlineText, Parent, Raw, Subs, Text, Xref, plain_text
from sphinx_adoc.syntax.words import wants_exact

TAG: Final = "\x02"
PASS: Final = "\x03"
LEADS: Final = "\x02\x03"
MARK: Final = re.compile("([\x02\x03][\U00100000-\U0010ffff]?[\U000f0000-\U000fffff])")
SPACE: Final = r" \t\n\r\f\v"
"""What a pattern takes for white space: a no-break space, or another from beyond ASCII, is a character like others."""
REFERENCE: Final = "\U000f8000-\U000fffff"
_LOW: Final = 0xF0000
_REFERENCE: Final = 0x8000
_HIGH: Final = 0x100000

ELEMENTLESS: Final = frozenset(("double", "single", "indexterm"))
"""Tags of pairs for which a renderer writes no element."""

CURVED: Final = {"double": ("\u201c", "\u201d"), "single": ("\u2018", "\u2019")}
"""The characters that a renderer writes for the two ends of curved quotes."""

Edit = tuple[int, int, str]


def escapable(*names: str) -> str:
    """Return the pattern of some names, with a backslash before them or without.

    Each name is a pattern that begins with a plain character. So does each alternative of the result then, and a search
    for it looks only at the places of a text where one of these characters stands.
    """
    alternatives = "|".join((*(rf"\\{name}" for name in names), *names))
    return f"(?:{alternatives})"


class Mark:
    """What a mark stands for, and the markup that it took the place of (offsets into the raw text).

    ``node`` is set in an opening mark, ``opening`` in a closing one, ``nodes`` in one that is complete.
    """

    __slots__ = ("end", "node", "nodes", "opening", "start", "tag")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.tag = ""
        self.node: Parent | None = None
        self.opening: Mark | None = None
        self.nodes: Sequence[Inline] = ()


class Enclosure(NamedTuple):
    """The offsets of something in a working text: its start, the start and the end of what it encloses, its end."""

    start: int
    inner_start: int
    inner_end: int
    end: int


class TextContext:
    """What the substitutions of one text share: its document, its marks, and its options.

    ``substitute`` applies substitutions to a working text and says whether special characters were among them.
    ``code``: there are code phrases. ``exact``: the text needs the exact form of the patterns about words.
    """

    __slots__ = ("code", "compat", "elementless", "ends", "exact", "host", "marks", "substitute", "text", "version")

    def __init__(self, text: InlineText, substitute: Callable[[Work, Subs], bool]) -> None:
        self.text = text
        self.host: Host = text.doc
        self.version = text.version
        self.substitute = substitute
        self.marks: list[Mark] = []
        self.ends: dict[int, int] = {}
        self.elementless = False
        self.code = False
        self.exact = wants_exact(text.raw)
        self.compat = self.host.attribute("compat-mode", self.version) is not None

    def attribute(self, name: str) -> str | None:
        """Return the value of a document attribute where the text stands."""
        return self.host.attribute(name, self.version)

    def report(
        self, code: Code, message: str, span: tuple[int, int], severity: Severity = OF_CODE, hint: str = ""
    ) -> None:
        """Record trouble between two offsets of the raw text."""
        self.host.report(code, message, self.text, span[0], span[1], severity=severity, hint=hint)

    def unnamed(self, node: Xref) -> None:
        """Take note of a cross-reference without a text of its own."""
        if self.text.unnamed is None:
            self.text.unnamed = []
        self.text.unnamed.append(node)

    def _add(self, mark: Mark, lead: str, *, reference: bool) -> str:
        number = len(self.marks)
        self.marks.append(mark)
        low = _LOW + (number & 0x7FFF) + _REFERENCE * reference
        return lead + chr(low) if number < 0x8000 else lead + chr(_HIGH + (number >> 15)) + chr(low)

    def pair(
        self, node: Parent, tag: str, opening: tuple[int, int], closing: tuple[int, int], ends: str = ""
    ) -> tuple[str, str]:
        """Return an opening and a closing mark for a node; the spans are those of the markup. ``tag``: its HTML
        element.

        ``ends`` says which marks end with a character reference: "" (none), "first", or "both".
        """
        first = Mark(*opening)
        first.node = node
        last = Mark(*closing)
        last.opening = first
        first.tag = last.tag = tag
        self.elementless = self.elementless or tag in ELEMENTLESS
        self.code = self.code or tag == "code"
        return self._add(first, TAG, reference=ends != ""), self._add(last, TAG, reference=ends == "both")

    def atom(self, nodes: Sequence[Inline], span: tuple[int, int], lead: str = TAG) -> str:
        """Return one mark for nodes that are complete."""
        mark = Mark(*span)
        mark.nodes = nodes
        return self._add(mark, lead, reference=False)

    def reference(self, character: str, span: tuple[int, int]) -> str:
        """Return one mark for a character reference."""
        mark = Mark(*span)
        mark.nodes = (Text(*span, character),)
        return self._add(mark, PASS, reference=True)

    def mark(self, written: str) -> Mark:
        """Return the mark that a match of :data:`MARK` stands for."""
        number = (ord(written[-1]) - _LOW) & 0x7FFF
        if len(written) == 3:
            number += (ord(written[1]) - _HIGH) << 15
        return self.marks[number]


class Work:
    """A working string with the offset in the raw text of each character (and one more for its end)."""

    __slots__ = ("ctx", "origin", "text")

    def __init__(self, ctx: TextContext, text: str, origin: Sequence[int]) -> None:
        self.ctx = ctx
        self.text = text
        self.origin = origin

    def slice(self, start: int, end: int) -> Work:
        """Return a part of it, for a parse of its own."""
        return Work(self.ctx, self.text[start:end], self.origin[start : end + 1])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the raw text of a part."""
        first = self.origin[start]
        if end <= start:
            return first, first
        last = self.origin[end - 1]
        return first, self.ctx.ends.get(last, last + 1)

    def splice(self, edits: Sequence[Edit]) -> None:
        """Replace parts, given in order and without overlaps, by other characters or by marks."""
        if not edits:
            return
        text, origin, ends = self.text, self.origin, self.ctx.ends
        parts: list[str] = []
        where: list[int] = []
        last = 0
        for start, end, new in edits:
            parts.append(text[last:start])
            where += origin[last:start]
            if new:
                first = origin[start]
                parts.append(new)
                where += [first] * len(new)
                if end > start + 1:
                    ends.setdefault(first, self.span(start, end)[1])
            last = end
        parts.append(text[last:])
        where += origin[last:]
        self.text = "".join(parts)
        self.origin = where

    def code_phrases(self) -> CodePhrases:
        """Return where the code phrases of the text are now."""
        edges: list[int] = []
        depth = 0
        for match in MARK.finditer(self.text) if self.ctx.code else ():
            mark = self.ctx.mark(match.group())
            if mark.tag != "code":
                continue
            if mark.node is not None:
                depth += 1
                edges += [match.start()] * (depth == 1)
            else:
                depth -= 1
                edges += [match.end()] * (depth == 0)
        return CodePhrases(edges)

    def plain(self, start: int, end: int) -> str:
        """Return the visible characters of a part, markup left out."""
        text = self.text[start:end]
        return MARK.sub(self._visible, text) if TAG in text or PASS in text else text

    def _visible(self, match: re.Match[str]) -> str:
        mark = self.ctx.mark(match.group())
        if mark.tag in CURVED:
            return CURVED[mark.tag][mark.node is None]
        return visible(mark.nodes)

    def literal(self, start: int, end: int) -> str:
        """Return the characters of a part as an address or an id has them: markup stands for itself."""
        text = self.text[start:end]
        return MARK.sub(self._literal, text) if TAG in text or PASS in text else text

    def _literal(self, match: re.Match[str]) -> str:
        mark = self.ctx.mark(match.group())
        if mark.nodes and match.group().startswith(PASS):
            return visible(mark.nodes)
        return self.ctx.text.raw[mark.start : mark.end]

    def before_index_terms(self, position: int) -> int:
        """Return where the marks of index terms right before a position begin: a renderer writes nothing for them."""
        text = self.text
        while position and ord(text[position - 1]) >= _LOW:
            start = position - (2 if text[position - 2] in LEADS else 3)
            mark = self.ctx.mark(text[start:position])
            if mark.tag != "indexterm" and not (mark.nodes and isinstance(mark.nodes[0], IndexTerm)):
                break
            position = start
        return position

    def follows_tag(self, position: int) -> bool:
        """Return whether a position comes right after a mark that counts as a tag (a character reference does not)."""
        text = self.text
        if not position or not _LOW <= ord(text[position - 1]) < _LOW + _REFERENCE:
            return False
        return TAG in text[max(position - 3, 0) : position - 1][-1 if text[position - 2] in LEADS else -2 :]

    def follows_reference(self, position: int) -> bool:
        """Return whether a position comes right after a mark that ends with a character reference."""
        return position > 0 and _LOW + _REFERENCE <= ord(self.text[position - 1]) < _HIGH


def visible(nodes: Sequence[Inline]) -> str:
    """Return the visible characters of nodes; what is passed through counts as it is."""
    return "".join(node.value if isinstance(node, Raw) else plain_text((node,)) for node in nodes)


class CodePhrases:
    """Where code phrases begin and end: a macro does not begin in one and end outside of it, nor the reverse."""

    __slots__ = ("_edges",)

    def __init__(self, edges: list[int]) -> None:
        self._edges = edges

    def parted(self, start: int, end: int) -> bool:
        """Return whether the edge of a code phrase parts a beginning from an end."""
        edges = self._edges
        if not edges:
            return False
        first, last = bisect_right(edges, start), bisect_right(edges, end - 1)
        return first != last and bool(first & 1 or last & 1)


class Finder:
    """Finds the next match of a pattern at or after a position; positions must not go down much.

    The last answer is kept, so that many questions about the same stretch cost one search.
    """

    __slots__ = ("_asked", "_found", "_search", "_text")

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._search = pattern.search
        self._text = text
        self._asked = -1
        self._found = len(text) + 1

    def next(self, position: int) -> int:
        """Return where the next match begins, or -1."""
        if self._asked < 0 or not self._asked <= position <= self._found:
            match = self._search(self._text, position)
            self._asked = position
            self._found = match.start() if match else len(self._text) + 1
        return self._found if self._found <= len(self._text) else -1


CLOSING_BRACKET: Final = re.compile(r"\](?<!\\\])")
ESCAPED_BRACKET: Final = re.compile(r"\\\]")


def unescape_brackets(text: str, start: int, end: int) -> list[Edit]:
    """Return the edits that take the backslash off ``\\]`` in a part of a text."""
    if text.find("\\]", start, end) < 0:
        return []
    return [(m.start(), m.start() + 1, "") for m in ESCAPED_BRACKET.finditer(text, start, end)]


_LINE_BREAK: Final = re.compile(r" \+(\n)")


def unbroken(text: str, start: int, end: int) -> list[Edit]:
    """Return the edits that make one line of lines with a hard break between them, in a part of a text."""
    if text.find(" +\n", start, end) < 0:
        return []
    return [(m.start(1), m.end(1), " ") for m in _LINE_BREAK.finditer(text, start, end)]
