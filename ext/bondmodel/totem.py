"""Totem: which rings form in a cluster whose nodes do not all hear each other, and when.

The membership protocol is followed on the scale of its timers: a message takes no time, but one that needs fewer hops
arrives before one that needs more, and before a timer that is due in the same instant. Times are whole milliseconds,
node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .gather import Lists, consensus_timeout
from .knet import Graph, bits, mask_of
from .ring import Membership, Timers, component, successors


@dataclass(frozen=True, slots=True)
class _Gather:
    """The lists of one gathering node (totemsrp.c: my_proc_list, my_failed_list), who it shared its last ring with, and
    its timer.
    """

    proc: int
    failed: int
    memb: int
    due: int
    hop: int


@dataclass(slots=True)
class _Ring:
    members: int
    formed: int
    cause: str
    synced: bool = True
    broken: int | None = None  # since when the token cannot go around
    starved: int = 0  # who misses it first


class _Cluster:
    """The state of every node at one time; `step` brings it to the next."""

    def __init__(self, nodes: int, timers: Timers) -> None:
        self.timers, self.nodes = timers, nodes
        self.now = 0
        self.alive = (1 << nodes) - 1
        self.links: tuple[int, ...] = ()
        self.edges: tuple[int, ...] = ()
        self.carries: tuple[int, ...] = ()
        self.rings: list[_Ring] = [_Ring(self.alive, 0, "the cluster as it started")]
        self.gathering: dict[int, _Gather] = {}
        self.entered = 0  # nodes that entered GATHER or must begin it again, in this instant
        self.starters = 0
        self.log: list[Membership] = []

    # -- what happens at a time

    def see(self, graph: Graph, alive: int) -> None:
        self.alive = alive
        mask = [alive if alive >> n & 1 else 0 for n in range(self.nodes)]
        self.carries = tuple(c & m for c, m in zip(graph.carries, mask, strict=True))
        self.edges = tuple(e & m for e, m in zip(graph.edges(), mask, strict=True))
        self.gathering = {n: g for n, g in self.gathering.items() if alive >> n & 1}
        for ring in [r for r in self.rings if not r.members & alive]:
            self.close(ring)

    def step(self, now: int) -> None:
        self.now = now
        self.watch_tokens()
        self.fire()
        while True:
            self.merge()
            self.restart()
            self.form_at_once()
            if not self.unsettled():
                break

    def next_time(self) -> int | None:
        times = [g.due for g in self.gathering.values()]
        times += [r.broken + self.timers.token for r in self.rings if r.broken is not None]
        return min(times, default=None)

    # -- rings

    def watch_tokens(self) -> None:
        """Lose the rings whose token did not come around for the token timeout."""
        for ring in list(self.rings):
            stuck = next(((a, b) for a, b in successors(ring.members) if not self.carries[a] >> b & 1), None)
            if stuck is None:
                ring.broken = None
            elif ring.broken is None:
                ring.broken, ring.starved = self.now, stuck[1]
            if ring.broken is not None and self.now >= ring.broken + self.timers.token:
                self.lose(ring)

    def lose(self, ring: _Ring) -> None:
        """The token is lost: every member gathers, in each part of the ring first the one that misses it first."""
        order = [n for n in bits(ring.members) if n >= ring.starved] + [
            n for n in bits(ring.members) if n < ring.starved
        ]
        left = ring.members & self.alive
        self.close(ring)
        self.gather(left, ring.members)
        for node in order:
            if left >> node & 1:
                self.starters |= 1 << node
                left &= ~component(1 << node, self.edges, self.alive)

    def close(self, ring: _Ring) -> None:
        self.rings.remove(ring)
        self.log.append(self.record(ring, self.now))

    def record(self, ring: _Ring, ended: int | None) -> Membership:
        alone = not ring.members & ring.members - 1
        synced = ring.synced and (ended is None or ended > ring.formed or alone)
        return Membership(ring.formed, tuple(bits(ring.members)), synced, ended, ring.cause, ring.broken)

    def gather(self, nodes: int, memb: int) -> None:
        for n in bits(nodes):
            self.gathering[n] = _Gather(memb, 0, memb, self.now + self.timers.consensus, 0)
        self.entered |= nodes

    def unsettled(self) -> bool:
        return bool(self.entered) or any(self.foreign(ring) for ring in self.rings)

    def merge(self) -> None:
        """Disturb every ring that hears a foreign one, or the join of a node that has not given up on it."""
        hit = [(ring, touched) for ring in self.rings if (touched := self.foreign(ring))]
        for ring, touched in hit:
            self.close(ring)
            self.gather(ring.members & self.alive, ring.members)
            self.starters |= touched

    def foreign(self, ring: _Ring) -> int:
        """The members that hear from outside the ring: a representative's merge-detect message, else any other."""
        by_lowest = by_any = 0
        for other in self.rings:
            if other is not ring:
                lowest = (other.members & -other.members).bit_length() - 1
                by_lowest |= self.edges[lowest] & ring.members
                for n in bits(other.members):
                    by_any |= self.edges[n] & ring.members
        for n, g in self.gathering.items():
            by_any |= self.edges[n] & ring.members & ~g.failed
        return by_lowest or by_any

    # -- gathering

    def joined(self, node: int) -> int:
        """The gathering nodes that `node` and they themselves have not given up."""
        g = self.gathering[node]
        return sum(
            1 << k
            for k in bits(self.edges[node] & ~g.failed)
            if k in self.gathering and not self.gathering[k].failed >> node & 1
        )

    def groups(self) -> list[int]:
        around = [self.joined(n) if n in self.gathering else 0 for n in range(self.nodes)]
        left, out = mask_of(set(self.gathering)), []
        while left:
            group = component(left & -left, around, left)
            out.append(group)
            left &= ~group
        return out

    def restart(self) -> None:
        """Spread the joins of those who entered: all whom they reach begin their consensus timers, each as many hops
        later as it is away.
        """
        for group in self.groups():
            procs = {self.gathering[n].proc for n in bits(group)}
            if not group & self.entered and len(procs) == 1:
                continue
            proc = group
            for p in procs:
                proc |= p
            first = self.starters & group or self.entered & group or group
            self.arm(group, proc, first)
        self.entered = self.starters = 0

    def arm(self, group: int, proc: int, first: int) -> None:
        reached, hop = first, 0
        fresh = first
        while fresh or reached != group:
            for n in bits(fresh):
                g = self.gathering[n]
                self.gathering[n] = replace(g, proc=proc, due=self.now + self.timers.consensus, hop=hop)
            around = 0
            for n in bits(fresh):
                around |= self.edges[n]
            fresh = around & group & ~reached or (group & ~reached if not around & group & ~reached else 0)
            reached |= fresh
            hop += 1

    def form_at_once(self) -> None:
        """Let joins travel; those who come to the same lists, and miss nobody, need no timer."""
        for group in self.groups():
            self.play(group, [(*self.lists(n)[:4], -1) for n in bits(group)], "everybody was heard")

    def play(self, group: int, lists: Sequence[Lists], cause: str) -> None:
        """Have a group exchange its lists, form the rings that come of it, and begin the timers of those who changed
        theirs again.
        """
        edges = tuple(e & group if group >> n & 1 else 0 for n, e in enumerate(self.edges))
        rings, failed = consensus_timeout(edges, tuple(lists))
        for (n, _, before, _, hop), after in zip(lists, failed, strict=True):
            if after != before or hop >= 0:
                due = self.now + self.timers.consensus
                self.gathering[n] = replace(self.gathering[n], failed=after, hop=0, due=due)
        for ring in rings:
            self.form(ring, cause)

    def form(self, members: int, cause: str) -> None:
        for n in bits(members):
            del self.gathering[n]
        self.rings.append(_Ring(members, self.now, cause))

    def fire(self) -> None:
        """Let the consensus timers fire that are due."""
        for group in self.groups():
            nodes = bits(group)
            if not any(self.gathering[n].due <= self.now for n in nodes):
                continue
            self.play(group, [self.lists(n) for n in nodes], "those not heard in the consensus timeout were given up")

    def lists(self, node: int) -> Lists:
        g = self.gathering[node]
        return node, g.proc, g.failed, g.memb, g.hop if g.due <= self.now else -1


def memberships(
    graphs: Sequence[Graph], timers: Timers, end: int, gone: Mapping[int, int] | None = None
) -> tuple[Membership, ...]:
    """Every ring of a run from 0 to `end` (ms), by the time it formed.

    `graphs` as `knet.graph` gives them; `gone` says when a node was reset and left for good. At 0 all nodes form one
    ring.
    """
    lost = dict(gone or {})
    cluster = _Cluster(len(graphs[0].links), timers)
    changes = iter(sorted({g.t_ms for g in graphs} | {t for t in lost.values() if t < end}))
    upcoming, at = next(changes, None), 0
    now: int | None = 0
    while now is not None and now < end:
        if upcoming == now:
            while at + 1 < len(graphs) and graphs[at + 1].t_ms <= now:
                at += 1
            cluster.see(graphs[at], _alive(cluster.nodes, lost, now))
            upcoming = next(changes, None)
        cluster.step(now)
        now = min((t for t in (upcoming, cluster.next_time()) if t is not None), default=None)
    rings = cluster.log + [cluster.record(ring, None) for ring in cluster.rings]
    return tuple(sorted(rings, key=lambda m: (m.formed_ms, m.members)))


def _alive(nodes: int, gone: Mapping[int, int], now: int) -> int:
    return mask_of([n for n in range(nodes) if gone.get(n, now + 1) > now])
