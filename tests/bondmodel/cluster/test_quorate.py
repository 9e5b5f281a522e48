"""Votequorum's options over the rings of a run; the expected values follow votequorum.c and qnetd by hand."""

import pytest
from bondmodel.cluster.quorate import quorate_rings
from bondmodel.cluster.ring import Membership
from bondmodel.cluster.votequorum import Quorum
from bondmodel.errors import ModelError, NotModelled


def ring(formed, members, ended=None, synced=True):
    return Membership(formed, tuple(members), synced, ended, "test")


def quorate(rings, quorum, absent=None):
    """By node (from 0) the begins of the rings in which it is quorate."""
    return [sorted(r.formed_ms for r in mine) for mine in quorate_rings(rings, quorum, absent)]


HALVES = [ring(0, (0, 1, 2, 3), 10), ring(20, (0, 1)), ring(20, (2, 3))]


def test_more_than_half_of_the_votes():
    rings = [ring(0, (0, 1, 2), 3), ring(5, (0,)), ring(5, (1, 2))]
    assert quorate(rings, Quorum(3)) == [[0], [0, 5], [0, 5]]
    assert quorate(HALVES, Quorum(4)) == [[0]] * 4


def test_a_ring_that_did_not_synchronise_changes_nothing():
    rings = [ring(0, (0, 1, 2), 3), ring(5, (1, 2), 5, synced=False), ring(9, (1, 2))]
    assert quorate(rings, Quorum(3)) == [[0], [0, 9], [0, 9]]


def test_both_of_two_nodes_go_on_whether_they_wait_for_all_or_not():
    rings = [ring(0, (0, 1), 3), ring(5, (0,)), ring(5, (1,))]
    assert quorate(rings, Quorum(2, two_node=True)) == [[0, 5], [0, 5]]
    assert quorate(rings, Quorum(2, two_node=True, wait_for_all=False)) == [[0, 5], [0, 5]]


def test_of_two_nodes_one_that_starts_alone_waits_unless_it_need_not():
    rings = [ring(0, (0, 1), 3), ring(5, (0,)), ring(50, (1,))]
    away = {1: [(3, 40)]}
    assert quorate(rings, Quorum(2, two_node=True), away) == [[0, 5], [0]]
    assert quorate(rings, Quorum(2, two_node=True, wait_for_all=False), away) == [[0, 5], [0, 50]]


def test_who_lost_quorum_waits_for_all_or_for_somebody_who_need_not():
    lost = [ring(0, (0, 1, 2, 3), 3), ring(5, (0, 1), 9), ring(5, (2, 3), 9), ring(10, (0, 1, 2))]
    assert quorate(lost, Quorum(4)) == [[0, 10], [0, 10], [0, 10], [0]]
    assert quorate(lost, Quorum(4, wait_for_all=True)) == [[0], [0], [0], [0]]
    met = [ring(0, (0, 1, 2), 3), ring(5, (0, 1), 9), ring(5, (2,), 9), ring(10, (0, 1, 2))]
    assert quorate(met, Quorum(3, wait_for_all=True)) == [[0, 5, 10], [0, 5, 10], [0, 10]]
    half = [ring(0, (0, 1, 2), 3), ring(5, (0, 1), 9), ring(5, (2,), 9), ring(10, (1, 2))]
    assert quorate(half, Quorum(3, wait_for_all=True))[2] == [0, 10], "1 never lost quorum and lets 2 in"


def test_a_tie_is_broken_by_the_lowest_the_highest_or_a_list():
    assert quorate(HALVES, Quorum(4, auto_tie_breaker="lowest")) == [[0, 20], [0, 20], [0], [0]]
    assert quorate(HALVES, Quorum(4, auto_tie_breaker="highest")) == [[0], [0], [0, 20], [0, 20]]
    assert quorate(HALVES, Quorum(4, auto_tie_breaker=(2,))) == [[0], [0], [0, 20], [0, 20]]
    assert quorate(HALVES, Quorum(4, auto_tie_breaker=(1, 2))) == [[0, 20], [0, 20], [0], [0]]
    assert quorate([ring(0, (0, 1), 3), ring(5, (0,)), ring(5, (1,))], Quorum(2, auto_tie_breaker="lowest")) == [
        [0, 5],
        [0],
    ]


def test_of_three_nodes_the_tie_breaker_needs_to_wait_for_all():
    rings = [ring(0, (0, 1, 2), 3), ring(5, (0,)), ring(5, (1, 2))]
    assert quorate(rings, Quorum(3, auto_tie_breaker="lowest")) == [[0], [0, 5], [0, 5]]
    waits = Quorum(3, auto_tie_breaker="lowest", wait_for_all=True)
    assert quorate(rings, waits) == [[0], [0, 5], [0, 5]], "the other half has quorum by itself"


def test_the_last_man_standing_goes_down_step_by_step():
    rings = [
        ring(0, range(8), 1),
        ring(1_000, range(5), 12_000),
        ring(13_000, range(3), 30_000),
        ring(31_000, range(2), 50_000),
        ring(51_000, range(1)),
    ]
    standing = Quorum(8, last_man_standing=True)
    assert quorate(rings, standing)[0] == [0, 1_000, 13_000, 31_000]
    assert quorate(rings, Quorum(8))[0] == [0, 1_000]
    assert quorate(rings, Quorum(8, last_man_standing=True, last_man_standing_window=60_000))[0] == [0, 1_000]
    with_breaker = Quorum(8, last_man_standing=True, auto_tie_breaker="lowest")
    assert quorate(rings, with_breaker)[0] == [0, 1_000, 13_000, 31_000, 51_000]


def test_parts_that_count_down_both_make_a_split_brain():
    """Three of eight never lower what they expect; five do, and lose two of them to the three: both may go on."""
    rings = [
        ring(0, range(8), 1),
        ring(1_000, range(5), 20_000),
        ring(1_000, range(5, 8), 20_000),
        ring(21_000, (0, 1, 2)),
        ring(21_000, (3, 4, 5, 6, 7)),
    ]
    both = quorate(rings, Quorum(8, last_man_standing=True))
    assert both[0] == [0, 1_000, 21_000]
    assert both[7] == [0, 21_000]
    assert quorate(rings, Quorum(8))[0] == [0, 1_000]


def test_ffsplit_favours_a_half_and_leaves_it_the_vote():
    device = Quorum(4, device_votes=1)
    assert quorate(HALVES, device) == [[0, 20], [0, 20], [0], [0]]
    assert quorate(HALVES, Quorum(4, device_votes=1, device_tie_breaker="highest"))[3] == [0, 20]
    assert quorate(HALVES, Quorum(4, device_votes=1, device_tie_breaker=2))[2] == [0, 20]
    quarter = [ring(0, range(4), 1), ring(5, (0,)), ring(5, (1,)), ring(5, (2,)), ring(5, (3,))]
    assert quorate(quarter, device) == [[0]] * 4


def test_the_device_waits_for_those_who_are_in_no_ring():
    first = [ring(0, range(4), 5), ring(5, (2, 3)), ring(9, (0, 1))]
    assert quorate(first, Quorum(4, device_votes=1)) == [[0, 9], [0, 9], [0], [0]]
    gone = [ring(0, range(4), 5), ring(5, (2, 3), 9)]
    assert quorate(gone, Quorum(4, device_votes=1))[2] == [0, 5]


def test_lms_lets_the_last_one_go_on():
    device = Quorum(3, device_votes=2, device_algorithm="lms")
    assert quorate([ring(0, range(3), 5), ring(9, (2,))], device)[2] == [0, 9]
    rings = [ring(0, range(3), 5), ring(9, (0,)), ring(9, (1, 2))]
    assert quorate(rings, device) == [[0], [0, 9], [0, 9]]


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"device_votes": 1, "last_man_standing": True}, ModelError, "last_man_standing: cannot be combined"),
        ({"device_votes": 1, "auto_tie_breaker": "lowest"}, ModelError, "auto_tie_breaker: cannot be combined"),
        ({"auto_tie_breaker": "middle"}, ModelError, "auto_tie_breaker: 'middle'"),
        ({"auto_tie_breaker": (4,)}, ModelError, "auto_tie_breaker: node"),
        ({"last_man_standing": True, "votes": {0: 2}}, ModelError, "each node has one vote"),
        ({"last_man_standing_window": 0}, ModelError, "last_man_standing_window: 0"),
        ({"device_votes": 1, "device_algorithm": "test"}, ModelError, "device_algorithm: 'test'"),
        ({"device_votes": 1, "device_tie_breaker": 9}, ModelError, "device_tie_breaker: 9"),
        ({"device_votes": 2}, NotModelled, "device_votes: 2 with ffsplit"),
        ({"device_votes": 1, "device_algorithm": "lms"}, NotModelled, "the algorithm lms"),
    ],
)
def test_what_corosync_does_not_start_with_is_refused(fields, error, words):
    with pytest.raises(error, match=words):
        Quorum(4, **fields)


def test_an_odd_cluster_cannot_have_last_man_and_tie_breaker_without_waiting():
    with pytest.raises(ModelError, match="does not start"):
        Quorum(3, last_man_standing=True, auto_tie_breaker="lowest")
    assert Quorum(3, last_man_standing=True, auto_tie_breaker="lowest", wait_for_all=True).breaks_ties
