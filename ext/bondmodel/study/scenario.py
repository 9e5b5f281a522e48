"""A cluster over bonds, described by values or by its configuration files; `run()` tells what becomes of it.

Here nodes have the numbers that Corosync gives them, from 1 unless others are given, and times are seconds; inside the
model nodes count from 0 and times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bondmodel.cluster import ha, knet
from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, Timers
from bondmodel.cluster.votequorum import Quorum
from bondmodel.connectivity import Connectivity, Pair, from_losses
from bondmodel.errors import ModelError, NotModelled, in_range
from bondmodel.field_types import check_types
from bondmodel.net import link_faults
from bondmodel.net.bond import Bond
from bondmodel.net.clock import Phase
from bondmodel.net.network import Network, Node, connectivity
from bondmodel.net.switch import Lag

from .defaults import addresses, switch_for
from .faults import AnyFault, Cut, Fault, Stop, ms
from .trace import Trace

FOREVER = 1 << 60  # ms
MAX_NODES = 32  # beyond it the membership protocol was never watched
DEFAULT_DURATION = 200.0
LACP_ENDS = ("lacp", "lacp switch")
BOND_OPTIONS = (
    "mode",
    "slaves",
    "xmit_hash_policy",
    "lacp_rate",
    "updelay",
    "downdelay",
    "arp_interval",
    "arp_validate",
    "arp_missed_max",
    "primary",
    "primary_reselect",
    "packets_per_slave",
    "tlb_dynamic_lb",
    "coupled_control",
    "min_links",
    "all_slaves_active",
    "fail_over_mac",
    "num_grat_arp",
)


@dataclass(frozen=True, kw_only=True, repr=False)
class Scenario:
    """A cluster whose Corosync link 0 runs over a bond in each node; every field has a default, nodes 3.

    nodes: how many, 1 to 32. node_ids, names: what they are called; ids ascending, 1 to `nodes` unless given.

    The bond, as the kernel names it: mode (None: one plain network card), slaves (how many), xmit_hash_policy,
    lacp_rate, miimon, updelay, downdelay, arp_interval, arp_ip_target, arp_validate, arp_missed_max, primary (a slave's
    number), primary_reselect, prio (a number for each slave), packets_per_slave, tlb_dynamic_lb, coupled_control,
    min_links, all_slaves_active, fail_over_mac, num_grat_arp. address_on_bridge: the IP address belongs to a bridge
    over the bond. macs[node][slave] and ips[node] decide what a hash does; without them `addresses` 0 gives consecutive
    ones and any other number draws them.

    The other side: switch is "plain" (a switch for each slave number), "unlinked" (these are not joined) or "lag" (an
    aggregate for each node); None takes what the mode wants. switch_lacp_rate, switch_xmit_hash_policy,
    switch_coupled_control; switch_partner "standard" or "linux" says how its LACP leaves an aggregate.

    fault: what goes wrong, a `Fault`, `Cut` or `Stop` or several.

    Corosync: sound_links (further links, over networks that work), link_priorities (knet_link_priority of each link),
    token, token_coefficient, consensus (ms), ping_timers, votes (by node id, where not 1), expected_votes, two_node,
    wait_for_all, device_votes. spared: the chance that, where several rings of more than one node form at once and hear
    each other, one completes all the same; 0, the worst case, unless given (a third of the times on exact timers, a
    tenth on a busy host). ha: the ids of the nodes with active HA services, or "all".

    duration: seconds. phase, 0 to 1: how far the periodic timers have run when the run begins; lrm_phase the same for
    the LRMs alone. seed: for what is left to chance. networks: what each Corosync link delivers, instead of a bond.

    Raises ModelError naming the field and what it allows; NotModelled for what is real but not covered.
    """

    nodes: int = 3
    mode: str | None = None
    slaves: int = 2
    xmit_hash_policy: str = "layer2"
    lacp_rate: str = "slow"
    miimon: int | None = None
    updelay: int = 0
    downdelay: int = 0
    arp_interval: int = 0
    arp_ip_target: Sequence[str] = ()
    arp_validate: str = "none"
    arp_missed_max: int = 2
    primary: int | None = None
    primary_reselect: str = "always"
    prio: Sequence[int] = ()
    packets_per_slave: int = 1
    tlb_dynamic_lb: bool = True
    coupled_control: bool = True
    min_links: int = 0
    all_slaves_active: bool = False
    fail_over_mac: str = "none"
    num_grat_arp: int = 1
    address_on_bridge: bool = False
    macs: Sequence[Sequence[str]] | None = None
    ips: Sequence[str] | None = None
    addresses: int = 0
    switch: str | None = None
    switch_lacp_rate: str = "slow"
    switch_xmit_hash_policy: str = "layer2"
    switch_coupled_control: bool = True
    switch_partner: str = "standard"
    fault: AnyFault | Iterable[AnyFault] = ()
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
    spared: float = 0.0
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
        for name in ("fault", "ha"):
            self._settle(name)
        check_types(self)
        self._check_nodes()
        self._check_numbers()
        self._check_faults()

    def _settle(self, name: str) -> None:
        """Make a tuple of what may be given as one or as any iterable."""
        value = getattr(self, name)
        if isinstance(value, Fault | Cut | Stop):
            object.__setattr__(self, name, (value,))
        elif isinstance(value, Iterable) and not isinstance(value, str):
            object.__setattr__(self, name, tuple(value))

    def _check_nodes(self) -> None:
        if len(self.ids) != self.nodes or list(self.ids) != sorted(set(self.ids)) or self.ids[0] < 1:
            raise ModelError(f"node_ids: {list(self.ids)} must be {self.nodes} different ids of at least 1, ascending")
        for name in ("names", "macs", "ips"):
            given = getattr(self, name)
            if given is not None and len(given) != self.nodes:
                raise ModelError(f"{name}: {len(given)} given for {self.nodes} nodes; give one for each node")
        if isinstance(self.ha, str) and self.ha != "all":
            raise ModelError(f"ha: {self.ha!r} is neither a list of node ids nor 'all'")
        for name, nodes in (("ha", self.active), ("votes", self.votes)):
            for node in nodes:
                self.index(node, name)

    def _check_numbers(self) -> None:
        for name in ("phase", "lrm_phase"):
            value = getattr(self, name)
            if value is not None and not 0.0 <= value < 1.0:
                raise ModelError(f"{name}: {value!r} is not at least 0 and less than 1")
        if not 0.0 <= self.spared <= 1.0:
            raise ModelError(f"spared: {self.spared!r} is not from 0 to 1")
        if not 0 < self.duration <= 86_400:
            raise ModelError(f"duration: {self.duration!r} is not a number of seconds above 0 and up to 86400")
        if self.networks is not None:
            if self.mode is not None:
                raise ModelError("networks: cannot be combined with mode; the networks already say what is delivered")
            if not self.networks or any(net.nodes != self.nodes for net in self.networks):
                raise ModelError(f"networks: give at least one, each of {self.nodes} nodes")

    def _check_faults(self) -> None:
        for fault in self.faults:
            if isinstance(fault, Cut):
                for a, b in fault.pairs:
                    if self.index(a, "cut.pairs") == self.index(b, "cut.pairs"):
                        raise ModelError(f"cut.pairs: ({a}, {b}) is not a pair of two nodes")
                continue
            self.index(fault.node, f"{type(fault).__name__.lower()}.node")
            if isinstance(fault, Fault):
                in_range("fault.slave", fault.slave, 0, self.slaves - 1)

    def _check_latency(self, token: int) -> None:
        """The token comes once a round to each node, and leaves it."""
        around = sum(2 * ms(fault.extra) for fault in self.faults if isinstance(fault, Fault))
        if around >= token:
            raise NotModelled(
                f"fault.extra: latency that delays the token by up to {around} ms a round, with a token timeout of "
                f"{token} ms, is not modelled"
            )

    # -- what the fields mean

    @property
    def ids(self) -> tuple[int, ...]:
        """The Corosync node ids, ascending."""
        return tuple(range(1, self.nodes + 1)) if self.node_ids is None else tuple(self.node_ids)

    @property
    def active(self) -> tuple[int, ...]:
        """The ids of the nodes with active HA services."""
        return self.ids if isinstance(self.ha, str) else tuple(self.ha)

    @property
    def faults(self) -> tuple[AnyFault, ...]:
        """All that goes wrong."""
        return tuple(self.fault) if not isinstance(self.fault, Fault | Cut | Stop) else (self.fault,)

    @property
    def start(self) -> float:
        """When the first fault begins (seconds; 0 without any)."""
        return min((fault.start for fault in self.faults), default=0.0)

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

    def __repr__(self) -> str:
        """As one would write it: only what is not the default."""
        default = {f.name: f.default for f in fields(self)} | {"votes": {}}
        said = [(f.name, getattr(self, f.name)) for f in fields(self)]
        return "Scenario(" + ", ".join(f"{k}={_short(k, v)}" for k, v in said if v != default[k]) + ")"

    def but(self, **changes: Any) -> Scenario:
        """The same scenario with some fields changed."""
        return replace(self, **changes)

    # -- running

    def connectivities(self) -> tuple[Connectivity, ...]:
        """What each Corosync link delivers, link 0 first."""
        first = tuple(self.networks) if self.networks is not None else (self._bond(),)
        cuts = [fault for fault in self.faults if isinstance(fault, Cut)]
        sound = (Connectivity(self.nodes),) * self.sound_links
        nets = first + sound
        for cut in cuts:
            in_range("cut.link", cut.link, 0, len(nets) - 1)
        return tuple(
            _overlaid(net, self._cut_pairs(c for c in cuts if c.link == link)) for link, net in enumerate(nets)
        )

    def _bond(self) -> Connectivity:
        if self.mode is None and any(isinstance(fault, Fault) for fault in self.faults):
            words = "needs a bond to hit; give the scenario a mode, or use Cut for a network without one"
            raise ModelError(f"fault: {words}")
        if self.mode is None or self.nodes == 1:
            return Connectivity(self.nodes)
        hit = [f.of_network(self.index(f.node)) for f in self.faults if isinstance(f, Fault)]
        return connectivity(self.network(), hit, ms(self.duration), self._network_phase(hit))

    def _network_phase(self, hit: Iterable[link_faults.LinkFault]) -> Phase:
        """LACPDUs of both ends at the scenario's phase; all else is drawn."""
        links = sorted({f"node {fault.node} slave {fault.slave}" for fault in hit})
        at = [(f"{end} {link}", self.phase) for link in links for end in LACP_ENDS]
        return Phase(self.seed, None, tuple(at))

    def network(self) -> Network:
        """The bonds, their addresses and the switch; ModelError or NotModelled where they cannot be."""
        miimon = self.miimon if self.miimon is not None else 0 if self.arp_interval else 100
        said = {name: getattr(self, name) for name in BOND_OPTIONS}
        listed = {"arp_ip_target": tuple(self.arp_ip_target), "prio": tuple(self.prio)}
        bond = Bond(**said | listed | {"miimon": miimon})
        macs, ips = addresses(self.nodes, self.slaves, self.addresses)
        nodes = zip(self.macs or macs, self.ips or ips, strict=True)
        lag = Lag(
            "802.3ad" if bond.mode == "802.3ad" else "balance-xor",
            self.switch_xmit_hash_policy,
            self.switch_lacp_rate,
            self.switch_coupled_control,
            self.switch_partner,
        )
        made = tuple(Node(bond, tuple(m), ip, self.address_on_bridge) for m, ip in nodes)
        return Network(made, switch_for(bond, self.switch, lag))

    def _cut_pairs(self, cuts: Iterable[Cut]) -> list[tuple[Pair, int, int]]:
        return [
            ((self.index(a), self.index(b)), ms(cut.start), FOREVER if cut.heal is None else ms(cut.heal))
            for cut in cuts
            for a, b in cut.pairs
        ]

    def run(self) -> Trace:
        """Play the scenario; the same one gives the same trace every time."""
        end = ms(self.duration)
        networks = self.connectivities()
        timers = self.timers
        self._check_latency(timers.token)
        graphs = knet.graph(
            networks,
            self.ping_timers or timers.pings(),
            end,
            priorities=self.link_priorities,
            phase=self.phase,
            seed=self.seed,
        )
        active = [self.index(node) for node in self.active]
        names = tuple(self.names or (f"node {i}" for i in self.ids))
        stopped = {self.index(t.node): ms(t.start) for t in self.faults if isinstance(t, Stop)}
        lrm_phase = self.phase if self.lrm_phase is None else self.lrm_phase
        outcome = ha.outcome(
            graphs, timers, self.quorum, active, end, lrm_phase, stopped, spared=self.spared, seed=self.seed
        )
        return Trace(
            self.ids,
            names,
            networks,
            graphs,
            outcome,
            ms(self.start),
            end,
            stopped,
            frozenset(active),
            bool(self.faults),
        )


def _short(name: str, value: Any) -> str:
    return repr(value[0]) if name == "fault" and len(value) == 1 else repr(value)


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
        if t < FOREVER
    ]
    return from_losses(net.nodes, states)
