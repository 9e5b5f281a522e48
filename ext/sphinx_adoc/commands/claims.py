"""Recompute what documents state: run their claims, and report each one that does not hold.

Claims are Python code in the documents: run them only for documents that you trust. They run in a process of their
own, and every claim has a verdict, whatever another one does. A file that another one includes is run as part of it.
The last line on standard error says what was counted. With --update a patch is written in place of the report; nothing
is changed without --write.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from sphinx_adoc.claims import Claim, Ledger, Verdict, collect, duplicates, lookalikes, report
from sphinx_adoc.claims.collecting import RUNNING
from sphinx_adoc.claims.limit import DEFAULT_MIB, DEFAULT_S
from sphinx_adoc.claims.model import SKIPPED
from sphinx_adoc.claims.mutations import Changed, joined
from sphinx_adoc.claims.phrase import Declared, UnknownUnit, declared, units
from sphinx_adoc.claims.process import DocumentRun, StartError
from sphinx_adoc.claims.sentence.complete import incomplete
from sphinx_adoc.claims.sentence.listing import read_as, signatures
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.record import Wordings, wordings_of
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.codes import ERROR, WARNING, Severity
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.report import FORMATS, Report, file_lines
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.project.attributes import merged
from sphinx_adoc.project.vocabulary import kinds

from . import WrongCall, fixes
from .arguments import seconds
from .formats import add_format, is_plain, write_report
from .listed import claims_of
from .progress import watched
from .project import add_common, add_paths
from .store import add_store, kept_of, store_of
from .vanished import vanished
from .words import Words

T = TypeVar("T")
UPDATED = "updated", "updates"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, the prelude, and the form of the report."""
    add_paths(parser)
    parser.add_argument(
        "--only",
        metavar="ID",
        action="append",
        default=[],
        help="run claims of this id alone, and what they need; * stands for any characters (also PATH::ID)",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the claims, run nothing")
    mutates = "say each stated value and cell otherwise, and report the claims that would not notice"
    parser.add_argument("-v", "--verbose", action="store_true", help="with --list: also how each stated value is read")
    what.add_argument("--mutate", action="store_true", help=mutates)
    updates = "write a patch that makes what is stated, and expected of sessions, what was computed"
    what.add_argument("--update", action="store_true", help=updates)
    parser.add_argument("--write", action="store_true", help="with --update: change the files, and report what is left")
    parser.add_argument("--prelude", metavar="FILE", type=Path, help="a Python file whose names all claims see")
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=seconds,
        default=DEFAULT_S,
        help=f"how long each claim may run, 0: as long as it wants (default: {DEFAULT_S:g})",
    )
    parser.add_argument(
        "--memory",
        metavar="MIB",
        type=seconds,
        default=DEFAULT_MIB,
        help=f"how much memory the process of the claims may take, 0: as much as it wants (default: {DEFAULT_MIB:g})",
    )
    parser.add_argument(
        "--environment",
        metavar="NAME",
        action="append",
        default=[],
        help="a variable of the environment that claims see beyond the usual ones; * stands for any characters",
    )
    parser.add_argument(
        "--unit",
        metavar="UNIT,...",
        help="the unit of computed numbers that have none, such as seconds; one of each kind",
    )
    parser.add_argument(
        "--console", action="store_true", help="let documents run commands: console sessions, exit:, option:"
    )
    _add_words(parser)
    add_format(parser)
    add_common(parser)
    add_store(parser, "run all claims")


def _add_words(parser: argparse.ArgumentParser) -> None:
    """Add what is looked for in the words of claimed sentences."""
    looses = (
        "also list the words of claimed sentences that no claim takes, and say what share is bound (not with --only)"
    )
    parser.add_argument("--loose", action="store_const", const=WARNING, default="off", help=looses)
    parser.add_argument(
        "--accept-wording",
        action="store_true",
        help="write how claimed sentences read into the file of [claims] wordings, with which other runs compare",
    )
    parser.add_argument(
        "--base",
        metavar="REV",
        help="also tell the claims that this commit has and the files lack, and sentences that were worded otherwise",
    )


def run(args: argparse.Namespace) -> int:
    """Run the claims; return 0 when all held, 1 when not. Raises WrongCall, also when there is no claim."""
    _check(args)
    sources = fixes.Sources()
    args.paths, ids = _split(args.paths)
    args.only = [*args.only, *ids]
    settings = replace(args.project, attributes=merged(args.project.attributes, RUNNING))
    vocabulary = Vocabulary(kinds(args.configuration.value("claims", "vocabulary")))
    if args.list:
        every = claims_of(Project(settings, args.paths), vocabulary, store_of(args))
        return _list(args, [[claim for claim in own if _is_chosen(claim, args.only)] for own in every], vocabulary)
    documents = Project(settings, args.paths).documents()
    matcher = Matcher(vocabulary)
    sentences = {name: Sentences(document, matcher) for name, document in documents.items()}
    claims = {name: collect(document, sentences[name]) for name, document in documents.items()}
    known = sentences if vocabulary.own else {}
    others = [finding for name, document in documents.items() for finding in lookalikes(document, known.get(name))]
    others += [finding for listed in claims.values() for finding in duplicates(listed)]
    others += [finding for listed in claims.values() for finding in incomplete(listed, vocabulary)]
    if args.base:
        everything = [claim for listed in claims.values() for claim in listed]
        others += vanished(args.base, args.paths or args.project.roots, everything, settings, matcher)
    try:
        kept = None if args.mutate or args.update else kept_of(args)
        conditions = args.project.prelude, args.timeout, *_conditions(args)
        with Ledger(*conditions, console=args.console, vocabulary=vocabulary, kept=kept, memory=args.memory) as ledger:
            runs = [ledger.document(own) for own in claims.values()]
            shares = bool(vocabulary.own) and not args.only
            record, accepts = _record(args), args.accept_wording
            words = Words(sentences, _severity(args), shares=shares, record=record, accepts=accepts)
            return _run(args, ledger, runs, others, sources=sources, words=words)
    except StartError as error:
        raise WrongCall(str(error)) from error


def _run(
    args: argparse.Namespace,
    ledger: Ledger,
    runs: Sequence[DocumentRun],
    others: list[Finding],
    *,
    sources: fixes.Sources,
    words: Words,
) -> int:
    """Run the claims of all documents, and do with the verdicts what was asked for."""
    chosen = [(run, claim) for run in runs for claim in run.claims if _is_chosen(claim, args.only)]
    ran = _ran(chosen)
    with_verdict = [(run, claim, verdict) for run, claim, verdict in ran if verdict]
    verdicts = [verdict for _, _, verdict in with_verdict]
    if kept := sum(run.kept.get(claim.order) is verdict for run, claim, verdict in with_verdict):
        sys.stderr.write(f"{number_of(kept, 'verdict')} of an earlier run: nothing that they follow from has changed\n")
    others += [ledger.trouble] if ledger.trouble else []
    if all(verdict.status == SKIPPED for verdict in verdicts) and not others:
        sys.stdout.write("".join(f"{report.line(verdict)}\n" for verdict in verdicts))
        named = f" is called {' or '.join(args.only)}" if args.only else ""
        why = f"all of {number_of(len(verdicts), 'claim')} were skipped" if verdicts else f"no claim{named}"
        raise WrongCall(f"nothing was checked: {why} in {number_of(len(runs), 'document')}")
    by_document: dict[int, list[Verdict]] = {run.number: [] for run in runs}
    for document, _, verdict in with_verdict:
        by_document[document.number].append(verdict)
    words.judge(list(by_document.values()))
    return _update(args, with_verdict, others, sources) if args.update else _report(args, runs, verdicts, others, words)


def _ran(chosen: Sequence[tuple[DocumentRun, Claim]]) -> list[tuple[DocumentRun, Claim, Verdict | None]]:
    """The verdicts on claims, in order. Documents of which none is kept come last: what their claims do is then no
    reason to run the others again.
    """
    order = sorted(range(len(chosen)), key=lambda number: chosen[number][0].runs_each_time)
    each = _each([chosen[number] for number in order], lambda run, claim: run.run(claim).verdict)
    verdicts = dict(zip(order, each, strict=True))
    return [(*pair, verdicts[number]) for number, pair in enumerate(chosen)]


def _split(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The paths, and the ids that stand behind them as pytest has them."""
    pairs = [str(path).partition("::") for path in paths]
    return [Path(path) for path, _, _ in pairs], [name for _, _, name in pairs if name]


def _is_chosen(claim: Claim, only: Sequence[str]) -> bool:
    return not only or any(fnmatchcase(claim.id, pattern) for pattern in only)


def _conditions(args: argparse.Namespace) -> tuple[list[str], Declared]:
    """The variables that claims see beyond the usual ones, and the units of bare numbers: what the call says of each,
    else the configuration. Raise WrongCall for a unit that is none.
    """
    configured = args.configuration
    environment = args.environment or configured.value("claims", "environment")
    try:
        return environment, declared(units(args.unit or configured.value("claims", "unit")))
    except UnknownUnit as error:
        raise WrongCall(f"unit: {error}") from error


def _check(args: argparse.Namespace) -> None:
    """Raise WrongCall for options that do not go together, and a prelude that is not there."""
    if args.prelude and not args.prelude.is_file():
        raise WrongCall(f"no prelude {args.prelude}: --prelude takes a Python file")
    if args.untrusted:
        raise WrongCall("claims are code of the documents: they are not run with --untrusted")
    if args.verbose and not args.list:
        raise WrongCall("--verbose goes with --list; a report says the reading of what failed")
    if args.accept_wording and (args.only or args.list or args.update or args.mutate):
        raise WrongCall(
            "--accept-wording runs all claims of the documents: not with --only, --list, --mutate, --update"
        )
    if args.write and not args.update:
        raise WrongCall("--write goes with --update")
    if args.update and not args.write and not is_plain(args):
        raise WrongCall("--update writes a patch; --format is for the report, which comes with --update --write")


def _record(args: argparse.Namespace) -> Wordings | None:
    """The record of how sentences read, where all of their claims run. Raise WrongCall where it is to be written, and
    is not named; ProjectError for a file that is none.
    """
    if args.accept_wording and not args.configuration.value("claims", "wordings"):
        raise WrongCall('--accept-wording writes the file that the configuration names: [claims] wordings = "FILE"')
    return None if args.only or args.update or args.mutate else wordings_of(args.configuration)


def _severity(args: argparse.Namespace) -> Severity | None:
    """How severe loose words are: as the configuration says, or listed on request; None: they are not looked for, as
    where not all claims of a sentence run.
    """
    if args.only:
        return None
    configured = args.configuration.value("claims", "loose")
    if configured == ERROR:
        return ERROR
    return WARNING if WARNING in (configured, args.loose) else None


def _report(
    args: argparse.Namespace,
    runs: Sequence[DocumentRun],
    verdicts: list[Verdict],
    others: Sequence[Finding],
    words: Words,
) -> int:
    failed = bool(others) or words.failed
    others = ordered([*others, *words.findings])
    counted = report.counted(verdicts, len(runs))
    if args.mutate:
        changed, broken = _mutated(runs, {verdict.claim for verdict in verdicts if verdict.held})
        survivors = [*broken, *(finding for one in changed if (finding := one.finding()))]
        failed |= bool(survivors)
        others = ordered([*others, *survivors])
        counted += f"\n{_noticed(changed)}"
    write_report(args, lambda form: _written(form, verdicts, others))
    sys.stderr.write(f"{counted}\n{words.counted}")
    return 0 if all(verdict.accounted for verdict in verdicts) and not failed else 1


def _update(
    args: argparse.Namespace,
    ran: Sequence[tuple[DocumentRun, Claim, Verdict]],
    others: Sequence[Finding],
    sources: fixes.Sources,
) -> int:
    """Show the patch and name what it leaves, or change the files and run all claims again."""
    findings = [finding for run, claim, verdict in ran for finding in run.update(claim, verdict, sources.text)]
    findings += others
    files = sources.fixed(findings)
    if args.write:
        sources.write(files)
        sys.stderr.write(f"{fixes.counted(files, written=True, doing=UPDATED)}\n")
        return run(argparse.Namespace(**{**vars(args), "update": False, "write": False}))
    fixes.show(files)
    left = ordered(finding for finding in findings if finding.fix is None)
    sys.stderr.write("".join(f"left: {finding.span}: {finding.text}\n" for finding in left))
    sys.stderr.write(f"{fixes.counted(files, written=False, doing=UPDATED)}\n")
    return 1 if findings else 0


def _each(pairs: Sequence[tuple[DocumentRun, Claim]], work: Callable[[DocumentRun, Claim], T]) -> Iterator[T]:
    """Do something with each claim. An interruption says which it was."""
    for run, claim in watched(pairs, lambda pair: report.listed(pair[1])):
        try:
            yield work(run, claim)
        except KeyboardInterrupt:
            sys.stderr.write(f"\ninterrupted in {report.listed(claim)}\n")
            raise


def _mutated(runs: Sequence[DocumentRun], those: Collection[Claim]) -> tuple[list[Changed], list[Finding]]:
    """The changed parts of claims that held, and the verdicts on those that could not be computed again.
    Raises WrongCall when there is no part to change.
    """
    changed: list[Changed] = []
    broken: list[Finding] = []
    pairs = [(run, claim) for run in runs for claim in run.claims if claim in those]
    for outcome in _each(pairs, DocumentRun.mutate):
        if isinstance(outcome, Verdict):
            broken += [finding] if (finding := outcome.finding()) else []
        else:
            changed += outcome
    changed = joined(changed)
    if not changed and not broken:
        raise WrongCall("nothing was changed: no stated value and no table held; snippets are left as they are")
    return changed, broken


def _noticed(changed: Sequence[Changed]) -> str:
    missed = sum(not one.noticed for one in changed)
    claims = len({one.claim for one in changed})
    what = f"{number_of(len(changed), 'part')} of what is stated by {number_of(claims, 'claim')}"
    return f"changed {what}: {missed or 'none'} went unnoticed"


def _list(args: argparse.Namespace, documents: Sequence[Sequence[Claim]], vocabulary: Vocabulary) -> int:
    claims = [claim for own in documents for claim in own if claim.kind != "block"]
    if not claims:
        raise WrongCall(f"no claim in {number_of(len(documents), 'document')}")
    for own in documents:
        known = signatures(own, args.project.prelude) if args.verbose else {}
        for claim in own:
            read = read_as(claim, known, vocabulary) if args.verbose and claim.kind == "value" else ""
            sys.stdout.write(f"{report.listed(claim)}\n" * (claim.kind != "block") + f"    {read}\n" * bool(read))
    sys.stdout.flush()
    sys.stderr.write(f"{number_of(len(claims), 'claim')} in {number_of(len(documents), 'document')}\n")
    return 0


def _written(form: str, verdicts: list[Verdict], others: list[Finding]) -> str:
    if form == "text":
        return report.text(verdicts, others, file_lines())
    if form == "json":
        return report.as_json(verdicts, others)
    troubles = [finding for verdict in verdicts for finding in verdict.findings()]
    checked = [f"{verdict.claim.place.path}::{verdict.claim.id}" for verdict in verdicts if verdict.held]
    counts = report.counts(verdicts)
    return FORMATS[form].write(Report(ordered([*troubles, *others]), checked=checked, counts=counts))
