"""What `check --fix` and `claims --update` do: the files that change, read and written; and the patch."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.fixes import Fixed, fixed, patch
from sphinx_adoc.finding.report.base import number_of

from . import WrongCall

_ANY = ("utf-8", "surrogateescape")  # what is no UTF-8 stays as it is


def of(findings: Sequence[Finding]) -> dict[str, Fixed]:
    """The files that change. Raises WrongCall for one that cannot be read any more."""
    return fixed(findings, text)


def text(path: str) -> str:
    """What a file holds. Raises WrongCall where it cannot be read."""
    try:
        return Path(path).read_bytes().decode(*_ANY)
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error


def write(files: Mapping[str, Fixed]) -> None:
    """Change the files. Raises WrongCall for one that cannot be written."""
    try:
        for path, found in files.items():
            Path(path).write_bytes(found.after.encode(*_ANY))
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error


def show(files: Mapping[str, Fixed]) -> None:
    """Write the patch to standard output, in the bytes of the files: what a console can show does not matter to it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(patch(files).encode(*_ANY))


def counted(files: Mapping[str, Fixed], written: bool, doing: tuple[str, str] = ("fixed", "fixes")) -> str:
    """What was changed, or could be, in a line. ``doing``: what is said of it when it is done, and of the patch."""
    made = sum(found.changes for found in files.values())
    places = f"{number_of(made, 'place')} in {number_of(len(files), 'file')}"
    return f"{doing[0] if written else f'the patch {doing[1]}'} {places}"
