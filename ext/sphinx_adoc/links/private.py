"""Which addresses are not of the public network: nobody's documents make us ask there, unless they are listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

IP = IPv4Address | IPv6Address
_NAT64: Final = IPv6Network("64:ff9b::/96")


def is_private(address: IP) -> bool:
    """Return whether an address is not of the public network, also where it is wrapped in one of another kind."""
    if isinstance(address, IPv6Address):
        teredo = address.teredo
        inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(inner)
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


@dataclass(frozen=True, slots=True)
class Allowed:
    """The private hosts that may be asked: names of hosts, addresses, and networks (``10.0.0.0/8``)."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def from_list(cls, listed: Iterable[str]) -> Allowed:
        """Return what a list allows."""
        hosts: set[str] = set()
        networks: list[IPv4Network | IPv6Network] = []
        for word in listed:
            try:
                networks.append(ip_network(word, strict=False))
            except ValueError:
                hosts.add(word.lower().rstrip("."))
        return cls(frozenset(hosts), tuple(networks))

    def names(self, host: str) -> bool:
        """Return whether a host is listed, as a name or by its address."""
        try:
            return host in self.hosts or self.holds(ip_address(host))
        except ValueError:
            return False

    def holds(self, address: IP) -> bool:
        """Return whether an address is in a network that is listed."""
        return any(address in network for network in self.networks)

    def refuses(self, host: str, addresses: Iterable[str]) -> bool:
        """Return whether a host may not be asked, whose name means these addresses: one of them is private."""
        if host in self.hosts:
            return False
        return any(is_private(address) and not self.holds(address) for address in map(_parsed, addresses))


def _parsed(address: str) -> IP:
    return ip_address(address.partition("%")[0])
