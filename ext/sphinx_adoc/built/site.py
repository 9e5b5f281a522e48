"""A folder of pages: what each links to, and whether it is there."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from os.path import normpath
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.folders import unlisted
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.htmltags import values
from sphinx_adoc.suggest import Names
from sphinx_adoc.syntax.files import OnError
from sphinx_adoc.syntax.source import Place, Span

PAGES: Final = frozenset([".html", ".htm", ".xhtml"])
INDEX: Final = "index.html"
_LINKS: Final = {
    "a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src", "source": "src",
    "video": "src", "audio": "src", "embed": "src",
}  # fmt: skip
_ALWAYS: Final = frozenset(["", "top"])  # HTML: the top of any page


@dataclass(frozen=True, slots=True)
class Link:
    """What a page links to, as it is written there, and where."""

    target: str
    span: Span


class Page:
    """A page's anchors and links."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.anchors: set[str] = set()
        self.links: list[Link] = []
        text = path.read_bytes().decode("utf-8", "replace")
        lines = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        for tag, name, value, start, end in values(text):
            if name == "id" or (name, tag) == ("name", "a"):
                self.anchors.add(value)
            elif _LINKS.get(tag) == name:
                places = (self._place(lines, at) for at in (start, max(start, end - 1)))
                self.links.append(Link(value, Span(*places)))

    def _place(self, lines: Sequence[int], at: int) -> Place:
        line = bisect_right(lines, at)
        return Place(str(self.path), line, at - lines[line - 1] + 1)

    @cached_property
    def names(self) -> Names:
        """The anchors, to be asked for the nearest."""
        return Names(self.anchors)


@dataclass(frozen=True, slots=True)
class Built:
    """The findings of a folder of pages, the pages, and how many links were looked at."""

    findings: list[Finding]
    pages: list[str]
    links: int


def check(folder: Path) -> Built:
    """Look at every link of the pages below a folder. Raises OSError for what cannot be read."""
    os.scandir(folder).close()  # it is there, or the error says so in the caller's words
    root = folder.resolve()
    wrong: dict[tuple[str, ...], list[Finding]] = defaultdict(list)

    def note(error: OSError) -> None:
        wrong["folder", str(error.filename)].append(unlisted(error))

    files = sorted(path for path in _below(folder, note) if path.resolve().is_relative_to(root))
    site = _Site(folder, files)
    for page in site.pages.values():
        for link in page.links:
            for key, finding in site.trouble(page, link):
                wrong[key].append(finding)
    links = sum(len(page.links) for page in site.pages.values())
    return Built(ordered(map(_once, wrong.values())), [str(page.path) for page in site.pages.values()], links)


def _below(folder: Path, on_error: OnError) -> Iterator[Path]:
    """The ordinary files below a folder, hidden ones too."""
    for at, _, names in os.walk(folder, onerror=on_error):
        yield from (path for name in names if (path := Path(at, name)).is_file())


def _once(findings: Sequence[Finding]) -> Finding:
    """What is wrong in the same way on many pages, such as in a menu, at the first of them."""
    first = findings[0]
    if len(findings) == 1:
        return first
    message = f"{first.message} (and {number_of(len(findings) - 1, 'link')} more)"
    return Finding(first.code, message, first.span, severity=first.severity, hint=first.hint)


class _Site:
    def __init__(self, folder: Path, files: Iterable[Path]) -> None:
        self.folder = folder
        self.files = {path.relative_to(folder).as_posix() for path in files}
        pages = (path for path in files if path.suffix.lower() in PAGES)
        self.pages: Mapping[str, Page] = {path.relative_to(folder).as_posix(): Page(path) for path in pages}

    @cached_property
    def names(self) -> Names:
        """The files without what they end with, which would make all pages look alike."""
        return Names(map(_stem, self.files))

    def nearest(self, target: str) -> str | None:
        """Return the file that was probably meant, of the same kind where there is one."""
        near = self.names.nearest(_stem(target))
        kind = Path(target).suffix
        alike = (name for name in self.files if _stem(name) == near)
        return min(alike, key=lambda name: (Path(name).suffix != kind, name), default=None)

    def trouble(self, page: Page, link: Link) -> Iterator[tuple[tuple[str, ...], Finding]]:
        """Yield what is wrong with a link, with what makes it the same trouble as on another page."""
        try:
            parts = urlsplit(link.target.strip())
        except ValueError as error:
            yield (link.target,), Finding(Code.BUILT_LINK, f"'{link.target}' is no link: {error}", link.span)
            return
        if parts.scheme or parts.netloc:
            return
        target = self._target(page, unquote(parts.path))
        fragment = unquote(parts.fragment.partition(":~:")[0])
        if target.startswith("../"):
            message = f"'{link.target}' leads out of the folder, and was not followed"
            yield ("out", target), Finding(Code.BUILT_OUTSIDE, message, link.span)
        elif target not in self.files:
            yield ("file", target), self._missing(link, target)
        elif target in self.pages and fragment.lower() not in _ALWAYS and fragment not in self.pages[target].anchors:
            yield ("anchor", target, fragment), self._unanchored(link, target, fragment)

    def _target(self, page: Page, path: str) -> str:
        """The file that a path means, from the folder on; a folder means its index."""
        here = page.path.relative_to(self.folder)
        if not path:
            return here.as_posix()
        whole = path.lstrip("/") if path.startswith("/") else (here.parent / path).as_posix()
        target = Path(normpath(whole)).as_posix()
        if path.endswith("/") or f"{target}/{INDEX}".removeprefix("./") in self.files or target == ".":
            return f"{target}/{INDEX}".removeprefix("./")
        return target

    def _missing(self, link: Link, target: str) -> Finding:
        near = self.nearest(target)
        hint = f"did you mean '{near}'?" if near else ""
        return Finding(Code.BUILT_LINK, f"'{link.target}' leads to no file: '{target}'", link.span, hint=hint)

    def _unanchored(self, link: Link, target: str, fragment: str) -> Finding:
        near = self.pages[target].names.nearest(fragment)
        hint = f"did you mean '{near}'?" if near else ""
        return Finding(Code.BUILT_ANCHOR, f"'{target}' has no anchor '{fragment}'", link.span, hint=hint)


def _stem(path: str) -> str:
    return path.removesuffix(Path(path).suffix)
