"""Hashes worked by hand. The addresses: 02:11:22:33:44:05 -> 02:66:77:88:99:0a, 10.1.2.3 -> 192.168.7.8.

IPs as a little-endian machine reads them: 0x0302010a ^ 0x0807a8c0 = 0x0b05a9ca. Ports 5405 = 0x151d -> 1234 = 0x04d2:
bytes 15 1d 04 d2 -> 0xd2041d15. Low bytes of the MACs: 05 ^ 0a = 0f.
"""

from dataclasses import replace

import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.frame import Frame, arp, echo, parse_ip, parse_mac, udp
from bondmodel.net.hashing import POLICIES, xmit_hash

SRC, DST = parse_mac("02:11:22:33:44:05"), parse_mac("02:66:77:88:99:0a")
UDP = udp(SRC, DST, parse_ip("10.1.2.3"), parse_ip("192.168.7.8"), sport=5405, dport=1234)
UDP6 = udp(SRC, DST, parse_ip("fd00::1:2"), parse_ip("fd00::3:4"), sport=5405, dport=5405)
ETH = 0x0F ^ 0x0800  # 0x080f
# 0x0b05a9ca ^ 0x080f = 0x0b05a1c5; ^ its upper half 0x0b05 = 0x0b05aac0; ^ that >> 8 (0x000b05aa) = 0x0b0eaf6a
LAYER23 = 0x0B0EAF6A
# 0x0b05a9ca ^ 0xd2041d15 = 0xd901b4df; ^ 0xd901 = 0xd9016dde; ^ 0x00d9016d = 0xd9d86cb3; >> 1
LAYER34 = 0xD9D86CB3 >> 1


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("layer2", ETH),
        ("layer2+3", LAYER23),
        ("layer3+4", LAYER34),
        ("encap2+3", LAYER23),
        ("encap3+4", LAYER34),
        ("vlan+srcmac", 0x021122 ^ 0x334405),
    ],
)
def test_udp(policy, value):
    assert xmit_hash(policy, UDP) == value


def test_policies_are_in_the_kernels_order():
    assert POLICIES == ("layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac")


def test_the_vlan_counts_for_one_policy_alone():
    tagged = replace(UDP, vlan=0x123)
    assert xmit_hash("vlan+srcmac", tagged) == 0x021122 ^ 0x334405 ^ 0x123
    assert xmit_hash("layer2+3", tagged) == LAYER23


@pytest.mark.parametrize("policy", ["layer2", "layer2+3", "layer3+4"])
def test_arp_is_hashed_by_its_ethernet_header(policy):
    assert xmit_hash(policy, arp(SRC)) == 0xFF ^ 0x05 ^ 0x0806
    assert xmit_hash(policy, arp(SRC, DST)) == 0x0F ^ 0x0806


def test_arp_under_the_encap_policies_is_folded():
    # 0x08fc, no addresses: ^ 0, then ^ 0x08
    assert xmit_hash("encap2+3", arp(SRC)) == 0x08FC ^ 0x08
    assert xmit_hash("encap3+4", arp(SRC)) == 0


def test_a_fragment_shows_no_ports():
    fragment = replace(UDP, ports=None)
    # 0x0b05a9ca ^ 0x0b05 = 0x0b05a2cf; ^ 0x000b05a2 = 0x0b0ea76d
    assert xmit_hash("layer3+4", fragment) == 0x0B0EA76D >> 1
    assert xmit_hash("layer2+3", fragment) == LAYER23


def test_ipv6_addresses_are_folded_to_a_word():
    # fd00::1:2 ^ fd00::3:4: last words 00 01 00 02 and 00 03 00 04 -> 0x02000100 ^ 0x04000300 = 0x06000200
    # ^ (0x0f ^ 0x86dd = 0x86d2) = 0x060084d2; ^ 0x0600 = 0x060082d2; ^ 0x00060082 = 0x06068250
    assert xmit_hash("layer2+3", UDP6) == 0x06068250
    assert xmit_hash("layer2", UDP6) == 0x0F ^ 0x86DD


def test_an_ipv6_address_without_a_zero():
    # words 0xb80d0120 ^ 0x44332211 ^ 0x88776655 ^ 0xccbbaa99 = 0xb8f2effd; ^ 0x86d2 = 0xb8f2692f
    # ^ 0xb8f2 = 0xb8f2d1dd; ^ 0x00b8f2d1 = 0xb84a230c
    dense = replace(UDP6, src=parse_ip("2001:db8:1122:3344:5566:7788:99aa:bbcc"), dst=bytes(16))
    assert xmit_hash("layer2+3", dense) == 0xB84A230C


def test_every_word_of_an_ipv6_address_counts():
    for at in (0, 4, 8, 12):
        address = bytearray(UDP6.src)
        address[at] ^= 0x10
        assert xmit_hash("layer2+3", replace(UDP6, src=bytes(address))) != xmit_hash("layer2+3", UDP6)


def test_equal_ports_cancel_in_the_low_byte():
    a, b = parse_ip("10.0.0.6"), parse_ip("10.0.0.1")
    assert xmit_hash("layer3+4", udp(SRC, DST, a, b, sport=5405, dport=5405)) % 2 == ((6 ^ 1) >> 1) % 2
    assert xmit_hash("layer3+4", udp(SRC, DST, a, b, sport=5405, dport=5405)) % 4 == ((6 ^ 1) >> 1) % 4


def test_an_echo_is_spread_by_its_identifier():
    frame = echo(SRC, DST, UDP.src, UDP.dst, 0x0102)
    # type 8, code 0, identifier 0x0102 as the host reads it: 0x01020008 ^ 0x0b05a9ca = 0x0a07a9c2
    # ^ 0x0a07 = 0x0a07a3c5; ^ 0x000a07a3 = 0x0a0da466
    assert xmit_hash("layer3+4", frame) == 0x0A0DA466 >> 1
    coded = replace(frame, echo=(8, 3, 0x0102))
    assert xmit_hash("layer3+4", coded) == (0x0A0DA466 ^ 0x0300 ^ 0x03) >> 1


def test_the_encap_policies_look_inside():
    tunnel = Frame(DST, SRC, 0x0800, b"\1\1\1\1", b"\2\2\2\2", (1, 2), inner=UDP)
    assert xmit_hash("encap3+4", tunnel) == LAYER34
    assert xmit_hash("layer3+4", tunnel) == xmit_hash("layer3+4", replace(tunnel, inner=None)) != LAYER34
    assert xmit_hash("encap2+3", tunnel) == LAYER23


def test_what_headers_do_not_show_is_refused():
    with pytest.raises(NotModelled, match=r"encap3\+4 over IPv6"):
        xmit_hash("encap3+4", UDP6)
    assert xmit_hash("encap2+3", UDP6) == 0x06068250


def test_an_unknown_policy_is_named():
    with pytest.raises(ModelError, match=r"xmit_hash_policy: 'layer4' is not one of .*; did you mean 'layer3\+4'"):
        xmit_hash("layer4", UDP)
