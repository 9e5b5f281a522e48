import pytest
from bondmodel.cluster.votequorum import Quorum
from bondmodel.errors import ModelError


@pytest.mark.parametrize(("nodes", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (8, 5)])
def test_more_than_half_of_the_votes_is_needed(nodes, needed):
    quorum = Quorum(nodes)
    assert quorum.needed == needed
    assert quorum.quorate(tuple(range(needed)))
    assert not quorum.quorate(tuple(range(needed - 1)))


def test_votes_may_differ():
    quorum = Quorum(3, {0: 3})
    assert quorum.total((0, 1)) == 4
    assert quorum.needed == 3
    assert quorum.quorate((0,))
    assert not quorum.quorate((1, 2))


def test_a_node_may_have_no_vote():
    assert Quorum(3, {2: 0}).needed == 2
    assert not Quorum(3, {2: 0}).quorate((1, 2))


def test_expected_votes_raise_the_quorum_and_never_lower_it():
    assert Quorum(3, expected=7).needed == 4
    assert Quorum(5, expected=1).needed == 3


def test_two_nodes_may_go_on_alone_once_they_have_met():
    quorum = Quorum(2, two_node=True)
    assert quorum.needed == 1
    assert quorum.waits_for_all
    assert quorum.quorate((0,))
    assert not quorum.quorate((0,), seen_all=False)
    assert Quorum(2, two_node=True, wait_for_all=False).quorate((0,), seen_all=False)


def test_wait_for_all_holds_only_until_all_were_seen():
    assert not Quorum(3).waits_for_all
    assert Quorum(3).quorate((0, 1), seen_all=False)
    assert not Quorum(3, wait_for_all=True).quorate((0, 1, 2), seen_all=False)
    assert Quorum(3, wait_for_all=True).quorate((0, 1))


def test_a_device_votes_for_the_largest_partition():
    quorum = Quorum(4, device_votes=1)
    assert quorum.needed == 3
    assert not quorum.quorate((0, 1))
    assert quorum.quorate((0, 1), device=True)
    assert quorum.favoured([(0,), (1, 2), (3,)]) == (1, 2)
    assert quorum.favoured([(2, 3), (0, 1)]) == (0, 1), "the lowest node in a tie"
    assert quorum.favoured([]) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"nodes": 0}, "nodes: 0"),
        ({"nodes": 3, "device_votes": -1}, "device_votes: -1"),
        ({"nodes": 3, "votes": {3: 1}}, "votes: node"),
        ({"nodes": 3, "votes": {-1: 1}}, "votes: node"),
        ({"nodes": 3, "votes": {0: -1}}, "quorum_votes: -1"),
        ({"nodes": 3, "expected": 0}, "expected_votes: 0"),
        ({"nodes": 3, "two_node": True}, "two_node: only a cluster of 2"),
        ({"nodes": 2, "two_node": True, "device_votes": 1}, "two_node: cannot be combined"),
    ],
)
def test_what_cannot_be_is_named(fields, words):
    with pytest.raises(ModelError, match=words):
        Quorum(**fields)


def test_expected_votes_may_be_one():
    assert Quorum(1, expected=1).needed == 1
