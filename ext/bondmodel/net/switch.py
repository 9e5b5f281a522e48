"""What stands between the nodes, and which slave of the receiver a frame comes out on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bondmodel.errors import choose

from .hashing import POLICIES

PARTNERS = ("linux", "standard")
AGGREGATES = ("balance-xor", "802.3ad")
RATES = ("slow", "fast")


@dataclass(frozen=True)
class Plain:
    """One switch per slave number, that learns addresses and knows no aggregate; `linked`: the switches are joined."""

    linked: bool = True


@dataclass(frozen=True)
class Lag:
    """One switch with an aggregate per node, static (`balance-xor`) or by LACP (`802.3ad`), and a hash of its own.

    `partner`: how its LACP leaves an aggregate: as the `standard` says, telling at once, or as `linux` does.
    `lacp_rate`: its own timeout, and so what it asks of the node. Raises `ModelError`.
    """

    mode: str = "balance-xor"
    xmit_hash_policy: str = "layer2"
    lacp_rate: str = "slow"
    coupled_control: bool = True
    partner: str = "standard"

    def __post_init__(self) -> None:
        choose("switch mode", self.mode, AGGREGATES)
        choose("switch xmit_hash_policy", self.xmit_hash_policy, POLICIES)
        choose("switch lacp_rate", self.lacp_rate, RATES)
        choose("partner", self.partner, PARTNERS)


Switch = Plain | Lag


def learned_port(
    came_in: int, carrier: Sequence[bool], elsewhere: Sequence[int], *, moved: bool, linked: bool
) -> int | None:
    """Return where plain switches deliver a unicast frame for a node that sends from one address on all its slaves.

    Each switch has learned the address on its own port, so the frame stays on the switch `came_in`. Once the port
    there has lost its `carrier`, or the node was since heard through the other switches only (`moved`), it goes
    over the link to the first slave of `elsewhere`. None: no way.
    """
    if came_in < len(carrier) and carrier[came_in] and not moved:
        return came_in
    others = [slave for slave in elsewhere if slave != came_in and carrier[slave]]
    return others[0] if others and linked else None


def located_port(came_in: int, slave: int, *, linked: bool) -> int | None:
    """Return where plain switches deliver a unicast frame for an address that is sent from one `slave` only. None: no
    way.
    """
    return slave if linked or slave == came_in else None
