"""The neighbour entries of a run: which expire when, and which pairs are cut off for want of one."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import Protocol

from bondmodel.connectivity import Pair

from . import neighbour
from .clock import Clock, Phase
from .neighbour import FINE, Reach


class NeighbourHost(Protocol):
    """What the table needs of the run."""

    clock: Clock
    phase: Phase
    until_ms: int

    def asked(self, a: int, b: int, *, to_all: bool) -> float: ...
    def asked_all(self, node: int) -> None: ...
    def tell(self, why: str = "") -> None: ...


class NeighbourTable:
    """Entries of all pairs that were ever in doubt."""

    def __init__(self, run: NeighbourHost) -> None:
        self._run = run
        self._reach: dict[Pair, Reach] = {}
        self._expired: set[Pair] = set()
        # pair (a < b) -> number of the doubt it is in, to forget what a former doubt had scheduled
        self._doubt: dict[Pair, int] = {}
        self._doubts = count()

    def look(self, a: int, b: int) -> None:
        """Check after a change between `a` and `b` (a < b) whether their entries can still be confirmed."""
        unicast = self._run.asked(a, b, to_all=False), self._run.asked(b, a, to_all=False)
        in_doubt = (a, b) in self._doubt
        if unicast == (0.0, 0.0):
            self._reach[a, b] = FINE
            if in_doubt:
                self._clear(a, b)
            return
        to_all = self._run.asked(a, b, to_all=True), self._run.asked(b, a, to_all=True)
        self._reach[a, b] = Reach(
            ab=unicast[0] < 1.0, ba=unicast[1] < 1.0, ab_all=to_all[0] < 1.0, ba_all=to_all[1] < 1.0
        )
        if not in_doubt:
            self._begin_doubt(a, b)

    def _begin_doubt(self, a: int, b: int) -> None:
        number = self._doubt[a, b] = next(self._doubts)
        for x, y in ((a, b), (b, a)):
            t_ms = self._run.clock.now + neighbour.expires_after(self._run.phase, f"{x} {y}")
            if t_ms <= self._run.until_ms:
                self._run.clock.at(t_ms, partial(self._expire, x, y, number))

    def _expire(self, x: int, y: int, number: int) -> None:
        if self._doubt.get((min(x, y), max(x, y))) != number:
            return
        self._expired.add((x, y))
        self._run.asked_all(x)
        self._run.tell(f"node {x} has no confirmed address of node {y} any more")

    def _clear(self, a: int, b: int) -> None:
        """Questions are answered again: an entry comes back with the next question, which is asked each second."""
        del self._doubt[a, b]
        for pair in ((a, b), (b, a)):
            if pair in self._expired:
                back = self._run.clock.now + self._run.phase.draw(f"asks {pair}", 1, neighbour.ASKS_MS)
                self._run.clock.at(back, partial(self._come_back, pair))

    def _come_back(self, pair: Pair) -> None:
        if (min(pair), max(pair)) not in self._doubt:
            self._expired.discard(pair)
            self._run.tell(f"node {pair[0]} has an address of node {pair[1]} again")

    def lost(self) -> list[Pair]:
        """Return the pairs that cannot be sent to now, for want of an entry."""
        out = []
        for x, y in sorted(self._expired):
            a, b = min(x, y), max(x, y)
            reach = self._reach[a, b]
            if (a, b) not in self._doubt:
                out.append((x, y))  # it will be back at the next question
                continue
            seen = reach if x == a else reach.turned()
            if neighbour.lost(seen, a_expired=True, b_expired=(y, x) in self._expired):
                out.append((x, y))
        return out
