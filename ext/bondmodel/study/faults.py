"""What may go wrong with a cluster. Nodes have their Corosync ids, times are seconds from the begin of the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from bondmodel.errors import ModelError, NotModelled, choose
from bondmodel.field_types import check_types
from bondmodel.net import link_faults

KINDS = ("tx", "rx", "both", "carrier", "latency", "switch")
NOT_MODELLED = {  # what happens to networks as well, and would make another model
    "stp": "a port that a spanning tree blocks, or learns on, for a time",
    "mtu": "a network that passes small packets and drops large ones",
    "mlag": "an aggregate over two switches whose peer link fails or one of which restarts",
    "congestion": "a network that loses packets because there are too many",
    "maintenance": "a node that is taken out of service in order",
}
SHOWN = {"latency": ("node", "slave", "extra"), "switch": ("slave", "start")}  # of the others node, slave, start


@dataclass(frozen=True, repr=False)
class Fault:
    """What goes wrong with one slave of one node's bond, from `start` to `heal` (seconds; None: it stays).

    `kind`: tx (it sends nothing any more), rx (it hears nothing), both; in these the link state stays up. carrier: the
    link goes down. latency: what it sends and hears takes `extra` seconds longer. switch: the switch of that slave
    number forwards nothing; its ports stay up, unless `ports_down`. `loss`: the share of frames lost, where not all
    are.
    """

    kind: str
    node: int = 1
    slave: int = 0
    start: float = 0.0
    heal: float | None = None
    loss: float = 1.0
    extra: float = 0.0
    ports_down: bool = False

    def __post_init__(self) -> None:
        check_types(self, "fault.")
        if self.kind in NOT_MODELLED:
            raise NotModelled(f"fault.kind: {self.kind}: {NOT_MODELLED[self.kind]} is not modelled")
        choose("fault.kind", self.kind, KINDS)
        _times("fault", self.start, self.heal)
        if self.extra < 0:
            raise ModelError(f"fault.extra: {self.extra} s is less than nothing; it must be at least 0")

    def __repr__(self) -> str:
        healed = {} if self.heal is None else {"heal": self.heal}
        if self.loss != 1.0:
            rest = _arguments(start=self.start, **healed, loss=self.loss)
            return f"Fault({self.kind!r}, {self.node!r}, {self.slave!r}, {rest})"
        shown = {name: getattr(self, name) for name in SHOWN.get(self.kind, ("node", "slave", "start"))}
        down = {"ports_down": True} if self.ports_down else {}
        return f"Fault.{self.kind}({_arguments(**shown, **healed, **down)})"

    def of_network(self, index: int) -> link_faults.LinkFault:
        """Return the same for the network half of the model, of the node with that index."""
        heal = None if self.heal is None else ms(self.heal)
        node = None if self.kind == "switch" else index
        return link_faults.LinkFault(
            kind=self.kind,
            node=node,
            slave=self.slave,
            start_ms=ms(self.start),
            heal_ms=heal,
            loss=self.loss,
            extra_ms=ms(self.extra),
            ports_down=self.ports_down,
        )

    @classmethod
    def tx(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """Return the slave stops transmitting, its link state stays up."""
        return cls("tx", node, slave, start, heal)

    @classmethod
    def rx(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """Return the slave stops receiving, its link state stays up."""
        return cls("rx", node, slave, start, heal)

    @classmethod
    def both(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """Return the slave neither sends nor receives, its link state stays up."""
        return cls("both", node, slave, start, heal)

    @classmethod
    def carrier(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """Return the slave's link goes down, as with a pulled cable."""
        return cls("carrier", node, slave, start, heal)

    @classmethod
    def latency(cls, node: int = 1, slave: int = 0, extra: float = 0.01) -> Fault:
        """Return what the slave sends and hears takes `extra` seconds longer, all the time."""
        return cls("latency", node, slave, extra=extra)

    @classmethod
    def switch(
        cls, slave: int = 0, start: float = 0.0, heal: float | None = None, *, ports_down: bool = False
    ) -> Fault:
        """Return the switch of that slave number forwards nothing, its ports stay up unless `ports_down`; where all
        slaves end on one switch, that one.
        """
        return cls("switch", slave=slave, start=start, heal=heal, ports_down=ports_down)


@dataclass(frozen=True)
class Cut:
    """Nothing from the first node of each pair reaches the second over one Corosync link, from `start` to `heal`
    (seconds; None: to the end).
    """

    pairs: tuple[tuple[int, int], ...]
    start: float = 0.0
    heal: float | None = None
    link: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "pairs", _pairs(self.pairs))
        check_types(self, "cut.")
        _times("cut", self.start, self.heal)


@dataclass(frozen=True, repr=False)
class Stop:
    """A node is switched off at `start` (seconds), and starts again at `back` (None: it stays off)."""

    node: int
    start: float = 0.0
    back: float | None = None

    def __post_init__(self) -> None:
        check_types(self, "stop.")
        _times("stop", self.start, self.back, "back")

    def __repr__(self) -> str:
        back = {} if self.back is None else {"back": self.back}
        return f"Stop({_arguments(node=self.node, start=self.start, **back)})"


def flapping(fault: Fault, *, down: float, up: float, until: float) -> tuple[Fault, ...]:
    """Return a fault that comes and goes: the same from its start on, there for `down` seconds, gone for `up` seconds,
    until `until`. Raises ModelError.
    """
    for name, value in (("down", down), ("up", up)):
        if value <= 0:
            raise ModelError(f"flapping: {name}: {value} s is no time; it must be above 0")
    count = max(1, ceil((until - fault.start) / (down + up)))
    starts = [fault.start + number * (down + up) for number in range(count)]
    return tuple(replace(fault, start=start, heal=start + down) for start in starts)


def _arguments(**values: object) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items())


def _pairs(given: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    try:
        pairs = [tuple(pair) for pair in given]
    except TypeError:
        pairs = []
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise ModelError(f"cut.pairs: {given!r} is not a list of pairs of node ids such as [(1, 3)]")
    return tuple((pair[0], pair[1]) for pair in pairs)


AnyFault = Fault | Cut | Stop


def ms(seconds: float) -> int:
    """Return seconds as whole milliseconds."""
    return round(seconds * 1000)


def _times(name: str, start: float, heal: float | None, end: str = "heal") -> None:
    if start < 0:
        raise ModelError(f"{name}.start: {start} s is before the run begins; it must be at least 0")
    if heal is not None and heal <= start:
        raise ModelError(f"{name}.{end}: {heal} s is not after its start at {start} s")
