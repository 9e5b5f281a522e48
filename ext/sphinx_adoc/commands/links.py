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
from sphinx_adoc.links.model import Result, Verdict
from sphinx_adoc.links.policy import AGE, BUDGET, EVERY, PARALLEL, HostPolicy, Policy
from sphinx_adoc.links.private import Allowed
from sphinx_adoc.links.schedule import Workers
from sphinx_adoc.project.options import options_of
from sphinx_adoc.project.shapes import faults

from . import WrongCall, baseline
from .arguments import seconds
from .progress import Counter

MODES: Final = ("all", "changed", "offline")
CACHE: Final = Path(".sphinx-adoc", "links.jsonl")
"""The cache, from the folder of the configuration file on (or the current one), unless another one is named."""

_HOST: Final = (
    "how a host is asked, such as github.com:every=2,parallel=1,token=GITHUB_TOKEN: seconds from one request to the"
    " next, how many at once, the variable of the environment that holds a token; repeatable"
)
_SAID: Final = {Verdict.NO_FRAGMENT: "no such anchor", Verdict.CANNOT_TELL: "cannot be told"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options about addresses."""
    group = parser.add_argument_group("addresses")
    asks = "also ask servers whether the addresses that documents link to are still there; nothing else is sent"
    group.add_argument("--links", action="store_true", help=asks)
    which = "all: ask for each; changed: for those that --base REV does not have; offline: ask nobody, use the cache"
    group.add_argument("--links-mode", choices=MODES, default="all", help=which)
    remembers = f"the file that remembers what servers said (default: {CACHE.as_posix()})"
    group.add_argument("--links-cache", metavar="FILE", type=Path, help=remembers)
    age = "how many days a good answer is remembered (default: %(default)g); 0: ask anew"
    group.add_argument("--links-age", metavar="DAYS", type=seconds, default=AGE, help=age)
    budget = "how many seconds to ask all servers together (default: %(default)g)"
    group.add_argument("--links-budget", metavar="SECONDS", type=seconds, default=BUDGET, help=budget)
    leaves = "a pattern of addresses that are not checked; repeatable"
    group.add_argument("--links-ignore", metavar="PATTERN", action="append", default=[], help=leaves)
    lets = "a private host, address or network that may be asked, such as 10.0.0.0/8; repeatable"
    group.add_argument("--links-private", metavar="HOST", action="append", default=[], help=lets)
    group.add_argument(
        "--links-host",
        metavar="HOST:KEY=VALUE,...",
        action="append",
        default=[],
        dest="links_hosts",
        type=_host,
        help=_HOST,
    )


def _host(text: str) -> tuple[str, dict[str, Any]]:
    """The name of a host, and how it is asked. Raise ArgumentTypeError."""
    host, colon, said = text.partition(":")
    if not host or not colon:
        raise argparse.ArgumentTypeError(f"{text!r}: write HOST:KEY=VALUE,...")
    pairs = [word.partition("=") for word in said.split(",")]
    values = {key: _number(value) if key in ("every", "parallel") else value for key, _, value in pairs}
    shape = options_of("check")["links-hosts"].shape["additionalProperties"]
    if wrong := "; ".join(message for _, message in faults(values, shape)):
        raise argparse.ArgumentTypeError(f"{text!r}: {wrong}")
    return host, values


def _number(text: str) -> Any:
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text


def check_call(args: argparse.Namespace) -> None:
    """Raise WrongCall for options that do not go together."""
    if args.links and args.links_mode == "changed" and not args.base:
        raise WrongCall("--links-mode changed needs --base REV: the commit that the addresses are compared with")


@dataclass(slots=True)
class Links:
    """Looks at the addresses of documents, as a call and its configuration say. ``said``: the line of counts."""

    args: argparse.Namespace
    said: str = ""
    found: int = 0
    notes: list[str] = field(default_factory=list)

    def __call__(self, addresses: Sequence[Address]) -> list[Finding]:
        """Return what is to be told of addresses; keep what was learned. Raise WrongCall."""
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
            outcome = self._asked(uses, policy, known, path)
        self.found = len(outcome.uses)
        self.said = summary(outcome)
        return list(findings(outcome))

    def _uses(self, addresses: Iterable[Address], policy: Policy) -> list[run.Use]:
        uses = run.uses_of(addresses, policy, _configured(self.args, "links-ignore"))
        if self.args.links_mode != "changed":
            return uses
        project = baseline.before(self.args).project
        old = {address.url for address in addresses_of(project.load())} if project is not None else set()
        reason = f"there at {self.args.base} already"
        return [replace(use, not_asked=use.not_asked or reason) if use.url in old else use for use in uses]

    def _asked(
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


def _keep(path: Path, results: Mapping[str, Result], asked: Iterable[str], now: float, age: float) -> None:
    try:
        cache.write(path, results, asked=asked, now=now, age=age)
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
    for host, said in dict(_configured(args, "links-hosts")).items():
        headers = dict(said.get("headers", {}))
        if name := said.get("token"):
            if token := environment.get(name):
                headers["Authorization"] = f"Bearer {token}"
            else:
                missing.append((host, name))
        every, parallel = said.get("every", EVERY), said.get("parallel", PARALLEL)
        hosts[host.lower()] = HostPolicy(every=every, parallel=parallel, headers=headers)
    allowed = Allowed.of(_configured(args, "links-private"))
    return Policy(hosts=hosts, budget=args.links_budget, age=args.links_age, allowed=allowed), missing


def _configured(args: argparse.Namespace, key: str) -> Any:
    """What the call says, else the file."""
    return getattr(args, key.replace("-", "_")) or args.configuration.value("check", key)


# -- what is said ------------------------------------------------------------------------------------------------------


def summary(outcome: run.Outcome) -> str:
    """Return what is known of the addresses, in a line: each of them is counted once."""
    counts = outcome.counts()
    parts = [f"{counts[verdict]} {_SAID.get(verdict, verdict)}" for verdict in Verdict if counts[verdict]]
    parts = [part for part in parts if not part.endswith(f" {Verdict.NOT_CHECKED}")]
    if reasons := outcome.reasons():
        why = ", ".join(f"{reason}: {count}" for reason, count in sorted(reasons.items()))
        parts.append(f"{reasons.total()} not checked ({why})")
    remembered = sum(result.cached for result in outcome.pages.values())
    asked = f"asked {outcome.asked} of {number_of(len(outcome.pages), 'page')}, {remembered} remembered"
    return f"{number_of(len(outcome.uses), 'external link')}: {', '.join(parts) or 'none'}; {asked}"
