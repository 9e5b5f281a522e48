"""From the texts of /etc/network/interfaces and corosync.conf to scenarios, and what only the two together show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_interface
from typing import Any

from bondmodel.cluster.knet import DEFAULT_PONG_COUNT, DEFAULT_PRIORITY, PingTimers
from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, Timers
from bondmodel.config import bonds, corosync, interfaces
from bondmodel.config.corosync import Section, link_of, links_of
from bondmodel.config.finding import Finding
from bondmodel.config.interfaces import Interfaces, Stanza, named
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.bond.options import LEARNED_MODES, RATES

from .scenario import Scenario


@dataclass(frozen=True)
class Configuration:
    """Both files as read, with every finding about each."""

    interfaces: Interfaces
    corosync: Section
    interface_findings: tuple[Finding, ...]
    corosync_findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the configuration from working."""
        return tuple(f for f in self.interface_findings + self.corosync_findings if f.severity == "error")


def read(interfaces_text: str, corosync_text: str) -> Configuration:
    """Read and check both files, each for itself and together."""
    net = interfaces.read(interfaces_text)
    cluster, form = corosync.read(corosync_text)
    together = list(_slow_lacp(net, cluster))
    return Configuration(
        net,
        cluster,
        tuple(sorted([*bonds.check(net), *together])),
        tuple(sorted([*form, *corosync.check(cluster)])),
    )


def bond_under(net: Interfaces, name: str, depth: int = 0) -> Stanza | None:
    """The bond that an interface is, or that carries it: through a VLAN (`bond0.5`, vlan-raw-device) or a bridge's
    port.
    """
    if depth > len(net.stanzas):
        return None
    for stanza in net.named(name):
        if stanza.is_bond:
            return stanza
        below = [stanza.value("vlan-raw-device"), *stanza.value("bridge-ports").split()]
        for lower in below:
            if (bond := bond_under(net, lower, depth + 1)) is not None:
                return bond
    base = name.partition(".")[0]
    return bond_under(net, base, depth + 1) if base != name else None


def carriers(net: Interfaces, cluster: Section) -> dict[int, Stanza]:
    """The bonds that Corosync links run over, by link number: those that carry an address of a node, or its network."""
    return {link: bond for link, (_, bond) in _carrying(net, cluster).items()}


def _carrying(net: Interfaces, cluster: Section) -> dict[int, tuple[Stanza, Stanza]]:
    """By link number the interface that has the address, and the bond below it."""
    out: dict[int, tuple[Stanza, Stanza]] = {}
    for stanza in net.stanzas:
        for option in stanza.options:
            if option.key == "address" and (bond := bond_under(net, stanza.name)) is not None:
                for link in _links_in(option.value, stanza.value("netmask"), cluster):
                    out.setdefault(link, (stanza, bond))
    return out


def _links_in(address: str, netmask: str, cluster: Section) -> Iterator[int]:
    try:
        network = ip_interface(address if "/" in address or not netmask else f"{address}/{netmask}").network
    except ValueError:
        return
    for node in cluster.all("nodelist.node"):
        for link, option in links_of(node).items():
            try:
                inside = ip_address(option.value) in network
            except ValueError:
                continue  # a host name: nobody here can resolve it
            if inside:
                yield link


def _slow_lacp(net: Interfaces, cluster: Section) -> Iterator[Finding]:
    for bond in {bond.name: bond for bond in carriers(net, cluster).values()}.values():
        rate = bond.get("bond-lacp-rate")
        if bond.mode != "802.3ad" or (rate is not None and named(rate.value, RATES) == "fast"):
            continue
        place = rate or bond.get("bond-mode")
        assert place is not None
        text = (
            f"bond-lacp-rate: Corosync runs over {bond.name}, whose LACP is slow: a one-way failure lasts up to 93 s, "
            "longer than the HA watchdog waits; set bond-lacp-rate fast, and the same on the switch"
        )
        yield place.finding("warning", "slow-lacp", text)


def scenario(interfaces_text: str, corosync_text: str, bond: str | None = None, **changes: Any) -> Scenario:
    """The cluster that the two files describe, with the bond `bond` (the only one under Corosync unless named) as link
    0.

    The interfaces file stands for that of every node. `changes` are further fields of `Scenario`, such as `fault` and
    `ha`. Raises ModelError with the first error of the files or when no bond carries a Corosync link, NotModelled for
    what is not covered.
    """
    config = read(interfaces_text, corosync_text)
    if config.errors:
        first = config.errors[0]
        raise ModelError(f"line {first.line}, column {first.column}: {first.message}")
    return from_configuration(config, bond, **changes)


def from_configuration(config: Configuration, bond: str | None = None, **changes: Any) -> Scenario:
    """`scenario` for files that have been read."""
    carrying = _carrying(config.interfaces, config.corosync)
    names = sorted({stanza.name for _, stanza in carrying.values()})
    chosen = _chosen(names, bond)
    over = sorted(link for link, (_, stanza) in carrying.items() if stanza.name == chosen)
    if len(over) > 1:
        raise NotModelled(f"links {over} all run over {chosen}: several Corosync links over one bond are not modelled")
    interface, stanza = carrying[over[0]]
    on_bridge = {"address_on_bridge": True} if interface.get("bridge-ports") is not None else {}
    return Scenario(**(_cluster(config.corosync, over[0]) | _bond(stanza) | on_bridge | changes))


def _chosen(names: list[str], bond: str | None) -> str:
    if not names:
        raise ModelError(
            "no bond carries a Corosync link: no iface over a bond has an address in the network of a ringX_addr "
            "(host names are not resolved)"
        )
    if bond is None and len(names) > 1:
        raise ModelError(f"bond: Corosync runs over {', '.join(names)}; say which one")
    if bond is not None and bond not in names:
        raise ModelError(f"bond: {bond!r} carries no Corosync link; those that do: {', '.join(names)}")
    return bond or names[0]


def _bond(stanza: Stanza) -> dict[str, Any]:
    if patterns := [name for name in stanza.slaves if bonds.is_pattern(name)]:
        raise NotModelled(f"bond-slaves: {patterns[0]} may be any interfaces; name them to have them modelled")
    fields: dict[str, Any] = {"mode": stanza.mode, "slaves": len(stanza.slaves)}
    numbers = {
        "miimon": "bond-miimon",
        "updelay": "bond-updelay",
        "downdelay": "bond-downdelay",
        "arp_interval": "bond-arp-interval",
        "min_links": "bond-min-links",
        "num_grat_arp": "bond-num-grat-arp",
    }
    fields |= {name: int(stanza.value(key)) for name, key in numbers.items() if stanza.get(key) is not None}
    fields.setdefault("miimon", 0)
    if stanza.get("bond-lacp-rate") is not None:
        fields["lacp_rate"] = named(stanza.value("bond-lacp-rate"), RATES)
    if stanza.get("bond-xmit-hash-policy") is not None:
        fields["xmit_hash_policy"] = named(stanza.value("bond-xmit-hash-policy"), bonds.POLICIES)
    if stanza.get("bond-arp-ip-target") is not None:
        fields["arp_ip_target"] = tuple(stanza.value("bond-arp-ip-target").replace(",", " ").split())
    if stanza.mode in LEARNED_MODES:
        fields |= _preference_of_slaves(stanza)
    if stanza.value("bond-lacp-bypass-allow", "no") in ("yes", "1", "on"):
        raise NotModelled("bond-lacp-bypass-allow: a link that is used without LACP is not modelled")
    return fields


def _preference_of_slaves(stanza: Stanza) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if stanza.get("bond-primary") is not None:
        fields["primary"] = stanza.slaves.index(stanza.value("bond-primary"))
    if stanza.get("bond-primary-reselect") is not None:
        fields["primary_reselect"] = named(stanza.value("bond-primary-reselect"), bonds.RESELECT)
    return fields


def _cluster(root: Section, link: int) -> dict[str, Any]:
    totem, quorum = root.first("totem"), root.first("quorum")
    transport = totem.get("transport")
    if transport is not None and transport.value != "knet":
        raise NotModelled(f"transport {transport.value}: only knet is modelled")
    mode = totem.get("link_mode")
    if mode is not None and mode.value != "passive":
        raise NotModelled(f"link_mode {mode.value}: only passive is modelled")
    nodes = sorted(root.all("nodelist.node"), key=lambda node: node.whole("nodeid"))
    ids = tuple(node.whole("nodeid") for node in nodes)
    links = sorted({i for node in nodes for i in links_of(node)})
    fields: dict[str, Any] = {
        "nodes": len(nodes),
        "names": tuple(_name(node) for node in nodes),
        "ips": tuple(links_of(node)[link].value for node in nodes),
        "token": totem.whole("token", DEFAULT_TOKEN),
        "token_coefficient": totem.whole("token_coefficient", DEFAULT_COEFFICIENT),
        "votes": {i: v for i, node in zip(ids, nodes, strict=True) if (v := node.whole("quorum_votes", 1)) != 1},
        "two_node": bool(quorum.whole("two_node")),
        "device_votes": root.first("quorum.device").whole("votes", 1) if root.all("quorum.device") else 0,
        "sound_links": len(links) - 1,
        "link_priorities": _preference(root, link, links),
    }
    if ids != tuple(range(1, len(ids) + 1)):
        fields["node_ids"] = ids
    if totem.get("consensus") is not None:
        fields["consensus"] = totem.whole("consensus")
    if (timers := _pings(root, link, fields)) is not None:
        fields["ping_timers"] = timers
    return fields


def _name(node: Section) -> str:
    name = node.get("name")
    return f"node {node.whole('nodeid')}" if name is None else name.value


def _preference(root: Section, first: int, links: list[int]) -> tuple[int, ...]:
    """The links' priorities with the bond's link moved to the front: ranks that keep who is preferred, ties settled."""
    given = {link_of(s): max(s.whole("knet_link_priority", DEFAULT_PRIORITY), 1) for s in root.all("totem.interface")}
    order = sorted(links, key=lambda i: (-given.get(i, DEFAULT_PRIORITY), i))
    return tuple(len(order) - order.index(i) for i in [first, *(i for i in links if i != first)])


def _pings(root: Section, link: int, fields: dict[str, Any]) -> PingTimers | None:
    for section in root.all("totem.interface"):
        if link_of(section) == link:
            count = section.whole("knet_pong_count", DEFAULT_PONG_COUNT)
            if section.get("knet_ping_interval") is not None:
                return PingTimers(section.whole("knet_ping_interval"), section.whole("knet_ping_timeout"), count)
            if count != DEFAULT_PONG_COUNT:
                token = Timers.of(fields["nodes"], fields["token"], fields["token_coefficient"]).token
                return PingTimers.from_token(token, count)
    return None
