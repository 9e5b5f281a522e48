"""What holds for every cluster, whatever befalls it."""

from itertools import pairwise

import pytest
from bondmodel import MODES, Change, Connectivity, Cut, Fault, Scenario, Stop, formable, maintainable, phases, sweep
from bondmodel.cluster.knet import bits
from bondmodel.cluster.ring import Timers
from bondmodel.study.plot import states
from hypothesis import example, given, settings
from hypothesis import strategies as st

QUIET = settings(deadline=None, max_examples=60)
sizes = st.integers(2, 6)
phase = st.floats(0, 0.999)


@st.composite
def cuts(draw, nodes=None):
    count = draw(sizes) if nodes is None else nodes
    pair = st.tuples(st.integers(1, count), st.integers(1, count)).filter(lambda p: p[0] != p[1])
    pairs = draw(st.lists(pair, min_size=1, max_size=6, unique=True))
    heal = draw(st.none() | st.integers(21, 90))
    return Scenario(nodes=count, fault=Cut(pairs, 20, heal), ha="all", duration=150, phase=draw(phase))


@st.composite
def bonds(draw):
    fault = draw(st.sampled_from([Fault.tx, Fault.rx, Fault.both, Fault.carrier]))
    return Scenario(
        nodes=draw(st.integers(2, 5)),
        mode=draw(st.sampled_from(MODES)),
        addresses=draw(st.integers(0, 5)),
        fault=fault(1, draw(st.integers(0, 1)), 5),
        ha="all",
        duration=90,
        phase=draw(phase),
        seed=draw(st.integers(0, 3)),
    )


@given(st.integers(1, 8), st.sampled_from([None, *MODES]), phase)
@QUIET
def test_without_a_fault_nobody_fences(nodes, mode, at):
    run = Scenario(nodes=nodes, mode=mode, ha="all", phase=at, duration=100).run()
    assert run.fenced == ()
    assert len(run.memberships) == 1
    assert not run.asymmetric()
    assert all(run.longest_without(node) is None for node in run.ids)


@given(st.one_of(cuts(), bonds()))
@QUIET
def test_a_run_is_the_same_each_time(scenario):
    assert scenario.run() == scenario.run()


@given(cuts(), st.lists(st.integers(1, 90), min_size=6, max_size=6, unique=True).map(sorted))
@QUIET
def test_names_and_ids_change_nothing_but_names(scenario, ids):
    ids = ids[: scenario.nodes]
    (cut,) = scenario.faults
    renamed = Cut([(ids[a - 1], ids[b - 1]) for a, b in cut.pairs], cut.start, cut.heal)
    one = scenario.run()
    other = scenario.but(node_ids=ids, names=[f"n{i}" for i in ids], fault=renamed).run()
    assert other.outcome == one.outcome
    assert other.fenced == tuple(ids[n - 1] for n in one.fenced)
    assert [r.members for r in other.memberships] == [tuple(ids[n - 1] for n in r.members) for r in one.memberships]


@given(st.one_of(cuts(), bonds()))
@QUIET
def test_a_node_is_in_one_ring_at_a_time(scenario):
    run = scenario.run()
    for node in run.ids:
        rings = run.memberships_of(node)
        assert all(a.ended is not None and a.ended <= b.formed for a, b in pairwise(rings))
        assert rings[0].members == run.ids


@given(cuts())
@QUIET
def test_rings_form_only_where_they_can(scenario):
    run = scenario.run()
    for ring in run.memberships[1:]:
        mask = sum(1 << run.ids.index(node) for node in ring.members)
        edges = run._edges(ring.formed)
        assert formable(mask, edges)
        if ring.synced and len(ring.members) > 1:
            assert ring.ended is None or ring.ended > ring.formed


@given(cuts())
@QUIET
def test_in_the_end_a_group_rests_just_if_it_can_form(scenario):
    (cut,) = scenario.faults
    run = scenario.but(ha=[], duration=120, fault=Cut(cut.pairs, 20)).run()
    edges = run._edges(120)
    late = [r for r in run.memberships if r.formed > 90]
    for group in _groups(edges, len(run.ids)):
        busy = any(set(r.members) & {run.ids[n] for n in bits(group)} for r in late)
        started = run.memberships[0]
        if formable(group, edges):
            assert not busy
        elif started.ended is not None or not maintainable(group, edges):
            assert busy


def _groups(edges, nodes):
    left = (1 << nodes) - 1
    while left:
        group = left & -left
        for _ in range(nodes):
            for n in bits(group):
                group |= edges[n]
        left &= ~group
        yield group


@given(st.one_of(cuts(), bonds()))
@QUIET
def test_a_reset_comes_a_minute_after_the_last_write_and_not_without_cause(scenario):
    run = scenario.run()
    for reset in run.resets:
        assert round(reset.after[0], 3) >= 59  # all times are whole milliseconds
        assert reset.earliest < reset.at < reset.latest
        assert reset.sealed - reset.last_update == pytest.approx(60)
        assert 0 <= reset.last_write - reset.last_update <= 60
        assert not any(a < reset.at - 10.001 < b for a, b in run.stable_spans(reset.node) if b - a > 15)
        assert reset.takeover is None or round(reset.takeover - reset.last_update, 3) >= 120


@given(st.one_of(cuts(), bonds()))
@QUIET
def test_stable_quorum_implies_the_flag(scenario):
    run = scenario.run()
    for node in run.ids:
        for start, stop in run.stable_spans(node):
            assert any(a <= start and stop <= b for a, b in run.quorate_spans(node))
        assert states(run, node)[-1][0][1] == run.end_ms / 1000


@given(cuts())
@QUIET
def test_two_partitions_are_never_quorate_at_once(scenario):
    run = scenario.but(ha=[]).run()
    for t in {r.formed for r in run.memberships}:
        rings = {r.members for r in run.memberships if r.formed <= t and (r.ended is None or r.ended > t)}
        assert sum(2 * len(members) > len(run.ids) for members in rings) <= 1


@given(cuts(), st.integers(1, 4))
@example(Scenario(nodes=5, fault=Cut(((1, 4), (2, 3)), 20, 31), ha="all", duration=150), 1)
@QUIET
def test_a_longer_token_never_forms_the_first_ring_earlier(scenario, factor):
    # the pings stay as they are: those that follow from a longer token come at other times, so that a link which heals
    # may be up earlier by the better part of an interval
    pings = Timers.of(scenario.nodes).pings()

    def first(token):
        rings = scenario.but(token=token, ping_timers=pings, ha=[]).run().memberships
        return rings[1].formed if len(rings) > 1 else float("inf")

    assert first(3000 + 500 * factor) >= first(3000)


@pytest.mark.parametrize(
    ("kind", "slow"),
    [("tx", "switch_lacp_rate"), ("rx", "lacp_rate"), ("both", "lacp_rate"), ("both", "switch_lacp_rate")],
)
def test_a_slower_timeout_of_who_no_longer_hears_never_heals_earlier(kind, slow):
    # the other side's own rate may: a fast Linux waits for what a slow one does not
    rates = {"lacp_rate": "fast", "switch_lacp_rate": "fast"}
    base = Scenario(mode="802.3ad", fault=Fault(kind), addresses=1, duration=120, **rates)
    for at in phases(5):
        fast = base.but(phase=at).run().recovered_after
        assert base.but(phase=at, **{slow: "slow"}).run().recovered_after >= fast


def test_a_longer_carrier_delay_never_heals_earlier():
    runs = sweep(Scenario(mode="balance-xor", fault=Fault.carrier()), downdelay=[0, 100, 200, 1000], addresses=[1])
    healed = [trace.recovered_after for trace in runs.traces]
    assert healed == sorted(healed)


def test_partial_loss_flaps_and_never_isolates_for_good():
    net = Connectivity(3, (Change(0, {(0, 1): 0.5, (0, 2): 0.5}, "every second frame"),))
    runs = sweep(Scenario(networks=[net]), seed=range(5))
    assert runs.always("asymmetric")
    assert runs.always(lambda trace: 5 < len(trace.memberships) < 80)


@given(sizes, st.data())
@QUIET
def test_a_switched_off_node_is_gone_and_the_rest_goes_on(nodes, data):
    node = data.draw(st.integers(1, nodes))
    run = Scenario(nodes=nodes, fault=Stop(node, 20), duration=100).run()
    rest = tuple(n for n in run.ids if n != node)
    assert run.memberships[-1].members == rest
    assert run.memberships[-1].ended is None
    assert not run.asymmetric()
