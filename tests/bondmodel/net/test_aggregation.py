"""Milliseconds and drawn phases become the ticks and phases of two ports."""

import pytest
from bondmodel.net.aggregation import uses
from bondmodel.net.bond import Bond
from bondmodel.net.clock import Phase
from bondmodel.net.lacp import Port, aggregate
from bondmodel.net.link_faults import LinkFault
from bondmodel.net.switch import Lag

NAME = "node 0 slave 1"


def phase(node, switch, chance, switch_chance):
    """As fractions of 0..9, 0..9, 0..2 and 0..2 (both ends fast)."""
    names = (f"lacp {NAME}", f"lacp switch {NAME}", f"lacp chance {NAME}", f"lacp chance switch {NAME}")
    return Phase(0, None, tuple(zip(names, (node / 9, switch / 9, chance / 2, switch_chance / 2), strict=True)))


def direct(lost, carrier=(), draws=(0, 0, 0, 0), standard=False, coupled=(True, True), until=600):
    """`lost`: (end, from tick, to tick)."""
    node = Port("fast", coupled=coupled[0], send_phase=draws[2], partner_rate="fast")
    switch = Port("fast", coupled=coupled[1], standard=standard, send_phase=draws[3], partner_rate="fast")

    def passes(end, tick):
        return not any(end == dead and start <= tick < stop for dead, start, stop in lost)

    return aggregate(node, switch, draws[:2], passes, until=until, carrier=carrier)


def ask(faults, draws=(0, 0, 0, 0), standard=False, coupled=(True, True), until_ms=61_000, **options):
    bond = Bond("802.3ad", lacp_rate="fast", coupled_control=coupled[0], **options)
    partner = "standard" if standard else "linux"
    lag = Lag("802.3ad", lacp_rate="fast", coupled_control=coupled[1], partner=partner)
    return uses(bond, lag, faults, until_ms, phase(*draws))


def in_ms(found, begin=1_000):
    return [(begin + use.tick * 100, use) for use in found]


@pytest.mark.parametrize("draws", [(0, 0, 0, 0), (1, 1, 0, 0), (9, 4, 0, 0), (3, 9, 2, 0), (5, 5, 0, 2), (7, 1, 1, 1)])
@pytest.mark.parametrize(("kind", "ends"), [("tx", (0,)), ("rx", (1,)), ("both", (0, 1))])
@pytest.mark.parametrize("standard", [False, True])
def test_a_fault_that_stays(kind, ends, draws, standard):
    lost = [(end, 0, 10**6) for end in ends]
    assert ask([LinkFault(kind, 0, 1, 1_000)], draws, standard) == in_ms(direct(lost, (), draws, standard))


@pytest.mark.parametrize("coupled", [(False, True), (True, False)])
def test_independent_control(coupled):
    lost = [(0, 0, 10**6)]
    assert ask([LinkFault("tx", 0, 1, 1_000)], coupled=coupled) == in_ms(direct(lost, coupled=coupled))


@pytest.mark.parametrize(("heal_ms", "tick"), [(21_000, 200), (21_001, 201), (21_100, 201)])
def test_a_fault_that_heals(heal_ms, tick):
    # chosen so that a LACPDU falls due right there
    for phase_of_node in range(10):
        draws = (phase_of_node, 4, 0, 1)
        found = ask([LinkFault("both", 0, 1, 1_000, heal_ms)], draws)
        assert found == in_ms(direct([(0, 0, tick), (1, 0, tick)], (), draws))


def test_faults_one_after_the_other():
    faults = [LinkFault("tx", 0, 1, 1_000, 3_000), LinkFault("rx", 0, 1, 11_000, 16_000)]
    assert ask(faults) == in_ms(direct([(0, 0, 20), (1, 100, 150)]))


def test_carrier():
    faults = [LinkFault("carrier", 0, 1, 1_000, 11_000)]
    lost = [(0, 0, 100), (1, 0, 100)]
    assert ask(faults) == in_ms(direct(lost, ((1, False), (101, True))))
    slow = ask(faults, miimon=150, updelay=300, downdelay=150)
    assert slow == in_ms(direct(lost, ((3, False), (105, True))))
    overlapping = [*faults, LinkFault("carrier", 0, 1, 9_000, 13_000)]
    twice = ((1, False), (81, False), (121, True))
    assert ask(overlapping) == in_ms(direct([(0, 0, 120), (1, 0, 120)], twice))
    # a link that comes up late: LACPDUs pass as soon as the last fault is over, and are of no use before it is up
    for begin, tick in ((9_000, 81), (11_000, 101)):
        longer = [*faults, LinkFault("carrier", 0, 1, begin, 16_000)]
        late = direct([(0, 0, 150), (1, 0, 150)], ((1, False), (tick, False), (201, True)))
        assert ask(longer, updelay=5_000) == in_ms(late)
    assert ask([LinkFault("carrier", 0, 1, 1_000)]) == in_ms(direct([(0, 0, 10**6), (1, 0, 10**6)], ((1, False),)))


def test_a_share_of_loss_is_drawn():
    half = [LinkFault("tx", 0, 1, 1_000, loss=0.9)]
    assert ask(half) == ask(half)
    assert ask(half) != ask([LinkFault("tx", 0, 1, 1_000)])
    few = [LinkFault("tx", 0, 1, 1_000, loss=0.001)]
    assert ask(few) == in_ms(direct([]))
    mixed = [*few, LinkFault("rx", 0, 1, 1_000)]
    assert ask(mixed) == in_ms(direct([(1, 0, 10**6)]))
