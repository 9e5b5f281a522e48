"""Many documents: their anchors and references, and what each reference points at.

``summarize(document)`` gives what the graph keeps of a document; an :class:`Index` holds the summaries of a set;
``resolve(index, document, reference)`` finds what a reference means; ``check(index)`` gives all findings.

Importing this loads no parser; what looks into a document is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from .check import check
from .index import Hit, Index
from .model import Anchor, Reference, Resolution, Summary, Waiver
from .resolve import reference_text, resolve, title_of

if TYPE_CHECKING:
    from .collect import summarize, with_texts
    from .titles import name_titles

__all__ = [
    "Anchor", "Hit", "Index", "Reference", "Resolution", "Summary", "Waiver", "check", "name_titles", "reference_text",
    "resolve", "summarize", "title_of", "with_texts",
]  # fmt: skip

_LATE: Final = {"summarize": "collect", "with_texts": "collect", "name_titles": "titles"}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_LATE[name]}", __name__), name)
    return value
