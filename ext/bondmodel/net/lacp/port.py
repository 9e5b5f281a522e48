"""The machines of one aggregated port, tick by tick, as Linux runs them (bond_3ad.c, bond_3ad_state_machine_handler).

A tick is 100 ms. Timers are kept as the tick at which they run out, so that the ticks between can be skipped.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field
from enum import Enum

TICK_MS = 100
PERIOD_TICKS = {"fast": 10, "slow": 300}  # AD_FAST_PERIODIC_TIME 1 s, AD_SLOW_PERIODIC_TIME 30 s
TIMEOUT_TICKS = {"fast": 30, "slow": 900}  # AD_SHORT_TIMEOUT_TIME, AD_LONG_TIMEOUT_TIME: three periods
WAIT_TICKS = 20  # AD_AGGREGATE_WAIT_TIME 2 s
SEND_TICKS = 3  # ad_ticks_per_sec / AD_MAX_TX_IN_SECOND: a chance to send every third tick
NEVER = 1 << 60  # the tick of a timer that is off

Rx = Enum("Rx", "DISABLED CURRENT EXPIRED DEFAULTED")
Periodic = Enum("Periodic", "FAST SLOW SEND")
Mux = Enum("Mux", "DETACHED WAITING ATTACHED COLLECTING DISTRIBUTING BOTH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdu:
    """What a LACPDU says of its sender (actor) and of what the sender believes of the receiver (partner)."""

    short: bool
    sync: bool
    collecting: bool
    knows_partner: bool
    partner_short: bool
    partner_sync: bool


@dataclass(slots=True)
class Port:
    """One end of a link. It starts where a long healthy link stands: partner known, in sync, frames collected and
    distributed.

    `rate`: its own lacp_rate, that is its timeout and what it asks of its partner. `coupled`: whether it collects
    and distributes only together (`coupled_control`). `standard`: a partner that leaves its aggregate as IEEE
    802.1AX says, and announces it at once; Linux does not. `send_phase` (0 to 2): at which ticks it has its
    chance to send.
    """

    rate: str
    _: KW_ONLY
    coupled: bool = True
    standard: bool = False
    send_phase: int = 0
    partner_rate: str = "slow"
    rx: Rx = Rx.CURRENT
    periodic: Periodic = Periodic.SLOW
    mux: Mux = Mux.BOTH
    rx_at: int = NEVER
    periodic_at: int = NEVER
    mux_at: int = NEVER
    need_to_send: bool = False
    wake_at: int = NEVER
    sync: bool = True
    selected: bool = True
    in_lag: bool = True  # in the active aggregator, not in one of its own
    knows_partner: bool = True
    partner_short: bool = field(init=False)
    partner_sync: bool = True
    partner_collecting: bool = True

    def __post_init__(self) -> None:
        self.partner_short = self.partner_rate == "fast"
        self.periodic = Periodic.FAST if self.partner_short else Periodic.SLOW
        if not self.coupled:
            self.mux = Mux.DISTRIBUTING

    @property
    def short(self) -> bool:
        return self.rate == "fast"

    @property
    def collecting(self) -> bool:
        """Whether frames from this port are taken."""
        return self.mux in (Mux.BOTH, Mux.COLLECTING, Mux.DISTRIBUTING)

    @property
    def distributing(self) -> bool:
        """Whether frames are sent to this port."""
        return self.mux in (Mux.BOTH, Mux.DISTRIBUTING)

    def chance(self, now: int) -> int:
        """Return the first tick, from `now` on, at which the port may send."""
        return now + (self.send_phase - now) % SEND_TICKS

    def due(self, now: int) -> int:
        """Return the next tick at which something happens; `NEVER`: nothing by itself."""
        chance = self.chance(now) if self.need_to_send else NEVER
        return min(self.rx_at, self.periodic_at, self.mux_at, self.wake_at, chance)

    def tick(self, now: int) -> Pdu | None:
        """Run the machines once, in the kernel's order; returns what is sent."""
        self.wake_at = NEVER
        if self.rx is Rx.DISABLED:
            return None
        before = (self.rx, self.periodic, self.mux, self.selected, self.sync)
        self._rx_timer(now)
        self._periodic(now)
        if self.standard and not self.selected:
            self._detach()
        self._select()
        self._mux(now)
        if before != (self.rx, self.periodic, self.mux, self.selected, self.sync):
            self.wake_at = now + 1
        return self._send(now)

    # receive machine (ad_rx_machine) -------------------------------------------------------------------------------

    def _rx_timer(self, now: int) -> None:
        if self.rx_at != now:
            return
        if self.rx is Rx.CURRENT:
            self._expire(now)
        else:
            self.rx, self.rx_at = Rx.DEFAULTED, NEVER
            if self.knows_partner:  # __update_default_selected
                self.selected = False
            self._forget_partner()

    def _expire(self, now: int) -> None:
        """The partner is given the short timeout to answer, whatever rate was asked for."""
        self.rx = Rx.EXPIRED
        self.partner_sync = False
        self.partner_short = True
        self.rx_at = now + TIMEOUT_TICKS["fast"]

    def _forget_partner(self) -> None:
        self.knows_partner = self.partner_short = self.partner_sync = self.partner_collecting = False

    def receive(self, pdu: Pdu, now: int) -> None:
        """Take a LACPDU in (ad_rx_machine with a PDU: __update_selected, __update_ntt, __record_pdu)."""
        if self.rx is Rx.DISABLED:
            return
        before = (self.rx, self.partner_short, self.partner_sync, self.partner_collecting)
        self.rx = Rx.CURRENT
        if not self.knows_partner:
            self.selected = False
        if (pdu.knows_partner, pdu.partner_short, pdu.partner_sync) != (True, self.short, self.sync):
            self.need_to_send = True
        self.knows_partner = True
        self.partner_short = pdu.short
        self.partner_sync = pdu.sync and pdu.knows_partner
        self.partner_collecting = pdu.collecting
        self.rx_at = now + TIMEOUT_TICKS[self.rate]
        if before != (self.rx, self.partner_short, self.partner_sync, self.partner_collecting):
            self.wake_at = now + 1

    # periodic machine (ad_periodic_machine) ------------------------------------------------------------------------

    def _periodic(self, now: int) -> None:
        if self.periodic_at == now or (self.periodic is Periodic.SLOW and self.partner_short):
            self.periodic, self.periodic_at = Periodic.SEND, NEVER
            self.need_to_send = True
        elif self.periodic is Periodic.SEND or (self.periodic is Periodic.FAST and not self.partner_short):
            self.periodic = Periodic.FAST if self.partner_short else Periodic.SLOW
            # one tick was spent in SEND
            self.periodic_at = now + PERIOD_TICKS["fast" if self.partner_short else "slow"] - 1

    # selection (ad_port_selection_logic) and mux machine (ad_mux_machine) --------------------------------------------

    def _select(self) -> None:
        if self.selected:
            return
        self.selected = True
        self.in_lag = self.knows_partner
        if not self.in_lag:
            self.sync = False  # and nobody is told

    def _detach(self) -> None:
        self.mux, self.mux_at = Mux.DETACHED, NEVER
        self.sync = False
        self.need_to_send = True

    def _mux(self, now: int) -> None:
        if self.mux is Mux.DETACHED:
            self.mux, self.mux_at = Mux.WAITING, now + WAIT_TICKS
        elif self.mux is Mux.WAITING:
            if self.mux_at == now:
                self._attach()
        elif self.mux is Mux.ATTACHED:
            self._attached()
        elif (
            not self.partner_sync or not self.sync
        ):  # __port_move_to_attached_state: what the partner collects is not looked at
            self._attach()
        elif self.mux is Mux.COLLECTING and self.partner_collecting:
            self._enter(Mux.DISTRIBUTING)
        elif self.mux is Mux.DISTRIBUTING and not self.partner_collecting:
            self._enter(Mux.COLLECTING)

    def _enter(self, state: Mux) -> None:
        self.mux, self.mux_at = state, NEVER
        self.need_to_send = True

    def _attach(self) -> None:
        self._enter(Mux.ATTACHED)
        self.sync = self.in_lag

    def _attached(self) -> None:
        if self.partner_sync and self.in_lag:
            self._enter(Mux.BOTH if self.coupled else Mux.COLLECTING)
            self.sync = True
        elif self.in_lag and not self.partner_sync:
            self.sync = True

    # transmit machine (ad_tx_machine) ------------------------------------------------------------------------------

    def _send(self, now: int) -> Pdu | None:
        if not self.need_to_send or (now - self.send_phase) % SEND_TICKS:
            return None
        self.need_to_send = False
        return Pdu(
            short=self.short,
            sync=self.sync,
            collecting=self.collecting,
            knows_partner=self.knows_partner,
            partner_short=self.partner_short,
            partner_sync=self.partner_sync,
        )

    # carrier -------------------------------------------------------------------------------------------------------

    def set_carrier(self, now: int, *, on: bool) -> None:
        """Turn the carrier on or off: without it the port is out, with it the port begins anew
        (bond_3ad_handle_link_change).
        """
        self.mux, self.mux_at = Mux.DETACHED, NEVER
        self.periodic_at = self.rx_at = self.wake_at = NEVER
        self.need_to_send = self.sync = self.selected = self.in_lag = False
        self._forget_partner()
        self.rx = Rx.DISABLED
        if on:
            self._expire(now)
            self.periodic, self.wake_at = Periodic.SEND, now
