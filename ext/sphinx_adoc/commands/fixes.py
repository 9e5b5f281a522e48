"""What `check --fix` and `claims --update` do: the files that change, read and written; and the patch."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from sphinx_adoc.files import Original, Originals, replace
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.fixes import Fixed, fixed, patch
from sphinx_adoc.finding.report.base import number_of

from . import WrongCall

_ANY = ("utf-8", "surrogateescape")  # what is no UTF-8 stays as it is


class Sources:
    """The files that are to be changed, each read once. Make one before anything runs that may change the working
    directory: relative paths are fixed then.
    """

    def __init__(self) -> None:
        self._originals = Originals()
        self._read: dict[str, Original] = {}

    def text(self, path: str) -> str:
        """Return what a file holds; raise WrongCall where it cannot be read."""
        if path not in self._read:
            try:
                self._read[path] = self._originals.read(path)
            except OSError as error:
                raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
        return self._read[path].data.decode(*_ANY)

    def fixed(self, findings: Sequence[Finding]) -> dict[str, Fixed]:
        """Return the files that change; raise WrongCall for one that cannot be read any more."""
        return fixed(findings, self.text)

    def write(self, files: Mapping[str, Fixed]) -> None:
        """Change the files; raise WrongCall for one that cannot be written, and say which were changed before it."""
        written: list[str] = []
        for path, change in files.items():
            try:
                replace(self._read[path], change.after.encode(*_ANY))
            except OSError as error:
                done = f"; changed already: {', '.join(written)}" if written else "; nothing was changed"
                raise WrongCall(f"cannot write {path}: {error.strerror}{done}") from error
            written.append(path)


def show(files: Mapping[str, Fixed]) -> None:
    """Write the patch to standard output, in the bytes of the files: what a console can show does not matter to it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(patch(files).encode(*_ANY))
    sys.stdout.flush()  # what is said on standard error comes after it, also in a file


def counted(files: Mapping[str, Fixed], *, written: bool, doing: tuple[str, str] = ("fixed", "fixes")) -> str:
    """Return what was changed, or could be, in a line. ``doing``: what is said when it is done, and of the patch."""
    count = sum(change.changes for change in files.values())
    places = f"{number_of(count, 'place')} in {number_of(len(files), 'file')}"
    return f"{doing[0] if written else f'the patch {doing[1]}'} {places}"
