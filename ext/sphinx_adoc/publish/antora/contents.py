"""Where the entries of navigation files go: into toctrees of the pages that they stand below.

An entry with further ones below it becomes a toctree of its page. One that leads to no page gets a page of its own,
which lists what is below it, or, at the top, becomes the caption of a toctree. In Sphinx a page has one place in the
contents: the first one counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding

from .navigation import Entry, Menu

SELF: Final = "self"
_ADDRESS: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Toctree:
    """``entries``: a title (None: the page's own) and the name of a page, an address, or ``self``."""

    caption: str
    entries: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A component: what the names of its pages begin with, and these names."""

    prefix: str
    pages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that no file holds. ``path``: the file that asks for it."""

    title: str
    path: Path


@dataclass(kw_only=True)
class Contents:
    """What navigation makes of the pages of a site. ``taken``: the names of all pages. ``root``: the page that the
    site begins with. ``page_of`` gives the page that an entry of a file leads to; None: none. ``refusal`` says why no
    link is made to an address, '' where one is. ``of_pages``: what is wrong with entries that name
    pages, if these are there.
    """

    taken: set[str]
    root: str
    page_of: Callable[[Entry, Path], str | None]
    refusal: Callable[[str], str]
    toctrees: dict[str, list[Toctree]] = field(default_factory=lambda: defaultdict(list))
    listings: dict[str, Listing] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    of_pages: list[Finding] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    _selves: set[str] = field(default_factory=set)
    _whole: set[str] = field(default_factory=set)

    def add(self, holder: str, component: Component, files: Iterable[tuple[Path, Sequence[Menu]]]) -> None:
        """Place what the navigation files of a component say below its start page, ``holder``."""
        menus = [(path, menu) for path, each in files for menu in each]
        self._whole |= {name for path, menu in menus for name in self._named(menu.entries, path)}
        for path, menu in menus:
            place = _Place(self, path, component)
            if holder == self.root:
                place.at_the_top(holder, menu)
            else:
                place.below(holder, menu)

    def listing(self, title: str, path: Path, name: str) -> str:
        """Make a page that no file holds, and return its name: ``name``, or one like it."""
        number, free = 1, name
        while free in self.taken:
            number += 1
            free = f"{name}-{number}"
        self.taken.add(free)
        self.listings[free] = Listing(title, path)
        return free

    def _named(self, entries: Iterable[Entry], path: Path) -> Iterator[str]:
        """The pages that entries lead to as a whole."""
        for entry in entries:
            if entry.is_page and not entry.fragment and (name := self.page_of(entry, path)) is not None:
                yield name
            yield from self._named(entry.entries, path)

    def has_place(self, name: str, holder: str) -> bool:
        """Return whether a page cannot be listed in ``holder`` since it is listed already. A page lists itself once."""
        return name in self._selves if name == holder else name in self.placed or name == self.root

    def mark_self(self, name: str) -> None:
        """Note that a page lists itself."""
        self._selves.add(name)

    def is_section(self, entry: Entry, name: str) -> bool:
        """Return whether an entry leads to a place in a page that has an entry of its own."""
        return bool(entry.fragment) and name in self._whole


@dataclass(frozen=True, slots=True)
class _Place:
    """What one navigation file says, on its way into the contents."""

    contents: Contents
    path: Path
    component: Component

    def at_the_top(self, holder: str, menu: Menu) -> None:
        """Place a list in the page that the site begins with, where titles are shown as captions."""
        heading = menu.heading
        if heading is not None:
            link = [heading] if heading.target else []
            self.toctree(holder, heading.title, [*link, *menu.entries])
            return
        first = _first_title(menu.entries)
        self.toctree(holder, "", menu.entries[:first])
        for entry in menu.entries[first:]:
            self.toctree(holder, entry.title, entry.entries)

    def below(self, holder: str, menu: Menu) -> None:
        """Place a list in another page, where a title is an entry with the others below it."""
        entries = menu.entries
        if menu.heading is not None:
            entries = (replace(menu.heading, entries=entries),)
        self.toctree(holder, "", entries)

    def toctree(self, holder: str, caption: str, entries: Iterable[Entry]) -> None:
        """Add a toctree to a page, if it has an entry."""
        pairs = tuple(pair for entry in entries for pair in self._pairs(holder, entry))
        if pairs:
            self.contents.toctrees[holder].append(Toctree(caption, pairs))

    def _pairs(self, holder: str, entry: Entry) -> Iterator[tuple[str | None, str]]:
        """The entries of a page's toctree that an entry becomes."""
        target = self._target(holder, entry)
        if target is None:
            for inner in entry.entries:
                yield from self._pairs(holder, inner)
            return
        if target and target not in self.contents.listings:
            yield entry.title or None, target
        elif target:
            yield None, target
        if target == SELF:
            for inner in entry.entries:
                yield from self._pairs(holder, inner)

    def _target(self, holder: str, entry: Entry) -> str | None:
        """Place what is below an entry, and return what the entry leads to ('': it has a place already); None where it
        has none, and what is below it takes its place.
        """
        if entry.is_page:
            return self._page(holder, entry)
        if _ADDRESS.match(entry.target):
            return self._address(entry)
        if entry.target:
            self._tell(entry, f"'{entry.target}' is no page", "link to it in a page")
        elif entry.entries:
            return self._listing(entry)
        else:
            self._tell(entry, f"'{entry.title}' leads nowhere, and nothing is below it", "link it, or leave it out")
        return None

    def _page(self, holder: str, entry: Entry) -> str | None:
        """The same for an entry that names a page; a page that is not there is reported as any other reference is."""
        name = self.contents.page_of(entry, self.path)
        if name is None:
            self._tell_of_page(entry, f"'{_written(entry)}' is no page of the site", "")
            return None
        if trouble := self._why_not(name, holder, entry):
            self._tell_of_page(entry, *trouble)
            if name in self.component.pages and not entry.fragment:
                self.toctree(name, "", entry.entries)
                return ""
            return None
        if name == holder:
            self.contents.mark_self(name)
            return SELF
        self.contents.placed.add(name)
        self.toctree(name, "", entry.entries)
        return name

    def _why_not(self, name: str, holder: str, entry: Entry) -> tuple[str, str] | None:
        """Why an entry for a page has no place, and a hint; None where it has one."""
        contents = self.contents
        if contents.is_section(entry, name):
            hint = "themes list the sections of a page by themselves"
            return f"'{_written(entry)}' is a section of a page that is listed", hint
        if name not in self.component.pages:
            return f"'{entry.target}' is a page of another component", "it is listed in that one"
        if contents.has_place(name, holder):
            return f"'{entry.target}' is listed already", "in Sphinx a page has one place; the first one counts"
        return None

    def _address(self, entry: Entry) -> str | None:
        if reason := self.contents.refusal(entry.target):
            self._tell(entry, f"no link is made to '{entry.target}': {reason}", "", Code.ADDRESS_REFUSED)
            return None
        if not entry.entries:
            return entry.target
        link = replace(entry, entries=())
        return self._listing(replace(entry, title=entry.title or entry.target, entries=(link, *entry.entries)))

    def _listing(self, entry: Entry) -> str:
        name = re.sub(r"\W+", "-", entry.title.lower()).strip("-") or "contents"
        page = self.contents.listing(entry.title, self.path, self.component.prefix + name)
        self.toctree(page, "", entry.entries)
        return page

    def _tell_of_page(self, entry: Entry, message: str, hint: str) -> None:
        """Say what is wrong with an entry that names a page, unless it is reported as any other dead reference is."""
        self.contents.of_pages.append(Finding(Code.NAVIGATION_ENTRY, message, entry.span, hint=hint))

    def _tell(self, entry: Entry, message: str, hint: str, code: Code = Code.NAVIGATION_ENTRY) -> None:
        self.contents.findings.append(Finding(code, message, entry.span, hint=hint))


def _written(entry: Entry) -> str:
    """What an entry for a page names."""
    return entry.target + (f"#{entry.fragment}" if entry.fragment else "")


def _first_title(entries: Sequence[Entry]) -> int:
    """How many entries stand before those that are titles of the ones below them, up to the end of a list."""
    end = len(entries)
    while end and not entries[end - 1].target and entries[end - 1].entries:
        end -= 1
    return end
