"""Two parts that both may write are an outcome of their own."""

import pytest
from bondmodel import Cut, Fault, ModelError, Scenario

TWO = Scenario(nodes=2, mode="active-backup", fault=Fault.tx(start=10), ha="all")
HALVES = Cut([(a, b) for a in (1, 2) for b in (3, 4)])


@pytest.mark.parametrize("waits", [None, False, True])
def test_two_node_lets_both_go_on(waits):
    run = TWO.but(two_node=True, wait_for_all=waits).run()
    ((start, stop),) = run.split_brain
    assert 16.6 <= start < 18
    assert stop == 200
    assert run.writers(100) == ((1,), (2,))
    assert run.writers(1) == ((1, 2),)
    assert run.writers(start - 1) == ()
    assert run.fenced == ()


@pytest.mark.parametrize(
    "votes", [{}, {"auto_tie_breaker": "lowest"}, {"device_votes": 1}, {"device_votes": 1, "device_algorithm": "lms"}]
)
def test_a_majority_a_tie_breaker_and_a_device_let_one_part_write_at_most(votes):
    run = TWO.but(**votes).run()
    assert run.split_brain == ()
    assert len(run.writers(100)) <= 1


def test_halves_of_four():
    assert Scenario(nodes=4, fault=HALVES).run().writers(100) == ()
    assert Scenario(nodes=4, fault=HALVES, auto_tie_breaker="lowest").run().writers(100) == ((1, 2),)
    assert Scenario(nodes=4, fault=HALVES, auto_tie_breaker=[4]).run().writers(100) == ((3, 4),)
    assert Scenario(nodes=4, fault=HALVES, device_votes=1, device_tie_breaker=3).run().writers(100) == ((3, 4),)


def test_last_man_standing_splits_where_those_who_counted_down_part_again():
    first = Cut([(a, b) for a in (1, 2, 3, 4, 5) for b in (6, 7, 8)], 0, 100)
    second = Cut([(a, b) for a in (1, 2, 3) for b in (4, 5, 6, 7, 8)], 100)
    run = Scenario(nodes=8, fault=[first, second], last_man_standing=True, duration=300).run()
    assert run.writers(80) == ((1, 2, 3, 4, 5),)
    assert run.writers(250) == ((1, 2, 3), (4, 5, 6, 7, 8))
    assert Scenario(nodes=8, fault=[first, second], duration=300).run().split_brain == ()


def test_a_tie_breaker_names_a_node_by_its_id():
    with pytest.raises(ModelError, match="auto_tie_breaker: there is no node 9"):
        _ = Scenario(nodes=4, auto_tie_breaker=[9]).quorum
