"""Totem's rings: the timeouts that govern them, and which of them can live and form.

Times are whole milliseconds, node sets are bit masks (see `knet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bondmodel.errors import ModelError, in_range

from .knet import PingTimers, bits

DEFAULT_TOKEN = 3000  # corosync totemconfig.c: TOKEN_TIMEOUT
DEFAULT_COEFFICIENT = 650  # TOKEN_COEFFICIENT
PVE_COEFFICIENT = 125  # what Proxmox VE writes into new clusters
CONSENSUS_PERCENT = 120
TOKEN_RETRANSMITS_BEFORE_LOSS = 4
MINIMUM_TIMEOUT = 30  # MINIMUM_TIMEOUT of totemconfig.c

Absences = Mapping[int, Sequence[tuple[int, int | None]]]  # per node, in order: off from, on again at (None: never)


@dataclass(frozen=True, slots=True)
class Timers:
    """The timeouts in force, ms."""

    token: int
    consensus: int

    @classmethod
    def of(
        cls,
        nodes: int,
        token: int = DEFAULT_TOKEN,
        coefficient: int = DEFAULT_COEFFICIENT,
        consensus: int | None = None,
    ) -> Timers:
        """Return what Corosync makes of the configured values and the number of nodes in the nodelist
        (totem_volatile_config_read).
        """
        in_range("nodes", nodes, 1)
        in_range("token", token, MINIMUM_TIMEOUT)
        in_range("token_coefficient", coefficient, 0)
        effective = token + max(nodes - 2, 0) * coefficient
        least = effective * CONSENSUS_PERCENT // 100
        if consensus is None:
            return cls(effective, least)
        if in_range("consensus", consensus, 1) < least:
            raise ModelError(
                f"consensus: {consensus} ms is less than 1.2 times the token timeout of {effective} ms; "
                f"it must be at least {least}"
            )
        return cls(effective, consensus)

    @property
    def token_retransmit(self) -> int:
        """After how long without the token its last holder sends it again."""
        return int(self.token / (TOKEN_RETRANSMITS_BEFORE_LOSS + 0.2))

    @property
    def hold(self) -> int:
        """How long the representative keeps the token of an idle ring."""
        return int(self.token_retransmit * 0.8 - 10)

    def pings(self, pong_count: int = 2) -> PingTimers:
        """Return the knet timers that follow from the token timeout."""
        return PingTimers.from_token(self.token, pong_count)


@dataclass(frozen=True, slots=True)
class Membership:
    """A ring: formed at `formed_ms`, left for GATHER at `ended_ms` (None: lasts to the end).

    `synced` says whether its services finished synchronising, without which it serves nobody; `stalled_ms` since when
    its token no longer came around, if it did not. `cause` is one short sentence about why it formed.
    """

    formed_ms: int
    members: tuple[int, ...]
    synced: bool
    ended_ms: int | None
    cause: str
    stalled_ms: int | None = None


@lru_cache(maxsize=4096)
def successors(members: int) -> tuple[tuple[int, int], ...]:
    """Return the way of the token: each member with the next, by node number, and the last with the first.

    A node alone passes it to nobody.
    """
    nodes = bits(members)
    return tuple(zip(nodes, nodes[1:] + nodes[:1], strict=True)) if len(nodes) > 1 else ()


def maintainable(members: int, edges: Sequence[int]) -> bool:
    """Return whether a ring of these members goes on: each hears its successor (data that is lost on other pairs is
    retransmitted by any member that holds it).
    """
    return all(edges[a] >> b & 1 for a, b in successors(members))


def formable(members: int, edges: Sequence[int]) -> bool:
    """Return whether a ring of these members can form: maintainable, and the lowest, the representative, hears all
    others (totemsrp.c, memb_join_process).
    """
    lowest = members & -members
    return maintainable(members, edges) and (edges[lowest.bit_length() - 1] | lowest) & members == members


def component(start: int, edges: Sequence[int], within: int) -> int:
    """Return the nodes of `within` that messages from the nodes `start` reach, over others of them."""
    seen, fresh = start, start
    while fresh:
        around = 0
        for n in bits(fresh):
            around |= edges[n]
        fresh = around & within & ~seen
        seen |= fresh
    return seen


def is_off(node: int, now: int, absent: Absences) -> bool:
    """Return whether a node is off at `now`."""
    return any(off <= now and (back is None or now < back) for off, back in absent.get(node, ()))


def of_node(node: int, rings: Iterable[Membership]) -> tuple[Membership, ...]:
    """Return the rings that `node` was in."""
    return tuple(ring for ring in rings if node in ring.members)
