"""How much of a set of documents was checked."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_adoc.codes import Code

from .findings import summaries
from .index import Index
from .load import Loaded
from .model import Reference
from .parts import Parts
from .resolve import is_part_alone, resolve
from .targets import judge


def counts(loaded: Loaded, parts: Parts) -> dict[str, int]:
    """Return how many documents, anchors and references were checked, each counted once over the variants, and how many
    variants.
    """
    read = summaries(loaded)
    judged = {
        each.target.span: each.checked
        for name, index in loaded.indexes.items()
        for page in loaded.pages[name]
        for each in judge(index, index.summaries[page])
        if parts.has(each.target)
    }
    counts = {
        "documents": len(parts.checked(loaded)),
        "anchors": len({(each.span, each.id) for summary in read for each in summary.anchors if parts.has(each)}),
        "references": len({each.span for summary in read for each in summary.references if parts.has(each)}),
        "files": sum(judged.values()),
        "variants": len(loaded.indexes),
        "not checked": len(judged) - sum(judged.values()) + _elsewhere(loaded, parts),
    }
    return {noun: count for noun, count in counts.items() if count or noun not in ("files", "not checked")}


def _elsewhere(loaded: Loaded, parts: Parts) -> int:
    """How many references and includes lead into components of Antora that are not in the tree, or stand in a part that
    no page includes.
    """
    places = {
        reference.span
        for name, index in loaded.indexes.items()
        for page in loaded.pages[name]
        for reference in _leading_elsewhere(index, page)
        if parts.has(reference)
    }
    read = (finding for summary in summaries(loaded) for finding in summary.findings if parts.has(finding))
    return len(places) + len({finding.span for finding in read if finding.code == Code.INCLUDE_UNCHECKED})


def _leading_elsewhere(index: Index, page: str) -> Iterator[Reference]:
    """The references of a page that are not judged: they may lead into other components, or out of a part."""
    alone = is_part_alone(index, page)
    for reference in index.summaries[page].references:
        if reference.form != "link" and (alone or ":" in reference.path or "@" in reference.path):
            resolution = resolve(index, page, reference)
            if resolution.document is None and not resolution.finding:
                yield reference
