"""The option --format: in which forms a command reports, and where each goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding.report import FORMATS
from sphinx_adoc.suggest import Names, did_you_mean
from sphinx_adoc.unchanged import Outcome

from . import WrongCall

DEFAULT: Final = "text"


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add --format, whose value is read by :func:`forms_of`."""
    says = f"form of the report, one of {', '.join(FORMATS)} (default: text); with =FILE it goes there; repeatable"
    parser.add_argument("--format", metavar="FORM[=FILE]", type=_named, action=_Several, default=DEFAULT, help=says)


class _Several(argparse.Action):
    """Collects the values of the option in place of its default."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Add a value to those before. Raises ArgumentError where both would go to one place."""
        before = getattr(namespace, self.dest)
        before = before if isinstance(before, list) else []
        name, place = _placed(values)
        for other, taken in map(_placed, before):
            if taken == place:
                where = place or "standard output"
                message = f"'{other}' and '{name}' would both go to {where}; write {name}=FILE"
                raise argparse.ArgumentError(self, message)
        setattr(namespace, self.dest, [*before, values])


def _named(text: str) -> str:
    """Return a value of the option; raise ArgumentTypeError for what names no form, or no file."""
    name, sign, path = text.partition("=")
    if name not in FORMATS:
        near = Names(FORMATS).nearest(name)
        raise argparse.ArgumentTypeError(
            f"there is no form '{name}'; " + did_you_mean(near, f"choose one of {', '.join(FORMATS)}")
        )
    if sign and not path:
        raise argparse.ArgumentTypeError(f"'{text}' names no file; write {name}=FILE, or {name}")
    return text


def forms_of(args: argparse.Namespace) -> dict[Path | None, str]:
    """Return where each form goes: to a file, or (None) to the report's stream, which gets text where no other form is
    meant for it.
    """
    names: Sequence[str] = args.format if isinstance(args.format, list) else [args.format]
    return {None: DEFAULT} | {place: name for name, place in map(_placed, names)}


def _placed(text: str) -> tuple[str, Path | None]:
    name, _, path = text.partition("=")
    return name, (Path(path) if path not in ("", "-") else None)


def write_report(args: argparse.Namespace, write: Callable[[str], str]) -> None:
    """Write a report in every form that a call asks for. ``write``: from the name of a form to the text. Raise
    WrongCall for a file that cannot be written.
    """
    outcome = outcome_of(args, write)
    write_files(outcome)
    sys.stdout.write(outcome.out)
    sys.stdout.flush()


def outcome_of(args: argparse.Namespace, write: Callable[[str], str]) -> Outcome:
    """Return what a call that succeeds writes: a report in every form that it asks for. ``write``: from the name of a
    form to the text.
    """
    forms = forms_of(args)
    texts = {str(path): write(name) for path, name in forms.items() if path is not None}
    return Outcome(texts, write(forms[None]))


def write_files(outcome: Outcome) -> None:
    """Write the files of an outcome; raise WrongCall for one that cannot be written."""
    try:
        outcome.write_files()
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error


def give(args: argparse.Namespace, outcome: Outcome) -> int:
    """Write the outcome of a call, and keep it where it may be given again; return the exit code. Raise WrongCall for a
    file that cannot be written.
    """
    write_files(outcome)
    code = outcome.say()
    if args.recording is not None:
        args.recording.keep(outcome)
    return code


def is_plain(args: argparse.Namespace) -> bool:
    """Tell whether a call asks for no other report than text on standard output."""
    return forms_of(args) == {None: DEFAULT}
