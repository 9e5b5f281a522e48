"""From the typed tree of a parsed document to docutils nodes. docutils is loaded when a name is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_adoc.lazy_names import lazy_names

if TYPE_CHECKING:
    from .convert import build
    from .options import Options

__all__ = ["Options", "build"]

__getattr__, __dir__ = lazy_names(__name__, {"build": "convert", "Options": "options"})
