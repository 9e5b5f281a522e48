"""What a network delivers between its nodes over time: the contract between the network half and the cluster half of
the model.

Times are whole milliseconds of one virtual clock, the one in which fault times are given. Nodes are numbered from 0.
One `Connectivity` describes one network, that is one Corosync link.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .errors import ModelError

Pair = tuple[int, int]  # (sender, receiver)


@dataclass(frozen=True, slots=True)
class Change:
    """From `t_ms` on, each pair in `loss` loses that share of its frames: 0.0 delivers all, 1.0 nothing arrives.
    `why` is one short sentence.
    """

    t_ms: int
    loss: Mapping[Pair, float]
    why: str


@dataclass(frozen=True)
class Connectivity:
    """Loss per directed pair, piecewise constant in time; before the first change, and for pairs never named,
    everything is delivered.

    `changes` are ordered by time; several may share a time, the later in the tuple wins. Raises `ModelError` when
    they are not in order, name a node outside 0..nodes-1, a pair of a node with itself, or a loss outside 0..1.
    """

    nodes: int
    changes: tuple[Change, ...] = ()
    latency_ms: Mapping[Pair, int] = field(
        default_factory=dict
    )  # one way, beyond the ordinary; only pairs that have one

    def __post_init__(self) -> None:
        last = None
        for change in self.changes:
            if last is not None and change.t_ms < last:
                raise ModelError(f"changes: {change.t_ms} ms comes after {last} ms; they must be in order of time")
            last = change.t_ms
            self._check(change)

    def _check(self, change: Change) -> None:
        for (a, b), share in change.loss.items():
            if a == b or not (0 <= a < self.nodes and 0 <= b < self.nodes):
                raise ModelError(f"changes: pair ({a}, {b}) is not of two different nodes from 0 to {self.nodes - 1}")
            if not 0.0 <= share <= 1.0:
                raise ModelError(f"changes: loss {share} of pair ({a}, {b}) is not between 0 and 1")

    @cached_property
    def _history(self) -> dict[Pair, tuple[list[int], list[float]]]:
        history: dict[Pair, tuple[list[int], list[float]]] = {}
        for change in self.changes:
            for pair, share in change.loss.items():
                times, shares = history.setdefault(pair, ([], []))
                times.append(change.t_ms)
                shares.append(share)
        return history

    def loss(self, a: int, b: int, t_ms: int) -> float:
        """Return share of the frames from node `a` to node `b` that are lost at `t_ms` (a change holds from its own
        time on).
        """
        known = self._history.get((a, b))
        if known is None:
            return 0.0
        at = bisect_right(known[0], t_ms)
        return known[1][at - 1] if at else 0.0

    def delivers(self, a: int, b: int, t_ms: int) -> bool:
        """Return whether every frame from `a` to `b` arrives at `t_ms`."""
        return self.loss(a, b, t_ms) == 0.0

    def both_ways(self, a: int, b: int, t_ms: int) -> bool:
        """Return whether `a` and `b` hear each other without loss: what a knet link, being ping and pong, needs."""
        return self.delivers(a, b, t_ms) and self.delivers(b, a, t_ms)

    def lost_peers(self, a: int, t_ms: int) -> frozenset[int]:
        """Return the nodes that nothing from `a` reaches at `t_ms`."""
        return frozenset(b for x, b in self._history if x == a and self.loss(a, b, t_ms) == 1.0)

    def pairs_lossy_at(self, t_ms: int) -> dict[Pair, float]:
        """Return every pair that loses something at `t_ms`, with its share, in order."""
        shares = {pair: self.loss(*pair, t_ms) for pair in sorted(self._history)}
        return {pair: share for pair, share in shares.items() if share}

    def times(self) -> list[int]:
        """Return the times at which something changes, ascending, each once."""
        return sorted({change.t_ms for change in self.changes})

    def healed_at(self) -> int | None:
        """Return when the last loss ended: 0 if there never was one, None if some pair loses to the end."""
        if any(shares[-1] for _, shares in self._history.values()):
            return None
        ends = [times[-1] for times, shares in self._history.values() if any(shares)]
        return max(ends, default=0)


def from_losses(nodes: int, states: Iterable[tuple[int, Mapping[Pair, float], str]]) -> Connectivity:
    """Build a `Connectivity` from whole states (time, every lossy pair, why), in order of time: only what differs
    from before becomes a change.
    """
    changes: list[Change] = []
    before: Mapping[Pair, float] = {}
    for t_ms, now, why in states:
        pairs = sorted({*before, *now})
        differs = {pair: now.get(pair, 0.0) for pair in pairs if now.get(pair, 0.0) != before.get(pair, 0.0)}
        if differs:
            changes.append(Change(t_ms, differs, why))
        before = now
    return Connectivity(nodes, tuple(changes))
