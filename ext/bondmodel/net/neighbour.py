"""Neighbour entries that cannot be confirmed any more: why the other direction of a dead pair dies later (Linux
net/core/neighbour.c).

An entry in use is good for 15 to 45 s (`base_reachable_time` 30 s, half to one and a half of it), is used unconfirmed
for 5 s more, then probed three times a second apart; if no answer comes, nothing is sent to the peer until an answer
or a question of the peer comes in. Traffic that is UDP confirms nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .clock import Phase

REACHABLE_MS = (15_000, 45_000)
DELAY_PROBE_MS = 5_000
ASKS_MS = 1_000  # retrans_time
PROBES_MS = 3 * ASKS_MS  # ucast_solicit 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whether requests for the neighbour arrive between two nodes, `a` and `b`: to one (unicast) and to all
    (broadcast).
    """

    ab: bool
    ba: bool
    ab_all: bool
    ba_all: bool

    def turned(self) -> Reach:
        return Reach(ab=self.ba, ba=self.ab, ab_all=self.ba_all, ba_all=self.ab_all)


FINE = Reach(ab=True, ba=True, ab_all=True, ba_all=True)


def confirmed(reach: Reach) -> bool:
    """Return whether unicast probes of an entry are answered: both directions carry them."""
    return reach.ab and reach.ba


def recovers_by_itself(reach: Reach) -> bool:
    """Return whether a's entry for b, once lost, comes back by a's own asking: b's answer is unicast."""
    return reach.ba and (reach.ab or reach.ab_all)


def lost(reach: Reach, *, a_expired: bool, b_expired: bool) -> bool:
    """Return whether a cannot send to b for want of an entry. An expired entry that does not come back makes its node
    ask all, each second for ever; the question refreshes the other node's entry for the asker.
    """
    if not a_expired or confirmed(reach) or recovers_by_itself(reach):
        return False
    b_asks_all = b_expired and not recovers_by_itself(reach.turned())
    return not (b_asks_all and reach.ba_all)


def expires_after(phase: Phase, name: str) -> int:
    """Return milliseconds from the moment at which probes are no longer answered to the entry's end, at a random age of
    the entry.
    """
    reachable = phase.draw(f"reachable {name}", *REACHABLE_MS)
    return phase.draw(f"entry {name}", 0, reachable + DELAY_PROBE_MS) + PROBES_MS
