from dataclasses import replace

import pytest
from bondmodel.net.clock import Phase
from bondmodel.net.flows import Flows
from bondmodel.net.frame import BROADCAST, ETH_IPV6, Frame, arp, parse_ip, parse_mac, udp

from tests.bondmodel.networks import network

NET = network("balance-rr", 5)
MACS = [parse_mac(f"02:aa:00:00:00:{i:02x}") for i in range(1, 6)]
IPS = [parse_ip(f"10.0.0.{i}") for i in range(1, 6)]


def test_data_goes_from_and_to_the_same_port():
    flow = Flows(NET, Phase()).data(0, 2)
    assert (flow.frame, flow.peer, flow.turn) == (
        udp(MACS[0], MACS[2], IPS[0], IPS[2], sport=5405, dport=5405),
        2,
        None,
    )
    other = Flows(replace(NET, port=5407), Phase()).data(2, 0)
    assert other.frame.ports == (5407, 5407)


def test_questions_to_one_and_to_all():
    flows = Flows(NET, Phase())
    assert flows.ask(0, 2).frame == arp(MACS[0], MACS[2])
    assert flows.ask_all(0, 2).frame == arp(MACS[0], BROADCAST)
    assert flows.ask(0, 2).peer == flows.ask_all(0, 2).peer == 2


def test_flows_are_made_once():
    flows = Flows(NET, Phase())
    assert flows.data(0, 1) is flows.data(0, 1)
    assert flows.ask(0, 1) is flows.ask(0, 1)
    assert flows.ask_all(0, 1) is flows.ask_all(0, 1)
    assert flows.data(1, 0) is not flows.data(0, 1)


def test_ipv6_asks_the_group_of_the_one_it_asks_for():
    ips = [f"fd00::12:34{i:02x}" for i in range(1, 6)]
    net = replace(NET, nodes=tuple(replace(node, ip=ip) for node, ip in zip(NET.nodes, ips, strict=True)))
    flows = Flows(net, Phase())
    source, target = parse_ip(ips[0]), parse_ip(ips[2])
    assert flows.ask(0, 2).frame == Frame(MACS[0], MACS[2], ETH_IPV6, source, target, neighbour=True)
    odd = "02:01:00:00:00:03"  # only the first byte tells a group
    nodes = [replace(node, macs=(odd, *node.macs[1:])) if at == 2 else node for at, node in enumerate(net.nodes)]
    to_odd = Flows(replace(net, nodes=tuple(nodes)), Phase()).ask(0, 2).frame
    assert to_odd == Frame(MACS[0], parse_mac(odd), ETH_IPV6, source, target, neighbour=True)
    group = parse_mac("33:33:ff:12:34:03"), parse_ip("ff02::1:ff12:3403")
    assert flows.ask_all(0, 2).frame == Frame(MACS[0], group[0], ETH_IPV6, source, group[1], neighbour=True)


@pytest.mark.parametrize(("fraction", "first"), [(0.0, 0), (1.0, 1)])
def test_turns_in_a_fixed_order(fraction, first):
    flows = Flows(replace(NET, sending="fixed"), Phase(fraction=fraction))
    assert [flows.data(0, b).turn for b in (1, 2, 3, 4)] == [(first + turn, 4) for turn in range(4)]
    assert [flows.data(2, b).turn for b in (0, 1, 3, 4)] == [(first + turn, 4) for turn in range(4)]
    assert [flows.data(4, b).turn for b in (0, 1, 2, 3)] == [(first + turn, 4) for turn in range(4)]


@pytest.mark.parametrize(("packets", "first"), [(0, 1), (1, 1), (3, 5)])
def test_the_first_turn_is_any_of_all_packets_of_all_slaves(packets, first):
    net = network("balance-rr", 5, packets_per_slave=packets, about={"sending": "fixed"})
    assert Flows(net, Phase(fraction=1.0)).data(0, 1).turn == (first, 4)
