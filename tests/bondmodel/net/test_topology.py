import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.bond import Bond
from bondmodel.net.switch import Plain
from bondmodel.net.topology import Network, Node

A = Node(Bond("balance-xor"), ("02:00:00:00:00:01", "02:00:00:00:01:01"), "10.0.0.1")
B = Node(Bond("balance-xor"), ("02:00:00:00:00:02", "02:00:00:00:01:02"), "10.0.0.2")


def node(mode="balance-xor", number=3, slaves=2):
    macs = tuple(f"02:00:00:00:{slave:02x}:{number:02x}" for slave in range(slaves))
    return Node(Bond(mode, slaves), macs, f"10.0.0.{number}")


def test_defaults():
    network = Network((A, B))
    assert (network.port, network.settled, network.static_arp, network.sending) == (5405, True, False, "shuffled")
    assert network.switch == Plain()
    assert not A.address_on_bridge


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Network((A,)), "nodes: 1 given; a network has 2 or more"),
        (lambda: Network((A, A)), "ips: 0a:00:00:01 is given twice"),
        (lambda: Network((A, Node(A.bond, A.macs, "10.0.0.9"))), "macs: 02:00:00:00:00:01 is given twice"),
        (lambda: Network((A, B), sending="random"), "sending: 'random' is not one of shuffled, fixed"),
        (lambda: Network((A, B), port=0), "port: 0 .* from 1 to 65535"),
        (lambda: Network((A, B), port=65536), "port: 65536"),
        (lambda: Node(Bond(), ("02:00:00:00:00:01",), "10.0.0.1"), "macs: 1 addresses for 2 slaves"),
        (lambda: Node(Bond(slaves=1), ("02:00",), "10.0.0.1"), "macs: '02:00' is not a MAC address"),
        (lambda: Node(Bond(slaves=1), ("02:00:00:00:00:01",), "10.0.0"), "ip: '10.0.0' is not"),
    ],
)
def test_what_cannot_be(make, text):
    with pytest.raises(ModelError, match=text):
        make()


def test_the_ends_of_the_range():
    assert Network((A, B), port=1).port == 1
    assert Network((A, B), port=65535).port == 65535


@pytest.mark.parametrize(
    ("nodes", "text"),
    [
        ((A, node("balance-rr")), "bonds that differ"),
        ((A, node(slaves=3)), "bonds that differ"),
        ((node("balance-tlb", 1), node("balance-tlb", 2)), "balance-tlb on switches that are not joined"),
        ((node("balance-alb", 1), node("balance-alb", 2)), "balance-alb on switches that are not joined"),
    ],
)
def test_what_is_not_modelled(nodes, text):
    with pytest.raises(NotModelled, match=text):
        Network(nodes, Plain(linked=False))


def test_switches_that_are_not_joined_with_equal_bonds():
    assert Network((A, B), Plain(linked=False))
    assert Network((A, node("balance-rr")), Plain(linked=True))
