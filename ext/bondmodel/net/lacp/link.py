"""Two ports on one wire over time: which end uses the link in which direction, while faults come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .port import NEVER, PERIOD_TICKS, SEND_TICKS, TIMEOUT_TICKS, Port

Passes = Callable[[int, int], bool]  # (sending end, tick) -> whether a LACPDU arrives


@dataclass(frozen=True, slots=True)
class Use:
    """From `tick` on (0 is where the first fault begins): what node and switch do with the link."""

    tick: int
    node_sends: bool
    node_takes: bool
    switch_sends: bool
    switch_takes: bool
    node_member: bool = True  # whether the node's port is in the active aggregator, which `min_links` counts


def aggregate(
    node: Port,
    switch: Port,
    phases: tuple[int, int],
    passes: Passes,
    *,
    until: int,
    carrier: tuple[tuple[int, bool], ...] = (),
    steady: tuple[int, ...] = (),
) -> list[Use]:
    """Return what both ends do with their link from tick 0 to `until`; only changes, the first at tick 0 at the latest.

    `phases`: how many ticks before tick 0 each end's last periodic LACPDU fell due. `carrier`: (tick, on or off),
    in order. `steady`: the ticks at which what `passes` answers changes; between them the run is skipped ahead as
    soon as it repeats itself (empty: never skip, `passes` draws lots). Raises nothing; `node` and `switch` are
    used up.
    """
    return _Wire(node, switch, passes).run(phases, carrier, steady, until)


class _Wire:
    def __init__(self, node: Port, switch: Port, passes: Passes) -> None:
        self.ends = (node, switch)
        self.passes = passes
        self.use = (True, True, True, True, True)
        self.uses = [Use(0, *self.use)]
        self.seen: dict[tuple[object, ...], tuple[int, int]] = {}

    def run(
        self, phases: tuple[int, int], carrier: tuple[tuple[int, bool], ...], steady: tuple[int, ...], until: int
    ) -> list[Use]:
        self._settle(phases)
        now = 0
        within = {tick for tick in (*(tick for tick, _ in carrier), *steady) if tick <= until}
        changes = sorted(within | {until + 1})
        switched = dict(carrier)
        for change in changes:
            self.seen.clear()
            self._advance(now, change, skip=bool(steady))
            now = change
            if change in switched:
                for end in self.ends:
                    end.set_carrier(now, on=switched[change])
                self._note(now)
        return self.uses

    def _settle(self, phases: tuple[int, int]) -> None:
        """Set every timer to where it stands at tick 0 on a link that has long been healthy."""
        for sender, (end, phase) in enumerate(zip(self.ends, phases, strict=True)):
            period = PERIOD_TICKS[end.partner_rate]
            fell_due = -1 - phase
            sent = end.chance(fell_due)
            if sent >= 0:
                end.need_to_send = True
                sent = end.chance(fell_due - period)
            end.periodic_at = fell_due + period
            other = self.ends[1 - sender]
            other.rx_at = sent + TIMEOUT_TICKS[other.rate]

    def _advance(self, now: int, until: int, *, skip: bool) -> None:
        """Run every tick from `now` up to, not including, `until`."""
        node, switch = self.ends
        while (now := min(node.due(now), switch.due(now))) < until:
            sent = node.due(now) == now and self._tick(0, now)
            sent = (switch.due(now) == now and self._tick(1, now)) or sent
            self._note(now)
            if sent and skip:
                now = self._skip(now, until)
            now += 1

    def _tick(self, sender: int, now: int) -> bool:
        pdu = self.ends[sender].tick(now)
        if pdu is not None and self.passes(sender, now):
            self.ends[1 - sender].receive(pdu, now)
        return pdu is not None

    def _note(self, now: int) -> None:
        node, switch = self.ends
        use = (node.distributing, node.collecting, switch.distributing, switch.collecting, node.in_lag)
        if use != self.use:
            self.use = use
            self.uses.append(Use(now, *use))

    def _skip(self, now: int, until: int) -> int:
        """If both ends stand as they stood before, with the same use of the link since, go ahead by whole rounds."""
        key = (now % SEND_TICKS, *(_relative(end, now) for end in self.ends))
        before = self.seen.get(key)
        self.seen[key] = (now, len(self.uses))
        if before is None or before[1] != len(self.uses):
            return now
        ahead = (until - 1 - now) // (now - before[0]) * (now - before[0])
        for end in self.ends:
            _shift(end, ahead)
        return now + ahead


def _relative(port: Port, now: int) -> tuple[object, ...]:
    times = (port.rx_at, port.periodic_at, port.mux_at, port.wake_at)
    return (
        *(None if t == NEVER else t - now for t in times),
        port.rx, port.periodic, port.mux, port.need_to_send, port.sync, port.selected, port.in_lag,
        port.knows_partner, port.partner_short, port.partner_sync, port.partner_collecting,
    )  # fmt: skip


def _shift(port: Port, ahead: int) -> None:
    for name in ("rx_at", "periodic_at", "mux_at", "wake_at"):
        if (t := getattr(port, name)) != NEVER:
            setattr(port, name, t + ahead)
