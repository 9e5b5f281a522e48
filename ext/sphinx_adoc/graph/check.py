"""All findings of a set of documents: what reading them gave, dead and ambiguous references, ids that come twice,
files that are not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Related, ordered

from . import targets
from .index import Index
from .model import Anchor, Summary
from .resolve import resolve


def check(index: Index, documents: Iterable[str] | None = None) -> list[Finding]:
    """Return the findings of the named documents (default: all) within the set. Waivers are not applied yet."""
    names = list(index.summaries if documents is None else documents)
    findings = [finding for name in names for finding in _document(index, name)]
    return ordered([*findings, *targets.findings(index, names)])


def _document(index: Index, name: str) -> Iterator[Finding]:
    summary = index.summaries[name]
    yield from own(summary)
    for reference in summary.references:
        if finding := resolve(index, name, reference).finding:
            yield finding


def own(summary: Summary) -> Iterator[Finding]:
    """Yield the findings of a document that do not depend on other documents."""
    yield from summary.findings
    yield from duplicates(summary)


def duplicates(summary: Summary) -> Iterator[Finding]:
    """Yield ids that a document has more than once, at the second place and each further one."""
    by_id: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in summary.anchors:
        by_id[anchor.id].append(anchor)
    for name, anchors in by_id.items():
        for anchor in anchors[1:]:
            first = anchors[0].span.start
            yield Finding(
                Code.ID_DUPLICATE,
                f"id '{name}' is already in use at {first.path}:{first.line}",
                anchor.span,
                related=(Related("first used here", anchors[0].span),),
                hint=_why(anchors[0], anchor),
                stack=anchor.stack,
            )


def _why(first: Anchor, again: Anchor) -> str:
    if first.span == again.span:
        return f"the file is included {'twice' if again.stack else 'again'}: {_includes(first)} and {_includes(again)}"
    return "" if first.explicit else "the first one was generated from a title"


def _includes(anchor: Anchor) -> str:
    return str(anchor.stack[-1]) if anchor.stack else anchor.span.start.path
