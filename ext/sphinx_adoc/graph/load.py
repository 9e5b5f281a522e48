"""From files and folders to the documents of a set, in each variant.

A file that another document includes is no page of its own: it is checked as part of its includers, with its findings
at its own lines, and not a second time alone, where it would lack their attributes. Each variant decides for itself: a
chapter of a book is a page of its own in a variant in which the book leaves it out. Where files include each other in
a circle, the first of them counts as a page.
"""

from __future__ import annotations

import errno
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.folders import unlisted
from sphinx_adoc.project import ProjectSettings, Variant, antora
from sphinx_adoc.project.attributes import merged
from sphinx_adoc.project.classic import SUFFIX as CONFIGURATION
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.syntax.antora import is_page
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.settings import Settings

from . import components, paths
from .garbage import uncollected
from .index import Index
from .model import Reference, Summary
from .neighbours import naming, pages_below
from .outputs import Outputs
from .placed import is_in
from .resolve import resolve

PLAIN: Final = ProjectSettings()
"""The settings of documents that no project is known of."""

_INCLUDE: Final = re.compile(r"^include::([^\[{\n]+)\[", re.MULTILINE)


class Source(NamedTuple):
    """A file to read, and the folder that its includes must not leave. ``named``: by itself, not found in a folder.
    ``excluded``: it is looked into, to resolve references, and not checked. ``for_parts``: it is read for the files
    that were named and that it includes; the rest of it is not checked.
    """

    path: Path
    root: Path
    named: bool = False
    excluded: bool = False
    for_parts: bool = False


MakeSettings = Callable[[Variant, Path], Settings]
"""The settings to read a document with, in a variant, with a root for includes."""

SourceSettings = Callable[[Variant, Source], Settings]
"""The settings to read a source with, in a variant."""

SummaryOf = Callable[[Path, Settings], Summary]
"""What reads a file into its summary; one may remember what it has read before."""

AnchorsOf = Callable[[Path, Settings, Collection[str]], Summary]
"""What reads a file into a summary of which only the anchors with some names count."""

Task = tuple[Path, Settings]
"""A file to be read, and how."""

WrittenIn = Callable[[Path], Sequence[str]]
"""What gives the targets of the include directives in a file."""


@dataclass(slots=True)
class Loaded:
    """The documents of a set, by variant: the index (with what was read besides, to resolve references), and the names
    of the pages that are to be checked. ``findings``: what is wrong with the tree that they are in.
    """

    indexes: dict[str, Index] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)
    findings: Sequence[Finding] = ()

    @property
    def checked(self) -> list[str]:
        """The names of all pages, each once."""
        return sorted({name for names in self.pages.values() for name in names})


def gather(
    paths: Iterable[Path],
    files: Files = DISK,
    project: ProjectSettings = PLAIN,
    trouble: list[Finding] | None = None,
    *,
    left_out: Counter[Path] | None = None,
    classic: list[Path] | None = None,
) -> Iterator[Source]:
    """The sources of files and folders, each once, sorted within a folder. Raises OSError for what is not there.

    ``project``: which files of a folder are documents, and which of them are excluded. ``trouble`` gets the folders
    that cannot be listed; without, OSError is raised for them. ``left_out`` counts documents in folders that programs
    made, by these. ``classic`` gets what may be a configuration of asciidoc-py.
    """
    seen: set[Path] = set()
    counts: Counter[Path] = Counter() if left_out is None else left_out
    configurations = [] if classic is None else classic
    for path in paths:
        for source in _sources(path, Outputs(path, files, counts), project, trouble, configurations):
            real = files.real(source.path)
            if real not in seen:
                seen.add(real)
                yield source


def _sources(
    path: Path, outputs: Outputs, project: ProjectSettings, trouble: list[Finding] | None, classic: list[Path]
) -> Iterator[Source]:
    """A file itself, or a folder's documents; a link that leads out of the folder is none of them."""
    files = outputs.files
    if not files.is_dir(path):
        files.size(path)  # raises where there is nothing
        if not files.is_file(path):  # a pipe can be read once, and a document is looked at several times
            raise OSError(
                errno.EINVAL, "it is no ordinary file; give its text to standard input, and name -", str(path)
            )
        yield Source(path, antora.folder_of(path, files), named=True)
        return
    root = files.real(path)

    def note(error: OSError) -> None:
        if trouble is None or error.filename == str(path):
            raise error
        trouble.append(unlisted(error))

    for document in files.walk(path, note):
        if document.suffix == CONFIGURATION:
            classic.append(document)
        if document.suffix not in project.suffixes or outputs.leaves_out(document):
            continue
        if files.real(document).is_relative_to(root):
            yield Source(document, path, excluded=project.is_excluded(document))


def read_summary(path: Path, settings: Settings) -> Summary:
    """The summary of a file. Raises OSError where it cannot be read."""
    from sphinx_adoc.syntax.document import parse_file  # the parser: not loaded where all is known

    from .collect import summarize

    with uncollected():
        document = parse_file(path, settings)
        summary = summarize(document)
        document.blocks.clear()  # these and the texts in them hold their document: it would wait for the collector
        document.ids.clear()
        return summary


def load(
    sources: Sequence[Source],
    variants: Sequence[Variant],
    make_settings: MakeSettings,
    *,
    watch: Callable[[Sequence[Source]], Iterable[Source]] = iter,
    summary_of: SummaryOf = read_summary,
    written_in: WrittenIn | None = None,
    expect: Callable[[Iterable[Task]], None] | None = None,
    files: Files = DISK,
    alone: bool = False,
    anchors_of: AnchorsOf | None = None,
) -> Loaded:
    """Read the sources in every variant; ``watch`` sees them go by. ``files``: where they are, as in the settings.
    ``written_in``: gives what a file seems to include (None: its text is read). ``expect`` is told beforehand what
    ``summary_of`` will most likely be asked for. ``alone``: what lies beside the sources is a page of its own, also
    where another document includes it. ``anchors_of``: reads those of which no more is needed (None: ``summary_of``
    does). Raises OSError for a file that cannot be read.
    """
    tree = antora.tree_of([source.path for source in sources], files)
    make = _in_tree(make_settings, tree, files)
    loaded = Loaded(findings=tree.findings)
    wanted = [source for source in sources if not source.excluded]
    surely = {str(source.path) for source in wanted if is_page(source.path, tree.components, files)}
    written_in = written_in or (lambda path: includes_written_in(path, files))
    likely_pages, parts = _likely_pages(wanted, files, written_in, surely)
    likely = [*likely_pages, *parts]
    if expect is not None:
        expect((source.path, make(variant, source)) for variant in variants for source in likely_pages)
    for variant in variants:
        reader = _Reader(variant, make, summary_of, files, written_in, surely)
        summaries = reader.read(watch(likely))
        pages = sorted(pages_of({name: summary.includes for name, summary in summaries.items()}, files, surely))
        loaded.pages[variant.name] = pages
        loaded.indexes[variant.name] = Index({name: summaries[name] for name in pages}, files, tree.components)
        _add_neighbours(loaded, sources, reader, alone=alone, anchors_of=anchors_of)
    loaded.findings = (*loaded.findings, *components.findings(loaded.indexes, _whole(tree, sources, files), files))
    return loaded


def _whole(tree: antora.Tree, sources: Sequence[Source], files: Files) -> antora.Tree:
    """The components that are looked at with all of their documents: those below a folder that is."""
    folders = {files.real(source.root) for source in sources if not source.named}
    within = {root for root in tree.described if any(map(files.real(root).is_relative_to, folders))}
    return antora.Tree(described={root: tree.described[root] for root in within})


def _in_tree(make_settings: MakeSettings, tree: antora.Tree, files: Files) -> SourceSettings:
    """Have a document read with what Antora gives a page of its component, below its own settings."""
    there = tree.components
    made: dict[tuple[str, Path], Settings] = {}

    def settings(variant: Variant, source: Source) -> Settings:
        key = variant.name, source.path
        if key not in made:
            own, given = make_settings(variant, source.root), tree.attributes(source.path, files)
            with_given = replace(own, components=there, attributes=merged(given, own.attributes))
            made[key] = with_given if given else own
        return made[key]

    return settings


def includes_written_in(path: Path, files: Files = DISK) -> list[str]:
    """Return what the include directives of a file name, whether or not they count; raise OSError where it cannot be
    read.
    """
    data = files.read(path)
    return _INCLUDE.findall(data.decode("utf-8", "replace")) if b"include::" in data else []


def _likely_pages(
    sources: Sequence[Source], files: Files, written_in: WrittenIn, surely: Collection[str]
) -> tuple[list[Source], list[Source]]:
    """The sources, and those that another one seems to include: once it did, they need not be read by themselves.
    ``surely``: the paths of those that are pages whatever includes them.
    """
    included: set[Path] = set()
    for source in sources:
        included.update(files.real(source.path.parent / path) for path in written_in(source.path))
    pages: list[Source] = []
    parts: list[Source] = []
    for source in sources:
        is_part = files.real(source.path) in included and str(source.path) not in surely
        (parts if is_part else pages).append(source)
    return pages, parts


class _Reader(NamedTuple):
    """What reads sources in one variant. ``make``: the settings for each. ``surely``: the paths of those that are pages
    whatever includes them.
    """

    variant: Variant
    make: SourceSettings
    summary_of: SummaryOf
    files: Files
    written_in: WrittenIn
    surely: Collection[str] = ()

    def read(self, sources: Iterable[Source]) -> dict[str, Summary]:
        """Return the summaries of the sources, by path; what an earlier one has included is left out."""
        real = self.files.real
        summaries: dict[str, Summary] = {}
        brought: set[Path] = set()
        for source in sources:
            name = str(source.path)
            if name in self.surely or real(source.path) not in brought:
                summaries[name] = self.summary_of(source.path, self.make(self.variant, source))
                brought.update(real(Path(path)) for path in summaries[name].includes)
        return summaries


def pages_of(includes: Mapping[str, Iterable[str]], files: Files = DISK, surely: Collection[str] = ()) -> list[str]:
    """Which documents are pages: those that no other one includes, and the first of those that do so in a circle.

    ``includes``: the files that a document (by its path) brings in, directly or not. ``surely``: the paths of those
    that are pages whatever includes them.
    """
    real = {name: files.real(Path(name)) for name in includes}
    brought = {name: {files.real(Path(path)) for path in paths} - {real[name]} for name, paths in includes.items()}
    fragments = set().union(*brought.values())
    pages = [name for name in includes if name in surely or real[name] not in fragments]
    covered = {real[name] for name in pages}.union(*(brought[name] for name in pages))
    for name in includes:
        if real[name] not in covered:
            covered |= {real[name], *brought[name]}
            pages.append(name)
    return pages


# -- neighbours --------------------------------------------------------------------------------------------------------


def _add_neighbours(
    loaded: Loaded, sources: Sequence[Source], reader: _Reader, *, alone: bool, anchors_of: AnchorsOf | None
) -> None:
    """Where references stay unresolved, read the excluded documents too; where they are of files that were named one
    by one, also what lies beside these files: the documents of the same folder, those that the references name, and at
    last the pages of the same component of Antora's, which may have been called otherwise. They are looked into, not
    checked. ``alone``: those in which what the references name is written come first, and may be all that is needed.
    """
    if not any(source.named or source.excluded for source in sources):
        return
    index, pages = loaded.indexes[reader.variant.name], loaded.pages[reader.variant.name]
    named = {str(source.path): source for source in sources if source.named}
    if not (missing := _concerned(_unresolved(index, pages), sources, reader.files)):
        return
    excluded = [source for source in sources if source.excluded]
    wanted = {(name, each.path): each for name, each in missing if name in named}  # where one looks says its path alone
    possible = {path for (name, _), each in wanted.items() for path in _possible_paths(index, named[name], each)}
    more = [Source(path, antora.folder_of(path, reader.files)) for path in sorted(possible)]
    if alone and not excluded and all(each.fragment and not each.path for _, each in missing):
        names = {each.fragment for _, each in missing}
        likely = naming([source.path for source in more], names, reader.files)
        first = [source for source in more if source.path in likely]
        if anchors_of is not None:
            read = reader._replace(summary_of=lambda path, settings: anchors_of(path, settings, names))
            added = _added(index, first, read)
            if all(_is_surely_meant(index, name, each) for name, each in missing):
                return
            for name in added:  # what they are called may say what was meant: they are read as a whole
                index.remove(name)
        _added(index, first, reader)
        if all(_is_surely_meant(index, name, each) for name, each in missing):
            return
    _look_into(index, [*more, *excluded], reader, alone=alone)
    homes = [
        index.components.home(named[name].path, index.disk) for name, _ in _unresolved(index, pages) if name in named
    ]
    for root in dict.fromkeys(home.root for home in homes if home is not None and home.described):
        _look_into(index, [Source(path, root) for path in pages_below(root, index)], reader, alone=alone)


def _unresolved(index: Index, pages: Iterable[str]) -> list[tuple[str, Reference]]:
    """The references that lead nowhere, with the names of their documents."""
    references = ((name, reference) for name in pages for reference in index.summaries[name].references)
    return [(name, reference) for name, reference in references if resolve(index, name, reference).finding]


def _concerned(
    missing: list[tuple[str, Reference]], sources: Sequence[Source], files: Files
) -> list[tuple[str, Reference]]:
    """Those of some references that are checked: of a document that is read for its parts, those in these."""
    others = {str(source.path) for source in sources if source.for_parts}
    named = {files.real(source.path) for source in sources if not source.for_parts}
    return [(name, each) for name, each in missing if name not in others or is_in(each, named, files)]


def _is_surely_meant(index: Index, name: str, reference: Reference) -> bool:
    """Whether a reference leads to an id that an author gave, wherever else it might lead by its words."""
    resolution = resolve(index, name, reference)
    anchor = resolution.anchor
    return resolution.finding is None and anchor is not None and anchor.explicit and anchor.id == reference.fragment


def _added(index: Index, sources: Sequence[Source], reader: _Reader) -> set[str]:
    """Add pages of their own to an index that it does not have yet; return the names of those."""
    before = {*index.summaries}
    for source in sources:
        _look_into(index, [source], reader, alone=True)
    return index.summaries.keys() - before


def _look_into(index: Index, sources: Iterable[Source], reader: _Reader, *, alone: bool) -> None:
    """Add the sources to an index that it does not have yet; unless ``alone``, those that others include are none."""
    further = {reader.files.real(source.path): source for source in sources}
    new = [source for source in further.values() if str(source.path) not in index.summaries]
    if alone:
        read = reader.read(new)
    else:
        new = [source for source in new if not index.documents_of(str(source.path))]
        likely, parts = _likely_pages(new, reader.files, reader.written_in, reader.surely)
        read = reader.read([*likely, *parts])
        includes = {name: summary.includes for name, summary in {**index.summaries, **read}.items()}
        pages = {*pages_of(includes, reader.files, reader.surely)}
        read = {name: summary for name, summary in read.items() if name in pages}
    for name, summary in read.items():
        index.add(name, summary)


def _possible_paths(index: Index, source: Source, reference: Reference) -> Iterator[Path]:
    """The files that may have what a reference names, none of them outside the file's root or the current folder."""
    folder, files = source.path.parent, index.disk
    location = index.located(str(source.path), reference.path, "page") if reference.path else None
    likely: Iterable[Path]
    if location is not None:
        likely = (Path(name) for path in location.paths for name in paths.with_suffixes(str(path)))
    elif reference.path:
        likely = map(Path, paths.candidates(str(source.path), reference.path))
    else:
        likely = (folder / name for name in files.names(folder))
    allowed = (files.real(source.root), files.real(Path()))
    for path in likely:
        if path.suffix in KNOWN and files.is_file(path) and any(map(files.real(path).is_relative_to, allowed)):
            yield path
