"""The last outcome of a call, kept with all that it depends on: :mod:`sphinx_adoc.unchanged` gives it again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sphinx_adoc import unchanged
from sphinx_adoc.graph.store import Folder
from sphinx_adoc.graph.store.recorded import RecordedDisk
from sphinx_adoc.syntax.files import DATE, is_fixed, started

from . import rounds
from .store import folder_of

_ELSEWHERE = ("base", "built", "facts", "fix", "links", "untrusted", "update_baseline")
"""Options by which a run depends on more than the disk, or changes it."""

_MOST: Final = 4 * 1024 * 1024  # characters of the pages of a run: what is given again is read as a whole


class Recording:
    """A run whose outcome may be kept. ``disk``: what it has to read from; ``folder``: the cache. ``complete``: whether
    all is known that the outcome follows from, and all pages.
    """

    def __init__(self, words: Sequence[str], folder: Folder) -> None:
        self._words = list(words)
        self.folder = folder
        self._day = unchanged.today()
        self.disk = RecordedDisk()
        self.complete = True
        self._pages: dict[Path | None, str] = {}
        self._room = _MOST

    def suffices(self, args: argparse.Namespace) -> bool:
        """Tell whether a call with its configuration depends on the disk alone, and leaves it as it is."""
        return not any(getattr(args, name, False) for name in _ELSEWHERE)

    def page(self, output: Path | None, text: str) -> None:
        """Add a page that is written (None: to standard output) to what the outcome has."""
        self._room -= len(text)
        if self._room < 0:
            self.complete = False
            self._pages.clear()
        elif self.complete:
            self._pages[output] = text

    def keep(self, outcome: unchanged.Outcome) -> None:
        """Keep the outcome, and the pages with it, if it follows from what was asked."""
        outcome.pages = {str(path): text for path, text in self._pages.items() if path is not None}
        outcome.out = self._pages.get(None, "") + outcome.out
        of_today = started(DATE) == unchanged.today() == self._day or is_fixed()
        if self.complete and of_today and self.disk.steady and unchanged.may_write(outcome, self._words):
            data = unchanged.dumps(outcome, self.disk.asked, self._day)
            self.folder.put(unchanged.key(self._words), data)


def begun(words: Sequence[str], args: argparse.Namespace) -> Recording | None:
    """Return the recording of a call, None for one that is done anew each time; raise WrongCall."""
    if args.no_cache or rounds.goes_on(args) or Path("-") in args.paths:
        return None
    folder = folder_of(args)
    return Recording(words, Folder(folder)) if folder is not None else None
