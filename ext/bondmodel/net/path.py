"""The loss of a flow on its way: out of the sender's bond, through the switch, into the receiver's bond."""

from __future__ import annotations

from dataclasses import dataclass, field

from bondmodel.errors import ModelError, NotModelled

from .bond import Bond, BondState
from .bond.transmit import Flow, shares
from .switch import Lag, Plain, Switch, learned_port, located_port


def check(switch: Switch, bond: Bond) -> None:
    """Raise unless `bond` can be attached to `switch` in a way that is modelled."""
    if isinstance(switch, Plain):
        return
    if bond.has_active_slave:
        raise NotModelled(f"{bond.mode} on an aggregate of the switch is not modelled; it wants plain switches")
    if bond.arp_interval:
        raise NotModelled(
            "arp_interval on an aggregate is not modelled: the switch decides which slave hears the answers"
        )
    if (bond.mode == "802.3ad") != (switch.mode == "802.3ad"):
        raise ModelError(
            f"switch mode: {switch.mode} does not go with {bond.mode}; both ends speak LACP or neither does"
        )


@dataclass(slots=True)
class Endpoint:
    """A node's bond and, on an aggregate, the switch's ports to it.

    `switch_sends`, `switch_takes`: by slave, whether the switch uses the port. `receives_on`: peer -> slave that
    balance-alb told it (receive load balancing); None where it does not balance. `moved`: slaves whose switch has
    since heard the node from elsewhere only. `deaf`: peers that still send to an address that is gone.
    """

    state: BondState
    switch_sends: list[bool] = field(default_factory=list)
    switch_takes: list[bool] = field(default_factory=list)
    receives_on: dict[int, int] | None = None
    moved: set[int] = field(default_factory=set)
    deaf: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        count = self.state.bond.slaves
        self.switch_sends, self.switch_takes = [True] * count, [True] * count

    def arrival(self, slave: int, *, broadcast: bool = False) -> float:
        """Return share of the frames on their way to `slave` that the node takes."""
        taken = self.state.accepts_broadcast(slave) if broadcast else self.state.accepts(slave)
        return (1.0 - self.state.rx_loss[slave]) if taken else 0.0


def loss(switch: Switch, sender: Endpoint, receiver: Endpoint, flow: Flow, me: int) -> float:
    """Return share of `flow` from node `me` that does not arrive at `flow.peer`."""
    pinned = sender.receives_on.get(flow.peer) if sender.receives_on is not None and flow.frame.neighbour else None
    leaving = shares(sender.state, flow, pinned)
    if me in receiver.deaf and not flow.frame.to_many:
        return 1.0
    arrived = [(share, _one_way(switch, sender, receiver, flow, me, slave=slave)) for slave, share in leaving]
    if sender.state.bond.mode == "broadcast":
        lost = 1.0
        for _, part in arrived:
            lost *= 1.0 - part
        return lost
    return 1.0 - sum(share * part for share, part in arrived)


def _one_way(switch: Switch, sender: Endpoint, receiver: Endpoint, flow: Flow, me: int, *, slave: int) -> float:
    """Share that arrives of what leaves on `slave`."""
    sent = 1.0 - sender.state.tx_loss[slave]
    if not sent or not sender.state.carrier[slave]:
        return 0.0
    if isinstance(switch, Lag):
        return sent * _through_lag(switch, sender, receiver, flow, slave)
    return sent * _through_plain(switch, receiver, flow, me, slave)


def _through_lag(switch: Lag, sender: Endpoint, receiver: Endpoint, flow: Flow, slave: int) -> float:
    if not sender.switch_takes[slave]:
        return 0.0
    carrier = receiver.state.carrier
    ports = [port for port, sends in enumerate(receiver.switch_sends) if sends]
    if not ports:
        return 0.0
    port = ports[flow.hash(switch.xmit_hash_policy) % len(ports)]
    return receiver.arrival(port, broadcast=flow.frame.to_many) if carrier[port] else 0.0


def _through_plain(switch: Plain, receiver: Endpoint, flow: Flow, me: int, slave: int) -> float:
    if flow.frame.to_many:
        heard = range(receiver.state.bond.slaves) if switch.linked else [slave]
        return max((receiver.arrival(s, broadcast=True) for s in heard if s < receiver.state.bond.slaves), default=0.0)
    port = _plain_port(switch, receiver, me, slave)
    return 0.0 if port is None else receiver.arrival(port)


def _plain_port(switch: Plain, receiver: Endpoint, me: int, slave: int) -> int | None:
    state = receiver.state
    if not state.bond.has_active_slave:
        return learned_port(slave, state.carrier, state.usable(), moved=slave in receiver.moved, linked=switch.linked)
    assigned = receiver.receives_on.get(me) if receiver.receives_on is not None else None
    at = state.active if assigned is None else assigned
    return None if at is None else located_port(slave, at, linked=switch.linked)
