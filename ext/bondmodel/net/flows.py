"""The frames that two nodes exchange: Corosync's data, and the questions for each other's address."""

from __future__ import annotations

from bondmodel.connectivity import Pair

from .bond.transmit import Flow
from .clock import Phase
from .frame import BROADCAST, ETH_IPV6, Frame, arp, parse_ip, parse_mac, udp
from .topology import Network


class Flows:
    """Flows of every directed pair, made when first asked for. Addresses are those of the bonds: of the first
    slave each.
    """

    def __init__(self, network: Network, phase: Phase) -> None:
        self._network = network
        self._phase = phase
        self._macs = [parse_mac(node.macs[0]) for node in network.nodes]
        self._ips = [parse_ip(node.ip) for node in network.nodes]
        self._data: dict[Pair, Flow] = {}
        self._ask: dict[Pair, Flow] = {}
        self._ask_all: dict[Pair, Flow] = {}

    def data(self, a: int, b: int) -> Flow:
        """Return what knet sends: unicast UDP from and to the same port."""
        flow = self._data.get((a, b))
        if flow is None:
            port = self._network.port
            ips = self._ips[a], self._ips[b]
            frame = udp(self._macs[a], self._macs[b], *ips, sport=port, dport=port, vlan=self._network.vlan)
            flow = self._data[a, b] = Flow(frame, b, self._turn(a, b))
        return flow

    def ask(self, a: int, b: int) -> Flow:
        """Return the frame of a's question for b's address, or answer to b, sent to b alone."""
        flow = self._ask.get((a, b))
        if flow is None:
            flow = self._ask[a, b] = Flow(self._question(a, b, self._macs[b]), b)
        return flow

    def ask_all(self, a: int, b: int) -> Flow:
        """Return the frame of a's question for b's address, sent to all (IPv6: to b's solicited-node group)."""
        flow = self._ask_all.get((a, b))
        if flow is None:
            many = BROADCAST if len(self._ips[b]) == 4 else b"\x33\x33\xff" + self._ips[b][-3:]
            flow = self._ask_all[a, b] = Flow(self._question(a, b, many), b)
        return flow

    def _question(self, a: int, b: int, mac: bytes) -> Frame:
        vlan = self._network.vlan
        if len(self._ips[a]) == 4:
            return arp(self._macs[a], mac, vlan=vlan)
        target = self._ips[b]
        if mac[0] & 1:
            target = bytes.fromhex("ff0200000000000000000001ff") + target[-3:]
        return Frame(self._macs[a], mac, ETH_IPV6, self._ips[a], target, vlan=vlan, neighbour=True)

    def _turn(self, a: int, b: int) -> tuple[int, int] | None:
        """Which of the sender's frames in a round this is, where the rounds are all alike."""
        if self._network.sending != "fixed":
            return None
        bond = self._network.nodes[a].bond
        first = self._phase.draw(f"turn {a}", 0, bond.slaves * max(bond.packets_per_slave, 1) - 1)
        return first + b - (b > a), len(self._network.nodes) - 1
