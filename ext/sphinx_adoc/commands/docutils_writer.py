"""Loads docutils' writer of HTML in a process that writes pages and ends: half of what comes with it is left out.

The writer's module takes the imaging library from docutils' directive for images, which loads that, the mail package
and ssl. Only who asks for the size of a picture needs these.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final

_DIRECTIVE: Final = "docutils.parsers.rst.directives.images"
_WRITER: Final = "docutils.writers.html5_polyglot"


class _LatePillow:
    """Stands for the imaging library, and loads it when somebody asks it for something."""

    def __bool__(self) -> bool:
        return find_spec("PIL") is not None

    def __getattr__(self, name: str) -> Any:
        return import_module(f"PIL.{name}")


def load_writer() -> None:
    """Load the writer; where it, or the directive, is loaded already, change nothing."""
    if _DIRECTIVE in sys.modules or _WRITER in sys.modules:
        return
    late: Any = ModuleType(_DIRECTIVE)
    late.PIL = _LatePillow()
    sys.modules[_DIRECTIVE] = late
    try:
        import_module(_WRITER)
    except ImportError:  # of a docutils that takes more from there
        pass
    finally:
        del sys.modules[_DIRECTIVE]
