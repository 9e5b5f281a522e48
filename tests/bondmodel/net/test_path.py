import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.bond import Bond, BondState
from bondmodel.net.bond.transmit import Flow
from bondmodel.net.frame import arp, parse_ip, udp
from bondmodel.net.path import Endpoint, check, loss
from bondmodel.net.switch import Lag, Plain

MAC = [b"\x02\0\0\0\0" + bytes([i]) for i in range(8)]
LINKED, APART = Plain(), Plain(linked=False)
STATIC = Lag("balance-xor", "layer2")


def end(mode, slaves=2, **options):
    return Endpoint(BondState(Bond(mode, slaves, **options)))


def data(a, b):
    """layer2 over two slaves: slave (a ^ b) & 1."""
    return Flow(udp(MAC[a], MAC[b], parse_ip(f"10.0.0.{a}"), parse_ip(f"10.0.0.{b}"), sport=5405, dport=5405), b)


def to_all(a, b):
    return Flow(arp(MAC[a]), b)


@pytest.mark.parametrize("switch", [LINKED, APART, STATIC])
@pytest.mark.parametrize("mode", ["balance-rr", "balance-xor", "broadcast"])
def test_a_healthy_network_delivers(switch, mode):
    for flow in (data(1, 2), data(1, 3), to_all(1, 2)):
        assert loss(switch, end(mode), end(mode), flow, 1) == 0.0


@pytest.mark.parametrize("mode", ["active-backup", "balance-tlb", "balance-alb"])
def test_a_healthy_network_of_learned_addresses_delivers(mode):
    assert loss(LINKED, end(mode), end(mode), data(1, 2), 1) == 0.0
    assert loss(LINKED, end(mode), end(mode), to_all(1, 2), 1) == 0.0


def test_a_slave_that_does_not_send_loses_its_peers():
    a = end("balance-xor")
    a.state.tx_loss[1] = 1.0
    assert loss(LINKED, a, end("balance-xor"), data(1, 2), 1) == 1.0
    assert loss(LINKED, a, end("balance-xor"), data(1, 3), 1) == 0.0
    a.state.tx_loss[1] = 0.25
    assert loss(LINKED, a, end("balance-xor"), data(1, 2), 1) == 0.25


def test_losses_on_both_sides_multiply():
    a, b = end("balance-xor"), end("balance-xor")
    a.state.tx_loss[1] = b.state.rx_loss[1] = 0.5
    assert loss(LINKED, a, b, data(1, 2), 1) == 0.75
    assert loss(STATIC, a, b, data(1, 2), 1) == 0.75


def test_round_robin_loses_a_share():
    a, b = end("balance-rr"), end("balance-rr")
    a.state.tx_loss[0] = 1.0
    assert loss(LINKED, a, b, data(1, 2), 1) == 0.5
    b.state.rx_loss[1] = 1.0
    assert loss(LINKED, a, b, data(1, 2), 1) == 1.0
    assert loss(STATIC, a, b, data(1, 2), 1) == 1.0
    assert loss(STATIC, a, b, data(1, 3), 1) == 0.5


def test_broadcast_is_lost_only_with_every_copy():
    a, b = end("broadcast"), end("broadcast")
    a.state.tx_loss[0] = 1.0
    assert loss(LINKED, a, b, data(1, 2), 1) == 0.0
    a.state.tx_loss[1] = 0.5
    assert loss(LINKED, a, b, data(1, 2), 1) == 0.5
    assert loss(LINKED, end("broadcast", 1), b, data(1, 2), 1) == 0.0
    b.state.rx_loss[:] = [1.0, 1.0]
    assert loss(LINKED, end("broadcast"), b, data(1, 2), 1) == 1.0
    gone = end("broadcast", 1)
    gone.state.set_up(0, up=False)
    assert loss(LINKED, gone, end("broadcast"), data(1, 2), 1) == 1.0


def test_nothing_is_sent_without_a_slave_or_carrier():
    a = end("balance-xor")
    a.state.carrier[1] = False
    assert loss(LINKED, a, end("balance-xor"), data(1, 2), 1) == 1.0
    a.state.set_up(1, up=False)
    assert loss(LINKED, a, end("balance-xor"), data(1, 2), 1) == 0.0
    a.state.set_up(0, up=False)
    assert loss(LINKED, a, end("balance-xor"), data(1, 2), 1) == 1.0


def test_the_hash_of_the_switch_decides_where_it_comes_out():
    b = end("balance-xor")
    b.state.rx_loss[0] = 1.0
    assert loss(Lag("balance-xor", "layer2"), end("balance-xor"), b, data(1, 2), 1) == 0.0
    assert loss(Lag("balance-xor", "layer2"), end("balance-xor"), b, data(1, 3), 1) == 1.0
    # layer3+4: (1 ^ 2) >> 1 = 1, (4 ^ 5) >> 1 = 0
    assert loss(Lag("balance-xor", "layer3+4"), end("balance-xor"), b, data(1, 2), 1) == 0.0
    assert loss(Lag("balance-xor", "layer3+4"), end("balance-xor"), b, data(4, 5), 4) == 1.0


def test_ports_that_the_switch_does_not_use():
    a, b = end("802.3ad"), end("802.3ad")
    lag = Lag("802.3ad", "layer2")
    a.switch_takes[1] = False
    assert loss(lag, a, b, data(1, 2), 1) == 1.0
    assert loss(lag, a, b, data(1, 3), 1) == 0.0
    b.switch_sends[1] = False
    b.state.rx_loss[1] = 1.0
    assert loss(lag, end("802.3ad"), b, data(1, 2), 1) == 0.0
    b.switch_sends[0] = False
    assert loss(lag, end("802.3ad"), b, data(1, 2), 1) == 1.0


def test_a_port_without_carrier_that_the_switch_still_uses():
    b = end("balance-xor")
    b.state.carrier[1] = False
    assert loss(STATIC, end("balance-xor"), b, data(1, 2), 1) == 1.0
    assert loss(STATIC, end("balance-xor"), b, data(1, 3), 1) == 0.0


def test_a_port_that_the_node_does_not_collect_from():
    b = end("802.3ad")
    b.state.takes[1] = False
    assert loss(Lag("802.3ad"), end("802.3ad"), b, data(1, 2), 1) == 1.0


def test_plain_switches_keep_to_their_side_until_the_node_has_moved():
    b = end("balance-xor")
    b.state.rx_loss[1] = 1.0
    assert loss(LINKED, end("balance-xor"), b, data(1, 2), 1) == 1.0
    b.moved.add(1)
    assert loss(LINKED, end("balance-xor"), b, data(1, 2), 1) == 0.0
    assert loss(APART, end("balance-xor"), b, data(1, 2), 1) == 1.0
    b.moved.clear()
    b.state.carrier[1] = False
    assert loss(LINKED, end("balance-xor"), b, data(1, 2), 1) == 0.0


def test_an_active_slave_hears_what_any_switch_carries():
    a, b = end("active-backup"), end("active-backup", primary=1)
    assert loss(LINKED, a, b, data(1, 2), 1) == 0.0
    assert loss(APART, a, b, data(1, 2), 1) == 1.0
    b.state.rx_loss[1] = 1.0
    assert loss(LINKED, a, b, data(1, 2), 1) == 1.0
    b.state.active = None
    assert loss(LINKED, a, b, data(1, 2), 1) == 1.0


def test_a_broadcast_is_heard_on_any_slave_that_takes_it():
    b = end("balance-xor")
    b.state.rx_loss[1] = 1.0
    assert loss(LINKED, end("balance-xor"), b, to_all(1, 2), 1) == 0.0
    # ff ^ 1 ^ 0806 is even: it leaves on slave 0
    assert loss(APART, end("balance-xor"), b, to_all(1, 2), 1) == 0.0
    assert loss(APART, end("balance-xor"), b, to_all(2, 1), 2) == 1.0
    alb = end("balance-alb")
    alb.state.rx_loss[0] = 1.0
    assert loss(LINKED, end("balance-alb"), alb, to_all(1, 2), 1) == 1.0
    alb.state.rx_loss[0] = 0.5
    assert loss(LINKED, end("balance-alb"), alb, to_all(1, 2), 1) == 0.5
    assert loss(APART, end("balance-xor", 2), end("balance-xor", 1), Flow(arp(MAC[2]), 1), 2) == 1.0
    assert loss(APART, end("balance-xor", 4), end("balance-xor", 1), Flow(arp(MAC[1]), 2), 1) == 0.0
    assert loss(APART, end("balance-xor", 4), end("balance-xor", 1), Flow(arp(MAC[2]), 2), 2) == 1.0


def test_alb_receives_where_it_told_its_peer():
    b = end("balance-alb")
    b.receives_on = {1: 1, 3: 0}
    b.state.rx_loss[1] = 1.0
    assert loss(LINKED, end("balance-alb"), b, data(1, 2), 1) == 1.0
    assert loss(LINKED, end("balance-alb"), b, data(3, 2), 3) == 0.0
    assert loss(LINKED, end("balance-alb"), b, data(4, 2), 4) == 0.0
    b.state.rx_loss[:] = [1.0, 0.0]
    assert loss(LINKED, end("balance-alb"), b, data(1, 2), 1) == 0.0


def test_alb_asks_on_the_slave_that_it_told_its_peer():
    a = end("balance-alb")
    a.receives_on = {2: 1}
    a.state.tx_loss[1] = 1.0
    assert loss(LINKED, a, end("balance-alb"), Flow(arp(MAC[1], MAC[2]), 2), 1) == 1.0
    assert loss(LINKED, a, end("balance-alb"), Flow(arp(MAC[1], MAC[3]), 3), 1) == 0.0
    assert loss(LINKED, a, end("balance-alb"), data(1, 2), 1) == 0.0


def test_peers_that_were_not_told_are_not_heard():
    b = end("balance-alb")
    b.deaf = frozenset({1})
    assert loss(LINKED, end("balance-alb"), b, data(1, 2), 1) == 1.0
    assert loss(LINKED, end("balance-alb"), b, data(3, 2), 3) == 0.0
    assert loss(LINKED, end("balance-alb"), b, to_all(1, 2), 1) == 0.0


@pytest.mark.parametrize(
    ("switch", "bond", "error", "text"),
    [
        (STATIC, Bond("active-backup"), NotModelled, "active-backup on an aggregate"),
        (STATIC, Bond("balance-alb"), NotModelled, "balance-alb on an aggregate"),
        (STATIC, Bond("802.3ad"), ModelError, "switch mode: balance-xor does not go with 802.3ad"),
        (Lag("802.3ad"), Bond("balance-xor"), ModelError, "switch mode: 802.3ad does not go with balance-xor"),
        (
            STATIC,
            Bond("balance-xor", miimon=0, arp_interval=100, arp_ip_target=("10.0.0.1",)),
            NotModelled,
            "arp_interval on an aggregate",
        ),
    ],
)
def test_what_does_not_go_together(switch, bond, error, text):
    with pytest.raises(error, match=text):
        check(switch, bond)


def test_what_goes_together():
    check(LINKED, Bond("active-backup", miimon=0, arp_interval=100, arp_ip_target=("10.0.0.1",)))
    check(STATIC, Bond("balance-rr"))
    check(Lag("802.3ad"), Bond("802.3ad"))
