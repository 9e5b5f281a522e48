"""From the typed tree of a parsed document to docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .convert import build
    from .options import Options

__all__ = ["Options", "build"]


def __getattr__(name: str) -> Any:
    """Load docutils when it is first needed."""
    if name == "build":
        from .convert import build

        return build
    if name == "Options":
        from .options import Options

        return Options
    raise AttributeError(name)
