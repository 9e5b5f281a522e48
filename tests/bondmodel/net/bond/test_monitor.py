import pytest
from bondmodel.errors import NotModelled
from bondmodel.net.bond import Bond
from bondmodel.net.bond.monitor import carrier_back_after, carrier_lost_after, heard_after, notices, silent_after
from bondmodel.net.clock import Phase

FIRST, LAST = Phase(fraction=0.0), Phase(fraction=1.0)


def arp(validate="none", **options):
    return Bond(
        "active-backup", miimon=0, arp_interval=200, arp_ip_target=("10.0.0.9",), arp_validate=validate, **options
    )


def test_carrier_is_seen_within_one_period_and_the_delay():
    bond = Bond("active-backup", miimon=100, downdelay=250, updelay=399)
    assert carrier_lost_after(bond, FIRST, "x") == 1 + 200
    assert carrier_lost_after(bond, LAST, "x") == 100 + 200
    assert carrier_back_after(bond, FIRST, "x") == 1 + 300
    assert carrier_back_after(bond, LAST, "x") == 100 + 300


def test_without_a_monitor_nothing_is_seen():
    bond = Bond("active-backup", miimon=0)
    assert carrier_lost_after(bond, FIRST, "x") is None
    assert carrier_back_after(bond, FIRST, "x") is None
    assert silent_after(bond, "both", FIRST, "x") is None
    assert heard_after(bond, FIRST, "x") is None


@pytest.mark.parametrize(
    ("validate", "kinds"),
    [
        ("none", {"rx", "both"}),
        ("backup", {"rx", "both"}),
        ("active", {"tx", "rx", "both"}),
        ("all", {"tx", "rx", "both"}),
    ],
)
def test_what_the_arp_monitor_notices(validate, kinds):
    assert {kind for kind in ("tx", "rx", "both") if notices(arp(validate), kind)} == kinds
    assert not notices(Bond(), "both")


def test_the_answer_must_be_two_and_a_half_intervals_old_at_a_look():
    assert silent_after(arp(), "rx", FIRST, "x") == 600
    assert silent_after(arp(), "rx", LAST, "x") == 401
    assert silent_after(arp(arp_missed_max=4), "rx", FIRST, "x") == 1000
    assert silent_after(arp(), "tx", FIRST, "x") is None


def test_the_arp_monitor_sees_lost_carrier_as_silence():
    assert carrier_lost_after(arp(), FIRST, "x") == 600
    assert carrier_back_after(arp(), LAST, "x") == 200
    assert carrier_back_after(arp(), FIRST, "x") == 1
    assert heard_after(arp(), LAST, "x") == 200


def test_a_primary_that_flaps_is_refused():
    with pytest.raises(NotModelled, match="it flaps"):
        silent_after(arp("all", primary=0), "tx", FIRST, "x")
    assert silent_after(arp("all", primary=0, primary_reselect="failure"), "tx", FIRST, "x") == 600
    assert silent_after(arp("all", primary=0), "both", FIRST, "x") == 600
