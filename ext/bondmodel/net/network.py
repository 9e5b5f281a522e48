"""Nodes with bonds on switches, faults on their links -> what is delivered over time."""

from __future__ import annotations

from collections.abc import Sequence

from bondmodel.connectivity import Connectivity
from bondmodel.errors import in_range

from .clock import Phase
from .link_faults import LinkFault
from .timeline import Timeline
from .topology import Network, Node

__all__ = ["LinkFault", "Network", "Node", "Phase", "connectivity"]


def connectivity(
    network: Network, faults: Sequence[LinkFault] = (), until_ms: int = 180_000, phase: Phase | int | None = None
) -> Connectivity:
    """Return what `network` delivers from 0 to `until_ms` under `faults`.

    All is well before 0. `phase` says where periodic things stand (a whole number is a seed): the same arguments
    give the same answer. Raises `ModelError` for a fault that names what is not there, `NotModelled` for what the
    model does not cover.
    """
    in_range("until_ms", until_ms, 0)
    chosen = phase if isinstance(phase, Phase) else Phase(phase or 0)
    return Timeline(network, faults, until_ms, chosen).run()
