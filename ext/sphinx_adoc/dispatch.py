"""Hands the arguments of ``sphinx-adoc`` to the subcommand that they name, and says what ended it.

Only the module of that subcommand is loaded, so that ``sphinx-adoc check`` loads neither docutils nor Sphinx.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from . import completion, unchanged
from .commands import project, rounds
from .project import ConfigurationError, ProjectError

if TYPE_CHECKING:
    from .commands.kept_runs import Recording

COMMANDS: Final = {
    "html": "write standalone HTML pages",
    "tree": "show the typed tree of a document",
    "check": "report every finding of a set of documents",
    "anchors": "list what can be linked to, in documents and in inventories",
    "claims": "recompute what documents state",
    "review": "say what a patch does to the documents",
    "init": "write a configuration for the documents of a folder",
    "lsp": "serve editors by the language server protocol",
    "explain": "say what the code of a finding means",
    "schema": "print the JSON schema of a command's answer, or of the configuration",
    "cache": "say what is kept from run to run, or remove it",
    "parity": "hold our pages against the classic renderers'",
}
ALL: Final = "*"
CLEAN, FINDINGS, WRONG, INTERNAL = 0, 1, 2, 3
TRACEBACK: Final = "--traceback"


def main(words: Sequence[str]) -> int:
    """Run a subcommand; return its exit code: 0 clean, 1 with findings, 2 for a wrong call, or when nothing was done or
    could be written, 3 for an error of the program's own.
    """
    try:
        code = _run(unchanged.command_of(words), words)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (whatever it is, people get a line and CI a code of its own)
        return stopped(words, error)
    return code


def stopped(words: Sequence[str], error: Exception | KeyboardInterrupt) -> int:
    """Say what ended a call, while that is handled; return its exit code."""
    named = unchanged.command_of(words)
    match error:
        case KeyboardInterrupt():
            return 130
        case ConfigurationError():
            sys.stderr.write(f"{error}\nsphinx-adoc {named}: the configuration cannot be followed\n")
        case ProjectError():
            sys.stderr.write(f"sphinx-adoc {named}: {error}\n")
        case BrokenPipeError():  # the reader of our output has seen enough; Python must not complain at the end
            _leave_stdout()
        case OSError():
            _leave_stdout()
            what = f"cannot read or write {error.filename}" if error.filename else "cannot write the report"
            sys.stderr.write(f"sphinx-adoc {named}: {what}: {error.strerror or error}\n")
        case _:
            if TRACEBACK in words:
                import traceback  # for this alone

                traceback.print_exc()
            sys.stderr.write(_internal(named, error, shown=TRACEBACK in words))
            return INTERNAL
    return WRONG


def _leave_stdout() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain when it shuts down."""
    with suppress(OSError, ValueError):  # it may be no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _internal(named: str, error: Exception, *, shown: bool) -> str:
    """Return the message about an error of this program, with how to report it."""
    message = " ".join(str(error).split())[:200]
    more = "" if shown else f"; {TRACEBACK} shows where it happened"
    return (
        f"sphinx-adoc {named}: internal error: {type(error).__name__}: {message}; please report it with this command"
        f" and the document, as CONTRIBUTING.md says{more}\n"
    )


def _run(named: str, words: Sequence[str]) -> int:
    """Run a subcommand with the settings that apply to it. Raise ProjectError."""
    args = _parser(named).parse_args(words)
    if not hasattr(args, "show_config"):  # it reads no documents
        return int(args.run(args))
    if not args.show_config and rounds.goes_on(args):
        watching: Any = import_module(f"{__package__}.commands.watching")
        return int(watching.repeat(lambda: _prepared(named, words, _parser(named).parse_args(words))))
    if args.show_config:
        return _show_configuration(named, words, args)
    args = _prepared(named, words, args)
    return int(args.run(args))


def _show_configuration(named: str, words: Sequence[str], args: argparse.Namespace) -> int:
    """Write each value of the configuration that a call heeds, and where it comes from. Raise ProjectError."""
    module = import_module(f"{__package__}.commands.{named}")
    configuration = getattr(module, "configuration_of", project.configuration_of)(args)
    arguments = vars(_parser(named, dict.fromkeys(vars(args), _UNSET)).parse_args(words))
    options = {name: value for name, value in arguments.items() if value is not _UNSET}
    sys.stdout.write("".join(f"{line}\n" for line in project.shown(configuration, named, options)))
    return CLEAN


def _prepared(named: str, words: Sequence[str], args: argparse.Namespace) -> argparse.Namespace:
    """Give the arguments of a call the settings that apply to it. Raise ProjectError."""
    recording = args.recording = _recording(named, words, args)
    configuration = project.configuration_of(args)
    if defaults := project.defaults_of(configuration, named):
        args = _parser(named, defaults).parse_args(words)
    args.recording = recording if recording is not None and recording.suffices(args) else None
    args.project = project.settings_of(args, configuration, project.disk_of(args))
    args.configuration = configuration
    return args


def _recording(named: str, words: Sequence[str], args: argparse.Namespace) -> Recording | None:
    """The recording of a call whose outcome may be kept."""
    if named not in unchanged.COMMANDS:
        return None
    from .commands import kept_runs  # the store: other commands may do without

    return kept_runs.begun(words, args)


class _Version(argparse.Action):
    """Says the version, which is looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Write it and leave."""
        from .finding.explain import product_version

        sys.stdout.write(f"{parser.prog} {product_version()}\n")
        parser.exit()


class _Unset(list[str]):
    """Stands for what a call does not give; a list, since some options append to their default."""


_UNSET: Final = _Unset()


def _parser(named: str, defaults: Mapping[str, Any] | None = None) -> argparse.ArgumentParser:
    """The parser, with the arguments of the named subcommand alone (or of all), and defaults in place of its own."""
    parser = argparse.ArgumentParser(prog="sphinx-adoc", description="AsciiDoc documents: pages, checks, claims.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the program's version and exit")
    action = completion.option(lambda: _parser(ALL))
    completes = "write a script that completes this command in a shell"
    parser.add_argument("--print-completion", choices=completion.SHELLS, action=action, help=completes)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, says in COMMANDS.items():
        if find_spec(f"{__package__}.commands.{name}") is None:
            continue
        command = commands.add_parser(name, help=says, description=says)
        if named in (name, ALL):
            module: Any = import_module(f"{__package__}.commands.{name}")
            command.description = module.__doc__
            module.add_arguments(command)
            command.add_argument(TRACEBACK, action="store_true", help="show where an internal error happened")
            command.set_defaults(**(defaults or {}))
            command.set_defaults(run=module.run)
    return parser
