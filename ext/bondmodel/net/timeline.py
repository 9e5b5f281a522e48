"""The run of a network under faults: events change the bonds, the changed bonds change what is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bondmodel.connectivity import Connectivity, Pair, from_losses

from .bond import BondState
from .bond.transmit import REDEAL_MS, bucket, deal
from .clock import Clock, Phase
from .fault_events import schedule
from .flows import Flows
from .link_faults import LinkFault, on_links
from .neighbour_table import NeighbourTable
from .path import Endpoint, loss
from .switch import Lag, Plain
from .topology import Network


class Timeline:
    """One run. Only pairs with a node that a fault touches are looked at: all others deliver everything.

    `set_up`, `change` and `at` are for the parts of the run that schedule events (`fault_events`).
    """

    def __init__(self, network: Network, faults: Sequence[LinkFault], until_ms: int, phase: Phase) -> None:
        self.network = network
        self.until_ms = until_ms
        self.phase = phase
        self.clock = Clock()
        self.ends = [Endpoint(BondState(node.bond)) for node in network.nodes]
        self.flows = Flows(network, phase)
        self._given = faults
        one_switch = isinstance(network.switch, Lag)
        self.faults = on_links(faults, [node.bond.slaves for node in network.nodes], one_switch=one_switch)
        self.touched = sorted({fault.node for fault in self.faults if fault.node is not None})
        self._dirty: set[int] = set()
        self._why: list[str] = []
        self._lost: dict[Pair, float] = {}
        self._states: list[tuple[int, dict[Pair, float], str]] = []
        self._neighbours = NeighbourTable(self)

    def run(self) -> Connectivity:
        """Schedule every fault and run the clock to the end."""
        for number, node in enumerate(self.network.nodes):
            if node.bond.mode == "balance-alb" and not node.address_on_bridge:
                self.ends[number].receives_on = self._assign_receivers(number)
        for number in self.touched:
            if self.network.nodes[number].bond.balances_load:
                self._start_dealing(number)
        schedule(self)
        self.clock.run(self.until_ms)
        return replace(from_losses(len(self.ends), self._states), latency_ms=self._latency())

    # for those who schedule events ----------------------------------------------------------------------------------

    def at(self, t_ms: int, node: int, action: Callable[[], None], why: str) -> None:
        """Have `action` change the bond of `node` at `t_ms`, unless the run is over by then."""
        if t_ms <= self.until_ms:
            self.clock.at(t_ms, lambda: self.change(node, action, why))

    def change(self, node: int, action: Callable[[], None], why: str) -> None:
        """Change the bond of `node` now; what is lost is told once all that happens now has happened."""
        action()
        self._note(why)
        if not self._dirty:
            self.clock.at(self.clock.now, self._settle)
        self._dirty.add(node)

    def _note(self, why: str) -> None:
        if why and why not in self._why:
            self._why.append(why)

    def peers(self, node: int) -> list[int]:
        """Return all other nodes."""
        return [peer for peer in range(len(self.ends)) if peer != node]

    # what is lost now -----------------------------------------------------------------------------------------------

    def _latency(self) -> dict[Pair, int]:
        """What late links add, on the slaves that a healthy network uses."""
        added: dict[Pair, int] = {}
        ends = [Endpoint(BondState(node.bond)) for node in self.network.nodes]
        for fault in self._given:
            if fault.kind != "latency" or fault.node is None or fault.slave is None:
                continue
            state = ends[fault.node].state
            for losses, outward in ((state.tx_loss, True), (state.rx_loss, False)):
                losses[fault.slave] = 1.0
                for peer in self.peers(fault.node):
                    a, b = (fault.node, peer) if outward else (peer, fault.node)
                    if loss(self.network.switch, ends[a], ends[b], self.flows.data(a, b), a):
                        added[a, b] = added.get((a, b), 0) + fault.extra_ms
                losses[fault.slave] = 0.0
        return added

    def _settle(self) -> None:
        pairs = {(min(node, peer), max(node, peer)) for node in self._dirty for peer in self.peers(node)}
        self._dirty.clear()
        for a, b in sorted(pairs):
            self._lost[a, b] = self._loss(a, b)
            self._lost[b, a] = self._loss(b, a)
            if not self.network.static_arp:
                self._neighbours.look(a, b)
        self.tell()

    def tell(self, why: str = "") -> None:
        """Record the state as it is now, unless that is about to be done."""
        self._note(why)
        if self._dirty:
            return
        now = {pair: share for pair, share in self._lost.items() if share}
        now.update(dict.fromkeys(self._neighbours.lost(), 1.0))
        self._states.append((self.clock.now, now, "; ".join(self._why)))
        self._why.clear()

    def _loss(self, a: int, b: int) -> float:
        return loss(self.network.switch, self.ends[a], self.ends[b], self.flows.data(a, b), a)

    def asked(self, a: int, b: int, *, to_all: bool) -> float:
        """Return share of a's questions for b's address that is lost now."""
        flow = self.flows.ask_all(a, b) if to_all else self.flows.ask(a, b)
        return loss(self.network.switch, self.ends[a], self.ends[b], flow, a)

    # balance-tlb and -alb -------------------------------------------------------------------------------------------

    def _assign_receivers(self, node: int) -> dict[int, int]:
        """Peers get the slaves in turn, in the order in which they were first asked for (`__rlb_next_rx_slave`)."""
        peers = self._order(f"arp order {node}", node)
        return {peer: turn % self.network.nodes[node].bond.slaves for turn, peer in enumerate(peers)}

    def _order(self, name: str, node: int) -> list[int]:
        peers = self.peers(node)
        if self.phase.fraction is None:
            self.phase.random(name).shuffle(peers)
        return peers

    def _start_dealing(self, node: int) -> None:
        if self.network.settled:
            self._deal(node, 0)
        first = self.phase.draw(f"deal {node}", 1, REDEAL_MS)
        for turn, t_ms in enumerate(range(first, self.until_ms + 1, REDEAL_MS), 1):
            self.at(
                t_ms,
                node,
                partial(self._deal, node, turn),
                f"node {node} has dealt its peers to its slaves anew",
            )

    def _deal(self, node: int, turn: int) -> None:
        state = self.ends[node].state
        buckets = [bucket(state, self.flows.data(node, peer)) for peer in self._order(f"deal {node} {turn}", node)]
        unbalanced = state.bond.mode == "balance-tlb" and not self.network.static_arp
        state.deal = deal(state, buckets, unbalanced=unbalanced)

    # what the switches have learned -----------------------------------------------------------------------------------

    def asked_all(self, node: int) -> None:
        """Note that a node has sent a broadcast: switches that cannot hear it directly have heard it over their
        link.
        """
        if not isinstance(self.network.switch, Plain) or not self.network.switch.linked:
            return
        state = self.ends[node].state
        usable = state.usable()
        silent = {slave for slave in range(state.bond.slaves) if state.tx_loss[slave] == 1.0 or slave not in usable}
        loud = [peer for peer in self.peers(node) if self.asked(node, peer, to_all=True) < 1.0]
        if loud and not silent <= self.ends[node].moved:
            self.change(
                node,
                lambda: self.ends[node].moved.update(silent),
                f"the switches have heard node {node} on another slave",
            )
