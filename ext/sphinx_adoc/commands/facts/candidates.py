"""What a text names that a repository can be asked for: its kind, its words, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place, Span
from sphinx_adoc.syntax.tree import Formatted, InlineVisit, Listing, Literal, plain_text

PATH, OPTION, VARIABLE, SYMBOL, PYTHON = "path", "option", "environment variable", "symbol", "Python version"
REQUIREMENT: Final = "requirement"
FUNCTION: Final = "function"
ADDRESS: Final = "absolute path"

_PATTERNS: Final = (
    (
        REQUIREMENT,
        re.compile(r"(?P<name>[A-Za-z][\w.-]*(?:\[[\w,-]+\])? ?(?:>=|==|~=) ?\d[\w.]*(?:, ?[<>=!~]+ ?[\w.]+)*)"),
    ),
    (
        OPTION,
        re.compile(r"(?:(?P<command>[\w.-]+)(?: [\w./-]+)*? )?(?P<name>--[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:[ =].*)?"),
    ),
    (VARIABLE, re.compile(r"\$?\{?(?P<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\}?(?:=.*)?")),
    (
        PATH,
        re.compile(r"(?P<name>(?:\./)?(?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml|cfg|md|rst|adoc|ya?ml|json|sh|lock))"),
    ),
    (FUNCTION, re.compile(r"(?P<name>[a-z_]\w{3,})\([^()]*\)", re.IGNORECASE)),
    (ADDRESS, re.compile(r"(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD) )?(?P<name>(?:/[\w.{}<>:*-]+)+/?)")),
    (SYMBOL, re.compile(r"(?:(?:from|import) )?(?P<name>[a-z_]\w*(?:\.\w+)+)(?:\(.*\))?")),
)
_PYTHON: Final = re.compile(r"\bPython (?P<name>3\.\d+)(?: or (?:newer|later|higher)|\+)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that is named. ``command``: the program that an option is said of, '' where none is."""

    kind: str
    name: str
    span: Span
    stack: tuple[Place, ...] = ()
    command: str = ""


def candidates(doc: Document) -> Iterator[Candidate]:
    """Return what the monospace phrases of a document name, and the versions of Python that its text asks for."""
    for visit in doc.walk_all():
        if not isinstance(visit, InlineVisit):
            continue
        text, node = visit.text, visit.inline
        stack = text.doc.origin.include_stack(text.position(node.start)[0])
        if isinstance(node, Formatted) and node.variant == "code":
            words = " ".join(plain_text([node]).split())
            for kind, pattern in _PATTERNS:
                if match := pattern.fullmatch(words):
                    command = match.groupdict().get("command") or ""
                    yield Candidate(kind, match["name"], text.span(node.start, node.end), stack, command)
                    break
    yield from _versions(doc)


def _versions(doc: Document) -> Iterator[Candidate]:
    for block in doc.walk():
        for text in () if isinstance(block, Listing | Literal) else block.texts():
            for match in _PYTHON.finditer(text.raw):
                yield Candidate(PYTHON, match["name"], text.span(match.start(), match.end()))
