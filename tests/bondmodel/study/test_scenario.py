import pytest
from bondmodel import Change, Connectivity, Cut, Fault, ModelError, NotModelled, Scenario, Stop
from bondmodel.cluster.knet import PingTimers
from bondmodel.net.bond import Bond
from bondmodel.net.switch import Lag, Plain
from bondmodel.study.scenario import Phase

SOUND = Connectivity(3)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nodes": 0}, "nodes: 0 is not a whole number from 1 to 32"),
        ({"nodes": 33}, "nodes: 33"),
        ({"sound_links": -1}, "sound_links: -1"),
        ({"sound_links": 8}, "sound_links: 8"),
        ({"node_ids": [1, 2]}, r"node_ids: \[1, 2\] must be 3 different ids"),
        ({"node_ids": [1, 3, 2]}, "ascending"),
        ({"node_ids": [0, 1, 2]}, "at least 1"),
        ({"node_ids": [1, 1, 2]}, "different"),
        ({"names": ["a"]}, "names: 1 given for 3 nodes"),
        ({"ips": ["10.0.0.1"]}, "ips: 1 given"),
        ({"macs": []}, "macs: 0 given"),
        ({"ha": "some"}, "ha: 'some' is neither a list of node ids nor 'all'"),
        ({"ha": [4]}, "ha: there is no node 4; the nodes are 1, 2, 3"),
        ({"votes": {4: 1}}, "votes: there is no node 4"),
        ({"phase": 1.0}, "phase: 1.0 is not at least 0 and less than 1"),
        ({"phase": -0.1}, "phase"),
        ({"lrm_phase": 1.0}, "lrm_phase"),
        ({"spared": -0.1}, "spared: -0.1 is not from 0 to 1"),
        ({"spared": 1.1}, "spared"),
        ({"duration": 0}, "duration: 0"),
        ({"duration": 86_401}, "duration"),
        ({"networks": [SOUND], "mode": "balance-rr"}, "networks: cannot be combined with mode"),
        ({"networks": []}, "networks: give at least one"),
        ({"networks": [Connectivity(4)]}, "each of 3 nodes"),
        ({"fault": Fault.tx(4), "mode": "802.3ad"}, "fault.node: there is no node 4"),
        ({"fault": Fault.tx(slave=2), "mode": "802.3ad"}, "fault.slave: 2"),
        ({"fault": Stop(5)}, "stop.node: there is no node 5"),
        ({"fault": Cut([(1, 5)])}, "cut.pairs: there is no node 5"),
        ({"fault": Cut([(5, 1)])}, "cut.pairs: there is no node 5"),
        ({"fault": Cut([(2, 2)])}, r"cut.pairs: \(2, 2\) is not a pair of two nodes"),
    ],
)
def test_what_cannot_be_is_named(fields, words):
    with pytest.raises(ModelError, match=words):
        Scenario(**fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mode": "bonding"}, "mode"),
        ({"fault": Fault.tx()}, "fault: needs a bond to hit"),
        ({"fault": Fault.tx(), "nodes": 1}, "fault: needs a bond to hit"),
        ({"mode": "802.3ad", "lacp_rate": "quick"}, "lacp_rate"),
        ({"mode": "802.3ad", "switch_lacp_rate": "quick"}, "switch lacp_rate"),
        ({"mode": "balance-xor", "xmit_hash_policy": "layer2-3"}, "did you mean 'layer2.3'"),
        ({"fault": Cut([(1, 2)], link=1)}, "cut.link: 1"),
        ({"two_node": True}, "two_node"),
        ({"token": 3}, "token"),
        ({"consensus": 10}, "consensus"),
        ({"link_priorities": [1, 2]}, "priorities"),
    ],
)
def test_what_shows_only_when_it_runs_is_named_too(fields, words):
    with pytest.raises(ModelError, match=words):
        Scenario(**fields).run()


def test_the_ends_of_the_ranges_are_taken():
    Scenario(nodes=1, sound_links=0, phase=0.0, lrm_phase=0.0, duration=0.001)
    Scenario(nodes=32, sound_links=7, phase=0.999, duration=86_400, spared=1.0)


def test_a_scenario_reads_as_it_is_written():
    given = [
        Scenario(),
        Scenario(nodes=5, mode="802.3ad", fault=Fault.tx(), ha="all"),
        Scenario(fault=[Cut([(2, 3)]), Stop(5, 9.0)], ha=[3], votes={2: 2}, node_ids=[2, 3, 5], names=["a", "b", "c"]),
    ]
    for scenario in given:
        assert eval(repr(scenario)) == scenario
    assert repr(given[0]) == "Scenario()"
    assert repr(given[1]) == "Scenario(nodes=5, mode='802.3ad', fault=Fault.tx(node=1, slave=0, start=0.0), ha='all')"


def test_but_changes_some_fields():
    assert Scenario(nodes=3, ha="all").but(nodes=5) == Scenario(nodes=5, ha="all")
    assert Scenario(nodes=3).but(nodes=5).ids == (1, 2, 3, 4, 5)


def test_one_trouble_or_several():
    assert Scenario(fault=Stop(1)).faults == (Stop(1),)
    assert Scenario(fault=[Stop(1, 3), Stop(2, 2)]).start == 2
    assert Scenario().start == 0.0


def test_who_has_active_services():
    assert Scenario(ha="all").active == (1, 2, 3)
    assert Scenario(ha=[2]).active == (2,)
    assert Scenario().active == ()
    once = Scenario(ha=(node for node in (1, 3)))
    assert (once.active, once.active) == ((1, 3), (1, 3))


def test_a_node_that_is_not_there():
    with pytest.raises(ModelError, match="node: there is no node 9; the nodes are 1, 2, 3"):
        Scenario().index(9)


# -- the network


def test_the_bond_options_reach_the_bond():
    said = {
        "slaves": 3,
        "xmit_hash_policy": "layer3+4",
        "lacp_rate": "fast",
        "updelay": 200,
        "downdelay": 300,
        "coupled_control": False,
    }
    bond = Scenario(mode="802.3ad", **said).network().nodes[0].bond
    assert {name: getattr(bond, name) for name in said} == said
    assert bond.mode == "802.3ad"
    assert bond.miimon == 100
    more = {
        "arp_missed_max": 3,
        "primary_reselect": "failure",
        "all_slaves_active": True,
        "fail_over_mac": "active",
        "num_grat_arp": 2,
        "min_links": 1,
    }
    bond = Scenario(mode="active-backup", prio=[1, 2], **more).network().nodes[0].bond
    assert {name: getattr(bond, name) for name in more} == more
    assert bond.prio == (1, 2)
    assert not Scenario(mode="balance-alb").network().nodes[0].address_on_bridge
    assert all(node.address_on_bridge for node in Scenario(mode="balance-alb", address_on_bridge=True).network().nodes)
    other = Scenario(mode="active-backup", primary=1, arp_interval=200, arp_ip_target=["10.0.0.9"], arp_validate="all")
    bond = other.network().nodes[0].bond
    assert (bond.primary, bond.arp_interval, bond.arp_ip_target, bond.arp_validate) == (1, 200, ("10.0.0.9",), "all")
    assert bond.miimon == 0, "ARP monitoring excludes it"
    assert Scenario(mode="balance-rr", packets_per_slave=0, miimon=50).network().nodes[0].bond.packets_per_slave == 0
    assert Scenario(mode="balance-rr", miimon=50).network().nodes[0].bond.miimon == 50
    assert Scenario(mode="balance-tlb", tlb_dynamic_lb=False).network().nodes[0].bond.tlb_dynamic_lb is False


def test_the_switch_options_reach_the_switch():
    said = {
        "switch_lacp_rate": "fast",
        "switch_xmit_hash_policy": "layer2+3",
        "switch_coupled_control": False,
        "switch_partner": "linux",
    }
    assert Scenario(mode="802.3ad", **said).network().switch == Lag("802.3ad", "layer2+3", "fast", False, "linux")
    assert Scenario(mode="balance-xor").network().switch == Lag("balance-xor")
    assert Scenario(mode="balance-xor", switch="plain").network().switch == Plain()


def test_addresses_are_given_or_made():
    node = Scenario(mode="balance-xor").network().nodes[1]
    assert (node.macs, node.ip) == (("02:00:00:00:00:02", "02:00:00:00:01:02"), "10.0.0.2")
    macs = [[f"02:00:00:00:09:{i}{k}" for k in range(2)] for i in range(3)]
    node = Scenario(mode="balance-xor", macs=macs, ips=["10.1.0.1", "10.1.0.2", "10.1.0.3"]).network().nodes[1]
    assert (node.macs, node.ip) == (("02:00:00:00:09:10", "02:00:00:00:09:11"), "10.1.0.2")
    assert Scenario(mode="balance-xor", addresses=5).network() != Scenario(mode="balance-xor").network()


def test_only_the_lacpdus_stand_at_the_phase():
    scenario = Scenario(mode="802.3ad", fault=Fault.tx(2, 1), phase=0.25, seed=9)
    hit = [f.of_network(scenario.index(f.node)) for f in scenario.faults]
    fixed = (("lacp node 1 slave 1", 0.25), ("lacp switch node 1 slave 1", 0.25))
    assert scenario._network_phase(hit) == Phase(9, None, fixed)


def test_latency_is_waited_for_while_the_token_comes_in_time():
    late = Scenario(mode="active-backup", fault=Fault.latency(1, 0, 1.824))
    run = late.run()
    assert run.networks[0].latency_ms[0, 1] == 1824
    assert len(run.memberships) == 1
    with pytest.raises(NotModelled, match="delays the token by up to 3650 ms a round, with a token timeout of 3650 ms"):
        late.but(fault=Fault.latency(1, 0, 1.825)).run()
    with pytest.raises(NotModelled, match="up to 4000 ms"):
        late.but(fault=[Fault.latency(1, 0, 1), Fault.latency(2, 0, 1)]).run()


def test_a_switch_with_its_ports_down_is_noticed():
    silent = Scenario(mode="active-backup", fault=Fault.switch(0))
    assert silent.run().isolated(5) == (1, 2, 3)
    assert silent.but(fault=Fault.switch(0, ports_down=True)).run().isolated(5) == ()


def test_without_a_bond_nothing_is_lost():
    assert Scenario().connectivities() == (SOUND,)
    assert Scenario(nodes=1, mode="802.3ad").connectivities() == (Connectivity(1),)
    assert Scenario(sound_links=2).connectivities() == (SOUND, SOUND, SOUND)


def test_given_networks_are_used():
    net = Connectivity(3, (Change(5, {(0, 1): 1.0}, "test"),))
    assert Scenario(networks=[net], sound_links=1).connectivities() == (net, SOUND)


def test_a_cut_adds_to_what_is_lost():
    net = Connectivity(3, (Change(5000, {(0, 1): 0.5}, "test"), Change(9000, {(0, 1): 0.0}, "test")))
    (cut,) = Scenario(networks=[net], fault=Cut([(1, 2)], start=4, heal=7)).connectivities()
    assert [cut.loss(0, 1, t) for t in (3999, 4000, 6999, 7000, 8999, 9000)] == [0.0, 1.0, 1.0, 0.5, 0.5, 0.0]
    (for_ever,) = Scenario(fault=Cut([(3, 1)], start=4)).connectivities()
    assert [for_ever.loss(2, 0, t) for t in (3999, 4000, 200_000)] == [0.0, 1.0, 1.0]
    assert for_ever.delivers(0, 2, 4000)


def test_a_cut_is_of_one_link():
    one, two = Scenario(sound_links=1, fault=Cut([(1, 2)], link=1)).connectivities()
    assert one == SOUND
    assert two.loss(0, 1, 0) == 1.0


def test_the_duration_ends_the_run():
    run = Scenario(fault=Cut([(1, 2), (1, 3)]), duration=8.029).run()
    assert len(run.memberships) == 1
    assert len(Scenario(fault=Cut([(1, 2), (1, 3)]), duration=8.031).run().memberships) == 3


def test_timers_and_votes_reach_the_cluster():
    scenario = Scenario(
        token=1000, token_coefficient=100, consensus=2000, votes={3: 5}, expected_votes=9, wait_for_all=True
    )
    assert (scenario.timers.token, scenario.timers.consensus) == (1100, 2000)
    assert scenario.quorum.votes == {2: 5}
    assert scenario.quorum.expected == 9
    assert scenario.quorum.waits_for_all
    assert Scenario(nodes=2, two_node=True).quorum.two_node
    assert Scenario(device_votes=1).quorum.device_votes == 1


def test_ping_timers_may_be_given():
    cut = Cut([(1, 2)], start=10)
    usual = Scenario(nodes=2, fault=cut).run()
    quick = Scenario(nodes=2, fault=cut, ping_timers=PingTimers(100, 200)).run()
    assert usual.graphs[-1].t_ms == 11_250
    assert quick.graphs[-1].t_ms == 10_100


def test_link_priorities_reach_knet():
    cut = Cut([(1, 3)])
    assert not Scenario(sound_links=1, fault=cut, link_priorities=[1, 2]).run().asymmetric()
    assert Scenario(sound_links=1, fault=cut, link_priorities=[2, 1]).run().asymmetric()


def test_the_phase_of_the_lrm_is_its_own_if_given():
    cut = Cut([(1, 2), (1, 3)], start=50)
    reset = Scenario(fault=cut, ha="all", phase=0.5).run().resets[0]
    assert reset.last_update == 45.0
    assert Scenario(fault=cut, ha="all", phase=0.5, lrm_phase=0.25).run().resets[0].last_update == 42.5


def test_the_seed_decides_what_chance_does():
    scenario = Scenario(mode="balance-rr", fault=Fault.tx())
    assert scenario.run() == scenario.run()
    assert scenario.run() != scenario.but(seed=1).run()


def test_what_is_not_modelled_is_refused_by_name():
    with pytest.raises(NotModelled, match="min_links on switches without LACP"):
        Scenario(mode="802.3ad", switch="plain", min_links=2).run()


def test_ids_and_names_are_those_given():
    run = Scenario(node_ids=[10, 20, 30], names=["a", "b", "c"], fault=Cut([(10, 20), (10, 30)]), ha=[10]).run()
    assert run.fenced == (10,)
    assert run.neighbours(20, 5) == (30,)
    assert run.why(30).startswith("c ")


def test_the_defaults_are_those_of_the_kernel_of_corosync_and_of_a_common_switch():
    bond = Scenario(mode="802.3ad").network().nodes[0].bond
    assert bond == Bond("802.3ad")
    assert Scenario(mode="802.3ad").network().switch == Lag("802.3ad")
    assert Scenario(mode="balance-tlb").network().nodes[0].bond == Bond("balance-tlb")
    assert (Scenario().nodes, Scenario().duration, Scenario().seed, Scenario().phase) == (3, 200.0, 0, 0.0)
    assert (Scenario().timers.token, Scenario().quorum.needed) == (3650, 2)
