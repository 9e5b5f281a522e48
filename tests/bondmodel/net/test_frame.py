import pytest
from bondmodel.errors import ModelError
from bondmodel.net.frame import BROADCAST, Frame, arp, echo, parse_ip, parse_mac, udp

A, B = b"\x02\0\0\0\0\x01", b"\x02\0\0\0\0\x02"
V4 = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
V6 = bytes(15) + b"\x01", bytes(15) + b"\x02"


def test_addresses_are_read():
    assert parse_mac("02:aA:00:00:00:0f") == bytes([2, 0xAA, 0, 0, 0, 15])
    assert parse_ip("10.0.0.1") == V4[0]
    assert parse_ip("::1") == V6[0]


@pytest.mark.parametrize("text", ["02:aa:00:00:00", "02:aa:00:00:00:01:02", "02-aa-00-00-00-01", "", None, 5, "xx"])
def test_what_is_no_mac_is_named(text):
    with pytest.raises(ModelError, match=r"^src_mac: .* is not a MAC address"):
        parse_mac(text, "src_mac")


@pytest.mark.parametrize("text", ["10.0.0", "10.0.0.256", "", None, 167772161, ":::"])
def test_what_is_no_ip_is_named(text):
    with pytest.raises(ModelError, match=r"^dst: .* is not an IPv4 or IPv6 address"):
        parse_ip(text, "dst")


def test_udp():
    frame = udp(A, B, *V4, sport=1, dport=2, vlan=7)
    assert (frame.ethertype, frame.ports, frame.vlan, frame.is_ip, frame.neighbour) == (0x0800, (1, 2), 7, True, False)
    assert udp(A, B, *V6, sport=1, dport=2).ethertype == 0x86DD
    assert udp(A, B, *V4, sport=1, dport=2) == Frame(A, B, 0x0800, *V4, (1, 2), None, 0, False, False, None)
    assert Frame(A, B, 0x0800) == Frame(A, B, 0x0800, b"", b"", None, None, 0, False, False, None)
    assert udp(A, B, *V4, sport=1, dport=2, fragment=True).ports is None


@pytest.mark.parametrize(
    ("ports", "vlan", "text"),
    [
        ((-1, 0), 0, "sport"),
        ((65536, 0), 0, "sport"),
        ((0, -1), 0, "dport"),
        ((0, 65536), 0, "dport"),
        ((0, None), 0, "dport"),
        ((0, 0), 4096, "vlan"),
    ],
)
def test_numbers_out_of_range_are_named(ports, vlan, text):
    with pytest.raises(ModelError, match=f"^{text}: "):
        udp(A, B, *V4, sport=ports[0], dport=ports[1], vlan=vlan)


def test_the_ends_of_the_ranges_are_in():
    assert udp(A, B, *V4, sport=0, dport=65535, vlan=4095).ports == (0, 65535)
    assert udp(A, B, *V4, sport=65535, dport=0).ports == (65535, 0)


def test_addresses_of_two_kinds_do_not_mix():
    with pytest.raises(ModelError, match="dst: one address is IPv4, the other IPv6"):
        udp(A, B, V4[0], V6[0], sport=1, dport=2)


def test_arp_asks_all_unless_told():
    assert arp(A).dst_mac == BROADCAST == b"\xff" * 6
    assert arp(A).to_many
    assert not arp(A, B).to_many
    assert (arp(A).ethertype, arp(A).neighbour, arp(A).is_ip) == (0x0806, True, False)


def test_multicast_goes_to_many():
    assert Frame(A, b"\x01\0\x5e\0\0\x01", 0x0800).to_many


@pytest.mark.parametrize(
    ("addresses", "reply", "kind"), [(V4, False, 8), (V4, True, 0), (V6, False, 128), (V6, True, 129)]
)
def test_echo(addresses, reply, kind):
    assert echo(A, B, *addresses, 9, reply=reply).echo == (kind, 0, 9)


def test_an_echo_without_identifier_counts_as_one():
    assert echo(A, B, *V4, 0).echo == (8, 0, 1)
    assert echo(A, B, *V4, 65535).echo == (8, 0, 65535)
    with pytest.raises(ModelError, match="identifier: "):
        echo(A, B, *V4, 65536)
