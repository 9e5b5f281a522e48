"""Say where the results of reading documents are kept, and how much they take; with --clear remove them.

They are only there to make the next run faster: whatever is removed is made again. The folder stays below 256 MiB by
itself. Files that are not this program's are left alone.
"""

from __future__ import annotations

import argparse
import sys

from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.graph.store import Folder

from . import WrongCall
from .store import add_folder, folder_of

_MIB = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder, and what to do with it."""
    parser.add_argument("--clear", action="store_true", help="remove all that is kept")
    add_folder(parser)


def run(args: argparse.Namespace) -> int:
    """Say what is kept, or remove it; return 0. Raises WrongCall where no folder is known, OSError where one cannot be
    changed.
    """
    path = folder_of(args)
    if path is None:
        raise WrongCall("no folder of caches is known: name one with --cache-dir")
    folder = Folder(path)
    usage = folder.clear() if args.clear else folder.usage()
    amount = f"{number_of(usage.entries, 'file')}, {_size(usage.size)}"
    sys.stdout.write(f"{path}: {'removed ' if args.clear else ''}{amount}\n")
    return 0


def _size(size: int) -> str:
    """Return a number of bytes for people: whole KiB below one MiB."""
    return f"{size / _MIB:.1f} MiB" if size >= _MIB else f"{-(-size // 1024)} KiB"
