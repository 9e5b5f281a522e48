"""The public names of a package, each loaded from its module when it is first asked for (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(package: str, modules: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package. ``modules``: the module of each name, below the package.

    A name that was asked for stays in the package. ``__getattr__`` raises AttributeError for a name without a module.
    """
    loaded = vars(sys.modules[package])

    def load(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = loaded[name] = getattr(import_module(f".{modules[name]}", package), name)
        return value

    def names() -> list[str]:
        return sorted({*loaded, *modules})

    return load, names
