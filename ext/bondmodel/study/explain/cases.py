"""What single faults do, tried in all the ways that the files leave open."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from bondmodel.errors import NotModelled
from bondmodel.study.bounds import bounds
from bondmodel.study.faults import Fault
from bondmodel.study.scenario import Scenario
from bondmodel.study.sweep import Case, combinations, phases
from bondmodel.study.trace import Trace

from .choices import World

KINDS = {
    "carrier": "loses its link",
    "tx": "stops transmitting, its link stays up",
    "rx": "stops receiving, its link stays up",
    "both": "carries nothing in either direction, its link stays up",
}
SILENT = ("tx", "rx", "both")
DURATION = 180.0
NOTICEABLE = 1.0  # s: a shorter isolation is not told
BUDGET = 4_000  # cases times nodes squared, roughly: what a large cluster is spared

# what a fault comes to, from harmless to fatal
NOTHING, UNNOTICED, BRIEF, ALONE, OTHERS, ALL, SPLIT = range(7)
OUTCOMES = (
    "nothing is lost",
    "unnoticed",
    "brief",
    "the faulty node",
    "sound nodes",
    "the whole cluster",
    "split brain",
)


@dataclass(frozen=True)
class Effect:
    """What one kind of fault of some slaves came to in one world, over all cases that were tried.

    `recovery`: bounds over all phases, s, the end infinite where some run does not heal; None: nothing is lost.
    """

    kind: str
    slaves: tuple[str, ...]
    world: str
    cases: tuple[Case, ...] = field(repr=False)
    recovery: tuple[float, float] | None = None
    refused: str = ""

    @property
    def traces(self) -> Iterator[Trace]:
        """The runs."""
        return (case.trace for case in self.cases)

    @cached_property
    def losing(self) -> int:
        """How many cases lose anything."""
        return sum(trace.recovered_after != 0 for trace in self.traces)

    @cached_property
    def asymmetric(self) -> int:
        """In how many cases nodes that hear each other hear different nodes."""
        return sum(trace.asymmetric() for trace in self.traces)

    @cached_property
    def isolating(self) -> int:
        """In how many cases the faulty node is cut off from all others, longer than a moment."""
        return sum(_isolated(case) for case in self.cases)

    @cached_property
    def without(self) -> float:
        """The longest time that some node has no stable quorum, s."""
        gaps = (trace.longest_without(node) for trace in self.traces for node in trace.ids)
        return max((gap[1] - gap[0] for gap in gaps if gap is not None), default=0.0)

    @cached_property
    def fencing(self) -> tuple[Case, ...]:
        """The cases in which a node is reset."""
        return tuple(case for case in self.cases if case.trace.fenced)

    @cached_property
    def splitting(self) -> tuple[Case, ...]:
        """The cases in which several parts of the cluster may write."""
        return tuple(case for case in self.cases if case.trace.split_brain)

    @cached_property
    def reset_times(self) -> tuple[float, float]:
        """When nodes are reset in the cases that were tried, s."""
        times = [reset.at for case in self.fencing for reset in case.trace.resets]
        return min(times), max(times)

    @cached_property
    def outcome(self) -> int:
        """The worst of all cases."""
        return max((outcome(case) for case in self.cases), default=NOTHING)

    @property
    def worst(self) -> Case:
        """The case that shows the outcome: of those with the worst one, that with the most resets."""
        return max(self.cases, key=lambda case: (outcome(case), len(case.trace.fenced)))


def outcome(case: Case) -> int:
    """Return what became of the cluster in one case."""
    trace = case.trace
    if trace.split_brain:
        return SPLIT
    faulty = case.values["fault"].node
    if set(trace.fenced) - {faulty}:
        return ALL if len(trace.fenced) == len(trace.ids) else OTHERS
    if trace.fenced or _out_at_end(trace, faulty):
        return ALONE
    if any(trace.longest_without(node) is not None for node in trace.ids):
        return BRIEF
    return UNNOTICED if trace.recovered_after != 0 else NOTHING


def _out_at_end(trace: Trace, node: int) -> bool:
    """Whether a node without HA is out of the cluster for good."""
    return not trace.stable_quorum(node, trace.end_ms / 1000 - 0.001)


def _isolated(case: Case) -> bool:
    trace, faulty = case.trace, case.values["fault"].node
    times = [*trace.change_times(), trace.end_ms / 1000]
    alone = [(a, b) for a, b in pairwise(times) if faulty in trace.isolated(a)]
    return sum(b - a for a, b in alone) >= NOTICEABLE


def effects(world: World, slaves: Sequence[str]) -> Iterator[Effect]:
    """Yield each kind of fault of each slave; slaves for which it comes to the same are told together."""
    for kind in KINDS:
        distinct: list[Effect] = []
        for number, name in enumerate(slaves):
            effect = _effect(world, kind, number, name)
            same = next((at for at, one in enumerate(distinct) if _alike(one, effect)), None)
            if same is None:
                distinct.append(effect)
            else:
                distinct[same] = _joined(distinct[same], effect)
        yield from distinct


def _alike(one: Effect, other: Effect) -> bool:
    """Whether two slaves may be told together: the same outcome, or the same refusal."""
    return (one.outcome, one.refused, one.recovery is None) == (other.outcome, other.refused, other.recovery is None)


def _joined(one: Effect, other: Effect) -> Effect:
    spans = [span for span in (one.recovery, other.recovery) if span is not None]
    recovery = (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
    return Effect(
        kind=one.kind,
        slaves=(*one.slaves, *other.slaves),
        world=one.world,
        cases=one.cases + other.cases,
        recovery=recovery,
        refused=one.refused,
    )


def _effect(world: World, kind: str, number: int, name: str) -> Effect:
    base = world.scenario
    axes = {key: values if _matters(key, kind) else list(values)[:1] for key, values in world.axes.items()}
    axes["fault"] = [Fault(kind, node, number) for node in _nodes(base)]
    axes["phase"] = phases(_phases(base))
    try:
        combos = combinations(base, axes)
        cases = tuple(Case(at, values, one, one.run()) for at, (values, one) in enumerate(combos))
        return Effect(kind, (name,), world.words, cases, _recovery(world, cases))
    except NotModelled as error:
        return Effect(kind=kind, slaves=(name,), world=world.words, cases=(), recovery=None, refused=str(error))


def _matters(axis: str, kind: str) -> bool:
    """Whether what is tried of the switch can change what a fault does: its hash decides over what it sends, its way of
    leaving an aggregate over silent slaves.
    """
    if axis == "switch_xmit_hash_policy":
        return kind in ("rx", "both")
    return axis != "switch_partner" or kind in SILENT


def _nodes(base: Scenario) -> list[int]:
    """The nodes that are hit in turn: all of a small cluster, of a larger one the first, one between and the last."""
    ids = base.ids
    return list(ids) if len(ids) <= 4 else [ids[0], ids[len(ids) // 2], ids[-1]]


def _phases(base: Scenario) -> int:
    return max(2, min(3, BUDGET // (18 * base.nodes**2)))


def _recovery(world: World, cases: Sequence[Case]) -> tuple[float, float] | None:
    """When the last loss is over, over all phases, for each way in which the switch may answer, of a case that loses
    anything.
    """
    case = next((case for case in cases if case.trace.recovered_after != 0), None)
    if case is None:
        return None
    fault = case.values["fault"]
    low, high, lossy = math.inf, 0.0, False
    axes = {key: values for key, values in world.axes.items() if key == "switch_partner" and _matters(key, fault.kind)}
    for _, one in combinations(case.scenario, axes):
        for link in range(1 + len(one.more_links)):
            bound = bounds(one.network(link), [fault.of_network(one.index(fault.node))], int(DURATION * 1000))
            ends = bound.healed_ms
            lossy = lossy or bound.may_not_heal or bool(ends and ends[1])
            if ends is not None and ends[1]:
                low, high = min(low, ends[0] / 1000), max(high, ends[1] / 1000)
            if bound.may_not_heal:
                high = math.inf
    return (min(low, high), high) if lossy else None
