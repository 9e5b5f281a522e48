"""What a scenario leaves unsaid about its network: addresses, and the switch that a mode wants."""

from __future__ import annotations

from random import Random

from bondmodel.errors import choose
from bondmodel.net.bond import Bond
from bondmodel.net.switch import Lag, Plain, Switch

PLAIN, UNLINKED, LAG = SWITCHES = "plain", "unlinked", "lag"
WANTED = {"802.3ad": LAG, "balance-xor": LAG, "balance-rr": LAG, "broadcast": UNLINKED}


def addresses(nodes: int, slaves: int, number: int) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """MAC addresses by node and slave, and IP addresses by node: number 0 consecutive ones, any other drawn from it."""
    if number == 0:
        macs = tuple(tuple(f"02:00:00:00:{k:02x}:{i:02x}" for k in range(slaves)) for i in range(1, nodes + 1))
        return macs, tuple(f"10.0.0.{i}" for i in range(1, nodes + 1))
    chance = Random(f"addresses {number}")
    tails = chance.sample(range(1 << 24), nodes * slaves)
    text = [f"02:00:00:{tail >> 16:02x}:{tail >> 8 & 255:02x}:{tail & 255:02x}" for tail in tails]
    macs = tuple(tuple(text[i * slaves : (i + 1) * slaves]) for i in range(nodes))
    return macs, tuple(f"10.0.0.{i}" for i in chance.sample(range(1, 255), nodes))


def switch_for(bond: Bond, kind: str | None, lag: Lag) -> Switch:
    """Return the other side of a bond: `kind`, or without one what its mode wants; `lag` says how an aggregate
    behaves.
    """
    chosen = WANTED.get(bond.mode, PLAIN) if kind is None else choose("switch", kind, SWITCHES)
    return lag if chosen == LAG else Plain(linked=chosen != UNLINKED)
