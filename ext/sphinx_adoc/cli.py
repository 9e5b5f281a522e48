"""The command ``sphinx-adoc``: hands its arguments to the subcommand that they name.

Only the module of that subcommand is loaded, so that ``sphinx-adoc check`` loads neither docutils nor Sphinx.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from .commands import WrongCall

COMMANDS: Final = {
    "html": "write standalone HTML pages",
    "tree": "show the typed tree of a document",
    "check": "report every finding of a set of documents",
    "claims": "recompute what documents state",
    "review": "say what a patch does to the documents",
    "explain": "say what the code of a finding means",
    "parity": "hold our pages against the classic renderers'",
}
CLEAN, FINDINGS, WRONG = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; return its exit code: 0 clean, 1 with findings, 2 for a wrong call or when nothing was done."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):  # a console that cannot show a character shows its number
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    named = next((word for word in words if not word.startswith("-")), "")
    args = _parser(named).parse_args(words)
    try:
        return int(args.run(args))
    except WrongCall as error:
        sys.stderr.write(f"sphinx-adoc {named}: {error}\n")
        return WRONG
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough; Python must not complain when it shuts down
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG


def _parser(named: str) -> argparse.ArgumentParser:
    """The parser, with the arguments of the named subcommand alone."""
    parser = argparse.ArgumentParser(prog="sphinx-adoc", description="AsciiDoc documents: pages, checks, claims.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, says in COMMANDS.items():
        if find_spec(f"{__package__}.commands.{name}") is None:
            continue
        command = commands.add_parser(name, help=says, description=says)
        if name == named:
            module: Any = import_module(f"{__package__}.commands.{name}")
            command.description = module.__doc__
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
