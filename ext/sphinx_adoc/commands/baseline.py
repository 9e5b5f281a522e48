"""``check --baseline`` and ``--base``: only what is new fails."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_adoc import files
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, baseline
from sphinx_adoc.finding.fingerprint import identities
from sphinx_adoc.finding.source import file_lines, lines_of
from sphinx_adoc.graph.load import gather
from sphinx_adoc.project import ProjectSettings
from sphinx_adoc.syntax.files import DISK, Disk, Snapshot

from . import WrongCall
from .project import disk_of
from .store import including_of

if TYPE_CHECKING:
    from sphinx_adoc.review.input.contents import CommitContents


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options about what is known already."""
    group = parser.add_argument_group("known findings")
    which = group.add_mutually_exclusive_group()
    known = "a file of findings that are known: only others fail (see --update-baseline)"
    which.add_argument("--baseline", metavar="FILE", type=Path, help=known)
    before = "report only what was not there at this commit, such as origin/main"
    which.add_argument("--base", metavar="REV", help=before)
    updates = "make the baseline hold the errors and warnings that there are now"
    group.add_argument("--update-baseline", action="store_true", help=updates)


@dataclass(frozen=True, slots=True)
class Known:
    """What a run need not report: the findings that are known; and a summary of them for the last line."""

    findings: list[Finding] = field(default_factory=list)
    summary: str = ""


def check_call(args: argparse.Namespace) -> None:
    """Raise WrongCall for options that do not go together."""
    if args.update_baseline and not args.baseline:
        raise WrongCall("--update-baseline needs --baseline FILE, or 'baseline' in the configuration")
    if args.update_baseline and args.fix:
        raise WrongCall("--update-baseline does not go with --fix")


def update(path: Path, findings: Sequence[Finding]) -> str:
    """Write the baseline; return a line about it. Raise WrongCall where it cannot be written."""
    kept = [finding for finding in findings if finding.severity != "info"]
    try:
        before = baseline.read(path.read_text(encoding="utf-8"), path) if path.is_file() else Counter()
        files.write_text(path, baseline.write(kept, file_lines(), path.parent))
    except baseline.BaselineError:
        before = Counter()
        files.write_text(path, baseline.write(kept, file_lines(), path.parent))
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error
    now = Counter(identities(kept, file_lines(), path.parent))
    return f"{path}: {len(kept)} known, {(now - before).total()} of them new, {(before - now).total()} gone"


def split(args: argparse.Namespace, findings: list[Finding], checked: Iterable[str]) -> tuple[list[Finding], Known]:
    """Return what is to be reported, entries of the baseline that are stale included, and what is known. Raise
    WrongCall. ``checked``: the files that were.
    """
    if args.baseline:
        disk = disk_of(args)
        new, gone, known = _by_file(args.baseline, findings, frozenset(disk.real(Path(path)) for path in checked), disk)
        return [*new, *args.project.rules.apply(gone, disk)], known
    if args.base:
        return _by_commit(args, findings)
    return findings, Known()


def _by_file(
    path: Path, findings: list[Finding], checked: frozenset[Path], disk: Disk
) -> tuple[list[Finding], list[Finding], Known]:
    """What is new, what entries match nothing any more, and what is known."""
    try:
        text = disk.read(path).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        known = baseline.read(text, path)
    except FileNotFoundError as error:
        raise WrongCall(f"no baseline {path}: --update-baseline makes it") from error
    except UnicodeDecodeError as error:
        raise WrongCall(f"{path}: not UTF-8") from error
    except OSError as error:
        raise WrongCall(f"cannot read {path}: {error.strerror}") from error
    except baseline.BaselineError as error:
        raise WrongCall(str(error)) from error
    compared = baseline.compare(findings, known, file_lines(disk), path.parent, disk)
    gone = Counter(
        {
            one: count
            for one, count in compared.gone.items()
            if disk.real(file := path.parent / one.path) in checked or disk.kind(file) in ("", "link")
        }
    )  # an entry of a file that this run left out may well hold
    return compared.new, baseline.stale(gone, path, text), Known(compared.known, f"known by {path}")


# -- --base ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Before:
    """The documents as they were at a commit (None: there were none), its files by paths from the top of the
    repository, and that folder.
    """

    project: Project | None
    contents: CommitContents
    top: Path


def before(args: argparse.Namespace) -> Before:
    """Return the documents at the commit that --base names, the same at each call. Raise WrongCall."""
    if getattr(args, "before", None) is None:
        args.before = _before(args)
    known: Before = args.before
    return known


def _before(args: argparse.Namespace) -> Before:
    from sphinx_adoc.review.input import git  # for --base alone
    from sphinx_adoc.review.input.contents import CommitContents
    from sphinx_adoc.review.input.repository import GitError, open_repository

    paths = [*(args.paths or args.project.roots)]
    if (including := including_of(args)) is not None:
        paths += [source.path for path in paths for source in including.documents(path, DISK)]
    first = paths[0] if paths[0].is_dir() else paths[0].parent
    try:
        repository = open_repository(first, stranger=args.untrusted)
        if repository is None:
            raise WrongCall(f"{first} is in no git repository, so there is no commit '{args.base}'")
        contents = CommitContents(repository, git.commit(repository, args.base))
        project = _project(args.project, Snapshot(contents), paths, repository.top)
    except GitError as error:
        raise WrongCall(str(error)) from error
    return Before(project, contents, repository.top)


def _by_commit(args: argparse.Namespace, findings: list[Finding]) -> tuple[list[Finding], Known]:
    from sphinx_adoc.review.input.repository import GitError

    at = before(args)
    try:
        there = at.project.check().findings if at.project is not None else []
        lines = lines_of(lambda path: at.contents[path].decode("utf-8", "replace"))
        known = Counter(identities(there, lines, Path()))
    except GitError as error:
        raise WrongCall(str(error)) from error
    compared = baseline.compare(findings, known, file_lines(), at.top)
    return compared.new, Known(compared.known, f"there at {args.base} already")


def _project(project: ProjectSettings, snapshot: Snapshot, paths: Sequence[Path], top: Path) -> Project | None:
    """The documents of a commit, by paths from the top of the repository. What is not in it yet is left out."""
    inside = [Path(os.path.relpath(path.resolve(), top)) for path in paths]
    there = [path for path in inside if snapshot.is_file(path) or snapshot.is_dir(path)]
    settings = replace(project, folder=Path(os.path.relpath(project.folder.resolve(), top)))
    sources = list(gather(there, snapshot, settings))
    return Project(settings, sources=sources, files=snapshot) if sources else None
