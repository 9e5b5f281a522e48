"""Who leaves a link when. All times in ticks of 100 ms; rates are (node, switch)."""

import itertools
from functools import cache

import pytest
from bondmodel.net.lacp import PERIOD_TICKS, TICK_MS, TIMEOUT_TICKS, Port, Use, aggregate
from hypothesis import given
from hypothesis import strategies as st

RATES = list(itertools.product(("slow", "fast"), repeat=2))
LOST = {"tx": (0,), "rx": (1,), "both": (0, 1)}
UNTIL = 2000


def run(node="fast", switch="fast", fault="tx", phases=(0, 0), chances=(0, 0), heal=None, until=UNTIL, **about):
    coupled = about.get("coupled", (True, True))
    ends = (
        Port(node, coupled=coupled[0], send_phase=chances[0], partner_rate=switch),
        Port(
            switch,
            coupled=coupled[1],
            standard=about.get("standard", False),
            send_phase=chances[1],
            partner_rate=node,
        ),
    )
    heal = until + 1 if heal is None else heal

    def passes(end, tick):
        return not (end in LOST.get(fault, ()) and 0 <= tick < heal)

    steady = (0, heal) if about.get("skip", True) else ()
    return aggregate(*ends, phases, passes, until=until, carrier=about.get("carrier", ()), steady=steady)


def first(uses, field):
    """The tick at which an end first ceases to use the link."""
    return next(use.tick for use in uses if not getattr(use, field))


PHASES = {"fast": range(10), "slow": (*range(0, 300, 30), 298)}


@cache
def spans(node, switch, fault, standard=False, coupled=(True, True)):
    """Earliest and latest end of each use, over the phases of both ends."""
    found = []
    for mine in PHASES[switch]:
        for theirs in PHASES[node]:
            # not both in the same tick at the slow rate: once in some hundred times that costs a period more
            phases = mine, theirs if node == "fast" else (theirs + 1) % 300
            for chances in ((0, 0), (0, 1), (0, 2)):
                uses = run(node, switch, fault, phases, chances, standard=standard, coupled=coupled)
                found.append(
                    tuple(first(uses, field) for field in ("node_sends", "node_takes", "switch_sends", "switch_takes"))
                )
                assert not uses[-1].node_sends or not uses[-1].switch_takes  # it does not come back by itself
    return [(min(column), max(column)) for column in zip(*found, strict=True)]


def test_constants():
    assert TICK_MS == 100
    assert PERIOD_TICKS == {"fast": 10, "slow": 300}
    assert TIMEOUT_TICKS == {"fast": 30, "slow": 900}


@pytest.mark.parametrize("rates", RATES)
def test_a_healthy_link_stays(rates):
    assert run(*rates, fault="none", phases=(3, 5)) == [Use(0, True, True, True, True)]


# the receiver that hears nothing leaves three periods after the last LACPDU: (2, 3] s or (60, 90] s by its own rate
@pytest.mark.parametrize(
    ("node", "switch", "fault", "field", "low", "high"),
    [
        ("slow", "slow", "tx", 2, 600, 900),
        ("fast", "slow", "tx", 2, 600, 900),
        ("slow", "fast", "tx", 2, 18, 30),
        ("fast", "fast", "tx", 2, 18, 30),
        ("slow", "slow", "rx", 0, 600, 900),
        ("fast", "slow", "rx", 0, 18, 30),
        ("slow", "fast", "rx", 0, 600, 900),
        ("fast", "fast", "rx", 0, 18, 30),
        ("slow", "slow", "both", 0, 600, 900),
        ("fast", "slow", "both", 0, 18, 30),
        ("fast", "slow", "both", 2, 600, 900),
        ("slow", "fast", "both", 0, 600, 900),
        ("slow", "fast", "both", 2, 18, 30),
        ("fast", "fast", "both", 0, 18, 30),
        ("fast", "fast", "both", 2, 18, 30),
    ],
)
def test_detection_is_governed_by_the_receivers_own_rate(node, switch, fault, field, low, high):
    earliest, latest = spans(node, switch, fault)[field]
    assert low <= earliest <= low + 2
    assert high - 30 <= latest <= high


# the sender into the dead direction leaves when it hears that the other has: three seconds later
@pytest.mark.parametrize(
    ("node", "switch", "fault", "field", "low", "high"),
    [
        ("slow", "slow", "tx", 0, 630, 933),
        ("fast", "slow", "tx", 0, 630, 960),
        ("slow", "fast", "tx", 0, 48, 62),
        ("fast", "fast", "tx", 0, 48, 90),
        ("slow", "slow", "rx", 2, 630, 933),
        ("fast", "slow", "rx", 2, 48, 62),
        ("slow", "fast", "rx", 2, 630, 960),
        ("fast", "fast", "rx", 2, 48, 90),
    ],
)
def test_the_sender_leaves_later(node, switch, fault, field, low, high):
    earliest, latest = spans(node, switch, fault)[field]
    assert low <= earliest <= low + 2
    assert high - 32 <= latest <= high


def test_linux_at_both_ends_and_fast_takes_longer_than_the_standard():
    assert spans("fast", "fast", "tx")[0][1] in range(80, 91)
    for node, latest in (("fast", 62), ("slow", 62)):
        assert spans(node, "fast", "tx", standard=True)[0][1] <= latest
    for node in ("fast", "slow"):
        assert spans(node, "slow", "tx", standard=True)[0][1] <= 933


def test_independent_control_leaves_with_the_receiver():
    uses = run(fault="tx", coupled=(False, True))
    assert first(uses, "switch_takes") <= first(uses, "node_sends") <= first(uses, "switch_takes") + 3
    assert first(uses, "node_takes") >= first(uses, "node_sends") + 28
    uses = run(fault="rx", coupled=(True, False))
    assert first(uses, "switch_sends") <= first(uses, "node_takes") + 3
    assert first(uses, "switch_takes") >= first(uses, "switch_sends") + 28


# each change of one run, worked through: last LACPDU of the node at tick -1 (chance 2), of the switch at -1
def test_fast_both_ends_tx_step_by_step():
    uses = run(phases=(0, 0), chances=(2, 2))
    assert uses[:2] == [Use(0, True, True, True, True), Use(29, True, True, False, False)]
    assert first(uses, "node_sends") == first(uses, "node_takes")


@pytest.mark.parametrize("phase", range(10))
def test_an_older_last_lacpdu_is_noticed_earlier(phase):
    chance = (-1 - phase) % 3  # so that the last LACPDU left the tick in which it fell due
    assert first(run(phases=(phase, 0), chances=(chance, 0)), "switch_sends") == 29 - phase
    assert first(run(fault="rx", phases=(0, phase), chances=(0, chance)), "node_sends") == 29 - phase


@pytest.mark.parametrize("phase", [0, 1, 150, 299])
def test_at_the_slow_rate_too(phase):
    chance = (-1 - phase) % 3
    uses = run("slow", "slow", phases=(phase, 77), chances=(chance, 0))
    assert first(uses, "switch_sends") == 899 - phase
    # EXPIRED is answered each second, and the DEFAULTED tick is one of them: the news leaves at its next chance
    told = 899 - phase + 30
    assert first(uses, "node_sends") in range(told, told + 4)


def test_a_lacpdu_that_waits_for_its_chance_is_lost_with_the_fault():
    # due at -1, its chance at tick 0: the one before, due at -11 and sent at -9, was the last to arrive
    assert first(run(phases=(0, 0), chances=(0, 0)), "switch_sends") == -9 + 30
    # due and sent at -1
    assert first(run(phases=(0, 0), chances=(2, 0)), "switch_sends") == -1 + 30


@pytest.mark.parametrize("rates", RATES)
@pytest.mark.parametrize("fault", ["tx", "rx", "both"])
def test_skipping_ahead_changes_nothing(rates, fault):
    for phases, heal in (((4, 9), None), ((1, 2), 1203), ((0, 5), 40)):
        one = run(*rates, fault=fault, phases=phases, heal=heal)
        two = run(*rates, fault=fault, phases=phases, heal=heal, skip=False)
        assert one == two


@given(
    st.sampled_from(RATES),
    st.sampled_from(sorted(LOST)),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.integers(1, 2500),
    st.integers(0, 1500),
)
def test_skipping_ahead_changes_nothing_at_any_phase(rates, fault, phases, chances, heal, more):
    said = {"fault": fault, "phases": phases, "chances": chances, "heal": heal, "until": heal + more}
    assert run(*rates, **said) == run(*rates, **said, skip=False)


@pytest.mark.parametrize("until", [26, 27, 28, 29, 30, 959, 960, 961, 962])
def test_a_shorter_run_begins_as_a_longer_one(until):
    said = {"fault": "both", "phases": (2, 0), "chances": (2, 2), "heal": 918}
    moved = [use.tick for use in run(**said, until=1100)]
    assert moved[1:4] == [29, 59, 960], "it expires, leaves the aggregate, and comes back"
    assert run(**said, until=until) == [use for use in run(**said, until=1100) if use.tick <= until]


@pytest.mark.parametrize("rates", RATES)
def test_a_healed_link_comes_back(rates):
    uses = run(*rates, fault="both", heal=1200, until=3000)
    assert uses[-1] == Use(uses[-1].tick, True, True, True, True)
    assert uses[-1].tick >= 1200


def test_a_short_fault_is_not_noticed():
    assert run(fault="both", heal=9) == [Use(0, True, True, True, True)]


def test_carrier_takes_the_link_out_and_back():
    uses = run(fault="none", carrier=((0, False), (500, True)))
    assert uses[0] == Use(0, True, True, True, True)
    assert uses[1] == Use(0, False, False, False, False, False)
    assert uses[-1] == Use(uses[-1].tick, True, True, True, True)
    assert 500 + 20 <= uses[-1].tick <= 500 + 45  # it waits two seconds before it attaches
    assert all(use.tick == 0 or use.tick >= 520 or not use.node_sends for use in uses)


def test_what_happens_in_the_last_tick_is_told():
    uses = run(fault="none", carrier=((500, False),), until=500)
    assert uses[1:] == [Use(500, False, False, False, False, False)]


def test_nothing_is_told_after_the_end():
    assert all(use.tick <= 25 for use in run(until=25))
    assert run(until=28, phases=(0, 0), chances=(2, 2)) == [Use(0, True, True, True, True)]
    assert len(run(until=29, phases=(0, 0), chances=(2, 2))) == 2
