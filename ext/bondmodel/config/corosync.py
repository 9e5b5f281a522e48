"""corosync.conf as Corosync and Proxmox VE read it, checked line by line.

Source: corosync.conf(5), corosync exec/totemconfig.c and coroparse.c, PVE/Corosync.pm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, MINIMUM_TIMEOUT, Timers

from .finding import Finding, Option, meant, not_in_range

MAX_LINKS = 8
YES_NO = ("yes", "no", "on", "off")
TRANSPORTS = ("knet", "udp", "udpu")
SECTIONS: dict[str, tuple[str, ...]] = {
    "": ("totem", "nodelist", "quorum", "logging", "system", "resources", "nozzle", "uidgid"),
    "totem": ("interface",),
    "nodelist": ("node",),
    "quorum": ("device",),
    "quorum.device": ("net", "heuristics"),
}
NUMBERS: dict[str, dict[str, tuple[int, int | None]]] = {
    "totem": {
        "version": (2, 2),
        "config_version": (0, None),
        "token": (MINIMUM_TIMEOUT, None),
        "token_coefficient": (0, None),
        "token_warning": (0, 100),
        "token_retransmit": (MINIMUM_TIMEOUT, None),
        "token_retransmits_before_loss_const": (1, None),
        "hold": (MINIMUM_TIMEOUT, None),
        "consensus": (1, None),
        "join": (MINIMUM_TIMEOUT, None),
        "merge": (MINIMUM_TIMEOUT, None),
        "send_join": (0, None),
        "downcheck": (MINIMUM_TIMEOUT, None),
        "fail_recv_const": (1, None),
        "seqno_unchanged_const": (1, None),
        "max_network_delay": (MINIMUM_TIMEOUT, None),
        "miss_count_const": (1, None),
        "window_size": (1, None),
        "max_messages": (1, None),
        "heartbeat_failures_allowed": (0, None),
        "netmtu": (1, None),
        "knet_mtu": (0, 65535),
        "knet_pmtud_interval": (1, None),
        "nodeid": (1, None),
        "cancel_token_hold_on_retransmit": (0, 1),
    },
    "totem.interface": {
        "linknumber": (0, MAX_LINKS - 1),
        "ringnumber": (0, MAX_LINKS - 1),
        "knet_link_priority": (0, 255),
        "knet_ping_interval": (1, None),
        "knet_ping_timeout": (1, None),
        "knet_ping_precision": (1, None),
        "knet_pong_count": (1, 255),
        "mcastport": (1, 65535),
        "ttl": (0, 255),
    },
    "nodelist.node": {"nodeid": (1, None), "quorum_votes": (0, None)},
    "quorum": {
        "expected_votes": (1, None),
        "two_node": (0, 1),
        "wait_for_all": (0, 1),
        "last_man_standing": (0, 1),
        "last_man_standing_window": (1, None),
        "auto_tie_breaker": (0, 1),
        "allow_downscale": (0, 1),
    },
    "quorum.device": {"votes": (1, None), "timeout": (1, None), "sync_timeout": (1, None)},
}
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "totem": {
        "transport": TRANSPORTS,
        "link_mode": ("passive", "active", "rr"),
        "ip_version": ("ipv4", "ipv6", "ipv4-6", "ipv6-4"),
        "secauth": YES_NO,
        "block_unlisted_ips": YES_NO,
        "crypto_cipher": ("none", "aes256", "aes192", "aes128", "3des"),
        "crypto_hash": ("none", "md5", "sha1", "sha256", "sha384", "sha512"),
    },
    "totem.interface": {"knet_transport": ("udp", "sctp"), "broadcast": YES_NO},
    "quorum": {"provider": ("corosync_votequorum",)},
    "quorum.device": {"model": ("net",)},
}
TEXTS: dict[str, tuple[str, ...]] = {
    "totem": ("cluster_name", "keyfile", "key", "crypto_model", "knet_compression_model", "knet_compression_level"),
    "totem.interface": ("bindnetaddr", "mcastaddr"),
    "nodelist.node": ("name", *(f"ring{i}_addr" for i in range(MAX_LINKS))),
    "quorum": ("auto_tie_breaker_node",),
}
FREE = (  # what is in them is for others to check
    "logging",
    "system",
    "resources",
    "nozzle",
    "uidgid",
    "quorum.device.net",
    "quorum.device.heuristics",
)
_PAIR = re.compile(r"(\s*)([^\s:]+)\s*:\s*(.*?)\s*$")
_OPEN = re.compile(r"(\s*)([^\s:{]+)\s*\{\s*$")


@dataclass
class Section:
    """A section with its options and the sections in it; `path` such as "totem.interface", "" for the file itself."""

    path: str
    line: int
    column: int
    options: list[Option] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def get(self, key: str) -> Option | None:
        """The last option of that key."""
        return next((o for o in reversed(self.options) if o.key == key), None)

    def all(self, path: str) -> list[Section]:
        """The sections of that path, at any depth."""
        inner = [found for section in self.sections for found in section.all(path)]
        return ([self] if self.path == path else []) + inner

    def first(self, path: str) -> Section:
        """The first section of that path; an empty one at this one's place if there is none."""
        return next(iter(self.all(path)), Section(path, self.line, self.column))

    def whole(self, key: str, default: int = 0) -> int:
        """A whole number, or the default if the option is absent or no number."""
        option = self.get(key)
        try:
            return default if option is None else int(option.value)
        except ValueError:
            return default


def read(text: str) -> tuple[Section, tuple[Finding, ...]]:
    """Read a file's text into its sections. Never raises: what is wrong with its form becomes findings."""
    root = Section("", 1, 1)
    stack, found = [root], []
    for at, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if opened := _OPEN.match(line):
            path = ".".join(filter(None, (stack[-1].path, opened[2])))
            section = Section(path, at, len(opened[1]) + 1)
            stack[-1].sections.append(section)
            stack.append(section)
        elif bare == "}":
            if len(stack) == 1:
                found.append(Finding(at, line.index("}") + 1, "error", "brace", "}: no section is open here"))
            else:
                stack.pop()
        elif pair := _PAIR.match(line):
            stack[-1].options.append(Option(pair[2], pair[3], at, len(pair[1]) + 1, pair.start(3) + 1))
        else:
            text = f"{bare!r} is neither 'key: value' nor 'section {{' nor '}}'"
            found.append(Finding(at, len(line) - len(line.lstrip()) + 1, "error", "form", text))
    for section in stack[1:]:
        text = f"{section.path} {{: the section is never closed, a }} is missing"
        found.append(Finding(section.line, section.column, "error", "brace", text))
    return root, tuple(found)


def check_text(text: str) -> tuple[Finding, ...]:
    """Every finding about a file's text, in order of place."""
    root, found = read(text)
    return tuple(sorted([*found, *check(root)]))


def check(root: Section) -> Iterator[Finding]:
    """Every finding about what the file says."""
    yield from _section(root)
    yield from _missing(root)
    yield from _nodes(root)
    yield from _links(root)
    yield from _timers(root)
    yield from _votes(root)


def _section(section: Section) -> Iterator[Finding]:
    path, allowed = section.path, SECTIONS.get(section.path, ())
    if path in FREE:
        return
    for inner in section.sections:
        name = inner.path.rpartition(".")[2]
        if name not in allowed:
            where = path or "the file"
            text = f"{name}: {where} has no such section{meant(name, allowed)}"
            yield Finding(inner.line, inner.column, "error", "unknown-section", text)
        else:
            yield from _section(inner)
    for option in section.options:
        yield from _option(option, path)


def _option(option: Option, path: str) -> Iterator[Finding]:
    numbers, words, texts = NUMBERS.get(path, {}), WORDS.get(path, {}), TEXTS.get(path, ())
    if option.key in numbers:
        yield from not_in_range(option, *numbers[option.key])
    elif option.key in words:
        if option.value not in words[option.key]:
            allowed = words[option.key]
            text = f"{option.key}: {option.value!r} is not one of {', '.join(allowed)}{meant(option.value, allowed)}"
            yield option.finding("error", "bad-value", text)
    elif option.key not in texts:
        known = [*numbers, *words, *texts]
        text = f"{option.key}: {path or 'the file outside of a section'} has no such option{meant(option.key, known)}"
        yield Finding(option.line, option.column, "error", "unknown-option", text)
    elif not option.value:
        yield option.finding("error", "bad-value", f"{option.key}: its value is missing")


def _missing(root: Section) -> Iterator[Finding]:
    totem = root.first("totem")
    if not root.all("totem"):
        yield Finding(root.line, root.column, "error", "missing", "totem: the section is missing")
    elif totem.get("version") is None:
        yield Finding(totem.line, totem.column, "error", "missing", "totem: version is missing; it must be 2")
    if root.all("totem") and totem.get("config_version") is None:
        text = "totem: config_version is missing; without it the nodes cannot tell which file is newer"
        yield Finding(totem.line, totem.column, "warning", "missing", text)
    if not root.all("nodelist.node"):
        text = "nodelist: there is no node, so there is no cluster"
        yield Finding(root.line, root.column, "error", "missing", text)
    if root.all("quorum") and root.first("quorum").get("provider") is None:
        quorum = root.first("quorum")
        text = "quorum: provider is missing; without corosync_votequorum every partition counts as quorate"
        yield Finding(quorum.line, quorum.column, "error", "missing", text)


def links_of(node: Section) -> dict[int, Option]:
    """The addresses of one node by link number."""
    given = {i: node.get(f"ring{i}_addr") for i in range(MAX_LINKS)}
    return {i: option for i, option in given.items() if option is not None}


def link_of(interface: Section) -> int:
    """The number of the link that an `interface` section describes, 0 if it says none."""
    option = interface.get("linknumber") or interface.get("ringnumber")
    return int(option.value) if option is not None and option.value.isdecimal() else 0


def _nodes(root: Section) -> Iterator[Finding]:
    nodes = root.all("nodelist.node")
    everywhere = {i for node in nodes for i in links_of(node)}
    seen: dict[tuple[str, str], int] = {}
    for node in nodes:
        if node.get("nodeid") is None:
            yield Finding(node.line, node.column, "error", "missing", "node: nodeid is missing; knet needs it")
        for number_ in sorted(everywhere - set(links_of(node))):
            text = f"node: ring{number_}_addr is missing; other nodes have link {number_}"
            yield Finding(node.line, node.column, "error", "link-missing", text)
        for option in node.options:
            if option.key in ("nodeid", "name") or option.key.startswith("ring"):
                first = seen.setdefault((option.key, option.value), option.line)
                if first != option.line:
                    text = f"{option.key}: {option.value} is already taken in line {first}"
                    yield option.finding("error", "duplicate", text)
    if nodes and not everywhere:
        yield Finding(nodes[0].line, nodes[0].column, "error", "link-missing", "node: ring0_addr is missing")


def _links(root: Section) -> Iterator[Finding]:
    used = {i for node in root.all("nodelist.node") for i in links_of(node)}
    interfaces = root.all("totem.interface")
    described: dict[int, int] = {}
    for section in interfaces:
        link = link_of(section)
        if described.setdefault(link, section.line) != section.line:
            text = f"interface: link {link} is already described in line {described[link]}"
            yield Finding(section.line, section.column, "error", "duplicate", text)
        if used and link not in used:
            text = f"interface: link {link} is described, but no node has a ring{link}_addr"
            yield Finding(section.line, section.column, "warning", "no-effect", text)
        yield from _pings(section)
        yield from _knet_only(root, section)
    for link in sorted(used - set(described)) if interfaces else ():
        first = interfaces[0]
        text = f"interface: link {link} has no section; once one link has one, all need one"
        yield Finding(first.line, first.column, "error", "link-missing", text)


def _pings(section: Section) -> Iterator[Finding]:
    interval, timeout = section.get("knet_ping_interval"), section.get("knet_ping_timeout")
    if interval is not None and timeout is None:
        yield interval.finding("error", "ping-timers", "knet_ping_interval: needs knet_ping_timeout beside it")
    if timeout is not None and interval is None:
        yield timeout.finding("error", "ping-timers", "knet_ping_timeout: needs knet_ping_interval beside it")


def _knet_only(root: Section, section: Section) -> Iterator[Finding]:
    transport = root.first("totem").get("transport")
    knet = transport is None or transport.value == "knet"
    for option in section.options:
        if option.key.startswith("knet_") and not knet and transport is not None:
            text = f"{option.key}: no effect with transport {transport.value}, only with knet"
            yield Finding(option.line, option.column, "warning", "no-effect", text)
        if option.key in ("bindnetaddr", "mcastaddr") and knet:
            text = f"{option.key}: no effect with transport knet; the nodelist says the addresses"
            yield Finding(option.line, option.column, "note", "no-effect", text)


def _timers(root: Section) -> Iterator[Finding]:
    totem, nodes = root.first("totem"), len(root.all("nodelist.node"))
    consensus = totem.get("consensus")
    if consensus is None or not consensus.value.isdecimal() or not nodes:
        return
    token = max(totem.whole("token", DEFAULT_TOKEN), MINIMUM_TIMEOUT)
    least = Timers.of(nodes, token, max(totem.whole("token_coefficient", DEFAULT_COEFFICIENT), 0))
    if 0 < int(consensus.value) < least.consensus:
        text = (
            f"consensus: {consensus.value} is less than 1.2 times the token timeout, which {nodes} nodes make "
            f"{least.token} ms; it must be at least {least.consensus}"
        )
        yield consensus.finding("error", "out-of-range", text)


def _votes(root: Section) -> Iterator[Finding]:
    quorum, nodes = root.first("quorum"), root.all("nodelist.node")
    two_node = quorum.get("two_node")
    if two_node is not None and two_node.value == "1" and nodes:
        if len(nodes) != 2:
            yield two_node.finding("error", "two-node", f"two_node: only for 2 nodes, the nodelist has {len(nodes)}")
        elif root.all("quorum.device"):
            yield two_node.finding("error", "two-node", "two_node: cannot be combined with a quorum device")
