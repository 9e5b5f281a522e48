"""The same faults at every phase: what is so in all runs, what in some, and between which times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from bondmodel.connectivity import Connectivity, Pair
from bondmodel.net.clock import Phase
from bondmodel.net.link_faults import LinkFault
from bondmodel.net.network import connectivity
from bondmodel.net.switch import Lag
from bondmodel.net.topology import Network

STEPS = 10  # phases tried of each end's LACPDUs; at the fast rate these are all there are
SEEDS = 40  # runs where only neighbour entries and load balancing depend on the phase


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


def phases(network: Network, faults: Sequence[LinkFault]) -> Iterator[Phase]:
    """Yield the phases to run at. Of LACP the times of both ends' LACPDUs are combined, each over its whole period.

    The two ends never fall due in the very same tick at the slow rate: in that case, one in some hundred, a slow
    partner may be told a whole period later.
    """
    yield Phase(fraction=0.0)
    yield Phase(fraction=1.0)
    if not isinstance(network.switch, Lag) or network.switch.mode != "802.3ad":
        nodes = range(len(network.nodes))
        for seed in range(SEEDS):
            yield Phase(seed, None, tuple((f"deal {node}", seed % STEPS / STEPS) for node in nodes))
        return
    links = sorted({f"node {fault.node} slave {fault.slave}" for fault in faults})
    for seed, (node, switch) in enumerate(product(_steps(STEPS), _switch_steps(network.switch.lacp_rate))):
        mine, theirs = [(f"lacp {link}", node) for link in links], [(f"lacp switch {link}", switch) for link in links]
        yield Phase(seed, None, (*mine, *theirs))


def _steps(count: int) -> list[float]:
    return [step / (count - 1) for step in range(count)]


def _switch_steps(rate: str) -> list[float]:
    """Of a slow switch other steps than of the node, and not its very first and last ticks."""
    return _steps(STEPS) if rate == "fast" else [0.01 + 0.98 * step for step in _steps(STEPS + 2)]


def bounds(network: Network, faults: Sequence[LinkFault], until_ms: int) -> Bounds:
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
    """Return share of the frames of `pair` that are lost from `begin` to `end` (ms), sent at an even pace."""
    times = [begin, *(t for t in run.times() if begin < t < end), end]
    lost = sum(run.loss(*pair, t) * (after - t) for t, after in pairwise(times))
    return lost / (end - begin)
