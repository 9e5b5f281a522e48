"""All findings of loaded documents, over their variants, with waivers applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sphinx_adoc.finding import Finding, merge_variants, ordered

from . import waivers
from .check import check
from .load import Loaded
from .model import Summary


def all_findings(loaded: Loaded, today: date) -> list[Finding]:
    """The findings of all variants, waivers applied, in order."""
    by_variant = {name: check(index, loaded.pages[name]) for name, index in loaded.indexes.items()}
    return over_variants(by_variant, loaded.findings, summaries(loaded), today)


def over_variants(
    by_variant: Mapping[str, Iterable[Finding]], others: Iterable[Finding], pages: Iterable[Summary], today: date
) -> list[Finding]:
    """Return what was found in each variant and ``others``, the waivers of pages applied, in order."""
    given = (waiver for summary in pages for waiver in summary.waivers)
    return ordered(waivers.apply([*others, *merge_variants(by_variant)], given, today))


def summaries(loaded: Loaded) -> list[Summary]:
    """The pages that are checked, in each variant."""
    return [index.summaries[page] for name, index in loaded.indexes.items() for page in loaded.pages[name]]
