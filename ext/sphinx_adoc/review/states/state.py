"""The documents of a tree in one state after another. What is made of files that are as they were is not read again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from contextlib import chdir
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from sphinx_adoc.claims import Claim, Ledger, collect
from sphinx_adoc.claims.collect import RUNNING
from sphinx_adoc.claims.phrase import Declared
from sphinx_adoc.claims.process import StartError
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.texts import ROLE
from sphinx_adoc.claims.sentence.vocabulary import NO_WORDS, Vocabulary
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import on_request
from sphinx_adoc.graph.collect import summarize
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.load import PLAIN, Loaded, MakeSettings, gather, load
from sphinx_adoc.graph.model import Summary
from sphinx_adoc.graph.store import Store
from sphinx_adoc.graph.stored import Stored
from sphinx_adoc.project import ProjectError, ProjectSettings, Variant
from sphinx_adoc.project.rules import Rules
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.review.input.contents import ChangedContents, Contents, Files, fetch
from sphinx_adoc.review.input.folder import on_disk
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

from . import other_pages
from .other_pages import OtherPages
from .piece import Line, Piece
from .pieces import pieces, read_lines

_CLAIM: Final = ROLE.encode()
_COUNTER: Final = b"{counter"  # what it gives depends on all that was read before
_KEPT: Final = 2  # readings of a page that stay: those of the states before and after, which others mostly equal


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How documents are read: ways in which they are built, settings for each; whether claims are run, and with which
    prelude, for how long each (s), with which ``units`` of bare numbers and which ``vocabulary``; and which files are
    ``documents``. ``read_as``: why in this dialect, a sentence, '' where it was given. ``store``: where what reading
    gave is kept from run to run (None: nowhere).
    """

    variants: Sequence[Variant]
    settings: MakeSettings
    today: date
    run: bool = False
    prelude: Path | None = None
    timeout: float = 60.0
    documents: ProjectSettings = PLAIN
    read_as: str = ""
    store: Store | None = None
    units: Declared = field(default_factory=dict)
    vocabulary: Vocabulary = NO_WORDS


@dataclass(frozen=True, slots=True)
class State:
    """What is kept of a state: the documents, what is wrong with them, and of the pages that may change what they say
    (by variant), what they claim, and the findings about that. ``read``: the lines of changing files that pages are
    made of, in any variant; ``used``: those files that are part of a page. ``others``: pages in other languages;
    ``rules``: which findings count.
    """

    loaded: Loaded
    troubles: list[Finding]
    pieces: dict[str, dict[str, list[Piece]]]
    read: AbstractSet[Line]
    used: AbstractSet[str]
    claims: dict[str, list[Claim]]
    verdicts: dict[str, list[Finding]]
    others: OtherPages
    rules: Rules

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong."""
        return [*self.troubles, *(finding for of_page in self.verdicts.values() for finding in of_page)]

    def only(self, pages: Collection[str]) -> State:
        """The state with what these pages alone say and claim."""
        names = [name for name in self.claims if name in pages]
        return replace(
            self,
            pieces={
                variant: {name: read for name, read in each.items() if name in pages}
                for variant, each in self.pieces.items()
            },
            claims={name: self.claims[name] for name in names},
            verdicts={name: self.verdicts[name] for name in names},
        )

    @property
    def pages(self) -> AbstractSet[str]:
        """The pages that may change."""
        return self.claims.keys()

    def affected(self, paths: Collection[str]) -> set[str]:
        """The pages that files are part of."""
        summaries = (summary for index in self.loaded.indexes.values() for summary in index.summaries.values())
        changed = frozenset(paths)
        pages = {summary.path for summary in summaries if not changed.isdisjoint((summary.path, *summary.includes))}
        return pages | {path for path in changed & self.pages if path.endswith(other_pages.SUFFIXES)}


@dataclass(slots=True)
class _Page:
    """A page as it was read once. ``files``: what those that change held then; ``missed``: which of them there were, if
    an include found nothing, else None. ``verdicts``: on its claims, with the data that they were run with.
    """

    summary: Summary
    files: dict[str, bytes | None]
    missed: frozenset[str] | None
    pieces: list[Piece] = field(default_factory=list)
    read: set[Line] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)
    verdicts: tuple[Files, list[Finding]] | None = None

    @property
    def may_change(self) -> bool:
        """Whether it is made of files that change."""
        return bool(self.files) or self.missed is not None


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
    """

    def __init__(
        self, contents: Contents, paths: Collection[str], options: ReadingOptions, *, quick: bool = False
    ) -> None:
        self.options = options
        self.whole = frozenset(paths) if quick else None
        self.claims = True
        self._matcher = Matcher(options.vocabulary)
        self._contents = contents
        self._files = Snapshot(contents)
        self._now: dict[str, bytes | None] = {path: contents.get(path) for path in paths}
        self._pages: dict[tuple[str, object], list[_Page]] = {}
        self._parsed: Document | None = None
        self._summarized = Stored(options.store) if options.store is not None else self._summarize

    def change(self, files: Files) -> None:
        """Make files what is given."""
        self._contents = ChangedContents(self._contents, files)
        self._files = Snapshot(self._contents)
        self._now |= files

    def state(self) -> State:
        """The documents as they are now."""
        sources = list(gather([Path()], self._files, self.options.documents))
        fetch(self._contents, [source.path.as_posix() for source in sources if not source.excluded])
        loaded = load(sources, self.options.variants, self._settings, summary_of=self._summary, files=self._files)
        by_variant = {variant.name: self._changing(loaded, variant) for variant in self.options.variants}
        by_variant[self.options.variants[0].name] |= self._changing_others()
        pages = {name: page for each in reversed(by_variant.values()) for name, page in each.items()}
        every = [page for each in by_variant.values() for page in each.values()]
        return State(
            loaded,
            self._troubles(loaded),
            {variant: {name: page.pieces for name, page in each.items()} for variant, each in by_variant.items()},
            frozenset().union(*(page.read for page in every)),
            frozenset(path for page in every for path in page.files),
            {name: page.claims for name, page in pages.items()},
            {name: self._verdicts(page) if self.options.run else [] for name, page in pages.items()},
            OtherPages(partial(_other_texts, self._contents)),
            self.options.documents.rules,
        )

    def _troubles(self, loaded: Loaded) -> list[Finding]:
        """All that is wrong, by the project's rules. References to generated ids, where the project holds itself to
        explicit ones.
        """
        rules = self.options.documents.rules
        asked = on_request.findings(loaded, (), rules.asks_for([Code.XREF_GENERATED]))
        return rules.apply([*all_findings(loaded, self.options.today), *asked])

    def _changing_others(self) -> dict[str, _Page]:
        """The changing pages in other languages. Variants are none of theirs."""
        changing = {path: data for path, data in self._now.items() if path.endswith(other_pages.SUFFIXES)}
        pages = {}
        for path, data in changing.items():
            if data is not None and other_pages.is_page(path, self._contents):
                text = data.decode("utf-8", "replace")
                page = _Page(Summary(path), {path: data}, None, other_pages.pieces_of(path, text))
                page.read = {(path, number) for number in range(1, text.count("\n") + 2)}
                pages[path] = page
        return pages

    def _changing(self, loaded: Loaded, variant: Variant) -> dict[str, _Page]:
        """The pages of a variant that may change."""
        settings = self._settings(variant, Path())
        pages = {name: self._page(Path(name), settings) for name in loaded.pages[variant.name]}
        return {name: page for name, page in pages.items() if page.may_change}

    def _settings(self, variant: Variant, root: Path) -> Settings:
        return replace(self.options.settings(variant, root), files=self._files)

    # -- reading -------------------------------------------------------------------------------------------------------

    def _summary(self, path: Path, settings: Settings) -> Summary:
        return self._page(path, settings).summary

    def _page(self, path: Path, settings: Settings) -> _Page:
        """A page, from an earlier reading if that was of the same contents."""
        read = self._pages.setdefault((str(path), frozenset(settings.attributes.items())), [])
        for page in read:
            if self._holds(page):
                return page
        del read[_KEPT:]
        with uncollected():
            read.append(self._read(path, settings))
        return read[-1]

    def _holds(self, page: _Page) -> bool:
        """Whether a page would be read alike now."""
        same = all(self._now[name] == data for name, data in page.files.items())
        return same and (page.missed is None or page.missed == self._there())

    def _there(self) -> frozenset[str]:
        return frozenset(name for name, data in self._now.items() if data is not None)

    def _read(self, path: Path, settings: Settings) -> _Page:
        self._parsed = None
        summary = self._summarized(path, settings)
        files = {name: self._now[name] for name in (summary.path, *summary.includes) if name in self._now}
        missing = any(finding.code.startswith("include-") for finding in summary.findings)
        page = _Page(summary, files, self._there() if missing else None)
        if page.may_change:
            doc = self._document(path, settings)
            sources = [*summary.includes, summary.path]
            texts = [self._contents.get(path, b"") for path in sources]
            page.pieces = pieces(doc, None if any(_COUNTER in text for text in texts) else self.whole)
            page.read = read_lines(doc, self._now.keys())
            claims = self.claims and (any(map(_may_claim, texts)) or ROLE in repr(settings.attributes))
            page.claims = self._claims(doc, path, settings) if claims else []
        self._parsed = None
        return page

    def _claims(self, doc: Document, path: Path, settings: Settings) -> list[Claim]:
        """What a page claims; with the set-up that readers do not see where claims are run."""
        if self.options.run:
            doc = parse_file(path, replace(settings, attributes={**settings.attributes, **RUNNING}))
        return collect(doc, Sentences(doc, self._matcher))

    def _document(self, path: Path, settings: Settings) -> Document:
        """A page whose summary was just asked for: parsed for that, or now."""
        return self._parsed if self._parsed is not None else parse_file(path, settings)

    def _summarize(self, path: Path, settings: Settings) -> Summary:
        """The summary of a page, which stays parsed until the next one is asked for."""
        self._parsed = parse_file(path, settings)
        return summarize(self._parsed)

    # -- claims --------------------------------------------------------------------------------------------------------

    def _verdicts(self, page: _Page) -> list[Finding]:
        """The findings about the claims of a page; they are run anew where a file that they may read is another. Raises
        ProjectError where nothing can run them.
        """
        data = {name: data for name, data in self._now.items() if Path(name).suffix not in KNOWN}
        if page.verdicts is None or page.verdicts[0] != data:
            page.verdicts = data, self._run(page.claims)
        return page.verdicts[1]

    def _run(self, claims: Sequence[Claim]) -> list[Finding]:
        options = self.options
        try:
            with (
                on_disk(self._contents) as folder,
                chdir(folder),
                Ledger(options.prelude, options.timeout, (), options.units, vocabulary=options.vocabulary) as ledger,
            ):
                document = ledger.document(claims)
                verdicts = [document.run(claim).verdict for claim in claims]
        except StartError as error:
            raise ProjectError(str(error)) from error
        findings = [finding for verdict in verdicts if verdict for finding in verdict.findings()]
        return [*([ledger.trouble] if ledger.trouble else []), *findings]
