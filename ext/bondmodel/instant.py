"""What happens to the rings of a cluster in one instant: tokens lost, timers due, rings that hear each other.

All that has no duration is played out here; `totem` puts the instants on the clock. An instant depends on nothing but
its arguments and is worked out once. Times are milliseconds from the instant, node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from .gather import Lists, consensus_timeout
from .knet import bits
from .ring import component

HEARD = "everybody was heard"
GIVEN_UP = "those not heard within the consensus timeout were given up"


class Gatherer(NamedTuple):
    """A node in GATHER (totemsrp.c: my_proc_list, my_failed_list), with the members of its last ring, from whom it
    heard a join since it began its consensus timer (consensus_list), in how many ms that is due, and how many hops
    after others it began.
    """

    node: int
    proc: int
    failed: int
    memb: int
    heard: int
    due: int
    hop: int


class State(NamedTuple):
    """The rings there are, and the nodes that are in none."""

    rings: tuple[int, ...]
    gathering: tuple[Gatherer, ...]


class Formed(NamedTuple):
    """A ring that formed in this instant and, if `lasting`, is still there after it."""

    members: int
    cause: str
    lasting: bool


@lru_cache(maxsize=65536)
def instant(
    edges: tuple[int, ...], alive: int, consensus: int, state: State, lost: tuple[tuple[int, int], ...]
) -> tuple[State, tuple[Formed, ...]]:
    """The state after an instant, and the rings that formed in it.

    `edges`: whom each node exchanges data with. `consensus`: the timeout. `lost`: the rings whose token timeout
    is over, each with the member that misses the token first.
    """
    play = _Instant(edges, alive, consensus, state)
    for ring, starved in lost:
        play.lose(ring, starved)
    play.fire()
    play.settle()
    gathering = tuple(play.gathering[n] for n in sorted(play.gathering))
    formed = tuple(Formed(members, cause, members in play.rings) for members, cause in play.formed)
    return State(tuple(sorted(play.rings)), gathering), formed


class _Instant:
    def __init__(self, edges: tuple[int, ...], alive: int, consensus: int, state: State) -> None:
        self.edges, self.alive, self.consensus = edges, alive, consensus
        self.rings = set(state.rings)
        self.gathering = {g.node: g._replace(heard=g.heard | edges[g.node]) for g in state.gathering}
        self.formed: list[tuple[int, str]] = []
        self.entered = 0  # who entered GATHER and has told nobody yet
        self.starters = 0  # who of them was the first

    # -- rings end

    def lose(self, ring: int, starved: int) -> None:
        """The token is lost: every member gathers, in each part of the ring first the one that misses it first."""
        self.leave(ring)
        left = ring & self.alive
        members = bits(ring)
        for node in sorted(members, key=lambda n: (n < starved, n)):
            if left >> node & 1:
                self.starters |= 1 << node
                left &= ~component(1 << node, self.edges, self.alive)

    def leave(self, ring: int) -> None:
        self.rings.remove(ring)
        for node in bits(ring & self.alive):
            self.gathering[node] = Gatherer(node, ring, 0, ring, self.edges[node], self.consensus, 0)
        self.entered |= ring & self.alive

    def merge(self) -> None:
        """Disturb every ring that hears a foreign one, or the join of a node that has not given up on it."""
        hit = [(ring, touched) for ring in sorted(self.rings) if (touched := self.foreign(ring))]
        for ring, touched in hit:
            self.leave(ring)
            self.starters |= touched

    def foreign(self, ring: int) -> int:
        """The members that hear from outside the ring: a representative's merge-detect message, else any other."""
        by_lowest = by_any = 0
        for other in self.rings - {ring}:
            by_lowest |= self.edges[(other & -other).bit_length() - 1] & ring
            by_any |= self.around(other) & ring
        for g in self.gathering.values():
            by_any |= self.edges[g.node] & ring & ~g.failed
        return by_lowest or by_any

    def around(self, nodes: int) -> int:
        """Who hears one of `nodes`."""
        out = 0
        for node in bits(nodes):
            out |= self.edges[node]
        return out

    # -- nodes gather

    def groups(self) -> list[int]:
        """The gathering nodes that hear each other's joins and have not given each other up."""
        near = [0] * len(self.edges)
        for node, g in self.gathering.items():
            heard = [k for k in bits(self.edges[node] & ~g.failed) if k in self.gathering]
            near[node] = sum(1 << k for k in heard if not self.gathering[k].failed >> node & 1)
        left, out = sum(1 << n for n in self.gathering), []
        while left:
            group = component(left & -left, near, left)
            out.append(group)
            left &= ~group
        return out

    def settle(self) -> None:
        """Let rings that hear each other gather, joins travel, and those form who miss nobody, until nothing
        changes.
        """
        while True:
            self.merge()
            for group in self.groups():
                self.spread(group)
            self.entered = self.starters = 0
            for group in self.groups():
                self.exchange(group, [(*self.gathering[n][:5], -1) for n in bits(group)], HEARD)
            if not any(self.foreign(ring) for ring in self.rings):
                return

    def spread(self, group: int) -> None:
        """Bring the joins of those who entered to all whom they reach: each begins its consensus timer, as many hops
        later as it is away.
        """
        members = [self.gathering[n] for n in bits(group)]
        proc = group
        for g in members:
            proc |= g.proc
        if not group & self.entered and all(g.proc == proc for g in members):
            return
        fresh, hop = self.starters & group or self.entered & group or group, 0
        left = group
        while left:
            for n in bits(fresh):
                g = self.gathering[n]
                self.gathering[n] = g._replace(proc=proc, heard=self.edges[n], due=self.consensus, hop=hop)
            left &= ~fresh
            fresh = self.around(fresh) & left or left
            hop += 1

    def fire(self) -> None:
        """Let the consensus timers fire that are due."""
        if all(g.due > 0 for g in self.gathering.values()):
            return
        for group in self.groups():
            members = [self.gathering[n] for n in bits(group)]
            if any(g.due <= 0 for g in members):
                self.exchange(group, [(*g[:5], g.hop if g.due <= 0 else -1) for g in members], GIVEN_UP)

    def exchange(self, group: int, lists: list[Lists], cause: str) -> None:
        """Have a group exchange its lists, form the rings that come of it, and begin the timers again of those who
        changed their lists.
        """
        edges = tuple(e & group if group >> n & 1 else 0 for n, e in enumerate(self.edges))
        rings, failed = consensus_timeout(edges, tuple(lists))
        for (n, _, before, _, _, hop), after in zip(lists, failed, strict=True):
            if after != before or hop >= 0:
                heard = self.edges[n]
                self.gathering[n] = self.gathering[n]._replace(failed=after, heard=heard, due=self.consensus, hop=0)
        for ring in rings:
            for n in bits(ring):
                del self.gathering[n]
            self.rings.add(ring)
            self.formed.append((ring, cause))
