"""Pages as they were made before, from the store: each is found by all that it follows from."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final, NamedTuple

from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph.store import Folder, digest, program


class MadePage(NamedTuple):
    """The text of a page, and the trouble that rendering found."""

    text: str
    findings: tuple[Finding, ...]


_FORM: Final = Plain[MadePage](MadePage)
_RENDERERS: Final = ("docutils", "pygments")


class KeptPages:
    """The pages in a folder of the store."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        versions = [import_module(name).__version__ for name in _RENDERERS]
        self._program = [program(folder), *versions, find_spec("PIL") is None]

    def get(self, state: object) -> MadePage | None:
        """Return the page that was made in a state, None where there is none; a state's ``repr`` says all of it."""
        kept = self._folder.get(self._key(state))
        try:
            return _FORM.loads(kept) if kept is not None else None
        except ValueError:  # another program's, whatever its digest says
            return None

    def put(self, state: object, text: str, findings: Sequence[Finding]) -> None:
        """Keep a page."""
        self._folder.put(self._key(state), _FORM.dumps(MadePage(text, tuple(findings))).encode())

    def _key(self, state: object) -> str:
        return digest(repr(("made page", self._program, state)).encode("utf-8", "surrogatepass"))
