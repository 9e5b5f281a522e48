"""Which interfaces, and which bonds below them, carry Corosync's links: what only both files together show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface
from itertools import pairwise

from .corosync_file import Section, links_of
from .finding import Finding, Option
from .interfaces import Interfaces, Stanza

_RANGE = re.compile(r"(?P<stem>.*?)(?P<low>\d+)-(?P<high>\d+)(?P<rest>.*)")
MAX_RANGE = 256
DYNAMIC = ("dhcp", "dhcp6", "auto", "bootp", "ipv4ll", "link-local", "dynamic")

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Carrier:
    """What carries one Corosync link: the interface with the address, and what lies below it, down to the bond (None:
    there is none). `assumed`: why the files do not say so, where they do not.
    """

    link: int
    chain: tuple[Stanza, ...]
    bond: Stanza | None
    assumed: str = ""

    @property
    def interface(self) -> Stanza:
        """The interface that has the address."""
        return self.chain[0]

    @property
    def vlan(self) -> int:
        """The VLAN in which the link's frames are, 0 untagged."""
        for stanza in self.chain:
            tag = stanza.value("vlan-id") or stanza.name.partition(":")[0].rpartition(".")[2]
            if tag.isdecimal() and ("." in stanza.name or stanza.get("vlan-id") is not None):
                return int(tag)
        return 0


def expanded(words: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the interfaces that a list of ports or slaves stands for: `glob` and `regex` among the known `names`,
    ranges such as `glob eno1-2` as they say. A pattern that fits none stays as it is.
    """
    out: list[str] = []
    kind = ""
    known = [*names]
    for word in words:
        if word in ("glob", "regex"):
            kind = word
            continue
        if word == "none":
            continue
        out += _fitting(word, kind, known) or [word]
    return [*dict.fromkeys(out)]


def _fitting(word: str, kind: str, names: list[str]) -> list[str]:
    if kind == "regex":
        try:
            pattern = re.compile(word)
        except re.error:
            return []
        return [name for name in names if len(name) < 64 and pattern.fullmatch(name)]
    match = _RANGE.fullmatch(word) if kind == "glob" else None
    if match is not None and int(match["high"]) - int(match["low"]) < MAX_RANGE:
        numbers = range(int(match["low"]), int(match["high"]) + 1)
        return [f"{match['stem']}{number}{match['rest']}" for number in numbers]
    if kind == "glob" or any(mark in word for mark in "*?["):
        return [name for name in names if fnmatchcase(name, word)]
    return []


def slaves_of(bond: Stanza, net: Interfaces) -> list[str]:
    """Return the slaves of a bond, patterns among them replaced by the interfaces of the file that they fit."""
    return expanded(bond.slaves, (name for name in net.names if name != bond.name))


def chain_of(net: Interfaces, name: str) -> tuple[Stanza, ...]:
    """Return the stanzas from an interface down to the bond that carries it: through aliases (`bond0:1`), VLANs
    (`bond0.5`, vlan-raw-device) and bridges' ports. Ends with a bond if there is one.
    """
    return _chain(net, name, set())


def _chain(net: Interfaces, name: str, seen: set[str]) -> tuple[Stanza, ...]:
    if name in seen:
        return ()
    seen.add(name)
    stanzas = net.named(name)
    for stanza in stanzas:
        if stanza.is_bond:
            return (stanza,)
    for stanza in stanzas:
        ports = expanded(stanza.value("bridge-ports").split(), (n for n in net.names if n != name))
        for lower in [stanza.value("vlan-raw-device"), *ports]:
            if lower and (below := _chain(net, lower, seen)) and below[-1].is_bond:
                return (stanza, *below)
    for mark in (":", "."):
        base, cut, _ = name.rpartition(mark)
        if cut and (below := _chain(net, base, seen)) and below[-1].is_bond:
            return (*stanzas[:1], *below)
    return stanzas[:1]


def bond_under(net: Interfaces, name: str) -> Stanza | None:
    """Return the bond that an interface is, or that carries it."""
    chain = chain_of(net, name)
    return chain[-1] if chain and chain[-1].is_bond else None


def find_carriers(net: Interfaces, cluster: Section) -> dict[int, Carrier]:
    """Return by link what carries it: an interface with an address in the network of its nodes' addresses, one over a
    bond if there is one. Where the files leave it open and there is one bond, that one is assumed.
    """
    out: dict[int, Carrier] = {}
    networks = _Networks(cluster)
    for stanza in net.stanzas:
        for option in stanza.options:
            if option.key != "address":
                continue
            for link in networks.links_in(option.value, stanza.value("netmask")):
                if link in out and out[link].bond is not None:
                    continue
                chain = chain_of(net, stanza.name)
                bond = chain[-1] if chain and chain[-1].is_bond else None
                if link not in out or bond is not None:
                    out[link] = Carrier(link, chain if chain and chain[0] is stanza else (stanza, *chain), bond)
    return out | _assumed(net, cluster, out, networks)


def _assumed(net: Interfaces, cluster: Section, known: dict[int, Carrier], networks: _Networks) -> dict[int, Carrier]:
    """The only bond, for the first link of which nothing says what carries it, if its own address is left open too."""
    open_links = [link for link in sorted(networks.all_links) if link not in known]
    bonds = list({bond.name: bond for bond in net.bonds if bond.slaves}.values())
    if not open_links or len(bonds) != 1 or any(c.bond is not None for c in known.values()):
        return {}
    bond, link = bonds[0], open_links[0]
    stanzas = [s for s in net.stanzas if bond_under(net, s.name) is bond]
    dynamic = next((s for s in stanzas if s.method in DYNAMIC and s.get("address") is None), None)
    if dynamic is not None:
        why = f"{dynamic.name} gets its address from elsewhere ({dynamic.method})"
    elif link in networks.names:
        why = f"ring{link}_addr is a host name, which is not resolved"
    else:
        return {}
    top = dynamic or next((s for s in stanzas if s.get("address") is not None), bond)
    chain = chain_of(net, top.name)
    return {link: Carrier(link, chain, bond, why)}


class _Networks:
    """The addresses of the nodes by link, and which of them lie in a network."""

    def __init__(self, cluster: Section) -> None:
        self.addresses: list[tuple[int, Address]] = []
        self.names: set[int] = set()  # links with a host name
        self.all_links: set[int] = set()
        self.by_prefix: dict[tuple[int, int], dict[int, set[int]]] = {}
        for node in cluster.all("nodelist.node"):
            for link, option in links_of(node).items():
                self.all_links.add(link)
                try:
                    self.addresses.append((link, ip_address(option.value)))
                except ValueError:
                    self.names.add(link)

    def links_in(self, address: str, netmask: str) -> list[int]:
        try:
            own = ip_interface(address if "/" in address or not netmask else f"{address}/{netmask}")
        except ValueError:
            return []
        key = own.version, own.network.prefixlen
        if key not in self.by_prefix:
            self.by_prefix[key] = self._masked(*key)
        shift = own.max_prefixlen - own.network.prefixlen
        return sorted(self.by_prefix[key].get(int(own.ip) >> shift, ()))

    def _masked(self, version: int, prefix: int) -> dict[int, set[int]]:
        out: dict[int, set[int]] = {}
        for link, address in self.addresses:
            if address.version == version:
                out.setdefault(int(address) >> (address.max_prefixlen - prefix), set()).add(link)
        return out


def why_none(net: Interfaces, cluster: Section, known: dict[int, Carrier]) -> str:
    """Return why no bond carries a Corosync link, with the line that says so and what may be done."""
    for carrier in known.values():
        foreign = next(iter(_open_vswitch(net, carrier.interface)), None)
        if foreign is not None:
            return (
                f"link {carrier.link} runs over {carrier.interface.name} (line {carrier.interface.line}), a port of "
                f"Open vSwitch{foreign}: only bonds of the Linux driver are modelled; write the bond with bond-slaves "
                "and bond-mode to ask what a Linux bond would do"
            )
    if any(not carrier.assumed for carrier in known.values()):
        ways = ", ".join(f"link {c.link} over {c.interface.name} (line {c.interface.line})" for c in known.values())
        return f"no bond carries a Corosync link: {ways}; none of them is over a bond"
    text = "no bond carries a Corosync link: no iface over a bond has an address in the network of a ringX_addr"
    if net.unread:
        unread = "; ".join(map(str, net.unread[:3]))
        return f"{text}; {unread}"
    open_ways = next((f": {carrier.assumed}" for carrier in known.values() if carrier.assumed), "")
    text = f"{text}{open_ways} (host names are not resolved)"
    open_bonds = list(dict.fromkeys(bond.name for bond in net.bonds))
    if not open_bonds:
        return text
    which = f"one of {', '.join(open_bonds)}" if len(open_bonds) > 1 else open_bonds[0]
    return f"{text}; if it is {which}, name it (--bond)"


def foreign_addresses(net: Interfaces, cluster: Section) -> Iterator[Finding]:
    """Yield a warning for each address in the network of a link's nodes that is no node's, where the file has none that
    is: Corosync finds out which node it runs on by its own addresses.
    """
    networks = _Networks(cluster)
    for link, carrier in find_carriers(net, cluster).items():
        nodes = [str(address) for at, address in networks.addresses if at == link]
        own = [
            option
            for stanza in net.stanzas
            for option in stanza.options
            if option.key == "address" and link in networks.links_in(option.value, stanza.value("netmask"))
        ]
        if carrier.assumed or link in networks.names or any(_bare(option) in nodes for option in own):
            continue
        for option in own[:1]:
            text = (
                f"address: {_bare(option)} is no node's ring{link}_addr ({', '.join(nodes[:3])}"
                f"{', ...' if len(nodes) > 3 else ''}): on such a node Corosync does not know which one it is"
            )
            yield option.finding("warning", "no-node", text)


def _bare(address: Option) -> str:
    """An address without its network, as it is written canonically."""
    return str(ip_interface(address.value).ip)


def bridges_with_other_ports(
    chain: Iterable[Stanza], net: Interfaces
) -> Iterator[tuple[Stanza, list[str], Option | None]]:
    """Yield the bridges of a chain that have other ports than the one below them, or a spanning tree: the bridge, those
    ports, and the line that turns the spanning tree on.
    """
    stanzas = list(chain)
    for bridge, below in pairwise(stanzas):
        ports = expanded(bridge.value("bridge-ports").split(), (n for n in net.names if n != bridge.name))
        others = [port for port in ports if port not in (below.name, "none") and bond_under(net, port) is not below]
        tree = bridge.get("bridge-stp")
        on = tree if ports and tree is not None and tree.value in ("on", "yes", "1") else None
        if ports and (others or on is not None):
            yield bridge, others, on


def _open_vswitch(net: Interfaces, interface: Stanza) -> Iterator[str]:
    """The Open vSwitch bonds beside an interface of Open vSwitch, in words."""
    if not any(option.key.startswith("ovs_") for option in interface.options):
        return
    bonds = [s for s in net.stanzas if s.value("ovs_type") == "OVSBond" or s.get("ovs_bonds") is not None]
    yield "".join(f", beside its bond {bond.name} (line {bond.line})" for bond in bonds[:1])
