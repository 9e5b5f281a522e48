"""One step of Totem: what happens to the rings of a cluster at one time, when tokens are lost, timers are due, or rings
hear each other.

All that has no duration is played out here; `rings` puts the steps on the clock. A step depends on nothing but its
arguments and is worked out once. Times are milliseconds from the step, node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from bondmodel.cluster.knet import bits
from bondmodel.cluster.ring import component

from .gather import Lists, consensus_timeout

HEARD = "everybody was heard"
GIVEN_UP = "those not heard within the consensus timeout were given up"


class Gatherer(NamedTuple):
    """A node in GATHER (totemsrp.c: my_proc_list, my_failed_list), with the members of its last ring, from whom it
    heard a join since it began its consensus timer (consensus_list), in how many ms that is due, and how many hops
    later than others it began.
    """

    node: int
    proc: int
    failed: int
    memb: int
    heard: int
    due: int
    hop: int


class TotemState(NamedTuple):
    """The rings there are, and the nodes that are in none."""

    rings: tuple[int, ...]
    gathering: tuple[Gatherer, ...]


class Formed(NamedTuple):
    """A ring that formed in this step and, if `lasting`, is still there after it."""

    members: int
    cause: str
    lasting: bool


@lru_cache(maxsize=65536)
def step(
    edges: tuple[int, ...],
    alive: int,
    consensus: int,
    state: TotemState,
    lost: tuple[tuple[int, int], ...],
    *,
    spares: bool = False,
    early: int = 0,
) -> tuple[TotemState, tuple[Formed, ...]]:
    """Return the state after a step, and the rings that formed in it.

    `edges`: whom each node exchanges data with. `consensus`: the timeout. `lost`: the rings whose token timeout
    is over, each with the member that misses the token first. `spares`: of rings that form at once and hear each
    other, one may outlive it (see `_Step.spare`).
    """
    play = _Step(edges, alive, consensus, state, early)
    for ring, starved in lost:
        play.lose(ring, starved)
    play.fire()
    if spares:
        play.spare()
    play.settle()
    gathering = tuple(play.gathering[n] for n in sorted(play.gathering))
    formed = tuple(Formed(members, cause, members in play.rings) for members, cause in play.formed)
    return TotemState(tuple(sorted(play.rings)), gathering), formed


def _lists(gatherer: Gatherer, hop: int) -> Lists:
    return Lists(
        node=gatherer.node,
        proc=gatherer.proc,
        failed=gatherer.failed,
        memb=gatherer.memb,
        heard=gatherer.heard,
        hop=hop,
    )


def _foreign(sends: dict[int, int], ring: int) -> int:
    """The members of a ring that hear another one, if `sends` says whom a ring's messages reach."""
    out = 0
    for other, reached in sends.items():
        out |= reached & ring if other != ring else 0
    return out


class _Step:
    def __init__(self, edges: tuple[int, ...], alive: int, consensus: int, state: TotemState, early: int) -> None:
        self.early = early
        self.edges, self.alive, self.consensus = edges, alive, consensus
        self.rings = set(state.rings)
        self.gathering = {g.node: g._replace(heard=g.heard | edges[g.node]) for g in state.gathering}
        self.formed: list[tuple[int, str]] = []
        self.entered = 0  # who entered GATHER and has told nobody yet
        self.starters = 0  # who of them did so first

    # -- rings end

    def lose(self, ring: int, starved: int) -> None:
        """The token is lost: every member gathers, in each part of the ring first the one that misses it first."""
        self.leave(ring)
        left = ring & self.alive
        for node in sorted(bits(left), key=lambda n: (n < starved, n)):
            if left >> node & 1:
                self.starters |= 1 << node
                left &= ~component(1 << node, self.edges, self.alive)

    def leave(self, ring: int) -> None:
        self.rings.remove(ring)
        for node in bits(ring & self.alive):
            self.gathering[node] = Gatherer(
                node=node, proc=ring, failed=0, memb=ring, heard=self.edges[node], due=self.consensus, hop=0
            )
        self.entered |= ring & self.alive

    def merge(self) -> bool:
        """Have those rings gather that hear something foreign; whether there was one.

        A node's join comes first, then a representative's merge-detect message, then what any member sends.
        """
        joined = self.reached(self.by_join)
        hit = joined or self.foreign()
        for ring in hit:
            self.leave(ring)
        if not (joined and self.starters):
            self.starters |= sum(hit.values())
        return bool(hit)

    def foreign(self) -> dict[int, int]:
        """The rings that hear another ring, and their members that do."""
        lowest = {ring: self.edges[(ring & -ring).bit_length() - 1] for ring in self.rings}
        anyone = {ring: self.around(ring) for ring in self.rings}
        return self.reached(partial(_foreign, lowest)) or self.reached(partial(_foreign, anyone))

    def reached(self, by: Callable[[int], int]) -> dict[int, int]:
        """The rings of which `by` gives members, and these."""
        touched = {ring: by(ring) for ring in sorted(self.rings)}
        return {ring: members for ring, members in touched.items() if members}

    def by_join(self, ring: int) -> int:
        """The members that hear the join of a node which has not given them up."""
        out = 0
        for g in self.gathering.values():
            out |= self.edges[g.node] & ring & ~g.failed
        return out

    def around(self, nodes: int) -> int:
        """Who hears one of `nodes`."""
        out = 0
        for node in bits(nodes):
            out |= self.edges[node]
        return out

    def spare(self) -> None:
        """Of rings that have just formed and hear each other, let one live whose representative hears only its own.

        The others of it hear the foreign ring while the representative is still in RECOVERY, with its failed list of
        before; their joins have it gather with that list, and the ring forms again at once. Who hears that it was given
        up still misses those whom it does not hear, and waits for them (totemsrp.c, message_handler_memb_join).
        """
        formed = sorted(members for members, _ in self.formed if members & members - 1)
        ring = next((members for members in formed if self.leads_apart(members)), 0)
        if len(formed) < 2 or not ring:
            return
        for other in self.reached(lambda other: self.around(ring) & other & ~ring):
            self.leave(other)
            for node in bits(other & self.alive):
                g = self.gathering[node]
                self.gathering[node] = g._replace(proc=g.proc | ring, failed=ring & self.edges[node])

    def leads_apart(self, ring: int) -> bool:
        """Whether the representative hears no node outside of its ring."""
        lowest = ring & -ring
        return not self.edges[lowest.bit_length() - 1] & ~ring

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
            while self.merge():
                pass
            for group in self.groups():
                self.spread(group)
            self.entered = self.starters = 0
            for group in self.groups():
                self.exchange(group, [_lists(self.gathering[n], -1) for n in bits(group)], HEARD)
            if not self.reached(self.by_join) and not self.foreign():
                return

    def spread(self, group: int) -> None:
        """Bring the joins of those who entered to all whom they reach: each begins its consensus timer."""
        members = [self.gathering[n] for n in bits(group)]
        proc = group
        for g in members:
            proc |= g.proc
        if not group & self.entered and all(g.proc == proc for g in members):
            return
        fresh, hop, left = self.starters & group or self.entered & group or group, 0, group
        while left:
            for n in bits(fresh):
                g = self.gathering[n]
                self.gathering[n] = g._replace(proc=proc, heard=self.edges[n], due=self.consensus, hop=hop)
            left &= ~fresh
            fresh = self.around(fresh) & left
            hop += 1

    def fire(self) -> None:
        """Let the consensus timers fire that are due."""
        if all(g.due > 0 for g in self.gathering.values()):
            return
        for group in self.groups():
            members = [self.gathering[n] for n in bits(group)]
            if any(g.due <= 0 for g in members):
                self.exchange(group, [_lists(g, g.hop if g.due <= 0 else -1) for g in members], GIVEN_UP)

    def exchange(self, group: int, lists: list[Lists], cause: str) -> None:
        """Have a group exchange its lists, form the rings that come of it, and begin the timers again of those who
        changed their lists.
        """
        edges = tuple(e & group if group >> n & 1 else 0 for n, e in enumerate(self.edges))
        rings, after = consensus_timeout(edges, tuple(lists), self.early & group)
        for own, (failed, begun) in zip(lists, after, strict=True):
            if begun is not None:
                n = own.node
                heard, due = self.edges[n], self.consensus
                self.gathering[n] = self.gathering[n]._replace(failed=failed, heard=heard, due=due, hop=begun)
        for ring in rings:
            for n in bits(ring):
                del self.gathering[n]
            self.rings.add(ring)
            self.formed.append((ring, cause))
