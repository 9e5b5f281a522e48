"""Which files are AsciiDoc documents: the one list of suffixes."""

from __future__ import annotations

from sphinx_adoc.syntax.source import KNOWN, SUFFIXES

__all__ = ["KNOWN", "SUFFIXES"]
