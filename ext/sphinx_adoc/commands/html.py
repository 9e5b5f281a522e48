"""Write standalone HTML pages: one for each document, a folder's as OUT/<same relative path>.html.

Cross-references between the documents of a call become links between their pages. Without -o a page is written beside
its source; -o - writes the page of a single document to standard output.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_adoc import files
from sphinx_adoc.codes import INFO
from sphinx_adoc.doctree.html import page, page_options
from sphinx_adoc.doctree.xrefs import reference_of, resolver
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, from_problem, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.gate import NO_RAW, OWN, Gate
from sphinx_adoc.graph import Index, name_titles, resolve, summarize
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.load import Loaded, Source, load, pages_of
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.syntax.document import Document, parse_file

from . import WrongCall
from .formats import add_format, write_report
from .progress import watched
from .project import add_common, add_paths
from .store import add_store, reader_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, where the pages go, and the form of the report."""
    add_paths(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the folder for the pages; a file .html for a single one")
    parser.add_argument("--no-raw", action="store_true", help="show passthroughs as text: for sources of strangers")
    add_format(parser)
    add_common(parser)
    add_store(parser)


@dataclass(slots=True)
class _Page:
    """A document, where its page goes (None: to standard output), and how many problems reading it gave."""

    doc: Document
    output: Path | None
    read_problems: int = 0


def run(args: argparse.Namespace) -> int:
    """Write the pages; return 0 when nothing was found, 1 when something was. Raises WrongCall."""
    try:
        project = Project(args.project, args.paths)
        sources = [source for source in project.sources() if not source.excluded]
        pages = _read(args, sources)
        loaded = _load(args, sources, pages)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    index = loaded.indexes[DEFAULT.name]
    for name, written in watched(list(pages.items()), lambda page: page[0]):
        _write(_render(written, name, index, pages, _gate(written.doc, raw=not args.no_raw)), written.output)
    findings = ordered([*project.trouble, *all_findings(loaded, args.project.clock()), *_late(pages.values())])
    report = Report(findings, checked=list(pages), counts={"pages": len(pages)})
    write_report(args, lambda form: FORMATS[form].write(report), sys.stderr if args.output == "-" else None)
    return 1 if any(finding.severity != INFO for finding in findings) else 0


def _read(args: argparse.Namespace, sources: Sequence[Source]) -> dict[str, _Page]:
    pages = {
        str(source.path): _Page(
            parse_file(source.path, args.project.reading(source.root)), _output(source, args.output, len(sources))
        )
        for source in sources
    }
    _no_clash(pages)
    return pages


def _load(args: argparse.Namespace, sources: Sequence[Source], pages: dict[str, _Page]) -> Loaded:
    """What references can point at: the pages, and what lies beside files that were named one by one."""
    index = Index({name: summarize(written.doc) for name, written in pages.items()})
    for written in pages.values():
        written.read_problems = len(written.doc.problems)
    named = [source for source in sources if source.named]
    if any(_unresolved(index, str(source.path)) for source in named):
        beside = load(named, [DEFAULT], lambda variant, root: args.project.reading(root), summary_of=reader_of(args))
        for name, summary in beside.indexes[DEFAULT.name].summaries.items():
            if name not in pages:
                index.add(name, summary)
    checked = pages_of({name: index.summaries[name].includes for name in pages})
    return Loaded(indexes={DEFAULT.name: index}, pages={DEFAULT.name: checked})


def _unresolved(index: Index, name: str) -> bool:
    return any(resolve(index, name, reference).finding for reference in index.summaries[name].references)


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


def _render(written: _Page, name: str, index: Index, pages: dict[str, _Page], gate: Gate) -> str:
    def uri(other: str) -> str:
        there = pages[other].output if other in pages else None
        if there is not None and written.output is not None:
            return Path(os.path.relpath(there, written.output.parent)).as_posix()
        return Path(os.path.relpath(Path(other).with_suffix(".html"), Path(name).parent)).as_posix()

    name_titles(written.doc, lambda text, node: resolve(index, name, reference_of(written.doc, node, text)).text)
    return page(written.doc, page_options(xref=resolver(index, name, uri), gate=gate))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(output, text)
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error


def _late(pages: Iterable[_Page]) -> Iterator[Finding]:
    """The trouble that rendering found."""
    return (from_problem(problem) for written in pages for problem in written.doc.problems[written.read_problems :])
