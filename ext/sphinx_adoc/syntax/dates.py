"""The attributes that say when a document was last changed (``docdate`` ...), and when it is read (``localdate`` ...).

They are looked up when a document asks for one, so that no other document is read anew because the time is another.
"""

from __future__ import annotations

from pathlib import Path

from .files import DATE, DATES, TIME
from .tree import Document


def date_attribute(document: Document, name: str) -> str | None:
    """Return the value of one of :data:`DATES` for a document that does not set it; None for any other name."""
    if name not in DATES:
        return None
    prefix = "doc" if name.startswith("doc") else "local"
    kind = name.removeprefix(prefix)
    if kind == "datetime":
        return f"{_given(document, prefix, 'date')} {_given(document, prefix, 'time')}"
    return _given(document, prefix, "date")[:4] if kind == "year" else _given(document, prefix, kind)


def _given(document: Document, prefix: str, kind: str) -> str:
    """A date or a time: the one that is given from outside, else the real one."""
    given = document.attributes.get(prefix + kind, 0)
    if given:
        return given
    path = Path(document.path) if prefix == "doc" and not document.path.startswith("<") else None
    return document.settings.files.moment(path, DATE if kind == "date" else TIME)
