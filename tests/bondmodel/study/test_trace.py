import pytest
from bondmodel import Change, Connectivity, Cut, Fault, ModelError, Scenario, Stop
from bondmodel.study.trace import Ring, unequal

CUT = Scenario(fault=Cut([(1, 3)], start=10), duration=60)  # timeouts 3.65 and 4.38 s, pings each 912 ms
ALONE = Scenario(fault=Cut([(1, 2), (1, 3)], start=10), ha="all", duration=200)


@pytest.mark.parametrize(
    ("edges", "alive", "answer"),
    [
        ((0b110, 0b101, 0b011), 0b111, False),
        ((0b010, 0b101, 0b010), 0b111, True),
        ((0b000, 0b100, 0b010), 0b111, False),
        ((0b000, 0b000, 0b000), 0b111, False),
        ((0b010, 0b101, 0b010), 0b011, False),  # the third is gone
        ((0b0010, 0b0001, 0b1000, 0b0100), 0b1111, False),
    ],
)
def test_connectivity_is_symmetric_where_it_is_a_union_of_complete_groups(edges, alive, answer):
    assert unequal(edges, alive) is answer


def test_who_reaches_whom():
    run = CUT.run()
    assert run.reachable(1, 3, 9.999)
    assert not run.reachable(1, 3, 10)
    assert run.reachable(3, 1, 10)
    assert run.reachable(2, 2, 10)
    assert run.loss(1, 3, 10) == 1.0
    assert run.loss(3, 1, 10) == 0.0
    assert run.connected(1, 3, 9.999)
    assert not run.connected(1, 3, 10)
    assert not run.connected(3, 1, 10), "a knet link needs both directions"
    assert run.neighbours(1, 5) == (2, 3)
    assert run.neighbours(1, 20) == (2,)
    assert run.neighbours(2, 20) == (1, 3)


def test_a_second_link_reaches():
    run = CUT.but(sound_links=1).run()
    assert run.reachable(1, 3, 10)
    assert run.loss(1, 3, 10, link=0) == 1.0
    assert run.loss(1, 3, 10, link=1) == 0.0


def test_asymmetric_connectivity():
    run = CUT.run()
    assert not run.asymmetric(9.999)
    assert run.asymmetric(10)
    assert run.asymmetric()
    assert run.asymmetric_spans == ((10.0, 60.0),)
    healed = Scenario(fault=Cut([(1, 3)], start=10, heal=20), duration=60).run()
    # the third ping after 20 s is answered at 21.888
    assert healed.asymmetric_spans == ((10.0, 21.888),)
    assert not healed.asymmetric(21.888)
    assert not ALONE.run().asymmetric()


def test_a_reset_ends_asymmetry():
    run = CUT.but(ha=[3], duration=120, lrm_phase=0.5).run()
    assert run.resets[0].at == 75.0
    assert run.asymmetric_spans == ((10.0, 75.0),)
    assert not run.reachable(1, 3, 80)
    assert not run.reachable(3, 1, 80)
    assert not run.reachable(3, 3, 80)
    assert run.neighbours(2, 80) == (1,)
    assert run.gone_at(3) == 75.0
    assert run.gone_at(1) is None


def test_isolated_nodes():
    run = ALONE.run()
    assert run.isolated(9.999) == ()
    assert run.isolated(20) == (1,)
    assert run.isolated_ever() == (1,)
    assert run.isolated(199) == (), "it was reset: it is gone, not isolated"
    assert Scenario(fault=Stop(1, 5)).run().isolated_ever() == ()


def test_when_it_is_healed():
    assert CUT.run().healed_at is None
    assert CUT.run().recovered_after is None
    healed = Scenario(fault=Cut([(1, 3)], start=10, heal=20.5)).run()
    assert (healed.healed_at, healed.recovered_after) == (20.5, 10.5)
    nothing = Scenario(fault=Stop(1, 5)).run()
    assert (nothing.healed_at, nothing.recovered_after) == (5.0, 0.0)
    assert Scenario().run().healed_at == 0.0


def test_the_memberships():
    run = ALONE.run()
    # 14.562: the token, which 1 passed on to nobody from 10 s on, was waited for until 13.65
    assert run.memberships[0] == Ring((1, 2, 3), 0.0, 13.65, True, "the cluster as it started")
    assert [(r.members, r.formed) for r in run.memberships[1:]] == [((1,), 18.03), ((2, 3), 18.03)]
    assert run.memberships_of(1) == run.memberships[:2]
    assert run.memberships[2].ended is None


def test_stable_quorum_and_the_flag():
    run = ALONE.run()
    assert run.stable_spans(2) == ((0.0, 13.65), (18.03, 200.0))
    assert [run.stable_quorum(2, t) for t in (13.649, 13.65, 18.029, 18.03)] == [True, False, False, True]
    assert run.quorate_spans(2) == ((0.0, 200.0),)
    assert run.quorate_spans(1) == ((0.0, 18.03),)
    assert [run.quorate(1, t) for t in (18.029, 18.03)] == [True, False]
    assert run.longest_without(2) == (13.65, 18.03)
    assert run.longest_without(1) == (13.65, 70.0), "until it was reset"
    assert Scenario().run().longest_without(1) is None
    assert Scenario(expected_votes=9).run().longest_without(1) == (0.0, 200.0)


def test_healthy_nodes_keep_the_flag_without_stable_quorum():
    run = CUT.run()
    assert all(run.quorate(node, 50) for node in (1, 2))
    assert not any(run.stable_quorum(node, 50) for node in (1, 2, 3))


def test_resets():
    (reset,) = ALONE.run().resets
    assert (reset.node, reset.last_write, reset.last_update, reset.sealed) == (1, 10.0, 0.0, 60.0)
    assert (reset.at, reset.earliest, reset.latest, reset.takeover) == (70.0, 69.0, 72.0, 120.0)
    assert reset.after == (59.0, 62.0)
    assert ALONE.run().fenced == (1,)
    # the other end of the phases: the last update was just before the fault
    (reset,) = ALONE.but(lrm_phase=0.9999).run().resets
    assert reset.after == pytest.approx((68.999, 71.999))


def test_the_fenced_are_told_in_order_of_their_ids():
    run = Scenario(fault=Cut([(1, 3)], start=10), ha="all", lrm_phase=0.95).run()
    assert [r.node for r in run.resets] == [3, 1, 2]
    assert run.fenced == (1, 2, 3)


def test_why():
    assert Scenario().run().why(1) == "node 1 has stable quorum all the time."
    run = ALONE.run()
    assert run.why(1) == (
        "node 1 is reset by its watchdog at 70.0 s: its LRM refreshed its lock for the last time at 0.0 s, "
        "because it was alone from then on (its ring formed once)."
    )
    assert run.why(2) == (
        "node 2 is without stable quorum from 13.7 to 18.0 s, because its ring re-formed once, with 2, 3 at best; "
        "that is too short for its watchdog."
    )
    assert Scenario(fault=Stop(1)).run().why(1) == "node 1 is switched off."
    early = Scenario(fault=Cut([(1, 2), (1, 3)]), ha="all").run()
    assert "for the last time before the run began, because" in early.why(1)
    assert ALONE.but(ha=[]).run().why(2).endswith("at best; it has no active HA services, so no watchdog resets it.")
    assert ALONE.but(ha=[]).run().why(1).endswith("(its ring formed once), where the run ends.")


def test_why_a_ring_with_too_few_votes():
    assert Scenario(expected_votes=9).run().why(1) == (
        "node 1 is without stable quorum from 0.0 to 200.0 s, because its ring has too few votes, where the run ends."
    )


def test_why_a_ring_that_never_rests():
    run = CUT.but(ha="all", duration=120, lrm_phase=0.5).run()
    assert run.why(3).endswith("at 5.0 s, because it was alone from then on (its ring formed 10 times).")
    assert CUT.but(ha=[2], duration=75).run().why(2) == (
        "node 2 is without stable quorum from 23.4 to 75.0 s, because its ring re-formed 11 times and never completed "
        "its synchronisation, where the run ends."
    )
    healed = Scenario(fault=Cut([(1, 3)], start=10, heal=40), duration=60).run()
    assert "until all nodes were in it again" in healed.why(3)
    short = Scenario(fault=Cut([(1, 2), (1, 3)], start=10), duration=15).run()
    assert short.why(1).startswith("node 1 is without stable quorum from 13.7 to 15.0 s, because the token of its ring")


@pytest.mark.parametrize("ask", [lambda r: r.why(4), lambda r: r.neighbours(0, 1), lambda r: r.memberships_of(9)])
def test_there_is_no_such_node(ask):
    with pytest.raises(ModelError, match=r"there is no node .; the nodes are 1, 2, 3"):
        ask(CUT.run())


@pytest.mark.parametrize("t", [-0.001, 60.001])
def test_a_time_outside_of_the_run_is_refused(t):
    with pytest.raises(ModelError, match="outside the run, which goes from 0 to 60 s"):
        CUT.run().neighbours(1, t)


def test_the_ends_of_the_run_are_inside():
    assert CUT.run().neighbours(1, 0) == (2, 3)
    assert CUT.run().neighbours(1, 60) == (2,)


def test_a_trouble_disturbs_and_none_does_not():
    assert CUT.run().disturbed
    assert not Scenario().run().disturbed


def test_partial_loss_still_reaches():
    net = Connectivity(3, (Change(0, {(0, 1): 0.5}, "test"),))
    run = Scenario(networks=[net]).run()
    assert run.reachable(1, 2, 5)
    assert run.loss(1, 2, 5) == 0.5
    assert run.healed_at is None


def test_times_of_change():
    assert Scenario(fault=Stop(1, 5)).run().change_times() == (0.0, 5.0)
    assert CUT.run().change_times() == (0.0, 10.0, 10.945)


def test_a_fault_on_a_bond():
    run = Scenario(nodes=5, mode="balance-xor", fault=Fault.tx()).run()
    assert run.neighbours(1, 10) == (2, 4)
    assert run.asymmetric(10)


def test_the_dead_are_neither_reached_nor_isolated():
    alone = Scenario(fault=Cut([(1, 3), (2, 3)], start=10), ha=[3], duration=100, lrm_phase=0.5).run()
    assert alone.gone_at(3) == 75.0
    assert alone.isolated(70) == (3,)
    assert alone.isolated(80) == ()
    cut = CUT.but(ha=[3], duration=120, lrm_phase=0.5).run()
    assert cut.reachable(2, 3, 70)
    assert not cut.reachable(2, 3, 80)
    assert not cut.reachable(3, 2, 80)


def test_what_happens_at_the_end_does_not_happen():
    run = Scenario(fault=Stop(1, 50), duration=50).run()
    assert run.change_times() == (0.0,)
    assert run.gone_at(1) is None


def test_the_longest_time_is_the_longest_and_not_the_latest():
    run = Scenario(fault=[Cut([(1, 2), (1, 3)], 10, 40), Stop(3, 60)], duration=100).run()
    assert run.longest_without(1) == (13.65, 41.952)
    assert run.quorate(1, 0.0)
    assert run.stable_quorum(1, 0.0)
