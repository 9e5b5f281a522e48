"""What holds for any network."""

from dataclasses import replace

from bondmodel.connectivity import Connectivity
from bondmodel.net.link_faults import LinkFault
from bondmodel.net.network import Phase, connectivity
from bondmodel.net.switch import Lag
from bondmodel.net.topology import Network
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bondmodel.networks import lacp, network

MODES = st.sampled_from(["balance-rr", "active-backup", "balance-xor", "broadcast", "balance-tlb", "balance-alb"])
POLICIES = st.sampled_from(["layer2", "layer2+3", "layer3+4", "vlan+srcmac"])
KINDS = st.sampled_from(["tx", "rx", "both", "carrier"])
FAULTS = st.lists(
    st.builds(
        lambda kind, node, slave, start, lasts: LinkFault(kind, node, slave, start, start + lasts if lasts else None),
        KINDS,
        st.integers(0, 3),
        st.integers(0, 1),
        st.integers(0, 20_000),
        st.integers(0, 60_000),
    ),
    max_size=3,
)
few = settings(max_examples=60, deadline=None)


@few
@given(MODES, POLICIES, FAULTS, st.integers(0, 1000))
def test_the_same_run_gives_the_same_answer(mode, policy, faults, seed):
    net = network(mode, 4, xmit_hash_policy=policy)
    assert connectivity(net, faults, 80_000, seed) == connectivity(net, faults, 80_000, seed)


@few
@given(
    st.sampled_from(["balance-rr", "active-backup", "balance-xor", "broadcast"]),
    POLICIES,
    FAULTS,
    st.permutations(range(4)),
    st.sampled_from([0.0, 0.5, 1.0]),
)
def test_other_numbers_for_the_nodes_change_nothing_but_the_numbers(mode, policy, faults, order, fraction):
    net = network(mode, 4, xmit_hash_policy=policy)
    other = replace(net, nodes=tuple(net.nodes[number] for number in order))
    where = {number: place for place, number in enumerate(order)}
    moved = [replace(fault, node=where[fault.node]) for fault in faults]
    one = connectivity(net, faults, 80_000, Phase(fraction=fraction))
    two = connectivity(other, moved, 80_000, Phase(fraction=fraction))
    for t in {*one.times(), *two.times(), 0}:
        renamed = {(where[a], where[b]): share for (a, b), share in one.pairs_lossy_at(t).items()}
        assert two.pairs_lossy_at(t) == renamed


@few
@given(MODES, FAULTS, st.integers(0, 100))
def test_only_pairs_with_a_struck_node_lose_and_none_before_the_first_fault(mode, faults, seed):
    run = connectivity(network(mode, 4), faults, 80_000, seed)
    struck = {fault.node for fault in faults}
    first = min((fault.start_ms for fault in faults), default=0)
    for change in run.changes:
        assert change.t_ms >= first
        assert all(a in struck or b in struck for a, b in change.loss)
        assert change.why


def healed(net: Network, kind: str, phase: Phase | int) -> int:
    end = connectivity(net, [LinkFault(kind, 0, 0)], 180_000, phase).healed_at()
    assert end is not None
    return end


@few
@given(st.sampled_from(["tx", "rx", "both"]), st.integers(0, 10_000), st.sampled_from(["linux", "standard"]))
def test_a_slower_partner_never_heals_earlier(kind, seed, partner):
    about = {"static_arp": True}
    rates = [healed(lacp(rate, rate, 5, partner, about=about), kind, seed) for rate in ("fast", "slow")]
    assert rates[0] < rates[1]


@few
@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 1000), st.floats(0, 1))
def test_a_longer_period_or_delay_never_heals_earlier(miimon, more, delay, fraction):
    phase = Phase(fraction=fraction)
    base = healed(network("active-backup", miimon=miimon), "carrier", phase)
    assert base <= healed(network("active-backup", miimon=miimon + more), "carrier", phase)
    assert base <= healed(network("active-backup", miimon=miimon, downdelay=delay), "carrier", phase)


@few
@given(st.integers(1, 1000), st.integers(1, 10), st.floats(0, 1))
def test_a_longer_arp_interval_never_heals_earlier(interval, missed, fraction):
    def net(interval, missed):
        options = {"miimon": 0, "arp_interval": interval, "arp_missed_max": missed, "arp_ip_target": ("10.9.9.9",)}
        return network("active-backup", about={"static_arp": True}, **options)

    phase = Phase(fraction=fraction)
    base = healed(net(interval, missed), "rx", phase)
    assert base <= healed(net(interval + 1, missed), "rx", phase)
    assert base < healed(net(interval, missed + 1), "rx", phase)


@few
@given(POLICIES, POLICIES, FAULTS, st.integers(0, 100))
def test_a_longer_fault_never_loses_less_at_its_own_time(policy, switch, faults, seed):
    net = network("balance-xor", 4, Lag(xmit_hash_policy=switch), xmit_hash_policy=policy, about={"static_arp": True})
    silent = [replace(fault, kind="tx") if fault.kind == "carrier" else fault for fault in faults]
    for_ever = [replace(fault, heal_ms=None) for fault in silent]
    short, long = connectivity(net, silent, 80_000, seed), connectivity(net, for_ever, 80_000, seed)
    for t in short.times():
        assert short.pairs_lossy_at(t).items() <= long.pairs_lossy_at(t).items()


def test_no_fault_is_no_loss():
    assert connectivity(lacp(), (), 180_000) == Connectivity(5)
