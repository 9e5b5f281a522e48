"""Say what a patch does to the documents: what it breaks, also in files that it does not touch, which stated facts it
changes, and how the pages read before and after; of a series, which of its patches.

PATCH is a mail, a mailbox with a series, a reply that quotes a patch, a patch file, - for standard input, or a range of
commits (A..B). Nothing is checked out and nothing in the repository is changed; claims are code, and are run only when
that is asked for. Where there is nothing to say, nothing is said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from sphinx_adoc import files
from sphinx_adoc.claims.limit import DEFAULT_S
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.claims.units import UnknownUnit, declared, units
from sphinx_adoc.graph.ahead import cores
from sphinx_adoc.graph.garbage import seldom_collected
from sphinx_adoc.graph.load import gather
from sphinx_adoc.project import Configuration, ProjectSettings
from sphinx_adoc.project.classic import SUFFIX
from sphinx_adoc.project.dialect import signs
from sphinx_adoc.project.find import file_in, load
from sphinx_adoc.project.options import SHARED
from sphinx_adoc.project.vocabulary import kinds
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.input.contents import fetch
from sphinx_adoc.review.input.packed import PatchError
from sphinx_adoc.review.input.repository import GitError
from sphinx_adoc.review.input.sides import Sides, of_patches, of_range
from sphinx_adoc.review.model import Review
from sphinx_adoc.review.review import review
from sphinx_adoc.review.states.options import ReadingOptions
from sphinx_adoc.syntax.files import Snapshot

from . import WrongCall
from .arguments import seconds
from .formats import add_format, write_report
from .project import VARIANT, add_common, settings_of
from .project import configuration_of as project_configuration
from .store import add_jobs, add_store, store_of

TABLE: Final = "review"  # of the configuration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the patch, the repository, and the forms of the report."""
    parser.add_argument("patch", metavar="PATCH", help="a mail, mailbox or patch file, - or a range of commits")
    parser.add_argument(
        "--repo", metavar="DIR", type=Path, default=Path(), help="the repository, or a folder of documents (default: .)"
    )
    parser.add_argument("--base", metavar="REV", default="", help="the commit that the patch is made on")
    runs = "run the claims of both sides, and between the patches of a series: code, also from the patch"
    earlier = "an earlier version of it, in any form that PATCH has: say what this one mends and what it does not"
    parser.add_argument("--previous", metavar="PATCH", default="", help=earlier)
    parser.add_argument("--run", dest="run_claims", action="store_true", help=runs)
    parser.add_argument("--prelude", metavar="FILE", type=Path, help="with --run: a Python file that all claims see")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=seconds, default=DEFAULT_S, help="with --run: how long each claim may run"
    )
    parser.add_argument("--strict", action="store_true", help="leave with 1 also when a line was not looked at")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write a page with both sides beside each other")
    parser.add_argument("--variant", metavar="NAME:ATTR[=VALUE],...", action="append", default=[], help=VARIANT)
    add_format(parser)
    add_common(parser)
    add_jobs(parser, "read documents that are not in the cache")
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Review; return 1 when something is broken in the end that was not, else 0. Raises WrongCall for what cannot be
    read or applied.
    """
    if not args.repo.is_dir():
        raise WrongCall(f"no folder {args.repo}: --repo takes a repository, or a folder of documents")
    if args.prelude and not args.prelude.is_file():
        raise WrongCall(f"no prelude {args.prelude}: --prelude takes a Python file")
    if args.untrusted and args.run_claims:
        raise WrongCall("claims are code of the documents: --run does not go with --untrusted")
    with seldom_collected():
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    sides, options = _looked_up(args, args.patch, args.base)
    configuration = _configured(args, sides)
    if isinstance(args.format, str):  # the call names none
        args.format = configuration.value(TABLE, "format")
    strict = args.strict or configuration.value(TABLE, "strict")
    reviewed = _reviewed(args.patch, sides, options)
    if args.previous:
        from sphinx_adoc.review.versions import compare_versions  # which most reviews do not need

        reviewed = compare_versions(reviewed, _reviewed(args.previous, *_looked_up(args, args.previous, "")))
    if not reviewed.pages and not reviewed.looked_at:
        raise WrongCall(f"nothing was checked: no document (*.adoc) in {args.repo}")
    if args.html:
        from sphinx_adoc.review.output import page  # docutils, which no other form needs
        from sphinx_adoc.review.renderings.pages import Renderings

        _write_page(args.html, page.as_html(reviewed, Renderings(sides, options).rows(reviewed.changes)))
    write_report(args, lambda form: _written(form, reviewed, strict=strict))
    sys.stderr.write(_counted(reviewed) + "\n")
    unread = strict and (Fate.UNREAD in reviewed.account.counts or reviewed.account.files)
    return 1 if unread or reviewed.broken else 0


def _write_page(path: Path, text: str) -> None:
    """Write the page with both sides. Raises WrongCall."""
    try:
        files.write_text(path, text)
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error


def _looked_up(args: argparse.Namespace, patch: str, base: str) -> tuple[Sides, ReadingOptions]:
    """Both sides of a patch, and how their documents are read. Raises WrongCall."""
    with _refusing(patch):
        sides = _sides(args, patch, base)
        return sides, _reading_options(args, sides)


def _reviewed(patch: str, sides: Sides, options: ReadingOptions) -> Review:
    """The review of a patch, or of an earlier version of it. Raises WrongCall."""
    with _refusing(patch):
        return review(sides, options)


@contextmanager
def _refusing(patch: str) -> Iterator[None]:
    """Make a refusal of what cannot be read or applied."""
    try:
        yield
    except (PatchError, GitError) as error:
        raise WrongCall(f"{patch}: {error}") from error
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error


def _sides(args: argparse.Namespace, patch: str, base: str) -> Sides:
    if patch == "-":
        return _of_series(args, sys.stdin.buffer.read(), base)
    if Path(patch).is_file():
        return _of_series(args, Path(patch).read_bytes(), base)
    if Path(patch).exists() or (".." not in patch and Path(patch).suffix):
        raise WrongCall(f"cannot read {patch}: it is no file")
    if base:
        raise WrongCall("--base goes with a patch; a range of commits says itself what is compared")
    return of_range(args.repo, patch, stranger=args.untrusted)


def _of_series(args: argparse.Namespace, data: bytes, base: str) -> Sides:
    from sphinx_adoc.review.input.series import read_series  # what reads mails: a range of commits does not need it

    series = read_series(data)
    return of_patches(series.patches, args.repo, base, series.notes, stranger=args.untrusted)


def _reading_options(args: argparse.Namespace, sides: Sides) -> ReadingOptions:
    """How the documents are read: as the configuration says that was there before the patch, in the dialect that it
    names, else in the one that they seem to be written in. Raises ProjectError.
    """
    before = Snapshot(sides.before or sides.after)
    configuration = _configured(args, sides)
    project = args.project if configuration is args.configuration else settings_of(args, configuration, before)
    read_as = ""
    if not _dialect_is_given(args, configuration):
        project, read_as = _in_its_dialect(project, before)
    return ReadingOptions(
        variants=project.variants,
        settings=project.of_variant,
        today=project.clock(),
        run=args.run_claims,
        prelude=project.prelude,
        # a value that the call gives is another object than the default
        timeout=configuration.value(TABLE, "timeout") if args.timeout is DEFAULT_S else args.timeout,
        documents=project,
        read_as=read_as,
        store=store_of(args),
        units=_units(configuration),
        vocabulary=Vocabulary(kinds(configuration.value("claims", "vocabulary"))),
        jobs=args.jobs or cores(),
    )


def configuration_of(args: argparse.Namespace) -> Configuration:
    """Return the configuration that a call heeds: the one that it names, else that from before the patch. Raises
    ProjectError, WrongCall.
    """
    if args.config is not None or args.no_config or args.untrusted:
        return project_configuration(args)
    with _refusing(args.patch):
        return _from_before(_sides(args, args.patch, args.base)) or Configuration()


def _configured(args: argparse.Namespace, sides: Sides) -> Configuration:
    """The configuration from before the patch, where the call names none."""
    named = args.config is not None or args.no_config or args.untrusted
    return args.configuration if named else _from_before(sides) or args.configuration


def _from_before(sides: Sides) -> Configuration | None:
    before = Snapshot(sides.before or sides.after)
    path = file_in(Path(), before)
    return load(path, files=before) if path else None


def _units(configuration: Configuration) -> Mapping[str, float]:
    """The units of bare numbers. Raises WrongCall for one that is none."""
    try:
        return declared(units(configuration.value("claims", "unit")))
    except UnknownUnit as error:
        raise WrongCall(f"unit: {error}") from error


def _dialect_is_given(args: argparse.Namespace, configuration: Configuration) -> bool:
    named = (args.ids, args.attributes_from, *(configuration.value(SHARED, key) for key in ("ids", "attributes-from")))
    return any(named)


def _in_its_dialect(project: ProjectSettings, files: Snapshot) -> tuple[ProjectSettings, str]:
    """Return the settings with the dialect that the documents seem to be written in, and how that was found, ''
    where it is the usual one.
    """
    sources = [source.path for source in gather([Path()], files, project) if not source.excluded]
    configurations = [path for path in files.contents if path.endswith(SUFFIX)]
    fetch(files.contents, [*(path.as_posix() for path in sources), *configurations])
    dialect_signs = signs(sources, files)
    if dialect_signs.dialect == project.ids:
        return project, ""
    offered = [f"--attributes-from {path} sets its attributes" for path in dialect_signs.configurations[:1]]
    other = f"--ids {project.ids} reads them otherwise"
    return replace(project, ids=dialect_signs.dialect), "; ".join(
        [f"read as {dialect_signs.dialect} does: {dialect_signs.why}", *offered, other]
    )


def _written(form: str, reviewed: Review, *, strict: bool) -> str:
    """The report in a form; what makes the others is not loaded."""
    if form == "text":
        from sphinx_adoc.review.output import text

        return text.as_text(reviewed) if reviewed.touched else text.nothing_differs(reviewed)
    if form == "json":
        from sphinx_adoc.review.output import jsonform

        return jsonform.as_json(reviewed)
    if form == "markdown":
        from sphinx_adoc.review.output import comment

        return comment.as_comment(reviewed)
    from sphinx_adoc.finding.report import FORMATS, Report
    from sphinx_adoc.review.output.as_findings import as_findings

    counts = {"pages": reviewed.pages}
    told = Report(
        as_findings(reviewed, strict=strict),
        checked=list(reviewed.looked_at),
        counts=counts,
        lines=reviewed.lines,
        root=Path(),
    )
    return FORMATS[form].write(told)


def _counted(reviewed: Review) -> str:
    stated = len(reviewed.claims) + len(reviewed.facts)
    parts = [f"{len(reviewed.findings)} caused", f"{len(reviewed.cured)} cured", f"{stated} stated otherwise"]
    parts.append(f"{len(reviewed.changes)} read otherwise")
    parts += [f"{len(reviewed.between)} broken in between"] if reviewed.between else []
    parts += [f"{len(reviewed.versions.mended)} mended since the earlier version"] if reviewed.versions else []
    return f"looked at {len(reviewed.looked_at)} of {reviewed.pages} pages: {', '.join(parts)}"
