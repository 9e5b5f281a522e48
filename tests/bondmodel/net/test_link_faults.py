import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.link_faults import LinkFault, on_links


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"kind": "rxx", "node": 0, "slave": 0},
            "fault kind: 'rxx' is not one of tx, rx, both, carrier, latency, switch, node",
        ),
        ({"kind": "tx", "node": 0, "slave": 0, "start_ms": -1}, "fault start_ms: -1"),
        ({"kind": "tx", "node": 0, "slave": 0, "start_ms": 5, "heal_ms": 5}, "fault heal_ms: 5 .* of at least 6"),
        ({"kind": "tx", "node": 0, "slave": 0, "loss": 0.0}, "fault loss: 0.0"),
        ({"kind": "tx", "node": 0, "slave": 0, "loss": 1.01}, "fault loss: 1.01"),
        ({"kind": "carrier", "node": 0, "slave": 0, "loss": 0.5}, "kind carrier loses all"),
        ({"kind": "latency", "node": 0, "slave": 0, "extra_ms": -1}, "fault extra_ms: -1"),
        ({"kind": "tx", "slave": 0}, "fault node: a fault of kind tx"),
        ({"kind": "tx", "node": 0}, "fault slave: a fault of kind tx"),
        ({"kind": "switch"}, "fault slave: a fault of kind switch"),
        ({"kind": "node"}, "fault node: a fault of kind node"),
    ],
)
def test_what_a_fault_cannot_be(options, text):
    with pytest.raises(ModelError, match=text):
        LinkFault(**options)


@pytest.mark.parametrize("when", [{"start_ms": 1}, {"heal_ms": 9}])
def test_latency_that_comes_and_goes_is_not_modelled(when):
    with pytest.raises(NotModelled, match="fault latency"):
        LinkFault("latency", 0, 0, extra_ms=5, **when)


def test_when_it_holds():
    fault = LinkFault("tx", 0, 0, 10, 20)
    assert [t for t in (9, 10, 19, 20) if fault.holds(t)] == [10, 19]
    assert LinkFault("tx", 0, 0, 10).holds(10**9)
    assert LinkFault("tx", 0, 0, 5, 6).heal_ms == 6


@pytest.mark.parametrize(
    ("kind", "sending", "hearing"),
    [("tx", True, False), ("rx", False, True), ("both", True, True), ("carrier", True, True)],
)
def test_which_direction_it_stops(kind, sending, hearing):
    fault = LinkFault(kind, 0, 0)
    assert (fault.stops_sending, fault.stops_hearing) == (sending, hearing)


def test_it_is_told_in_words():
    assert LinkFault("tx", 1, 0).describe() == "node 1 slave 0 loses all that it sends"
    assert LinkFault("rx", 1, 0, loss=0.5).describe() == "node 1 slave 0 loses 50% that it should hear"
    assert LinkFault("both", 1, 0).describe() == "node 1 slave 0 loses all both ways"
    assert LinkFault("carrier", 1, 2).describe() == "node 1 slave 2 has lost its carrier"


def test_a_node_is_all_its_links():
    assert on_links([LinkFault("node", 1, start_ms=3)], [2, 3], one_switch=False) == [
        LinkFault("carrier", 1, s, 3) for s in range(3)
    ]


def test_a_switch_is_the_links_on_it():
    assert on_links([LinkFault("switch", slave=1)], [2, 1, 2], one_switch=False) == [
        LinkFault("both", 0, 1),
        LinkFault("both", 2, 1),
    ]
    assert on_links([LinkFault("switch", slave=0, ports_down=True)], [2, 1], one_switch=False) == [
        LinkFault("carrier", 0, 0, ports_down=True), LinkFault("carrier", 1, 0, ports_down=True),
    ]  # fmt: skip
    assert len(on_links([LinkFault("switch", slave=0)], [2, 2], one_switch=True)) == 4


def test_links_stay_and_latency_is_no_loss():
    assert on_links([LinkFault("tx", 0, 1), LinkFault("latency", 0, 0, extra_ms=3)], [2], one_switch=False) == [
        LinkFault("tx", 0, 1)
    ]


@pytest.mark.parametrize(
    ("fault", "one_switch", "text"),
    [
        (LinkFault("tx", 2, 0), False, "fault node: 2 .* from 0 to 1"),
        (LinkFault("node", 2), False, "fault node: 2"),
        (LinkFault("tx", 0, 2), False, "fault slave: 2 .* from 0 to 1"),
        (LinkFault("latency", 0, 2), False, "fault slave: 2"),
        (LinkFault("switch", slave=2), False, "the switch.: 2 .* from 0 to 1"),
        (LinkFault("switch", slave=1), True, "the switch.: 1 .* from 0 to 0"),
    ],
)
def test_what_is_not_there_is_named(fault, one_switch, text):
    with pytest.raises(ModelError, match=text):
        on_links([fault], [2, 2], one_switch=one_switch)
