"""Totem's GATHER state: how nodes that do not all hear each other agree on rings.

All of it happens within a millisecond of the model; what matters is the order. A join takes one hop. What arrives in
the hop in which a timer is due comes before it; in a real cluster such a tie may go either way. Only at the
representative the timer wins, if it says no more than what arrives: nobody is given up by that who could have stayed.
Node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bondmodel.cluster.knet import bits, mask_of
from bondmodel.cluster.ring import formable


class Lists(NamedTuple):
    """What a gathering node holds when a timer fires: its lists, whose joins it has had, and in which hop its own timer
    is due (-1: not at all).
    """

    node: int
    proc: int
    failed: int
    memb: int
    heard: int
    hop: int


class After(NamedTuple):
    """A node's failed list, and how many hops after the first of its group it began its timer again (None: it did
    not).
    """

    failed: int
    begun: int | None


class _Consensus:
    """One consensus timeout played out: joins travel, timers fire one after another, until nobody changes its lists."""

    def __init__(self, edges: tuple[int, ...], lists: tuple[Lists, ...], early: int) -> None:
        self.edges = edges
        self.early = early
        self.proc = {own.node: own.proc for own in lists}
        self.failed = {own.node: own.failed for own in lists}
        self.memb = {own.node: own.memb for own in lists}
        self.heard = {own.node: own.heard for own in lists}
        self.timers = {own.node: own.hop for own in lists if own.hop >= 0}
        self.unheard = {n: self.missing(n) for n in self.proc}
        self.begun: dict[int, int] = {}  # when a node began its timer again
        known_failed = [(n, failed) for n, failed in self.failed.items() if failed]
        self.joins: dict[int, list[tuple[int, int]]] = {0: known_failed} if known_failed else {}  # by when they arrive

    def missing(self, node: int) -> int:
        """Those from whom `node` had no join with its own lists before the timers fired."""
        waits = self.proc[node] & ~self.failed[node] & ~(1 << node)
        near = waits & self.edges[node]
        return waits & ~near & ~self.heard[node] | mask_of(
            [k for k in bits(near) if self.failed.get(k) != self.failed[node]]
        )

    def receive(self, node: int, sender: int, failed: int) -> bool:
        """Whether a join with this failed list changes what `node` holds (memb_join_process: only a member of my last
        ring is believed).
        """
        before = self.failed[node]
        if before >> sender & 1:
            return False
        if failed >> node & 1:
            self.failed[node] = before | 1 << sender
        elif self.memb[node] >> sender & 1:
            self.failed[node] = before | failed
        return self.failed[node] != before

    def deliver(self, joins: Iterable[tuple[int, int]], now: int) -> set[int]:
        """Deliver joins (sender, failed list); the nodes whose lists changed, which begin their timers again."""
        before = dict(self.failed)
        changed: set[int] = set()
        for sender, failed in joins:
            changed |= {node for node in bits(self.edges[sender]) if self.receive(node, sender, failed)}
        for node in changed:
            if not (self.timers.get(node) == now and self.leads(node) and self.knew(node, before[node])):
                self.timers.pop(node, None)
        return changed

    def leads(self, node: int) -> bool:
        """Whether it is the representative of those whom it has not given up."""
        return not self.proc[node] & ~self.failed[node] & ((1 << node) - 1)

    def knew(self, node: int, before: int) -> bool:
        """Whether what it just learned is no more than what its own timer would have told it."""
        return not self.failed[node] & ~before & ~self.unheard[node]

    def fire(self, now: int, among: int = -1) -> set[int]:
        """Fire the timers of some nodes that are due; the nodes that thereby begin to gather anew."""
        due = {node for node, at in self.timers.items() if at == now and among >> node & 1}
        for node in due:
            del self.timers[node]
            self.failed[node] |= self.unheard[node]
        return due

    def run(self) -> None:
        while self.timers or self.joins:
            now = min([*self.timers.values(), *self.joins])
            changed = self.fire(now, self.early) if self.early else set()
            changed |= self.deliver(self.joins.pop(now, ()), now)
            changed |= self.fire(now)
            self.begun |= dict.fromkeys(changed, now)
            if changed:
                self.joins[now + 1] = [(node, self.failed[node]) for node in sorted(changed)]

    def rings(self) -> tuple[int, ...]:
        """The sets of nodes that agree on each other and can pass a commit token around."""
        views = {n: self.proc[n] & ~self.failed[n] for n in self.proc}
        return tuple(
            view
            for view in sorted(set(views.values()))
            if view and all(views.get(k) == view for k in bits(view)) and formable(view, self.edges)
        )


@lru_cache(maxsize=65536)
def consensus_timeout(
    edges: tuple[int, ...], lists: tuple[Lists, ...], early: int = 0
) -> tuple[tuple[int, ...], tuple[After, ...]]:
    """Return what a group of gathering nodes arrives at when its consensus timers fire: the rings that form, and what
    became of each node's list, in order. `early`: the nodes whose timers come before what arrives in the same hop.

    Source: totemsrp.c, memb_state_consensus_timeout_expired and memb_join_process.
    """
    play = _Consensus(edges, lists, early)
    play.run()
    after = {n: hop - min(play.begun.values()) for n, hop in play.begun.items()}
    return play.rings(), tuple(After(play.failed[own.node], after.get(own.node)) for own in lists)
