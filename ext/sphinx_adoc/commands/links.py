"""``check --links``: asks servers whether the addresses of the documents are still there."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.graph.findings import addresses as addresses_of
from sphinx_adoc.graph.model import Address
from sphinx_adoc.links import cache, run
from sphinx_adoc.links.findings import findings
from sphinx_adoc.links.limits import EVERY, PARALLEL
from sphinx_adoc.links.model import Result, Verdict
from sphinx_adoc.links.policy import HostPolicy, Policy
from sphinx_adoc.links.private import Allowed
from sphinx_adoc.links.schedule import Workers

from . import WrongCall, baseline
from .link_options import CACHE
from .progress import Counter

_LABELS: Final = {Verdict.NO_FRAGMENT: "no such anchor", Verdict.CANNOT_TELL: "cannot be told"}


@dataclass(slots=True)
class Links:
    """Looks at the addresses of documents, as a call and its configuration say. ``summary``: the line of counts."""

    args: argparse.Namespace
    summary: str = ""
    addresses: int = 0
    notes: list[str] = field(default_factory=list)

    def __call__(self, addresses: Sequence[Address]) -> list[Finding]:
        """Return the findings of addresses, and write the cache. Raise WrongCall."""
        policy, missing = policy_of(self.args)
        self.notes = [
            f"{host} is asked without a token: there is no {name} in the environment" for host, name in missing
        ]
        path = self._cache_path()
        known = _known(path) if path is not None else {}
        uses = self._uses(addresses, policy)
        if self.args.links_mode == "offline":
            outcome = run.check(uses, policy, known, None)
        else:
            outcome = self._request(uses, policy, known, path)
        self.addresses = len(outcome.uses)
        self.summary = summary(outcome)
        return list(findings(outcome))

    def _uses(self, addresses: Iterable[Address], policy: Policy) -> list[run.Use]:
        uses = run.uses_of(addresses, policy, _configured(self.args, "links-ignore"))
        if self.args.links_mode != "changed":
            return uses
        project = baseline.before(self.args).project
        old = {address.url for address in addresses_of(project.load())} if project is not None else set()
        reason = f"there at {self.args.base} already"
        return [replace(use, not_asked=use.not_asked or reason) if use.url in old else use for use in uses]

    def _request(
        self, uses: Sequence[run.Use], policy: Policy, known: Mapping[str, Result], path: Path | None
    ) -> run.Outcome:
        """Ask; what was learned is kept, also when it is interrupted."""
        learned: dict[str, Result] = {}
        counter = Counter("addresses")
        workers = workers_of(policy)

        def watch(url: str, result: Result, total: int) -> None:
            if result.verdict != Verdict.NOT_CHECKED:
                learned[url] = result
            counter.show(len(learned), total)

        try:
            outcome = run.check(uses, policy, known, workers, watch)
            if not outcome.reached:
                learned.clear()
            return outcome
        finally:
            counter.clear()
            if learned and path is not None:
                _keep(path, {**known, **learned}, [use.page for use in uses], workers.today(), policy.age)

    def _cache_path(self) -> Path | None:
        """The cache; None where a stranger's tree would be the only place for one."""
        named: Path | None = self.args.links_cache
        if named is None and self.args.untrusted:
            return None
        return named or Path(os.path.normpath(self.args.configuration.folder / CACHE))


def _known(path: Path) -> dict[str, Result]:
    try:
        return cache.read(path)
    except cache.CacheError as error:
        raise WrongCall(str(error)) from error
    except OSError as error:
        raise WrongCall(f"cannot read {path}: {error.strerror}") from error


def _keep(path: Path, results: Mapping[str, Result], asked_urls: Iterable[str], now: float, age: float) -> None:
    try:
        cache.write(path, results, asked=asked_urls, now=now, age=age)
    except OSError as error:
        raise WrongCall(f"cannot write {path}: {error.strerror}") from error


def workers_of(policy: Policy) -> Workers:
    """Return what asks real servers. Raise WrongCall where the library for that is missing."""
    try:
        from sphinx_adoc.links.http import Http
    except ModuleNotFoundError as error:
        raise WrongCall("--links needs urllib3: pip install 'sphinx-adoc[links]'") from error
    from sphinx_adoc.links.threads import Threads

    return Threads(Http(policy.allowed))


# -- from the configuration --------------------------------------------------------------------------------------------


def policy_of(
    args: argparse.Namespace, environment: Mapping[str, str] = os.environ
) -> tuple[Policy, list[tuple[str, str]]]:
    """Return how servers are asked, and the hosts whose token is not in the environment, with its name there."""
    hosts: dict[str, HostPolicy] = {}
    missing: list[tuple[str, str]] = []
    for host, options in dict(_configured(args, "links-hosts")).items():
        headers = dict(options.get("headers", {}))
        if name := options.get("token"):
            if token := environment.get(name):
                headers["Authorization"] = f"Bearer {token}"
            else:
                missing.append((host, name))
        every, parallel = options.get("every", EVERY), options.get("parallel", PARALLEL)
        hosts[host.lower()] = HostPolicy(every=every, parallel=parallel, headers=headers)
    allowed = Allowed.from_list(_configured(args, "links-private"))
    return Policy(hosts=hosts, budget=args.links_budget, age=args.links_age, allowed=allowed), missing


def _configured(args: argparse.Namespace, key: str) -> Any:
    """What the call says, else the file."""
    return getattr(args, key.replace("-", "_")) or args.configuration.value("check", key)


# -- what is said ------------------------------------------------------------------------------------------------------


def summary(outcome: run.Outcome) -> str:
    """Return what is known of the addresses, in a line: each of them is counted once."""
    counts = outcome.counts()
    parts = [f"{counts[verdict]} {_LABELS.get(verdict, verdict)}" for verdict in Verdict if counts[verdict]]
    parts = [part for part in parts if not part.endswith(f" {Verdict.NOT_CHECKED}")]
    if reasons := outcome.reasons():
        why = ", ".join(f"{reason}: {count}" for reason, count in sorted(reasons.items()))
        parts.append(f"{reasons.total()} not checked ({why})")
    remembered = sum(result.cached for result in outcome.pages.values())
    requests = f"asked {outcome.asked} of {number_of(len(outcome.pages), 'page')}, {remembered} remembered"
    return f"{number_of(len(outcome.uses), 'external link')}: {', '.join(parts) or 'none'}; {requests}"
