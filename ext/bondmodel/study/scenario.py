"""A cluster over bonds, described by values or by its configuration files; `run()` computes what happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bondmodel.cluster import ha, knet
from bondmodel.cluster.ring import Absences, Timers
from bondmodel.connectivity import Connectivity, Pair, from_losses
from bondmodel.errors import ModelError, NotModelled, in_range
from bondmodel.net import link_faults
from bondmodel.net.bond import Bond
from bondmodel.net.clock import Phase
from bondmodel.net.network import Network, Node, connectivity
from bondmodel.net.switch import Lag

from .defaults import addresses, switch_for
from .description import Description
from .faults import Cut, Fault, Stop, ms
from .trace import Trace

FOREVER = 1 << 60  # ms
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
class Scenario(Description):
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

    Corosync: port and vlan of link 0; more_links, the addresses (by node) of further links over the same bond, with
    more_ports and more_vlans; sound_links, how many further links there are over networks that work; link_priorities
    (knet_link_priority of each link, in this order). token, token_coefficient, consensus (ms), ping_timers.
    Votes: votes (by node id, where not 1), expected_votes, two_node, wait_for_all, last_man_standing,
    last_man_standing_window (ms), auto_tie_breaker ("lowest", "highest" or node ids), device_votes, device_algorithm
    ("ffsplit", "lms"), device_tie_breaker. spared: the chance that, where several rings of more than one node form at
    once and hear each other, one completes all the same; 0, the worst case, unless given (a third of the times on exact
    timers, a tenth on a busy host). ties: the chance that, where timers are due as messages arrive, some timers come
    first; in reality either happens.

    ha: the ids of the nodes with active HA services, or "all"; watchdog: the timeout of their watchdog devices. reboot:
    after how many seconds a node that was reset starts again; None: it stays off.

    duration: seconds. phase, 0 to 1: how far the periodic timers have run when the run begins; lrm_phase the same for
    the LRMs alone. seed: for what is left to chance. networks: what each Corosync link delivers, instead of a bond.

    Raises ModelError naming the field and what it allows; NotModelled for what is real but not covered.
    """

    def connectivities(self) -> tuple[Connectivity, ...]:
        """Return what each Corosync link delivers, link 0 first."""
        first = tuple(self.networks) if self.networks is not None else self._over_bond()
        cuts = [fault for fault in self.faults if isinstance(fault, Cut)]
        sound = (Connectivity(self.nodes),) * self.sound_links
        nets = first + sound
        for cut in cuts:
            in_range("cut.link", cut.link, 0, len(nets) - 1)
        return tuple(
            _overlaid(net, self._cut_pairs(c for c in cuts if c.link == link)) for link, net in enumerate(nets)
        )

    def _over_bond(self) -> tuple[Connectivity, ...]:
        if self.mode is None and any(isinstance(fault, Fault) for fault in self.faults):
            words = "needs a bond to hit; give the scenario a mode, or use Cut for a network without one"
            raise ModelError(f"fault: {words}")
        if self.mode is None or self.nodes == 1:
            return (Connectivity(self.nodes),) * (1 + len(self.more_links))
        hit = [f.of_network(self.index(f.node)) for f in self.faults if isinstance(f, Fault)]
        phase = self._network_phase(hit)
        networks = [self.network(link) for link in range(1 + len(self.more_links))]
        if len(networks) > 1 and networks[0].nodes[0].bond.balances_load:
            raise NotModelled(f"more_links: several Corosync links over one bond of mode {self.mode} are not modelled")
        return tuple(connectivity(network, hit, ms(self.duration), phase) for network in networks)

    def _network_phase(self, hit: Iterable[link_faults.LinkFault]) -> Phase:
        """LACPDUs of both ends at the scenario's phase; all else is drawn."""
        links = sorted({f"node {fault.node} slave {fault.slave}" for fault in hit})
        at = [(f"{end} {link}", self.phase) for link in links for end in LACP_ENDS]
        return Phase(self.seed, None, tuple(at))

    def network(self, link: int = 0) -> Network:
        """Return the bonds, their addresses and the switch, as the Corosync link with that number sees them: 0, or one
        of `more_links`. ModelError or NotModelled where they cannot be.
        """
        miimon = self.miimon if self.miimon is not None else 0 if self.arp_interval else 100
        options = {name: getattr(self, name) for name in BOND_OPTIONS}
        listed = {"arp_ip_target": tuple(self.arp_ip_target), "prio": tuple(self.prio)}
        bond = Bond(**options | listed | {"miimon": miimon})
        macs, ips = addresses(self.nodes, self.slaves, self.addresses)
        nodes = zip(self.macs or macs, self.more_links[link - 1] if link else self.ips or ips, strict=True)
        lag = Lag(
            "802.3ad" if bond.mode == "802.3ad" else "balance-xor",
            self.switch_xmit_hash_policy,
            self.switch_lacp_rate,
            self.switch_coupled_control,
            self.switch_partner,
        )
        nodes_of_network = tuple(Node(bond, tuple(m), ip, self.address_on_bridge) for m, ip in nodes)
        port = (self.port, *(self.more_ports or (self.port + 1 + at for at in range(len(self.more_links)))))[link]
        vlan = (self.vlan, *(self.more_vlans or (0,) * len(self.more_links)))[link]
        return Network(nodes_of_network, switch_for(bond, self.switch, lag), port=port, vlan=vlan)

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
        self.check_latency(timers.token)
        plan = self._plan(end)
        graphs, outcome = self._played(networks, timers, plan)
        names = tuple(self.names or (f"node {i}" for i in self.ids))
        return Trace(
            ids=self.ids,
            names=names,
            networks=networks,
            graphs=graphs,
            outcome=outcome,
            fault_ms=ms(self.start),
            end_ms=end,
            stopped=frozenset(plan.stopped),
            active=plan.active,
            disturbed=bool(self.faults),
        )

    def _plan(self, end: int) -> ha.Plan:
        stops = [fault for fault in self.faults if isinstance(fault, Stop)]
        stopped: dict[int, list[tuple[int, int | None]]] = {}
        for stop in sorted(stops, key=lambda stop: stop.start):
            back = None if stop.back is None else ms(stop.back)
            stopped.setdefault(self.index(stop.node), []).append((ms(stop.start), back))
        return ha.Plan(
            end=end,
            active=frozenset(self.index(node) for node in self.active),
            phase=self.phase if self.lrm_phase is None else self.lrm_phase,
            stopped=stopped,
            reboot=None if self.reboot is None else ms(self.reboot),
            device=ms(self.watchdog),
            spared=self.spared,
            ties=self.ties,
            seed=self.seed,
        )

    def _played(
        self, networks: Sequence[Connectivity], timers: Timers, plan: ha.Plan
    ) -> tuple[tuple[knet.Graph, ...], ha.Outcome]:
        """When nodes start decides about links, and those about resets: played until both agree. Each turn settles one
        more start.
        """
        starts = _starts(plan.stopped)
        while True:
            graphs = knet.graph(
                networks,
                self.ping_timers or timers.pings(),
                plan.end,
                priorities=self.link_priorities,
                phase=self.phase,
                seed=self.seed,
                starts=starts,
            )
            outcome = ha.outcome(graphs, timers, self.quorum, plan)
            if (started := _starts(outcome.absent)) == starts:
                return graphs, outcome
            starts = started


def _starts(absent: Absences) -> list[tuple[int, int]]:
    """Which node starts when."""
    return sorted((node, back) for node, spans in absent.items() for _, back in spans if back is not None)


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
