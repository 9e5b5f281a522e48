"""The prelude: a Python file whose names all claims of a document see."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Final

MODULE: Final = "adoc_prelude"


class PreludeError(Exception):
    """The prelude cannot be run: the message says why and where."""


def load(path: Path | None) -> ModuleType:
    """A fresh module with the prelude's names; its folder can be imported from. Raises PreludeError.

    The module is known as ``adoc_prelude``, so that its functions and classes can be sent to other processes.
    """
    module = ModuleType(MODULE)
    sys.modules[MODULE] = module
    if path is None:
        return module
    module.__file__ = str(path)
    folder = str(path.resolve().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), module.__dict__)
    except OSError as error:
        raise PreludeError(f"cannot read the prelude {path}: {error.strerror}") from error
    except (Exception, SystemExit) as error:
        raise PreludeError(f"the prelude failed: {_where(error, path)}") from error
    return module


def _where(error: BaseException, path: Path) -> str:
    """Place and words of what the prelude raised."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 1
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return f"{path}:{line}: {said}"
