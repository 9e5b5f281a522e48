"""Nodes that come back: after a stop, and after their watchdog's reset."""

import pytest
from bondmodel import Cut, Fault, NotModelled, Scenario, Stop


def members(run):
    return [(ring.members, ring.synced) for ring in run.memberships]


def test_a_node_that_starts_again_is_let_in_once_its_links_are_up():
    run = Scenario(nodes=3, fault=Stop(3, 10, 60)).run()
    assert members(run) == [((1, 2, 3), True), ((1, 2), True), ((3,), True), ((1, 2, 3), True)]
    alone, together = run.memberships[2], run.memberships[3]
    assert alone.formed == 60
    interval, pongs = 0.912, 2
    assert 60 + pongs * interval <= together.formed <= 60 + (pongs + 1) * interval
    assert run.off_spans(3) == ((10, 60),)
    assert run.gone_at(3) is None
    assert run.isolated(61) == (3,)
    assert run.connected(1, 3, 65)
    assert not run.stable_quorum(3, 61)
    assert run.longest_without(3) == (60, together.formed)


def test_a_pair_that_harms_nobody_does_once_another_node_restarts():
    pair = Cut([(1, 3)])
    calm = Scenario(nodes=5, fault=pair, duration=300).run()
    assert len(calm.memberships) == 1
    run = Scenario(nodes=5, fault=[pair, Stop(4, 30, 120)], duration=300).run()
    assert not run.stable_quorum(1, 29.9 + 100)
    assert not any(len(ring.members) == 5 for ring in run.memberships[1:])
    assert len(run.memberships) > 20


def test_nodes_that_are_reset_again_and_again():
    faults = [Fault.tx(start=0, heal=150), Fault.tx(start=400)]
    base = Scenario(nodes=5, mode="balance-xor", fault=faults, ha="all", duration=900)
    once = base.run()
    again = base.but(reboot=60).run()
    assert len(once.resets) == len(once.fenced)
    assert len(again.resets) > len(again.fenced)
    times = [reset.at for reset in again.resets]
    assert times == sorted(times)
    assert {reset.node for reset in again.resets} == set(again.fenced)


def test_a_node_without_quorum_after_its_start_has_no_watchdog_to_fear():
    run = Scenario(nodes=3, mode="active-backup", fault=Fault.tx(), ha="all", reboot=60, duration=900).run()
    assert [reset.node for reset in run.resets] == [1]
    assert not run.quorate(1, 800)


def test_a_node_is_away_long_enough_for_the_others_to_notice():
    with pytest.raises(NotModelled, match=r"stop\.back: a node that is back after 3 s, before the token timeout"):
        Scenario(nodes=3, fault=Stop(1, 10, 13))
    with pytest.raises(NotModelled, match="reboot"):
        Scenario(nodes=3, reboot=1.0)


def test_a_watchdog_device_may_wait_longer():
    base = Scenario(nodes=3, mode="active-backup", fault=Fault.tx(), ha="all")
    assert base.but(watchdog=30.0).run().resets[0].at == base.run().resets[0].at + 20


@pytest.mark.parametrize("ids", [(1, 2, 3, 4), (10, 20, 30, 40), (2, 3, 5, 900)])
@pytest.mark.parametrize("votes", [{}, {"two": 3}, {"auto_tie_breaker": "lowest"}])
def test_other_node_ids_only_rename(ids, votes):
    def run(ids):
        more = {"votes": {ids[1]: 3}} if "two" in votes else votes
        faults = [Fault.tx(ids[0], start=5, heal=150), Stop(ids[3], 200, 300), Cut([(ids[1], ids[2])], 350)]
        base = Scenario(nodes=4, node_ids=ids, mode="balance-xor", fault=faults, ha="all", duration=500, **more)
        return base.but(reboot=60, addresses=2).run()

    one, other = run((1, 2, 3, 4)), run(ids)
    name = dict(zip(one.ids, ids, strict=True))
    renamed = [(tuple(name[n] for n in ring.members), ring.formed, ring.synced) for ring in one.memberships]
    assert renamed == [(ring.members, ring.formed, ring.synced) for ring in other.memberships]
    assert [(name[r.node], r.at) for r in one.resets] == [(r.node, r.at) for r in other.resets]
    assert one.split_brain == other.split_brain
    assert one.asymmetric_spans == other.asymmetric_spans
