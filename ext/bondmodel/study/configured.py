"""From the texts of /etc/network/interfaces and corosync.conf to scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bondmodel.cluster.knet import DEFAULT_PONG_COUNT, DEFAULT_PRIORITY, PingTimers
from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, Timers
from bondmodel.cluster.votequorum import LAST_MAN_STANDING_WINDOW
from bondmodel.config import bonds, corosync, interfaces
from bondmodel.config.carriers import Carrier, find_carriers, foreign_addresses, slaves_of, why_none
from bondmodel.config.corosync_file import Section, accounts, link_of, links_of
from bondmodel.config.corosync_file import read as read_corosync
from bondmodel.config.corosync_table import COROSYNC
from bondmodel.config.corosync_votes import SIDES, device_votes, node_list
from bondmodel.config.finding import Finding, Option
from bondmodel.config.interfaces import WRITTEN, Interfaces, Stanza
from bondmodel.config.sources import Sources, nowhere
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net.bond.options import LEARNED_MODES, MAX_SLAVES, RATES
from bondmodel.net.bond.settings import bond_fields, named
from bondmodel.net.lacp import TICK_MS, TIMEOUT_TICKS
from bondmodel.net.topology import PORT
from bondmodel.treatment import refusal

from .description import MAX_NODES
from .scenario import Scenario

STOPPING = (
    "template",
    "netplan",
    "networkd",
    "network-manager",
    "swapped",
)  # findings after which nothing else is known


@dataclass(frozen=True)
class Configuration:
    """Both files as read, with every finding about each."""

    interfaces: Interfaces
    corosync: Section
    interface_findings: tuple[Finding, ...]
    corosync_findings: tuple[Finding, ...]

    @cached_property
    def carriers(self) -> dict[int, Carrier]:
        """By Corosync link what carries it."""
        return find_carriers(self.interfaces, self.corosync)

    @cached_property
    def relevant(self) -> tuple[Stanza, ...]:
        """The stanzas that the question is about: what carries Corosync's links, and the slaves; all bonds where
        nothing does.
        """
        stanzas = [stanza for carrier in self.carriers.values() for stanza in carrier.chain]
        stanzas = (
            stanzas if any(c.bond is not None for c in self.carriers.values()) else [*stanzas, *self.interfaces.bonds]
        )
        slaves = {name for stanza in stanzas if stanza.is_bond for name in slaves_of(stanza, self.interfaces)}
        names = {stanza.name for stanza in stanzas} | slaves
        return tuple(stanza for stanza in self.interfaces.stanzas if stanza.name in names)

    @property
    def passed_over(self) -> list[str]:
        """The interfaces that are foreign to the question, by name."""
        relevant = {stanza.name for stanza in self.relevant} | self.interfaces.inherited
        return [name for name in self.interfaces.names if name not in relevant and name != "lo"]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the configuration from working: errors about other interfaces are left out."""
        places = {(stanza.path, stanza.line) for stanza in self.relevant}
        places |= {(option.path, option.line) for stanza in self.relevant for option in stanza.options}
        places |= {(listed.path, listed.line) for listed in self._rivals()}
        findings = [f for f in self.interface_findings if f.code in STOPPING or (f.path, f.line) in places]
        return tuple(f for f in [*findings, *self.corosync_findings] if f.severity == "error")

    def _rivals(self) -> Iterator[Option]:
        """The lists of slaves of other bonds that want a slave of the bonds in question."""
        known = {stanza.name for stanza in self.relevant}
        wanted = {slave for bond in self.interfaces.bonds if bond.name in known for slave in bond.slaves}
        for bond in self.interfaces.bonds:
            listed = bond.get("bond-slaves")
            if listed is not None and bond.name not in known and not wanted.isdisjoint(bond.slaves):
                yield listed

    @property
    def uses_ifenslave(self) -> bool:
        """Whether the bonds are written for ifupdown with ifenslave, which takes any option of the kernel's."""
        return any(stanza.get("bond-master") is not None for stanza in self.interfaces.stanzas)


def read(interfaces_text: str, corosync_text: str, sources: Sources = nowhere) -> Configuration:
    """Read and check both files, each for itself and together; `sources` reads what the first one names by `source`."""
    net = interfaces.read(interfaces_text, sources)
    cluster, form = read_corosync(corosync_text)
    together = [*_slow_lacp(net, cluster), *foreign_addresses(net, cluster)]
    return Configuration(
        net,
        cluster,
        tuple(sorted([*bonds.check(net), *together])),
        corosync.checked(cluster, form),
    )


def _slow_lacp(net: Interfaces, cluster: Section) -> Iterator[Finding]:
    under = {c.bond.name: c.bond for c in find_carriers(net, cluster).values() if c.bond is not None}
    for bond in under.values():
        rate = bond.get("bond-lacp-rate")
        if bond.mode != "802.3ad" or (rate is not None and named(rate.value, RATES) == "fast"):
            continue
        place = rate or bond.get("bond-mode")
        assert place is not None
        lasts = (TIMEOUT_TICKS["slow"] + TIMEOUT_TICKS["fast"]) * TICK_MS // 1000
        text = (
            f"bond-lacp-rate: Corosync runs over {bond.name}, whose LACP is slow: a one-way failure lasts up to "
            f"{lasts} s, longer than the HA watchdog waits; set bond-lacp-rate fast, and the same on the switch"
        )
        yield place.finding("warning", "slow-lacp", text)


def scenario(interfaces_text: str, corosync_text: str, bond: str | None = None, **changes: Any) -> Scenario:
    """Return the cluster that the two files describe, with the bond `bond` (the only one under Corosync unless named)
    as link 0.

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
    """Return the same as `scenario`, for files that have been read."""
    carriers = carried_by(config, bond)
    first = carriers[0]
    assert first.bond is not None
    on_bridge = {"address_on_bridge": True} if first.interface.get("bridge-ports") is not None else {}
    return Scenario(**(_cluster(config.corosync, carriers) | _bond(first.bond, config) | on_bridge | changes))


def carried_by(config: Configuration, bond: str | None = None) -> list[Carrier]:
    """Return what carries the Corosync links over one bond, in their order; ModelError where there is none, or several
    bonds of which none is named. What the files leave open is assumed only of a bond that is named.
    """
    by_bond: dict[str, list[Carrier]] = {}
    for _, carrier in sorted(config.carriers.items()):
        if carrier.bond is not None and (bond is not None or not carrier.assumed):
            by_bond.setdefault(carrier.bond.name, []).append(carrier)
    named_bond = next((b for b in config.interfaces.bonds if b.name == bond), None)
    if named_bond is not None and bond not in by_bond:
        return [_named_bond(config, named_bond)]
    if not by_bond:
        raise ModelError(why_none(config.interfaces, config.corosync, config.carriers))
    if bond is None and len(by_bond) > 1:
        raise ModelError(f"bond: Corosync runs over {', '.join(sorted(by_bond))}; say which one")
    if bond is not None and bond not in by_bond:
        raise ModelError(f"bond: {bond!r} carries no Corosync link; those that do: {', '.join(sorted(by_bond))}")
    return by_bond[bond or next(iter(by_bond))]


def _named_bond(config: Configuration, bond: Stanza) -> Carrier:
    """A bond that was named, for the first link that nothing in the files carries."""
    links = sorted({link for node in config.corosync.all("nodelist.node") for link in links_of(node)})
    free = [link for link in links if link not in config.carriers or config.carriers[link].assumed]
    if not free:
        known = ", ".join(f"link {c.link} runs over {c.interface.name}" for c in config.carriers.values())
        raise ModelError(f"bond: {bond.name!r} carries no Corosync link; {known or 'there is none'}")
    return Carrier(free[0], (bond,), bond, "it was named")


def _bond(stanza: Stanza, config: Configuration) -> dict[str, Any]:
    slaves = slaves_of(stanza, config.interfaces)
    listed = stanza.get("bond-slaves")
    line = f"line {stanza.line if listed is None else listed.line}"
    if patterns := [name for name in slaves if bonds.is_pattern(name)]:
        raise NotModelled(f"{line}: bond-slaves: {patterns[0]} may be any interfaces; name them to have them modelled")
    if len(slaves) > MAX_SLAVES:
        raise NotModelled(f"{line}: bond-slaves: {len(slaves)} slaves; more than {MAX_SLAVES} are not modelled")
    if stanza.value("bond-lacp-bypass-allow", "no") in ("yes", "1", "on"):
        raise NotModelled("bond-lacp-bypass-allow: a link that is used without LACP is not modelled")
    options = _settings(stanza, ifenslave=config.uses_ifenslave)
    primary = option.value if (option := options.pop("primary", None)) is not None else None
    settings = {name: option.value for name, option in options.items()}
    for name, option in options.items():
        try:
            bond_fields({"arp_ip_target": settings.get("arp_ip_target", ""), name: option.value})
        except ModelError as error:
            raise type(error)(f"line {option.line}: {stanza.name}: {error}") from None
    fields = bond_fields(settings)
    fields |= {"mode": stanza.mode, "slaves": len(slaves)}
    fields.setdefault("miimon", 0)
    if fields.get("arp_interval") and "miimon" not in settings:
        fields["miimon"] = 0
    if stanza.mode not in LEARNED_MODES:
        fields.pop("primary_reselect", None)
    elif primary is not None and primary in slaves:
        fields["primary"] = slaves.index(primary)
    return fields


def _settings(stanza: Stanza, *, ifenslave: bool) -> dict[str, Option]:
    """The options of the kernel's that a bond's stanza sets, by the kernel's names, in the order in which they are set:
    those that ifupdown2 knows (any, with ifenslave), then what its commands write into sysfs.
    """
    out: dict[str, Option] = {}
    for option in stanza.options:
        key = option.key.removeprefix(WRITTEN)
        is_set = key in bonds.RULES or option.key.startswith(WRITTEN) or (ifenslave and key in bonds.KERNEL_ONLY)
        name = bonds.OTHER_NAMES.get(key, key.removeprefix("bond-").replace("-", "_"))
        if is_set and key.startswith("bond-") and name not in (None, "slaves", "mode"):
            out[str(name)] = option
    return out


def _cluster(root: Section, carriers: Sequence[Carrier]) -> dict[str, Any]:
    check_modelled(root)
    totem = root.first("totem")
    nodes = sorted(root.all("nodelist.node"), key=lambda node: node.whole("nodeid"))
    ids = tuple(node.whole("nodeid") for node in nodes)
    links = sorted({i for node in nodes for i in links_of(node)})
    here = [carrier.link for carrier in carriers]
    fields: dict[str, Any] = {
        "nodes": len(nodes),
        "names": tuple(_name(node) for node in nodes),
        "token": totem.setting("token", DEFAULT_TOKEN),
        "token_coefficient": totem.whole("token_coefficient", DEFAULT_COEFFICIENT),
        "votes": {i: v for i, node in zip(ids, nodes, strict=True) if (v := node.whole("quorum_votes", 1)) != 1},
        "sound_links": len(links) - len(here),
        "link_priorities": _preference(root, here, links),
    }
    fields |= _addresses(root, nodes, carriers) | _votes(root)
    if ids != tuple(range(1, len(ids) + 1)):
        fields["node_ids"] = ids
    if consensus := totem.whole("consensus"):
        fields["consensus"] = consensus
    timers = {link: _pings(root, link, fields) for link in here}
    if len(set(timers.values())) > 1:
        raise NotModelled(f"links {here} over one bond with different ping timers are not modelled")
    if timers[here[0]] is not None:
        fields["ping_timers"] = timers[here[0]]
    return fields


def check_modelled(root: Section) -> None:
    """Raise NotModelled for the first option of corosync.conf with a value that is refused, with its line."""
    for path, option in accounts(root):
        text = refusal(COROSYNC[path], option.key, option.value)
        if text is not None:
            raise NotModelled(f"corosync.conf, line {option.line}: {path}.{text}")
    nodes = root.all("nodelist.node")
    if len(nodes) > MAX_NODES:
        text = f"{len(nodes)} nodes; more than {MAX_NODES} are not modelled"
        raise NotModelled(f"corosync.conf, line {nodes[MAX_NODES].line}: {text}")


def _addresses(root: Section, nodes: Sequence[Section], carriers: Sequence[Carrier]) -> dict[str, Any]:
    """What distinguishes the frames of the links over the bond."""
    ips = [tuple(links_of(node)[carrier.link].value for node in nodes) for carrier in carriers]
    fields: dict[str, Any] = {} if carriers[0].assumed else {"ips": ips[0]}
    ports = [_port(root, carrier.link) for carrier in carriers]
    vlans = [carrier.vlan for carrier in carriers]
    if ports[0] != PORT:
        fields["port"] = ports[0]
    if vlans[0]:
        fields["vlan"] = vlans[0]
    if len(carriers) > 1:
        fields |= {"more_links": tuple(ips[1:]), "more_ports": tuple(ports[1:]), "more_vlans": tuple(vlans[1:])}
    return fields


def _port(root: Section, link: int) -> int:
    ports = [section.whole("mcastport") for section in root.all("totem.interface") if link_of(section) == link]
    return next((port for port in ports if port), PORT + link)


def _votes(root: Section) -> dict[str, Any]:
    quorum = root.first("quorum")
    net = root.first("quorum.device.net")
    fields: dict[str, Any] = {"two_node": bool(quorum.whole("two_node")), "device_votes": device_votes(root)}
    if expected := quorum.whole("expected_votes"):
        fields["expected_votes"] = expected
    if quorum.get("wait_for_all") is not None:
        fields["wait_for_all"] = bool(quorum.whole("wait_for_all"))
    if quorum.whole("last_man_standing"):
        fields["last_man_standing"] = True
        window = quorum.setting("last_man_standing_window", LAST_MAN_STANDING_WINDOW)
        fields["last_man_standing_window"] = window
    if quorum.whole("auto_tie_breaker"):
        named_node = quorum.get("auto_tie_breaker_node")
        option = SIDES[0] if named_node is None else node_list(named_node) or named_node.value
        fields["auto_tie_breaker"] = option
    if fields["device_votes"]:
        algorithm, breaker = net.get("algorithm"), net.get("tie_breaker")
        fields["device_algorithm"] = "ffsplit" if algorithm is None else algorithm.value
        fields["device_tie_breaker"] = (
            SIDES[0] if breaker is None else int(breaker.value) if breaker.value.isdecimal() else breaker.value
        )
    return fields


def _name(node: Section) -> str:
    name = node.get("name")
    return f"node {node.whole('nodeid')}" if name is None else name.value


def _preference(root: Section, first: Sequence[int], links: Sequence[int]) -> tuple[int, ...]:
    """The links' priorities with the bond's links moved to the front: ranks that keep who is preferred."""
    priorities = {
        link_of(s): max(s.whole("knet_link_priority", DEFAULT_PRIORITY), 1) for s in root.all("totem.interface")
    }
    order = sorted(links, key=lambda i: (-priorities.get(i, DEFAULT_PRIORITY), i))
    return tuple(len(order) - order.index(i) for i in [*first, *(i for i in links if i not in first)])


def _pings(root: Section, link: int, fields: dict[str, Any]) -> PingTimers | None:
    """The ping timers of a link; None: the defaults. Of what the file leaves out the default holds."""
    for section in root.all("totem.interface"):
        if link_of(section) == link:
            count = section.setting("knet_pong_count", DEFAULT_PONG_COUNT)
            token = Timers.of(fields["nodes"], fields["token"], fields["token_coefficient"]).token
            usual = PingTimers.from_token(token, count)
            interval = section.setting("knet_ping_interval", usual.interval)
            timeout = section.setting("knet_ping_timeout", usual.timeout)
            timers = PingTimers(interval, timeout, count)
            return None if timers == PingTimers.from_token(token) else timers
    return None
