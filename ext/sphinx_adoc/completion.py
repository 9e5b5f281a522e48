"""Completion of the command line in a shell, by shtab."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

SHELLS: Final = ("bash", "zsh", "tcsh")
MISSING: Final = "completion is written by shtab, which is missing: pip install 'sphinx-adoc[completion]'"


def option(make_parser: Callable[[], argparse.ArgumentParser]) -> type[argparse.Action]:
    """Return the action of ``--print-completion``. ``whole``: makes the parser, with the arguments of all commands."""

    class PrintCompletion(argparse.Action):
        """Write a script for the shell that is named, and leave."""

        def __call__(
            self,
            parser: argparse.ArgumentParser,
            namespace: argparse.Namespace,
            values: str | Sequence[Any] | None,
            option_string: str | None = None,
        ) -> None:
            """Leave with 2 where shtab is missing."""
            if find_spec("shtab") is None:
                parser.error(MISSING)
            sys.stdout.write(script(make_parser(), str(values)) + "\n")
            parser.exit()

    return PrintCompletion


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the script that completes a parser's options and arguments; paths are completed as such."""
    import shtab

    _complete_paths(parser)
    return str(shtab.complete(parser, shell))


def _complete_paths(parser: argparse.ArgumentParser) -> None:
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _complete_paths(command)
        elif action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # where shtab looks for it
