"""Loads docutils' HTML writer without the 50 modules that it needs only to read the size of a picture.

The writer takes one name, ``PIL``, from docutils' directive for images; that module loads Pillow, the mail package and
ssl, which is half of the writer's loading time. docutils has no option that leaves them out, so a stand-in takes the
directive's place in ``sys.modules`` while the writer is imported, and is removed again before any other code runs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

_DIRECTIVE: Final = "docutils.parsers.rst.directives.images"
_WRITER: Final = "docutils.writers.html5_polyglot"


class _LazyPillow:
    """Stands for Pillow: true where it is installed; loads a module of it when that is asked for."""

    def __bool__(self) -> bool:
        return find_spec("PIL") is not None

    def __getattr__(self, name: str) -> Any:
        return import_module(f"PIL.{name}")


def load_writer() -> None:
    """Load the writer with a stand-in for the directive. Does nothing where either is loaded already."""
    if _DIRECTIVE in sys.modules or _WRITER in sys.modules:
        return
    stand_in: Any = ModuleType(_DIRECTIVE)
    stand_in.PIL = _LazyPillow()
    sys.modules[_DIRECTIVE] = stand_in
    try:
        import_module(_WRITER)
    except ImportError:  # a docutils that takes more names from there: it is loaded as usual when it is needed
        pass
    finally:
        del sys.modules[_DIRECTIVE]
