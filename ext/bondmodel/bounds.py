"""The same faults at every phase: what is so in all runs, what in some, and between which times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .clock import Phase
from .connectivity import Connectivity, Pair
from .faults import Fault
from .network import connectivity
from .switch import Lag
from .topology import Network

STEPS = 10  # phases tried of each end's LACPDUs; at the fast rate these are all there are
SEEDS = 40  # runs where nothing but neighbour entries and load balancing depends on the phase


@dataclass(frozen=True)
class Bounds:
    """Of all runs: the earliest and latest end of the last loss (ms; None: no run heals), whether some run does not
    heal, the pairs that lose something at the end in each run and in some run, and the runs.
    """

    healed_ms: tuple[int, int] | None
    may_not_heal: bool
    lossy_at_end: frozenset[Pair]
    may_be_lossy_at_end: frozenset[Pair]
    runs: tuple[Connectivity, ...]


def phases(network: Network, faults: Sequence[Fault]) -> Iterator[Phase]:
    """Phases to run at. Of LACP the times of both ends' LACPDUs are combined, each over its whole period.

    The two ends never fall due in the very same tick at the slow rate: in that case, one in some hundred, a slow
    partner may be told a whole period later.
    """
    yield Phase(fraction=0.0)
    yield Phase(fraction=1.0)
    if not isinstance(network.switch, Lag) or network.switch.mode != "802.3ad":
        yield from (Phase(seed) for seed in range(SEEDS))
        return
    links = sorted({f"node {fault.node} slave {fault.slave}" for fault in faults})
    for node_step in range(STEPS):
        for switch_step in range(STEPS):
            at = node_step / (STEPS - 1), (switch_step + (0.5 if _slow(network) else 0)) / (STEPS - 0.5)
            fixed = [(f"lacp {link}", at[0]) for link in links] + [(f"lacp switch {link}", at[1]) for link in links]
            yield Phase(node_step * STEPS + switch_step, None, tuple(fixed))


def _slow(network: Network) -> bool:
    return isinstance(network.switch, Lag) and network.switch.lacp_rate == "slow"


def bounds(network: Network, faults: Sequence[Fault], until_ms: int) -> Bounds:
    """Run `network` under `faults` at every phase of `phases`."""
    runs = tuple(connectivity(network, faults, until_ms, phase) for phase in phases(network, faults))
    ends = [run.healed_at() for run in runs]
    lossy = [frozenset(run.pairs_lossy_at(until_ms)) for run in runs]
    healed = [end for end in ends if end is not None]
    return Bounds(
        (min(healed), max(healed)) if healed else None,
        len(healed) < len(ends),
        frozenset.intersection(*lossy),
        frozenset.union(*lossy),
        runs,
    )


def share_lost(run: Connectivity, pair: Pair, begin: int, end: int) -> float:
    """Share of the frames of `pair` that are lost from `begin` to `end` (ms), sent at an even pace."""
    times = [begin, *(t for t in run.times() if begin < t < end), end]
    lost = sum(run.loss(*pair, t) * (after - t) for t, after in zip(times, times[1:], strict=False))
    return lost / (end - begin)
