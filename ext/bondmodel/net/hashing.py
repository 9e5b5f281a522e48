"""The transmit hash of the bonding driver (`bond_xmit_hash`, bond_main.c), exactly: 32-bit words as a little-endian
machine reads them.
"""

from __future__ import annotations

from bondmodel.errors import NotModelled, choose

from .frame import ETH_IPV6, Frame

# in the order of the kernel's numbers 0 to 5
POLICIES = ("layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac")


def _word(octets: bytes) -> int:
    return int.from_bytes(octets, "little")


def _address(packed: bytes) -> int:
    """An IPv4 address as a word; of an IPv6 address the exclusive or of its four words (`ipv6_addr_hash`)."""
    word = 0
    for at in range(0, len(packed), 4):
        word ^= _word(packed[at : at + 4])
    return word


def _ethernet(frame: Frame) -> int:
    """`bond_eth_hash`: the last byte of each address and the EtherType in host order."""
    return frame.dst_mac[5] ^ frame.src_mac[5] ^ frame.ethertype


def _vlan_source(frame: Frame) -> int:
    """`bond_vlan_srcmac_hash`: the VLAN and both halves of the source address."""
    vendor, device = frame.src_mac[:3], frame.src_mac[3:]
    return frame.vlan ^ int.from_bytes(vendor, "big") ^ int.from_bytes(device, "big")


def _transport(frame: Frame) -> int:
    """Both ports as they lie in memory, or type, code and identifier of an ICMP echo; 0 where neither is seen."""
    if frame.echo:
        kind, code, identifier = frame.echo
        return kind | code << 8 | identifier << 16
    if frame.ports:
        sport, dport = frame.ports
        return _word(sport.to_bytes(2, "big") + dport.to_bytes(2, "big"))
    return 0


def _dissected(policy: str, frame: Frame) -> Frame:
    """The frame whose headers count: for the encap policies the innermost one."""
    while policy.startswith("encap") and frame.inner is not None:
        frame = frame.inner
    return frame


def xmit_hash(policy: str, frame: Frame) -> int:
    """Return the hash (0 to 2**32 - 1) of `frame` under `policy`; the slave is `usable[hash % len(usable)]`.

    Raises `ModelError` for an unknown policy, `NotModelled` for encap3+4 over IPv6: the kernel then takes the
    socket's flow hash, which no header shows.
    """
    choose("xmit_hash_policy", policy, POLICIES)
    if policy == "vlan+srcmac":
        return _vlan_source(frame)
    flow = _dissected(policy, frame)
    if policy == "layer2" or not (flow.is_ip or policy.startswith("encap")):
        return _ethernet(frame)
    if policy == "encap3+4" and flow.ethertype == ETH_IPV6:
        raise NotModelled(
            "xmit_hash_policy encap3+4 over IPv6: the kernel uses the flow hash of the sending socket, "
            "which the headers do not show"
        )
    layer4 = policy in ("layer3+4", "encap3+4")
    word = _transport(flow) if layer4 else _ethernet(frame)
    word ^= _address(flow.src) ^ _address(flow.dst)
    word ^= word >> 16
    word ^= word >> 8
    return word >> 1 if layer4 else word
