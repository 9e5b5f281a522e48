"""Pages of a Sphinx project in other languages: what they say, read from their source, and what of AsciiDoc they name.

reStructuredText and Markdown are compared by their paragraphs as they are written, code line by line. Their directives
are not carried out. So each of their lines is part of a piece, or is blank or a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from sphinx_adoc.syntax.source import Place

from .piece import RAW, STRUCTURE, TARGET, Feature, Piece

REST: Final = ".rst"
MARKDOWN: Final = ".md"
SUFFIXES: Final = (REST, MARKDOWN)

_ADORNMENT: Final = re.compile(r"([!-/:-@[-`{-~])\1{2,}\s*$")
_REST_COMMENT: Final = re.compile(r"\.\.(?:\s+(?!\[|_|\||[\w:.+-]+::).*)?$")
_REST_CODE: Final = re.compile(r"\s*\.\. +(code-block|code|sourcecode|literalinclude|raw|math|graphviz|mermaid)::")
_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,}|:{3,})(.*)$")
_HEADING: Final = re.compile(r"#{1,6}\s+\S")
_ITEM: Final = re.compile(r"\s*(?:[-*+]|#\.|\(?(?:\d+|[a-z])[.)])\s+\S")
_LINK: Final = re.compile(r"(?:https?|ftp|mailto):[^\s<>`\"')\]]+[^\s<>`\"')\].,;:]|\]\(<?([^\s)>]+)")
_TAG: Final = re.compile(r"<(?:[a-z][\w-]*|/[a-z][\w-]*|!--)[^<>]*>", re.IGNORECASE)


def is_page(path: str, files: Container[str]) -> bool:
    """Return whether a file is a page in another language: of a folder that Sphinx builds."""
    pure = PurePosixPath(path)
    return pure.suffix in SUFFIXES and any((folder / "conf.py").as_posix() in files for folder in pure.parents)


# -- what they say -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines that belong together. ``kind``: paragraph, title, item, line (of code), raw, or comment."""

    kind: str
    first: int
    lines: tuple[str, ...]


def pieces_of(path: str, text: str) -> list[Piece]:
    """Return the pieces of a page, in order."""
    chunks = _rest(text) if PurePosixPath(path).suffix == REST else _markdown(text)
    pieces = []
    section = ""
    for chunk in chunks:
        if chunk.kind == "comment":
            continue
        if chunk.kind == "title":
            section = _words(chunk)
        pieces.append(_piece(path, chunk, section))
    return pieces


def _piece(path: str, chunk: _Chunk, section: str) -> Piece:
    lines = frozenset((path, chunk.first + number) for number in range(len(chunk.lines)))
    code = chunk.kind in ("line", "raw")
    words = chunk.lines[0].rstrip() if code else _words(chunk)
    features = (*_features(path, chunk), *(() if code else _layout(path, chunk)))
    kind = "line" if code else chunk.kind
    return Piece(section, kind, "", words, words, Place(path, chunk.first, 1), features, lines)


def _words(chunk: _Chunk) -> str:
    shown = chunk.lines
    if chunk.kind == "title":
        shown = tuple(line for line in shown if not _ADORNMENT.match(line)) or shown
    return " ".join(" ".join(shown).split()).strip("#").strip()


def _is_mark(text: str) -> bool:
    return bool(_ADORNMENT.match(text)) or text.startswith("#")


def _layout(path: str, chunk: _Chunk) -> Iterator[Feature]:
    """What there is to the lines of a text besides their words; where they break is none of it."""
    line = (path, chunk.first)
    if chunk.kind == "title":
        marks = [text[0] if _ADORNMENT.match(text) else text.split()[0] for text in chunk.lines if _is_mark(text)]
        yield Feature(STRUCTURE, "adornment", " ".join(marks), line)
    indents = [len(text) - len(text.lstrip()) for text in chunk.lines]
    steps = [str(indent) for indent, _ in groupby(indents)]
    yield Feature(STRUCTURE, "indentation", " ".join(steps), line)


def _features(path: str, chunk: _Chunk) -> Iterator[Feature]:
    for number, text in enumerate(chunk.lines, chunk.first):
        if chunk.kind == "raw":
            yield Feature(RAW, "raw", text.strip(), (path, number))
        elif chunk.kind != "line":
            for link in _LINK.finditer(text):
                yield Feature(TARGET, "link", link[1] or link[0], (path, number))
            if path.endswith(MARKDOWN):
                yield from (Feature(RAW, "html", tag[0], (path, number)) for tag in _TAG.finditer(text))


def _runs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The runs of lines that are not blank, with the number of the first."""
    run: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            run.append(line)
        elif run:
            yield number - len(run), run
            run = []


def _split(text: str) -> list[str]:
    return [line.rstrip("\r") for line in text.split("\n")]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rest(text: str) -> Iterator[_Chunk]:
    """The chunks of reStructuredText. What is indented behind ``::`` or a directive for code is code."""
    code: tuple[int, str] | None = None  # the indentation of what code is further in than, and its kind
    for first, run in _runs(_split(text)):
        if code and _indent(run[0]) > code[0]:
            yield from (_Chunk(code[1], first + at, (line,)) for at, line in enumerate(run))
            continue
        code = None
        if _REST_COMMENT.match(run[0]):
            yield _Chunk("comment", first, tuple(run))
            code = (_indent(run[0]), "comment")
            continue
        directive = next((at for at, line in enumerate(run) if _REST_CODE.match(line)), None)
        prose = run if directive is None else run[: directive + 1]
        yield from _rest_prose(first, prose)
        kind = "raw" if directive is not None and ".. raw::" in run[directive] else "line"
        if directive is not None:
            yield from (_Chunk(kind, first + at, (run[at],)) for at in range(directive + 1, len(run)))
            code = (_indent(run[directive]), kind)
        elif run[-1].rstrip().endswith("::"):
            code = (_indent(run[-1]), "line")


def _rest_prose(first: int, run: list[str]) -> Iterator[_Chunk]:
    at = 0
    while at < len(run):
        if _is_title(run[at : at + 3], over=True):
            yield _Chunk("title", first + at, tuple(run[at : at + 3]))
            at += 3
        elif _is_title(run[at : at + 2], over=False):
            yield _Chunk("title", first + at, tuple(run[at : at + 2]))
            at += 2
        else:
            break
    if at < len(run):
        yield from _items(first + at, run[at:])


def _is_title(lines: list[str], *, over: bool) -> bool:
    """Whether lines are a title with its adornments."""
    adorned = [bool(_ADORNMENT.match(line)) for line in lines]
    return adorned == ([True, False, True] if over else [False, True])


def _items(first: int, run: list[str]) -> Iterator[_Chunk]:
    """Paragraphs, and an item of a list each."""
    starts = [at for at, line in enumerate(run) if not at or _ITEM.match(line) or line.lstrip().startswith(("|", ":"))]
    for start, end in zip(starts, [*starts[1:], len(run)], strict=True):
        yield _Chunk("item" if _ITEM.match(run[start]) else "paragraph", first + start, tuple(run[start:end]))


def _markdown(text: str) -> Iterator[_Chunk]:
    """The chunks of Markdown. What is between fences is code, but for directives that hold text."""
    lines = _split(text)
    fence = ""
    prose: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        mark = _FENCE.match(line)
        heading = None if fence else _HEADING.match(line)
        closes = bool(fence and mark and mark[1].startswith(fence) and not mark[2].strip())
        if (mark and not fence) or closes or heading or fence or not line.strip():
            yield from _markdown_prose(number - len(prose), prose)
            prose = []
        if heading:
            yield _Chunk("title", number, (line,))
        elif mark and (closes or not fence):
            fence = "" if closes or mark[1][0] == ":" else mark[1]
            yield _Chunk("paragraph", number, (line,))
        elif fence and line.strip():
            yield _Chunk("line", number, (line,))
        elif line.strip():
            prose.append(line)


def _markdown_prose(first: int, run: list[str]) -> Iterator[_Chunk]:
    if len(run) > 1 and re.fullmatch(r"(=+|-+)\s*", run[-1]):
        yield _Chunk("title", first, tuple(run))
    elif run and run[0].startswith("%"):
        yield _Chunk("comment", first, tuple(run))
    elif run:
        yield from _items(first, run)


# -- what of AsciiDoc they name ----------------------------------------------------------------------------------------

_ROLE: Final = re.compile(r"(?::(ref|numref|doc|any):|\{(ref|numref|doc|any)\})`(?:[^`<]*<([^`>]+)>|([^`]+))`")
_MARKDOWN_LINK: Final = re.compile(r"\]\(<?([^\s)>#]{0,1000})(?:#([^\s)>]{0,1000}))?>?(?:\s+\"[^\"\n]{0,1000}\")?\)")
_REST_LABEL: Final = re.compile(r"^[ \t]*\.\. _`?([^:`]+)`?:", re.MULTILINE)
_MARKDOWN_LABEL: Final = re.compile(r"^[ \t]*\(([^()\s]+)\)=[ \t]*$", re.MULTILINE)
_FENCED: Final = r"^[ \t]*+(`{3,}+|~{3,}+)[^{\n]*+\n.*?^[ \t]*\1"
_LITERAL: Final = r"``(?:(?!``)[^\n])+``"
_CODE: Final = {
    REST: re.compile(_LITERAL),
    MARKDOWN: re.compile(rf"{_FENCED}|{_LITERAL}|(?<![}}`])`[^`\n]+`(?!`)", re.MULTILINE | re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class OtherReference:
    """A reference of a page in another language. ``page``: the path, without suffix, that it names, '' without;
    ``fragment``: the id that it names, '' without.
    """

    page: str
    fragment: str
    place: Place

    def names(self, page: str, name: str) -> bool:
        """Return whether it names an anchor of a page (a path); any page's where it names none itself."""
        same = not self.page or self.page == str(PurePosixPath(page).with_suffix(""))
        return same and self.fragment.casefold() == name.casefold()


class OtherPages:
    """The pages in other languages of a state. ``texts``: gives the text of each by its path, when it is needed."""

    def __init__(self, texts: Callable[[], Mapping[str, str]]) -> None:
        self._texts = texts
        self._references: list[OtherReference] | None = None

    @property
    def references(self) -> list[OtherReference]:
        """What they name that is no label of their own, by path and line."""
        if self._references is None:
            texts = self._texts()
            labels = {label.casefold() for path, text in texts.items() for label in _labels(path, text)}
            listed = [each for path, text in sorted(texts.items()) for each in _references(path, text)]
            listed.sort(key=lambda each: (each.place.path, each.place.line, each.place.column))
            self._references = [each for each in listed if each.page or each.fragment.casefold() not in labels]
        return self._references


def _labels(path: str, text: str) -> list[str]:
    return (_REST_LABEL if path.endswith(REST) else _MARKDOWN_LABEL).findall(text)


def _references(path: str, text: str) -> Iterator[OtherReference]:
    """The references of a page; what is in code is none."""
    text = _CODE[PurePosixPath(path).suffix].sub(lambda match: re.sub(r"\S", "x", match[0]), text)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(at: int) -> Place:
        line = bisect_right(starts, at)
        return Place(path, line, at - starts[line - 1] + 1)

    for match in _ROLE.finditer(text):
        kind, target = match[1] or match[2], (match[3] or match[4]).strip()
        page = _page_of(path, target) if kind == "doc" else ""
        yield OtherReference(page, "" if kind == "doc" else target, place(match.start()))
    if path.endswith(MARKDOWN):
        for match in _MARKDOWN_LINK.finditer(text):
            if ":" not in match[1] and (match[1] or match[2]):
                page = _page_of(path, match[1]) if match[1] else ""
                yield OtherReference(page, match[2] or "", place(match.start() + 2))


def _page_of(path: str, target: str) -> str:
    """The path, without suffix, that a page names from where it stands."""
    parts: list[str] = [] if target.startswith("/") else [*PurePosixPath(path).parent.parts]
    for part in target.strip("/").split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    pure = PurePosixPath("/".join(parts))
    return str(pure.with_suffix("")) if pure.suffix in (".adoc", ".asciidoc", ".asc", ".html") else str(pure)
