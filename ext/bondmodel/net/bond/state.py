"""What a bond's slaves are at one moment: what works, what the driver believes, which slave it prefers."""

from __future__ import annotations

from dataclasses import dataclass, field

from .options import Bond


@dataclass(slots=True)
class BondState:
    """One end of the links of a node. Lists are by slave; `tx_loss` and `rx_loss` are the shares that the wire loses.

    `up`: what the link monitor believes. `member`: in the active aggregator; `sends`, `takes`: LACP
    distributes, collects (always so in other modes).
    `active` None: no slave is up. `deal`: bucket -> slave as balance-tlb and -alb have dealt them; None as long
    as no load was measured.
    """

    bond: Bond
    tx_loss: list[float] = field(default_factory=list)
    rx_loss: list[float] = field(default_factory=list)
    carrier: list[bool] = field(default_factory=list)
    up: list[bool] = field(default_factory=list)
    member: list[bool] = field(default_factory=list)
    sends: list[bool] = field(default_factory=list)
    takes: list[bool] = field(default_factory=list)
    active: int | None = None
    deal: dict[int, int] | None = None

    def __post_init__(self) -> None:
        count = self.bond.slaves
        self.tx_loss, self.rx_loss = [0.0] * count, [0.0] * count
        self.carrier, self.up, self.member, self.sends, self.takes = ([True] * count for _ in range(5))
        self._choose_active()

    @property
    def has_carrier(self) -> bool:
        """Whether the bond itself has a carrier, without which nothing is sent (`bond_3ad_set_carrier`: 802.3ad alone
        counts its links).
        """
        return self.bond.mode != "802.3ad" or sum(self.member) >= self.bond.min_links

    def usable(self) -> list[int]:
        """Return the slaves that may transmit, in order (`bond_update_slave_arr`)."""
        return [s for s in range(self.bond.slaves) if self.up[s] and self.sends[s]]

    def set_up(self, slave: int, *, up: bool) -> None:
        """Set a slave up or down, as its link monitor decided (`bond_miimon_commit`, `bond_ab_arp_commit`).

        A slave that comes up is looked at for the active one only if there is none, if it is the primary or has a
        higher `prio`.
        """
        self.up[slave] = up
        if not up:
            if self.deal is not None:  # tlb_clear_slave: its buckets are dealt anew
                self.deal = {bucket: s for bucket, s in self.deal.items() if s != slave}
            if slave == self.active:
                self._choose_active()
        elif self.active is None or slave == self.bond.primary or self._prio(slave) > self._prio(self.active):
            self._choose_active()

    def _prio(self, slave: int) -> int:
        return self.bond.prio[slave] if self.bond.prio else 0

    def _choose_active(self) -> None:
        """The primary, else the first of the highest `prio` (`bond_choose_primary_or_current`). One that works is left
        for it if `primary_reselect` is always; all slaves have the same speed here, so `better` never finds one.
        """
        usable = [slave for slave in range(self.bond.slaves) if self.up[slave]]
        keeps = self.active in usable
        if keeps and self.bond.primary_reselect != "always":
            return
        if self.bond.primary in usable:
            self.active = self.bond.primary
        else:
            self.active = max(usable, key=self._prio, default=None)

    def accepts(self, slave: int) -> bool:
        """Return whether frames for this node are taken from `slave` (`bond_should_deliver_exact_match`)."""
        if not self.carrier[slave] or self.bond.all_slaves_active:
            return self.carrier[slave]
        if self.bond.mode in ("active-backup", "balance-tlb"):
            return slave == self.active
        return self.takes[slave]

    def accepts_broadcast(self, slave: int) -> bool:
        """Return whether a slave accepts broadcasts: where there is an active slave, only that one does, also in
        balance-alb.
        """
        if self.bond.mode == "balance-alb":
            return self.accepts(slave) and (self.bond.all_slaves_active or slave == self.active)
        return self.accepts(slave)
