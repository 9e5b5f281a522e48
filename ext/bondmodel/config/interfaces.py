"""/etc/network/interfaces as ifupdown2 and Proxmox VE read it, with the bond options checked.

Source: interfaces(5); ifupdown2 addons/bond.py (keys, values, defaults) and networkinterfaces.py (underscores in keys).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bondmodel.net.bond.options import MODES

from .finding import Finding, Option, meant

HEADS = ("auto", "iface", "mapping", "source", "source-directory", "allow-auto", "allow-hotplug", "vlan")
FAMILIES = ("inet", "inet6")
METHODS = ("static", "manual", "dhcp", "dhcp6", "loopback", "auto", "ppp", "tunnel")
OTHER_KEYS = (
    "address",
    "netmask",
    "gateway",
    "broadcast",
    "network",
    "mtu",
    "hwaddress",
    "alias",
    "pointopoint",
    "metric",
    "scope",
    "up",
    "pre-up",
    "post-up",
    "down",
    "pre-down",
    "post-down",
    "bridge-ports",
    "bridge-stp",
    "bridge-fd",
    "bridge-vlan-aware",
    "bridge-vids",
    "bridge-pvid",
    "bridge-access",
    "vlan-raw-device",
    "vlan-id",
    "vlan-protocol",
    "ovs_type",
    "ovs_bonds",
    "ovs_bridge",
    "ovs_ports",
    "ovs_options",
    "ovs_mtu",
    "ovs_extra",
    "dns-nameservers",
    "dns-search",
    "link-type",
    "link-speed",
    "link-duplex",
    "ethernet-wol",
    "vrf",
    "vrf-table",
    "address-virtual",
    "comments",
)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Stanza:
    """One `iface NAME [family] [method]` with its options in order."""

    name: str
    line: int
    column: int
    family: str | None
    method: str | None
    options: tuple[Option, ...]

    def get(self, key: str) -> Option | None:
        """The last option of that key."""
        return next((o for o in reversed(self.options) if o.key == key), None)

    def value(self, key: str, default: str = "") -> str:
        """The value of the last option of that key."""
        option = self.get(key)
        return default if option is None else option.value

    @property
    def is_bond(self) -> bool:
        """Whether it describes a Linux bond."""
        return self.get("bond-slaves") is not None

    @property
    def slaves(self) -> tuple[str, ...]:
        """The bond's slaves in their order, which the hash counts in."""
        words = self.value("bond-slaves").split()
        return () if words == ["none"] else tuple(words)

    @property
    def mode(self) -> str:
        """The bond's mode by name; what it says if that is none, balance-rr if it says nothing (ifupdown2's
        default).
        """
        return named(self.value("bond-mode", "balance-rr"), MODES)


@dataclass(frozen=True)
class Interfaces:
    """All of a file: its stanzas, and what is wrong with its form."""

    stanzas: tuple[Stanza, ...]
    findings: tuple[Finding, ...] = field(default=())

    def named(self, name: str) -> tuple[Stanza, ...]:
        """The stanzas of one interface (it may have one for each address family)."""
        return tuple(s for s in self.stanzas if s.name == name)

    @property
    def bonds(self) -> tuple[Stanza, ...]:
        """The Linux bonds."""
        return tuple(s for s in self.stanzas if s.is_bond)


def named(value: str, names: tuple[str, ...]) -> str:
    """An enumeration's name; ifupdown2 takes the kernel's numbers too."""
    return names[int(value)] if value.isdecimal() and int(value) < len(names) else value


def normal_key(key: str) -> str:
    """A key as ifupdown2 compares it: underscores are hyphens (not in Open vSwitch's), `bond-ports` and `slaves` are
    `bond-slaves`.
    """
    if key.startswith("ovs_"):
        return key
    key = key.replace("_", "-")
    return "bond-slaves" if key in ("bond-ports", "slaves") else key


def _lines(text: str) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """Line number and words with their columns; comments and empty lines left out, continued lines joined to their
    first.
    """
    number = 0
    words: list[tuple[int, str]] = []
    for at, line in enumerate(text.splitlines(), 1):
        goes_on = line.endswith("\\")
        found = [(m.start() + 1, m.group()) for m in _WORD.finditer(line.removesuffix("\\"))]
        if not words:
            number = at
            if found and found[0][1].startswith("#"):
                continue
        words = words + found
        if not goes_on:
            if words:
                yield number, words
            words = []
    if words:
        yield number, words


class _Reader:
    def __init__(self) -> None:
        self.stanzas: list[Stanza] = []
        self.findings: list[Finding] = []
        self.head: tuple[str, int, int, str | None, str | None] | None = None
        self.options: list[Option] = []
        self.of_others = False  # a stanza that has nothing to do with bonds

    def finish(self) -> None:
        if self.head is not None:
            self.stanzas.append(Stanza(*self.head, tuple(self.options)))
        self.head, self.options = None, []

    def line(self, number: int, words: list[tuple[int, str]]) -> None:
        column, first = words[0]
        if first in HEADS or first.startswith("allow-"):
            self.finish()
            self.of_others = first in ("mapping", "vlan")
            if first == "iface":
                self.iface(number, words)
        elif self.head is not None:
            value = " ".join(word for _, word in words[1:])
            at = words[1][0] if len(words) > 1 else column
            self.options.append(Option(normal_key(first), value, number, column, at))
        elif not self.of_others:
            text = f"{first!r} stands outside of any iface stanza{meant(first, HEADS)}"
            self.findings.append(Finding(number, column, "error", "stray-line", text))

    def iface(self, number: int, words: list[tuple[int, str]]) -> None:
        if len(words) < 2:
            text = "iface: the interface's name is missing"
            self.findings.append(Finding(number, words[0][0], "error", "iface-name", text))
            return
        column, name = words[1]
        rest = [word for _, word in words[2:]]
        family = rest[0] if rest else None
        method = rest[1] if len(rest) > 1 else None
        for (at, word), allowed in zip(words[2:], (FAMILIES, METHODS), strict=False):
            if word not in allowed:
                text = f"iface {name}: {word!r} is not one of {', '.join(allowed)}{meant(word, allowed)}"
                self.findings.append(Finding(number, at, "error", "iface-method", text))
        self.head = (name, number, column, family, method)


def read(text: str) -> Interfaces:
    """Read a file's text. Never raises: what is wrong with its form becomes findings."""
    reader = _Reader()
    for number, words in _lines(text):
        reader.line(number, words)
    reader.finish()
    return Interfaces(tuple(reader.stanzas), tuple(reader.findings))
