import pytest
from bondmodel.cluster.ha import (
    Fence,
    Plan,
    fence_of,
    flagged_spans,
    joined,
    outcome,
    stable_spans,
    takeover_of,
    updates,
    writable_spans,
)
from bondmodel.cluster.knet import Graph
from bondmodel.cluster.ring import Membership, Timers
from bondmodel.cluster.votequorum import Quorum

FOREVER = -86_400_000
END = 300_000


def ring(formed, members, ended=None, synced=True, stalled=None):
    return Membership(formed, tuple(members), synced, ended, "test", stalled)


def test_spans_are_joined():
    assert joined([(5, 9), (1, 3), (3, 4), (7, 12), (20, 20)]) == ((1, 4), (5, 12))
    assert joined([(1, 10), (2, 3)]) == ((1, 10),)
    assert joined([]) == ()


# -- who is quorate, and since when


def test_the_flag_outlives_the_ring_and_the_stable_quorum_does_not():
    rings = [
        ring(0, "abc", 10),
        ring(20, "ab", 20, synced=False),
        ring(30, "ab", 40),
        ring(50, "a", 60),
        ring(70, "abc"),
    ]
    quorate = frozenset(r for r in rings if len(r.members) > 1)
    assert stable_spans("a", rings, quorate, 100) == ((0, 10), (30, 40), (70, 100))
    assert flagged_spans("a", rings, quorate, 100) == ((0, 50), (70, 100))
    assert stable_spans("c", rings, quorate, 100) == ((0, 10), (70, 100))
    assert flagged_spans("c", rings, quorate, 90) == ((0, 90),)


def test_a_stuck_token_delivers_nothing():
    rings = [ring(0, "ab", 10_000, stalled=4000), ring(20_000, "ab")]
    quorate = frozenset(rings)
    assert writable_spans("a", rings, quorate, END) == ((FOREVER, 4000), (20_000, END))
    assert stable_spans("a", rings, quorate, 5000) == ((0, 5000),)
    assert writable_spans("a", rings, quorate, 3000) == ((FOREVER, 3000),)


def test_a_ring_without_quorum_or_synchronisation_cannot_write():
    rings = [ring(0, "a"), ring(5, "ab", synced=False)]
    assert writable_spans("a", rings, frozenset(rings[1:]), END) == ()


# -- the lock and the watchdog


def test_an_lrm_refreshes_each_round():
    assert updates([(FOREVER, END)], 3000, 35_000) == [-7000, 3000, 13_000, 23_000, 33_000]


def test_after_a_failure_it_retries_in_shorter_rounds():
    # fails at 13 and 18 s, ready at 20 s: the try at 23 s succeeds
    assert updates([(FOREVER, 12_000), (20_000, END)], 3000, 45_000) == [-7000, 3000, 23_000, 33_000, 43_000]
    assert updates([(FOREVER, 12_000), (23_000, END)], 3000, 30_000) == [-7000, 3000, 23_000]
    assert updates([(FOREVER, 12_000), (23_001, END)], 3000, 30_000) == [-7000, 3000, 28_000]
    assert updates([(FOREVER, 13_000)], 3000, 30_000) == [-7000, 3000], "the round at 13 s is too late"
    assert updates([(FOREVER, 13_001)], 3000, 30_000) == [-7000, 3000, 13_000]
    assert updates([], 3000, 30_000) == []


def test_a_short_respite_may_be_missed():
    assert updates([(FOREVER, 12_000), (20_000, 22_000), (30_000, END)], 3000, 40_000) == [-7000, 3000, 33_000]


@pytest.mark.parametrize("offset", [0, 4000, 9999])
def test_who_can_no_longer_write_is_reset(offset):
    fence = fence_of(2, [(FOREVER, 50_000)], offset, END)
    last = max(t for t in range(offset - 10_000, 50_000, 10_000))
    assert fence == Fence(2, 50_000, last)
    assert (fence.sealed, fence.reset) == (last + 60_000, last + 70_000)
    assert (fence.earliest, fence.latest) == (last + 69_000, last + 72_000)


def test_one_refresh_in_time_restarts_the_minute():
    late = fence_of(0, [(20_000, 25_000)], 0, END)
    assert (late.last_update, late.last_write) == (20_000, 25_000), "refreshed in the very instant it could write again"
    assert fence_of(0, [(FOREVER, 50_000), (100_000, END)], 0, END) is None, "refreshed at 100 s, last at 40 s"
    fence = fence_of(0, [(FOREVER, 50_000), (100_001, END)], 0, END)
    assert fence == Fence(0, 50_000, 40_000), "the try at 105 s is too late"
    assert fence_of(0, [(FOREVER, 50_000), (90_000, 101_000)], 0, END) == Fence(0, 101_000, 100_000)


def test_a_respite_in_which_nothing_was_refreshed_does_not_count_as_the_last_write():
    assert fence_of(0, [(FOREVER, 50_000), (61_000, 64_000)], 0, END) == Fence(0, 50_000, 40_000)


def test_a_reset_after_the_end_is_none():
    assert fence_of(0, [(FOREVER, 50_000)], 0, 110_000) is None
    assert fence_of(0, [(FOREVER, 50_000)], 0, 110_001) is not None


def test_who_never_could_write_is_reset_a_minute_after_its_last_round():
    assert fence_of(0, [], 5000, END) == Fence(0, -5000, -5000)


# -- all together


def graphs(nodes, *steps):
    full = (1 << nodes) - 1
    out = []
    for t, pairs in [(0, []), *steps]:
        masks = [full & ~(1 << n) for n in range(nodes)]
        for a, b in pairs:
            masks[a] &= ~(1 << b)
            masks[b] &= ~(1 << a)
        out.append(Graph(t, tuple(masks), tuple(masks)))
    return out


ALONE = [(0, 1), (0, 2)]


def test_the_lonely_node_is_reset_and_its_services_are_taken_over():
    out = outcome(graphs(3, (20_000, ALONE)), Timers.of(3), Quorum(3), Plan(END, frozenset([0, 1, 2]), 0.5))
    # node 0 wrote until 20 s, refreshed at 15 s; its lock is free 120 s later
    assert out.fences == (Fence(0, 20_000, 15_000, 135_000),)
    assert out.stable[0] == ((0, 23_650),)
    assert out.stable[1] == ((0, 23_650), (28_030, END))
    assert out.flagged[0] == ((0, 28_030),)
    assert out.flagged[1] == ((0, END),)


def test_the_fence_delay_counts_from_the_last_write():
    # its last update was long before: the delay of a minute after its last write is what others wait for
    fence = Fence(0, 100_000, 20_000)
    assert takeover_of(fence, [(), ((0, END),)], range(2), END) == 160_000
    assert takeover_of(Fence(0, 70_000, 20_000), [(), ((0, END),)], range(2), END) == 140_000
    assert takeover_of(fence, [(), ((0, 160_000), (170_000, END))], range(2), END) == 170_000
    assert takeover_of(fence, [(), ((0, 160_001),)], range(2), END) == 160_000
    assert takeover_of(fence, [(), ((0, 160_000),)], range(2), END) is None
    assert takeover_of(fence, [((0, END),), ()], range(2), END) is None, "the dead node does not take over"
    assert takeover_of(fence, [(), ((0, END),)], range(2), 160_000) is None


def test_only_nodes_with_active_services_are_reset():
    assert outcome(graphs(3, (20_000, ALONE)), Timers.of(3), Quorum(3), Plan(END, frozenset([1, 2]))).fences == ()


@pytest.mark.parametrize(
    ("phase", "resets"),
    [
        (0.0, {2: 80_000}),  # {0,1} refreshed their locks while they were a ring for four seconds
        (0.5, {2: 85_000}),
        (0.3, {0: 83_000, 1: 83_000, 2: 83_000}),  # they did not
        (0.9, {2: 89_000, 0: 99_000, 1: 99_000}),  # they did, but not again in time
    ],
)
def test_a_reset_may_cure_the_others_in_time_or_not(phase, resets):
    out = outcome(graphs(3, (20_000, [(0, 2)])), Timers.of(3), Quorum(3), Plan(END, frozenset([0, 1, 2]), phase))
    assert {f.node: f.reset for f in out.fences} == resets
    assert (out.stable[0][-1][1] == END) == (0 not in resets)


def test_those_who_are_due_at_once_go_at_once():
    halves = [(0, 2), (0, 3), (1, 2), (1, 3)]
    out = outcome(graphs(4, (20_000, halves)), Timers.of(4), Quorum(4), Plan(END, frozenset(range(4))))
    assert [(f.node, f.reset, f.takeover) for f in out.fences] == [(n, 80_000, None) for n in range(4)]
    assert all(stop <= 80_000 for spans in out.stable + out.flagged for _, stop in spans)


def test_who_is_switched_off_is_not_reset():
    out = outcome(graphs(3), Timers.of(3), Quorum(3), Plan(END, frozenset([0, 1, 2]), stopped={2: [(20_000, None)]}))
    assert out.fences == ()
    assert out.stable[2] == ((0, 20_000),)


def test_a_sound_cluster_never_fences():
    out = outcome(graphs(3), Timers.of(3), Quorum(3), Plan(END, frozenset([0, 1, 2])))
    assert out.fences == ()
    assert out.stable == (((0, END),),) * 3
