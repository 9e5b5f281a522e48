import pytest
from bondmodel.connectivity import Change, Connectivity
from bondmodel.net.link_faults import LinkFault
from bondmodel.study.bounds import bounds, phases, share_lost

from tests.bondmodel.networks import lacp, network

STATIC = {"static_arp": True}
TX, RX, BOTH = LinkFault("tx", 0, 0), LinkFault("rx", 0, 0), LinkFault("both", 0, 0)


# the table of who heals when, in seconds: nominally (63, 93], (5, 6], (60, 90], (2, 3]; a LACPDU waits up to 0.2 s for
# its chance, and is up to 0.2 s older for it
@pytest.mark.parametrize(
    ("node", "switch", "fault", "low", "high"),
    [
        ("slow", "slow", TX, 63.0, 93.3),
        ("fast", "slow", TX, 63.0, 93.3),
        ("slow", "fast", TX, 4.8, 6.2),
        ("fast", "fast", TX, 4.8, 6.2),
        ("slow", "slow", BOTH, 60.0, 90.0),
        ("fast", "slow", BOTH, 60.0, 90.0),
        ("slow", "fast", BOTH, 60.0, 90.0),
        ("fast", "fast", BOTH, 1.8, 3.0),
    ],
)
def test_when_it_heals_with_a_partner_that_keeps_the_standard(node, switch, fault, low, high):
    over = bounds(lacp(node, switch, about=STATIC, partner="standard"), [fault], 180_000)
    assert not over.may_not_heal
    earliest, latest = over.healed_ms
    assert low * 1000 <= earliest <= low * 1000 + 300
    assert high * 1000 - 500 <= latest <= high * 1000


@pytest.mark.parametrize(
    ("node", "switch", "fault", "low", "high"),
    [
        ("slow", "slow", RX, 63.0, 93.3),
        ("fast", "slow", RX, 4.8, 6.2),
        ("fast", "fast", RX, 4.8, 9.0),
        ("fast", "fast", TX, 4.8, 9.0),
    ],
)
def test_when_it_heals_between_two_linux_ends(node, switch, fault, low, high):
    earliest, latest = bounds(lacp(node, switch, about=STATIC), [fault], 180_000).healed_ms
    assert low * 1000 <= earliest <= low * 1000 + 400
    assert high * 1000 - 600 <= latest <= high * 1000


@pytest.mark.parametrize(("fault", "coupled"), [(TX, (False, True)), (RX, (True, False))])
def test_independent_control_of_the_sender_saves_three_seconds(fault, coupled):
    over = bounds(lacp("fast", "fast", about=STATIC, coupled=coupled), [fault], 180_000)
    assert 1_800 <= over.healed_ms[0] <= over.healed_ms[1] <= 3_300


def test_what_is_lost_at_the_end_in_each_and_in_some_run():
    over = bounds(network("balance-tlb"), [TX], 100_000)
    assert over.may_not_heal
    assert over.healed_ms is None
    assert over.lossy_at_end == {(1, 0), (2, 0), (3, 0), (4, 0)}
    assert over.may_be_lossy_at_end == over.lossy_at_end | {(0, 1), (0, 2), (0, 3), (0, 4)}


def test_some_runs_may_heal_and_others_not():
    # layer2+3: no data on slave 1, but questions to 1 and 3; within 20 s some entries have expired
    over = bounds(network(xmit_hash_policy="layer2+3"), [LinkFault("tx", 0, 1)], 20_000)
    assert over.may_not_heal
    assert over.healed_ms == (0, 0)
    assert over.lossy_at_end == frozenset()
    assert over.may_be_lossy_at_end == {(1, 0), (3, 0)}


def test_the_phases():
    plain = list(phases(network(), [TX]))
    assert [phase.fraction for phase in plain[:3]] == [0.0, 1.0, None]
    assert len(plain) == 42
    assert {phase.draw("deal 0", 0, 1000) for phase in plain[2:]} == set(range(0, 1000, 100))
    assert len({phase.seed for phase in plain[2:]}) == 40
    fast = list(phases(lacp("fast", "fast"), [TX, LinkFault("rx", 0, 1)]))[2:]
    draws = {(p.draw("lacp node 0 slave 0", 0, 9), p.draw("lacp switch node 0 slave 0", 0, 9)) for p in fast}
    assert draws == {(a, b) for a in range(10) for b in range(10)}
    assert {p.draw("lacp node 0 slave 1", 0, 9) for p in fast} == set(range(10))
    assert len({phase.seed for phase in fast}) == 100


def test_slow_ends_are_never_due_in_the_same_tick():
    draws = [
        (p.draw("lacp node 0 slave 0", 0, 299), p.draw("lacp switch node 0 slave 0", 0, 299))
        for p in list(phases(lacp("slow", "slow"), [TX]))[2:]
    ]
    assert len(set(draws)) == 120
    assert {0, 299} <= {mine for mine, _ in draws}
    assert all(abs(mine - theirs) > 2 for mine, theirs in draws)
    assert {theirs for _, theirs in draws} <= set(range(1, 299))


def test_the_share_lost_of_a_time():
    run = Connectivity(
        2, (Change(100, {(0, 1): 1.0}, "a"), Change(300, {(0, 1): 0.5}, "b"), Change(400, {(0, 1): 0.0}, "c"))
    )
    assert share_lost(run, (0, 1), 0, 1000) == 0.25
    assert share_lost(run, (0, 1), 100, 300) == 1.0
    assert share_lost(run, (0, 1), 200, 400) == 0.75
    assert share_lost(run, (1, 0), 0, 1000) == 0.0
    assert share_lost(run, (0, 1), 0, 100) == 0.0
