"""What corosync.conf says of votes, checked as votequorum does when it starts (exec/votequorum.c)."""

from __future__ import annotations

from collections.abc import Iterator

from .corosync_file import Section
from .finding import Finding, Option

SIDES = ("lowest", "highest")


def check_votes(root: Section) -> Iterator[Finding]:
    """Yield every finding about the section `quorum`."""
    quorum, nodes = root.first("quorum"), root.all("nodelist.node")
    two_node, device = quorum.get("two_node"), root.all("quorum.device")
    if two_node is not None and quorum.whole("two_node") and nodes:
        if len(nodes) != 2:
            text = (
                f"two_node: only for 2 nodes, the nodelist has {len(nodes)}; Corosync does not refuse it but takes one "
                "vote for a quorum, so that any node goes on alone"
            )
            yield two_node.finding("error", "two-node", text)
        elif device:
            yield two_node.finding("error", "two-node", "two_node: cannot be combined with a quorum device")
    for key in ("last_man_standing", "auto_tie_breaker", "allow_downscale"):
        option = quorum.get(key)
        if option is not None and quorum.whole(key) and device:
            text = f"{key}: cannot be combined with a quorum device; Corosync does not start"
            yield option.finding("error", "votes", text)
    breaker_node = quorum.get("auto_tie_breaker_node")
    if breaker_node is not None and not quorum.whole("auto_tie_breaker"):
        text = "auto_tie_breaker_node: no effect without auto_tie_breaker: 1"
        yield breaker_node.key_finding("warning", "no-effect", text)
    yield from _tie_breaker(root)
    yield from _device(root)


def _tie_breaker(root: Section) -> Iterator[Finding]:
    quorum = root.first("quorum")
    breaker, node = quorum.get("auto_tie_breaker"), quorum.get("auto_tie_breaker_node")
    if breaker is None or not quorum.whole("auto_tie_breaker"):
        return
    if node is not None and not node_list(node) and node.value not in SIDES:
        text = f"auto_tie_breaker_node: {node.value!r} is neither lowest nor highest nor a list of node ids"
        yield node.finding("error", "bad-value", text)
    yield from _unknown_nodes(root, node)
    odd = sum(one.whole("quorum_votes", 1) for one in root.all("nodelist.node")) % 2
    if odd and not quorum.whole("wait_for_all", quorum.whole("two_node")):
        text = "auto_tie_breaker: with an odd number of votes Corosync switches it off unless wait_for_all is 1"
        yield breaker.finding("warning", "no-effect", text)


def _unknown_nodes(root: Section, option: Option | None) -> Iterator[Finding]:
    """The nodes that an option names and the nodelist does not have."""
    known = {node.whole("nodeid") for node in root.all("nodelist.node")}
    if option is None:
        return
    for node in node_list(option):
        if node not in known:
            text = f"{option.key}: there is no node {node}; the nodes are {', '.join(map(str, sorted(known)))}"
            yield option.finding("error", "votes", text)


def node_list(option: Option) -> tuple[int, ...]:
    """Return the node ids that an option lists; none if it lists something else."""
    words = option.value.split()
    return tuple(map(int, words)) if words and all(word.isdecimal() for word in words) else ()


def device_votes(root: Section) -> int:
    """Return the votes of the quorum device: as given, else what corosync-qdevice(8) says, all nodes' less one; 0
    without.
    """
    if not root.all("quorum.device"):
        return 0
    nodes = sum(node.whole("quorum_votes", 1) for node in root.all("nodelist.node"))
    return root.first("quorum.device").whole("votes", nodes - 1)


def _device(root: Section) -> Iterator[Finding]:
    for device in root.all("quorum.device"):
        algorithm, votes = device.first("quorum.device.net").get("algorithm"), device_votes(root)
        nodes = sum(node.whole("quorum_votes", 1) for node in root.all("nodelist.node"))
        yield from _unknown_nodes(root, device.first("quorum.device.net").get("tie_breaker"))
        if (algorithm is None or algorithm.value == "ffsplit") and votes != 1:
            text = f"device: the algorithm ffsplit wants votes: 1, these are {votes}"
            yield Finding(device.line, device.column, "error", "votes", text)
        if algorithm is not None and algorithm.value == "lms" and votes != nodes - 1:
            text = f"device: the algorithm lms wants the default of votes, {nodes - 1}; leave votes out"
            yield Finding(device.line, device.column, "error", "votes", text)
