import pytest
from bondmodel.net.clock import Phase
from bondmodel.net.neighbour import FINE, Reach, confirmed, expires_after, lost, recovers_by_itself


def reach(ab=True, ba=True, ab_all=True, ba_all=True):
    return Reach(ab=ab, ba=ba, ab_all=ab_all, ba_all=ba_all)


def test_turned():
    assert reach(ba=False, ba_all=False).turned() == reach(ab=False, ab_all=False)
    assert reach(ab_all=False).turned() == reach(ba_all=False)


def test_an_entry_is_confirmed_if_question_and_answer_arrive():
    assert confirmed(FINE)
    assert confirmed(reach(ab_all=False, ba_all=False))
    assert not confirmed(reach(ab=False))
    assert not confirmed(reach(ba=False))


@pytest.mark.parametrize(
    ("here", "back"),
    [
        (FINE, True),
        (reach(ab=False), True),
        (reach(ab=False, ab_all=False), False),
        (reach(ba=False), False),
        (reach(ab_all=False), True),
        (reach(ba=False, ab=False), False),
    ],
)
def test_asking_all_brings_an_entry_back_if_the_answer_arrives(here, back):
    assert recovers_by_itself(here) is back


@pytest.mark.parametrize(
    ("here", "a_expired", "b_expired", "is_lost"),
    [
        (reach(ab=False, ab_all=False), False, True, False),  # not yet expired
        (FINE, True, True, False),
        (reach(ab=False), True, False, False),  # its own broadcast is answered
        (reach(ab=False, ab_all=False), True, False, True),
        (reach(ab=False, ab_all=False), True, True, False),  # b asks all, each second
        (reach(ab=False, ab_all=False, ba_all=False), True, True, True),  # but a does not hear it
        (reach(ba=False), True, False, True),
        (reach(ba=False), True, True, True),  # b gets its answers to its broadcasts and asks no more
        (reach(ba=False, ba_all=False), True, True, True),
        (reach(ab=False, ba=False, ab_all=False), True, True, False),
        (reach(ab=False, ba=False), True, False, True),
    ],
)
def test_lost(here, a_expired, b_expired, is_lost):
    assert lost(here, a_expired=a_expired, b_expired=b_expired) is is_lost


def test_an_entry_lives_from_three_to_fifty_three_seconds_more():
    assert expires_after(Phase(fraction=0.0), "x") == 3_000
    assert expires_after(Phase(fraction=1.0), "x") == 45_000 + 5_000 + 3_000
    assert expires_after(Phase(0, None, (("reachable x", 0.0), ("entry x", 1.0))), "x") == 15_000 + 5_000 + 3_000
    found = [expires_after(Phase(seed), "x") for seed in range(300)]
    assert min(found) < 6_000
    assert 45_000 < max(found) <= 53_000
