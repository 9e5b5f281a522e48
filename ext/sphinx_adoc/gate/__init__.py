"""The one gate that what a document names passes before anything is made of it: files, addresses, ids, classes, sizes,
formulas.

It knows paths and strings alone, so that every layer can ask it. :mod:`.trust` says how far documents are trusted.
"""

from . import paths
from .gate import Gate
from .names import safe_class, safe_id, safe_window
from .numbers import is_size, whole
from .trust import NO_RAW, OWN, UNTRUSTED, Trust

__all__ = [
    "NO_RAW",
    "OWN",
    "UNTRUSTED",
    "Gate",
    "Trust",
    "is_size",
    "paths",
    "safe_class",
    "safe_id",
    "safe_window",
    "whole",
]
