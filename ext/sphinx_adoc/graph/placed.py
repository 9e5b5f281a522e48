"""What stands in a file: a finding, a reference, an anchor."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

from sphinx_adoc.syntax.files import Files
from sphinx_adoc.syntax.source import Place, Span


class Placed(Protocol):
    """Something with a place, and the places of the includes that lead there."""

    @property
    def span(self) -> Span:
        """Return the place."""

    @property
    def stack(self) -> tuple[Place, ...]:
        """Return the places of the includes, the outermost first."""


def is_in(one: Placed, paths: AbstractSet[Path], files: Files) -> bool:
    """Tell whether something stands in one of some files (by their real paths), or in what these include."""
    return any(files.real(Path(place.path)) in paths for place in (one.span.start, *one.stack))
