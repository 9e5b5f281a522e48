"""An index whose findings follow its changes: only what a change touches is resolved again.

While a reference is resolved, the index notes what is looked up: ids, titles, files. Turned round, that is the map from
each of them to the references that follow from it, dead ones included. A changed document gives a difference of
symbols, and the references under these are the ones to be resolved again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeVar

from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.syntax.source import Place, Span

from . import targets
from .check import own
from .index import ANY, Index, Key
from .model import Anchor, Reference, Resolution, Summary
from .resolve import resolve

T = TypeVar("T")
_NOWHERE: Final = Span(Place("", 0, 0), Place("", 0, 0))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change did. ``documents``: those that changed, came or went. ``symbols``: the ids, titles and files that
    mean something else now. ``pages``: those whose findings may be others. ``resolved``: how many references and
    targets were looked up again.
    """

    documents: frozenset[str] = frozenset()
    symbols: frozenset[Key] = frozenset()
    pages: frozenset[str] = frozenset()
    resolved: int = 0


class _Item(NamedTuple):
    """A reference or a target: its number among those of a page."""

    page: str
    is_target: bool
    number: int


@dataclass(slots=True)
class _Page:
    """What is known of a page: what is wrong with it alone, and what its references (a :class:`Resolution`) and targets
    (a :class:`targets.Judged`) gave.
    """

    own: list[Finding]
    references: list[Any] = field(default_factory=list)
    targets: list[Any] = field(default_factory=list)


_Left = dict[tuple[bool, int], tuple[Any, frozenset[Key]]]
"""What the references and targets of a page gave, by their numbers, and what each was looked up under."""


class LiveIndex:
    """The documents of ``index``, with the findings of the ``pages`` among them; the files themselves do not change."""

    def __init__(self, index: Index, pages: Iterable[str]) -> None:
        self.index = index
        self._pages: dict[str, _Page] = {}
        self._under: defaultdict[Key, set[_Item]] = defaultdict(set)
        self._keys: dict[_Item, frozenset[Key]] = {}
        for page in pages:
            for item in self._enter(page):
                self._look(item)

    # -- questions -----------------------------------------------------------------------------------------------------

    @property
    def pages(self) -> list[str]:
        """The names of the pages."""
        return sorted(self._pages)

    @property
    def size(self) -> int:
        """How many references and targets the pages have."""
        return len(self._keys)

    def findings(self) -> list[Finding]:
        """Return what :func:`.check.check` gives for the pages."""
        pages = [self._pages[name] for name in self.pages]
        findings = [finding for page in pages for finding in page.own]
        findings += [resolved.finding for page in pages for resolved in page.references if resolved.finding is not None]
        findings += [judged.finding for page in pages for judged in page.targets if judged.finding is not None]
        return ordered(findings)

    def references_to(self, document: str, name: str = "") -> Iterator[tuple[str, Reference]]:
        """Yield the references that lead to an id of a document ('': to all of it), each with its page."""
        for page in self.pages:
            summary = self.index.summaries[page]
            for reference, resolved in zip(summary.references, self._pages[page].references, strict=True):
                if resolved.document == document and name == _fragment(reference, resolved):
                    yield page, reference

    # -- changes -------------------------------------------------------------------------------------------------------

    def update(self, changes: Mapping[str, Summary | None], pages: Iterable[str] | None = None) -> Difference:
        """Put documents in place of those of the same names (None: take it out), and resolve again what that touches.

        ``pages``: all that are pages from here on (None: those that were, and are still there).
        """
        known = self.index.summaries
        before = {name: known.get(name) for name in changes}
        changed = {name: summary for name, summary in changes.items() if summary != before[name]}
        known.update({name: same for name, same in changes.items() if same is not None and name not in changed})
        wanted = {*(self._pages if pages is None else pages)} - {name for name, now in changes.items() if now is None}
        symbols: set[Key] = set()
        for name, summary in changed.items():
            symbols |= _changed(before[name], summary, self.index)
            self._put(name, summary)
        stale = [name for name in self._pages if name in changed or name not in wanted]
        fresh: set[_Item] = set()
        for page in stale:
            left = self._leave(page)
            if page in wanted:
                fresh |= self._enter(page, before[page], left)
        entered = [page for page in wanted if page not in self._pages]
        for page in entered:
            fresh |= self._enter(page)
        looked_up = fresh | self._touched({*symbols, ANY} if changed else set())
        for item in looked_up:
            self._look(item)
        return Difference(
            documents=frozenset(changed),
            symbols=frozenset(symbols),
            pages=frozenset([*stale, *entered, *(item.page for item in looked_up)]),
            resolved=len(looked_up),
        )

    def _put(self, name: str, summary: Summary | None) -> None:
        if summary is None:
            self.index.remove(name)
        else:
            self.index.add(name, summary)

    def _touched(self, symbols: Iterable[Key]) -> set[_Item]:
        return {item for key in symbols for item in self._under.get(key, ())}

    # -- one page ------------------------------------------------------------------------------------------------------

    def _enter(self, page: str, before: Summary | None = None, left: _Left | None = None) -> set[_Item]:
        """Enter a page; return what is still to be looked up. ``before``: what it was, and ``left``: what was known of
        that, which holds for the references and targets that are the same objects.
        """
        summary = self.index.summaries[page]
        known = self._pages[page] = _Page([*own(summary)])
        if before is None or left is None or _name(before) != _name(summary):
            before, left = Summary(summary.path), {}
        fresh: set[_Item] = set()
        for is_target, now, there, gave in (
            (False, summary.references, before.references, known.references),
            (True, summary.targets, before.targets, known.targets),
        ):
            numbers = {id(each): number for number, each in enumerate(there)}
            for number, each in enumerate(now):
                item = _Item(page, is_target, number)
                result, keys = left.get((is_target, numbers.get(id(each), -1)), (None, frozenset()))
                gave.append(result)
                if result is None:
                    fresh.add(item)
                else:
                    self._set(item, keys)
        return fresh

    def _leave(self, page: str) -> _Left:
        """Forget a page; return what its references and targets gave, with what each was looked up under."""
        known = self._pages.pop(page)
        left: _Left = {}
        for is_target, results in ((False, known.references), (True, known.targets)):
            for number, result in enumerate(results):
                item = _Item(page, is_target, number)
                left[is_target, number] = result, self._keys.get(item, frozenset())
                self._forget(item)
        return left

    def _look(self, item: _Item) -> None:
        """Look a reference or a target up, and note under what."""
        self._forget(item)
        page, index = self._pages[item.page], self.index
        summary = index.summaries[item.page]
        if item.is_target:
            judged, keys = self._noting(lambda: targets.judge_one(index, summary, summary.targets[item.number]))
            page.targets[item.number : item.number + 1] = [judged]
            finding = judged.finding
        else:
            resolved, keys = self._noting(lambda: resolve(index, item.page, summary.references[item.number]))
            page.references[item.number : item.number + 1] = [resolved]
            finding = resolved.finding
        if finding is not None:  # it names places, which move, and what is alike
            keys.add(ANY)
        self._set(item, frozenset(keys))

    def _set(self, item: _Item, keys: frozenset[Key]) -> None:
        self._keys[item] = keys
        for key in keys:
            self._under[key].add(item)

    def _noting(self, look: Callable[[], T]) -> tuple[T, set[Key]]:
        keys: set[Key] = set()
        self.index.asked = keys
        try:
            return look(), keys
        finally:
            self.index.asked = None

    def _forget(self, item: _Item) -> None:
        for key in self._keys.pop(item, ()):
            self._under[key].discard(item)
            if not self._under[key]:
                del self._under[key]


def _fragment(reference: Reference, resolved: Resolution) -> str:
    """The id that a reference leads to; '' for a document as a whole."""
    if resolved.anchor is None or (not reference.fragment and resolved.anchor.kind == "document"):
        return ""
    return resolved.anchor.id


# -- symbols -----------------------------------------------------------------------------------------------------------


def _changed(before: Summary | None, after: Summary | None, index: Index) -> set[Key]:
    """The ids, titles and files that a document has in one state and not, or not alike, in the other."""
    among = _moved(before, after)
    one, other = (dict(_symbols(summary, index, among)) for summary in (before, after))
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _moved(before: Summary | None, after: Summary | None) -> set[Key] | None:
    """The ids and titles of the anchors that are not the same objects in both states; None: all may be others."""
    if before is None or after is None:
        return None
    known, now = ({id(anchor) for anchor in summary.anchors} for summary in (before, after))
    kept = [id(anchor) for anchor in before.anchors if id(anchor) in now]
    if kept != [id(anchor) for anchor in after.anchors if id(anchor) in known]:  # which one comes first may count
        return None
    others = [anchor for anchor in before.anchors if id(anchor) not in now]
    others += [anchor for anchor in after.anchors if id(anchor) not in known]
    return {key for anchor in others for key in _keys(anchor)}


def _keys(anchor: Anchor) -> list[Key]:
    """What an anchor can be found by."""
    called = anchor.key or anchor.reftext or anchor.title
    return [("id", anchor.id), *([("title", called)] if called else [])]


def _symbols(summary: Summary | None, index: Index, among: set[Key] | None) -> Iterator[tuple[Key, object]]:
    """What a document can be found by, each with all that it means but for lines and columns. ``among``: the ids and
    titles that are wanted; None: all.
    """
    if summary is None:
        return
    meanings: defaultdict[Key, list[object]] = defaultdict(list)
    for anchor in summary.anchors:
        keys = [key for key in _keys(anchor) if among is None or key in among]
        if keys:
            meaning = anchor._replace(span=_NOWHERE, stack=(), words=()), anchor.words, anchor.span.start.path
            for key in keys:
                meanings[key].append(meaning)
    yield from meanings.items()
    for path in (summary.path, *summary.includes):
        yield ("file", index.real_path(path)), path


def _name(summary: Summary) -> tuple[object, ...]:
    """What a document is called: references without a name of their own follow from it."""
    return summary.path, summary.title, summary.words, summary.reftext, summary.aliases
