"""Which nodes are quorate in which rings: votequorum's state as it goes from one synchronised ring to the next.

Source: corosync exec/votequorum.c (recalculate_quorum, are_we_quorate, the nodeinfo handler). Times are whole
milliseconds, nodes are counted from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .ring import Absences, Membership
from .votequorum import Quorum


@dataclass(frozen=True, slots=True)
class _VotingNode:
    """What votequorum of one node holds: `shrinks_at` is when last_man_standing lowers what it expects."""

    expected: int
    needed: int
    quorate: bool
    waiting: bool  # wait_for_all_status
    previous: tuple[int, ...] = ()
    lowest: int | None = None  # as when it was quorate for the last time
    highest: int | None = None
    shrinks_at: int | None = None


@dataclass(frozen=True, slots=True)
class _Votes:
    """What a ring counts: its votes, those it expects, and those it needs to be quorate."""

    total: int
    expected: int
    needed: int


class _History:
    def __init__(self, rings: Sequence[Membership], quorum: Quorum, absent: Absences) -> None:
        self.rings = rings
        self.quorum = quorum
        self.returns = {
            node: sorted(until for _, until in spans if until is not None) for node, spans in absent.items()
        }
        self.nodes: dict[int, _VotingNode] = {}
        self.seen: dict[int, int] = {}  # when the state of a node was last made
        self.device: tuple[int, ...] | None = None
        self.out: list[set[Membership]] = [set() for _ in range(quorum.nodes)]

    def run(self) -> None:
        for ring in self.rings:
            if not ring.synced:
                continue
            before = [self.state(node, ring.formed_ms) for node in ring.members]
            for node, state in zip(ring.members, self.joined(ring, before), strict=True):
                self.nodes[node], self.seen[node] = state, ring.formed_ms
                if state.quorate:
                    self.out[node].add(ring)

    def state(self, node: int, now: int) -> _VotingNode:
        """The state with which a node enters a ring: a new one if it has started since the last."""
        back = [t for t in self.returns.get(node, ()) if self.seen.get(node, -1) < t <= now]
        known = None if back else self.nodes.get(node)
        if known is None:
            expects = self.quorum.expects
            return _VotingNode(expects, 0, quorate=False, waiting=self.quorum.waits_for_all)
        if known.shrinks_at is not None and known.shrinks_at <= now and known.quorate:
            left = len(known.previous)
            return replace(known, expected=left, needed=left // 2 + 1, shrinks_at=None)
        return known

    def joined(self, ring: Membership, before: Sequence[_VotingNode]) -> list[_VotingNode]:
        """The states of a ring's members once it has synchronised."""
        quorate = [state for state in before if state.quorate]
        leading = quorate or before
        expected = max(state.expected for state in leading)
        total = self.quorum.total(ring.members) + self.device_votes(ring)
        expected = max(expected, total)
        needed = max(*(state.needed for state in leading), expected // 2 + 1)
        if self.quorum.two_node and len(ring.members) <= 2:
            needed = 1
        settled = any(not state.waiting for state in quorate)
        votes = _Votes(total=total, expected=expected, needed=needed)
        return [self.after(ring, state, votes, settled=settled) for state in before]

    def after(self, ring: Membership, state: _VotingNode, votes: _Votes, *, settled: bool) -> _VotingNode:
        waiting = self.quorum.waits_for_all and state.waiting and not settled and votes.total != votes.expected
        lowest, highest = state.lowest, state.highest
        quorate = not waiting and votes.total >= votes.needed
        if quorate:
            lowest, highest = ring.members[0], ring.members[-1]
        elif not waiting and self.wins_tie(ring, state, votes):
            quorate = True
        return _VotingNode(
            expected=votes.expected,
            needed=votes.needed,
            quorate=quorate,
            waiting=self.quorum.waits_for_all and not quorate,
            previous=ring.members,
            lowest=lowest,
            highest=highest,
            shrinks_at=self.window(ring, state, votes.needed, quorate=quorate),
        )

    def wins_tie(self, ring: Membership, state: _VotingNode, votes: _Votes) -> bool:
        """auto_tie_breaker: half of the votes, the other half could not go on by itself, and the named node is here."""
        if not self.quorum.breaks_ties or votes.total != votes.expected // 2:
            return False
        return len(state.previous) - len(ring.members) < votes.needed and self.has_tie_breaker(ring, state)

    def has_tie_breaker(self, ring: Membership, state: _VotingNode) -> bool:
        breaker = self.quorum.auto_tie_breaker
        if breaker == "lowest":
            return state.lowest in ring.members
        if breaker == "highest":
            return state.highest in ring.members
        for at, node in enumerate(breaker or ()):
            if node in ring.members:
                return not any(earlier in state.previous for earlier in (breaker or ())[:at])
        return False

    def window(self, ring: Membership, state: _VotingNode, needed: int, *, quorate: bool) -> int | None:
        """When last_man_standing counts anew; none where nobody left."""
        left = set(state.previous) - set(ring.members)
        if not self.quorum.last_man_standing or not left:
            return None
        tied = quorate and self.quorum.breaks_ties and len(ring.members) <= needed
        return ring.formed_ms + self.quorum.last_man_standing_window if len(ring.members) >= needed or tied else None

    def device_votes(self, ring: Membership) -> int:
        """The votes of the device that a ring gets, when all nodes have told it their rings."""
        if not self.quorum.device_votes:
            return 0
        favoured = self.quorum.favoured([ring.members, *self.other_rings(ring)], self.device)
        if favoured != ring.members:
            return 0
        self.device = ring.members
        return self.quorum.device_votes

    def other_rings(self, ring: Membership) -> set[tuple[int, ...]]:
        """The rings of the other nodes: those they are in when `ring` forms, else the next ones that they form while it
        lasts.
        """
        others = [r for r in self.rings if r.synced and not set(r.members) & set(ring.members)]
        now = [
            r for r in others if r.formed_ms <= ring.formed_ms and (r.ended_ms is None or r.ended_ms > ring.formed_ms)
        ]
        placed = {node for r in now for node in r.members}
        out = {r.members for r in now}
        for r in others:
            later = r.formed_ms > ring.formed_ms and (ring.ended_ms is None or r.formed_ms < ring.ended_ms)
            if later and not placed & set(r.members):
                out.add(r.members)
                placed |= set(r.members)
        return out


def quorate_rings(
    rings: Sequence[Membership], quorum: Quorum, absent: Absences | None = None
) -> tuple[frozenset[Membership], ...]:
    """Return per node the rings in which it is quorate.

    `rings` by the time they formed, the first of which all nodes had formed before the run; `absent` says when a node
    was off, so that it starts anew.
    """
    history = _History(rings, quorum, absent or {})
    history.run()
    return tuple(map(frozenset, history.out))


def of_any(rings: Iterable[frozenset[Membership]]) -> frozenset[Membership]:
    """Return the rings in which some node is quorate."""
    return frozenset().union(*rings)
