"""Literal text in backticks as asciidoc-py reads it: last of all, when curved quotes have taken what they want."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.inlines.quotes import mark_pair
from sphinx_adoc.syntax.inlines.work import SPACE, Edit, Enclosure, Work

_OPENER: Final = re.compile(rf"(?<![`\w])\\?`(?=[^`{SPACE}])")
_CLOSER: Final = re.compile(rf"(?<=[^{SPACE}])`(?![`\w])")


def literals(work: Work) -> None:
    """Mark what stands in backticks; its content was taken out of the way before (:mod:`..passthrough`)."""
    text = work.text
    if "`" not in text:
        return
    edits: list[Edit] = []
    position = 0
    while (match := _OPENER.search(text, position)) is not None:
        start, content = match.span()
        closer = _CLOSER.search(text, content + 1)
        if closer is None:
            break
        position = closer.end()
        if content - start > 1:
            edits.append((start, start + 1, ""))
        else:
            mark_pair(
                work, "code", constrained=True, at=Enclosure(start, content, closer.start(), position), edits=edits
            )
    work.splice(edits)
