"""Write standalone HTML pages: one for each document, a folder's as OUT/<same relative path>.html.

Cross-references between the documents of a call become links between their pages. Without -o a page is written beside
its source; -o - writes the page of a single document to standard output.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_adoc.codes import INFO
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.finding.source import file_lines
from sphinx_adoc.graph import Index, Summary, resolve
from sphinx_adoc.graph.ahead import FEW, Ahead, cores, work_of
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.load import Loaded, Source, Task, load, pages_of
from sphinx_adoc.graph.store import Store
from sphinx_adoc.project import ProjectSettings
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.syntax.files import DISK
from sphinx_adoc.syntax.settings import Settings

from . import WrongCall
from .formats import add_format, give, outcome_of
from .kept_pages import KeptPages
from .page_reader import PageReader
from .page_writer import PageWriter
from .progress import watched
from .project import add_common, add_paths, disk_of
from .rounds import add_serve, add_watch
from .store import add_jobs, add_store, reader_of, store_of

if TYPE_CHECKING:
    from .page_processes import PageProcesses
    from .watching import Kept


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, where the pages go, and the form of the report."""
    add_paths(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the folder for the pages; a file .html for a single one")
    parser.add_argument("--no-raw", action="store_true", help="show passthroughs as text: for sources of strangers")
    add_jobs(parser, "make pages, where there are several")
    add_watch(parser)
    add_serve(parser)
    add_format(parser)
    add_common(parser)
    add_store(parser)


@dataclass(slots=True)
class _Page:
    """A document, where its page goes (None: to standard output), what is known of it, and what rendering it found."""

    source: Source
    settings: Settings
    output: Path | None
    known: Summary | None = None
    late: list[Finding] = field(default_factory=list)

    @property
    def task(self) -> Task:
        """The file, and how it is read."""
        return self.source.path, self.settings


class _Makers(NamedTuple):
    """What makes pages. ``processes``: those for pages of which nothing is known; None: this process makes all."""

    store: Store | None
    reader: PageReader
    processes: PageProcesses | None


def run(args: argparse.Namespace) -> int:
    """Write the pages; return 0 when nothing was found, 1 when something was. Raises WrongCall."""
    try:
        files = args.recording.disk if args.recording is not None else None
        project = Project(args.project, args.paths, files=files)
        sources = [source for source in project.sources() if not source.excluded]
        pages = _pages(args, sources)
        with _makers(args, pages) as makers:
            loaded = _load(args, sources, pages, makers)
            _write(args, pages, loaded.indexes[DEFAULT.name], makers)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    late = [finding for written in pages.values() for finding in written.late]
    findings = ordered([*project.trouble, *all_findings(loaded, args.project.clock()), *late])
    disk = disk_of(args)
    report = Report(findings, checked=[*pages], counts={"pages": len(pages)}, lines=file_lines(disk), disk=disk)
    outcome = outcome_of(args, lambda form: FORMATS[form].write(report))
    if args.output == "-":  # the page is there
        outcome.out, outcome.err = "", outcome.out
    outcome.code = 1 if any(finding.severity != INFO for finding in findings) else 0
    return give(args, outcome)


@contextmanager
def _makers(args: argparse.Namespace, pages: dict[str, _Page]) -> Iterator[_Makers]:
    """What makes the pages: several processes where that is sooner."""
    goes_on = getattr(args, "kept", None) is not None
    store = None if goes_on else store_of(args)
    reader = PageReader(store)
    for page in pages.values():
        page.known = reader.known(*page.task)
    tasks = {name: page.task for name, page in pages.items() if page.known is None}
    jobs = 1 if goes_on else args.jobs or cores()
    if jobs < 2 or len(tasks) < 2 or sum(work_of(path, DISK) for path, _ in tasks.values()) < FEW:
        yield _Makers(store, reader, None)
        return
    from .page_processes import PageProcesses  # loading what starts processes takes as long as a small page

    with closing(PageProcesses(tasks, jobs, store)) as processes:
        yield _Makers(store, reader, processes)


def _pages(args: argparse.Namespace, sources: Sequence[Source]) -> dict[str, _Page]:
    pages = {
        str(source.path): _Page(source, _reading(args, source.root), _output(source, args.output, len(sources)))
        for source in sources
    }
    _no_clash(pages)
    return pages


def _reading(args: argparse.Namespace, root: Path) -> Settings:
    """How a document is read."""
    project: ProjectSettings = args.project
    return replace(project.reading(root), files=disk_of(args))


def _load(args: argparse.Namespace, sources: Sequence[Source], pages: dict[str, _Page], makers: _Makers) -> Loaded:
    """What references can point at: the pages, and what lies beside files that were named one by one."""
    files = disk_of(args)
    index = Index({name: _summary(args, name, page, makers) for name, page in pages.items()}, files)
    named = [source for source in sources if source.named]
    if any(_unresolved(index, str(source.path)) for source in named):
        read = reader_of(args)

        def summary_of(path: Path, settings: Settings) -> Summary:
            page = pages.get(str(path))
            return (
                index.summaries[str(path)] if page is not None and page.settings == settings else read(path, settings)
            )

        beside = load(
            named,
            [DEFAULT],
            lambda variant, root: _reading(args, root),
            summary_of=summary_of,
            files=files,
            alone=True,
            anchors_of=read.anchors if isinstance(read, Ahead) else None,
        )
        for name, summary in beside.indexes[DEFAULT.name].summaries.items():
            if name not in pages:
                index.add(name, summary)
    checked = pages_of({name: index.summaries[name].includes for name in pages}, files)
    return Loaded(indexes={DEFAULT.name: index}, pages={DEFAULT.name: checked})


def _summary(args: argparse.Namespace, name: str, page: _Page, makers: _Makers) -> Summary:
    kept = getattr(args, "kept", None)
    if kept is not None:
        remembered: Summary = kept.memory(*page.task)
        return remembered
    if page.known is not None:
        return page.known
    if makers.processes is not None:
        return makers.processes.summary(name)
    return makers.reader.summary(*page.task)


def _unresolved(index: Index, name: str) -> bool:
    return any(resolve(index, name, reference).finding for reference in index.summaries[name].references)


def _write(args: argparse.Namespace, pages: dict[str, _Page], index: Index, makers: _Makers) -> None:
    """Write the pages. Raise OSError, WrongCall."""
    kept = KeptPages(makers.store.folder) if makers.store is not None else None
    outputs = {name: page.output for name, page in pages.items()}
    writer = PageWriter(index, outputs, raw=not args.no_raw, kept=kept, recording=args.recording)
    if makers.processes is not None:
        if args.recording is not None:
            args.recording.complete = False  # it has not seen what these ask and write
        makers.processes.begin(writer)
    make = _make if getattr(args, "kept", None) is None else partial(_make_again, args.kept)
    for name, page in watched(list(pages.items()), lambda page: page[0]):
        page.late = make(name, page, writer, makers)


def _make(name: str, page: _Page, writer: PageWriter, makers: _Makers) -> list[Finding]:
    """Write a page; return the trouble that rendering found. Raise OSError, WrongCall."""
    if page.known is None and makers.processes is not None:
        return makers.processes.written(name, writer)
    key = makers.reader.key(page.source.path)
    made = writer.write_kept(name, key)
    if made is not None:
        return made
    with uncollected():
        return writer.write(makers.reader.document(*page.task), key)


def _make_again(kept: Kept, name: str, page: _Page, writer: PageWriter, makers: _Makers) -> list[Finding]:
    """Write a page, unless it would be what it was in the round before. Raise OSError, WrongCall."""
    state = writer.state(name, dict(kept.memory.asked(*page.task)))
    before = kept.pages.get(name)
    if before is not None and state is not None and before[0] == state:
        return before[1]
    made = _make(name, page, writer, makers)
    kept.pages[name] = state, made
    if page.output is not None:
        kept.outputs.add(page.output)
    return made


def _output(source: Source, output: str | None, sources: int) -> Path | None:
    """Where a page goes; None: to standard output."""
    if output is None:
        return source.path.with_suffix(".html")
    if output == "-" or output.endswith(".html"):
        if sources > 1:
            raise WrongCall(f"{sources} pages do not go into one; give a folder with -o")
        return None if output == "-" else Path(output)
    return Path(output, source.path.relative_to(source.root)).with_suffix(".html")


def _no_clash(pages: dict[str, _Page]) -> None:
    by_output: dict[Path, str] = {}
    for name, written in pages.items():
        if written.output is None:
            continue
        other = by_output.setdefault(written.output, name)
        if other != name:
            raise WrongCall(f"{other} and {name} would both be written to {written.output}")
