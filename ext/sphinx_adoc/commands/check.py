"""Report every finding of a set of documents: trouble in the markup, dead cross-references, ids that come twice.

A file that another one includes is checked as part of it, also when it is named by itself, once that one was read.
References of a file that is named by itself are resolved in its folder too. The last line on standard error says what
was counted. With --fix a patch is written in place of the report; nothing is changed without --write. --built looks at
built pages: whether what they link to is there.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx_adoc.codes import INFO, SEVERITIES
from sphinx_adoc.facade import Checked, Project
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.finding.source import Lines, file_lines, lines_of
from sphinx_adoc.graph.causes import fold
from sphinx_adoc.graph.load import Source, gather
from sphinx_adoc.graph.store.recorded import RecordedDisk
from sphinx_adoc.project.rules import unknown_code
from sphinx_adoc.syntax.files import WithFile
from sphinx_adoc.unchanged import Outcome

from . import WrongCall, baseline, fixes, link_options
from .formats import add_format, give, is_plain, outcome_of
from .progress import watched
from .project import VARIANT, add_common, add_paths, disk_of
from .refusals import refusals
from .rounds import add_watch
from .store import add_jobs, add_store, including_of, reader_of

if TYPE_CHECKING:
    from sphinx_adoc.built import Built, Deployment

    from .links import Links

STDIN: Final = Path("-")
"""What stands for the document from standard input, and what it is called in reports."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, the variants, and the form of the report."""
    add_paths(parser)
    parser.set_defaults(input=None)
    pages = "a folder of built pages (*.html): check that the files and anchors which they link to are there"
    parser.add_argument("--built", metavar="DIR", type=Path, help=pages)
    where = "with --built: where the pages will be, such as https://docs.example/manual/ (default: as they say)"
    parser.add_argument("--built-url", metavar="URL", type=_deployment, help=where)
    parser.add_argument("--variant", metavar="NAME:ATTR[=VALUE],...", action="append", default=[], help=VARIANT)
    mends = "write a patch that mends what has one clear remedy, such as a reference whose target is mistyped"
    parser.add_argument("--fix", action="store_true", help=mends)
    parser.add_argument("--write", action="store_true", help="with --fix: change the files, and report what is left")
    says = "also judge the paths, options, variables, symbols and versions that the text names against the repository"
    parser.add_argument("--facts", action="store_true", help=says)
    add_format(parser)
    everything = "list also what follows from another finding, such as every include that one unset attribute breaks"
    parser.add_argument("-v", "--verbose", action="store_true", help=everything)
    link_options.add_arguments(parser)
    baseline.add_arguments(parser)
    add_rules(parser)
    add_jobs(parser)
    add_watch(parser)
    add_common(parser)
    add_store(parser)


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add which findings are reported, and how severe they are."""
    group = parser.add_argument_group("findings", "CODE: the code of a finding, or a pattern of codes, such as xref-*")
    group.add_argument("--select", metavar="CODE,...", type=_listed, help="report these alone")
    group.add_argument("--ignore", metavar="CODE,...", type=_listed, help="do not report these")
    by_file = "do not report these in files whose paths match a pattern; repeatable"
    group.add_argument("--per-file-ignores", metavar="GLOB:CODE,...", type=_by_file, action=_Merged, help=by_file)
    levels = f"how severe the findings of a code are: {', '.join(SEVERITIES)}; repeatable"
    group.add_argument("--severity", metavar="CODE=LEVEL", type=_level, action=_Merged, help=levels)


class _Merged(argparse.Action):
    """Merge the tables that a repeated option gives."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Add a table to those before."""
        setattr(namespace, self.dest, {**(getattr(namespace, self.dest) or {}), **values})


def _deployment(text: str) -> Deployment:
    from sphinx_adoc.built import told  # for --built alone

    try:
        return told(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _listed(text: str) -> list[str]:
    """Codes, or patterns of codes. Raises ArgumentTypeError."""
    codes = [part.strip() for part in text.split(",") if part.strip()]
    for message in filter(None, map(unknown_code, codes)):
        raise argparse.ArgumentTypeError(message)
    return codes


def _by_file(text: str) -> dict[str, list[str]]:
    glob, colon, codes = text.rpartition(":")
    if not colon or not glob or not _listed(codes):
        raise argparse.ArgumentTypeError(f"{text!r}: write GLOB:CODE,..., such as docs/old/*:xref-unresolved")
    return {glob: _listed(codes)}


def _level(text: str) -> dict[str, str]:
    code, _, level = text.partition("=")
    if not code or level not in SEVERITIES:
        raise argparse.ArgumentTypeError(f"{text!r}: write CODE=LEVEL; a level is {', '.join(SEVERITIES)}")
    _listed(code)
    return {code: level}


def run(args: argparse.Namespace) -> int:
    """Check; return 0 when nothing is wrong (an info is no fault), else 1. Raises WrongCall, also for no document."""
    as_patch = args.fix and not args.write
    _check_call(args, as_patch=as_patch)
    sources = fixes.Sources()
    results = _checked(args)
    changed = sources.fixed(results.findings) if args.fix else {}
    if args.write:
        sources.write(changed)
        results = _checked(args)
    extra_lines = _facts(args, results.findings) if args.facts else ""
    if args.update_baseline:
        sys.stderr.write(f"{baseline.update(args.baseline, results.findings)}\n")
        return 0
    new, known = baseline.split(args, results.findings, results.files)
    findings, follow = (new, 0) if args.verbose else fold(new)
    if as_patch:
        fixes.show(changed)
    outcome = Outcome({}, "") if as_patch else _reported(args, findings, results, known)
    more = f"; {follow} more follow from these" if follow else ""
    more += f"; {len(known.findings)} {known.summary}" if known.summary else ""
    lines = [fixes.counted(changed, written=args.write)] if args.fix else []
    lines += [*results.within, f"{counted(results.counts, findings)}{more}"]
    outcome.err = "".join(f"{line}\n" for line in lines) + extra_lines + "".join(f"{line}\n" for line in results.notes)
    outcome.code = 1 if any(finding.severity != INFO for finding in findings) else 0
    return give(args, outcome)


def _reported(args: argparse.Namespace, findings: list[Finding], results: _Results, known: baseline.Known) -> Outcome:
    """The report, in every form that is asked for."""
    report = Report(
        findings,
        checked=results.checked,
        counts=results.counts,
        lines=_lines(args),
        known=known.findings,
        disk=disk_of(args),
    )
    return outcome_of(args, lambda form: FORMATS[form].write(report))


def _facts(args: argparse.Namespace, findings: list[Finding]) -> str:
    """Add what is broken of the facts that documents state to the findings; return the line of what was judged."""
    from . import facts  # loading what reads a repository takes as long as checking a small one

    documents = Project(args.project, args.paths).documents()
    judged = facts.judge(documents, Path(next(iter(documents))).resolve().parent)
    findings[:] = ordered([*findings, *facts.findings(judged)])
    return f"{facts.summary(judged, len(documents))}\n"


def _check_call(args: argparse.Namespace, *, as_patch: bool) -> None:
    """Raise WrongCall for options that do not go together."""
    if not _has_documents(args) and not args.built:
        raise WrongCall("nothing to check: name a document, or a folder of documents, or built pages with --built")
    baseline.check_call(args)
    link_options.check_call(args)
    if args.built_url and not args.built:
        raise WrongCall("--built-url goes with --built")
    if args.watch and (args.fix or args.update_baseline or STDIN in args.paths or not _has_documents(args)):
        raise WrongCall("--watch reports on documents: name them, and leave --fix, --update-baseline and - out")
    if args.fix and not _has_documents(args):
        raise WrongCall("--fix mends documents: name them")
    if args.facts and not _has_documents(args):
        raise WrongCall("--facts judges what documents state: name them")
    if args.write and not args.fix:
        raise WrongCall("--write goes with --fix")
    if as_patch and not is_plain(args):
        raise WrongCall("--fix writes a patch; --format is for the report, which comes with --fix --write")


def _has_documents(args: argparse.Namespace) -> bool:
    return bool(args.paths or args.project.roots)


@dataclass(slots=True)
class _Results:
    """The findings of documents and built pages, the names of all that was checked, the files that these are made of,
    and how many there were of each kind of thing. ``within``: lines that say as what named files were checked;
    ``notes``: others that are said beside the report.
    """

    findings: list[Finding] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    files: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    within: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _checked(args: argparse.Namespace) -> _Results:
    results = _Results()
    if args.paths or (args.project.roots and not args.built):
        look = _links(args) if args.links else None
        project = _project(args)
        done = project.check(_watched, links=look)
        results.findings += ordered([*done.findings, *refusals(project)]) if args.untrusted else done.findings
        results.checked += done.documents
        results.files |= done.files
        results.counts |= done.counts
        results.within += _said_of_parts(project, done)
        results.notes += filter(None, [project.left_out])
        if look is not None:
            results.counts["external links"] = look.addresses
            results.notes += [look.summary, *look.notes]
    if args.built:
        built = _built(args.built, args.built_url)
        results.findings += built.findings
        results.checked += built.pages
        results.files |= frozenset(built.pages)
        results.counts |= {"pages": len(built.pages), "links": built.links}
        if built.unchecked:
            results.counts["not checked"] = results.counts.pop("not checked", 0) + built.unchecked
        if built.deployment.guessed and built.deployment.prefix != "/":
            results.notes.append(f"the pages are taken to be at {built.deployment.prefix}; --built-url says otherwise")
    return results


def _said_of_parts(project: Project, done: Checked) -> Iterator[str]:
    """Say of named files in which documents they were checked, and of an untitled one that it was checked by itself."""
    for path, documents in done.parts.items():
        yield f"{path} was checked as a part of {', '.join(documents)}"
    untitled = {
        name for index in project.load().indexes.values() for name, each in index.summaries.items() if not each.title
    }
    for source in project.sources():
        if source.named and str(source.path) in untitled.intersection(done.documents) - done.parts.keys():
            yield (
                f"{source.path} has no document title, and no document that includes it is known: it was checked by"
                " itself; check the document or its folder once, and this as a part of it from then on"
            )


def _links(args: argparse.Namespace) -> Links:
    from .links import Links  # what asks servers is loaded where they are asked

    return Links(args)


def _project(args: argparse.Namespace) -> Project:
    """The documents that a call names; ``-`` is one from standard input, in the current folder. Raises WrongCall."""
    others = [path for path in args.paths if path != STDIN]
    if others == args.paths:
        files = disk if isinstance(disk := disk_of(args), RecordedDisk) else None
        return Project(args.project, args.paths, files=files, summary_of=reader_of(args), including=including_of(args))
    if args.fix or args.update_baseline or args.base:
        raise WrongCall("what comes from standard input is checked, and nothing else is done with it")
    if args.input is None:
        args.input = sys.stdin.buffer.read()
    try:
        sources = [Source(STDIN, Path(), named=True), *gather(others, project=args.project)]
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    return Project(args.project, sources=sources, files=WithFile(STDIN, args.input))


def _lines(args: argparse.Namespace) -> Lines:
    """Where the source lines of a report come from: files, or standard input."""
    if args.input is None:
        return file_lines(disk_of(args))
    files = WithFile(STDIN, args.input)
    return lines_of(lambda path: files.read(Path(path)).decode("utf-8", "replace"))


def _watched(sources: Sequence[Source]) -> Iterator[Source]:
    return watched(sources, lambda source: str(source.path))


def _built(folder: Path, deployment: Deployment | None) -> Built:
    """Raises WrongCall for what cannot be read, and when there is no page."""
    from sphinx_adoc.built import check as check_built

    try:
        built = check_built(folder, deployment)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    if not built.pages:
        raise WrongCall(f"nothing to check: no page (*.html) in {folder}")
    return built


def counted(counts: dict[str, int], findings: Sequence[Finding]) -> str:
    """Return what was checked and found, in a line."""
    checked = ", ".join(
        f"{amount} not checked" if noun == "not checked" else number_of(amount, noun.removesuffix("s"))
        for noun, amount in counts.items()
    )
    severities = Counter(finding.severity for finding in findings)
    amounts = ", ".join(number_of(severities[name], name) for name in ("error", "warning") if severities[name])
    infos = f"{severities['info']} info" if severities["info"] else ""
    return f"checked {checked}: " + (", ".join(filter(None, [amounts, infos])) or "nothing found")
