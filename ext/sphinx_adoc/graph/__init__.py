"""Many documents: their anchors and references, and what each reference points at.

``summarize(document)`` gives what the graph keeps of a document; an :class:`Index` holds the summaries of a set;
``resolve(index, document, reference)`` finds what a reference means; ``check(index)`` gives all findings.
"""

from .check import check
from .collect import summarize, with_texts
from .index import Hit, Index
from .model import Anchor, Reference, Summary, Waiver
from .resolve import Resolution, reference_text, resolve, title_of
from .titles import name_titles

__all__ = [
    "Anchor", "Hit", "Index", "Reference", "Resolution", "Summary", "Waiver", "check", "name_titles", "reference_text",
    "resolve", "summarize", "title_of", "with_texts",
]  # fmt: skip
