"""What may go wrong with a cluster. Nodes have their Corosync ids, times are seconds from the begin of the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import faults
from .errors import ModelError, choose

KINDS = ("tx", "rx", "both", "carrier", "switch")


@dataclass(frozen=True, repr=False)
class Fault:
    """What goes wrong with one slave of one node's bond, from `start` to `heal` (seconds; None: it stays).

    `kind`: tx (it sends nothing any more), rx (it hears nothing), both; in these the link state stays up. carrier: the
    link goes down. switch: the switch of that slave number forwards nothing, its ports stay up. `loss`: the
    share of frames lost, where not all are.
    """

    kind: str
    node: int = 1
    slave: int = 0
    start: float = 0.0
    heal: float | None = None
    loss: float = 1.0

    def __post_init__(self) -> None:
        choose("fault.kind", self.kind, KINDS)
        _times("fault", self.start, self.heal)

    def __repr__(self) -> str:
        healed = "" if self.heal is None else f", heal={self.heal!r}"
        if self.loss != 1.0:
            return f"Fault({self.kind!r}, {self.node!r}, {self.slave!r}, {self.start!r}{healed}, loss={self.loss!r})"
        node = "" if self.kind == "switch" else f"node={self.node!r}, "
        return f"Fault.{self.kind}({node}slave={self.slave!r}, start={self.start!r}{healed})"

    def of_network(self, index: int) -> faults.Fault:
        """The same for the network half of the model, of the node with that index."""
        heal = None if self.heal is None else ms(self.heal)
        return faults.Fault(self.kind, index, self.slave, ms(self.start), heal, self.loss)

    @classmethod
    def tx(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """The slave stops transmitting, its link state stays up."""
        return cls("tx", node, slave, start, heal)

    @classmethod
    def rx(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """The slave stops receiving, its link state stays up."""
        return cls("rx", node, slave, start, heal)

    @classmethod
    def both(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """The slave neither sends nor receives, its link state stays up."""
        return cls("both", node, slave, start, heal)

    @classmethod
    def carrier(cls, node: int = 1, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """The slave's link goes down, as with a pulled cable."""
        return cls("carrier", node, slave, start, heal)

    @classmethod
    def switch(cls, slave: int = 0, start: float = 0.0, heal: float | None = None) -> Fault:
        """The switch of that slave number forwards nothing, its ports stay up; where all slaves end on one switch, that
        one.
        """
        return cls("switch", slave=slave, start=start, heal=heal)


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
        _times("cut", self.start, self.heal)


@dataclass(frozen=True)
class Stop:
    """A node is switched off at `start` (seconds) and stays off."""

    node: int
    start: float = 0.0

    def __post_init__(self) -> None:
        _times("stop", self.start, None)


def _pairs(given: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    pairs = [tuple(pair) for pair in given]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise ModelError(f"cut.pairs: {given!r} is not a list of pairs of node ids such as [(1, 3)]")
    return tuple((pair[0], pair[1]) for pair in pairs)


Trouble = Fault | Cut | Stop


def ms(seconds: float) -> int:
    """Whole milliseconds."""
    return round(seconds * 1000)


def _times(name: str, start: float, heal: float | None) -> None:
    if start < 0:
        raise ModelError(f"{name}.start: {start} s is before the run begins; it must be at least 0")
    if heal is not None and heal <= start:
        raise ModelError(f"{name}.heal: {heal} s is not after its start at {start} s")
