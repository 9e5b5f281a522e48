"""corosync.conf as Corosync and Proxmox VE read it, checked line by line.

Source: corosync.conf(5), corosync exec/totemconfig.c and coroparse.c, PVE/Corosync.pm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from bondmodel.cluster.ring import DEFAULT_COEFFICIENT, DEFAULT_TOKEN, MINIMUM_TIMEOUT, Timers

from .corosync_file import Section, link_of, links_of, read
from .corosync_values import FREE, MAX_KNET_NODE, check_option
from .corosync_votes import check_votes
from .finding import Finding, meant

SECTIONS: dict[str, tuple[str, ...]] = {
    "": ("totem", "nodelist", "quorum", "logging", "system", "resources", "nozzle", "uidgid"),
    "totem": ("interface",),
    "nodelist": ("node",),
    "quorum": ("device",),
    "quorum.device": ("net", "heuristics"),
}


def check_text(text: str) -> tuple[Finding, ...]:
    """Return every finding about a file's text, in order of place."""
    return checked(*read(text))


def checked(root: Section, form: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return every finding about a file that was read, those about its form included, in order of place; of a file of
    another kind that alone.
    """
    findings = list(form)
    if all(one.code != "swapped" for one in findings):
        findings += check(root)
    return tuple(sorted(findings))


def check(root: Section) -> Iterator[Finding]:
    """Yield every finding about what the file says."""
    yield from _section(root)
    yield from _missing(root)
    yield from _nodes(root)
    yield from _families(root)
    yield from _links(root)
    yield from _crypto(root.first("totem"))
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
            text = f"{name}: {where} has no such section, and Corosync passes it over{meant(name, allowed)}"
            yield Finding(inner.line, inner.column, "warning", "unknown-section", text)
        else:
            yield from _section(inner)
    for option in section.options:
        yield from check_option(option, path)


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
    quorum = root.first("quorum")
    if root.all("totem") and not root.all("quorum"):
        text = (
            "quorum: the section is missing; Corosync then counts every partition as quorate, where the answers here "
            "are for corosync_votequorum"
        )
        yield Finding(root.line, root.column, "warning", "missing", text)
    elif root.all("quorum") and quorum.get("provider") is None:
        text = "quorum: provider is missing; without corosync_votequorum every partition counts as quorate"
        yield Finding(quorum.line, quorum.column, "error", "missing", text)


def _nodes(root: Section) -> Iterator[Finding]:
    nodes = root.all("nodelist.node")
    everywhere = {i for node in nodes for i in links_of(node)}
    seen: dict[tuple[str, str], int] = {}
    for node in nodes:
        yield from _identity(node, knet=_is_knet(root), several=len(everywhere) > 1)
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


def _identity(node: Section, *, knet: bool, several: bool) -> Iterator[Finding]:
    """Whether a node has the id and the name that Corosync wants it to have."""
    node_id = node.get("nodeid")
    if node_id is None:
        yield Finding(node.line, node.column, "error", "missing", "node: nodeid is missing; knet needs it")
    elif knet and node_id.value.isdecimal() and int(node_id.value) > MAX_KNET_NODE:
        text = f"nodeid: {node_id.value} is more than {MAX_KNET_NODE}, the greatest that knet can have"
        yield node_id.finding("error", "out-of-range", text)
    if several and node.get("name") is None:
        text = "node: name is missing; with several links Corosync wants every node to have one"
        yield Finding(node.line, node.column, "error", "missing", text)


def _families(root: Section) -> Iterator[Finding]:
    """The addresses of one link that are of another IP version than the first node's. Host names are not looked up."""
    first: dict[int, tuple[int, str]] = {}
    wanted = root.first("totem").get("ip_version")
    for node in root.all("nodelist.node"):
        for link, option in links_of(node).items():
            version = _ip_version(option.value)
            if version is None:
                continue
            one, address = first.setdefault(link, (version, option.value))
            if version != one:
                text = f"{option.key}: {option.value} is IPv{version}, but {address} on the same link is IPv{one}"
                yield option.finding("error", "address", text)
            elif wanted is not None and wanted.value in ("ipv4", "ipv6") and wanted.value != f"ipv{version}":
                text = f"{option.key}: {option.value} is IPv{version}, but ip_version is {wanted.value}"
                yield option.finding("error", "address", text)


def _ip_version(text: str) -> int | None:
    """4 or 6; None of what is no address, such as a host name."""
    try:
        return ip_address(text).version
    except ValueError:
        return None


def _links(root: Section) -> Iterator[Finding]:
    used = {i for node in root.all("nodelist.node") for i in links_of(node)}
    interfaces = root.all("totem.interface")
    described: dict[int, int] = {}
    if len(used) > 1 and not _is_knet(root):
        transport = root.first("totem").get("transport")
        text = f"transport: without knet there is one link, but the nodes have {len(used)}; Corosync does not start"
        yield from () if transport is None else [transport.finding("error", "transport", text)]
    for section in interfaces:
        link = link_of(section)
        if described.setdefault(link, section.line) != section.line:
            text = f"interface: link {link} is already described in line {described[link]}"
            yield Finding(section.line, section.column, "error", "duplicate", text)
        if used and link not in used:
            text = f"interface: link {link} is described, but no node has a ring{link}_addr"
            yield Finding(section.line, section.column, "warning", "no-effect", text)
        yield from _knet_only(root, section)


def _is_knet(root: Section) -> bool:
    transport = root.first("totem").get("transport")
    return transport is None or transport.value == "knet"


def _knet_only(root: Section, section: Section) -> Iterator[Finding]:
    transport, knet = root.first("totem").get("transport"), _is_knet(root)
    for option in section.options:
        if option.key.startswith("knet_") and not knet and transport is not None:
            text = f"{option.key}: no effect with transport {transport.value}, only with knet"
            yield option.key_finding("warning", "no-effect", text)
        if option.key in ("bindnetaddr", "mcastaddr") and knet:
            text = f"{option.key}: no effect with transport knet; the nodelist says the addresses"
            yield option.key_finding("note", "no-effect", text)
        if option.key == "ttl" and option.value != "1" and knet:
            text = "ttl: only for transport udp; with knet Corosync does not start"
            yield option.key_finding("error", "transport", text)


def _crypto(totem: Section) -> Iterator[Finding]:
    cipher, digest, secauth = totem.get("crypto_cipher"), totem.get("crypto_hash"), totem.get("secauth")
    secured = secauth is not None and secauth.value in ("on", "yes")
    hashed = secured if digest is None else digest.value != "none"
    if cipher is not None and cipher.value != "none" and not hashed:
        text = f"crypto_cipher: {cipher.value} needs a crypto_hash other than none; without it Corosync does not start"
        yield cipher.finding("error", "crypto", text)


def _timers(root: Section) -> Iterator[Finding]:
    totem, nodes = root.first("totem"), len(root.all("nodelist.node"))
    consensus = totem.get("consensus")
    if consensus is None or not consensus.value.isdecimal() or not nodes:
        return
    token = max(totem.setting("token", DEFAULT_TOKEN), MINIMUM_TIMEOUT)
    least = Timers.of(nodes, token, max(totem.whole("token_coefficient", DEFAULT_COEFFICIENT), 0))
    if MINIMUM_TIMEOUT <= int(consensus.value) < least.consensus:
        text = (
            f"consensus: {consensus.value} is less than 1.2 times the token timeout, which {nodes} nodes make "
            f"{least.token} ms; corosync.conf(5) wants at least {least.consensus}, and with less, which Corosync "
            "itself does not refuse, the model has no answer"
        )
        yield consensus.finding("error", "out-of-range", text)
