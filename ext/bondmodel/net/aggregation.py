"""LACP on one link of a node under faults: from the faults' milliseconds to the machines' ticks and back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random

from .bond import Bond
from .clock import Phase
from .lacp import PERIOD_TICKS, TICK_MS, Port, Use, aggregate
from .link_faults import LinkFault
from .switch import Lag

_SPAN = tuple[int, int, float]  # from tick, to tick, share lost


def uses(bond: Bond, switch: Lag, faults: Sequence[LinkFault], until_ms: int, phase: Phase) -> list[tuple[int, Use]]:
    """When (ms) which end begins or ends to use the link that `faults` strike (all of one node and slave); the
    first entry is before any of them.
    """
    begin = min(fault.start_ms for fault in faults)
    until = _tick(until_ms, begin)
    name = f"node {faults[0].node} slave {faults[0].slave}"
    sends = tuple(_span(fault, begin, until) for fault in faults if fault.stops_sending)
    hears = tuple(_span(fault, begin, until) for fault in faults if fault.stops_hearing)
    carrier = tuple(sorted(_carrier(bond, faults, begin, until)))
    period = PERIOD_TICKS[switch.lacp_rate], PERIOD_TICKS[bond.lacp_rate]
    draws = (
        phase.draw(f"lacp {name}", 0, period[0] - 1),
        phase.draw(f"lacp switch {name}", 0, period[1] - 1),
        phase.draw(f"lacp chance {name}", 0, 2),
        phase.draw(f"lacp chance switch {name}", 0, 2),
    )
    shaky = any(span[2] < 1.0 for span in sends + hears)
    ends = (
        bond.lacp_rate,
        bond.coupled_control,
        switch.lacp_rate,
        switch.coupled_control,
        switch.partner == "standard",
    )
    if shaky:
        found = tuple(_aggregate(ends, draws, sends, hears, carrier, until, phase.random(f"lacp loss {name}")))
    else:
        found = _remembered(ends, draws, sends, hears, carrier, until)
    return [(begin + use.tick * TICK_MS, use) for use in found]


def _tick(t_ms: int, begin: int) -> int:
    return -((begin - t_ms) // TICK_MS)


def _span(fault: LinkFault, begin: int, until: int) -> _SPAN:
    end = until + 1 if fault.heal_ms is None else _tick(fault.heal_ms, begin)
    return _tick(fault.start_ms, begin), end, fault.loss


def _carrier(bond: Bond, faults: Sequence[LinkFault], begin: int, until: int) -> set[tuple[int, bool]]:
    """When both ends have taken note of the carrier, at the latest: the link monitor looks each `miimon`."""
    off_after = -(-(bond.miimon + bond.downdelay) // TICK_MS)
    on_after = -(-(bond.miimon + bond.updelay) // TICK_MS)
    spans = [_span(fault, begin, until) for fault in faults if fault.kind == "carrier"]
    off = {start for start, _, _ in spans}
    back = {end for _, end, _ in spans if end <= until and not any(start <= end < stop for start, stop, _ in spans)}
    return {(tick + off_after, False) for tick in off} | {(tick + on_after, True) for tick in back}


@lru_cache(maxsize=4096)
def _remembered(
    ends: tuple[str, bool, str, bool, bool],
    draws: tuple[int, int, int, int],
    sends: tuple[_SPAN, ...],
    hears: tuple[_SPAN, ...],
    carrier: tuple[tuple[int, bool], ...],
    until: int,
) -> tuple[Use, ...]:
    return tuple(_aggregate(ends, draws, sends, hears, carrier, until, None))


def _aggregate(
    ends: tuple[str, bool, str, bool, bool],
    draws: tuple[int, int, int, int],
    sends: tuple[_SPAN, ...],
    hears: tuple[_SPAN, ...],
    carrier: tuple[tuple[int, bool], ...],
    until: int,
    lots: Random | None,
) -> list[Use]:
    rate, coupled, switch_rate, switch_coupled, standard = ends
    node = Port(rate, coupled, False, draws[2], switch_rate)
    switch = Port(switch_rate, switch_coupled, standard, draws[3], rate)

    def passes(end: int, tick: int) -> bool:
        here = [share for start, stop, share in (hears if end else sends) if start <= tick < stop]
        return not any(share == 1.0 or (lots is not None and lots.random() < share) for share in here)

    steady = () if lots else tuple(sorted({tick for start, stop, _ in sends + hears for tick in (start, stop)}))
    return aggregate(node, switch, (draws[0], draws[1]), passes, carrier, steady, until)
