"""From the addresses of documents to what is known of each: remembered, asked, or not checked for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Final

from sphinx_adoc.graph.model import Address

from . import cache
from .model import Page, Result, Verdict
from .policy import Policy
from .schedule import Workers, ask
from .urls import not_asked, split

Watch = Callable[[str, Result, int], None]
"""Is told each page's address and result as soon as they are known, and how many pages are asked for."""

_NO_NETWORK: Final = "no host at all could be reached: is there a network?"
_UNKNOWN: Final = "not in the cache"
_LEFT_OUT: Final = "left out by the configuration"


@dataclass(frozen=True, slots=True)
class Use:
    """An address as it is written, where it is used, and what is asked for: a page and a fragment ('': none)."""

    url: str
    places: tuple[Address, ...]
    page: str = ""
    fragment: str = ""
    not_asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is known of each use, and of each page by its address. ``asked``: how many pages servers were asked for.
    ``reached``: some server answered, or none was asked.
    """

    uses: tuple[tuple[Use, Result], ...] = ()
    pages: Mapping[str, Result] = field(default_factory=dict)
    asked: int = 0
    reached: bool = True

    def counts(self) -> Counter[Verdict]:
        """Return how many addresses have each verdict."""
        return Counter(result.verdict_of(use.fragment) for use, result in self.uses)

    def reasons(self) -> Counter[str]:
        """Return why addresses were not checked, and how often."""
        return Counter(result.reason for _, result in self.uses if result.verdict == Verdict.NOT_CHECKED)


def uses_of(addresses: Iterable[Address], policy: Policy, ignored: Iterable[str] = ()) -> list[Use]:
    """Return each address once, in order, with all places where it is used. ``ignored``: patterns of addresses that are
    left out.
    """
    places: dict[str, dict[Address, None]] = {}
    for address in addresses:
        places.setdefault(address.url, {})[address] = None
    patterns = tuple(ignored)
    return [_use(url, tuple(places_of_url), policy, patterns) for url, places_of_url in places.items()]


def _use(url: str, places: tuple[Address, ...], policy: Policy, ignored: tuple[str, ...]) -> Use:
    if any(fnmatchcase(url, pattern) for pattern in ignored):
        return Use(url, places, not_asked=_LEFT_OUT)
    if why := not_asked(url, policy.allowed):
        return Use(url, places, not_asked=why)
    page, fragment = split(url)
    return Use(url, places, page, fragment)


def check(
    uses: Iterable[Use],
    policy: Policy,
    known: Mapping[str, Result],
    workers: Workers | None,
    watch: Watch = lambda url, result, total: None,
) -> Outcome:
    """Return what is known of the uses. ``known``: what earlier runs learned. ``workers``: send the requests; None:
    none is sent, and known results count at any age.
    """
    uses = list(uses)
    pages = _pages(uses)
    now = workers.today() if workers is not None else 0.0
    results = {
        page.url: known[page.url] for page in pages if _is_known(page, known, now, policy, offline=workers is None)
    }
    wanted = [page for page in pages if page.url not in results]
    reached = True
    if workers is not None:
        answered = _request_pages(wanted, policy, known, workers, watch)
        reached = not answered or any(result.status for result in answered.values())
        results |= answered if reached else {url: _unreached(result) for url, result in answered.items()}
    missing = Result(verdict=Verdict.NOT_CHECKED, reason=_UNKNOWN)
    return Outcome(
        uses=tuple((use, _result_of(use, results, missing)) for use in uses),
        pages=results,
        asked=len(wanted) if workers is not None else 0,
        reached=reached,
    )


def _result_of(use: Use, results: Mapping[str, Result], missing: Result) -> Result:
    if use.not_asked:
        return Result(verdict=Verdict.NOT_CHECKED, reason=use.not_asked)
    return results.get(use.page, missing)


def _pages(uses: Iterable[Use]) -> list[Page]:
    """The pages that are asked for, each once with all its fragments."""
    fragments: dict[str, set[str]] = {}
    for use in uses:
        if not use.not_asked:
            fragments.setdefault(use.page, set()).update([use.fragment] if use.fragment else [])
    return [Page(url, frozenset(names)) for url, names in fragments.items()]


def _is_known(page: Page, known: Mapping[str, Result], now: float, policy: Policy, *, offline: bool) -> bool:
    result = known.get(page.url)
    return result is not None and (offline or cache.holds(result, page, now=now, age=policy.age))


def _request_pages(
    pages: list[Page], policy: Policy, known: Mapping[str, Result], workers: Workers, watch: Watch
) -> dict[str, Result]:
    results: dict[str, Result] = {}

    def done(url: str, result: Result) -> None:
        results[url] = cache.noted(result, known.get(url), workers.today())
        watch(url, results[url], len(pages))

    ask(pages, policy, workers, done)
    return results


def _unreached(result: Result) -> Result:
    """Without any answer an unknown host says more of the network here than of the address."""
    gone = result.verdict == Verdict.GONE
    return replace(result, verdict=Verdict.CANNOT_TELL, reason=_NO_NETWORK) if gone else result
