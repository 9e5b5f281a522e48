"""Report every finding of a set of documents: trouble in the markup, dead cross-references, ids that come twice.

A file that another one includes is checked as part of it. References of a file that is named by itself are resolved
in its folder too. The last line on standard error says what was counted. With --fix a patch is written in place of the
report; nothing is changed without --write. --built looks at built pages: whether what they link to is there.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sphinx_adoc.built import Built
from sphinx_adoc.built import check as check_built
from sphinx_adoc.codes import INFO
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.graph.findings import all_findings, summaries
from sphinx_adoc.graph.load import Loaded, Source, Variant, gather, load
from sphinx_adoc.syntax.settings import Settings

from . import WrongCall, attributes, fixes
from .progress import watched

DEFAULT = Variant("default")
VARIANT = "check with these attributes too; repeat it for each way in which the documents are built"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, the variants, and the form of the report."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a document, or a folder of documents")
    pages = "a folder of built pages (*.html): check that the files and anchors which they link to are there"
    parser.add_argument("--built", metavar="DIR", type=Path, help=pages)
    parser.add_argument("--variant", metavar="NAME:ATTR[=VALUE],...", action="append", default=[], help=VARIANT)
    mends = "write a patch that mends what has one clear remedy, such as a reference whose target is mistyped"
    parser.add_argument("--fix", action="store_true", help=mends)
    parser.add_argument("--write", action="store_true", help="with --fix: change the files, and report what is left")
    parser.add_argument("--format", choices=sorted(FORMATS), default="text", help="form of the report (default: text)")
    attributes.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Check; return 0 when nothing is wrong (an info is no fault), else 1. Raises WrongCall, also for no document."""
    as_patch = args.fix and not args.write
    _check_call(args, as_patch)
    variants = parse_variants(args.variant)
    sources = fixes.Sources()
    findings, checked, counts = _checked(args, variants)
    files = sources.fixed(findings) if args.fix else {}
    if args.write:
        sources.write(files)
        findings, checked, counts = _checked(args, variants)
    if as_patch:
        fixes.show(files)
    else:
        sys.stdout.write(FORMATS[args.format](Report(findings, checked, counts)))
    sys.stdout.flush()
    sys.stderr.write(f"{fixes.counted(files, args.write)}\n" if args.fix else "")
    sys.stderr.write(counted(counts, findings) + "\n")
    return 1 if any(finding.severity != INFO for finding in findings) else 0


def _check_call(args: argparse.Namespace, as_patch: bool) -> None:
    """Raise WrongCall for options that do not go together."""
    if not args.paths and not args.built:
        raise WrongCall("nothing to check: name a document, or a folder of documents, or built pages with --built")
    if args.fix and not args.paths:
        raise WrongCall("--fix mends documents: name them")
    if args.write and not args.fix:
        raise WrongCall("--write goes with --fix")
    if as_patch and args.format != "text":
        raise WrongCall("--fix writes a patch; --format is for the report, which comes with --fix --write")


def _checked(args: argparse.Namespace, variants: Sequence[Variant]) -> tuple[list[Finding], list[str], dict[str, int]]:
    """The findings of documents and built pages, the names of all that was checked, and how many there were of each."""
    findings: list[Finding] = []
    checked: list[str] = []
    counts: dict[str, int] = {}
    if args.paths:
        loaded = read(args, variants)
        findings += all_findings(loaded, date.today())  # noqa: DTZ011 (a waiver expires where its reader is)
        checked += loaded.checked
        counts |= count(loaded)
    if args.built:
        built = _built(args.built)
        findings += built.findings
        checked += built.pages
        counts |= {"pages": len(built.pages), "links": built.links}
    return findings, checked, counts


def _built(folder: Path) -> Built:
    """Raises WrongCall for what cannot be read, and when there is no page."""
    try:
        built = check_built(folder)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    if not built.pages:
        raise WrongCall(f"nothing to check: no page (*.html) in {folder}")
    return built


def parse_variants(words: Sequence[str]) -> list[Variant]:
    """Variants from ``NAME`` and ``NAME:ATTR[=VALUE],...``. Raises WrongCall for a name that is none or comes twice."""
    variants: dict[str, Variant] = {}
    for word in words:
        name, _, listed = word.partition(":")
        if not re.fullmatch(r"[\w.-]+", name) or name in variants:
            raise WrongCall(f"'{word}' names no variant, or one that is there already; write NAME:ATTR[=VALUE],...")
        variants[name] = Variant(name, attributes.from_words([part for part in listed.split(",") if part]))
    return list(variants.values()) or [DEFAULT]


def read(args: argparse.Namespace, variants: Sequence[Variant]) -> Loaded:
    """The documents in every variant. Raises WrongCall for what cannot be read, and when there is no document."""

    def settings(variant: Variant, root: Path) -> Settings:
        return attributes.settings(args, root, variant.attributes)

    try:
        sources: list[Source] = list(gather(args.paths))
        if not sources:
            raise WrongCall(f"nothing to check: no document (*.adoc) in {', '.join(map(str, args.paths))}")
        return load(sources, variants, settings, lambda read: watched(read, lambda source: str(source.path)))
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error


def only(loaded: Loaded, page: str) -> Loaded:
    """The same set, with this page alone to be checked."""
    return Loaded(loaded.indexes, {name: [page] if page in pages else [] for name, pages in loaded.pages.items()})


def count(loaded: Loaded) -> dict[str, int]:
    """How many documents, anchors and references were checked, each counted once over the variants, and variants."""
    found = summaries(loaded)
    return {
        "documents": len(loaded.checked),
        "anchors": len({(anchor.span, anchor.id) for summary in found for anchor in summary.anchors}),
        "references": len({reference.span for summary in found for reference in summary.references}),
        "variants": len(loaded.indexes),
    }


def counted(counts: dict[str, int], findings: Sequence[Finding]) -> str:
    """What was checked and found, in a line."""
    checked = ", ".join(number_of(amount, noun.removesuffix("s")) for noun, amount in counts.items())
    severities = Counter(finding.severity for finding in findings)
    found = ", ".join(number_of(severities[name], name) for name in ("error", "warning") if severities[name])
    infos = f"{severities['info']} info" if severities["info"] else ""
    return f"checked {checked}: " + (", ".join(filter(None, [found, infos])) or "nothing found")
