"""A cluster over bonds, described by values or by its configuration files; `run()` tells what becomes of it.

Here nodes have the numbers that Corosync gives them, from 1 unless others are given, and times are seconds; inside the
model nodes count from 0 and times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from . import ha, knet
from .connectivity import Connectivity, Pair, from_losses
from .errors import ModelError, NotModelled, in_range
from .quorum import Quorum
from .ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, Timers
from .trace import Trace

MAX_NODES = 32  # beyond it the membership protocol was never watched
DEFAULT_DURATION = 200.0


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one slave of one node's bond, from `start` to `heal` (seconds; None: it stays).

    `kind`: tx (it sends nothing any more), rx (it hears nothing), both; in these the link state stays up. carrier: the
    link goes down.
    """

    kind: str
    node: int = 1
    slave: int = 0
    start: float = 0.0
    heal: float | None = None

    KINDS = ("tx", "rx", "both", "carrier")

    def __post_init__(self) -> None:
        if self.kind not in self.KINDS:
            raise ModelError(f"fault.kind: {self.kind!r} is not one of {', '.join(self.KINDS)}")
        _times("fault", self.start, self.heal)

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
        object.__setattr__(self, "pairs", tuple((a, b) for a, b in self.pairs))
        _times("cut", self.start, self.heal)


@dataclass(frozen=True)
class Stop:
    """A node is switched off at `start` (seconds) and stays off."""

    node: int
    start: float = 0.0

    def __post_init__(self) -> None:
        _times("stop", self.start, None)


Trouble = Fault | Cut | Stop


def _times(name: str, start: float, heal: float | None) -> None:
    if start < 0:
        raise ModelError(f"{name}.start: {start} s is before the run begins; it must be at least 0")
    if heal is not None and heal <= start:
        raise ModelError(f"{name}.heal: {heal} s is not after its start at {start} s")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A cluster whose Corosync link 0 runs over a bond in each node.

    nodes: how many (1 to 32). mode: the bond's mode by name, None for one plain network card. The bond's other options
    have the kernel's names. switch_lacp_rate is the rate on the switch's side. fault: what goes wrong, one or several.
    macs[node][slave] and ips[node] decide what the hash does; without them the nodes get consecutive ones.
    sound_links: further Corosync links over networks that work; link_priorities[link] as knet_link_priority. token and
    the like: as in corosync.conf, milliseconds. ha: the nodes with active HA services, or "all". duration: seconds.
    phase (0 to 1): how far every periodic timer has run when the run begins; lrm_phase for the LRM alone. seed: for
    what is left to chance. node_ids, names: what the nodes are called, ascending ids. networks: what each Corosync
    link delivers, instead of a bond.

    Raises ModelError naming the field and what it allows; NotModelled for what is real but not covered.
    """

    nodes: int = 3
    mode: str | None = None
    slaves: int = 2
    xmit_hash_policy: str = "layer2"
    lacp_rate: str = "slow"
    switch_lacp_rate: str = "slow"
    miimon: int = 100
    bond_options: Mapping[str, Any] = field(default_factory=dict)
    macs: Sequence[Sequence[str]] | None = None
    ips: Sequence[str] | None = None
    fault: Trouble | Iterable[Trouble] = ()
    sound_links: int = 0
    link_priorities: Sequence[int] | None = None
    token: int = DEFAULT_TOKEN
    token_coefficient: int = DEFAULT_COEFFICIENT
    consensus: int | None = None
    ping_timers: knet.PingTimers | None = None
    votes: Mapping[int, int] = field(default_factory=dict)
    expected_votes: int | None = None
    two_node: bool = False
    wait_for_all: bool | None = None
    device_votes: int = 0
    ha: Iterable[int] | str = ()
    duration: float = DEFAULT_DURATION
    phase: float = 0.0
    lrm_phase: float | None = None
    seed: int = 0
    node_ids: Sequence[int] | None = None
    names: Sequence[str] | None = None
    networks: Sequence[Connectivity] | None = None

    def __post_init__(self) -> None:
        in_range("nodes", self.nodes, 1, MAX_NODES)
        in_range("sound_links", self.sound_links, 0, 7)
        self._settle("fault", (self.fault,) if isinstance(self.fault, Fault | Cut | Stop) else tuple(self.fault))
        self._settle("node_ids", tuple(self.node_ids or range(1, self.nodes + 1)))
        self._settle("names", tuple(self.names or (f"node {i}" for i in self.ids)))
        self._settle("ha", self.ids if self.ha == "all" else tuple(self.ha))
        self._check_nodes()
        self._check_numbers()
        self._check_faults()

    def _settle(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _check_nodes(self) -> None:
        if len(self.ids) != self.nodes or list(self.ids) != sorted(set(self.ids)) or self.ids[0] < 1:
            raise ModelError(f"node_ids: {list(self.ids)} must be {self.nodes} different ids of at least 1, ascending")
        for name in ("names", "macs", "ips"):
            given = getattr(self, name)
            if given is not None and len(given) != self.nodes:
                raise ModelError(f"{name}: {len(given)} given for {self.nodes} nodes; give one for each node")
        if isinstance(self.ha, str):
            raise ModelError(f"ha: {self.ha!r} is neither a list of node ids nor 'all'")
        for name, nodes in (("ha", self.ha), ("votes", self.votes)):
            for node in nodes:
                self.index(node, name)

    def _check_numbers(self) -> None:
        for name in ("phase", "lrm_phase"):
            value = getattr(self, name)
            if value is not None and not 0.0 <= value < 1.0:
                raise ModelError(f"{name}: {value!r} is not at least 0 and less than 1")
        if not 0 < self.duration <= 86_400:
            raise ModelError(f"duration: {self.duration!r} is not a number of seconds above 0 and up to 86400")
        if self.networks is not None:
            if self.mode is not None:
                raise ModelError("networks: cannot be combined with mode; the networks already say what is delivered")
            if not self.networks or any(net.nodes != self.nodes for net in self.networks):
                raise ModelError(f"networks: give at least one, each of {self.nodes} nodes")

    def _check_faults(self) -> None:
        for trouble in self.troubles:
            if isinstance(trouble, Cut):
                for a, b in trouble.pairs:
                    if self.index(a, "cut.pairs") == self.index(b, "cut.pairs"):
                        raise ModelError(f"cut.pairs: ({a}, {b}) is not a pair of two nodes")
                continue
            self.index(trouble.node, f"{type(trouble).__name__.lower()}.node")
            if isinstance(trouble, Fault):
                if self.mode is None:
                    raise ModelError(
                        "fault: needs a bond to hit; give the scenario a mode, or use Cut for a network without one"
                    )
                in_range("fault.slave", trouble.slave, 0, self.slaves - 1)

    # -- what the fields mean

    @property
    def ids(self) -> tuple[int, ...]:
        """The Corosync node ids, ascending."""
        return tuple(self.node_ids or ())

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """All that goes wrong."""
        return tuple(self.fault) if not isinstance(self.fault, Fault | Cut | Stop) else (self.fault,)

    @property
    def start(self) -> float:
        """When the first trouble begins (seconds; 0 without any)."""
        return min((trouble.start for trouble in self.troubles), default=0.0)

    def index(self, node: int, field_name: str = "node") -> int:
        """The position of a node id; ModelError names `field_name` when there is no such node."""
        if node not in self.ids:
            raise ModelError(f"{field_name}: there is no node {node!r}; the nodes are {', '.join(map(str, self.ids))}")
        return self.ids.index(node)

    @property
    def timers(self) -> Timers:
        """The Totem timeouts in force."""
        return Timers.of(self.nodes, self.token, self.token_coefficient, self.consensus)

    @property
    def quorum(self) -> Quorum:
        """The votes."""
        votes = {self.index(node): count for node, count in self.votes.items()}
        return Quorum(self.nodes, votes, self.expected_votes, self.two_node, self.wait_for_all, self.device_votes)

    def but(self, **changes: Any) -> Scenario:
        """The same scenario with some fields changed."""
        return replace(self, **changes)

    # -- running

    def connectivities(self) -> tuple[Connectivity, ...]:
        """What each Corosync link delivers, link 0 first."""
        first = tuple(self.networks) if self.networks is not None else (self._bond(),)
        cuts = [trouble for trouble in self.troubles if isinstance(trouble, Cut)]
        sound = (Connectivity(self.nodes),) * self.sound_links
        nets = first + sound
        for cut in cuts:
            in_range("cut.link", cut.link, 0, len(nets) - 1)
        return tuple(
            _overlaid(net, self._cut_pairs(c for c in cuts if c.link == link)) for link, net in enumerate(nets)
        )

    def _bond(self) -> Connectivity:
        if self.mode is None:
            return Connectivity(self.nodes)
        raise NotModelled("mode: the network half of the model is not there yet")

    def _cut_pairs(self, cuts: Iterable[Cut]) -> list[tuple[Pair, int, int]]:
        forever = ms(self.duration) + 1
        return [
            ((self.index(a), self.index(b)), ms(cut.start), forever if cut.heal is None else ms(cut.heal))
            for cut in cuts
            for a, b in cut.pairs
        ]

    def run(self) -> Trace:
        """Play the scenario; the same one gives the same trace every time."""
        end = ms(self.duration)
        networks = self.connectivities()
        timers = self.timers
        graphs = knet.graph(
            networks,
            self.ping_timers or timers.pings(),
            end,
            priorities=self.link_priorities,
            phase=self.phase,
            seed=self.seed,
        )
        active = [self.index(node) for node in self.ha] if not isinstance(self.ha, str) else []
        stopped = {self.index(t.node): ms(t.start) for t in self.troubles if isinstance(t, Stop)}
        lrm_phase = self.phase if self.lrm_phase is None else self.lrm_phase
        outcome = ha.outcome(graphs, timers, self.quorum, active, end, lrm_phase, stopped)
        return Trace(
            self.ids,
            tuple(self.names or ()),
            networks,
            graphs,
            outcome,
            ms(self.start),
            end,
            stopped,
            frozenset(active),
        )


def ms(seconds: float) -> int:
    """Whole milliseconds."""
    return round(seconds * 1000)


def _overlaid(net: Connectivity, cuts: Sequence[tuple[Pair, int, int]]) -> Connectivity:
    """What is left of a network when some pairs are cut."""
    if not cuts:
        return net
    times = sorted({*net.times(), *(t for _, start, stop in cuts for t in (start, stop))})
    states = [
        (
            t,
            net.pairs_lossy_at(t) | {pair: 1.0 for pair, start, stop in cuts if start <= t < stop},
            "a path was cut or mended",
        )
        for t in times
    ]
    return from_losses(net.nodes, states)
