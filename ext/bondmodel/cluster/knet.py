"""Kronosnet: which nodes count each other as reachable, from what their networks deliver.

A knet link is ping and pong, so a loss in one direction takes it down at both ends; which of several links carries the
data is each pair's own choice. Times are whole milliseconds. Node sets are integers used as bit masks: bit n is node
n, counted from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NamedTuple

from bondmodel.connectivity import Connectivity, Pair
from bondmodel.errors import ModelError, NotModelled, in_range

BACKOFF = 10  # libknet threads_heartbeat.c: KNET_LINK_PONG_TIMEOUT_BACKOFF
BACKOFF_STEP_MS = 1000
DEFAULT_PONG_COUNT = 2  # corosync totemconfig.c: KNET_PONG_COUNT
DEFAULT_PRIORITY = 1

View = list[tuple[int, bool]]  # (time, up from then on), ascending; up before the first
Steps = list[tuple[int, float]]  # (time, value from then on)


class _PairState(NamedTuple):
    """Of two nodes a < b: whether they have a connected link, whether a's data reaches b, and b's a."""

    connected: bool
    forth: bool
    back: bool


APART = _PairState(connected=False, forth=False, back=False)
TOGETHER = _PairState(connected=True, forth=True, back=True)
_States = list[tuple[int, _PairState]]  # (time, state from then on)
_Event = tuple[int, int, int, _PairState]  # (time, a, b, their state from then on)


@dataclass(frozen=True, slots=True)
class PingTimers:
    """`interval` and `timeout` of the pings in ms; a link comes up with the pong that follows `pong_count` others."""

    interval: int
    timeout: int
    pong_count: int = DEFAULT_PONG_COUNT

    def __post_init__(self) -> None:
        in_range("knet_ping_interval", self.interval, 1)
        in_range("knet_ping_timeout", self.timeout, 1)
        in_range("knet_pong_count", self.pong_count, 1, 255)
        if self.timeout < self.interval:
            raise NotModelled("knet_ping_timeout: shorter than knet_ping_interval, so that links fall between pings")

    @classmethod
    def from_token(cls, token: int, pong_count: int = DEFAULT_PONG_COUNT) -> PingTimers:
        """Return the defaults that Corosync derives from the token timeout in force (totemconfig.c,
        totem_calc_knet_ping_timers).
        """
        in_range("knet_pong_count", pong_count, 1)
        return cls(token // (2 * pong_count), token // pong_count, pong_count)


@dataclass(frozen=True, slots=True)
class Graph:
    """From `t_ms` on: `links[n]` are the nodes with which n has a connected link, `carries[n]` those whom the data of n
    really reaches.
    """

    t_ms: int
    links: tuple[int, ...]
    carries: tuple[int, ...]

    def edges(self) -> tuple[int, ...]:
        """Return per node the nodes with which it exchanges data both ways."""
        return _two_way(self.links, self.carries)

    def among(self, alive: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return `edges` and `carries` of the nodes in `alive` alone."""
        return _within(self.edges(), alive), _within(self.carries, alive)


@lru_cache(maxsize=4096)
def _two_way(links: tuple[int, ...], carries: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(mask_of([b for b in bits(mask & links[a]) if carries[b] >> a & 1]) for a, mask in enumerate(carries))


@lru_cache(maxsize=4096)
def _within(masks: tuple[int, ...], alive: int) -> tuple[int, ...]:
    return tuple(mask & alive if alive >> n & 1 else 0 for n, mask in enumerate(masks))


@lru_cache(maxsize=65536)
def bits(mask: int) -> tuple[int, ...]:
    """Return the nodes of a mask, ascending."""
    return tuple(n for n in range(mask.bit_length()) if mask >> n & 1)


def mask_of(nodes: Sequence[int] | frozenset[int] | set[int]) -> int:
    """Return the mask of some nodes."""
    return sum(1 << n for n in nodes)


class _PingLink:
    """One node's view of one link: what threads_heartbeat.c keeps of it."""

    def __init__(self, timers: PingTimers, offset: int, round_trip: int, doubtful_from: int) -> None:
        """`doubtful_from` is when pings may begin to be lost."""
        self.timers, self.offset, self.round_trip = timers, offset, round_trip
        self.last_pong = self.ping_at_or_after(doubtful_from) - timers.interval
        self.received = 0
        self.up = True
        self.fell: int | None = None
        self.changes: View = []

    def ping_at_or_after(self, t: int) -> int:
        """The first ping sent at `t` or later."""
        return t + (self.offset - t) % self.timers.interval

    def deadline(self) -> int:
        """When the link goes down if no further pong arrives; just after a fall the timeout is up to ten times as long,
        less by one each second.
        """
        plain = self.last_pong + self.timers.timeout + self.round_trip
        if self.fell is None:
            return plain
        for factor in range(BACKOFF, 1, -1):
            step = self.fell + (BACKOFF - factor) * BACKOFF_STEP_MS
            due = max(step, self.last_pong + self.timers.timeout * factor + self.round_trip)
            if due < step + BACKOFF_STEP_MS:
                return due
        return max(plain, self.fell + (BACKOFF - 1) * BACKOFF_STEP_MS)

    def expire(self, before: int) -> None:
        """Take the link down if its deadline passes before `before`."""
        if self.up and (due := self.deadline()) < before:
            self.up, self.fell, self.received = False, due, 0
            self.changes.append((due, False))

    def pong(self, t: int, count: int = 1) -> None:
        """Hear `count` pongs in a row, one ping interval apart, the first at `t`."""
        if not self.up:
            needed = self.timers.pong_count + 1 - self.received
            self.received += count
            if count >= needed:
                self.up = True
                self.changes.append((t + (needed - 1) * self.timers.interval, True))
        self.last_pong = t + (count - 1) * self.timers.interval

    def pass_time(self, start: int, end: int, share: float, draw: Callable[[], float]) -> None:
        """Let `start` <= t < `end` pass, in which a ping is answered with probability `share`."""
        first = self.ping_at_or_after(start)
        count = max(0, -((first - end) // self.timers.interval))
        if share >= 1.0 and count:
            self.expire(first)
            self.pong(first, count)
        elif share > 0.0:
            for t in range(first, end, self.timers.interval):
                self.expire(t)
                if draw() < share:
                    self.pong(t)
        self.expire(end)


def _never() -> float:
    raise AssertionError("a link that loses nothing or everything asks for no chance")


def link_view(
    shares: Steps,
    timers: PingTimers,
    offset: int,
    end: int,
    *,
    draw: Callable[[], float] = _never,
    round_trip: int = 0,
) -> View:
    """Return when a link goes down and comes up at one of its ends.

    `shares` says from when on which share of the pings is answered (all before the first step), `offset` when pings
    are sent (modulo the interval), `draw` gives a number from 0 to 1 for each ping that may be lost. `round_trip` (ms)
    is added to the timeout, as knet adds its measured latency. Source: libknet threads_heartbeat.c, _handle_pong and
    _handle_check_link_status.
    """
    if not shares:
        return []
    link = _PingLink(timers, offset, round_trip, shares[0][0])
    stops = [*(start for start, _ in shares[1:]), end]
    for (start, share), stop in zip(shares, stops, strict=True):
        link.pass_time(start, min(stop, end), share, draw)
    return link.changes


def _histories(net: Connectivity) -> dict[Pair, Steps]:
    """Per ordered pair its loss over time."""
    out: dict[Pair, Steps] = {}
    for change in net.changes:
        for pair, share in change.loss.items():
            out.setdefault(pair, []).append((change.t_ms, share))
    return out


def _value(steps: Sequence[tuple[int, float]], t: int, *, before: float) -> float:
    value = before
    for at, new in steps:
        if at > t:
            break
        value = new
    return value


def _answered(forth: Steps, back: Steps) -> Steps:
    """The share of pings answered, from the losses in both directions."""
    times = sorted({t for t, _ in forth} | {t for t, _ in back})
    return [(t, (1 - _value(forth, t, before=0.0)) * (1 - _value(back, t, before=0.0))) for t in times]


@dataclass(frozen=True, slots=True)
class _PairLink:
    """One link of one pair a < b: connected (at both ends) and loss there and back, over time."""

    connected: View
    forth: Steps
    back: Steps

    def times(self) -> set[int]:
        return {t for steps in (self.connected, self.forth, self.back) for t, _ in steps}

    def state(self, t: int) -> _PairState:
        """That of the pair while this link carries its data."""
        forth, back = (_value(steps, t, before=0.0) < 1.0 for steps in (self.forth, self.back))
        return _PairState(connected=True, forth=forth, back=back)


def _is_up(view: View, t: int) -> bool:
    return bool(_value(view, t, before=1.0))


def _both(one: View, other: View) -> View:
    times = sorted({t for t, _ in one} | {t for t, _ in other})
    return [(t, _is_up(one, t) and _is_up(other, t)) for t in times]


@dataclass(frozen=True, slots=True)
class _Pings:
    """What all links of a cluster share when their pings are worked out."""

    timers: PingTimers
    offset: int
    end: int
    seed: int

    def first_up(self, start: int) -> int:
        """When the links of a node come up that starts at `start`."""
        first = start + (self.offset - start) % self.timers.interval
        return first + self.timers.pong_count * self.timers.interval

    def pair_link(self, number: int, a: int, b: int, net: Connectivity, losses: Mapping[Pair, Steps]) -> _PairLink:
        forth, back = losses.get((a, b), []), losses.get((b, a), [])
        shares = _answered(forth, back)
        trip = net.latency_ms.get((a, b), 0) + net.latency_ms.get((b, a), 0)
        if not any(0.0 < share < 1.0 for _, share in shares):
            return _PairLink(link_view(shares, self.timers, self.offset, self.end, round_trip=trip), forth, back)
        ends = [Random(f"{self.seed}/{number}/{x}/{y}").random for x, y in ((a, b), (b, a))]
        views = [link_view(shares, self.timers, self.offset, self.end, draw=draw, round_trip=trip) for draw in ends]
        return _PairLink(_both(*views), forth, back)


def _pair_states(links: Sequence[_PairLink]) -> _States:
    """The states of a pair over time; the first connected link of `links` carries the data."""
    out: _States = []
    for t in sorted(set().union(*(link.times() for link in links))):
        active = next((link for link in links if _is_up(link.connected, t)), None)
        if active is None:
            out.append((t, APART))
        else:
            out.append((t, active.state(t)))
    return out


def _waiting(states: _States, waits: Sequence[tuple[int, int]]) -> _States:
    """The same with no link while one of the two nodes has just started."""
    out = states
    for start, up in waits:
        after = next((state for t, state in reversed(out) if t <= up), TOGETHER)
        kept = [(t, state) for t, state in out if not start <= t <= up]
        out = sorted([*kept, (start, APART), (up, after)])
    return out


def _set(masks: list[int], a: int, b: int, *, present: bool) -> None:
    """Put node `b` into the mask of `a`, or take it out."""
    masks[a] = masks[a] | 1 << b if present else masks[a] & ~(1 << b)


def graph(
    networks: Sequence[Connectivity],
    timers: PingTimers,
    end: int,
    *,
    priorities: Sequence[int] | None = None,
    phase: float = 0.0,
    seed: int = 0,
    starts: Sequence[tuple[int, int]] = (),
) -> tuple[Graph, ...]:
    """Return the graph of a cluster over time, the first entry at time 0.

    One `Connectivity` per Corosync link, link 0 first. Of the connected links of a pair the one with the highest
    priority carries the data (`knet_link_priority`, 1 unless given; 0 counts as 1), the lowest number in a tie
    (libknet host.c, _host_dstcache_update_sync, policy passive). `phase` in 0..1 shifts the pings within their
    interval; `seed` decides what a link that loses a part of its frames loses. `starts`: (node, ms), when a node
    starts, whose links come up with the pong that follows `pong_count` others.
    """
    if not networks:
        raise ModelError("networks: a cluster needs at least one Corosync link")
    order = _order(len(networks), priorities)
    pings = _Pings(timers, int(phase * timers.interval), end, seed)
    losses = [_histories(net) for net in networks]
    pairs = sorted({(min(p), max(p)) for histories in losses for p in histories})
    events: list[_Event] = []
    starting = [(node, t, pings.first_up(t)) for node, t in sorted(starts)]
    pairs = sorted(
        {*pairs, *((min(a, b), max(a, b)) for a, *_ in starting for b in range(networks[0].nodes) if a != b)}
    )
    for a, b in pairs:
        links = [pings.pair_link(i, a, b, networks[i], losses[i]) for i in order]
        waits = [(t, up) for node, t, up in starting if node in (a, b)]
        events += [(t, a, b, state) for t, state in _waiting(_pair_states(links), waits) if t < end]
    return _accumulate(networks[0].nodes, sorted(events))


def _order(count: int, priorities: Sequence[int] | None) -> list[int]:
    """Link numbers, the one that is preferred first."""
    by_link = [DEFAULT_PRIORITY] * count if priorities is None else list(priorities)
    if len(by_link) != count:
        raise ModelError(f"priorities: {len(by_link)} given for {count} links; give one for each link")
    return sorted(range(count), key=lambda i: (-max(in_range("knet_link_priority", by_link[i], 0, 255), 1), i))


def _accumulate(nodes: int, events: Sequence[_Event]) -> tuple[Graph, ...]:
    everyone = (1 << nodes) - 1
    links = [everyone & ~(1 << n) for n in range(nodes)]
    carries = list(links)
    states = {0: Graph(0, tuple(links), tuple(carries))}
    for t, a, b, state in events:
        _set(links, a, b, present=state.connected)
        _set(links, b, a, present=state.connected)
        _set(carries, a, b, present=state.forth)
        _set(carries, b, a, present=state.back)
        states[t] = Graph(t, tuple(links), tuple(carries))
    return tuple(states.values())
