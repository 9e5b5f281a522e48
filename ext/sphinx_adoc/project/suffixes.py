"""Which files are AsciiDoc documents: the one list of suffixes."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.syntax.source import SUFFIXES

__all__ = ["KNOWN", "SUFFIXES"]

KNOWN: Final = (*SUFFIXES, ".txt")
"""All suffixes that can be asked for."""
