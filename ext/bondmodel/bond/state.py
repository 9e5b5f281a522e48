"""What a bond's slaves are at one moment: what works, what the driver believes, which slave it prefers."""

from __future__ import annotations

from dataclasses import dataclass, field

from .options import Bond


@dataclass(slots=True)
class BondState:
    """One end of the links of a node. Lists are by slave; `tx_loss` and `rx_loss` are the shares that the wire loses.

    `up`: what the link monitor believes. `sends`, `takes`: LACP distributes, collects (always so in other modes).
    `active` None: no slave is up. `deal`: bucket -> slave as balance-tlb and -alb have dealt them; None as long
    as no load was measured.
    """

    bond: Bond
    tx_loss: list[float] = field(default_factory=list)
    rx_loss: list[float] = field(default_factory=list)
    carrier: list[bool] = field(default_factory=list)
    up: list[bool] = field(default_factory=list)
    sends: list[bool] = field(default_factory=list)
    takes: list[bool] = field(default_factory=list)
    active: int | None = None
    deal: dict[int, int] | None = None

    def __post_init__(self) -> None:
        count = self.bond.slaves
        self.tx_loss, self.rx_loss = [0.0] * count, [0.0] * count
        self.carrier, self.up, self.sends, self.takes = ([True] * count for _ in range(4))
        self.choose_active()

    def usable(self) -> list[int]:
        """The slaves that may transmit, in order (`bond_update_slave_arr`)."""
        return [s for s in range(self.bond.slaves) if self.up[s] and self.sends[s]]

    def set_up(self, slave: int, up: bool) -> None:
        """The link monitor has changed its mind about `slave`."""
        self.up[slave] = up
        if self.deal is not None and not up:  # tlb_clear_slave: its buckets are dealt anew
            self.deal = {bucket: s for bucket, s in self.deal.items() if s != slave}
        self.choose_active()

    def choose_active(self) -> None:
        """Prefer the primary as `primary_reselect` says, else the highest `prio`, else stay (`bond_find_best_slave`).

        All slaves have the same speed here, so `better` finds no reason to leave a slave that works.
        """
        usable = [s for s in range(self.bond.slaves) if self.up[s]]
        at_start = self.active is None
        keeps = self.active in usable
        primary = self.bond.primary
        if primary in usable and (not keeps or self.bond.primary_reselect == "always"):
            self.active = primary
        elif keeps and (primary is not None or not self.bond.prio):
            return
        else:
            self.active = self._best(usable, keeps and not at_start)

    def _best(self, usable: list[int], keeps: bool) -> int | None:
        if not usable:
            return None
        prio = self.bond.prio or (0,) * self.bond.slaves
        best = max(usable, key=lambda s: prio[s])  # the first of the highest
        if keeps and self.active is not None and prio[self.active] == prio[best]:
            return self.active
        return best

    def accepts(self, slave: int) -> bool:
        """Whether frames for this node are taken from `slave` (`bond_should_deliver_exact_match`)."""
        bond = self.bond
        if not self.takes[slave] or not self.carrier[slave]:
            return False
        if bond.mode in ("active-backup", "balance-tlb"):
            return bond.all_slaves_active or slave == self.active
        return True

    def accepts_broadcast(self, slave: int) -> bool:
        """Broadcasts are taken by the active slave alone where there is one, also by balance-alb."""
        if self.bond.mode == "balance-alb":
            return self.accepts(slave) and (self.bond.all_slaves_active or slave == self.active)
        return self.accepts(slave)
