import pytest
from bondmodel.connectivity import Change, Connectivity, from_losses
from bondmodel.errors import ModelError

RUN = Connectivity(
    3,
    (
        Change(100, {(0, 1): 1.0, (0, 2): 0.5}, "a fault"),
        Change(200, {(0, 1): 0.0}, "half healed"),
        Change(300, {(0, 2): 0.0}, "healed"),
    ),
)


@pytest.mark.parametrize(
    ("t_ms", "share"), [(-1, 0.0), (0, 0.0), (99, 0.0), (100, 1.0), (199, 1.0), (200, 0.0), (10**6, 0.0)]
)
def test_a_change_holds_from_its_own_time_to_the_next(t_ms, share):
    assert RUN.loss(0, 1, t_ms) == share


def test_a_pair_never_named_delivers():
    assert RUN.loss(1, 0, 150) == 0.0
    assert RUN.delivers(1, 0, 150)


def test_a_part_lost_does_not_deliver():
    assert not RUN.delivers(0, 2, 150)
    assert not RUN.both_ways(0, 2, 150)
    assert not RUN.both_ways(2, 0, 150)
    assert RUN.both_ways(1, 2, 150)
    assert RUN.both_ways(0, 2, 300)


def test_lost_peers_are_those_that_nothing_reaches():
    assert RUN.lost_peers(0, 150) == {1}
    assert RUN.lost_peers(1, 150) == frozenset()
    assert RUN.lost_peers(0, 250) == frozenset()


def test_lossy_pairs():
    assert RUN.pairs_lossy_at(150) == {(0, 1): 1.0, (0, 2): 0.5}
    assert RUN.pairs_lossy_at(250) == {(0, 2): 0.5}
    assert RUN.pairs_lossy_at(350) == {}


def test_times_are_told_once():
    twice = Connectivity(2, (Change(5, {(0, 1): 1.0}, "a"), Change(5, {(0, 1): 0.0}, "b"), Change(9, {}, "c")))
    assert twice.times() == [5, 9]
    assert twice.loss(0, 1, 5) == 0.0


def test_healed_when_the_last_loss_ended():
    assert RUN.healed_at() == 300
    assert Connectivity(2).healed_at() == 0
    assert Connectivity(2, (Change(5, {(0, 1): 0.25}, "a"),)).healed_at() is None
    assert Connectivity(2, (Change(5, {(0, 1): 0.0}, "nothing new"),)).healed_at() == 0


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ((Change(2, {}, ""), Change(1, {}, "")), "1 ms comes after 2 ms"),
        ((Change(0, {(1, 1): 1.0}, ""),), r"pair \(1, 1\)"),
        ((Change(0, {(0, 3): 1.0}, ""),), r"pair \(0, 3\) is not of two different nodes from 0 to 2"),
        ((Change(0, {(-1, 0): 1.0}, ""),), r"pair \(-1, 0\)"),
        ((Change(0, {(0, -1): 1.0}, ""),), r"pair \(0, -1\)"),
        ((Change(0, {(3, 0): 1.0}, ""),), r"pair \(3, 0\)"),
        ((Change(0, {(0, 1): 1.1}, ""),), "loss 1.1"),
        ((Change(0, {(0, 1): -0.1}, ""),), "loss -0.1"),
    ],
)
def test_what_cannot_be_is_refused(changes, text):
    with pytest.raises(ModelError, match=text):
        Connectivity(3, changes)


def test_the_bounds_themselves_are_allowed():
    assert Connectivity(3, (Change(0, {(0, 2): 1.0, (2, 0): 0.0}, ""), Change(0, {}, ""))).loss(0, 2, 0) == 1.0


def test_only_differences_become_changes():
    run = from_losses(
        2,
        [(1, {}, "nothing"), (2, {(0, 1): 1.0}, "lost"), (3, {(0, 1): 1.0}, "still"), (4, {}, "back")],
    )
    assert run.changes == (Change(2, {(0, 1): 1.0}, "lost"), Change(4, {(0, 1): 0.0}, "back"))
