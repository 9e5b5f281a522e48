import pytest
from bondmodel.net.clock import Clock, Phase


def test_events_run_in_order_of_time_then_of_setting():
    clock, log = Clock(), []
    for name, t in (("b", 5), ("a", 3), ("c", 5), ("late", 11)):
        clock.at(t, lambda name=name: log.append((clock.now, name)))
    clock.run(10)
    assert log == [(3, "a"), (5, "b"), (5, "c")]
    assert clock.now == 10


def test_an_event_at_the_end_still_runs():
    clock, log = Clock(), []
    clock.at(10, lambda: log.append(clock.now))
    clock.run(10)
    assert log == [10]


def test_an_event_may_set_another_at_the_same_time():
    clock, log = Clock(), []
    clock.at(1, lambda: clock.at(1, lambda: log.append("second")))
    clock.at(1, lambda: log.append("first"))
    clock.run(1)
    assert log == ["first", "second"]


def test_the_past_is_refused():
    clock = Clock()
    clock.run(5)
    with pytest.raises(ValueError, match="4 ms is in the past of 5 ms"):
        clock.at(4, lambda: None)
    clock.at(5, lambda: None)


def test_time_begins_at_zero():
    assert Clock().now == 0
    assert Phase() == Phase(0, None, ())


def test_draws_depend_on_seed_and_name_alone():
    assert Phase(1).draw("a", 0, 10**6) == Phase(1).draw("a", 0, 10**6)
    assert Phase(1).draw("a", 0, 10**6) != Phase(2).draw("a", 0, 10**6)
    assert Phase(1).draw("a", 0, 10**6) != Phase(1).draw("b", 0, 10**6)


def test_draws_reach_both_ends():
    assert {Phase(seed).draw("x", 2, 4) for seed in range(60)} == {2, 3, 4}


@pytest.mark.parametrize(("fraction", "value"), [(0.0, 2), (0.5, 6), (1.0, 10)])
def test_a_fraction_is_of_the_range(fraction, value):
    assert Phase(fraction=fraction).draw("x", 2, 10) == value


def test_a_name_may_be_fixed():
    phase = Phase(3, None, (("x", 0.25),))
    assert phase.draw("x", 0, 100) == 25
    assert phase.draw("y", 0, 10**6) == Phase(3).draw("y", 0, 10**6)
    assert Phase(0, 1.0, (("x", 0.0),)).draw("x", 0, 100) == 0
