"""Findings about folders."""

from __future__ import annotations

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Place, Span

from .model import Finding


def unlisted(error: OSError) -> Finding:
    """Return the finding about a folder that cannot be listed."""
    place = Place(str(error.filename), 1, 1)
    message = f"the folder cannot be listed ({error.strerror}); nothing in it was looked at"
    return Finding(Code.FOLDER_UNREADABLE, message, Span(place, place))
