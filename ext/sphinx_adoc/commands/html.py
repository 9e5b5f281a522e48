"""Write standalone HTML pages: one for each document, a folder's as OUT/<same relative path>.html.

Cross-references between the documents of a call become links between their pages. Without -o a page is written beside
its source; -o - writes the page of a single document to standard output.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_adoc.codes import INFO
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.graph import Index, Summary, resolve, summarize, title_of
from sphinx_adoc.graph.ahead import FEW, cores, work_of
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.garbage import uncollected
from sphinx_adoc.graph.load import Loaded, Source, load, pages_of
from sphinx_adoc.graph.store.memory import Memory
from sphinx_adoc.graph.targets import places
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.files import DISK
from sphinx_adoc.syntax.settings import Settings

from . import WrongCall
from .formats import add_format, write_report
from .page_writer import PageWriter
from .progress import watched
from .project import add_common, add_paths
from .rounds import add_serve, add_watch
from .store import add_jobs, add_store, reader_of

if TYPE_CHECKING:
    from .page_processes import PageProcesses


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
    """A document, where its page goes (None: to standard output), and what rendering it found. ``doc``: None until it
    is parsed.
    """

    source: Source
    settings: Settings
    output: Path | None
    doc: Document | None = None
    late: list[Finding] = field(default_factory=list)

    def parsed(self) -> Document:
        """Return the document; raise OSError where it cannot be read."""
        if self.doc is None:
            self.doc = parse_file(self.source.path, self.settings)
        return self.doc


def run(args: argparse.Namespace) -> int:
    """Write the pages; return 0 when nothing was found, 1 when something was. Raises WrongCall."""
    try:
        project = Project(args.project, args.paths)
        sources = [source for source in project.sources() if not source.excluded]
        pages = _pages(args, sources)
        with _processes(args, pages) as processes:
            loaded = _load(args, sources, pages, processes)
            _write(args, pages, loaded.indexes[DEFAULT.name], processes)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    late = [finding for written in pages.values() for finding in written.late]
    findings = ordered([*project.trouble, *all_findings(loaded, args.project.clock()), *late])
    report = Report(findings, checked=list(pages), counts={"pages": len(pages)})
    write_report(args, lambda form: FORMATS[form].write(report), sys.stderr if args.output == "-" else None)
    return 1 if any(finding.severity != INFO for finding in findings) else 0


def _processes(args: argparse.Namespace, pages: dict[str, _Page]) -> AbstractContextManager[PageProcesses | None]:
    """The processes that read and write the pages, where that is sooner; None where this one does."""
    jobs = 1 if getattr(args, "kept", None) is not None else args.jobs or cores()
    tasks = {name: (page.source.path, page.settings) for name, page in pages.items()}
    if jobs < 2 or len(tasks) < 2 or sum(work_of(path, DISK) for path, _ in tasks.values()) < FEW:
        return nullcontext()
    from .page_processes import PageProcesses  # loading what starts processes takes as long as a small page

    return closing(PageProcesses(tasks, jobs))


def _pages(args: argparse.Namespace, sources: Sequence[Source]) -> dict[str, _Page]:
    pages = {
        str(source.path): _Page(source, args.project.reading(source.root), _output(source, args.output, len(sources)))
        for source in sources
    }
    _no_clash(pages)
    return pages


def _load(
    args: argparse.Namespace, sources: Sequence[Source], pages: dict[str, _Page], processes: PageProcesses | None
) -> Loaded:
    """What references can point at: the pages, and what lies beside files that were named one by one."""
    index = Index({name: _summary(args, name, page, processes) for name, page in pages.items()})
    named = [source for source in sources if source.named]
    if any(_unresolved(index, str(source.path)) for source in named):
        read = reader_of(args)

        def summary_of(path: Path, settings: Settings) -> Summary:
            page = pages.get(str(path))
            return (
                index.summaries[str(path)] if page is not None and page.settings == settings else read(path, settings)
            )

        beside = load(
            named, [DEFAULT], lambda variant, root: args.project.reading(root), summary_of=summary_of, alone=True
        )
        for name, summary in beside.indexes[DEFAULT.name].summaries.items():
            if name not in pages:
                index.add(name, summary)
    checked = pages_of({name: index.summaries[name].includes for name in pages})
    return Loaded(indexes={DEFAULT.name: index}, pages={DEFAULT.name: checked})


def _summary(args: argparse.Namespace, name: str, page: _Page, processes: PageProcesses | None) -> Summary:
    kept = getattr(args, "kept", None)
    if kept is not None:
        remembered: Summary = kept.memory(page.source.path, page.settings)
        return remembered
    if processes is not None:
        return processes.summary(name)
    with uncollected():
        return summarize(page.parsed())


def _unresolved(index: Index, name: str) -> bool:
    return any(resolve(index, name, reference).finding for reference in index.summaries[name].references)


def _write(args: argparse.Namespace, pages: dict[str, _Page], index: Index, processes: PageProcesses | None) -> None:
    """Write the pages. Raise OSError, WrongCall."""
    writer = PageWriter(index, {name: page.output for name, page in pages.items()}, raw=not args.no_raw)
    if processes is not None:
        processes.begin(writer)
    for name, page in watched(list(pages.items()), lambda page: page[0]):
        if processes is not None:
            page.late = processes.written(name, writer)
        else:
            with uncollected():
                _make(args, name, page, writer, pages)


def _make(args: argparse.Namespace, name: str, written: _Page, writer: PageWriter, pages: dict[str, _Page]) -> None:
    """Write a page, unless it would be what it was in the round before. Raise OSError, WrongCall."""
    kept = getattr(args, "kept", None)
    state = None
    if kept is not None:
        state = _state(kept.memory, name, written, writer.index, pages)
        before = kept.pages.get(name)
        if before is not None and before[0] == state:
            written.late = before[1]
            return
    doc = written.parsed()
    if kept is not None:
        summarize(doc)  # as it is done where nothing is kept: it reads all texts
    written.late = writer.write(doc)
    if kept is not None:
        kept.pages[name] = state, written.late
        kept.outputs.add(written.output)


def _state(memory: Memory, name: str, written: _Page, index: Index, pages: dict[str, _Page]) -> object:
    """All that a page follows from: its files, what its references mean, and the images in it."""
    summary = index.summaries[name]
    resolved = [resolve(index, name, reference) for reference in summary.references]
    meant = [(each.document, each.anchor and each.anchor.id, each.text, each.document in pages) for each in resolved]
    words = [title_of(index, name, anchor) for anchor in (None, *summary.anchors)]
    images = [
        (place, place.stat().st_mtime_ns, place.stat().st_ctime_ns, place.stat().st_size)
        for target in summary.targets
        for place in places(index, summary, target) or ()
        if place.is_file()
    ]
    return dict(memory.asked(written.source.path, written.settings)), meant, words, images, written.output


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
