import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.bond import MODES, Bond


def test_the_kernels_defaults():
    bond = Bond()
    assert (bond.mode, bond.slaves, bond.xmit_hash_policy, bond.lacp_rate) == ("balance-rr", 2, "layer2", "slow")
    assert (bond.arp_interval, bond.arp_validate, bond.arp_missed_max) == (0, "none", 2)
    assert (bond.packets_per_slave, bond.tlb_dynamic_lb, bond.coupled_control, bond.lacp_active) == (
        1,
        True,
        True,
        True,
    )
    assert (bond.primary, bond.primary_reselect, bond.fail_over_mac, bond.num_grat_arp) == (None, "always", "none", 1)
    assert (bond.updelay, bond.downdelay, bond.min_links, bond.all_slaves_active, bond.miimon) == (0, 0, 0, False, 100)


def test_modes_are_in_the_kernels_order():
    assert MODES[0] == "balance-rr"
    assert MODES[4:] == ("802.3ad", "balance-tlb", "balance-alb")
    assert MODES[1:4] == ("active-backup", "balance-xor", "broadcast")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mode": "balance_tlb"}, "mode: 'balance_tlb' is not one of .*; did you mean 'balance-tlb'"),
        ({"mode": "lacp"}, "mode: 'lacp' is not one of balance-rr, active-backup, balance-xor, broadcast, 802.3ad,"),
        ({"slaves": 0}, "slaves: a bond without slaves"),
        ({"slaves": 17}, "slaves: 17 .* from 1 to 16"),
        ({"slaves": -1}, "slaves: -1"),
        ({"xmit_hash_policy": "layer4"}, "xmit_hash_policy: 'layer4'"),
        ({"lacp_rate": "quick"}, "lacp_rate: 'quick' is not one of slow, fast"),
        ({"primary_reselect": "never"}, "primary_reselect: 'never' is not one of always, better, failure"),
        ({"arp_validate": "some"}, "arp_validate: 'some' is not one of none, active, backup, all"),
        ({"fail_over_mac": "yes"}, "fail_over_mac: 'yes' is not one of none, active, follow"),
        ({"miimon": -1}, "miimon: -1"),
        ({"updelay": 65536}, "updelay: 65536 .* from 0 to 65535"),
        ({"downdelay": 65536}, "downdelay: 65536 .* from 0 to 65535"),
        ({"updelay": -1}, "updelay"),
        ({"downdelay": -1}, "downdelay"),
        ({"arp_interval": -1}, "arp_interval: -1"),
        ({"arp_missed_max": 0}, "arp_missed_max: 0 .* from 1 to 255"),
        ({"arp_missed_max": 256}, "arp_missed_max: 256"),
        ({"packets_per_slave": 65536}, "packets_per_slave: 65536 .* from 0 to 65535"),
        ({"packets_per_slave": -1}, "packets_per_slave: -1"),
        ({"min_links": -1}, "min_links: -1"),
        ({"num_grat_arp": 256}, "num_grat_arp: 256 .* from 0 to 255"),
        ({"num_grat_arp": -1}, "num_grat_arp: -1"),
        ({"arp_interval": 100}, "arp_interval: excludes miimon"),
        ({"arp_interval": 100, "miimon": 0}, "arp_interval: needs arp_ip_target"),
        ({"arp_validate": "all"}, "arp_validate: all validates nothing without arp_interval"),
        ({"updelay": 100, "miimon": 0}, "updelay, downdelay: need miimon"),
        ({"downdelay": 100, "miimon": 0}, "updelay, downdelay: need miimon"),
        ({"primary": 0}, "primary: balance-rr has none; only active-backup, balance-tlb, balance-alb"),
        ({"mode": "active-backup", "primary": 2}, "primary: 2 .* from 0 to 1"),
        ({"mode": "active-backup", "primary": -1}, "primary: -1"),
        ({"mode": "active-backup", "prio": (1,)}, "prio: 1 numbers for 2 slaves"),
    ],
)
def test_what_the_driver_refuses(options, text):
    with pytest.raises(ModelError, match=text):
        Bond(**options)


@pytest.mark.parametrize("mode", ["802.3ad", "balance-tlb", "balance-alb"])
def test_modes_without_arp_monitor(mode):
    with pytest.raises(
        ModelError, match=f"arp_interval: {mode} refuses ARP monitoring; only balance-rr, active-backup"
    ):
        Bond(mode, miimon=0, arp_interval=100, arp_ip_target=("10.0.0.1",))


@pytest.mark.parametrize("mode", ["balance-rr", "active-backup", "balance-xor", "broadcast"])
def test_modes_with_arp_monitor(mode):
    assert Bond(mode, miimon=0, arp_interval=100, arp_ip_target=("10.0.0.1",), arp_validate="all").arp_interval == 100


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mode": "802.3ad", "lacp_active": False}, "lacp_active off"),
        (
            {
                "mode": "active-backup",
                "miimon": 0,
                "arp_interval": 9,
                "arp_ip_target": ("10.0.0.1",),
                "arp_validate": "filter",
            },
            "arp_validate filter",
        ),
        (
            {"mode": "active-backup", "fail_over_mac": "active", "num_grat_arp": 0},
            "fail_over_mac active with num_grat_arp 0",
        ),
    ],
)
def test_what_is_not_modelled_is_refused_by_name(options, text):
    with pytest.raises(NotModelled, match=text):
        Bond(**options)


@pytest.mark.parametrize(
    "options",
    [
        {"slaves": 1},
        {"slaves": 16},
        {"updelay": 65535, "downdelay": 65535},
        {"arp_missed_max": 255},
        {"arp_missed_max": 1},
        {"packets_per_slave": 0},
        {"packets_per_slave": 65535},
        {"min_links": 1},
        {"min_links": 0},
        {"miimon": 0},
        {"num_grat_arp": 255},
        {"num_grat_arp": 0},
        {"mode": "balance-rr", "lacp_active": False},
        {"mode": "active-backup", "primary": 1, "prio": (0, 1)},
        {"mode": "active-backup", "primary": 0},
        {"mode": "active-backup", "fail_over_mac": "active"},
        {"mode": "active-backup", "fail_over_mac": "follow"},
    ],
)
def test_the_ends_of_the_ranges_are_in(options):
    assert Bond(**options)


def test_which_modes_measure_load():
    assert Bond("balance-tlb").balances_load
    assert Bond("balance-alb").balances_load
    assert not Bond("balance-alb", tlb_dynamic_lb=False).balances_load
    assert not Bond("balance-xor").balances_load
    assert [mode for mode in MODES if Bond(mode).has_active_slave] == ["active-backup", "balance-tlb", "balance-alb"]
