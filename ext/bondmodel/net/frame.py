"""Frames as the bonding driver's hash sees them: addresses, protocol, ports. No payload."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

from bondmodel.errors import ModelError, in_range

ETH_IPV4, ETH_ARP, ETH_IPV6 = 0x0800, 0x0806, 0x86DD
BROADCAST = b"\xff" * 6

_MAC = re.compile(r"[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}")


def parse_mac(text: object, field: str = "MAC address") -> bytes:
    """Return the six bytes of an address written `02:aa:00:00:00:01`; raise `ModelError` naming `field`."""
    if not isinstance(text, str) or not _MAC.fullmatch(text):
        raise ModelError(f"{field}: {text!r} is not a MAC address such as 02:aa:00:00:00:01")
    return bytes.fromhex(text.replace(":", ""))


def parse_ip(text: object, field: str = "IP address") -> bytes:
    """Return the four (IPv4) or sixteen (IPv6) bytes of an address; raise `ModelError` naming `field`."""
    try:
        if isinstance(text, str):
            return ip_address(text).packed
    except ValueError:
        pass
    raise ModelError(f"{field}: {text!r} is not an IPv4 or IPv6 address")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `src` and `dst` are packed IP addresses, empty if it is not an IP packet; `ports` is None where
    the packet shows none.

    `echo` is (type, code, identifier) of an ICMP echo. `vlan` 0 is untagged.
    `inner` is what a tunnel carries, seen by the encap policies alone.
    """

    src_mac: bytes
    dst_mac: bytes
    ethertype: int
    src: bytes = b""
    dst: bytes = b""
    ports: tuple[int, int] | None = None
    echo: tuple[int, int, int] | None = None
    vlan: int = 0
    igmp: bool = False
    neighbour: bool = False  # ARP, IPv6 neighbour discovery
    inner: Frame | None = None  # what a tunnel carries

    @property
    def is_ip(self) -> bool:
        return self.ethertype in (ETH_IPV4, ETH_IPV6)

    @property
    def to_many(self) -> bool:
        """Whether the destination is a broadcast or multicast address."""
        return bool(self.dst_mac[0] & 1)


def _ethertype(src: bytes, dst: bytes) -> int:
    if len(src) != len(dst):
        raise ModelError("dst: one address is IPv4, the other IPv6")
    return ETH_IPV4 if len(src) == 4 else ETH_IPV6


def udp(
    src_mac: bytes,
    dst_mac: bytes,
    src: bytes,
    dst: bytes,
    *,
    sport: int,
    dport: int,
    vlan: int = 0,
    fragment: bool = False,
) -> Frame:
    """Return a UDP packet; of a fragmented one no port is looked at, not even in the first fragment
    (`bond_flow_ip`).
    """
    ports = None if fragment else (in_range("sport", sport, 0, 65535), in_range("dport", dport, 0, 65535))
    return Frame(
        src_mac=src_mac,
        dst_mac=dst_mac,
        ethertype=_ethertype(src, dst),
        src=src,
        dst=dst,
        ports=ports,
        vlan=in_range("vlan", vlan, 0, 4095),
    )


def arp(src_mac: bytes, dst_mac: bytes = BROADCAST, *, vlan: int = 0) -> Frame:
    """Return an ARP request (by default to all) or reply."""
    return Frame(src_mac, dst_mac, ETH_ARP, vlan=in_range("vlan", vlan, 0, 4095), neighbour=True)


def echo(src_mac: bytes, dst_mac: bytes, src: bytes, dst: bytes, identifier: int, *, reply: bool = False) -> Frame:
    """Return an ICMP or ICMPv6 echo."""
    ethertype = _ethertype(src, dst)
    request_type = 8 if ethertype == ETH_IPV4 else 128
    reply_type = 0 if ethertype == ETH_IPV4 else 129
    # the dissector keeps 0 for "has no identifier", so an identifier of 0 is taken as 1 (skb_flow_get_icmp_tci)
    shown = in_range("identifier", identifier, 0, 65535) or 1
    return Frame(src_mac, dst_mac, ethertype, src, dst, echo=(reply_type if reply else request_type, 0, shown))
