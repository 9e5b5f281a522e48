"""The HA stack of Proxmox VE: who may write, who keeps its lock, whom the watchdog resets, and when others take over.

Times are whole milliseconds, nodes are counted from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .knet import Graph
from .ring import Membership, Timers, of_node
from .totem.rings import memberships
from .votequorum import Quorum

LRM_ROUND = 10_000  # LRM.pm: an active round
LRM_RETRY = 5_000  # LRM.pm: a round in lost_agent_lock
CLIENT_WATCHDOG_TIMEOUT = 60_000  # watchdog-mux.c
DEVICE_TIMEOUT = 10_000  # watchdog-mux.c: watchdog_timeout
MUX_CHECK = 1_000  # watchdog-mux.c: a look at the clients each second, in whole seconds
FENCE_DELAY = 60_000  # NodeStatus.pm
LOCK_TIMEOUT = 120_000  # pmxcfs memdb.c: CFS_LOCK_TIMEOUT
LONG_AGO = -86_400_000  # the ring that a run begins with has been there before

Span = tuple[int, int]  # from, to (not included)


@dataclass(frozen=True, slots=True)
class Fence:
    """The reset of a node by its watchdog.

    `last_write` is when it could write to pmxcfs for the last time before, `last_update` when its LRM last refreshed
    its lock, and with it the watchdog; `sealed` the point of no return. The reset comes in `earliest`..`latest`
    (watchdog-mux counts whole seconds); a run takes `reset`.
    """

    node: int
    last_write: int
    last_update: int
    takeover: int | None = None  # when another node may start its services

    @property
    def sealed(self) -> int:
        return self.last_update + CLIENT_WATCHDOG_TIMEOUT

    @property
    def reset(self) -> int:
        return self.sealed + DEVICE_TIMEOUT

    @property
    def earliest(self) -> int:
        return self.reset - MUX_CHECK

    @property
    def latest(self) -> int:
        return self.reset + 2 * MUX_CHECK


@dataclass(frozen=True)
class Outcome:
    """What a cluster came to: rings, per node the spans of stable quorum and of the quorate flag, and the resets."""

    rings: tuple[Membership, ...]
    stable: tuple[tuple[Span, ...], ...]
    flagged: tuple[tuple[Span, ...], ...]
    fences: tuple[Fence, ...]


def quorate_rings(rings: Sequence[Membership], quorum: Quorum) -> frozenset[Membership]:
    """The rings with enough votes; a quorum device helps the partition it favours among those that exist when a ring
    forms.
    """
    return frozenset(ring for ring in rings if quorum.quorate(ring.members, device=_has_device(ring, rings, quorum)))


def _has_device(ring: Membership, rings: Sequence[Membership], quorum: Quorum) -> bool:
    if not quorum.device_votes:
        return False
    beside = [
        r.members
        for r in rings
        if r.formed_ms <= ring.formed_ms and (r.ended_ms is None or r.ended_ms > ring.formed_ms)
    ]
    return quorum.favoured([*beside, ring.members]) == ring.members


def _end(ring: Membership, end: int) -> int:
    return end if ring.ended_ms is None else ring.ended_ms


def _begin(ring: Membership) -> int:
    return ring.formed_ms or LONG_AGO


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same spans with none empty and neighbours made one."""
    out: list[Span] = []
    for start, stop in sorted(spans):
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        elif stop > start:
            out.append((start, stop))
    return tuple(out)


def stable_spans(node: int, rings: Sequence[Membership], quorate: frozenset[Membership], end: int) -> tuple[Span, ...]:
    """When `node` is in a quorate ring that has completed its synchronisation and that no GATHER has ended."""
    return joined((r.formed_ms, min(_end(r, end), end)) for r in of_node(node, rings) if r.synced and r in quorate)


def writable_spans(
    node: int, rings: Sequence[Membership], quorate: frozenset[Membership], end: int
) -> tuple[Span, ...]:
    """When what `node` writes to pmxcfs is delivered: stable quorum with a token that goes around."""
    mine = [r for r in of_node(node, rings) if r.synced and r in quorate]
    return joined((_begin(r), min(_end(r, end) if r.stalled_ms is None else r.stalled_ms, end)) for r in mine)


def flagged_spans(node: int, rings: Sequence[Membership], quorate: frozenset[Membership], end: int) -> tuple[Span, ...]:
    """When `node` shows the quorate flag: votequorum sets it only when a synchronisation completes, and it stays until
    another does.
    """
    synced = [r for r in of_node(node, rings) if r.synced]
    ends = [r.formed_ms for r in synced[1:]] + [end]
    return joined((r.formed_ms, stop) for r, stop in zip(synced, ends, strict=True) if r in quorate)


def updates(writable: Sequence[Span], offset: int, end: int) -> list[int]:
    """When an active LRM refreshes its lock: each round; after a failure it retries in shorter ones (LRM.pm, states
    active and lost_agent_lock).
    """
    out: list[int] = []
    t = offset - LRM_ROUND
    spans = iter(writable)
    span = next(spans, None)
    while t < end and span is not None:
        if t >= span[1]:
            span = next(spans, None)
        elif t >= span[0]:
            out.append(t)
            t += LRM_ROUND
        else:
            t += LRM_RETRY * -((t - span[0]) // LRM_RETRY)
    return out


def fence_of(node: int, writable: Sequence[Span], offset: int, end: int) -> Fence | None:
    """The first reset of a node with active HA services, if one is due before `end`.

    `offset` places its LRM's rounds.
    """
    times = updates(writable, offset, end)
    last = times[0] if times else offset - LRM_ROUND
    for t in [*times[1:], end + DEVICE_TIMEOUT + CLIENT_WATCHDOG_TIMEOUT]:
        if t > last + CLIENT_WATCHDOG_TIMEOUT:
            wrote = max(
                (min(stop, last + CLIENT_WATCHDOG_TIMEOUT) for start, stop in writable if start <= last), default=last
            )
            fence = Fence(node, wrote, last)
            return fence if fence.reset < end else None
        last = t
    return None


def takeover_of(fence: Fence, stable: Sequence[Sequence[Span]], active: Iterable[int], end: int) -> int | None:
    """When another node has stable quorum after the fence delay and after the lock of the dead node ran out."""
    due = max(fence.last_write + FENCE_DELAY, fence.last_update + LOCK_TIMEOUT)
    starts = [max(start, due) for n in active if n != fence.node for start, stop in stable[n] if stop > due]
    return min((t for t in starts if t < end), default=None)


def outcome(
    graphs: Sequence[Graph],
    timers: Timers,
    quorum: Quorum,
    active: Iterable[int],
    end: int,
    phase: float = 0.0,
    stopped: Mapping[int, int] | None = None,
    *,
    spared: float = 0.0,
    seed: int = 0,
) -> Outcome:
    """Play a cluster from 0 to `end`: rings, quorum, and the resets of the nodes in `active`, those with active HA
    services.

    A reset node is gone for the rest of the run; what the others make of it counts for their own fate. `phase` in 0..1
    shifts the LRMs' rounds; `stopped` says when a node was switched off; `spared` and `seed` as `totem.memberships`
    takes them.
    """
    nodes, offset = range(quorum.nodes), int(phase * LRM_ROUND)
    fences: dict[int, Fence] = {}
    off = dict(stopped or {})
    watched = sorted(set(active) - set(off))
    while True:
        gone = off | {n: fence.reset for n, fence in fences.items()}
        rings = memberships(graphs, timers, end, gone, spared=spared, seed=seed)
        quorate = quorate_rings(rings, quorum)
        due = [
            fence
            for n in watched
            if n not in fences
            and (fence := fence_of(n, writable_spans(n, rings, quorate, end), offset, end)) is not None
        ]
        if not due:
            break
        first = min(fence.reset for fence in due)
        fences |= {fence.node: fence for fence in due if fence.reset == first}
    stable = tuple(stable_spans(n, rings, quorate, gone.get(n, end)) for n in nodes)
    flagged = tuple(flagged_spans(n, rings, quorate, gone.get(n, end)) for n in nodes)
    return Outcome(rings, stable, flagged, _with_takeover(fences, stable, end))


def _with_takeover(fences: Mapping[int, Fence], stable: Sequence[Sequence[Span]], end: int) -> tuple[Fence, ...]:
    out = [
        Fence(f.node, f.last_write, f.last_update, takeover_of(f, stable, range(len(stable)), end))
        for f in sorted(fences.values(), key=lambda f: (f.reset, f.node))
    ]
    return tuple(out)
