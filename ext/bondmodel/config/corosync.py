"""corosync.conf as Corosync and Proxmox VE read it, checked line by line.

Source: corosync.conf(5), corosync exec/totemconfig.c and coroparse.c, PVE/Corosync.pm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, MINIMUM_TIMEOUT, Timers

from .corosync_file import Section, link_of, links_of, read
from .corosync_table import MAX_LINKS, sections_of
from .corosync_votes import check_votes
from .finding import Finding, Option, meant, not_in_range

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
        "knet_compression_threshold": (0, None),
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
        "votes": (0, None),
        "expected_votes_tracking": (0, 1),
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
        "cancel_token_hold_on_retransmit": (*YES_NO, "0", "1"),
        "clear_node_high_bit": YES_NO,
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


def check_text(text: str) -> tuple[Finding, ...]:
    """Every finding about a file's text, in order of place."""
    return checked(*read(text))


def checked(root: Section, form: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding about a file that was read, those about its form included, in order of place; of a file of another
    kind that alone.
    """
    findings = list(form)
    if all(one.code != "swapped" for one in findings):
        findings += check(root)
    return tuple(sorted(findings))


def check(root: Section) -> Iterator[Finding]:
    """Every finding about what the file says."""
    yield from _section(root)
    yield from _missing(root)
    yield from _nodes(root)
    yield from _links(root)
    yield from _timers(root)
    yield from check_votes(root)


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
        yield _unknown(option, path, [*numbers, *words, *texts])
    elif not option.value:
        yield option.finding("error", "bad-value", f"{option.key}: its value is missing")


def _unknown(option: Option, path: str, known: list[str]) -> Finding:
    """An option that its section does not have: where it belongs, or what was meant."""
    homes = [section for section in sections_of(option.key) if section not in FREE]
    hint = f"; it belongs in {homes[0].replace('.', ' { ')} {{" if homes else meant(option.key, known)
    text = f"{option.key}: {path or 'the file outside of a section'} has no such option{hint}"
    return option.key_finding("error", "unknown-option", text)


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
            yield option.key_finding("warning", "no-effect", text)
        if option.key in ("bindnetaddr", "mcastaddr") and knet:
            text = f"{option.key}: no effect with transport knet; the nodelist says the addresses"
            yield option.key_finding("note", "no-effect", text)


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
