"""Asks many hosts at once, each at its own pace, and none longer than the time for all allows.

Time and threads belong to the :class:`Workers`, so that hours of waiting take no time in a test.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Protocol

from .model import Answer, Failure, Page, Request, Result, Verdict
from .policy import HostPolicy, Policy
from .probe import Probe, probe
from .urls import host_of

TRIES: Final = 3
"""How often a request is sent at most, where the server asks to wait, or fails."""

_SILENT: Final = (
    4  # requests in a row without any answer, after which a host is left alone: more than one address takes
)
_BACKOFF: Final = 2.0  # seconds before the second try, doubled for the third
_WAITS: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_FAILED: Final = range(500, 600)
_ANEW: Final = frozenset({Failure.TIMEOUT, Failure.CONNECTION, Failure.PROTOCOL})
_NEVER: Final = float("inf")
_TOO_LONG: Final = "the host asks to wait longer than there is time"
_NO_TIME: Final = "no time left"

Done = Callable[[str, Result], None]
"""Is told each address as soon as something is known of it."""


class Workers(Protocol):
    """Sends requests side by side, and knows the time."""

    most: int

    def now(self) -> float:
        """Return the time in seconds, from any beginning."""

    def today(self) -> float:
        """Return the time in seconds since 1970."""

    def start(self, request: Request) -> None:
        """Send a request; its answer comes from :meth:`wait`."""

    def wait(self, until: float) -> list[tuple[Request, Answer]]:
        """Return answers as soon as there are some, none when it is later than ``until``."""


@dataclass(eq=False, slots=True)
class _Job:
    """A request whose answer is awaited, and how often it was sent."""

    request: Request
    waiting: list[_Address]
    tries: int = 0


@dataclass(eq=False, slots=True)
class _Address:
    """An address under way."""

    page: Page
    steps: Probe


@dataclass(eq=False, slots=True)
class _Host:
    """What is still to be asked of a host, from when on, and how many requests are under way."""

    policy: HostPolicy
    queue: deque[_Job] = field(default_factory=deque)
    ready_at: float = 0.0
    under_way: int = 0
    silent: int = 0  # requests without an answer, in a row
    queued: bool = False  # it stands in the line of hosts
    given_up: Result | None = None  # what is said of all that is not asked any more


def ask(pages: Iterable[Page], policy: Policy, workers: Workers, done: Done = lambda url, result: None) -> None:
    """Request each address; call ``done`` with each address and its result."""
    _Run(policy, workers, done).ask(pages)


class _Run:
    def __init__(self, policy: Policy, workers: Workers, done: Done) -> None:
        self.policy = policy
        self.workers = workers
        self.done = done
        self.end = workers.now() + policy.budget
        self.hosts: dict[str, _Host] = {}
        self.jobs: dict[tuple[str, str], _Job] = {}  # all that were asked for
        self.answers: dict[tuple[str, str], Answer] = {}
        self.line: list[
            tuple[float, int, str]
        ] = []  # hosts that have something to be asked, the first to be ready first
        self.under_way = 0
        self.counter = 0

    def ask(self, pages: Iterable[Page]) -> None:
        """Ask until all is known, or the time is up."""
        for page in pages:
            address = _Address(page, probe(page, self.policy))
            self._next(address, next(address.steps))
        while self.line or self.under_way:
            until = self._start_what_is_ready()
            if not self.under_way and not self.line:
                break
            for request, answer in self.workers.wait(until):
                self._answered(request, answer)

    # -- what goes out -------------------------------------------------------------------------------------------------

    def _next(self, address: _Address, request: Request) -> None:
        """Have the next question of an address asked; one that was asked already is not asked again."""
        key = (request.method, request.url)
        known = self.answers.get(key) or self.answers.get(("GET", request.url))
        if known is not None:
            self._give(address, known)
        elif key in self.jobs:
            self.jobs[key].waiting.append(address)
        else:
            self._queue(_Job(request, [address]))

    def _queue(self, job: _Job) -> None:
        name = host_of(job.request.url)
        host = self.hosts.get(name)
        if host is None:
            host = self.hosts[name] = _Host(self.policy.for_host(name))
        host.queue.append(job)
        if host.given_up is not None:
            self._give_up(host, host.given_up)
        else:
            self.jobs[job.request.method, job.request.url] = job
            self._line_up(name, host)

    def _line_up(self, name: str, host: _Host) -> None:
        """Put a host into the line, where it has something to be asked and may be asked."""
        if host.queue and not host.queued and host.under_way < host.policy.parallel:
            host.queued = True
            self.counter += 1
            heapq.heappush(self.line, (host.ready_at, self.counter, name))

    def _start_what_is_ready(self) -> float:
        """Send what may be sent now; return until when nothing else may be."""
        while self.line and self.under_way < self.workers.most:
            now = self.workers.now()
            at, _, name = self.line[0]
            host = self.hosts[name]
            if not host.queue:  # it was given up while it stood in the line
                heapq.heappop(self.line)
                host.queued = False
            elif at < host.ready_at:  # it was put off while it stood in the line
                self.counter += 1
                heapq.heapreplace(self.line, (host.ready_at, self.counter, name))
            elif max(at, now) >= self.end:
                heapq.heappop(self.line)
                host.queued = False
                late = _TOO_LONG if at > max(now, self.end) else _NO_TIME
                self._give_up(host, Result(verdict=Verdict.NOT_CHECKED, reason=late))
            elif at > now:
                return at
            else:
                heapq.heappop(self.line)
                host.queued = False
                self._send(name, host, now)
        return _NEVER

    def _send(self, name: str, host: _Host, now: float) -> None:
        job = host.queue.popleft()
        job.tries += 1
        host.under_way += 1
        self.under_way += 1
        host.ready_at = now + host.policy.every
        self.workers.start(job.request)
        self._line_up(name, host)

    # -- what comes back -----------------------------------------------------------------------------------------------

    def _answered(self, request: Request, answer: Answer) -> None:
        job = self.jobs[request.method, request.url]
        name = host_of(request.url)
        host = self.hosts[name]
        host.under_way -= 1
        self.under_way -= 1
        host.silent = host.silent + 1 if answer.failure in _ANEW else 0
        if (pause := self._pause(job, answer)) is not None:
            host.ready_at = max(host.ready_at, self.workers.now() + pause)
            host.queue.appendleft(job)
        else:
            self._settle(job, answer)
        if host.silent >= _SILENT and host.given_up is None:
            host.given_up = Result(verdict=Verdict.CANNOT_TELL, reason="its host did not answer")
        if host.given_up is not None:
            self._give_up(host, host.given_up)
        self._line_up(name, host)

    def _pause(self, job: _Job, answer: Answer) -> float | None:
        """How long to wait before a request is sent again; None: it is not."""
        waits = answer.status in _WAITS
        failed = answer.status in _FAILED or answer.failure in _ANEW
        if job.tries >= TRIES or not (waits or failed):
            return None
        if failed and not waits and (job.tries > 1 or _goes_on_by_get(job.request, answer)):
            return None
        retry_after = _seconds(answer.retry_after, self.workers.today()) if waits else None
        return _BACKOFF * 2 ** (job.tries - 1) if retry_after is None else retry_after

    def _settle(self, job: _Job, answer: Answer) -> None:
        """Hand an answer to all that wait for it."""
        self.answers[job.request.method, job.request.url] = answer
        for address in job.waiting:
            self._give(address, answer)
        job.waiting.clear()

    def _give(self, address: _Address, answer: Answer) -> None:
        try:
            request = address.steps.send(answer)
        except StopIteration as stop:
            self.done(address.page.url, stop.value)
        else:
            self._next(address, request)

    def _give_up(self, host: _Host, result: Result) -> None:
        """Ask a host nothing more."""
        host.given_up = result
        for job in host.queue:
            for address in job.waiting:
                address.steps.close()
                self.done(address.page.url, result)
            job.waiting.clear()
        host.queue.clear()


def _goes_on_by_get(request: Request, answer: Answer) -> bool:
    """Whether the next question is another one anyway."""
    return request.method == "HEAD" and answer.failure != Failure.TIMEOUT


def _seconds(retry_after: str, today: float) -> float | None:
    """The seconds that a header Retry-After asks for, as a number or a date; None for what is neither."""
    word = retry_after.strip()
    if word.isascii() and word.isdigit():
        return float(word[:12])
    try:
        moment = parsedate_to_datetime(word)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max(moment.timestamp() - today, 0.0)
