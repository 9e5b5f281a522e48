"""Totem's GATHER state: how nodes that do not all hear each other agree on rings.

A message takes no time, but one that needs fewer hops arrives before one that needs more, and before a timer that is
due in the same instant. Node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from functools import lru_cache

from .knet import bits, mask_of
from .ring import formable

Lists = tuple[int, int, int, int, int, int]  # node, proc, failed, memb, heard, hop of its timer (-1: not due)


class _Consensus:
    """One consensus timeout played out: joins travel, timers fire hop by hop, until nobody changes its lists."""

    def __init__(self, edges: tuple[int, ...], lists: tuple[Lists, ...]) -> None:
        self.edges = edges
        self.proc = {n: proc for n, proc, *_ in lists}
        self.failed = {n: failed for n, _, failed, *_ in lists}
        self.memb = {n: memb for n, _, _, memb, *_ in lists}
        self.heard = {n: heard for n, *_, heard, _ in lists}
        self.timers = {n: hop for n, *_, hop in lists if hop >= 0}
        self.unheard = {n: self.missing(n) for n in self.proc}
        self.sending: list[int] = [n for n, failed in self.failed.items() if failed]

    def missing(self, node: int) -> int:
        """Those from whom `node` had no join with its own lists before the timers fired."""
        waits = self.proc[node] & ~self.failed[node] & ~(1 << node)
        near = waits & self.edges[node]
        return waits & ~near & ~self.heard[node] | mask_of([k for k in bits(near) if self.failed.get(k) != self.failed[node]])

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

    def deliver(self) -> set[int]:
        """Deliver what was sent in the last hop; the nodes whose lists changed.

        One that learns only what it would find itself keeps its timer.
        """
        changed: set[int] = set()
        for sender, failed in [(sender, self.failed[sender]) for sender in self.sending]:
            for node in bits(self.edges[sender]):
                before = self.failed[node]
                if self.receive(node, sender, failed):
                    changed.add(node)
                    if self.failed[node] & ~before & ~self.unheard[node]:
                        self.timers.pop(node, None)
        return changed

    def run(self) -> None:
        hop = 0
        while self.timers or self.sending:
            changed = self.deliver()
            for node in sorted(n for n, at in self.timers.items() if at <= hop):
                del self.timers[node]
                if self.unheard[node] & ~self.failed[node]:
                    self.failed[node] |= self.unheard[node]
                    changed.add(node)
            self.sending = sorted(changed)
            hop += 1

    def rings(self) -> tuple[int, ...]:
        """The sets of nodes that agree on each other and can pass a commit token around."""
        views = {n: self.proc[n] & ~self.failed[n] for n in self.proc}
        return tuple(
            view
            for view in sorted(set(views.values()))
            if view and all(views.get(k) == view for k in bits(view)) and formable(view, self.edges)
        )


@lru_cache(maxsize=65536)
def consensus_timeout(edges: tuple[int, ...], lists: tuple[Lists, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What a group of gathering nodes arrives at when its consensus timers fire: the rings that form, and the failed
    list of each node in order.

    Source: totemsrp.c, memb_state_consensus_timeout_expired and memb_join_process.
    """
    play = _Consensus(edges, lists)
    play.run()
    return play.rings(), tuple(play.failed[n] for n, *_ in lists)
