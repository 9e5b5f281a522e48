"""All findings of loaded documents, over their variants, with waivers applied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sphinx_adoc.codes import OF_LINKS, ON_REQUEST
from sphinx_adoc.finding import Finding, merge_variants, ordered

from . import waivers
from .check import check
from .load import Loaded
from .model import Address, Summary, Waiver


def all_findings(
    loaded: Loaded,
    today: date,
    of_links: Iterable[Finding] | None = None,
    *,
    ignored: Collection[Waiver] = (),
) -> list[Finding]:
    """Return the findings of all variants, waivers but the ``ignored`` ones applied, in order; ``of_links`` as for
    :func:`over_variants`.
    """
    by_variant = {name: check(index, loaded.pages[name]) for name, index in loaded.indexes.items()}
    return over_variants(by_variant, loaded.findings, summaries(loaded), today, of_links, ignored=ignored)


def over_variants(
    by_variant: Mapping[str, Iterable[Finding]],
    others: Iterable[Finding],
    pages: Iterable[Summary],
    today: date,
    of_links: Iterable[Finding] | None = None,
    *,
    ignored: Collection[Waiver] = (),
) -> list[Finding]:
    """Return what was found in each variant and ``others``, the waivers of pages but the ``ignored`` ones applied, in
    order. ``of_links``: what was found of the pages' addresses, None where nobody looked.
    """
    places = {waiver.span.start for waiver in ignored}
    given = (waiver for summary in pages for waiver in summary.waivers if waiver.span.start not in places)
    skipped = ON_REQUEST | OF_LINKS if of_links is None else ON_REQUEST
    findings = [*others, *merge_variants(by_variant), *(of_links or ())]
    return ordered(waivers.apply(findings, given, today, skipped=skipped))


def summaries(loaded: Loaded) -> list[Summary]:
    """Return the pages that are checked, in each variant."""
    return [index.summaries[page] for name, index in loaded.indexes.items() for page in loaded.pages[name]]


def addresses(loaded: Loaded) -> list[Address]:
    """Return the addresses of the pages that are checked, each place once, in the order of files and lines."""
    addresses = {address for summary in summaries(loaded) for address in summary.addresses}
    return sorted(
        addresses, key=lambda address: (address.span.start.path, address.span.start.line, address.span.start.column)
    )
