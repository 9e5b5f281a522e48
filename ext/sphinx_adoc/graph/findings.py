"""All findings of loaded documents, over their variants, with waivers applied."""

from __future__ import annotations

from datetime import date

from sphinx_adoc.finding import Finding, merge_variants, ordered

from . import waivers
from .check import check
from .load import Loaded
from .model import Summary


def all_findings(loaded: Loaded, today: date) -> list[Finding]:
    """The findings of all variants, waivers applied, in order."""
    merged = merge_variants({name: check(index, loaded.pages[name]) for name, index in loaded.indexes.items()})
    given = (waiver for summary in summaries(loaded) for waiver in summary.waivers)
    return ordered(waivers.apply([*loaded.findings, *merged], given, today))


def summaries(loaded: Loaded) -> list[Summary]:
    """The pages that are checked, in each variant."""
    return [index.summaries[page] for name, index in loaded.indexes.items() for page in loaded.pages[name]]
