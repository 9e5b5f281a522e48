"""Ids, classes and names of windows that cannot leave the attribute, or the argument of a macro, that they stand in.

Builders and themes write them into HTML, LaTeX, roff and JavaScript, not all of them with the escapes that are needed
there. What every one of them takes as it is stays letter for letter.
"""

from __future__ import annotations

import re
from typing import Final

# Compiled when the first page is made: that takes 2 ms, and most commands make none.
_NOT_IN_IDS: Final = r"""[\s\x00-\x20\x7f-\xa0"'<>&`\\{}\u2028\u2029\ud800-\udfff]"""
_NOT_IN_CLASSES: Final = r"[^\w\-.:/@+!\u0300-\U0010ffff]|[\s\ud800-\udfff]"
_WINDOW: Final = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)


def safe_id(name: str) -> str:
    """Return an id with ``_`` in place of each character that could end an attribute or a macro's argument."""
    return re.sub(_NOT_IN_IDS, "_", name)


def safe_class(name: str) -> str:
    """Return a class with ``-`` in place of each character that is not of a name."""
    return re.sub(_NOT_IN_CLASSES, "-", name)


def safe_window(name: str) -> str:
    """Return the name of a window as it is; '' for what is none."""
    return name if _WINDOW.match(name) else ""
