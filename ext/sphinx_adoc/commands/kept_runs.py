"""The last outcome of a call, kept with all that it depends on: :mod:`sphinx_adoc.unchanged` gives it again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sphinx_adoc import unchanged
from sphinx_adoc.graph.store import Folder
from sphinx_adoc.graph.store.recorded import RecordedDisk
from sphinx_adoc.syntax.files import DATE, is_fixed, started

from . import rounds
from .store import folder_of

_ELSEWHERE = ("base", "built", "facts", "fix", "links", "untrusted", "update_baseline")
"""Options by which a run depends on more than the disk, or changes it."""


class Recording:
    """A run whose outcome may be kept. ``disk``: what it has to read from; ``folder``: the cache."""

    def __init__(self, words: Sequence[str], folder: Folder) -> None:
        self._words = list(words)
        self.folder = folder
        self._day = unchanged.today()
        self.disk = RecordedDisk()

    def suffices(self, args: argparse.Namespace) -> bool:
        """Tell whether a call with its configuration depends on the disk alone, and leaves it as it is."""
        return not any(getattr(args, name) for name in _ELSEWHERE)

    def keep(self, outcome: unchanged.Outcome) -> None:
        """Keep the outcome, if it follows from what was asked."""
        named = all(unchanged.may_write(path, self._words) for path in outcome.files)
        of_today = started(DATE) == unchanged.today() == self._day or is_fixed()
        if named and of_today and self.disk.steady:
            data = unchanged.dumps(outcome, self.disk.asked, self._day)
            self.folder.put(unchanged.key(self._words), data)


def begun(words: Sequence[str], args: argparse.Namespace) -> Recording | None:
    """Return the recording of a call of ``check``, None for one that is done anew each time; raise WrongCall."""
    if args.no_cache or rounds.goes_on(args) or "-" in words:
        return None
    folder = folder_of(args)
    return Recording(words, Folder(folder)) if folder is not None else None
