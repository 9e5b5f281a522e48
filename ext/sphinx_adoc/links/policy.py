"""How servers are asked: how often, for how long, with which headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .limits import AGE, BUDGET, EVERY, PARALLEL
from .private import Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPolicy:
    """How one host is asked. ``every``: seconds from one request to the next; ``parallel``: how many at once.

    ``headers``: sent to this host alone, and not where a redirect leads.
    """

    every: float = EVERY
    parallel: int = PARALLEL
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How servers are asked. ``hosts``: by name, for those that are not asked as all others. ``budget``: seconds for
    all. ``age``: days for which a good answer is remembered.
    """

    default: HostPolicy = field(default_factory=HostPolicy)
    hosts: Mapping[str, HostPolicy] = field(default_factory=dict)
    budget: float = BUDGET
    age: float = AGE
    allowed: Allowed = field(default_factory=Allowed)

    def for_host(self, host: str) -> HostPolicy:
        """Return how a host is asked."""
        return self.hosts.get(host, self.default)

    def headers(self, url: str) -> Mapping[str, str]:
        """Return the headers for an address. Those with a secret go encrypted, or to a private host that is listed."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        configured = self.for_host(host).headers
        if parts.scheme == "https" or self.allowed.names(host):
            return configured
        return {name: value for name, value in configured.items() if name.lower() not in ("authorization", "cookie")}
