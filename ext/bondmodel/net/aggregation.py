"""LACP on one link of a node under faults: from the faults' milliseconds to the machines' ticks and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NamedTuple

from .bond import Bond
from .clock import Phase
from .lacp import PERIOD_TICKS, TICK_MS, Port, Use, aggregate
from .link_faults import LinkFault
from .switch import Lag


class _Span(NamedTuple):
    """From tick `start` up to, not including, `stop` the share `loss` is lost."""

    start: int
    stop: int
    loss: float


def uses(bond: Bond, switch: Lag, faults: Sequence[LinkFault], until_ms: int, phase: Phase) -> list[tuple[int, Use]]:
    """Return when (ms) which end begins or ends to use the link that `faults` strike (all of one node and slave); the
    first entry is before any of them.
    """
    begin = min(fault.start_ms for fault in faults)
    name = f"node {faults[0].node} slave {faults[0].slave}"
    link = _lacp_link(bond, switch, faults, phase, begin=begin, until=_tick(until_ms, begin))
    out = link.uses(phase.random(f"lacp loss {name}")) if link.is_lossy else _remembered(link)
    return [(begin + use.tick * TICK_MS, use) for use in out]


@dataclass(frozen=True, slots=True, kw_only=True)
class _LacpLink:
    """Both ends of a link and what befalls it, in ticks from the first fault.

    `phases`, `chances`: of the node and of the switch, see `lacp.aggregate` and `Port.send_phase`. `sends`, `hears`:
    when the node loses what it sends, and what it should hear. `carrier`: (tick, on or off).
    """

    rate: str
    coupled: bool
    switch_rate: str
    switch_coupled: bool
    standard: bool
    phases: tuple[int, int]
    chances: tuple[int, int]
    sends: tuple[_Span, ...]
    hears: tuple[_Span, ...]
    carrier: tuple[tuple[int, bool], ...]
    until: int

    @property
    def is_lossy(self) -> bool:
        """Whether a part of the frames is lost at any time, so that chance decides."""
        return any(span.loss < 1.0 for span in self.sends + self.hears)

    def ports(self) -> tuple[Port, Port]:
        """Both ends as they stand before the first fault: the node's, the switch's."""
        node = Port(self.rate, coupled=self.coupled, send_phase=self.chances[0], partner_rate=self.switch_rate)
        switch = Port(
            self.switch_rate,
            coupled=self.switch_coupled,
            standard=self.standard,
            send_phase=self.chances[1],
            partner_rate=self.rate,
        )
        return node, switch

    def uses(self, random: Random | None = None) -> list[Use]:
        """What both ends do with the link; `random` decides which frames of a lossy one arrive."""

        def passes(end: int, tick: int) -> bool:
            here = [span.loss for span in (self.hears if end else self.sends) if span.start <= tick < span.stop]
            return not any(loss == 1.0 or (random is not None and random.random() < loss) for loss in here)

        changes = {tick for span in self.sends + self.hears for tick in (span.start, span.stop)}
        steady = () if random is not None else tuple(sorted(changes))
        return aggregate(*self.ports(), self.phases, passes, until=self.until, carrier=self.carrier, steady=steady)


@lru_cache(maxsize=4096)
def _remembered(link: _LacpLink) -> tuple[Use, ...]:
    return tuple(link.uses())


def _lacp_link(
    bond: Bond, switch: Lag, faults: Sequence[LinkFault], phase: Phase, *, begin: int, until: int
) -> _LacpLink:
    name = f"node {faults[0].node} slave {faults[0].slave}"
    return _LacpLink(
        rate=bond.lacp_rate,
        coupled=bond.coupled_control,
        switch_rate=switch.lacp_rate,
        switch_coupled=switch.coupled_control,
        standard=switch.partner == "standard",
        phases=(
            phase.draw(f"lacp {name}", 0, PERIOD_TICKS[switch.lacp_rate] - 1),
            phase.draw(f"lacp switch {name}", 0, PERIOD_TICKS[bond.lacp_rate] - 1),
        ),
        chances=(phase.draw(f"lacp chance {name}", 0, 2), phase.draw(f"lacp chance switch {name}", 0, 2)),
        sends=tuple(_span(fault, begin, until) for fault in faults if fault.stops_sending),
        hears=tuple(_span(fault, begin, until) for fault in faults if fault.stops_hearing),
        carrier=tuple(sorted(_carrier(bond, faults, begin, until))),
        until=until,
    )


def _tick(t_ms: int, begin: int) -> int:
    return -((begin - t_ms) // TICK_MS)


def _span(fault: LinkFault, begin: int, until: int) -> _Span:
    end = until + 1 if fault.heal_ms is None else _tick(fault.heal_ms, begin)
    return _Span(_tick(fault.start_ms, begin), end, fault.loss)


def _carrier(bond: Bond, faults: Sequence[LinkFault], begin: int, until: int) -> set[tuple[int, bool]]:
    """When both ends have taken note of the carrier, at the latest: the link monitor looks each `miimon`."""
    off_after = -(-(bond.miimon + bond.downdelay) // TICK_MS)
    on_after = -(-(bond.miimon + bond.updelay) // TICK_MS)
    spans = [_span(fault, begin, until) for fault in faults if fault.kind == "carrier"]
    off = {start for start, _, _ in spans}
    back = {end for _, end, _ in spans if end <= until and not any(start <= end < stop for start, stop, _ in spans)}
    return {(tick + off_after, False) for tick in off} | {(tick + on_after, True) for tick in back}
