"""The table beside a run of which the test says whose questions are lost."""

import pytest
from bondmodel.net.clock import Clock, Phase
from bondmodel.net.neighbour_table import NeighbourTable


class Run:
    """Two nodes, 0 and 1. `lost` holds ((asker, asked), to all?) -> share."""

    def __init__(self, fraction=0.0, until_ms=100_000, **lost):
        self.clock, self.phase, self.until_ms = Clock(), Phase(fraction=fraction), until_ms
        self.lost = {}
        self.say(**lost)
        self.told, self.asking = [], []
        self.table = NeighbourTable(self)

    def say(self, to_1=0.0, to_0=0.0, all_of_0=0.0, all_of_1=0.0):
        self.lost = {(0, 1, False): to_1, (1, 0, False): to_0, (0, 1, True): all_of_0, (1, 0, True): all_of_1}
        return self

    def asked(self, a, b, to_all):
        return self.lost[a, b, to_all]

    def asked_all(self, node):
        self.asking.append((self.clock.now, node))

    def tell(self, why=""):
        self.told.append((self.clock.now, self.table.lost(), why))

    def look(self, until):
        self.table.look(0, 1)
        self.clock.run(until)
        return self.table.lost()


def test_nothing_happens_while_questions_are_answered():
    run = Run(all_of_0=1.0, all_of_1=1.0)
    assert run.look(100_000) == []
    assert run.told == run.asking == []


@pytest.mark.parametrize(
    ("lost", "cut_off"),
    [
        ({"to_1": 1.0}, [(1, 0)]),  # 0 is answered when it asks all; 1 is not
        ({"to_0": 1.0}, [(0, 1)]),
        ({"to_1": 1.0, "all_of_0": 1.0}, [(1, 0)]),  # 1 asks all, which gives 0 its address
        ({"to_1": 1.0, "all_of_0": 1.0, "all_of_1": 1.0}, [(0, 1), (1, 0)]),
        ({"to_1": 1.0, "all_of_1": 1.0}, [(1, 0)]),
        ({"to_0": 1.0, "all_of_0": 1.0}, [(0, 1)]),
        ({"to_0": 1.0, "all_of_1": 1.0}, [(0, 1)]),
        ({"to_0": 1.0, "all_of_0": 1.0, "all_of_1": 1.0}, [(0, 1), (1, 0)]),
        ({"to_0": 1.0, "to_1": 1.0}, []),  # both ask all for ever and give each other the address
        ({"to_0": 1.0, "to_1": 1.0, "all_of_0": 1.0}, [(1, 0)]),
        ({"to_0": 1.0, "to_1": 1.0, "all_of_1": 1.0}, [(0, 1)]),
        ({"to_0": 0.9, "to_1": 0.9}, []),  # some get through
        ({"to_0": 0.0, "to_1": 0.9, "all_of_0": 0.9}, []),
        ({"to_1": 1.0, "all_of_0": 0.9, "all_of_1": 1.0}, [(1, 0)]),
        ({"to_1": 1.0, "all_of_0": 1.0, "all_of_1": 0.9}, [(1, 0)]),
    ],
)
def test_who_is_cut_off(lost, cut_off):
    assert Run(**lost).look(100_000) == cut_off


def test_when():
    run = Run(to_1=1.0)
    assert run.look(2_999) == []
    run.clock.run(3_000)
    assert run.told == [
        (3_000, [], "node 0 has no confirmed address of node 1 any more"),
        (3_000, [(1, 0)], "node 1 has no confirmed address of node 0 any more"),
    ]
    assert run.asking == [(3_000, 0), (3_000, 1)]


def test_nothing_expires_after_the_end():
    assert Run(until_ms=2_999, to_1=1.0).look(3_000) == []
    assert Run(until_ms=3_000, to_1=1.0).look(3_000) == [(1, 0)]


def test_a_doubt_that_changes_goes_on():
    run = Run(to_1=1.0)
    run.look(2_000)
    run.say(to_0=1.0).look(3_000)
    assert run.table.lost() == [(0, 1)]
    run.say(to_1=1.0).look(4_000)
    assert run.table.lost() == [(1, 0)]


def test_a_doubt_that_ends_in_time_is_forgotten():
    run = Run(to_1=1.0)
    run.look(2_000)
    run.say().look(2_500)
    run.say(to_1=1.0).look(5_499)
    assert run.table.lost() == []
    run.clock.run(5_500)
    assert run.table.lost() == [(1, 0)]


@pytest.mark.parametrize(("fraction", "expired", "back"), [(0.0, 3_000, 1), (1.0, 53_000, 1_000)])
def test_an_entry_comes_back_with_the_next_question(fraction, expired, back):
    run = Run(fraction, to_1=1.0)
    run.look(expired)
    run.say().look(expired + back - 1)
    assert run.table.lost() == [(0, 1), (1, 0)]
    run.clock.run(expired + back)
    assert run.table.lost() == []
    assert run.told[-2:] == [
        (expired + back, [(1, 0)], "node 0 has an address of node 1 again"),
        (expired + back, [], "node 1 has an address of node 0 again"),
    ]


def test_an_entry_does_not_come_back_if_a_new_doubt_is_quicker():
    run = Run(1.0, to_1=1.0)
    run.look(53_000)
    run.say().look(53_500)
    run.say(to_1=1.0).look(60_000)
    assert run.table.lost() == [(1, 0)]
