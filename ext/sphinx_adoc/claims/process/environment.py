"""Which environment variables claims see: those that programs need to run, and none that holds a secret."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import Final

ALLOWED: Final = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TERM", "COLUMNS", "CI",
    "TMPDIR", "TEMP", "TMP", "XDG_*_HOME", "XDG_RUNTIME_DIR", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHON*",
    "COVERAGE_PROCESS_START", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "OMP_NUM_THREADS", "MPLBACKEND", "MPLCONFIGDIR",
    "SOURCE_DATE_EPOCH", "SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR", "APPDATA", "LOCALAPPDATA", "USERPROFILE",
)  # fmt: skip


def allowed(more: Collection[str] = (), environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that claims see. ``more``: names, or patterns with ``*``, of others that are passed on."""
    patterns = (*ALLOWED, *more)
    return {
        name: value
        for name, value in environment.items()
        if any(fnmatchcase(name.upper(), pattern.upper()) for pattern in patterns)
    }
