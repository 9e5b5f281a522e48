"""The fields of a scenario: what they may be, and what they mean.

Here nodes have the numbers that Corosync gives them, from 1 unless others are given, and times are seconds; inside the
model nodes count from 0 and times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from bondmodel.cluster import knet
from bondmodel.cluster.ha import DEVICE_TIMEOUT
from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, Timers
from bondmodel.cluster.votequorum import LAST_MAN_STANDING_WINDOW, Quorum
from bondmodel.connectivity import Connectivity
from bondmodel.errors import ModelError, NotModelled, in_range
from bondmodel.field_types import check_types
from bondmodel.net.topology import PORT

from .faults import AnyFault, Cut, Fault, Stop, ms

MAX_NODES = 32  # beyond it the membership protocol was never watched
MAX_LINKS = 8
DEFAULT_DURATION = 200.0
LONGEST_DURATION = 86_400
CLIENT_LIMIT = 600  # s; a watchdog device that waits longer is none that HA could use


@dataclass(frozen=True, kw_only=True, repr=False)
class Description:
    """The fields of `Scenario`, which says what they are; raises ModelError or NotModelled, naming the field."""

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
    port: int = PORT
    vlan: int = 0
    more_links: Sequence[Sequence[str]] = ()
    more_ports: Sequence[int] = ()
    more_vlans: Sequence[int] = ()
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
    last_man_standing: bool = False
    last_man_standing_window: int = LAST_MAN_STANDING_WINDOW
    auto_tie_breaker: str | Sequence[int] | None = None
    device_votes: int = 0
    device_algorithm: str = "ffsplit"
    device_tie_breaker: str | int = "lowest"
    spared: float = 0.0
    ties: float = 0.0
    ha: Iterable[int] | str = ()
    reboot: float | None = None
    watchdog: float = DEVICE_TIMEOUT / 1000
    duration: float = DEFAULT_DURATION
    phase: float = 0.0
    lrm_phase: float | None = None
    seed: int = 0
    node_ids: Sequence[int] | None = None
    names: Sequence[str] | None = None
    networks: Sequence[Connectivity] | None = None

    def __post_init__(self) -> None:
        in_range("nodes", self.nodes, 1, MAX_NODES)
        in_range("sound_links", self.sound_links, 0, MAX_LINKS - 1)
        for name in ("fault", "ha"):
            self._settle(name)
        check_types(self)
        self._check_nodes()
        self._check_numbers()
        self._check_links()
        self._check_faults()
        self._check_restarts()

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
            values = getattr(self, name)
            if values is not None and len(values) != self.nodes:
                raise ModelError(f"{name}: {len(values)} given for {self.nodes} nodes; give one for each node")
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
        for name in ("spared", "ties"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ModelError(f"{name}: {getattr(self, name)!r} is not from 0 to 1")
        if not 0 < self.duration <= LONGEST_DURATION:
            raise ModelError(
                f"duration: {self.duration!r} is not a number of seconds above 0 and up to {LONGEST_DURATION}"
            )
        if not 0 < self.watchdog <= CLIENT_LIMIT:
            raise ModelError(f"watchdog: {self.watchdog!r} is not a number of seconds above 0 and up to {CLIENT_LIMIT}")
        if self.networks is not None:
            if self.mode is not None:
                raise ModelError("networks: cannot be combined with mode; the networks already say what is delivered")
            if not self.networks or any(net.nodes != self.nodes for net in self.networks):
                raise ModelError(f"networks: give at least one, each of {self.nodes} nodes")

    def _check_links(self) -> None:
        count = 1 + len(self.more_links) + self.sound_links
        if count > MAX_LINKS:
            raise ModelError(f"more_links, sound_links: {count} Corosync links; there may be {MAX_LINKS}")
        for number, ips in enumerate(self.more_links):
            if len(ips) != self.nodes:
                raise ModelError(
                    f"more_links[{number}]: {len(ips)} addresses for {self.nodes} nodes; give one for each"
                )
        for name in ("more_ports", "more_vlans"):
            values = getattr(self, name)
            if values and len(values) != len(self.more_links):
                raise ModelError(
                    f"{name}: {len(values)} given for {len(self.more_links)} further links; give one for each"
                )
        if self.more_links and (self.mode is None or self.networks is not None):
            raise ModelError("more_links: are links over the bond; give the scenario a mode")

    def _check_restarts(self) -> None:
        """The others have to notice that a node was away before it is back."""
        token = self.timers.token / 1000
        times = [("stop.back", f.back - f.start) for f in self.faults if isinstance(f, Stop) and f.back is not None]
        times += [] if self.reboot is None else [("reboot", self.reboot)]
        for name, away in times:
            if away <= token:
                raise NotModelled(
                    f"{name}: a node that is back after {away:g} s, before the token timeout of {token:g} s is over, "
                    "is not modelled"
                )

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

    def check_latency(self, token: int) -> None:
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
        """Return the position of a node id; ModelError names `field_name` when there is no such node."""
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
        return Quorum(
            nodes=self.nodes,
            votes=votes,
            expected=self.expected_votes,
            two_node=self.two_node,
            wait_for_all=self.wait_for_all,
            device_votes=self.device_votes,
            last_man_standing=self.last_man_standing,
            last_man_standing_window=self.last_man_standing_window,
            auto_tie_breaker=self._breaker("auto_tie_breaker", self.auto_tie_breaker),
            device_algorithm=self.device_algorithm,
            device_tie_breaker=self._device_breaker(),
        )

    def _breaker(self, name: str, breaker: str | Sequence[int] | None) -> str | Sequence[int] | None:
        if breaker is None or isinstance(breaker, str):
            return breaker
        return tuple(self.index(node, name) for node in breaker)

    def _device_breaker(self) -> str | int:
        breaker = self.device_tie_breaker
        return breaker if isinstance(breaker, str) else self.index(breaker, "device_tie_breaker")

    def __repr__(self) -> str:
        """As one would write it: only what is not the default."""
        default = {f.name: f.default for f in fields(self)} | {"votes": {}}
        values = [(f.name, getattr(self, f.name)) for f in fields(self)]
        return f"{type(self).__name__}(" + ", ".join(f"{k}={_short(k, v)}" for k, v in values if v != default[k]) + ")"

    def but(self, **changes: Any) -> Self:
        """Return the same scenario with some fields changed."""
        return replace(self, **changes)


def _short(name: str, value: Any) -> str:
    return repr(value[0]) if name == "fault" and len(value) == 1 else repr(value)
