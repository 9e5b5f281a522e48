"""Which files are AsciiDoc documents: the one list of suffixes."""

from __future__ import annotations

from typing import Final

SUFFIXES: Final = (".adoc", ".asciidoc", ".asc", ".ad")
"""The suffixes that are read unless others are asked for; the likeliest first."""

KNOWN: Final = (*SUFFIXES, ".txt")
"""All suffixes that can be asked for."""
