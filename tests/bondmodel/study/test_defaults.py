import pytest
from bondmodel.errors import ModelError
from bondmodel.net.bond import Bond
from bondmodel.net.switch import Lag, Plain
from bondmodel.study.defaults import addresses, switch_for


def test_consecutive_addresses():
    macs, ips = addresses(2, 2, 0)
    assert macs == (("02:00:00:00:00:01", "02:00:00:00:01:01"), ("02:00:00:00:00:02", "02:00:00:00:01:02"))
    assert ips == ("10.0.0.1", "10.0.0.2")


def test_drawn_addresses_are_all_different_and_always_the_same():
    macs, ips = addresses(5, 3, 7)
    assert addresses(5, 3, 7) == (macs, ips)
    assert addresses(5, 3, 8) != (macs, ips)
    assert len({mac for node in macs for mac in node}) == 15
    assert len(set(ips)) == 5
    assert all(len(mac) == 17 and mac.startswith("02:00:00:") for node in macs for mac in node)
    assert all(ip.startswith("10.0.0.") for ip in ips)


def test_drawn_addresses_use_all_of_their_range():
    many = [addresses(32, 4, n) for n in range(1, 40)]
    assert {int(ip.rpartition(".")[2]) for _, ips in many for ip in ips} == set(range(1, 255))
    for part in (3, 4, 5):
        seen = {int(mac.split(":")[part], 16) for macs, _ in many for node in macs for mac in node}
        assert seen == set(range(256))


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        ("802.3ad", Lag("802.3ad")),
        ("balance-xor", Lag()),
        ("balance-rr", Lag()),
        ("broadcast", Plain(linked=False)),
        ("active-backup", Plain()),
        ("balance-tlb", Plain()),
        ("balance-alb", Plain()),
    ],
)
def test_the_switch_that_a_mode_wants(mode, wanted):
    lag = Lag("802.3ad" if mode == "802.3ad" else "balance-xor")
    assert switch_for(Bond(mode), None, lag) == wanted


def test_a_switch_may_be_asked_for():
    assert switch_for(Bond("balance-xor"), "plain", Lag()) == Plain()
    assert switch_for(Bond("balance-xor"), "unlinked", Lag()) == Plain(linked=False)
    assert switch_for(Bond("broadcast"), "lag", Lag()) == Lag()
    with pytest.raises(ModelError, match=r"switch: 'lagg' .* did you mean 'lag'"):
        switch_for(Bond(), "lagg", Lag())
