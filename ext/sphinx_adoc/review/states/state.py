"""The documents of a tree in one state after another. What is made of files that are as they were is not read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.claims.sentence.texts import ROLE
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.graph import on_request
from sphinx_adoc.graph.ahead import read_ahead
from sphinx_adoc.graph.collect import summarize
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.load import Loaded, Task, gather, load
from sphinx_adoc.graph.model import Summary, Waiver
from sphinx_adoc.graph.stored import GetUnits, Staying, Stored
from sphinx_adoc.project import Variant
from sphinx_adoc.project.rules import Rules
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.review.input.contents import ChangedContents, Contents, Files, fetch
from sphinx_adoc.review.input.lines import Numbers
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

from . import other_pages, waivers
from .options import ReadingOptions
from .other_pages import OtherPages
from .page import Content, Page, Reading, read_what_differs
from .piece import Line, Piece

if TYPE_CHECKING:
    from sphinx_adoc.claims import Claim

_CLAIM: Final = ROLE.encode()
_AS_READ: Final = (b"{counter", b"{set:")  # what they give depends on all that was read before
_NO_IDS: Final = b":sectids!:"
_KEPT: Final = 2  # readings of a page that stay: those of the states before and after, which others mostly equal


@dataclass(frozen=True, slots=True)
class State:
    """What is kept of a state: the documents, what is wrong with them, and the pages that may change (by variant), each
    by its name. ``verdicts``: by page, what is wrong with its claims. ``others``: pages in other languages; ``rules``:
    which findings count; ``contents``: the files.
    """

    loaded: Loaded
    troubles: list[Finding]
    changing: dict[str, dict[str, Page]]
    verdicts: dict[str, list[Finding]]
    others: OtherPages
    rules: Rules
    contents: Contents

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong."""
        return [*self.troubles, *(finding for of_page in self.verdicts.values() for finding in of_page)]

    def only(self, pages: Collection[str]) -> State:
        """The state with what these pages alone say and claim."""
        return replace(
            self,
            changing={
                variant: {name: page for name, page in each.items() if name in pages}
                for variant, each in self.changing.items()
            },
            verdicts={name: findings for name, findings in self.verdicts.items() if name in pages},
        )

    @property
    def pieces(self) -> dict[str, dict[str, Sequence[Piece]]]:
        """The pieces of the pages, by variant."""
        return {
            variant: {name: page.content.pieces for name, page in each.items()}
            for variant, each in self.changing.items()
        }

    @property
    def read(self) -> AbstractSet[Line]:
        """The lines of changing files that pages are made of, in any variant."""
        return frozenset().union(*(page.content.read for page in self._every))

    @property
    def used(self) -> AbstractSet[str]:
        """The changing files that are part of a page."""
        return frozenset(path for page in self._every for path in page.files)

    @property
    def files(self) -> AbstractSet[str]:
        """The files that the pages are made of, whether they change or not."""
        summaries = [page.summary for page in self._every]
        return frozenset(path for summary in summaries for path in (summary.path, *summary.includes))

    @property
    def claims(self) -> dict[str, Sequence[Claim]]:
        """What the pages claim."""
        return {name: page.content.claims for name, page in self.by_name.items()}

    @property
    def by_name(self) -> dict[str, Page]:
        """The pages that may change, each as the first variant that has it shows it."""
        return {name: page for each in reversed(self.changing.values()) for name, page in each.items()}

    @property
    def pages(self) -> AbstractSet[str]:
        """The names of the pages that may change."""
        return self.by_name.keys()

    @property
    def _every(self) -> list[Page]:
        return [page for each in self.changing.values() for page in each.values()]

    def affected(self, paths: Collection[str]) -> set[str]:
        """The pages that files are part of."""
        summaries = (summary for index in self.loaded.indexes.values() for summary in index.summaries.values())
        changed = frozenset(paths)
        pages = {summary.path for summary in summaries if not changed.isdisjoint((summary.path, *summary.includes))}
        return pages | {path for path in changed & self.pages if path.endswith(other_pages.SUFFIXES)}


def read_differences(before: State, after: State) -> None:
    """Have of pages that are in two states the parts alone read that are not the same in both: to be called before
    anything asks what they say, and where nothing compares them with a third state.
    """
    for variant, pages in after.changing.items():
        for name, page in pages.items():
            if (old := before.changing.get(variant, {}).get(name)) is not None:
                read_what_differs(old, page)


def _other_texts(contents: Contents) -> dict[str, str]:
    """The text of each page in another language, by path."""
    paths = [path for path in contents if path.endswith(other_pages.SUFFIXES)]
    fetch(contents, paths)
    return {path: contents[path].decode("utf-8", "replace") for path in paths}


def _may_claim(text: bytes) -> bool:
    """Whether the role of claims stands in a text, or is the value of an attribute there."""
    if _CLAIM not in text:
        return False
    lines = (line for line in text.splitlines() if _CLAIM in line)
    return any(b"." + _CLAIM in line or b"role" in line or line.startswith(b":") for line in lines)


class Tree:
    """Documents of which some files change. ``paths``: those that ever do, from here on; ``quick``: whether texts of
    others are taken as they are written. ``claims``: whether claims are read; they may be left out from some state on.
    ``near``: the lines of the next state beside those that change, where all others may be taken as they are written.
    """

    def __init__(
        self, contents: Contents, paths: Collection[str], options: ReadingOptions, *, quick: bool = False
    ) -> None:
        self.options = options
        self.whole = frozenset(paths) if quick else None
        self.claims = True
        self.near: Numbers | None = None
        self._contents = contents
        self._files = Snapshot(contents)
        self._now: dict[str, bytes | None] = {path: contents.get(path) for path in paths}
        self._pages: dict[tuple[str, object], list[Page]] = {}
        self._base_waivers: list[Waiver] | None = None
        self._units = Stored(options.store) if options.store is not None else Staying()

    def change(self, files: Files) -> None:
        """Make files what is given."""
        self._contents = ChangedContents(self._contents, files)
        self._files = Snapshot(self._contents)
        self._now |= files

    def state(self) -> State:
        """The documents as they are now."""
        sources = list(gather([Path()], self._files, self.options.documents))
        fetch(self._contents, [source.path.as_posix() for source in sources if not source.excluded])
        loaded = load(
            sources,
            self.options.variants,
            self._settings,
            summary_of=self._summary,
            expect=self._read_ahead,
            files=self._files,
        )
        changing = {variant.name: self._changing(loaded, variant) for variant in self.options.variants}
        changing[self.options.variants[0].name] |= self._changing_others()
        state = State(
            loaded,
            self._troubles(loaded),
            changing,
            {},
            OtherPages(partial(_other_texts, self._contents)),
            self.options.documents.rules,
            self._contents,
        )
        verdicts = {name: self._verdicts(page) if self.options.run else [] for name, page in state.by_name.items()}
        return replace(state, verdicts=verdicts)

    def _troubles(self, loaded: Loaded) -> list[Finding]:
        """All that is wrong, by the project's rules; what only waivers of later states than the first accept, too.
        References to generated ids, where the project holds itself to explicit ones.
        """
        rules = self.options.documents.rules
        asked = on_request.findings(loaded, (), rules.asks_for([Code.XREF_GENERATED]))
        found = ordered([*all_findings(loaded, self.options.today), *self._waived_later(loaded)])
        return rules.apply([*found, *asked])

    def _waived_later(self, loaded: Loaded) -> list[Finding]:
        """What only those waivers accept that the first state does not have."""
        given = waivers.waivers_of(loaded)
        if self._base_waivers is None:
            self._base_waivers = given
        added = waivers.added(given, self._base_waivers, self.options.today)
        if not added:
            return []
        return waivers.waived(all_findings(loaded, self.options.today, ignored=added), added)

    def _changing_others(self) -> dict[str, Page]:
        """The changing pages in other languages. Variants are none of theirs."""
        changing = {path: data for path, data in self._now.items() if path.endswith(other_pages.SUFFIXES)}
        pages = {}
        for path, data in changing.items():
            if data is not None and other_pages.is_page(path, self._contents):
                text = data.decode("utf-8", "replace")
                lines = frozenset((path, number) for number in range(1, text.count("\n") + 2))
                pages[path] = Page(Summary(path), {path: data}, None)
                pages[path].keep(Content(other_pages.pieces_of(path, text), lines))
        return pages

    def _changing(self, loaded: Loaded, variant: Variant) -> dict[str, Page]:
        """The pages of a variant that may change."""
        settings = self._settings(variant, Path())
        pages = {name: self._page(Path(name), settings) for name in loaded.pages[variant.name]}
        return {name: page for name, page in pages.items() if page.may_change}

    def _settings(self, variant: Variant, root: Path) -> Settings:
        return replace(self.options.settings(variant, root), files=self._files)

    # -- reading -------------------------------------------------------------------------------------------------------

    def _read_ahead(self, tasks: Iterable[Task]) -> None:
        """Have what is not in the store yet read by several processes; there is least of it for the second state."""
        if isinstance(self._units, Stored) and self.options.jobs > 1:
            new = [task for task in tasks if self._read_before(*task) is None]
            read_ahead(self._units, new, self.options.jobs)

    def _summary(self, path: Path, settings: Settings) -> Summary:
        return self._page(path, settings).summary

    def _page(self, path: Path, settings: Settings) -> Page:
        """A page, from an earlier reading if that was of the same contents."""
        page = self._read_before(path, settings)
        if page is None:
            read = self._readings_of(path, settings)
            del read[_KEPT:]
            with uncollected():
                read.append(page := self._read(path, settings))
        return page

    def _read_before(self, path: Path, settings: Settings) -> Page | None:
        """An earlier reading of a page, if that was of the same contents."""
        return next((page for page in self._readings_of(path, settings) if self._holds(page)), None)

    def _readings_of(self, path: Path, settings: Settings) -> list[Page]:
        return self._pages.setdefault((str(path), frozenset(settings.attributes.items())), [])

    def _holds(self, page: Page) -> bool:
        """Whether a page would be read alike now."""
        same = all(self._now[name] == data for name, data in page.files.items())
        return same and (page.missed is None or page.missed == self._there())

    def _there(self) -> frozenset[str]:
        return frozenset(name for name, data in self._now.items() if data is not None)

    def _read(self, path: Path, settings: Settings) -> Page:
        """A page; what it says is read now where its own file changes, which has to be parsed for its summary."""
        doc, get_units = None, None
        own = path.as_posix()
        if own in self._now and self.options.store is None:
            doc = parse_file(path, settings)
            summary = summarize(doc)
        else:
            summary, get_units = self._units.with_units(path, settings)
        files = {name: self._now[name] for name in (summary.path, *summary.includes) if name in self._now}
        missing = any(finding.code.startswith("include-") for finding in summary.findings)
        page = Page(summary, files, self._there() if missing else None)
        if page.may_change:
            page.reading = self._reading(summary, settings, get_units)
            if doc is not None:
                page.keep(page.reading.content(doc))
        return page

    def _reading(self, summary: Summary, settings: Settings, get_units: GetUnits | None) -> Reading:
        """How a page is read for what it says."""
        texts = [self._contents.get(path, b"") for path in (*summary.includes, summary.path)]
        whole = None if any(mark in text for mark in _AS_READ for text in texts) else self.whole
        claims = self.claims and (any(map(_may_claim, texts)) or ROLE in repr(settings.attributes))
        path = Path(summary.path)
        collect = partial(self._claims, path=path, settings=settings) if claims else None
        if any(_NO_IDS in text for text in texts):  # titles above units are known by the ids of their sections
            get_units = None
        near = self.near if whole is not None else None
        return Reading(path, settings, frozenset(self._now), whole, near, collect, get_units)

    def _claims(self, doc: Document, path: Path, settings: Settings) -> list[Claim]:
        """What a page claims."""
        from .claiming import claims_of  # which pages without claims do not need

        return claims_of(doc, path, settings, self.options)

    # -- claims --------------------------------------------------------------------------------------------------------

    def _verdicts(self, page: Page) -> list[Finding]:
        """The findings about the claims of a page; they are run anew where a file that they may read is another. Raises
        ProjectError where nothing can run them.
        """
        data = {name: data for name, data in self._now.items() if Path(name).suffix not in KNOWN}
        if page.verdicts is None or page.verdicts[0] != data:
            from .claiming import trouble_with

            page.verdicts = data, trouble_with(page.content.claims, self._contents, self.options)
        return page.verdicts[1]
