"""Faults become events: when they strike, when link monitors and LACP notice, and the same when they heal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from bondmodel.errors import NotModelled

from . import aggregation
from .bond.monitor import carrier_back_after, carrier_lost_after, heard_after, notices, silent_after
from .clock import Phase
from .lacp import Use
from .link_faults import LinkFault
from .path import Endpoint
from .switch import Lag, Plain
from .topology import Network

ALB_UPDATE_MS = 2_000  # RLB_UPDATE_DELAY: until balance-alb has told its peers of another slave
AGEING_MS = 300_000  # how long a switch remembers where it heard an address


class FaultHost(Protocol):
    """What is needed of the run."""

    network: Network
    phase: Phase
    until_ms: int
    ends: list[Endpoint]
    faults: list[LinkFault]

    def at(self, t_ms: int, node: int, action: Callable[[], None], why: str) -> None: ...


def schedule(run: FaultHost) -> None:
    """Schedule all that the faults of `run` bring about. Raises `NotModelled`."""
    by_link: dict[tuple[int, int], list[LinkFault]] = defaultdict(list)
    for fault in run.faults:
        if fault.node is not None and fault.slave is not None:
            by_link[fault.node, fault.slave].append(fault)
    _check_lacp(run, by_link)
    for (node, slave), faults in sorted(by_link.items()):
        _StruckSlave(run, node, slave, faults).schedule()


def _check_lacp(run: FaultHost, by_link: dict[tuple[int, int], list[LinkFault]]) -> None:
    """With no link left that hears LACPDUs the driver falls back to one link without a partner."""
    for number, node in enumerate(run.network.nodes):
        struck = [by_link.get((number, slave), []) for slave in range(node.bond.slaves)]
        if node.bond.mode == "802.3ad" and all(struck):
            kinds = {fault.kind for faults in struck for fault in faults}
            if kinds != {"both"} and kinds != {"carrier"}:
                raise NotModelled(
                    "faults on every link of an LACP bond are not modelled, unless all are dead both ways or all "
                    "without carrier; leave one link whole"
                )


class _StruckSlave:
    """The faults of one slave of one node."""

    def __init__(self, run: FaultHost, node: int, slave: int, faults: list[LinkFault]) -> None:
        self.run, self.node, self.slave, self.faults = run, node, slave, faults
        self.end = run.ends[node]
        self.state = self.end.state
        self.name = f"node {node} slave {slave}"

    def schedule(self) -> None:
        for t_ms in sorted(
            {fault.start_ms for fault in self.faults} | {t for f in self.faults if (t := f.heal_ms) is not None}
        ):
            self._at(t_ms, partial(self._wire, t_ms), self._words(t_ms))
        for number, fault in enumerate(self.faults):
            if fault.kind == "carrier":
                self._carrier(fault, number)
            else:
                self._silent(fault, number)
            if fault.stops_sending and isinstance(self.run.network.switch, Plain):
                self._at(
                    fault.start_ms + AGEING_MS,
                    self._forget,
                    f"the switch has forgotten node {self.node} on slave {self.slave}",
                )
        if self.state.bond.mode == "802.3ad":
            self._lacp()

    def _at(self, t_ms: int, action: Callable[[], None], why: str) -> None:
        self.run.at(t_ms, self.node, action, why)

    # the wire itself ------------------------------------------------------------------------------------------------

    def _wire(self, t_ms: int) -> None:
        here = [fault for fault in self.faults if fault.holds(t_ms)]
        self.state.tx_loss[self.slave] = _together(fault.loss for fault in here if fault.stops_sending)
        self.state.rx_loss[self.slave] = _together(fault.loss for fault in here if fault.stops_hearing)
        self.state.carrier[self.slave] = not any(fault.kind == "carrier" for fault in here)
        if self.state.tx_loss[self.slave] < 1.0:
            self.end.moved.discard(self.slave)

    def _words(self, t_ms: int) -> str:
        here = [fault.describe() for fault in self.faults if fault.start_ms == t_ms]
        return "; ".join(here) or f"a fault of {self.name} is over"

    def _forget(self) -> None:
        if self.state.tx_loss[self.slave] == 1.0:
            self.end.moved.add(self.slave)

    # carrier and ARP monitor ----------------------------------------------------------------------------------------

    def _carrier(self, fault: LinkFault, number: int) -> None:
        name = f"{self.name} {number}"
        switch_sees = 1
        if isinstance(self.run.network.switch, Lag) and self.run.network.switch.partner == "linux":
            switch_sees = self.run.phase.draw(f"switch miimon {name}", 1, 100)
        self._at(
            fault.start_ms + switch_sees,
            partial(self._set_switch, uses=False),
            f"the switch sees {self.name} without carrier",
        )
        seen = carrier_lost_after(self.state.bond, self.run.phase, name)
        if seen is not None and self._lasts(fault, seen):
            self._at(fault.start_ms + seen, self._down, f"{self.name} is down: no carrier")
            if self.end.receives_on is not None:
                updated_ms = fault.start_ms + seen + self.run.phase.draw(f"alb update {name}", 1, ALB_UPDATE_MS)
                self._at(updated_ms, self._end_update, f"node {self.node} has told its peers of another slave")
        if fault.heal_ms is not None:
            self._at(
                fault.heal_ms + switch_sees,
                partial(self._set_switch, uses=True),
                f"the switch sees the carrier of {self.name}",
            )
            back = carrier_back_after(self.state.bond, self.run.phase, name)
            if back is not None:
                self._at(fault.heal_ms + back, self._up, f"{self.name} is up again")

    def _silent(self, fault: LinkFault, number: int) -> None:
        bond = self.state.bond
        if not bond.arp_interval:
            return
        if fault.loss != 1.0:
            raise NotModelled("arp_interval with a slave that loses a part of its frames is not modelled")
        name = f"{self.name} {number}"
        if not bond.has_active_slave:
            self._probes_of_all(fault, name)
        seen = silent_after(bond, fault.kind, self.run.phase, name)
        if seen is None or not self._lasts(fault, seen):
            return
        self._at(fault.start_ms + seen, self._down, f"{self.name} is down: no answer from arp_ip_target")
        back = heard_after(bond, self.run.phase, name)
        if fault.heal_ms is not None and back is not None:
            self._at(fault.heal_ms + back, self._up, f"{self.name} is up again")

    def _probes_of_all(self, fault: LinkFault, name: str) -> None:
        """Where all slaves send probes, each to all, joined switches soon hear a node that a slave cannot send for."""
        switch = self.run.network.switch
        if not isinstance(switch, Plain) or not switch.linked:
            return
        if fault.kind == "rx":
            raise NotModelled(
                f"arp_interval in {self.state.bond.mode} on switches that are joined, with a slave that does not hear: "
                "its probes and those of the others make the switches change their minds all the time"
            )
        heard = fault.start_ms + self.run.phase.draw(f"probe {name}", 1, self.state.bond.arp_interval)
        self._at(heard, self._forget, f"the switches have heard node {self.node} on another slave")

    @staticmethod
    def _lasts(fault: LinkFault, after: int) -> bool:
        return fault.heal_ms is None or fault.start_ms + after < fault.heal_ms

    def _down(self) -> None:
        was_active = self.state.active == self.slave
        self.state.set_up(self.slave, up=False)
        if self.end.receives_on is not None:
            self._reassign(self.end.receives_on, was_active=was_active)

    def _up(self) -> None:
        if self.state.carrier[self.slave] and not self._still_noticed():
            self.state.set_up(self.slave, up=True)

    def _still_noticed(self) -> bool:
        """Whether the ARP monitor sees another fault of the slave that is not over yet."""
        state = self.state
        dead = {"tx": state.tx_loss[self.slave] == 1.0, "rx": state.rx_loss[self.slave] == 1.0}
        return any(is_dead and notices(state.bond, kind) for kind, is_dead in dead.items())

    def _set_switch(self, *, uses: bool) -> None:
        if not uses or self.state.bond.mode != "802.3ad":  # a link that is back has to be agreed upon first
            self.end.switch_sends[self.slave] = self.end.switch_takes[self.slave] = uses

    # balance-alb ----------------------------------------------------------------------------------------------------

    def _reassign(self, assigned: dict[int, int], *, was_active: bool) -> None:
        """Peers go on sending to an address that is gone until they are told (`rlb_clear_slave`, `alb_swap_mac_addr`).

        The active slave's address goes over to the next active one, and the address of that to the dead
        slave: then all peers are hit.
        """
        usable = self.state.usable()
        gone = sorted(peer for peer, slave in assigned.items() if slave == self.slave)
        self.end.deaf = frozenset(assigned if was_active else gone)
        if usable:
            assigned.update((peer, usable[turn % len(usable)]) for turn, peer in enumerate(gone))

    def _end_update(self) -> None:
        self.end.deaf = frozenset()

    # LACP -----------------------------------------------------------------------------------------------------------

    def _lacp(self) -> None:
        switch = self.run.network.switch
        if not isinstance(switch, Lag):
            return
        if not self.state.bond.miimon and any(fault.kind == "carrier" for fault in self.faults):
            raise NotModelled("802.3ad with miimon 0 and a link that loses its carrier is not modelled")
        before: Use | None = None
        for t_ms, use in aggregation.uses(self.state.bond, switch, self.faults, self.run.until_ms, self.run.phase):
            if before is not None:
                self._at(t_ms, partial(self._use, use), _lacp_words(before, use, self.name))
            before = use

    def _use(self, use: Use) -> None:
        self.state.sends[self.slave], self.state.takes[self.slave] = use.node_sends, use.node_takes
        self.state.member[self.slave] = use.node_member
        self.end.switch_sends[self.slave], self.end.switch_takes[self.slave] = use.switch_sends, use.switch_takes


def _together(shares: Iterable[float]) -> float:
    """The share lost by several losses at once."""
    passed = 1.0
    for share in shares:
        passed *= 1.0 - share
    return 1.0 - passed


def _lacp_words(before: Use, use: Use, name: str) -> str:
    changes = (
        ("node", "send on", before.node_sends, use.node_sends),
        ("node", "take from", before.node_takes, use.node_takes),
        ("switch", "send to", before.switch_sends, use.switch_sends),
        ("switch", "take from", before.switch_takes, use.switch_takes),
    )
    words = [f"the {who} {'begins' if now else 'ceases'} to {what} it" for who, what, was, now in changes if was != now]
    return f"802.3ad: {name}: {', '.join(words)}"
