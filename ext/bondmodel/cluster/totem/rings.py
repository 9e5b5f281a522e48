"""Totem: which rings form in a cluster whose nodes do not all hear each other, and when.

The membership protocol is followed on the scale of its timers: what takes no time is one `step`. Times are whole
milliseconds, node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bondmodel.cluster.knet import Graph, bits, mask_of
from bondmodel.cluster.ring import Absences, Membership, Timers, is_off, successors

from .step import Formed, Gatherer, TotemState, step


@dataclass(slots=True)
class _Ring:
    formed: int
    cause: str
    broken: int | None = None  # since when the token cannot go around
    starved: int = 0  # who misses it first


class _Cluster:
    """The rings and the gathering nodes at a time."""

    def __init__(self, nodes: int, timers: Timers, spared: float, ties: float, seed: int) -> None:
        self.ties = ties
        self.timers = timers
        self.spared = spared
        self.lots = Random(seed)
        self.now = 0
        self.alive = (1 << nodes) - 1
        self.edges: tuple[int, ...] = ()
        self.carries: tuple[int, ...] = ()
        self.state = TotemState((self.alive,), ())
        self.rings = {self.alive: _Ring(0, "the cluster as it started")}
        self.log: list[Membership] = []

    def see(self, graph: Graph, alive: int, now: int) -> None:
        """Take note of who reaches whom from `now` on, and who is there at all; who has just started gathers."""
        started, self.alive = alive & ~self.alive, alive
        self.edges, self.carries = graph.among(alive)
        for members in [m for m in self.rings if not m & alive]:
            self.close(members, now)
        gathering = [g for g in self.state.gathering if alive >> g.node & 1 and not started >> g.node & 1]
        wait = self.timers.consensus + now - self.now  # `step` takes off the time since the last one
        gathering += [
            Gatherer(node=n, proc=1 << n, failed=0, memb=1 << n, heard=self.edges[n], due=wait, hop=0)
            for n in bits(started)
        ]
        self.state = TotemState(tuple(sorted(self.rings)), tuple(sorted(gathering)))

    def step(self, now: int) -> None:
        """Play the step at `now`."""
        passed, self.now = now - self.now, now
        gathering = tuple(g._replace(due=g.due - passed) for g in self.state.gathering)
        lost = tuple(self.lost_tokens())
        before = TotemState(self.state.rings, gathering)
        spares = self.spared > 0.0 and self.lots.random() < self.spared
        early = self.lots.getrandbits(len(self.edges)) if self.ties > 0.0 and self.lots.random() < self.ties else 0
        self.state, formed = step(
            self.edges, self.alive, self.timers.consensus, before, lost, spares=spares, early=early
        )
        for members in [m for m in self.rings if m not in self.state.rings or any(m == f.members for f in formed)]:
            self.close(members, now)
        for ring in formed:
            self.open(ring)
        self.watch_tokens()

    def next_time(self) -> int | None:
        """When the next timer is due."""
        times = [self.now + g.due for g in self.state.gathering]
        times += [r.broken + self.timers.token for r in self.rings.values() if r.broken is not None]
        return min(times, default=None)

    def watch_tokens(self) -> None:
        """Note the rings whose token cannot go around."""
        for members, ring in self.rings.items():
            stuck = next((b for a, b in successors(members) if not self.carries[a] >> b & 1), None)
            if stuck is None:
                ring.broken = None
            elif ring.broken is None:
                ring.broken, ring.starved = self.now, stuck

    def lost_tokens(self) -> list[tuple[int, int]]:
        """The rings whose token did not come around for the token timeout, each with the node that misses it first."""
        self.watch_tokens()
        limit = self.now - self.timers.token
        rings = sorted(self.rings.items())
        return [(members, ring.starved) for members, ring in rings if ring.broken is not None and ring.broken <= limit]

    def open(self, formed: Formed) -> None:
        self.rings[formed.members] = _Ring(self.now, formed.cause)
        if not formed.lasting:
            self.close(formed.members, self.now)

    def close(self, members: int, now: int) -> None:
        self.log.append(_record(members, self.rings.pop(members), now))

    def memberships(self) -> list[Membership]:
        """Every ring up to now."""
        return self.log + [_record(members, ring, None) for members, ring in self.rings.items()]


def _record(members: int, ring: _Ring, ended: int | None) -> Membership:
    """A ring with others needs their answers to synchronise: one that ended when it formed did not get them."""
    alone = not members & members - 1
    synced = ended is None or ended > ring.formed or alone
    return Membership(
        formed_ms=ring.formed,
        members=tuple(bits(members)),
        synced=synced,
        ended_ms=ended,
        cause=ring.cause,
        stalled_ms=ring.broken,
    )


def memberships(
    graphs: Sequence[Graph],
    timers: Timers,
    end: int,
    absent: Absences | None = None,
    *,
    spared: float = 0.0,
    ties: float = 0.0,
    seed: int = 0,
) -> tuple[Membership, ...]:
    """Return every ring of a run from 0 to `end` (ms), by the time it formed, then by the time it ended.

    `graphs` as `knet.graph` gives them; `absent` says when a node is off, after which it starts anew. At 0 all nodes
    form one ring. `spared`: the chance, drawn from `seed`, that of rings which form at once and hear each other one
    lives on; `ties`: that of a step, that the timers of some nodes come before what arrives at the same time.
    """
    off = absent or {}
    cluster = _Cluster(len(graphs[0].links), timers, spared, ties, seed)
    changes = iter(sorted({g.t_ms for g in graphs} | _switched(off, end)))
    upcoming, at = next(changes, None), 0
    now: int | None = 0
    while now is not None and now < end:
        if upcoming == now:
            while at + 1 < len(graphs) and graphs[at + 1].t_ms <= now:
                at += 1
            cluster.see(graphs[at], _alive(len(graphs[0].links), off, now), now)
            upcoming = next(changes, None)
        cluster.step(now)
        now = min((t for t in (upcoming, cluster.next_time()) if t is not None), default=None)
    return tuple(sorted(cluster.memberships(), key=lambda m: (m.formed_ms, m.ended_ms or end, m.members)))


def _switched(absent: Absences, end: int) -> set[int]:
    """When nodes go off and on."""
    times = {t for spans in absent.values() for span in spans for t in span if t is not None}
    return {t for t in times if t < end}


def _alive(nodes: int, absent: Absences, now: int) -> int:
    return mask_of([n for n in range(nodes) if not is_off(n, now, absent)])
