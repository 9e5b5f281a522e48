"""/etc/network/interfaces as ifupdown, ifupdown2 and Proxmox VE read it.

Source: interfaces(5) of ifupdown; ifupdown2 networkinterfaces.py and addons/bond.py (underscores in keys, globs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from bondmodel.net.bond.options import MODES
from bondmodel.net.bond.settings import named

from .finding import Finding, Option, meant
from .other_formats import other_format
from .sources import Sources, nowhere

HEADS = (
    "auto", "iface", "mapping", "source", "source-directory", "allow-auto", "allow-hotplug", "vlan", "no-auto-down",
    "no-scripts", "rename", "template",
)  # fmt: skip
FAMILIES = ("inet", "inet6", "ipx", "can")
METHODS = (
    "static", "manual", "dhcp", "loopback", "auto", "tunnel", "ppp", "dhcp6", "bootp", "wvdial", "ipv4ll", "6to4",
    "v4tunnel", "dynamic", "link-local",
)  # fmt: skip
COMMANDS = ("up", "down", "pre-up", "post-up", "pre-down", "post-down")
OF_SLAVES = ("bond-primary", "bond-primary-reselect")  # what ifenslave takes from a slave's stanza for its bond
WRITTEN = "sysfs:"  # before the key of an option that a command writes into sysfs
_WORD = re.compile(r"\S+")
_TEMPLATE = re.compile(r"\s*%|.*(\$\{|<%)")
_SET = re.compile(
    r"echo\s+[\"']?(?P<value>[^\s\"'>]+)[\"']?\s*>\s*/sys/class/net/(?P<name>[^/\s]+)/bonding/(?P<key>\w+)"
)


@dataclass(frozen=True)
class Stanza:
    """One `iface NAME [family] [method]` with its options in order."""

    name: str
    line: int
    column: int
    family: str | None
    method: str | None
    options: tuple[Option, ...]
    path: str = ""
    inherits: tuple[str, ...] = ()
    is_template: bool = False

    def get(self, key: str) -> Option | None:
        """Return the last option of that key."""
        return next((o for o in reversed(self.options) if o.key == key), None)

    def value(self, key: str, default: str = "") -> str:
        """Return the value of the last option of that key."""
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
class Unread:
    """A file or a pattern of files that was named and not read, and why."""

    pattern: str
    why: str
    line: int
    path: str = ""

    def __str__(self) -> str:
        """What was not read, where it is named, and why."""
        place = f"{self.path}, line {self.line}" if self.path else f"line {self.line}"
        return f"{self.pattern} ({place}) was not read: {self.why}"


@dataclass(frozen=True)
class Interfaces:
    """All of a file: its stanzas, what is wrong with its form, and the further files that were named and not read."""

    stanzas: tuple[Stanza, ...]
    findings: tuple[Finding, ...] = field(default=())
    unread: tuple[Unread, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, list[Stanza]]:
        out: dict[str, list[Stanza]] = {}
        for stanza in self.stanzas:
            out.setdefault(stanza.name, []).append(stanza)
        return out

    @cached_property
    def inherited(self) -> frozenset[str]:
        """The names of the stanzas that others inherit from."""
        return frozenset(name for stanza in self.stanzas for name in stanza.inherits)

    def named(self, name: str) -> tuple[Stanza, ...]:
        """Return the stanzas of one interface (it may have one for each address family)."""
        return tuple(self._by_name.get(name, ()))

    @property
    def names(self) -> list[str]:
        """The interfaces that have a stanza, each once."""
        return list(self._by_name)

    @cached_property
    def bonds(self) -> tuple[Stanza, ...]:
        """The Linux bonds."""
        return tuple(s for s in self.stanzas if s.is_bond)


def normal_key(key: str) -> str:
    """Return a key as ifupdown2 compares it: underscores are hyphens (not in Open vSwitch's), `bond-ports` and `slaves`
    are `bond-slaves`.
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
    for at, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        goes_on = line.endswith("\\")
        here = [(m.start() + 1, m.group()) for m in _WORD.finditer(line.removesuffix("\\"))]
        if not words:
            number = at
            if here and here[0][1].startswith("#"):
                continue
        words += here
        if not goes_on:
            if words:
                yield number, words
            words = []
    if words:
        yield number, words


class _Reader:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.stanzas: list[Stanza] = []
        self.findings: list[Finding] = []
        self.unread: list[Unread] = []
        self.head: Stanza | None = None
        self.options: list[Option] = []
        self.of_others = False  # a stanza that has nothing to do with bonds
        self.path = ""

    def file(self, text: str, path: str = "") -> None:
        outer, self.path = self.path, path
        for number, words in _lines(text.removeprefix("\ufeff")):
            self.line(number, words)
        self.finish()
        self.path = outer

    def finish(self) -> None:
        if self.head is not None:
            self.stanzas.append(replace(self.head, options=tuple(self.options)))
        self.head, self.options = None, []

    def finding(self, line: int, column: int, severity: str, code: str, message: str) -> None:
        self.findings.append(Finding(line, column, severity, code, message, self.path))

    def line(self, number: int, words: list[tuple[int, str]]) -> None:
        column, first = words[0]
        if first not in COMMANDS:
            words = self.without_comment(number, words)
        if _TEMPLATE.match(" ".join(word for _, word in words)) and first not in COMMANDS:
            text = "a template of ifupdown2 is not expanded here; give what `ifquery --all` prints"
            self.finding(number, column, "error", "template", text)
        elif first in HEADS or first.startswith("allow-"):
            self.begin(number, words)
        elif self.head is not None:
            self.option(number, words)
        elif not self.of_others:
            text = f"{first!r} stands outside of any iface stanza{meant(first, HEADS)}"
            self.finding(number, column, "error", "stray-line", text)

    def without_comment(self, number: int, words: list[tuple[int, str]]) -> list[tuple[int, str]]:
        at = next((at for at, (_, word) in enumerate(words) if at and word.startswith("#")), None)
        if at is None:
            return words
        text = "a comment has a line of its own: ifupdown and ifupdown2 take these words for a part of the value"
        self.finding(number, words[at][0], "warning", "comment", f"{words[at][1]}: {text}; here they are left out")
        return words[:at]

    def begin(self, number: int, words: list[tuple[int, str]]) -> None:
        first = words[0][1]
        self.finish()
        self.of_others = first in ("mapping", "vlan", "rename")
        if first in ("iface", "template"):
            self.iface(number, words)
        elif first in ("source", "source-directory"):
            self.source(number, words, directory=first == "source-directory")

    def option(self, number: int, words: list[tuple[int, str]]) -> None:
        column, first = words[0]
        value = " ".join(word for _, word in words[1:])
        at = words[1][0] if len(words) > 1 else column
        self.options.append(
            Option(key=normal_key(first), value=value, line=number, column=column, value_column=at, path=self.path)
        )
        if first in COMMANDS and self.head is not None:
            for match in _SET.finditer(value):
                if match["name"] == self.head.name:
                    key = "bond-" + match["key"].replace("_", "-")
                    self.options.append(
                        Option(
                            key=WRITTEN + key,
                            value=match["value"],
                            line=number,
                            column=column,
                            value_column=at,
                            path=self.path,
                        )
                    )

    def iface(self, number: int, words: list[tuple[int, str]]) -> None:
        if len(words) < 2:
            text = f"{words[0][1]}: the interface's name is missing"
            self.finding(number, words[0][0], "error", "iface-name", text)
            return
        column, name = words[1]
        rest = [word for _, word in words[2:]]
        inherits = tuple(rest[rest.index("inherits") + 1 :]) if "inherits" in rest else ()
        plain = words[2 : 2 + rest.index("inherits")] if inherits else words[2:]
        for (at, word), allowed in zip(plain, (FAMILIES, METHODS), strict=False):
            if word not in allowed:
                text = f"iface {name}: {word!r} is not one of {', '.join(allowed)}{meant(word, allowed)}"
                self.finding(number, at, "error", "iface-method", text)
        family, method = (*(word for _, word in plain[:2]), None, None)[:2]
        self.head = Stanza(
            name=name,
            line=number,
            column=column,
            family=family,
            method=method,
            options=(),
            path=self.path,
            inherits=inherits,
            is_template=words[0][1] == "template",
        )

    def source(self, number: int, words: list[tuple[int, str]], *, directory: bool) -> None:
        for _, pattern in words[1:]:
            files, why = self.sources(pattern, directory=directory)
            if why:
                self.unread.append(Unread(pattern, why, number, self.path))
            for path, text in files:
                self.file(text, path)


def read(text: str, sources: Sources = nowhere) -> Interfaces:
    """Read a file's text, and with `sources` the files that it names. Never raises: what is wrong with its form becomes
    findings.
    """
    other = other_format(text)
    if other is not None:
        return Interfaces((), (other,))
    reader = _Reader(sources)
    reader.file(text)
    stanzas = _joined_masters(_inherited(reader.stanzas))
    return Interfaces(tuple(s for s in stanzas if not s.is_template), tuple(reader.findings), tuple(reader.unread))


def _inherited(stanzas: list[Stanza]) -> list[Stanza]:
    """The stanzas with the options of those that they inherit from before their own."""
    known = {stanza.name: stanza for stanza in reversed(stanzas)}
    done: dict[str, tuple[Option, ...]] = {}

    def options(stanza: Stanza, behind: tuple[str, ...]) -> tuple[Option, ...]:
        out: tuple[Option, ...] = ()
        for name in stanza.inherits:
            if name in known and name not in behind:
                if name not in done:
                    done[name] = options(known[name], (*behind, name))
                out += done[name]
        return out + stanza.options

    return [replace(s, options=options(s, (s.name,))) if s.inherits else s for s in stanzas]


def _joined_masters(stanzas: list[Stanza]) -> list[Stanza]:
    """The bonds of ifenslave's other form with their slaves: `bond-slaves none`, and in each slave `bond-master`."""
    slaves: dict[str, list[str]] = {}
    primaries: dict[str, list[Option]] = {}
    for stanza in stanzas:
        if (master := stanza.get("bond-master")) is not None and stanza.name not in slaves.get(master.value, ()):
            slaves.setdefault(master.value, []).append(stanza.name)
            primaries.setdefault(master.value, []).extend(o for o in stanza.options if o.key in OF_SLAVES)
    joined = (
        _with_primary(_with_slaves(stanza, slaves[stanza.name]), primaries[stanza.name])
        if stanza.name in slaves
        else stanza
        for stanza in stanzas
    )
    return [_without_primary(stanza) if stanza.get("bond-master") is not None else stanza for stanza in joined]


def _with_primary(bond: Stanza, primaries: list[Option]) -> Stanza:
    """The bond with what its slaves say of its primary: with each slave ifenslave takes the first of the list that is
    one.
    """
    if not bond.is_bond:
        return bond
    options = [*bond.options, *primaries]
    for at, option in enumerate(options):
        if option.key == "bond-primary":
            first = next((name for name in option.value.split() if name in bond.slaves), option.value)
            options[at] = replace(option, value=first)
    return replace(bond, options=tuple(options))


def _without_primary(slave: Stanza) -> Stanza:
    return replace(slave, options=tuple(option for option in slave.options if option.key not in OF_SLAVES))


def _with_slaves(stanza: Stanza, slaves: list[str]) -> Stanza:
    listed = stanza.get("bond-slaves")
    if listed is None:
        place = Option(
            key="bond-slaves",
            value=" ".join(slaves),
            line=stanza.line,
            column=stanza.column,
            value_column=stanza.column,
            path=stanza.path,
        )
        is_bond = any(option.key.startswith("bond-") for option in stanza.options)
        return replace(stanza, options=(*stanza.options, place)) if is_bond else stanza
    names = [*(name for name in stanza.slaves), *(name for name in slaves if name not in stanza.slaves)]
    joined = replace(listed, value=" ".join(names))
    return replace(stanza, options=tuple(joined if option is listed else option for option in stanza.options))
