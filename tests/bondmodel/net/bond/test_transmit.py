import pytest
from bondmodel.net.bond import Bond, BondState
from bondmodel.net.bond.transmit import REDEAL_MS, Flow, bucket, deal, shares
from bondmodel.net.frame import Frame, arp, parse_ip, udp

ME = b"\x02\0\0\0\0\x01"


def flow(last=2, turn=None, ip=None):
    """To a peer whose address ends in `last`: layer2 hash 1 ^ last ^ 0x0800."""
    address = parse_ip(ip or f"10.0.0.{last}")
    return Flow(
        udp(ME, b"\x02\0\0\0\0" + bytes([last]), parse_ip("10.0.0.1"), address, sport=5405, dport=5405), last, turn
    )


def fresh(mode, slaves=2, **options):
    return BondState(Bond(mode, slaves, **options))


@pytest.mark.parametrize("slaves", [1, 2, 3, 4])
@pytest.mark.parametrize("mode", ["balance-xor", "802.3ad"])
def test_hashed(mode, slaves):
    for last in range(2, 12):
        assert shares(fresh(mode, slaves), flow(last)) == [((1 ^ last ^ 0x0800) % slaves, 1.0)]


def test_all_flows_are_dealt_anew_when_a_slave_drops_out():
    state = fresh("balance-xor", 3)
    state.set_up(1, up=False)
    assert shares(state, flow(2)) == [([0, 2][(3 ^ 0x0800) % 2], 1.0)]
    assert shares(state, flow(3)) == [([0, 2][(2 ^ 0x0800) % 2], 1.0)]


def test_nothing_is_sent_without_slaves():
    for mode in ("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"):
        state = fresh(mode, 1)
        state.set_up(0, up=False)
        assert shares(state, flow()) == []


def test_round_robin_spreads_evenly():
    assert shares(fresh("balance-rr"), flow()) == [(0, 0.5), (1, 0.5)]
    assert shares(fresh("balance-rr", 4), flow()) == [(0, 0.25), (1, 0.25), (2, 0.25), (3, 0.25)]


def test_round_robin_walks_on_from_a_slave_that_cannot_send():
    state = fresh("balance-rr", 4)
    state.set_up(1, up=False)
    assert shares(state, flow()) == [(0, 0.25), (2, 0.5), (3, 0.25)]
    state.set_up(3, up=False)
    assert shares(state, flow()) == [(0, 0.5), (2, 0.5)]


def test_round_robin_in_a_fixed_order_keeps_each_peer_on_its_slave():
    assert shares(fresh("balance-rr"), flow(turn=(0, 4))) == [(0, 1.0)]
    assert shares(fresh("balance-rr"), flow(turn=(3, 4))) == [(1, 1.0)]
    assert shares(fresh("balance-rr", 3), flow(turn=(5, 6))) == [(2, 1.0)]


@pytest.mark.parametrize(("slaves", "packets"), [(2, 1), (2, 2), (2, 3), (3, 2), (4, 1)])
@pytest.mark.parametrize("length", [3, 4, 6])
def test_the_counter_of_a_sender_that_goes_round_its_peers(slaves, packets, length):
    """As the kernel counts, packet by packet: which slaves each peer meets in many rounds."""
    for turn in range(length):
        met = [(turn + packet) // packets % slaves for packet in range(0, 600 * length, length)]
        carried = shares(fresh("balance-rr", slaves, packets_per_slave=packets), flow(turn=(turn, length)))
        assert dict(carried) == pytest.approx({slave: met.count(slave) / len(met) for slave in set(met)})


def test_where_the_slave_changes_with_each_packet_a_fixed_order_changes_nothing():
    assert len(shares(fresh("balance-rr", packets_per_slave=0), flow(turn=(0, 4)))) == 2
    assert len(shares(fresh("balance-rr"), flow(turn=(0, 3)))) == 2


def test_igmp_keeps_to_one_slave():
    igmp = Flow(Frame(ME, b"\1\0\x5e\0\0\x16", 0x0800, b"\n\0\0\1", b"\xe0\0\0\x16", igmp=True))
    assert shares(fresh("balance-rr"), igmp) == [(0, 1.0)]
    state = fresh("balance-rr")
    state.active = 1
    assert shares(state, igmp) == [(1, 1.0)]
    state.active = None
    state.set_up(0, up=False)
    state.active = None
    assert shares(state, igmp) == [(1, 1.0)]


def test_active_backup_and_broadcast():
    state = fresh("active-backup", primary=1)
    assert shares(state, flow()) == [(1, 1.0)]
    assert shares(fresh("broadcast", 3), flow()) == [(0, 1.0), (1, 1.0), (2, 1.0)]


def test_an_active_slave_that_nobody_chose_sends_nothing():
    state = fresh("active-backup")
    state.active = None
    assert shares(state, flow()) == []


def test_before_any_load_was_measured_the_first_slave_takes_all():
    for mode in ("balance-tlb", "balance-alb"):
        state = fresh(mode, primary=1)
        assert shares(state, flow(2)) == shares(state, flow(3)) == [(0, 1.0)]


def test_what_is_not_balanced_goes_by_the_active_slave():
    for mode in ("balance-tlb", "balance-alb"):
        state = fresh(mode, primary=1)
        many = Flow(Frame(ME, b"\1\0\x5e\0\0\1", 0x0800, b"\n\0\0\1", b"\xe0\0\0\1"))
        discovery = Flow(Frame(ME, b"\x02\0\0\0\0\2", 0x86DD, bytes(16), bytes(16), neighbour=True))
        for other in (Flow(arp(ME)), many, discovery, Flow(Frame(ME, b"\x02\0\0\0\0\2", 0x9000))):
            assert shares(state, other) == [(1, 1.0)]


def test_arp_is_pinned_by_alb():
    assert shares(fresh("balance-alb"), Flow(arp(ME)), pinned=1) == [(1, 1.0)]
    assert shares(fresh("balance-alb"), Flow(arp(ME)), pinned=0) == [(0, 1.0)]


@pytest.mark.parametrize("mode", ["balance-tlb", "balance-alb"])
def test_without_dynamic_load_balancing_it_is_the_hash(mode):
    state = fresh(mode, tlb_dynamic_lb=False)
    assert shares(state, flow(2)) == [(1, 1.0)]
    assert shares(state, flow(3)) == [(0, 1.0)]


def test_buckets():
    assert bucket(fresh("balance-tlb"), flow(2)) == 3
    assert bucket(fresh("balance-alb"), flow(2, ip="10.1.2.9")) == 10 ^ 1 ^ 2 ^ 9
    assert bucket(fresh("balance-tlb", xmit_hash_policy="layer2+3"), flow(0xFE)) < 256


def test_dealt_buckets_keep_their_slave_and_new_ones_go_to_the_least_loaded():
    state = fresh("balance-tlb", 3)
    state.deal = {3: 2, 9: 0}
    assert shares(state, flow(2)) == [(2, 1.0)]
    assert shares(state, flow(4)) == [(1, 1.0)]
    assert state.deal == {3: 2, 9: 0, 5: 1}
    state.up[2] = False
    assert shares(state, flow(2)) == [(0, 1.0)]  # 0 and 1 have one each, the first wins


def test_dealing_goes_to_the_least_loaded_the_first_in_a_tie():
    state = fresh("balance-alb", 3)
    assert deal(state, [1, 2, 3, 4], unbalanced=False) == {1: 0, 2: 1, 3: 2, 4: 0}
    assert deal(state, [4, 3, 2], unbalanced=False) == {4: 0, 3: 1, 2: 2}


def test_the_load_of_arp_puts_the_active_slave_behind():
    state = fresh("balance-tlb", 2)
    assert deal(state, [1, 2, 3, 4], unbalanced=True) == {1: 1, 2: 0, 3: 1, 4: 0}
    state.active = None
    assert deal(state, [1, 2], unbalanced=True) == {1: 0, 2: 1}


def test_peers_that_share_a_bucket_weigh_together():
    assert deal(fresh("balance-tlb"), [1, 1, 1, 2, 3, 4], unbalanced=False) == {1: 0, 2: 1, 3: 1, 4: 1}


def test_dealing_without_slaves():
    state = fresh("balance-tlb", 1)
    state.set_up(0, up=False)
    assert deal(state, [1], unbalanced=True) == {}


def test_the_interval():
    assert REDEAL_MS == 10_000
