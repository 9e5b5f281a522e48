"""The options about what is kept of documents from run to run."""

from __future__ import annotations

import argparse
from pathlib import Path

from sphinx_adoc.graph.store import Folder, Store, default_folder

from . import WrongCall


def add_folder(parser: argparse._ActionsContainer) -> None:
    """Add the option that names the folder."""
    where = "the folder for what is kept of documents (default: sphinx-adoc in the user's folder of caches)"
    parser.add_argument("--cache-dir", metavar="DIR", type=Path, help=where)


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add whether, and where, what reading documents gave is kept for the next run."""
    group = parser.add_argument_group("cache")
    add_folder(group)
    none = "read all documents anew, and keep nothing of them for the next run"
    group.add_argument("--no-cache", action="store_true", help=none)


def folder_of(args: argparse.Namespace) -> Path | None:
    """Return the folder that a call means, None where there is none; raise WrongCall where it names something else."""
    given: Path | None = args.cache_dir
    if given is not None and given.exists() and not given.is_dir():
        raise WrongCall(f"--cache-dir {given}: it is no folder")
    return default_folder() if given is None else given


def store_of(args: argparse.Namespace) -> Store | None:
    """Return the store of a call, None for one without; raise WrongCall."""
    if args.no_cache:
        return None
    folder = folder_of(args)
    return Store(Folder(folder)) if folder is not None else None
