import pytest
from bondmodel.net.bond import Bond, BondState


def fresh(mode="active-backup", slaves=3, **options):
    return BondState(Bond(mode, slaves, **options))


def test_all_is_well_at_first():
    state = fresh()
    assert state.usable() == [0, 1, 2]
    assert state.active == 0
    assert (state.tx_loss, state.rx_loss, state.carrier) == ([0.0] * 3, [0.0] * 3, [True] * 3)
    assert state.deal is None


def test_usable_are_those_that_are_up_and_distribute():
    state = fresh("802.3ad")
    state.sends[1] = False
    state.set_up(2, up=False)
    assert state.usable() == [0]


def test_the_active_slave_fails_over_and_stays():
    state = fresh()
    state.set_up(0, up=False)
    assert state.active == 1
    state.set_up(0, up=True)
    assert state.active == 1
    state.set_up(1, up=False)
    assert state.active == 0


def test_a_backup_that_fails_changes_nothing():
    state = fresh(primary=1, primary_reselect="failure")
    assert state.active == 1
    state.set_up(0, up=False)
    assert state.active == 1


def test_nobody_is_left():
    state = fresh(slaves=1)
    state.set_up(0, up=False)
    assert state.active is None
    state.set_up(0, up=True)
    assert state.active == 0


@pytest.mark.parametrize(("reselect", "back"), [("always", 2), ("better", 0), ("failure", 0)])
def test_the_primary_comes_back_as_primary_reselect_says(reselect, back):
    state = fresh(primary=2, primary_reselect=reselect)
    assert state.active == 2
    state.set_up(2, up=False)
    assert state.active == 0
    state.set_up(2, up=True)
    assert state.active == back


@pytest.mark.parametrize("reselect", ["better", "failure"])
def test_a_slave_that_works_stays_when_the_primary_is_down(reselect):
    state = fresh(primary=0, primary_reselect=reselect)
    state.set_up(0, up=False)
    state.set_up(2, up=False)
    state.set_up(2, up=True)
    assert state.active == 1


def test_the_highest_prio_is_chosen_the_first_in_a_tie():
    state = fresh(prio=(1, 5, 5))
    assert state.active == 1
    state.set_up(1, up=False)
    assert state.active == 2
    state.set_up(1, up=True)
    assert state.active == 2  # no higher than the one that works
    state.set_up(2, up=False)
    state.set_up(1, up=False)
    assert state.active == 0
    state.set_up(2, up=True)
    assert state.active == 2


def test_the_primary_goes_before_prio():
    assert fresh(primary=0, prio=(0, 9, 9)).active == 0


def test_buckets_of_a_slave_that_fails_are_free():
    state = fresh("balance-tlb")
    state.deal = {1: 0, 2: 1, 3: 0}
    state.set_up(0, up=False)
    assert state.deal == {2: 1}
    state.set_up(0, up=True)
    assert state.deal == {2: 1}


@pytest.mark.parametrize(
    ("mode", "unicast", "broadcast"),
    [
        ("balance-rr", [0, 1, 2], [0, 1, 2]),
        ("active-backup", [0], [0]),
        ("balance-xor", [0, 1, 2], [0, 1, 2]),
        ("broadcast", [0, 1, 2], [0, 1, 2]),
        ("802.3ad", [0, 1, 2], [0, 1, 2]),
        ("balance-tlb", [0], [0]),
        ("balance-alb", [0, 1, 2], [0]),
    ],
)
def test_which_slaves_take_frames(mode, unicast, broadcast):
    state = fresh(mode)
    assert [s for s in range(3) if state.accepts(s)] == unicast
    assert [s for s in range(3) if state.accepts_broadcast(s)] == broadcast
    all_active = fresh(mode, all_slaves_active=True)
    assert all(all_active.accepts(s) and all_active.accepts_broadcast(s) for s in range(3))


def test_a_port_without_carrier_takes_nothing():
    for all_active in (False, True):
        state = fresh("balance-xor", all_slaves_active=all_active)
        state.carrier[0] = False
        assert not state.accepts(0)
        assert not state.accepts_broadcast(0)
        assert state.accepts(1)


def test_a_port_that_does_not_collect_takes_nothing_unless_all_slaves_are_active():
    for all_active in (False, True):
        state = fresh("802.3ad", all_slaves_active=all_active)
        state.takes[0] = False
        assert state.accepts(0) is state.accepts_broadcast(0) is all_active
        assert state.accepts(1)
