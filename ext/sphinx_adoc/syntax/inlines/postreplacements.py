"""Hard line breaks: `` +`` at the end of a line or, with the option ``hardbreaks``, every end of a line."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.tree import LineBreak

from .work import Work

_MARKED: Final = re.compile(r" \+(?:\n|\Z)")
_EVERY: Final = re.compile(r"(?: \+)?\n")


def post_replacements(work: Work, *, every: bool) -> None:
    """Mark line breaks; the line feed after one belongs to it. ``every``: each end of a line is one."""
    text = work.text
    if "\n" not in text if every else " +" not in text:
        return
    edits = []
    for match in (_EVERY if every else _MARKED).finditer(text):
        span = work.span(match.start(), match.end())
        edits.append((match.start(), match.end(), work.ctx.atom((LineBreak(*span),), span)))
    work.splice(edits)
