"""Write standalone HTML pages: one for each document, a folder's as OUT/<same relative path>.html.

Cross-references between the documents of a call become links between their pages. Without -o a page is written beside
its source; -o - writes the page of a single document to standard output.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sphinx_adoc import files
from sphinx_adoc.codes import INFO
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, from_problem, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.gate import NO_RAW, OWN, Gate
from sphinx_adoc.graph import Index, Summary, name_titles, resolve, summarize, title_of
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.load import Loaded, Source, load, pages_of
from sphinx_adoc.graph.store.memory import Memory
from sphinx_adoc.graph.targets import places
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.settings import Settings

from . import WrongCall
from .docutils_writer import load_writer
from .formats import add_format, write_report
from .progress import watched
from .project import add_common, add_paths
from .rounds import add_serve, add_watch
from .store import add_store, reader_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, where the pages go, and the form of the report."""
    add_paths(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the folder for the pages; a file .html for a single one")
    parser.add_argument("--no-raw", action="store_true", help="show passthroughs as text: for sources of strangers")
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
        loaded = _load(args, sources, pages)
        index = loaded.indexes[DEFAULT.name]
        for name, written in watched(list(pages.items()), lambda page: page[0]):
            _make(args, name, written, index, pages)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    late = [finding for written in pages.values() for finding in written.late]
    findings = ordered([*project.trouble, *all_findings(loaded, args.project.clock()), *late])
    report = Report(findings, checked=list(pages), counts={"pages": len(pages)})
    write_report(args, lambda form: FORMATS[form].write(report), sys.stderr if args.output == "-" else None)
    return 1 if any(finding.severity != INFO for finding in findings) else 0


def _pages(args: argparse.Namespace, sources: Sequence[Source]) -> dict[str, _Page]:
    pages = {
        str(source.path): _Page(source, args.project.reading(source.root), _output(source, args.output, len(sources)))
        for source in sources
    }
    _no_clash(pages)
    return pages


def _load(args: argparse.Namespace, sources: Sequence[Source], pages: dict[str, _Page]) -> Loaded:
    """What references can point at: the pages, and what lies beside files that were named one by one."""
    kept = getattr(args, "kept", None)
    index = Index(
        {
            name: kept.memory(page.source.path, page.settings) if kept is not None else summarize(page.parsed())
            for name, page in pages.items()
        }
    )
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


def _unresolved(index: Index, name: str) -> bool:
    return any(resolve(index, name, reference).finding for reference in index.summaries[name].references)


def _make(args: argparse.Namespace, name: str, written: _Page, index: Index, pages: dict[str, _Page]) -> None:
    """Write a page, unless it would be what it was in the round before. Raise OSError, WrongCall."""
    kept = getattr(args, "kept", None)
    state = None
    if kept is not None:
        state = _state(kept.memory, name, written, index, pages)
        before = kept.pages.get(name)
        if before is not None and before[0] == state:
            written.late = before[1]
            return
    doc = written.parsed()
    if kept is not None:
        summarize(doc)  # as it is done where nothing is kept: it reads all texts
    read_problems = len(doc.problems)
    _write(_render(args, doc, written.output, index, pages), written.output)
    written.late = [from_problem(problem) for problem in doc.problems[read_problems:]]
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


def _gate(doc: Document, *, raw: bool) -> Gate:
    """The gate of a page: files come from the root of its includes."""
    trust = doc.settings.trust
    return Gate(NO_RAW if trust == OWN and not raw else trust, doc.settings.root, Path(doc.path).parent)


def _render(args: argparse.Namespace, doc: Document, output: Path | None, index: Index, pages: dict[str, _Page]) -> str:
    """The page of a document that goes to ``output``."""
    load_writer()
    from sphinx_adoc.doctree.html import page, page_options  # docutils: not for --help, nor for what cannot be read
    from sphinx_adoc.doctree.xrefs import reference_of, resolver

    name = doc.path

    def uri(other: str) -> str:
        there = pages[other].output if other in pages else None
        if there is not None and output is not None:
            return Path(os.path.relpath(there, output.parent)).as_posix()
        return Path(os.path.relpath(Path(other).with_suffix(".html"), Path(name).parent)).as_posix()

    name_titles(doc, lambda text, node: resolve(index, name, reference_of(doc, node, text)).text)
    gate = _gate(doc, raw=not args.no_raw)
    return page(doc, page_options(xref=resolver(index, name, uri), gate=gate))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(output, text)
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error
