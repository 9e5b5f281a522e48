"""Many documents: their anchors and references, and what each reference points at.

``summarize(document)`` gives what the graph keeps of a document; an :class:`Index` holds the summaries of a set;
``resolve(index, document, reference)`` finds what a reference means; ``check(index)`` gives all findings.

Importing this loads no parser; what looks into a document is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_adoc.lazy_names import lazy_names

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

__getattr__, __dir__ = lazy_names(__name__, {"summarize": "collect", "with_texts": "collect", "name_titles": "titles"})
