"""The HA stack of Proxmox VE: who may write, who keeps its lock, whom the watchdog resets, and when others take over.

Times are whole milliseconds, nodes are counted from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .knet import Graph
from .quorate import of_any, quorate_rings
from .ring import Absences, Membership, Timers, of_node
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
    (watchdog-mux counts whole seconds); a run takes `reset`. `device` is the timeout of the watchdog device.
    """

    node: int
    last_write: int
    last_update: int
    takeover: int | None = None  # when another node may start its services
    device: int = DEVICE_TIMEOUT

    @property
    def sealed(self) -> int:
        return self.last_update + CLIENT_WATCHDOG_TIMEOUT

    @property
    def reset(self) -> int:
        return self.sealed + self.device

    @property
    def earliest(self) -> int:
        return self.reset - MUX_CHECK

    @property
    def latest(self) -> int:
        return self.reset + 2 * MUX_CHECK


@dataclass(frozen=True)
class Outcome:
    """What a cluster came to: rings, per node the spans of stable quorum, of the quorate flag and of being off, and the
    resets. `split` are the spans in which several parts of the cluster may write, each for itself.
    """

    rings: tuple[Membership, ...]
    stable: tuple[tuple[Span, ...], ...]
    flagged: tuple[tuple[Span, ...], ...]
    fences: tuple[Fence, ...]
    absent: Absences
    split: tuple[tuple[Span, tuple[tuple[int, ...], ...]], ...]

    def absent_spans(self, node: int, end: int) -> list[Span]:
        """Return when a node is off, up to `end`."""
        return [(off, end if back is None else min(back, end)) for off, back in self.absent.get(node, ()) if off < end]


def _end(ring: Membership, end: int) -> int:
    return end if ring.ended_ms is None else ring.ended_ms


def _begin(ring: Membership) -> int:
    return ring.formed_ms or LONG_AGO


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same spans with none empty and neighbours made one."""
    out: list[Span] = []
    for start, stop in sorted(spans):
        if out and out[-1][1] >= start:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        elif stop > start:
            out.append((start, stop))
    return tuple(out)


def stable_spans(node: int, rings: Sequence[Membership], quorate: frozenset[Membership], end: int) -> tuple[Span, ...]:
    """Return when `node` is in a quorate ring that has completed its synchronisation and that no GATHER has ended."""
    return joined((r.formed_ms, min(_end(r, end), end)) for r in of_node(node, rings) if r.synced and r in quorate)


def writable_spans(
    node: int, rings: Sequence[Membership], quorate: frozenset[Membership], end: int
) -> tuple[Span, ...]:
    """Return when what `node` writes to pmxcfs is delivered: stable quorum with a token that goes around."""
    mine = [r for r in of_node(node, rings) if r.synced and r in quorate]
    return joined((_begin(r), _last_write(r, end)) for r in mine)


def flagged_spans(node: int, rings: Sequence[Membership], quorate: frozenset[Membership], end: int) -> tuple[Span, ...]:
    """Return when `node` shows the quorate flag: votequorum sets it only when a synchronisation completes, and it stays
    until another does.
    """
    synced = [r for r in of_node(node, rings) if r.synced]
    ends = [r.formed_ms for r in synced[1:]] + [end]
    return joined((r.formed_ms, stop) for r, stop in zip(synced, ends, strict=True) if r in quorate)


def updates(writable: Sequence[Span], offset: int, end: int) -> list[int]:
    """Return when an active LRM refreshes its lock: each round; after a failure it retries in shorter ones (LRM.pm,
    states active and lost_agent_lock).
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


def fence_of(
    node: int, writable: Sequence[Span], offset: int, end: int, *, since: int = LONG_AGO, device: int = DEVICE_TIMEOUT
) -> Fence | None:
    """Return the first reset of a node with active HA services, if one is due before `end`.

    `offset` places its LRM's rounds. `since` is when the node started: its LRM takes up work, and with it the
    watchdog, when it can write for the first time.
    """
    if since > LONG_AGO:
        writable = [(max(start, since), stop) for start, stop in writable if stop > since]
        if not writable:
            return None
        offset = writable[0][0] + LRM_ROUND
    times = updates(writable, offset, end)
    last = times[0] if times else offset - LRM_ROUND
    for t in [*times[1:], end + device + CLIENT_WATCHDOG_TIMEOUT]:
        if t > last + CLIENT_WATCHDOG_TIMEOUT:
            wrote = max(
                (min(stop, last + CLIENT_WATCHDOG_TIMEOUT) for start, stop in writable if start <= last), default=last
            )
            fence = Fence(node, wrote, last, device=device)
            return fence if fence.reset < end else None
        last = t
    return None


def takeover_of(fence: Fence, stable: Sequence[Sequence[Span]], active: Iterable[int], end: int) -> int | None:
    """Return when another node has stable quorum after the fence delay and after the lock of the dead node ran out."""
    due = max(fence.last_write + FENCE_DELAY, fence.last_update + LOCK_TIMEOUT)
    starts = [max(start, due) for n in active if n != fence.node for start, stop in stable[n] if stop > due]
    return min((t for t in starts if t < end), default=None)


@dataclass(frozen=True)
class Plan:
    """How a cluster is played: the run's end, whose HA services are active, and what else it depends on.

    `phase` in 0..1 shifts the LRMs' rounds; `stopped` says when a node is off; `reboot` how long after its reset a node
    starts again (None: it stays off); `device` is the timeout of the watchdog device; `spared`, `ties` and
    `seed` as `totem.rings.memberships` takes them. Milliseconds.
    """

    end: int
    active: frozenset[int]
    phase: float = 0.0
    stopped: Absences = field(default_factory=dict)
    reboot: int | None = None
    device: int = DEVICE_TIMEOUT
    spared: float = 0.0
    ties: float = 0.0
    seed: int = 0


def outcome(graphs: Sequence[Graph], timers: Timers, quorum: Quorum, plan: Plan) -> Outcome:
    """Play a cluster from 0 to the end: rings, quorum, and the resets of the nodes with active HA services.

    What the others make of a reset counts for their own fate.
    """
    fences: list[Fence] = []
    while True:
        absent = _absences(plan, fences)
        rings = memberships(graphs, timers, plan.end, absent, spared=plan.spared, ties=plan.ties, seed=plan.seed)
        quorate = quorate_rings(rings, quorum, absent)
        writable = {n: writable_spans(n, rings, quorate[n], plan.end) for n in sorted(plan.active)}
        writable = {n: _while_on(spans, n, absent, plan.end) for n, spans in writable.items()}
        nexts = [_next_fence(n, spans, absent, plan) for n, spans in writable.items()]
        due = [fence for fence in nexts if fence is not None]
        if not due:
            break
        first = min(fence.reset for fence in due)
        fences += [fence for fence in due if fence.reset == first]
    nodes = range(quorum.nodes)
    stable = tuple(_while_on(stable_spans(n, rings, quorate[n], plan.end), n, absent, plan.end) for n in nodes)
    flagged = tuple(_while_on(flagged_spans(n, rings, quorate[n], plan.end), n, absent, plan.end) for n in nodes)
    split = _split(rings, of_any(quorate), plan.end)
    return Outcome(
        rings=rings,
        stable=stable,
        flagged=flagged,
        fences=_with_takeover(fences, stable, plan.end),
        absent=absent,
        split=split,
    )


def _absences(plan: Plan, fences: Iterable[Fence]) -> Absences:
    """When nodes are off: as the plan says, and from each reset on."""
    out = {node: list(spans) for node, spans in plan.stopped.items()}
    for fence in fences:
        back = None if plan.reboot is None else fence.reset + plan.reboot
        out.setdefault(fence.node, []).append((fence.reset, back))
    return {node: tuple(sorted(spans, key=lambda span: span[0])) for node, spans in out.items()}


def _next_fence(node: int, writable: Sequence[Span], absent: Absences, plan: Plan) -> Fence | None:
    """The first reset of a node that is still to come, in one of the spans in which it is on."""
    offset = int(plan.phase * LRM_ROUND)
    since = LONG_AGO
    for off, back in (*absent.get(node, ()), (plan.end, None)):
        here = [(start, min(stop, off)) for start, stop in writable if start < off]
        fence = fence_of(node, here, offset, min(off, plan.end), since=since, device=plan.device)
        if fence is not None:
            return fence
        if back is None:
            return None
        since = back
    return None


def _while_on(spans: Iterable[Span], node: int, absent: Absences, end: int) -> tuple[Span, ...]:
    """The spans without the times in which the node is off."""
    out = list(spans)
    for off, back in absent.get(node, ()):
        until = end if back is None else back
        out = [part for start, stop in out for part in ((start, min(stop, off)), (max(start, until), stop))]
        out = [(start, stop) for start, stop in out if stop > start]
    return joined(out)


def _split(
    rings: Sequence[Membership], quorate: frozenset[Membership], end: int
) -> tuple[tuple[Span, tuple[tuple[int, ...], ...]], ...]:
    """When several rings at once can write: spans with the members of each of these rings."""
    able = [(max(r.formed_ms, 0), _last_write(r, end), r.members) for r in rings if r.synced and r in quorate]
    if len(able) < 2:
        return ()
    times = sorted({t for start, stop, _ in able for t in (start, stop)})
    out: list[tuple[Span, tuple[tuple[int, ...], ...]]] = []
    for start, stop in pairwise(times):
        parts = tuple(sorted(members for begun, ended, members in able if begun <= start and ended >= stop))
        if len(parts) < 2:
            continue
        if out and out[-1][0][1] == start and out[-1][1] == parts:
            out[-1] = ((out[-1][0][0], stop), parts)
        else:
            out.append(((start, stop), parts))
    return tuple(out)


def _last_write(ring: Membership, end: int) -> int:
    return min(_end(ring, end) if ring.stalled_ms is None else ring.stalled_ms, end)


def _with_takeover(fences: Iterable[Fence], stable: Sequence[Sequence[Span]], end: int) -> tuple[Fence, ...]:
    return tuple(
        replace(f, takeover=takeover_of(f, stable, range(len(stable)), end))
        for f in sorted(fences, key=lambda f: (f.reset, f.node))
    )
