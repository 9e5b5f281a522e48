"""Which slave carries a frame, for every mode (`__bond_start_xmit`, bond_main.c; bond_alb.c)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from bondmodel.net.frame import Frame
from bondmodel.net.hashing import xmit_hash

from .state import BondState

REDEAL_MS = 10_000  # BOND_TLB_REBALANCE_INTERVAL

Shares = list[tuple[int, float]]  # slave -> share of the flow that it carries


@dataclass
class Flow:
    """All frames alike from one node to a peer. `peer` is its number; `turn` numbers the node's flows where it
    sends in a fixed order.
    """

    frame: Frame
    peer: int = 0
    turn: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self._hashes: dict[str, int] = {}

    def hash(self, policy: str) -> int:
        """Return the transmit hash under `policy`, computed once."""
        known = self._hashes.get(policy)
        if known is None:
            known = self._hashes[policy] = xmit_hash(policy, self.frame)
        return known

    @cached_property
    def balanced(self) -> bool:
        """Whether balance-tlb and -alb spread it: unicast IP only (`bond_tlb_xmit`, `bond_alb_xmit`)."""
        return self.frame.is_ip and not self.frame.to_many and not self.frame.neighbour

    @cached_property
    def simple_hash(self) -> int:
        """`_simple_hash` over the destination address, the bucket of balance-alb."""
        value = 0
        for octet in self.frame.dst:
            value ^= octet
        return value


def shares(state: BondState, flow: Flow, pinned: int | None = None) -> Shares:
    """Return the slaves that carry `flow`, each with its share; empty if none can. Of mode broadcast each slave carries
    all (share 1.0 each).

    `pinned` is the slave that balance-alb keeps for ARP with this peer, None if it does not.
    """
    bond = state.bond
    usable = state.usable()
    if not usable or not state.has_carrier:
        return []
    if bond.mode == "balance-rr":
        return _round_robin(state, flow, usable)
    if bond.mode == "broadcast":
        return [(slave, 1.0) for slave in usable]
    if bond.mode in ("balance-xor", "802.3ad"):
        return [(usable[flow.hash(bond.xmit_hash_policy) % len(usable)], 1.0)]
    if bond.mode == "active-backup" or not flow.balanced:
        slave = state.active if pinned is None else pinned
        return [] if slave is None else [(slave, 1.0)]
    if not bond.tlb_dynamic_lb:
        return [(usable[flow.hash(bond.xmit_hash_policy) % len(usable)], 1.0)]
    return [(_dealt(state, bucket(state, flow), usable), 1.0)]


def _round_robin(state: BondState, flow: Flow, usable: Sequence[int]) -> Shares:
    """`bond_xmit_roundrobin_slave_get`: over all slaves; from one that cannot send on to the next that can.

    The counter belongs to the CPU that sends (`bond_rr_gen_slave_id`), so a sender that goes round its peers in a fixed
    order counts alone: a peer meets only the turns that its rounds come back to, and keeps its slave if the length of a
    round is a multiple of all turns. `packets_per_slave` 0 draws each packet's slave.
    """
    count, packets = state.bond.slaves, state.bond.packets_per_slave
    if flow.frame.igmp:
        return [(state.active if state.active is not None else usable[0], 1.0)]
    turns: Sequence[int] = range(count)
    if flow.turn and packets:
        first, length = flow.turn
        every = count * packets
        turns = [(first + turn) % every // packets for turn in range(0, every, gcd(length, every))]
    carried: Counter[int] = Counter()
    for turn in turns:
        carried[next(s % count for s in range(turn, turn + count) if s % count in usable)] += 1
    return [(slave, n / len(turns)) for slave, n in sorted(carried.items())]


def bucket(state: BondState, flow: Flow) -> int:
    """Return the entry of the transmit table: 256 of them (`TLB_HASH_TABLE_SIZE`)."""
    if state.bond.mode == "balance-alb":
        return flow.simple_hash
    return flow.hash(state.bond.xmit_hash_policy) & 0xFF


def _dealt(state: BondState, key: int, usable: Sequence[int]) -> int:
    """The slave of a bucket. Before any load was measured all slaves look alike, and the first wins
    (`tlb_get_least_loaded_slave`).
    """
    if state.deal is None:
        return usable[0]
    slave = state.deal.get(key)
    if slave is None or slave not in usable:
        slave = state.deal[key] = _least_loaded(Counter(state.deal.values()), usable)
    return slave


def _least_loaded(load: Counter[int], usable: Sequence[int]) -> int:
    return min(usable, key=lambda slave: load[slave])


def deal(state: BondState, buckets: Sequence[int], *, unbalanced: bool) -> dict[int, int]:
    """Deal the buckets anew in the order of their first packets (`bond_alb_monitor`, each `REDEAL_MS`;
    `tlb_choose_channel`).

    Each goes to the least loaded slave, the first in a tie. `unbalanced`: the active slave starts with a little
    load, that of ARP.
    """
    usable = state.usable()
    out: dict[int, int] = {}
    if not usable:
        return out
    weight = Counter(buckets)
    load: dict[int, float] = dict.fromkeys(usable, 0.0)
    if unbalanced and state.active is not None:
        load[state.active] += 0.5
    for key in dict.fromkeys(buckets):
        slave = out[key] = min(usable, key=lambda s: load[s])
        load[slave] += weight[key]
    return out
