"""The prelude: a Python file whose names all claims of a document see."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

from .limit import TooLong, limited

MODULE: Final = "adoc_prelude"


class PreludeError(Exception):
    """The prelude cannot be run: the message says why, ``finding`` also where."""

    def __init__(self, path: Path, line: int, words: str, hint: str = "") -> None:
        super().__init__(words)
        place = Place(str(path), line, 1)
        self.finding = Finding(Code.CLAIM_PRELUDE, f"the prelude failed: {words}", Span(place, place), hint=hint)


def load(path: Path | None, timeout: float = 0.0, folder: Path | None = None) -> ModuleType:
    """Return a fresh module with the prelude's names; its folder can be imported from. ``folder``: what its path is
    relative to (default: the working directory). Raise PreludeError, also when it takes longer than ``timeout`` (s; 0:
    as long as it wants).

    The module is known as ``adoc_prelude``, so that its functions and classes can be sent to other processes.
    """
    module = ModuleType(MODULE)
    sys.modules[MODULE] = module
    if path is None:
        return module
    absolute = (folder or Path.cwd()) / path
    module.__file__ = str(absolute)
    beside = str(absolute.resolve().parent)
    if beside not in sys.path:
        sys.path.insert(0, beside)
    try:
        text = absolute.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise PreludeError(path, 1, f"it cannot be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        with limited(timeout):
            exec(compile(text, str(absolute), "exec", dont_inherit=True), module.__dict__)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        words = f"stopped after {timeout:g} s" if isinstance(error, TooLong) else _words(error)
        raise PreludeError(path, _line(error, absolute), words, _hint(error, absolute)) from error
    return module


def _words(error: BaseException) -> str:
    """What was raised, in a line."""
    return "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]


def _line(error: BaseException, path: Path) -> int:
    """The line of the prelude that led to what was raised."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 1
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return (lines[-1] if lines else None) or 1


def _hint(error: BaseException, path: Path) -> str:
    """What to do about a file that is not where the prelude looks for it."""
    if not isinstance(error, FileNotFoundError) or not isinstance(error.filename, str):
        return ""
    if (path.parent / error.filename).exists():
        return f'it is beside the prelude: open Path(__file__).parent / "{error.filename}"'
    return f"it is looked for in {Path.cwd()}, where the command was started"
