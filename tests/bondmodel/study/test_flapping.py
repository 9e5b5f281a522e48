"""Slaves that fail and come back again and again, under every mode and monitor."""

import pytest
from bondmodel import MODES, Fault, Scenario, flapping

ARP = {"arp_interval": 100, "arp_ip_target": ["10.0.0.254"]}
MONITORS = {
    "miimon": {"miimon": 100},
    "none": {"miimon": 0},
    "arp": ARP,
    "arp, validated": {**ARP, "arp_validate": "all"},
}


@pytest.mark.parametrize("monitor", MONITORS)
@pytest.mark.parametrize("kind", ["tx", "both", "carrier"])
@pytest.mark.parametrize("mode", ["active-backup", "broadcast"])
def test_what_is_lost_comes_back_each_time(mode, kind, monitor):
    shaky = flapping(Fault(kind, 1, 0, start=10), down=5, up=15, until=60)
    run = Scenario(mode=mode, fault=shaky, duration=120, **MONITORS[monitor]).run()
    assert run.recovered_after is not None
    assert not any(run.loss(1, peer, 119) for peer in (2, 3))
    assert run.memberships[-1].members == (1, 2, 3)


@pytest.mark.parametrize("kind", ["tx", "rx", "both"])
@pytest.mark.parametrize("mode", MODES)
def test_with_miimon_a_silent_slave_is_as_if_nothing_had_been_afterwards(mode, kind):
    shaky = flapping(Fault(kind, 1, 0, start=10), down=3, up=10, until=60)
    run = Scenario(mode=mode, fault=shaky, duration=160, lacp_rate="fast", switch_lacp_rate="fast").run()
    assert run.recovered_after is not None
    assert not any(run.loss(a, b, 159) for a in run.ids for b in run.ids if a != b)


@pytest.mark.parametrize("mode", MODES)
def test_a_share_is_lost_and_no_more(mode):
    """A link monitor that looks at the carrier does not see it."""
    run = Scenario(mode=mode, fault=Fault("tx", 1, 0, loss=0.3, start=10), duration=60).run()
    losses = [run.loss(1, peer, 20) for peer in (2, 3)]
    assert all(loss == 0 or 0 < loss <= 0.31 for loss in losses)
