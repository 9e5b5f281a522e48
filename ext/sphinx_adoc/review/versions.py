"""A version of a patch beside an earlier one: what it mends, and what it breaks as that did."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sphinx_adoc.finding import Finding

from .fates.breakage import Naming
from .fates.model import Versions
from .model import Review


def compare_versions(review: Review, earlier: Review) -> Review:
    """A review with what is known from that of an earlier version. Findings are the same wherever they stand."""
    key = Naming({}).key
    left = Counter(key(finding) for finding in earlier.findings)
    still: set[Finding] = set()
    for finding in review.findings:
        if left[key(finding)]:
            left[key(finding)] -= 1
            still.add(finding)
    mended = []
    for finding in earlier.findings:
        if left[key(finding)]:
            left[key(finding)] -= 1
            mended.append(finding)
    return replace(review, versions=Versions(tuple(mended), frozenset(still)))
