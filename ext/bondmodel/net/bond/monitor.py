"""What the link monitors see, and when (`bond_miimon_inspect`, `bond_ab_arp_inspect`, `bond_loadbalance_arp_mon`)."""

from __future__ import annotations

from bondmodel.errors import NotModelled
from bondmodel.net.clock import Phase

from .options import Bond


def _rounded(delay: int, period: int) -> int:
    """updelay and downdelay are rounded down to whole periods of miimon."""
    return delay // period * period


def carrier_lost_after(bond: Bond, phase: Phase, name: str) -> int | None:
    """Return milliseconds from the loss of carrier to the slave being down; None: no monitor runs."""
    if bond.miimon:
        return phase.draw(f"miimon {name}", 1, bond.miimon) + _rounded(bond.downdelay, bond.miimon)
    return silent_after(bond, "both", phase, name)


def carrier_back_after(bond: Bond, phase: Phase, name: str) -> int | None:
    """Return milliseconds from carrier back to the slave being up; None: it was never seen down."""
    if bond.miimon:
        return phase.draw(f"miimon up {name}", 1, bond.miimon) + _rounded(bond.updelay, bond.miimon)
    return heard_after(bond, phase, name)


def notices(bond: Bond, kind: str) -> bool:
    """Return whether the ARP monitor sees a slave that fails as `kind` says, its carrier staying up.

    What was sent counts as sent, also by a card that sends nothing; what is received is any frame, unless only
    the answers of the targets count.
    """
    if not bond.arp_interval:
        return False
    if kind == "tx":
        return bond.arp_validate in ("active", "all")
    return True


def silent_after(bond: Bond, kind: str, phase: Phase, name: str) -> int | None:
    """Return milliseconds from a silent failure to the ARP monitor taking the slave down; None: it does not see it.

    Down when the last answer is older than `arp_missed_max` and a half intervals, looked at once an interval: the
    answers come right after the looks.
    """
    if not notices(bond, kind):
        return None
    if kind == "tx" and bond.primary is not None and bond.primary_reselect == "always":
        raise NotModelled(
            "arp_interval with a primary that is always reselected, and a slave that hears but does not send: it flaps"
        )
    interval = bond.arp_interval
    return (bond.arp_missed_max + 1) * interval - phase.draw(f"arp {name}", 0, interval - 1)


def heard_after(bond: Bond, phase: Phase, name: str) -> int | None:
    """Return milliseconds from the end of the failure to the slave being up again: at the next look; None without an
    ARP monitor.
    """
    if not bond.arp_interval:
        return None
    return phase.draw(f"arp up {name}", 1, bond.arp_interval)
