"""The options about what is kept of documents from run to run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.graph.ahead import Ahead, cores
from sphinx_adoc.graph.including import Including
from sphinx_adoc.graph.load import SummaryOf
from sphinx_adoc.graph.store import Folder, Store, default_folder
from sphinx_adoc.graph.store.recorded import RecordedDisk
from sphinx_adoc.graph.stored import Staying, Stored

from . import WrongCall
from .project import disk_of

if TYPE_CHECKING:
    from sphinx_adoc.claims.process.kept import Kept

_MOST: Final = 256  # processes


def add_folder(parser: argparse._ActionsContainer) -> None:
    """Add the option that names the folder."""
    where = "the folder for what is kept of documents (default: sphinx-adoc in the user's folder of caches)"
    parser.add_argument("--cache-dir", metavar="DIR", type=Path, help=where)


def add_store(parser: argparse.ArgumentParser, work: str = "read all documents") -> None:
    """Add whether, and where, what some work on documents gave is kept for the next run."""
    group = parser.add_argument_group("cache")
    add_folder(group)
    none = f"{work} anew, and keep nothing of them for the next run"
    group.add_argument("--no-cache", action="store_true", help=none)


def folder_of(args: argparse.Namespace) -> Path | None:
    """Return the folder that a call means, None where there is none; raise WrongCall where it names something else."""
    given: Path | None = args.cache_dir
    if given is not None and given.exists() and not given.is_dir():
        raise WrongCall(f"--cache-dir {given}: it is no folder")
    return default_folder() if given is None else given


def add_jobs(parser: argparse.ArgumentParser, work: str = "read documents that were not read before") -> None:
    """Add how many processes do some work."""
    says = f"how many processes {work}; auto: one for each core (default: auto)"
    parser.add_argument("--jobs", metavar="N", type=_jobs, default=0, help=says)


def _jobs(text: str) -> int:
    """A number of processes, 0 for auto. Raises ArgumentTypeError."""
    if text == "auto":
        return 0
    if not text.isdecimal() or not 1 <= int(text[:9]) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text!r}: write auto, or a number from 1 to {_MOST}")
    return int(text)


def reader_of(args: argparse.Namespace) -> SummaryOf:
    """Return what reads documents in a call: what stays from round to round, else a store, in so many processes. Raise
    WrongCall.
    """
    kept = getattr(args, "kept", None)
    if kept is not None:
        memory: SummaryOf = kept.memory
        return memory
    return Ahead(store_of(args), getattr(args, "jobs", 1) or cores())


def including_of(args: argparse.Namespace) -> Including | None:
    """Return the record of which documents include a file, None for a call that keeps nothing; raise WrongCall."""
    folder = _opened(args)
    disk = disk_of(args)
    note = disk.entry if isinstance(disk, RecordedDisk) else None
    return Including(folder, stranger=args.untrusted, note=note) if folder is not None else None


def kept_of(args: argparse.Namespace) -> Kept | None:
    """Return the verdicts that a call may take from an earlier run, None for one without; raise WrongCall."""
    from sphinx_adoc.claims.process.kept import Kept  # check and html need no claims

    folder = None if args.no_cache else folder_of(args)
    return Kept(Folder(folder)) if folder is not None else None


def staying(args: argparse.Namespace) -> SummaryOf:
    """Return what reads documents round after round, from the store of a call if it has one; raise WrongCall."""
    store = store_of(args)
    return Stored(store) if store is not None else Staying()


def store_of(args: argparse.Namespace) -> Store | None:
    """Return the store of a call, None for one without; raise WrongCall."""
    folder = _opened(args)
    return Store(folder) if folder is not None else None


def _opened(args: argparse.Namespace) -> Folder | None:
    """The folder of a call: one for all, so that a folder that cannot be written to is tried once."""
    if args.no_cache:
        return None
    if getattr(args, "cache", None) is None:
        recording = getattr(args, "recording", None)
        path = folder_of(args)
        args.cache = recording.folder if recording is not None else Folder(path) if path is not None else None
    folder: Folder | None = args.cache
    return folder
