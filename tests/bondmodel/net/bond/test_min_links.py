"""802.3ad without enough links has no carrier: the node sends nothing."""

import pytest
from bondmodel import Fault, ModelError, Scenario


def lost(run, t):
    return {peer for peer in (2, 3) if run.loss(1, peer, t) == 1.0}


def scenario(slaves, least, fault, **changes):
    return Scenario(mode="802.3ad", slaves=slaves, min_links=least, fault=fault, lacp_rate="fast", **changes)


def test_two_of_two_links_are_wanted():
    run = scenario(2, 2, Fault.carrier(), switch_lacp_rate="fast").run()
    assert lost(run, 1) == {2, 3}
    assert lost(run, 199) == {2, 3}
    assert lost(scenario(2, 1, Fault.carrier()).run(), 1) == set()


def test_two_of_three_links_are_enough():
    assert lost(scenario(3, 2, Fault.carrier()).run(), 1) == set()
    gone = [Fault.carrier(slave=0), Fault.carrier(slave=1)]
    assert lost(scenario(3, 2, gone).run(), 1) == {2, 3}
    assert lost(scenario(3, 1, gone).run(), 1) == set()


def test_a_silent_link_counts_until_lacp_gives_it_up():
    run = scenario(2, 2, Fault.rx(), switch_lacp_rate="fast").run()
    detected, left = 3, 6  # EXPIRED after three seconds at the latest, DEFAULTED three later
    assert lost(run, left + 0.5) == {2, 3}
    assert lost(run, detected - 2) == set()


def test_the_carrier_comes_back_with_the_link():
    run = scenario(2, 2, Fault.carrier(heal=20)).run()
    assert lost(run, 10) == {2, 3}
    assert lost(run, 60) == set()


@pytest.mark.parametrize("mode", ["balance-xor", "active-backup"])
def test_other_modes_do_not_count_their_links(mode):
    assert lost(Scenario(mode=mode, min_links=2, fault=Fault.carrier()).run(), 1) == set()


def test_more_links_than_there_are_never_make_a_carrier():
    with pytest.raises(ModelError, match="min_links: 3 for 2 slaves: the bond would never have a carrier"):
        Scenario(mode="802.3ad", min_links=3, fault=Fault.tx()).run()


def test_without_a_partner_one_link_is_used():
    """802.3ad on switches that speak no LACP."""
    alone = Scenario(mode="802.3ad", switch="plain", fault=Fault.tx())
    assert lost(alone.run(), 100) == {2, 3}
    assert alone.run().recovered_after is None
    assert lost(alone.but(fault=Fault.tx(slave=1)).run(), 100) == set()
    assert lost(alone.but(fault=Fault.carrier()).run(), 1) == set()
