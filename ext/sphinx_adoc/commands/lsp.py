"""Serve editors by the language server protocol: findings, outline, definitions, completion and renaming while writing.

An editor starts this command and speaks to it over standard input and output. It needs the extra `lsp`.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from typing import BinaryIO, Final

from . import WrongCall
from .store import add_store, store_of

MISSING: Final = "the language server needs pygls, which is missing: pip install 'sphinx-adoc[lsp]'"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what editors give to say how they speak."""
    parser.add_argument("--stdio", action="store_true", help="speak over standard input and output, as it always does")
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until the editor leaves; return 0. Raise WrongCall where pygls is missing."""
    if find_spec("pygls") is None:
        raise WrongCall(MISSING)
    from sphinx_adoc.lsp.features import make_server

    with _own_output() as output:
        make_server(store_of(args)).start_io(stdout=output)
    return 0


def _own_output() -> BinaryIO:
    """Return what the editor reads; what anybody else writes to standard output goes to standard error from here on."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output
