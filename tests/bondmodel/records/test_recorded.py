import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.link_faults import LinkFault
from bondmodel.net.switch import Lag, Plain
from bondmodel.records.recorded import class_of, network_of, observe

from tests.bondmodel.networks import lacp, network


def row(mode="balance-xor", nodes=5, slaves=2, **more):
    """A line that describes the same network as `networks.network`."""
    return {
        "id": "x", "mode": mode, "topology": "plain", "nodes": nodes, "slaves": slaves, "policy": None,
        "macs": [[f"02:aa:00:00:{s:02x}:{i:02x}" for s in range(slaves)] for i in range(1, nodes + 1)],
        "ips": [f"10.0.0.{i}" for i in range(1, nodes + 1)],
        "fault": {"node": 0, "slave": 0, "kind": "tx", "loss": 100},
        **more,
    }  # fmt: skip


FRESH = {"settled": False}


def test_plain_switches():
    assert network_of(row()) == (network(about=FRESH), (LinkFault("tx", 0, 0),))
    assert network_of(row(fault=None)) == (network(about=FRESH), ())
    assert network_of(row(policy="layer3+4"))[0] == network(xmit_hash_policy="layer3+4", about=FRESH)
    assert network_of(row(options={"no_isl": True}))[0].switch == Plain(linked=False)
    assert network_of(row(options={"no_isl": False}))[0].switch == Plain(linked=True)
    assert network_of(row(options={"arp": "static"}))[0].static_arp
    assert not network_of(row())[0].static_arp


def test_a_switch_may_send_otherwise_than_the_bond():
    lag = row("balance-rr", topology="lag", switch_mode="balance-xor", switch_policy="layer3+4")
    assert network_of(lag)[0].switch == Lag("balance-xor", "layer3+4", partner="linux")


@pytest.mark.parametrize(("order", "sending"), [("fixed", "fixed"), ("random", "shuffled"), (None, "shuffled")])
def test_the_order_of_the_probes(order, sending):
    assert network_of(row("balance-rr", options={"order": order}))[0].sending == sending


def test_an_aggregate():
    static = network_of(row(topology="lag", switch_mode="balance-xor", switch_policy="layer2+3"))[0]
    assert static.switch == Lag("balance-xor", "layer2+3", partner="linux")
    rates = {"node": "fast", "switch": "slow"}
    spoken = network_of(row("802.3ad", topology="lag", switch_mode=None, lacp_rate=rates))[0]
    assert spoken == lacp("fast", "slow", about=FRESH)
    options = {"bond_extra": "coupled_control off", "sw_bond_extra": "coupled_control off"}
    loose = network_of(row("802.3ad", topology="lag", lacp_rate=rates, options=options))[0]
    assert loose == lacp("fast", "slow", coupled=(False, False), about=FRESH)


def test_options_of_the_bond():
    text = "arp_interval 200 arp_validate all arp_ip_target 10.0.0.9,10.0.0.8 resend_igmp 1"
    bond = network_of(row("active-backup", options={"bond_extra": text, "no_miimon": True}))[0].nodes[0].bond
    assert (bond.arp_interval, bond.arp_validate, bond.miimon) == (200, "all", 0)
    assert bond.arp_ip_target == ("10.0.0.9", "10.0.0.8")
    tlb = network_of(row("balance-tlb", options={"bond_extra": "tlb_dynamic_lb 0"}))[0].nodes[0].bond
    assert not tlb.tlb_dynamic_lb
    assert network_of(row(options={"bond_extra": "all_slaves_active 1"}))[0].nodes[0].bond.all_slaves_active
    assert network_of(row("active-backup", options={"bond_extra": "primary 1"}))[0].nodes[0].bond.primary == 1


def test_what_only_says_how_it_was_recorded():
    options = {"period": 0.25, "phase": 3, "sw_ip": "10.0.0.254"}
    assert network_of(row(prefix=8, kernel="6.1", observed={}, options=options)) == network_of(row())


@pytest.mark.parametrize(("text", "on"), [("on", True), ("1", True), ("off", False), ("0", False)])
def test_flags(text, on):
    options = {"bond_extra": f"all_slaves_active {text}"}
    assert network_of(row(options=options))[0].nodes[0].bond.all_slaves_active is on


@pytest.mark.parametrize(
    "name", ["lp_interval", "resend_igmp", "num_unsol_na", "peer_notif_delay", "ad_select", "use_carrier"]
)
def test_options_that_change_nothing_here(name):
    assert network_of(row(options={"bond_extra": f"{name} 1"})) == network_of(row())


@pytest.mark.parametrize("order", ["fixed", "sequential", "sorted", "shuffled", "shuffle", "random"])
def test_words_for_the_order_of_the_probes(order):
    fixed = order in ("fixed", "sequential", "sorted")
    assert network_of(row(options={"order": order}))[0].sending == ("fixed" if fixed else "shuffled")


@pytest.mark.parametrize("option", ["xmit_hash_policy layer2+3", "lacp_rate fast", "coupled_control off"])
def test_options_of_the_switch(option):
    rates = {"node": "slow", "switch": "slow"}
    plain = row("802.3ad", topology="lag", lacp_rate=rates)
    assert network_of({**plain, "options": {"sw_bond_extra": option}})[0].switch != network_of(plain)[0].switch


def test_a_share_of_loss():
    assert network_of(row(fault={"node": 1, "slave": 1, "kind": "both", "loss": 25}))[1] == (
        LinkFault("both", 1, 1, loss=0.25),
    )
    assert network_of(row(fault={"node": 1, "slave": 1, "kind": "rx"}))[1] == (LinkFault("rx", 1, 1),)
    assert network_of(row(fault={"node": 1, "slave": 1, "kind": "rx", "loss": 1}))[1][0].loss == 0.01


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"mode": "balance_tlb"}, "mode: 'balance_tlb' is not one of .*; did you mean 'balance-tlb'"),
        ({"policy": "layer4"}, "xmit_hash_policy: 'layer4'"),
        ({"topology": "ring"}, "topology: 'ring' is not one of plain, lag"),
        ({"nodes": 1}, "nodes: 1 .* from 2 to 64"),
        ({"nodes": 65}, "nodes: 65"),
        ({"nodes": 4}, "macs: a list of 4 is wanted"),
        ({"slaves": 0}, "slaves: a bond without slaves"),
        ({"slaves": 3}, r"macs\[0\]: a list of 3 is wanted"),
        ({"ips": None}, "ips: a list of 5 is wanted, not None"),
        ({"ips": ["10.0.0.1"] * 5}, "ips: 0a:00:00:01 is given twice"),
        ({"options": 5}, "options: 5 is not a JSON object"),
        ({"options": {"arpp": 1}}, "field: 'arpp' is not one of .*; did you mean 'arp'"),
        ({"options": {"arp": "dynamic"}}, "options.arp: 'dynamic' is not one of static"),
        ({"options": {"order": "odd"}}, "options.order: 'odd' is not one of fixed, "),
        (
            {"options": {"bond_extra": "arp_interval"}},
            "options.bond_extra: 'arp_interval' is not names and values in turn",
        ),
        ({"options": {"bond_extra": ""}}, "options.bond_extra: ''"),
        ({"options": {"bond_extra": 5}}, "options.bond_extra: 5"),
        (
            {"options": {"bond_extra": "arp_intervall 5"}},
            "options.bond_extra: 'arp_intervall' .* did you mean 'arp_interval'",
        ),
        ({"options": {"bond_extra": "arp_interval x"}}, "options.bond_extra arp_interval: 'x' is not a whole number"),
        ({"options": {"bond_extra": "coupled_control maybe"}}, "coupled_control: 'maybe' is not one of on, off, 1, 0"),
        (
            {"topology": "lag", "options": {"sw_bond_extra": "primary 1"}},
            "options.sw_bond_extra: 'primary' is not one of",
        ),
        ({"topology": "lag", "options": {"sw_bond_extra": "lacp_rate"}}, "options.sw_bond_extra: 'lacp_rate' is not"),
        ({"topology": "lag", "lacp_rate": "fast"}, "lacp_rate: 'fast' is not a JSON object"),
        ({"lacp_rate": {"node": "fast"}}, "switch: missing"),
        ({"fault": []}, r"fault: \[\] is not a JSON object"),
        ({"fault": {"node": 0}}, "kind: missing"),
        ({"fault": {"node": 0, "slave": 0, "kind": "t"}}, "fault.kind: 't' is not one of tx, rx, both, carrier"),
        ({"fault": {"node": 0, "slave": 0, "kind": "tx", "loss": 0}}, "fault.loss: 0 .* from 1 to 100"),
        ({"fault": {"node": 0, "slave": 0, "kind": "tx", "loss": 101}}, "fault.loss: 101"),
        ({"kernal": "6"}, "field: 'kernal' .*did you mean 'kernel'"),
    ],
)
def test_what_is_wrong_is_named(change, text):
    with pytest.raises(ModelError, match=text):
        network_of({**row(), **change})


@pytest.mark.parametrize("key", ["id", "mode", "topology", "nodes", "slaves", "macs", "ips"])
def test_what_is_missing_is_named(key):
    with pytest.raises(ModelError, match=f"^{key}: missing$"):
        network_of({k: v for k, v in row().items() if k != key})


def test_two_and_sixty_four_nodes():
    assert len(network_of(row(nodes=2))[0].nodes) == 2
    assert len(network_of(row(nodes=64))[0].nodes) == 64


def all_peers(state):
    return dict.fromkeys(("1", "2", "3", "4"), state)


def test_a_subset():
    seen = observe(row())
    assert seen == {
        "to_peers": {"1": "up", "2": "down", "3": "up", "4": "down"},
        "from_peers": all_peers("up"),
        "class": "subset",
        "may_be": {
            "to_peers": {"1": ["up"], "2": ["down"], "3": ["up"], "4": ["down"]},
            "from_peers": {peer: ["up"] for peer in "1234"},
        },
        "recovered_s": None,
        "lossy_at_end": ["0->2", "0->4", "2->0", "4->0"],
        "may_be_lossy_at_end": ["0->2", "0->4", "2->0", "4->0"],
    }


@pytest.mark.parametrize(
    ("mode", "kind", "to", "back", "kept"),
    [
        ("active-backup", "tx", "down", "up", "lost-all"),
        ("active-backup", "rx", "up", "down", "lost-all"),
        ("balance-rr", "both", "part", "part", "partial-loss"),
        ("broadcast", "tx", "up", "up", "none"),
        ("active-backup", "carrier", "up", "up", "none"),
    ],
)
def test_classes(mode, kind, to, back, kept):
    seen = observe(row(mode, fault={"node": 0, "slave": 0, "kind": kind}))
    assert (seen["to_peers"], seen["from_peers"], seen["class"]) == (all_peers(to), all_peers(back), kept)


@pytest.mark.parametrize(
    ("to_peers", "from_peers", "kind"),
    [
        ("up up", "up up", "none"),
        ("up part", "up up", "partial-loss"),
        ("up down", "up up", "subset"),
        ("up up", "down up", "subset"),
        ("part down", "up up", "mixed"),
        ("up part", "up down", "mixed"),
        ("down down", "up part", "lost-all"),
        ("part up", "down down", "lost-all"),
    ],
)
def test_kinds_of_loss(to_peers, from_peers, kind):
    assert class_of([to_peers.split(), from_peers.split()]) == kind


def seen_up_to(miimon):
    """What is seen of a link without carrier that the node notices within `miimon` ms."""
    return observe(row(fault={**TX1, "kind": "carrier"}, options={"bond_extra": f"miimon {miimon}"}))


def test_the_first_two_seconds_are_looked_at():
    assert seen_up_to(200)["may_be"]["to_peers"]["1"] == ["up"], "a tenth is hardly anything"
    assert seen_up_to(201)["may_be"]["to_peers"]["1"] == ["part", "up"]
    assert seen_up_to(1999)["may_be"]["to_peers"]["1"] == ["part", "up"]
    assert seen_up_to(2000)["may_be"]["to_peers"]["1"] == ["down", "part", "up"]


def test_it_is_watched_for_200_seconds():
    assert seen_up_to(200_000)["recovered_s"] == [0.001, 200.0]
    assert seen_up_to(200_001)["recovered_s"] is None


def test_without_a_fault_node_0_is_looked_at():
    assert observe(row(fault=None))["to_peers"] == all_peers("up")


def test_a_mixture():
    nodes = row("balance-tlb", options={"arp": "static"})
    seen = observe(nodes)
    assert seen["class"] == "lost-all"
    assert seen["may_be"]["to_peers"] == {peer: ["down", "part", "up"] for peer in "1234"}
    some = observe(row("balance-rr", 3, 3, fault={"node": 1, "slave": 0, "kind": "tx"}))
    assert some["to_peers"] == {"0": "part", "2": "part"}


def test_when_it_recovers():
    rates = {"node": "fast", "switch": "fast"}
    seen = observe(row("802.3ad", topology="lag", lacp_rate=rates, fault={"node": 0, "slave": 0, "kind": "both"}))
    assert seen["class"] == "subset"
    low, high = seen["recovered_s"]
    assert 1.8 <= low <= 2.0
    assert 2.8 <= high <= 3.0
    assert observe(row(fault=None))["recovered_s"] == [0.0, 0.0]
    gone = observe(row(fault={"node": 0, "slave": 0, "kind": "carrier"}))
    assert gone["recovered_s"] == [0.001, 0.1]


TX1 = {"node": 0, "slave": 1, "kind": "tx"}


def test_a_neighbour_entry_that_expires_is_no_fault_that_lasts():
    """Under layer2+3 with consecutive addresses all data is on slave 0, but half of the answers to questions is not."""
    seen = observe(row(policy="layer2+3", fault=TX1))
    assert (seen["class"], seen["recovered_s"]) == ("none", [0.0, 0.0])
    assert seen["lossy_at_end"] == ["1->0", "3->0"]


def test_a_neighbour_entry_is_lost_until_lacp_leaves_the_link():
    rates = {"node": "slow", "switch": "slow"}
    both1 = {"node": 0, "slave": 1, "kind": "both"}
    policy = {"policy": "layer2+3", "switch_policy": "layer2+3"}
    seen = observe(row("802.3ad", topology="lag", **policy, lacp_rate=rates, fault=both1))
    assert seen["class"] == "none"
    assert 60 <= seen["recovered_s"][0] <= 90


def test_how_long_it_is_watched():
    rates = {"node": "fast", "switch": "fast"}
    heals = row("802.3ad", topology="lag", lacp_rate=rates, fault={"node": 0, "slave": 0, "kind": "both"})
    whole = observe(heals)["recovered_s"]
    assert observe({**heals, "watched_s": whole[1]})["recovered_s"] == whole
    assert observe({**heals, "watched_s": whole[1] - 0.001})["recovered_s"] is None
    assert observe(row(watched_s=3600))["recovered_s"] is None
    assert observe(row(watched_s=0.5))["recovered_s"] is None
    assert observe(row(watched_s=2.5))["may_be_lossy_at_end"] == ["0->2", "0->4"]


@pytest.mark.parametrize("watched", [0, -1, True, "5", 3600.001])
def test_a_watch_that_cannot_be(watched):
    with pytest.raises(ModelError, match=r"watched_s: .* is not a number of seconds above 0 and up to 3600"):
        observe(row(watched_s=watched))


def test_the_state_that_most_phases_have():
    """A new deal within the two seconds is the exception: until then all data is on the active slave."""
    seen = observe(row("balance-tlb", fault=TX1))
    assert (seen["to_peers"], seen["class"]) == (all_peers("up"), "none")
    assert seen["may_be"]["to_peers"]["1"] == ["part", "up"]


def test_what_is_refused():
    with pytest.raises(NotModelled, match="balance-tlb on switches that are not joined"):
        observe(row("balance-tlb", options={"no_isl": True}))
