"""What can go wrong with a link, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bondmodel.errors import ModelError, NotModelled, choose, in_range

LINK_KINDS = ("tx", "rx", "both", "carrier")
KINDS = (*LINK_KINDS, "latency", "switch", "node")


@dataclass(frozen=True)
class LinkFault:
    """One fault from `start_ms` until `heal_ms` (None: for ever).

    `tx`: what the node sends on `slave` is lost, `rx`: what is sent to it, `both`: both, all with the carrier up
    and with `loss` as the share lost; `carrier`: the link is down; `latency`: `extra_ms` more, each way;
    `switch`: switch number `slave` forwards nothing, with its ports up, or down if `ports_down`; `node`: the node
    is gone. Raises `ModelError`.
    """

    kind: str
    node: int | None = None
    slave: int | None = None
    start_ms: int = 0
    heal_ms: int | None = None
    loss: float = 1.0
    extra_ms: int = 0
    ports_down: bool = False

    def __post_init__(self) -> None:
        choose("fault kind", self.kind, KINDS)
        in_range("fault start_ms", self.start_ms, 0)
        if self.heal_ms is not None:
            in_range("fault heal_ms", self.heal_ms, self.start_ms + 1)
        if not 0.0 < self.loss <= 1.0:
            raise ModelError(f"fault loss: {self.loss!r} is not a share above 0 and up to 1")
        if self.loss != 1.0 and self.kind not in ("tx", "rx", "both"):
            raise ModelError(
                f"fault loss: a fault of kind {self.kind} loses all; only tx, rx and both may lose a share"
            )
        in_range("fault extra_ms", self.extra_ms, 0)
        if self.kind == "latency" and (self.start_ms or self.heal_ms is not None):
            raise NotModelled(
                "fault latency: that comes or goes during the run is not modelled; leave out start_ms and heal_ms"
            )
        if self.kind != "switch" and self.node is None:
            raise ModelError(f"fault node: a fault of kind {self.kind} needs a node; give its number")
        if self.kind != "node" and self.slave is None:
            raise ModelError(f"fault slave: a fault of kind {self.kind} needs the number of a slave (or of the switch)")

    def holds(self, t_ms: int) -> bool:
        """Return whether it is there at `t_ms`."""
        return self.start_ms <= t_ms and (self.heal_ms is None or t_ms < self.heal_ms)

    @property
    def stops_sending(self) -> bool:
        return self.kind in ("tx", "both", "carrier")

    @property
    def stops_hearing(self) -> bool:
        return self.kind in ("rx", "both", "carrier")

    def describe(self) -> str:
        """Return the effect of the fault in words."""
        part = "all" if self.loss == 1.0 else f"{self.loss:.0%}"
        effect = {
            "tx": f"loses {part} that it sends",
            "rx": f"loses {part} that it should hear",
            "both": f"loses {part} both ways",
            "carrier": "has lost its carrier",
        }
        return f"node {self.node} slave {self.slave} {effect[self.kind]}"


def on_links(faults: Sequence[LinkFault], slaves: Sequence[int], *, one_switch: bool) -> list[LinkFault]:
    """Return the same faults as faults of links alone (latency left out). `slaves`: how many each node has.
    `one_switch`: all links end on one switch.

    Raises `ModelError` for a node, slave or switch that is not there.
    """
    out: list[LinkFault] = []
    for fault in faults:
        out += _links_of(fault, slaves, one_switch=one_switch)
    return out


def _links_of(fault: LinkFault, slaves: Sequence[int], *, one_switch: bool) -> list[LinkFault]:
    if fault.kind == "switch":
        return _links_of_switch(fault, slaves, one_switch=one_switch)
    node = in_range("fault node", fault.node, 0, len(slaves) - 1)
    if fault.kind == "node":
        return [replace(fault, kind="carrier", slave=slave) for slave in range(slaves[node])]
    in_range("fault slave", fault.slave, 0, slaves[node] - 1)
    return [] if fault.kind == "latency" else [fault]


def _links_of_switch(fault: LinkFault, slaves: Sequence[int], *, one_switch: bool) -> list[LinkFault]:
    number = in_range("fault slave (the switch)", fault.slave, 0, 0 if one_switch else max(slaves) - 1)
    kind = "carrier" if fault.ports_down else "both"
    out = []
    for node, count in enumerate(slaves):
        struck = range(count) if one_switch else [number] if number < count else []
        out += [replace(fault, kind=kind, node=node, slave=slave) for slave in struck]
    return out
