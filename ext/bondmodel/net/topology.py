"""Nodes with bonds on switches: what a network is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bondmodel.errors import ModelError, NotModelled, choose, in_range

from . import path
from .bond import Bond
from .frame import parse_ip, parse_mac
from .switch import Plain, Switch

PORT = 5405  # Corosync's, the same at both ends; link n has 5405 + n
SENDING = ("shuffled", "fixed")


@dataclass(frozen=True)
class Node:
    """A node: its bond, the address of each slave (the bond has that of the first), its IP address.

    `address_on_bridge`: the IP address belongs to a bridge over the bond, as it usually does on Proxmox VE:
    balance-alb then balances no receiving.
    """

    bond: Bond
    macs: tuple[str, ...]
    ip: str
    address_on_bridge: bool = False

    def __post_init__(self) -> None:
        if len(self.macs) != self.bond.slaves:
            raise ModelError(f"macs: {len(self.macs)} addresses for {self.bond.slaves} slaves; give one for each")
        for mac in self.macs:
            parse_mac(mac, "macs")
        parse_ip(self.ip, "ip")


def without_partner(bond: Bond) -> Bond:
    """Return a bond as it works on switches that speak no LACP: of mode 802.3ad each link is an aggregate of its own,
    and one of them is used, as in active-backup (bond_3ad.c, ad_agg_selection_logic: join individuals).
    """
    if bond.mode != "802.3ad":
        return bond
    if bond.min_links > 1:
        raise NotModelled("min_links on switches without LACP, where the bond has one link, is not modelled")
    return replace(bond, mode="active-backup")


@dataclass(frozen=True)
class Network:
    """The nodes of one Corosync link and the switch between them.

    `static_arp`: neighbour entries never expire. `settled`: the traffic is older than ten seconds, so balance-tlb
    and -alb have dealt by load. `sending`: whether a node goes round its peers in a fixed order or in changing
    ones (what balance-rr makes of it differs). `port`: UDP, both ends. `vlan`: 0 is untagged. Raises `ModelError`,
    `NotModelled`.
    """

    nodes: tuple[Node, ...]
    switch: Switch = field(default_factory=Plain)
    static_arp: bool = False
    settled: bool = True
    sending: str = "shuffled"
    port: int = PORT
    vlan: int = 0

    def __post_init__(self) -> None:
        choose("sending", self.sending, SENDING)
        in_range("port", self.port, 1, 65535)
        in_range("vlan", self.vlan, 0, 4094)
        if len(self.nodes) < 2:
            raise ModelError(f"nodes: {len(self.nodes)} given; a network has 2 or more")
        for node in self.nodes:
            path.check(self.switch, node.bond)
        if isinstance(self.switch, Plain):
            alone = tuple(replace(node, bond=without_partner(node.bond)) for node in self.nodes)
            object.__setattr__(self, "nodes", alone)
        self._check_addresses()
        self._check_unlinked()

    def _check_addresses(self) -> None:
        for name, values in (
            ("ips", [parse_ip(node.ip) for node in self.nodes]),
            ("macs", [parse_mac(mac) for node in self.nodes for mac in node.macs]),
        ):
            twice = next((value for at, value in enumerate(values) if value in values[:at]), None)
            if twice is not None:
                raise ModelError(f"{name}: {twice.hex(':')} is given twice")

    def _check_unlinked(self) -> None:
        if not isinstance(self.switch, Plain) or self.switch.linked:
            return
        first = self.nodes[0].bond
        if any((node.bond.mode, node.bond.slaves) != (first.mode, first.slaves) for node in self.nodes):
            raise NotModelled("switches that are not joined, with bonds that differ, are not modelled")
        if first.mode in ("balance-tlb", "balance-alb"):
            raise NotModelled(f"{first.mode} on switches that are not joined is not modelled")
