"""Workers beside a clock that nobody waits for, and a transport that answers from a script."""

import heapq
from dataclasses import dataclass, field
from itertools import count

from sphinx_adoc.links.model import Answer, Request
from sphinx_adoc.links.urls import host_of

TODAY = 1_800_000_000


@dataclass
class Virtual:
    """Workers whose time passes when they wait. ``script``: from a request, and how often it came, to its answer and
    the seconds that it takes. ``log``: when each request began and ended.
    """

    script: object
    most: int = 16
    time: float = 0.0
    log: list[tuple[Request, float, float]] = field(default_factory=list)

    def __post_init__(self):
        self._under_way = []
        self._number = count()
        self._seen = {}

    def now(self):
        return self.time

    def today(self):
        return TODAY + self.time

    def start(self, request):
        key = (request.method, request.url)
        self._seen[key] = self._seen.get(key, 0) + 1
        answer, seconds = self.script(request, self._seen[key])
        assert len(self._under_way) < self.most
        self.log.append((request, self.time, self.time + seconds))
        heapq.heappush(self._under_way, (self.time + seconds, next(self._number), request, answer))

    def wait(self, until):
        if self._under_way and self._under_way[0][0] <= until:
            at, _, request, answer = heapq.heappop(self._under_way)
            self.time = max(self.time, at)
            return [(request, answer)]
        assert until != float("inf"), "waits for nothing"
        self.time = max(self.time, until)
        return []

    def asked(self):
        """The requests in order, as ``METHOD URL``."""
        return [f"{request.method} {request.url}" for request, _, _ in self.log]

    def by_host(self):
        """The beginnings and ends of each host's requests."""
        hosts = {}
        for request, begun, ended in self.log:
            hosts.setdefault(host_of(request.url), []).append((begun, ended))
        return hosts


def scripted(answers):
    """A script from a table: from URL (or ``METHOD URL``) to an answer, or a list of one for each time; else 404."""

    def script(request, times):
        said = answers.get(f"{request.method} {request.url}", answers.get(request.url, Answer(status=404)))
        if isinstance(said, list):
            said = said[min(times, len(said)) - 1]
        return said, 0.1

    return script


def to(url, status=301):
    return Answer(status=status, location=url)


def page(*ids, **more):
    return Answer(status=200, ids=frozenset(ids), **more)


OK = Answer(status=200)
