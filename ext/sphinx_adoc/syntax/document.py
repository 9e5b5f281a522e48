"""The document: its header, its blocks, its attributes in every state, and the trouble found while reading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import inlines
from .attributes import AttributeStore
from .nodes import Block, Container, Footnote, Inline, InlineText
from .source import WARNING, Origin, Problem, Span

ASCIIDOCTOR_IDS = "asciidoctor"
ASCIIDOC_PY_IDS = "asciidoc-py"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read a document.

    ``attributes``: set from outside, by name; None unsets; a value (or name) that ends in ``@`` may be changed by the
    document, others may not. ``root``: the directory that includes must not leave (None: the document's own directory;
    without a path, nothing can be included). ``ids``: the rule for generated ids, ``asciidoctor`` or ``asciidoc-py``.
    ``inline_macros``, ``block_macros``: names of macros that the language does not define and that are kept in the
    tree. ``legacy``: asciidoc-py's reading where it differs from Asciidoctor's (tables' and others' old syntax).
    """

    attributes: Mapping[str, str | None] = field(default_factory=dict)
    root: Path | None = None
    ids: str = ASCIIDOCTOR_IDS
    inline_macros: frozenset[str] = frozenset()
    block_macros: frozenset[str] = frozenset()
    max_include_depth: int = 64
    doctype: str = "article"


@dataclass(slots=True)
class Author:
    """A line of the header's author list, in its parts."""

    fullname: str
    firstname: str
    middlename: str = ""
    lastname: str = ""
    initials: str = ""
    email: str = ""


@dataclass(slots=True)
class Header:
    """The document header: title (None: none), authors, attribute entries (name -> value, ref, col, end_col)."""

    title: InlineText | None = None
    authors: list[Author] = field(default_factory=list)
    entries: dict[str, tuple[str | None, int, int, int, int]] = field(default_factory=dict)
    ref: int = 0
    end_ref: int = 0
    end_col: int = 1


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A file that was brought in: its path as opened, and where the directive stands."""

    path: Path
    span: Span


class Document(Container):
    """A parsed document (also: the document inside a table's cell, whose ``parent`` is the outer one).

    Revision: attributes revnumber, revdate, revremark. ``ids``: block ids in order of appearance (inline anchors are in
    the inline nodes). ``problems``: trouble found so far; parsing inline text lazily can add to it, so ask after
    :meth:`read_all`.
    """

    __slots__ = (
        "attributes", "doctype", "footnotes", "header", "header_version", "ids", "inclusions", "inline_macros",
        "origin", "parent", "path", "problems", "settings",
    )  # fmt: skip
    name = "document"

    def __init__(self, path: str, settings: Settings, parent: Document | None = None) -> None:
        super().__init__(0)
        self.path = path
        self.settings = settings
        self.parent = parent
        self.origin = parent.origin if parent else Origin()
        self.attributes = AttributeStore()
        self.header: Header | None = None
        self.header_version = 0
        self.doctype = "article"
        self.ids: dict[str, Block] = parent.ids if parent else {}
        self.footnotes: list[Footnote] = parent.footnotes if parent else []
        self.problems: list[Problem] = parent.problems if parent else []
        self.inclusions: list[Inclusion] = parent.inclusions if parent else []
        self.inline_macros = settings.inline_macros

    def attribute(self, name: str, version: int | None = None) -> str | None:
        """The value of an attribute in a state (default: at the end of the document)."""
        return self.attributes.get(name, version)

    def set_attribute(self, name: str, value: str | None) -> None:
        """Set (None: unset) an attribute from here on, unless it was locked from outside."""
        if name not in self.attributes.locked:
            self.attributes.set(name, value)

    def counter(self, name: str, seed: str | None) -> str:
        """Advance a counter: the next number or letter after its value, or the seed (default 1) at first."""
        value = _next_count(self.attributes.get(name), seed)
        self.attributes.set(name, value)
        return value

    def parse_inlines(self, text: InlineText) -> list[Inline]:
        """The inline nodes of a text of this document."""
        return inlines.parse(text)

    def read_all(self) -> None:
        """Parse the inline text of every block, in document order, so that all problems are known."""
        if self.header is not None and self.header.title is not None:
            self.header.title.inlines  # noqa: B018
        for block in self.walk():
            for text in block.texts():
                text.inlines  # noqa: B018

    def report(
        self, code: str, message: str, text: InlineText, start: int, end: int, severity: str = WARNING, hint: str = ""
    ) -> None:
        """Record trouble between two offsets of a text."""
        ref, _ = text.position(start)
        self.problems.append(
            Problem(code, severity, message, text.span(start, end), hint, self.origin.include_stack(ref))
        )

    def report_line(
        self, code: str, message: str, ref: int, col: int = 1, end_col: int = 0, severity: str = WARNING, hint: str = ""
    ) -> None:
        """Record trouble in a line, from a column up to another one (included; 0: to the line's end)."""
        span = Span(self.origin.place(ref, col), self.origin.place(ref, end_col or max(len(self.origin.line(ref)), col)))
        self.problems.append(Problem(code, severity, message, span, hint, self.origin.include_stack(ref)))


def _next_count(value: str | None, seed: str | None) -> str:
    if value is None or value == "":
        return seed if seed is not None else "1"
    if value.lstrip("-").isdigit():
        return str(int(value) + 1)
    return chr(ord(value[-1]) + 1) if len(value) == 1 else value[:-1] + chr(ord(value[-1]) + 1)


def parse(text: str | bytes, path: str = "<string>", settings: Settings | None = None) -> Document:
    """Read a document from its text. ``path``: its name in places, and where relative includes start from.

    Never raises on input: what is wrong is in ``problems``.
    """
    raise NotImplementedError


def parse_file(path: Path, settings: Settings | None = None) -> Document:
    """Read a document from a file. Raises OSError where the file itself cannot be read."""
    return parse(path.read_bytes(), str(path), settings)
