"""What became of a cluster: questions about one run.

Nodes have their Corosync ids, times are seconds from the begin of the run, and spans are (from, to).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bondmodel.cluster import ha
from bondmodel.cluster.knet import Graph, bits
from bondmodel.cluster.ring import Membership, is_off
from bondmodel.connectivity import Connectivity
from bondmodel.errors import ModelError

from . import plot

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ring:
    """A membership: the ids of its members, from when to when, and whether its services completed synchronisation."""

    members: tuple[int, ...]
    formed: float
    ended: float | None
    synced: bool
    cause: str


@dataclass(frozen=True, slots=True)
class Reset:
    """A node that its watchdog resets: between `earliest` and `latest`, in this run `at`.

    `last_write` is when the node could write to pmxcfs for the last time, `last_update` when its LRM refreshed its
    lock for the last time, `sealed` the point of no return, `takeover` when another node may start its services (None:
    not in this run).
    """

    node: int
    at: float
    earliest: float
    latest: float
    sealed: float
    last_update: float
    last_write: float
    takeover: float | None

    @property
    def after(self) -> tuple[float, float]:
        """How long after the last write the reset comes, at the earliest and at the latest."""
        return self.earliest - self.last_write, self.latest - self.last_write


def seconds(milliseconds: int) -> float:
    """Return milliseconds as seconds."""
    return milliseconds / 1000


def unequal(edges: Sequence[int], alive: int) -> bool:
    """Return whether some nodes that hear each other do not hear the same nodes: the graph is no union of complete
    groups.
    """
    groups = {n: edges[n] & alive | 1 << n for n in bits(alive)}
    return any(groups[n] != groups[k] for n in groups for k in bits(groups[n]))


@dataclass(frozen=True)
class Trace:
    """The run of a scenario. `fault_ms` is when the first fault began, `end_ms` when the run ended."""

    ids: tuple[int, ...]
    names: tuple[str, ...]
    networks: tuple[Connectivity, ...]
    graphs: tuple[Graph, ...]
    outcome: ha.Outcome
    fault_ms: int
    end_ms: int
    stopped: frozenset[int]
    active: frozenset[int]
    disturbed: bool  # whether the scenario has any fault

    def __str__(self) -> str:
        """What became of the cluster, a sentence a line."""
        return "\n".join(plot.sentences(self))

    def _repr_svg_(self) -> str | None:
        """The timeline as SVG, for notebooks and the evidence of a claim; None where matplotlib is missing."""
        return plot.timeline_if_possible(self)

    def _repr_alt_(self) -> str:
        """The same in words."""
        return plot.describe(self)

    # -- who reaches whom

    def reachable(self, a: int, b: int, t: float) -> bool:
        """Return whether anything that `a` sends reaches `b` at `t`, over any Corosync link."""
        x, y, at = self._index(a), self._index(b), self._time(t)
        alive = self._alive(at)
        there = alive >> x & 1 and alive >> y & 1
        return bool(there) and (x == y or any(net.loss(x, y, at) < 1.0 for net in self.networks))

    def loss(self, a: int, b: int, t: float, link: int = 0) -> float:
        """Return the share of frames from `a` to `b` that are lost at `t` on one Corosync link."""
        return self.networks[link].loss(self._index(a), self._index(b), self._time(t))

    def connected(self, a: int, b: int, t: float) -> bool:
        """Return whether `a` and `b` have a connected link at `t` that carries data both ways."""
        return bool(self._edges(t)[self._index(a)] >> self._index(b) & 1)

    def neighbours(self, node: int, t: float) -> tuple[int, ...]:
        """Return the nodes with which `node` is connected at `t`."""
        return tuple(self.ids[n] for n in bits(self._edges(t)[self._index(node)]))

    def asymmetric(self, t: float | None = None) -> bool:
        """Return whether nodes that hear each other reach different sets of nodes, at `t`, or without it at any
        time.
        """
        return (
            bool(self.asymmetric_spans)
            if t is None
            else any(start <= t < stop for start, stop in self.asymmetric_spans)
        )

    def isolated(self, t: float) -> tuple[int, ...]:
        """Return the nodes that are connected with no other at `t`."""
        edges = self._edges(t)
        return tuple(node for n, node in enumerate(self.ids) if not edges[n] and self._alive(self._time(t)) >> n & 1)

    def isolated_ever(self) -> tuple[int, ...]:
        """Return the nodes that are connected with no other at some time."""
        return tuple(sorted({node for t in self.change_times() for node in self.isolated(t)}))

    def change_times(self) -> tuple[float, ...]:
        """Return when it changes who is connected with whom; the first is 0."""
        switched = {t for spans in self.outcome.absent.values() for span in spans for t in span if t is not None}
        return tuple(
            seconds(t) for t in sorted({g.t_ms for g in self.graphs} | {t for t in switched if t < self.end_ms})
        )

    def gone_at(self, node: int) -> float | None:
        """Return when `node` was reset or switched off for good, None if it runs at the end."""
        last = next(iter(self.off_spans(node)[-1:]), None)
        return last[0] if last is not None and last[1] == seconds(self.end_ms) else None

    def off_spans(self, node: int) -> tuple[Span, ...]:
        """Return when `node` is off: from a reset or a stop until it starts again, or to the end."""
        spans = self.outcome.absent.get(self._index(node), ())
        ends = [(off, self.end_ms if back is None else min(back, self.end_ms)) for off, back in spans]
        return tuple((seconds(off), seconds(back)) for off, back in ends if off < self.end_ms)

    @cached_property
    def asymmetric_spans(self) -> tuple[Span, ...]:
        """When connectivity is asymmetric."""
        times = [round(t * 1000) for t in self.change_times()]
        bad = [
            (t, stop)
            for t, stop in zip(times, [*times[1:], self.end_ms], strict=True)
            if unequal(self._edges_at(t), self._alive(t))
        ]
        return tuple((seconds(a), seconds(b)) for a, b in ha.joined(bad))

    @cached_property
    def healed_at(self) -> float | None:
        """When the last frame was lost on Corosync link 0: the start of the fault if none ever was, None if some are to
        the end.
        """
        if not any(share for change in self.networks[0].changes for share in change.loss.values()):
            return seconds(self.fault_ms)
        at = self.networks[0].healed_at()
        return None if at is None else seconds(at)

    @property
    def recovered_after(self) -> float | None:
        """`healed_at`, counted from the start of the fault (0 if nothing was lost, None if it never heals)."""
        return None if self.healed_at is None else self.healed_at - seconds(self.fault_ms)

    # -- rings, quorum, fencing

    @cached_property
    def memberships(self) -> tuple[Ring, ...]:
        """Every ring, by the time it formed."""
        return tuple(self._ring(m) for m in self.outcome.rings)

    def memberships_of(self, node: int) -> tuple[Ring, ...]:
        """Return the rings that `node` was in; the first is the one it started in."""
        self._index(node)
        return tuple(ring for ring in self.memberships if node in ring.members)

    def stable_quorum(self, node: int, t: float) -> bool:
        """Return whether `node` is, at `t`, in a quorate ring that completed its synchronisation: only then can it
        write to pmxcfs.
        """
        return any(start <= t < stop for start, stop in self.stable_spans(node))

    def stable_spans(self, node: int) -> tuple[Span, ...]:
        """Return when `node` has stable quorum."""
        return tuple((seconds(a), seconds(b)) for a, b in self._stable_ms(node))

    def _stable_ms(self, node: int) -> tuple[ha.Span, ...]:
        return self.outcome.stable[self._index(node)]

    def quorate(self, node: int, t: float) -> bool:
        """Return whether `node` shows the quorate flag at `t`, which it may without stable quorum."""
        return any(start <= t < stop for start, stop in self.quorate_spans(node))

    def quorate_spans(self, node: int) -> tuple[Span, ...]:
        """Return when `node` shows the quorate flag."""
        return tuple((seconds(a), seconds(b)) for a, b in self.outcome.flagged[self._index(node)])

    def longest_without(self, node: int) -> Span | None:
        """Return the longest time that `node` is without stable quorum while it runs, None if it always has it."""
        away = ha.joined([*self.outcome.absent_spans(self._index(node), self.end_ms), *self._stable_ms(node)])
        edges = [0, *(t for span in away for t in span), self.end_ms]
        gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
        longest = max(gaps, key=lambda gap: gap[1] - gap[0], default=None)
        return None if longest is None else (seconds(longest[0]), seconds(longest[1]))

    @cached_property
    def resets(self) -> tuple[Reset, ...]:
        """The nodes that fence themselves, by time."""
        return tuple(self._reset(f) for f in self.outcome.fences)

    @property
    def fenced(self) -> tuple[int, ...]:
        """The ids of the nodes that fence themselves, ascending."""
        return tuple(sorted({reset.node for reset in self.resets}))

    # -- split brain

    @cached_property
    def split_brain(self) -> tuple[Span, ...]:
        """When several parts of the cluster may write, each for itself: every one of them has stable quorum, in a ring
        of its own. HA may then start a service twice, and what is written differs.
        """
        return tuple((seconds(a), seconds(b)) for a, b in ha.joined(span for span, _ in self.outcome.split))

    def writers(self, t: float) -> tuple[tuple[int, ...], ...]:
        """Return the parts of the cluster that may write at `t`, by their nodes: one, or none, or several in a split
        brain.
        """
        at = self._time(t)
        rings = {n: ring for n in range(len(self.ids)) if (ring := self._writes_in(n, at)) is not None}
        return tuple(sorted({tuple(self.ids[n] for n in rings if rings[n] == ring) for ring in rings.values()}))

    def _writes_in(self, n: int, at: int) -> Membership | None:
        if not any(start <= at < stop for start, stop in self.outcome.stable[n]):
            return None
        rings = [r for r in self.outcome.rings if n in r.members and r.synced and r.formed_ms <= at]
        ring = rings[-1]
        return ring if ring.stalled_ms is None or at < ring.stalled_ms else None

    def why(self, node: int) -> str:
        """Return what became of a node and why, in one sentence."""
        return _Why(self, node).sentence()

    # -- inside

    def _index(self, node: int) -> int:
        if node not in self.ids:
            raise ModelError(f"node: there is no node {node!r}; the nodes are {', '.join(map(str, self.ids))}")
        return self.ids.index(node)

    def _time(self, t: float) -> int:
        at = round(t * 1000)
        if not 0 <= at <= self.end_ms:
            raise ModelError(f"t: {t!r} s is outside the run, which goes from 0 to {seconds(self.end_ms):g} s")
        return at

    def _alive(self, at: int) -> int:
        return sum(1 << n for n in range(len(self.ids)) if not is_off(n, at, self.outcome.absent))

    def _edges(self, t: float) -> tuple[int, ...]:
        return self._edges_at(self._time(t))

    def _edges_at(self, at: int) -> tuple[int, ...]:
        graph = self.graphs[bisect_right(self.graphs, at, key=lambda g: g.t_ms) - 1]
        return graph.among(self._alive(at))[0]

    def _ring(self, m: Membership) -> Ring:
        ended = None if m.ended_ms is None else seconds(m.ended_ms)
        return Ring(tuple(self.ids[n] for n in m.members), seconds(m.formed_ms), ended, m.synced, m.cause)

    def _reset(self, f: ha.Fence) -> Reset:
        return Reset(
            node=self.ids[f.node],
            at=seconds(f.reset),
            earliest=seconds(f.earliest),
            latest=seconds(f.latest),
            sealed=seconds(f.sealed),
            last_update=seconds(f.last_update),
            last_write=seconds(f.last_write),
            takeover=None if f.takeover is None else seconds(f.takeover),
        )


class _Why:
    """The sentence about one node."""

    def __init__(self, trace: Trace, node: int) -> None:
        self.trace, self.node = trace, node
        self.name = trace.names[trace._index(node)]

    def sentence(self) -> str:
        reset = next((r for r in self.trace.resets if r.node == self.node), None)
        if reset is not None:
            last = f"at {reset.last_update:.1f} s" if reset.last_update >= 0 else "before the run began"
            return (
                f"{self.name} is reset by its watchdog at {reset.at:.1f} s: its LRM refreshed its lock for the "
                f"last time {last}, because {self.reason(reset.last_write, reset.sealed)}."
            )
        gap = self.trace.longest_without(self.node)
        if self.node in (self.trace.ids[n] for n in self.trace.stopped):
            return f"{self.name} is switched off."
        if gap is None:
            return f"{self.name} has stable quorum all the time."
        when = f"from {gap[0]:.1f} to {gap[1]:.1f} s"
        return f"{self.name} is without stable quorum {when}, because {self.reason(gap[0], gap[1])}{self.mercy()}."

    def mercy(self) -> str:
        gap = self.trace.longest_without(self.node)
        if gap is not None and gap[1] == seconds(self.trace.end_ms):
            return ", where the run ends"
        if self.trace.ids.index(self.node) in self.trace.active:
            return "; that is too short for its watchdog"
        return "; it has no active HA services, so no watchdog resets it"

    def reason(self, since: float, until: float) -> str:
        rings = [r for r in self.trace.memberships_of(self.node) if since < r.formed <= until]
        if not rings:
            formed = self.trace.quorate(self.node, since) or self.trace.stable_quorum(self.node, since)
            return "the token of its ring was lost" if formed else "its ring has too few votes"
        times = "once" if len(rings) == 1 else f"{len(rings)} times"
        if any(r.synced and len(r.members) == len(self.trace.ids) for r in rings):
            return f"its ring re-formed {times} until all nodes were in it again"
        members = max((r.members for r in rings if r.synced), key=len, default=())
        if not members:
            return f"its ring re-formed {times} and never completed its synchronisation"
        if members == (self.node,):
            return f"it was alone from then on (its ring formed {times})"
        return f"its ring re-formed {times}, with {', '.join(map(str, members))} at best"
