"""A folder of pages: what each links to, and whether it is there."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from os.path import normpath
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Related, ordered
from sphinx_adoc.finding.folders import unlisted
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.suggest import Names, did_you_mean
from sphinx_adoc.syntax.files import OnError
from sphinx_adoc.syntax.source import Place, Span

from . import redirects
from .deployment import Deployment, guess, names_of
from .references import Named, References, ids_of_picture, of_page, of_style

PAGES: Final = frozenset([".html", ".htm", ".xhtml"])
INDEX: Final = "index.html"
MAX_PAGE_BYTES: Final = 16 << 20
"""Bytes of a page, or of a style sheet, that are read."""

_ROUTE_PREFIXES: Final = ("/", "!")  # fragments that a program in the page reads
_HAS_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TOP_FRAGMENTS: Final = frozenset(["", "top"])  # HTML: the top of any page
KeyedFindings = Iterator[tuple[tuple[str, ...], Finding]]
"""What is wrong, each with what makes it the same trouble as on another page."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a page links to, as it is written there, and where. ``resource``: its fragment is no anchor."""

    target: str
    span: Span
    resource: bool = False


class Page:
    """A page, or a style sheet: its anchors and links. ``unread``: it is too large."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.unread = path.stat().st_size > MAX_PAGE_BYTES
        text = "" if self.unread else path.read_bytes().decode("utf-8", "replace")
        self._lines = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        is_style = path.suffix.lower() == ".css"
        references = References(resources=[*of_style(text)]) if is_style else of_page(text)
        self.base, self.canonical = references.base, references.canonical
        self.anchors = {*references.ids, *references.names}
        self.twice = {name: places for name, places in references.ids.items() if len(places) > 1}
        self.links = [
            *(Link(one.target, self.span(one)) for one in references.links),
            *(Link(one.target, self.span(one), resource=True) for one in references.resources),
        ]

    def span(self, named: Named) -> Span:
        """Return where something stands that the page names."""
        return Span(self._place(named.start), self._place(max(named.start, named.end - 1)))

    def _place(self, at: int) -> Place:
        line = bisect_right(self._lines, at)
        return Place(str(self.path), line, at - self._lines[line - 1] + 1)

    @cached_property
    def names(self) -> Names:
        """The anchors, to be asked for the nearest."""
        return Names(self.anchors)


@dataclass(frozen=True, slots=True)
class Built:
    """The findings of a folder of pages, the pages, and how many links were looked at, and how many were not.

    ``deployment``: where the pages are taken to be.
    """

    findings: list[Finding]
    pages: list[str]
    links: int
    unchecked: int = 0
    deployment: Deployment = field(default_factory=Deployment)


def check(folder: Path, deployment: Deployment | None = None) -> Built:
    """Check every link of the pages below a folder. ``deployment``: where they will be; None: what the pages say.
    Raise OSError for what cannot be read.
    """
    os.scandir(folder).close()  # it is there, or the error says so in the caller's words
    root = folder.resolve()
    wrong: dict[tuple[str, ...], list[Finding]] = defaultdict(list)

    def note(error: OSError) -> None:
        wrong["folder", str(error.filename)].append(unlisted(error))

    files = sorted(path for path in _below(folder, note) if path.resolve().is_relative_to(root))
    site = _Site(folder, files, deployment)
    for key, finding in site.all_trouble():
        wrong[key].append(finding)
    links = sum(len(page.links) for page in site.sheets.values())
    return Built(
        ordered(map(_once, wrong.values())),
        [str(page.path) for page in site.pages.values()],
        links - site.unchecked,
        site.unchecked,
        site.deployment,
    )


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
    """The files of a folder. ``sheets``: pages and style sheets; ``unchecked``: links that lead to another host, or to
    another part of this one.
    """

    def __init__(self, folder: Path, files: Iterable[Path], deployment: Deployment | None) -> None:
        self.folder = folder
        self.unchecked = 0
        paths = {path.relative_to(folder).as_posix(): path for path in files}
        self.files = frozenset(paths)
        read = {name for name, path in paths.items() if path.suffix.lower() in {*PAGES, ".css"}}
        self.sheets: Mapping[str, Page] = {name: Page(path, name) for name, path in paths.items() if name in read}
        self.pages = {name: page for name, page in self.sheets.items() if not name.lower().endswith(".css")}
        self.reached: dict[str, str] = {}
        for name in sorted(self.files, key=lambda name: (name.count("/"), name)):
            for called in names_of(name):
                self.reached.setdefault(called, name)
        self.reached |= {name: name for name in self.files}
        self._pictures: dict[str, frozenset[str]] = {}
        self.redirects = self._redirects(paths.get(redirects.NAME))
        self._covered = redirects.covering(self.redirects)
        self.deployment = self._guessed() if deployment is None else deployment

    def _guessed(self) -> Deployment:
        rooted = [link.target for page in self.sheets.values() for link in page.links if link.target.startswith("/")]
        bases = (page.base for page in self.pages.values() if page.base.startswith("/"))
        rooted += [f"{base}{INDEX}" if base.endswith("/") else base for base in bases]
        paths = [target.partition("#")[0].partition("?")[0] for target in rooted if not target.startswith("//")]
        says = [(page.name, page.canonical) for page in self.pages.values() if page.canonical]
        return guess(says, paths, frozenset(self.reached))

    def _redirects(self, path: Path | None) -> list[redirects.Redirect]:
        if path is None or path.stat().st_size > MAX_PAGE_BYTES:
            return []
        return [*redirects.read(path.read_bytes().decode("utf-8", "replace"))]

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

    # -- what is wrong -------------------------------------------------------------------------------------------------

    def all_trouble(self) -> KeyedFindings:
        """Yield all that is wrong."""
        for page in self.sheets.values():
            if page.unread:
                place = Place(str(page.path), 1, 1)
                message = f"the page is larger than {MAX_PAGE_BYTES >> 20} MiB; it was not read"
                yield ("large", page.name), Finding(Code.PAGE_UNREAD, message, Span(place, place))
            yield from self._double(page)
            for link in page.links:
                yield from self._of_link(page, link)
        yield from self._of_redirects()

    def _double(self, page: Page) -> KeyedFindings:
        for name, (first, *others) in page.twice.items():
            for again in others:
                related = (Related("first used here", page.span(first)),)
                message = f"the id '{name}' stands twice in this page"
                yield (
                    ("id", page.name, name, str(again.start)),
                    Finding(Code.BUILT_ID, message, page.span(again), related=related),
                )

    def _of_link(self, page: Page, link: Link) -> KeyedFindings:
        target = link.target.strip()
        if not _HAS_SCHEME.match(target):
            target = target.partition("#")[0].replace("\\", "/") + target[len(target.partition("#")[0]) :]
        try:
            parts = urlsplit(target)
            path = self._path(page, parts)
        except ValueError as error:
            yield (target,), Finding(Code.BUILT_LINK, f"'{link.target}' is no link: {error}", link.span)
            return
        fragment = unquote(parts.fragment.partition(":~:")[0])
        if path is None or fragment.startswith(_ROUTE_PREFIXES):
            self.unchecked += 1
            return
        yield from self._of_path(link, path, fragment)

    def _of_path(self, link: Link, path: str, fragment: str) -> KeyedFindings:
        file = self.reached.get(path)
        if path.startswith("../"):
            message = f"'{link.target}' leads out of the folder, and was not followed"
            yield ("out", path), Finding(Code.BUILT_OUTSIDE, message, link.span)
        elif not self._is_there(path):
            yield ("file", path), self._missing(link, path)
        elif file is None:
            return  # a redirect
        elif (
            fragment.lower() not in _TOP_FRAGMENTS
            and not link.resource
            and fragment not in self._anchors(file, fragment)
        ):
            yield ("anchor", file, fragment), self._unanchored(link, file, fragment)

    def _path(self, page: Page, parts: SplitResult) -> str | None:
        """What a link leads to, from the folder on; None where it leads to another host, or another part of this one.
        Raises ValueError for what is no link.
        """
        if parts.scheme not in ("", "http", "https"):
            return None
        if parts.netloc:
            own = self.deployment.host and parts.netloc.lower() == self.deployment.host
            return self._below_prefix(unquote(parts.path)) if own else None
        path = unquote(parts.path)
        if path.startswith("/"):
            return self._below_prefix(path)
        base = page.name
        if page.base and page.name in self.pages:
            counted = self._path_of_base(page)
            if counted is None:
                return None
            base = counted
        if not path:
            return base
        joined = _joined(base, path)
        if not joined.startswith("../") or self.deployment.prefix == "/":
            return joined
        back = self._below_prefix(_joined(self.deployment.prefix, joined))  # out of the folder, and in again
        return joined if back is None else back

    def _path_of_base(self, page: Page) -> str | None:
        """What the links of a page with a base count from."""
        parts = urlsplit(page.base.strip())
        if parts.scheme or parts.netloc:
            own = self.deployment.host and parts.netloc.lower() == self.deployment.host
            return self._below_prefix(unquote(parts.path)) if own else None
        path = unquote(parts.path)
        return self._below_prefix(path) if path.startswith("/") else _joined(page.name, path)

    def _below_prefix(self, path: str) -> str | None:
        """A path from the host's root on as one from the folder on; None where the folder is not at that part."""
        absolute = normpath(path) + ("/" if path.endswith("/") else "")
        absolute = "/" + absolute.lstrip("/")
        if absolute == self.deployment.prefix.rstrip("/"):
            return ""
        return absolute.removeprefix(self.deployment.prefix) if absolute.startswith(self.deployment.prefix) else None

    def _anchors(self, file: str, fragment: str) -> frozenset[str] | set[str]:
        """The anchors of a file; the one that is asked for where that is no page, or one that was not read."""
        page = self.pages.get(file)
        if page is not None and not page.unread:
            return page.anchors
        if not file.lower().endswith(".svg") or "(" in fragment:
            return {fragment}
        if file not in self._pictures:
            path = self.folder / file
            text = path.read_bytes().decode("utf-8", "replace") if path.stat().st_size <= MAX_PAGE_BYTES else ""
            self._pictures[file] = ids_of_picture(text) if text else frozenset({fragment})
        return self._pictures[file]

    def _missing(self, link: Link, path: str) -> Finding:
        called = f"{path}{INDEX}" if not path or path.endswith("/") else path
        near = self.nearest(called)
        hint = did_you_mean(near)
        return Finding(Code.BUILT_LINK, f"'{link.target}' leads to no file: '{called}'", link.span, hint=hint)

    def _unanchored(self, link: Link, target: str, fragment: str) -> Finding:
        near = (self.pages[target].names if target in self.pages else Names(self._pictures[target])).nearest(fragment)
        hint = did_you_mean(near)
        return Finding(Code.BUILT_ANCHOR, f"'{target}' has no anchor '{fragment}'", link.span, hint=hint)

    def _of_redirects(self) -> KeyedFindings:
        for one in self.redirects:
            place = Place(str(self.folder / redirects.NAME), one.line, one.column)
            span = Span(place, Place(place.path, one.line, one.column + max(len(one.to or one.path), 1) - 1))
            if not one.to:
                message = "this line is no redirect: it needs a path and what that leads to"
                yield ("redirect", str(one.line)), Finding(Code.BUILT_REDIRECT, message, span)
            elif one.is_plain and (path := self._redirected(one.to)) is not None and not self._is_there(path):
                message = f"'{one.path}' leads to no file: '{path}'"
                yield ("redirect", str(one.line)), Finding(Code.BUILT_REDIRECT, message, span)

    def _is_there(self, path: str) -> bool:
        """Whether a path leads to a file, or to a redirect."""
        absolute = self.deployment.prefix + path
        return path in self.reached or any(pattern.fullmatch(absolute) for pattern in self._covered)

    def _redirected(self, to: str) -> str | None:
        path = to.partition("#")[0].partition("?")[0]
        return self._below_prefix(unquote(path)) if path.startswith("/") else None


def _joined(base: str, path: str) -> str:
    """A path that counts from a file or folder (ending in a slash), from the folder of the site on."""
    folder = base if base.endswith("/") or not base else base.rpartition("/")[0]
    joined = normpath(f"{folder}/{path}" if folder else path).replace(os.sep, "/")
    if joined == ".":
        return ""
    is_folder = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return f"{joined}/" if is_folder else joined


def _stem(path: str) -> str:
    return path.removesuffix(Path(path).suffix)
