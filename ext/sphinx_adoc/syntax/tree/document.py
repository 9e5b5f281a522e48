"""The document: its header, its blocks, its attributes in every state, and the trouble that reading it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sphinx_adoc.codes import OF_CODE, Code, Severity
from sphinx_adoc.syntax.arguments import expect
from sphinx_adoc.syntax.attributes import AttributeStore
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.source import Origin, Problem, Span

from . import declare
from .base import AttributeEntry, Block
from .block import Container
from .inline import Footnotes
from .text import Host, InlineText, SpanReport


@dataclass(slots=True)
class Author:
    """One author, in parts."""

    fullname: str
    firstname: str
    middlename: str = ""
    lastname: str = ""
    initials: str = ""
    email: str = ""


@dataclass(slots=True)
class Header:
    """The document header but for its texts: authors, attribute entries by name (the last one of each).

    ``ref``, ``end_ref``, ``end_col``: from its first line to its last one. Without a title the header is a run of
    adjacent entries; ``entries`` also has those that follow behind blank lines, up to the first block.
    """

    authors: list[Author] = field(default_factory=list)
    entries: dict[str, AttributeEntry] = field(default_factory=dict)
    ref: int = -1
    end_ref: int = -1
    end_col: int = 1
    id: str | None = None
    roles: tuple[str, ...] = ()
    marker: str = ""

    def note(self, entry: AttributeEntry) -> None:
        """Keep an entry; the header reaches to it where no blank line stands between."""
        if not entry.ignored:
            self.entries[entry.name] = entry
        if self.ref < 0:
            self.ref = entry.ref
        elif entry.ref != self.end_ref + 1:
            return
        self.end_ref, self.end_col = entry.end_ref, entry.end_col


class Inclusion(NamedTuple):
    """A file that was brought in: its path as opened, and where the directive stands. ``version``: the state of the
    attributes there.
    """

    path: Path
    span: Span
    ref: int = -1
    version: int = 0


@declare.node
class Document(Container):
    """A parsed document (also: the document inside a table's cell, whose ``parent`` is the outer one).

    ``title``: that of the header (None: none). ``manname_title``, ``mannames``, ``manpurpose``: of a manual page, the
    heading of the section NAME, the names and the purpose. Revision: attributes revnumber, revdate, revremark.
    ``ids``: block ids in order of appearance (inline anchors are in the inline nodes). ``problems``: trouble found so
    far; parsing inline text lazily can add to it, so ask after :meth:`read_all`. ``header_version``: the state of the
    attributes at the header's end. ``host``: what its texts are read with. ``last_entries``: the attribute entries
    behind the last block.
    """

    name = "document"
    manname_title: InlineText | None = declare.text(before="blocks")
    mannames: InlineText | None = declare.text(before="blocks")
    manpurpose: InlineText | None = declare.text(before="blocks")
    path: str
    settings: Settings = field(repr=False)
    origin: Origin = field(repr=False)
    attributes: AttributeStore = field(repr=False)
    footnotes: Footnotes = field(repr=False)
    ids: dict[str, Block] = field(repr=False)
    problems: list[Problem] = field(repr=False)
    inclusions: list[Inclusion] = field(repr=False)
    parent: Document | None = field(default=None, repr=False)
    host: Host | None = field(default=None, init=False, repr=False)
    header: Header | None = field(default=None, init=False, repr=False)
    header_version: int = field(default=0, init=False, repr=False)
    doctype: str = field(default="article", init=False)
    last_entries: tuple[AttributeEntry, ...] = field(default=(), init=False, repr=False)

    def attribute(self, name: str, version: int | None = None) -> str | None:
        """Return the value of an attribute in a state (default: at the end of the document); None: it is not set.

        Raises TypeError where the name is no string.
        """
        expect(name, "name", str)
        return self.attributes.get(name, version)

    def read_all(self) -> None:
        """Parse every text, in document order, so that all problems are known."""
        for visit in self.walk_texts():
            visit.text.inlines  # noqa: B018

    def report(
        self,
        code: Code,
        message: str,
        text: InlineText,
        start: int,
        end: int,
        *,
        severity: Severity = OF_CODE,
        hint: str = "",
    ) -> None:
        """Record trouble between two offsets of a text."""
        ref, _ = text.position(start)
        span = text.span(start, end)
        stack = self.origin.include_stack(ref)
        self.problems.append(Problem(code, message, span, severity=severity, hint=hint, stack=stack))

    def report_line(
        self,
        code: Code,
        message: str,
        ref: int,
        col: int = 1,
        end_col: int = 0,
        *,
        severity: Severity = OF_CODE,
        hint: str = "",
    ) -> None:
        """Record trouble in a line, from a column up to another one (included; 0: to the line's end)."""
        origin = self.origin
        last = end_col or max(len(origin.line(ref)) - origin.shift_of.get(ref, 0), col)
        span = Span(origin.place(ref, col), origin.place(ref, last))
        stack = origin.include_stack(ref)
        self.problems.append(Problem(code, message, span, severity=severity, hint=hint, stack=stack))

    def note_at(self, raw: str, ref: int) -> SpanReport:
        """Return what records trouble between two offsets of ``raw``, a part of a line."""
        begin = max(self.origin.line(ref).find(raw) - self.origin.shift_of.get(ref, 0), 0) + 1

        def note(
            code: Code, message: str, start: int, end: int, *, severity: Severity = OF_CODE, hint: str = ""
        ) -> None:
            self.report_line(code, message, ref, begin + start, begin + end - 1, severity=severity, hint=hint)

        return note
