"""What happens in a network under faults, step by step.

Nodes i = 0.. have MACs ...:(i+1), so under layer2 over two slaves a pair (a, b) is on slave (a ^ b) & 1 counted from 1:
node 0 reaches nodes 1 and 3 by slave 1, 2 and 4 by slave 0.
"""

from itertools import pairwise

import pytest
from bondmodel.connectivity import Connectivity
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.link_faults import LinkFault
from bondmodel.net.network import Phase, connectivity
from bondmodel.net.switch import Lag, Plain
from bondmodel.net.timeline import Timeline

from tests.bondmodel.networks import lacp, network

STATIC = {"static_arp": True}
TO, FROM = [(0, peer) for peer in range(1, 5)], [(peer, 0) for peer in range(1, 5)]
EARLY, LATE = Phase(fraction=0.0), Phase(fraction=1.0)


def lossy(run, t_ms):
    return set(run.pairs_lossy_at(t_ms))


def at_once(net, *faults, t_ms=0, phase=EARLY):
    return connectivity(net, faults, t_ms, phase).pairs_lossy_at(t_ms)


def story(run):
    return [(change.t_ms, dict(change.loss), change.why) for change in run.changes]


def test_all_is_well_without_a_fault():
    assert connectivity(network()) == Connectivity(5)


def test_a_subset_of_the_peers_is_lost():
    run = connectivity(network(about=STATIC), [LinkFault("tx", 0, 0, 500, 900)], 1000)
    assert story(run) == [
        (500, {(0, 2): 1.0, (0, 4): 1.0}, "node 0 slave 0 loses all that it sends"),
        (900, {(0, 2): 0.0, (0, 4): 0.0}, "a fault of node 0 slave 0 is over"),
    ]


@pytest.mark.parametrize(
    ("mode", "slave", "kind", "lost"),
    [
        ("balance-xor", 0, "tx", {(0, 2): 1.0, (0, 4): 1.0}),
        ("balance-xor", 1, "tx", {(0, 1): 1.0, (0, 3): 1.0}),
        ("balance-xor", 0, "rx", {(2, 0): 1.0, (4, 0): 1.0}),
        ("balance-xor", 1, "both", {(0, 1): 1.0, (0, 3): 1.0, (1, 0): 1.0, (3, 0): 1.0}),
        ("balance-rr", 0, "tx", dict.fromkeys(TO, 0.5)),
        ("balance-rr", 1, "rx", dict.fromkeys(FROM, 0.5)),
        ("active-backup", 0, "tx", dict.fromkeys(TO, 1.0)),
        ("active-backup", 0, "rx", dict.fromkeys(FROM, 1.0)),
        ("active-backup", 1, "both", {}),
        ("broadcast", 0, "tx", {}),
        ("broadcast", 1, "rx", {}),
    ],
)
def test_what_is_lost_at_once(mode, slave, kind, lost):
    assert at_once(network(mode), LinkFault(kind, 0, slave)) == lost


def test_the_share_of_a_fault():
    assert at_once(network(), LinkFault("tx", 0, 0, loss=0.25)) == {(0, 2): 0.25, (0, 4): 0.25}
    both = LinkFault("tx", 0, 0, loss=0.5), LinkFault("both", 0, 0, loss=0.5)
    assert at_once(network(), *both) == {(0, 2): 0.75, (0, 4): 0.75, (2, 0): 0.5, (4, 0): 0.5}


def test_several_faults_on_several_nodes():
    assert at_once(network(), LinkFault("tx", 0, 0), LinkFault("tx", 2, 1)) == {
        (0, 2): 1.0,
        (0, 4): 1.0,
        (2, 1): 1.0,
        (2, 3): 1.0,
    }


def test_faults_one_after_the_other():
    run = connectivity(network(about=STATIC), [LinkFault("tx", 0, 0, 10, 20), LinkFault("tx", 0, 0, 30, 40)], 100)
    assert [t for t in (9, 10, 19, 20, 29, 30, 39, 40) if lossy(run, t)] == [10, 19, 30, 39]


def test_a_node_that_is_gone():
    run = connectivity(network(), [LinkFault("node", 0, start_ms=100, heal_ms=400)], 1000, EARLY)
    assert lossy(run, 100) == set(TO + FROM) == lossy(run, 399)
    assert run.healed_at() == 401


def test_a_switch_that_hangs_takes_a_slave_of_everybody():
    run = connectivity(network(about=STATIC), [LinkFault("switch", slave=0)], 0)
    assert lossy(run, 0) == {(a, b) for a in range(5) for b in range(5) if a != b and (a ^ b) % 2 == 0}
    one = connectivity(network(switch=Lag()), [LinkFault("switch", slave=0)], 0)
    assert lossy(one, 0) == {(a, b) for a in range(5) for b in range(5) if a != b}


def test_latency_of_a_link():
    run = connectivity(network(), [LinkFault("latency", 0, 0, extra_ms=7), LinkFault("latency", 2, 0, extra_ms=5)], 0)
    again = connectivity(network(), [LinkFault("latency", 0, 0, extra_ms=7), LinkFault("latency", 0, 1, extra_ms=5)], 0)
    assert again.latency_ms == {(0, 2): 7, (2, 0): 7, (0, 4): 7, (4, 0): 7, (0, 1): 5, (1, 0): 5, (0, 3): 5, (3, 0): 5}
    assert run.latency_ms == {(0, 2): 12, (2, 0): 12, (0, 4): 7, (4, 0): 7, (2, 4): 5, (4, 2): 5}
    assert not run.changes


# link monitors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("phase", "healed"), [(EARLY, 1), (LATE, 100)])
@pytest.mark.parametrize("mode", ["balance-rr", "active-backup", "balance-xor", "balance-tlb"])
def test_lost_carrier_is_seen_within_a_period(mode, phase, healed):
    run = connectivity(network(mode), [LinkFault("carrier", 0, 0)], 10_000, phase)
    assert run.healed_at() == healed
    assert lossy(run, 0)


def test_downdelay_makes_it_longer_and_updelay_keeps_it_out():
    options = {"downdelay": 200, "updelay": 300}
    run = connectivity(
        network("active-backup", primary=0, **options), [LinkFault("carrier", 0, 0, 0, 5000)], 10_000, LATE
    )
    assert run.healed_at() == 300
    assert run.times() == [0, 300]


def test_a_fault_shorter_than_the_delay_is_not_seen():
    run = connectivity(network("active-backup", downdelay=500), [LinkFault("carrier", 0, 0, 0, 400)], 10_000, LATE)
    assert run.healed_at() == 400
    exact = connectivity(network("active-backup", downdelay=500), [LinkFault("carrier", 0, 0, 0, 600)], 10_000, LATE)
    assert exact.healed_at() == 600
    seen = connectivity(network("active-backup", downdelay=500), [LinkFault("carrier", 0, 0, 0, 601)], 10_000, LATE)
    assert seen.healed_at() == 600


def test_a_slave_whose_fault_was_not_seen_stays_active():
    for start, heal in ((0, 400), (300, 700), (0, 600)):
        faults = [LinkFault("carrier", 0, 0, start, heal), LinkFault("tx", 0, 0, 5_000)]
        run = connectivity(network("active-backup", downdelay=500), faults, 5_000, LATE)
        assert lossy(run, 5_000) == set(TO)


def test_nobody_looks_without_a_monitor():
    run = connectivity(network("active-backup", miimon=0), [LinkFault("carrier", 0, 0)], 60_000)
    assert run.healed_at() is None


def test_a_silent_failure_is_not_seen_by_miimon():
    assert connectivity(network("active-backup", miimon=100), [LinkFault("tx", 0, 0)], 300_000).healed_at() is None


ARP = {"miimon": 0, "arp_interval": 200, "arp_ip_target": ("10.0.0.9",)}


@pytest.mark.parametrize(
    ("validate", "kind", "healed"),
    [("all", "tx", 600), ("none", "tx", None), ("none", "rx", 600), ("all", "both", 600), ("active", "tx", 600)],
)
def test_the_arp_monitor(validate, kind, healed):
    net = network("active-backup", arp_validate=validate, about=STATIC, **ARP)
    assert connectivity(net, [LinkFault(kind, 0, 0)], 60_000, EARLY).healed_at() == healed


def test_after_the_fault_the_arp_monitor_takes_the_slave_back():
    net = network("active-backup", about=STATIC, **ARP)
    run = connectivity(net, [LinkFault("rx", 0, 0, 0, 5000), LinkFault("rx", 0, 1, 6000)], 10_000, LATE)
    assert run.times() == [0, 401, 6000, 6401]
    stays = connectivity(net, [LinkFault("rx", 0, 0, 0, 5900), LinkFault("rx", 0, 1, 5901)], 10_000, LATE)
    assert stays.healed_at() == 5_901 + 401
    late = connectivity(net, [LinkFault("rx", 0, 0, 0, 6_300), LinkFault("rx", 0, 1, 5_901)], 10_000, LATE)
    assert late.healed_at() == 6_500
    short = connectivity(net, [LinkFault("rx", 0, 0, 0, 300)], 10_000, LATE)
    assert short.healed_at() == 300


def test_a_slave_stays_down_while_another_fault_of_it_lasts():
    net = network("active-backup", primary=0, about=STATIC, **ARP)
    faults = [LinkFault("rx", 0, 0, 0, 5000), LinkFault("rx", 0, 0, 4000, 9000)]
    assert connectivity(net, faults, 30_000, LATE).healed_at() == 401
    carrier = [LinkFault("carrier", 0, 0, 0, 5000), LinkFault("carrier", 0, 0, 4000, 9000)]
    assert connectivity(network("active-backup", primary=0), carrier, 30_000, LATE).times() == [0, 100]


def test_a_slave_comes_up_only_if_what_is_left_is_not_seen():
    other = LinkFault("rx", 0, 1, 6_000)
    blind = network("active-backup", about=STATIC, **ARP)
    mixed = [LinkFault("rx", 0, 0, 0, 5_000), LinkFault("tx", 0, 0, 4_000), other]
    assert lossy(connectivity(blind, mixed, 8_000, LATE), 8_000) == set(TO), "it is back, and sends nothing"
    seeing = network("active-backup", arp_validate="all", about=STATIC, **ARP)
    twice = [LinkFault("tx", 0, 0, 0, 5_000), LinkFault("tx", 0, 0, 4_000), other]
    assert lossy(connectivity(seeing, twice, 8_000, LATE), 8_000) == set(TO + FROM), "no slave is up"


def test_where_all_slaves_send_probes_the_switches_hear_the_node_on():
    net = network("balance-xor", arp_validate="all", about=STATIC, **ARP)
    run = connectivity(net, [LinkFault("both", 0, 0)], 10_000, LATE)
    assert story(run) == [
        (0, dict.fromkeys([(0, 2), (0, 4), (2, 0), (4, 0)], 1.0), "node 0 slave 0 loses all both ways"),
        (200, {(2, 0): 0.0, (4, 0): 0.0}, "the switches have heard node 0 on another slave"),
        (401, {(0, 2): 0.0, (0, 4): 0.0}, "node 0 slave 0 is down: no answer from arp_ip_target"),
    ]
    assert connectivity(net, [LinkFault("both", 0, 0)], 10_000, EARLY).times() == [0, 1, 600]
    with pytest.raises(NotModelled, match="arp_interval in balance-xor on switches that are joined"):
        connectivity(net, [LinkFault("rx", 0, 0)])
    apart = network("balance-xor", switch=Plain(False), about=STATIC, **ARP)
    assert lossy(connectivity(apart, [LinkFault("rx", 0, 0)], 10_000, EARLY), 10_000) == {(2, 0), (4, 0)}


def test_the_arp_monitor_and_a_share_of_loss_is_not_modelled():
    with pytest.raises(NotModelled, match="arp_interval with a slave that loses a part"):
        connectivity(network("active-backup", **ARP), [LinkFault("tx", 0, 0, loss=0.5)])


def test_all_flows_are_dealt_anew_when_a_slave_drops_out():
    # of three slaves: 0 ^ 0x0800 = 2048, (a ^ b ^ 2048) % 3; after slave 1 is gone: % 2 of [0, 2]
    net = network(slaves=3, about=STATIC)
    faults = [LinkFault("carrier", 0, 1), LinkFault("tx", 0, 2, 1000)]
    run = connectivity(net, faults, 2000, EARLY)
    number = {peer: 1 ^ (peer + 1) ^ 2048 for peer in range(1, 5)}
    assert lossy(run, 1000) == {(0, peer) for peer, value in number.items() if [0, 2][value % 2] == 2}


# aggregates -----------------------------------------------------------------------------------------------------------


def test_the_switch_decides_who_is_not_heard():
    net = network("balance-xor", switch=Lag(xmit_hash_policy="layer3+4"))
    # (1 ^ 2) >> 1 = 1, (1 ^ 3) >> 1 = 1, (1 ^ 4) >> 1 = 2, (1 ^ 5) >> 1 = 2
    assert at_once(net, LinkFault("rx", 0, 0)) == {(3, 0): 1.0, (4, 0): 1.0}
    assert at_once(net, LinkFault("tx", 0, 0)) == {(0, 2): 1.0, (0, 4): 1.0}


@pytest.mark.parametrize(
    ("partner", "phase", "late"), [("standard", LATE, 1), ("linux", LATE, 100), ("linux", EARLY, 1)]
)
def test_an_aggregate_without_carrier(partner, phase, late):
    net = network("balance-xor", switch=Lag(partner=partner), miimon=10)
    run = connectivity(net, [LinkFault("carrier", 0, 0)], 10_000, phase)
    assert {pair for pair in lossy(run, 0) if pair[0] == 0} == {(0, 2), (0, 4)}
    assert run.loss(2, 0, late - 1) == 1.0
    assert run.loss(2, 0, late) == 0.0


def test_an_aggregate_gets_its_carrier_back():
    net = network("balance-xor", switch=Lag(), about=STATIC)
    run = connectivity(net, [LinkFault("carrier", 0, 0, 0, 1000), LinkFault("rx", 0, 0, 2000)], 3000, EARLY)
    assert lossy(run, 999) == lossy(run, 1500) == set()
    assert lossy(run, 2000) == {(2, 0), (4, 0)}


@pytest.mark.parametrize(
    ("rates", "kind", "low", "high"),
    [
        (("slow", "slow"), "tx", 63_000, 93_400),
        (("slow", "fast"), "tx", 4_800, 6_300),
        (("fast", "fast"), "both", 1_800, 3_000),
        (("fast", "slow"), "both", 60_000, 90_000),
        (("fast", "slow"), "rx", 4_800, 6_300),
        (("slow", "slow"), "carrier", 1, 101),
    ],
)
def test_lacp_heals(rates, kind, low, high):
    for seed in range(20):
        net = lacp(*rates, about=STATIC)
        healed = connectivity(net, [LinkFault(kind, 0, 0, 1000)], 180_000, seed).healed_at()
        assert low <= healed - 1000 <= high


def test_lacp_tells_who_leaves():
    net = lacp("fast", "fast", about=STATIC, partner="standard")
    run = connectivity(net, [LinkFault("tx", 0, 0, 1000)], 20_000, EARLY)
    assert run.changes[0].why == "node 0 slave 0 loses all that it sends"
    assert (
        run.changes[1].why == "802.3ad: node 0 slave 0: the node ceases to send on it, the node ceases to take from it"
    )
    rx = connectivity(net, [LinkFault("rx", 0, 0, 1000)], 20_000, EARLY)
    assert [change.why for change in rx.changes[1:]] == [
        "802.3ad: node 0 slave 0: the switch ceases to send to it, the switch ceases to take from it"
    ]


def test_lacp_without_carrier():
    net = lacp(about=STATIC)
    run = connectivity(net, [LinkFault("carrier", 0, 0, 0, 10_000), LinkFault("tx", 0, 0, 60_000)], 60_000, LATE)
    assert run.healed_at() is None
    assert run.times()[:2] == [0, 100]
    assert all(12_000 <= t <= 12_500 for t in run.times()[2:-1])  # one end may begin a tick before the other
    assert lossy(run, 60_000) == {(0, 2), (0, 4)}
    early = connectivity(net, [LinkFault("carrier", 0, 0, 0, 10_000), LinkFault("tx", 0, 0, 12_000)], 12_000, LATE)
    assert lossy(early, 12_000) == set()  # not yet agreed upon
    with pytest.raises(NotModelled, match="miimon 0"):
        connectivity(lacp(miimon=0), [LinkFault("carrier", 0, 0)])


def test_an_lacp_port_comes_back_after_the_fault():
    net = lacp("fast", "fast", about=STATIC)
    run = connectivity(net, [LinkFault("both", 0, 0, 0, 20_000), LinkFault("tx", 0, 0, 100_000)], 100_000, 1)
    assert lossy(run, 90_000) == set()
    assert lossy(run, 100_000) == {(0, 2), (0, 4)}  # it carries frames again


def test_an_lacp_port_does_not_come_back_during_the_fault():
    run = connectivity(lacp("fast", "fast", about=STATIC), [LinkFault("tx", 0, 0)], 600_000, 1)
    assert run.healed_at() < 10_000


def test_lacp_with_a_share_of_loss():
    net = lacp("fast", "fast", about=STATIC)
    faults = [LinkFault("both", 0, 0, loss=0.9)]
    assert connectivity(net, faults, 60_000, 4) == connectivity(net, faults, 60_000, 4)
    healed = [connectivity(net, faults, 3_500, seed).loss(0, 2, 3_500) for seed in range(12)]
    assert 0.0 in healed  # most LACPDUs are lost
    assert 0.9 in [round(share, 6) for share in healed]
    few = [LinkFault("both", 0, 0, loss=0.01)]
    assert connectivity(net, few, 30_000, 4).loss(0, 2, 30_000) == pytest.approx(0.01)


@pytest.mark.parametrize("kinds", [("tx", "tx"), ("tx", "both"), ("both", "carrier"), ("rx", "tx")])
def test_lacp_without_a_whole_link_is_not_modelled(kinds):
    faults = [LinkFault(kind, 0, slave) for slave, kind in enumerate(kinds)]
    with pytest.raises(NotModelled, match="faults on every link of an LACP bond"):
        connectivity(lacp(), faults)
    assert connectivity(network(), faults, 0).changes


@pytest.mark.parametrize("kind", ["both", "carrier"])
def test_lacp_with_every_link_dead(kind):
    run = connectivity(lacp("fast", "fast"), [LinkFault(kind, 0, 0), LinkFault(kind, 0, 1)], 60_000)
    assert lossy(run, 60_000) == set(TO + FROM)


# neighbour entries ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("phase", "expires"), [(EARLY, 3_000), (LATE, 53_000)])
def test_the_other_direction_dies_when_the_entry_expires(phase, expires):
    run = connectivity(network(), [LinkFault("tx", 0, 0)], 60_000, phase)
    assert lossy(run, expires - 1) == {(0, 2), (0, 4)}
    assert lossy(run, expires) == {(0, 2), (0, 4), (2, 0), (4, 0)}


def test_static_entries_do_not_expire():
    assert lossy(connectivity(network(about=STATIC), [LinkFault("tx", 0, 0)], 60_000), 60_000) == {(0, 2), (0, 4)}


def test_after_the_fault_the_entry_comes_back_with_the_next_question():
    run = connectivity(network(), [LinkFault("tx", 0, 0, 0, 40_000)], 60_000, EARLY)
    assert lossy(run, 40_000) == {(2, 0), (4, 0)} | {(0, 2), (0, 4)}
    assert run.healed_at() == 40_001
    assert connectivity(network(), [LinkFault("tx", 0, 0, 0, 60_000)], 70_000, LATE).healed_at() == 61_000


def test_a_fault_that_ends_before_the_entry_expires_leaves_it():
    run = connectivity(network(), [LinkFault("tx", 0, 0, 0, 2_999)], 60_000, EARLY)
    assert run.healed_at() == 2_999
    again = connectivity(network(), [LinkFault("tx", 0, 0, 0, 2_999), LinkFault("tx", 0, 0, 4_000)], 6_999, EARLY)
    assert lossy(again, 6_999) == {(0, 2), (0, 4)}


def test_entries_expire_though_the_data_gets_through():
    # layer2+3 puts all these peers on slave 0, questions to 1 and 3 on slave 1
    net = network("balance-xor", switch=Lag(), xmit_hash_policy="layer2+3")
    run = connectivity(net, [LinkFault("tx", 0, 1)], 60_000, EARLY)
    assert lossy(run, 0) == set()
    assert lossy(run, 60_000) == {(1, 0), (3, 0)}


def test_active_backup_loses_the_peers_answers_too():
    run = connectivity(network("active-backup"), [LinkFault("tx", 0, 0)], 60_000)
    assert lossy(run, 60_000) == set(TO + FROM)
    run = connectivity(network("active-backup"), [LinkFault("rx", 0, 0)], 60_000)
    assert lossy(run, 60_000) == set(TO + FROM)


def test_tlb_asks_by_its_active_slave():
    net = network("balance-tlb", tlb_dynamic_lb=False)
    assert lossy(connectivity(net, [LinkFault("tx", 0, 0)], 60_000), 60_000) == {(0, 2), (0, 4), *FROM}
    assert lossy(connectivity(net, [LinkFault("tx", 0, 1)], 60_000), 60_000) == {(0, 1), (0, 3)}


def test_ipv6_neighbours_expire_as_well():
    from dataclasses import replace

    net = network(count=3)
    six = replace(net, nodes=tuple(replace(node, ip=f"fd00::{at}") for at, node in enumerate(net.nodes, 1)))
    run = connectivity(six, [LinkFault("tx", 0, 0)], 60_000, EARLY)
    # layer2: 1 ^ 3 ^ 0x86dd is odd, 1 ^ 2 ^ 0x86dd even
    assert lossy(run, 0) == {(0, 1)}
    assert lossy(run, 60_000) == {(0, 1), (1, 0)}


# what the switches have learned ---------------------------------------------------------------------------------------


def test_switches_that_hear_a_node_on_another_slave_bring_it_back():
    run = connectivity(network("balance-rr"), [LinkFault("both", 0, 0)], 60_000, EARLY)
    assert lossy(run, 2_999) == set(TO + FROM)
    assert lossy(run, 3_000) == set(TO)
    assert "the switches have heard node 0 on another slave" in run.changes[1].why.split("; ")


def test_they_keep_it_while_it_cannot_be_heard_directly():
    faults = [LinkFault("both", 0, 0), LinkFault("rx", 0, 0, 5_000)]
    assert lossy(connectivity(network("balance-rr"), faults, 60_000, EARLY), 6_000) == set(TO)


def test_they_do_not_if_they_are_not_joined_or_hear_it_still():
    run = connectivity(network("balance-rr", switch=Plain(False)), [LinkFault("both", 0, 0)], 60_000, EARLY)
    assert lossy(run, 60_000) == set(TO + FROM)
    run = connectivity(network("balance-rr"), [LinkFault("rx", 0, 0)], 60_000, EARLY)
    assert lossy(run, 60_000) == set(FROM)


def test_they_do_not_if_they_hear_it_nowhere():
    faults = [LinkFault("both", 0, 0), LinkFault("tx", 0, 1)]
    run = connectivity(network("balance-rr"), faults, 60_000, EARLY)
    assert [change.t_ms for change in run.changes if "heard" in change.why] == []


def test_a_question_to_all_may_be_heard_where_one_to_a_peer_is_not():
    # 1 ^ 2: data and questions to node 1 are on slave 1; 1 ^ 0xff: questions to all on slave 0
    for slave, moved in ((0, set()), (1, {1})):
        run = Timeline(network(count=2), [LinkFault("both", 0, slave)], 100_000, EARLY)
        run.run()
        assert run.ends[0].moved == moved


def test_a_switch_forgets_after_five_minutes():
    run = connectivity(network(about=STATIC), [LinkFault("both", 0, 0)], 400_000)
    assert lossy(run, 299_999) == {(0, 2), (0, 4), (2, 0), (4, 0)}
    assert lossy(run, 300_000) == {(0, 2), (0, 4)}
    back = connectivity(
        network(about=STATIC), [LinkFault("both", 0, 0, 0, 310_000), LinkFault("rx", 0, 0, 320_000)], 320_000
    )
    assert lossy(back, 320_000) == {(2, 0), (4, 0)}  # the node was heard again in between
    healed = connectivity(
        network(about=STATIC), [LinkFault("both", 0, 0, 0, 1_000), LinkFault("rx", 0, 0, 299_000)], 301_000
    )
    assert lossy(healed, 301_000) == {(2, 0), (4, 0)}


# balance-tlb and -alb -------------------------------------------------------------------------------------------------


def test_before_the_first_dealing_all_is_on_one_slave():
    for mode in ("balance-tlb", "balance-alb"):
        net = network(mode, about={"settled": False, **STATIC})
        run = connectivity(net, [LinkFault("tx", 0, 0)], 9_999, LATE)
        assert lossy(run, 9_999) == set(TO)
        assert lossy(connectivity(net, [LinkFault("tx", 0, 1)], 9_999, LATE), 9_999) == set()


def test_peers_are_dealt_every_ten_seconds():
    net = network("balance-tlb", about={"settled": False})
    run = connectivity(net, [LinkFault("tx", 0, 1)], 25_000, EARLY)
    assert lossy(run, 0) == set()
    assert lossy(run, 1) == {(0, 1), (0, 3)}  # the load of ARP puts slave 1 first
    seen = {
        frozenset(lossy(connectivity(net, [LinkFault("tx", 0, 1)], 40_000, seed), t))
        for seed in range(5)
        for t in (15_000, 25_000, 35_000)
    }
    assert len(seen) > 3
    assert all(len(pairs) == 2 for pairs in seen)
    changes = connectivity(net, [LinkFault("tx", 0, 1)], 100_000, 3).times()
    assert all((later - earlier) % 10_000 == 0 for earlier, later in pairwise(changes))


def test_traffic_that_has_gone_on_for_long_is_dealt():
    assert lossy(connectivity(network("balance-alb"), [LinkFault("tx", 0, 1)], 0, EARLY), 0) == {(0, 2), (0, 4)}
    assert lossy(connectivity(network("balance-tlb"), [LinkFault("tx", 0, 1)], 0, EARLY), 0) == {(0, 1), (0, 3)}
    assert lossy(connectivity(network("balance-tlb", about=STATIC), [LinkFault("tx", 0, 1)], 0, EARLY), 0) == {
        (0, 2),
        (0, 4),
    }


def test_alb_spreads_what_it_receives():
    run = connectivity(network("balance-alb"), [LinkFault("rx", 0, 1)], 0, EARLY)
    assert lossy(run, 0) == {(2, 0), (4, 0)}
    spread = {
        frozenset(at_once(network("balance-alb"), LinkFault("rx", 0, 1), phase=Phase(seed))) for seed in range(60)
    }
    assert len(spread) == 6
    assert all(len(pairs) == 2 for pairs in spread)


def test_alb_on_a_bridge_receives_on_one_slave():
    net = network("balance-alb", on_bridge=True)
    assert at_once(net, LinkFault("rx", 0, 1)) == {}
    assert set(at_once(net, LinkFault("rx", 0, 0))) == set(FROM)


def test_alb_pins_its_answers():
    net = network("balance-alb", tlb_dynamic_lb=False)
    run = connectivity(net, [LinkFault("tx", 0, 1)], 60_000, EARLY)
    assert lossy(run, 0) == {(0, 1), (0, 3)}
    assert lossy(run, 60_000) == {(0, 1), (0, 3), (2, 0), (4, 0)}


def test_alb_without_carrier_has_to_tell_its_peers():
    run = connectivity(network("balance-alb"), [LinkFault("carrier", 0, 0)], 10_000, LATE)
    assert lossy(run, 100) == set(FROM)
    assert run.healed_at() == 2_100
    assert connectivity(network("balance-alb"), [LinkFault("carrier", 0, 0)], 10_000, EARLY).healed_at() == 2
    backup = connectivity(network("balance-alb"), [LinkFault("carrier", 0, 1)], 10_000, LATE)
    assert lossy(backup, 100) == {(2, 0), (4, 0)}
    assert backup.healed_at() == 2_100


def test_told_peers_send_to_the_slave_that_is_left():
    run = connectivity(network("balance-alb"), [LinkFault("carrier", 0, 1), LinkFault("rx", 0, 0, 5_000)], 5_000, EARLY)
    assert lossy(run, 5_000) == set(FROM)


# round robin ----------------------------------------------------------------------------------------------------------


def test_a_fixed_order_of_peers_makes_round_robin_lose_a_subset():
    net = network("balance-rr", about={"sending": "fixed"})
    assert at_once(net, LinkFault("tx", 0, 0)) == {(0, 1): 1.0, (0, 3): 1.0}
    assert at_once(net, LinkFault("tx", 0, 0), phase=LATE) == {(0, 2): 1.0, (0, 4): 1.0}
    assert at_once(net, LinkFault("tx", 2, 0)) == {(2, 0): 1.0, (2, 3): 1.0}
    odd = network("balance-rr", count=4, about={"sending": "fixed"})
    assert at_once(odd, LinkFault("tx", 0, 0)) == dict.fromkeys([(0, 1), (0, 2), (0, 3)], 0.5)


# input ----------------------------------------------------------------------------------------------------------------


def test_the_port_counts():
    net = network(xmit_hash_policy="layer3+4")
    assert set(at_once(net, LinkFault("tx", 0, 0))) == {(0, 3), (0, 4)}


def test_until_is_the_end():
    run = connectivity(network(), [LinkFault("tx", 0, 0, 100, 200)], 199)
    assert run.healed_at() is None
    assert connectivity(network(), [LinkFault("tx", 0, 0, 100, 200)], 200).healed_at() == 200
    assert connectivity(network(), [LinkFault("tx", 0, 0, 100)], 99) == Connectivity(5)


@pytest.mark.parametrize("until", [-1, 1.5])
def test_until_is_a_whole_number(until):
    with pytest.raises(ModelError, match="until_ms: "):
        connectivity(network(), (), until)


def test_what_is_not_there_is_named():
    with pytest.raises(ModelError, match="fault node: 5"):
        connectivity(network(), [LinkFault("tx", 5, 0)])


def test_without_a_phase_it_is_seed_zero():
    faults = [LinkFault("tx", 0, 0)]
    assert connectivity(network(), faults) == connectivity(network(), faults, 180_000, 0)
    assert connectivity(network(), faults) == connectivity(network(), faults, 180_000, Phase(0))
    assert connectivity(network(), faults, 180_000, 1) != connectivity(network(), faults)
