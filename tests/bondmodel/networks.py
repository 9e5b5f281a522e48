"""Networks that many tests use."""

from bondmodel.net.bond import Bond
from bondmodel.net.switch import Lag, Plain
from bondmodel.net.topology import Network, Node


def network(mode="balance-xor", count=5, switch=None, slaves=2, on_bridge=False, about=None, **options):
    """Node i has the address 10.0.0.(i+1), its slave s the address 02:aa:00:00:(s):(i+1)."""
    bond = Bond(mode, slaves, **options)
    nodes = tuple(
        Node(bond, tuple(f"02:aa:00:00:{s:02x}:{i:02x}" for s in range(slaves)), f"10.0.0.{i}", on_bridge)
        for i in range(1, count + 1)
    )
    return Network(nodes, switch or Plain(), **(about or {}))


def lacp(node="slow", switch="slow", count=5, partner="linux", coupled=(True, True), **options):
    """An LACP network with these rates, coupled control at (node, switch)."""
    lag = Lag("802.3ad", lacp_rate=switch, partner=partner, coupled_control=coupled[1])
    return network("802.3ad", count, lag, lacp_rate=node, coupled_control=coupled[0], **options)
