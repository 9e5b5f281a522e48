"""A run in the form of runs.jsonl -> network and faults, and what a watcher of it would note down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bondmodel.connectivity import Connectivity, Pair
from bondmodel.errors import ModelError, choose, in_range
from bondmodel.net.bond import Bond
from bondmodel.net.bond.settings import bond_fields
from bondmodel.net.link_faults import LINK_KINDS, LinkFault
from bondmodel.net.switch import Lag, Plain, Switch
from bondmodel.net.topology import Network, Node
from bondmodel.study.bounds import Bounds, bounds, share_lost

from .rows import Row, check_keys

KEYS = ("id", "mode", "topology", "nodes", "slaves", "macs", "ips")
EXTRA = (
    "kernel", "policy", "switch_mode", "switch_policy", "lacp_rate", "prefix", "options", "fault", "watched_s",
    "observed",
)  # fmt: skip
OPTIONS = (
    "bond_extra", "sw_bond_extra", "arp", "no_isl", "no_miimon", "order", "period", "phase", "sw_ip",
)  # fmt: skip
FIXED_ORDER = ("fixed", "sequential", "sorted")
SHUFFLED_ORDER = ("shuffled", "shuffle", "random")
SWITCH_OPTIONS = ("xmit_hash_policy", "lacp_rate", "coupled_control")

WINDOW_MS = 2_000  # the watcher looks at the first two seconds after the fault
UNTIL_MS = 200_000
LONGEST_S = 3_600
HARDLY = 0.1  # a share up to which the watcher calls a pair up


def network_of(row: Row) -> tuple[Network, tuple[LinkFault, ...]]:
    """Return network and faults of a recorded line. Raise `ModelError` naming the field, `NotModelled` for what the
    model does not cover.
    """
    check_keys(row, KEYS, EXTRA)
    options = _mapping("options", row.get("options") or {})
    check_keys(options, (), OPTIONS)
    bond = _bond(row, options)
    count = in_range("nodes", row["nodes"], 2, 64)
    macs, ips = _list("macs", row["macs"], count), _list("ips", row["ips"], count)
    nodes = tuple(
        Node(bond, tuple(_list(f"macs[{number}]", macs[number], bond.slaves)), ips[number]) for number in range(count)
    )
    static = options.get("arp") is not None and choose("options.arp", options["arp"], ("static",)) == "static"
    network = Network(
        nodes, _switch(row, options), static_arp=static, settled=False, sending=_sending(options.get("order"))
    )
    return network, _faults(row.get("fault"))


def _mapping(field: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ModelError(f"{field}: {value!r} is not a JSON object")
    return value


def _list(field: str, value: object, length: int) -> list[Any]:
    if not isinstance(value, list) or len(value) != length:
        raise ModelError(f"{field}: a list of {length} is wanted, not {value!r}")
    return value


def _bond(row: Row, options: Mapping[str, Any]) -> Bond:
    known: dict[str, Any] = {"mode": row["mode"], "slaves": row["slaves"]}
    if row.get("policy") is not None:
        known["xmit_hash_policy"] = row["policy"]
    if row.get("lacp_rate") is not None:
        known["lacp_rate"] = _rate(row, "node")
    if options.get("no_miimon"):
        known["miimon"] = 0
    known.update(_extra("options.bond_extra", options.get("bond_extra")))
    return Bond(**known)


def _rate(row: Row, side: str) -> Any:
    rates = _mapping("lacp_rate", row["lacp_rate"])
    check_keys(rates, ("node", "switch"), ())
    return rates[side]


def _extra(field: str, text: object) -> dict[str, Any]:
    """Options as `ip link` takes them: names and values in turn."""
    if text is None:
        return {}
    words = text.split() if isinstance(text, str) else []
    if not words or len(words) % 2:
        raise ModelError(f"{field}: {text!r} is not names and values in turn, such as 'arp_interval 200'")
    return bond_fields(dict(zip(words[::2], words[1::2], strict=True)), field)


def _switch(row: Row, options: Mapping[str, Any]) -> Switch:
    if choose("topology", row["topology"], ("plain", "lag")) == "plain":
        return Plain(linked=not options.get("no_isl"))
    known: dict[str, Any] = {"mode": row.get("switch_mode") or row["mode"], "partner": "linux"}
    if row.get("switch_policy") is not None:
        known["xmit_hash_policy"] = row["switch_policy"]
    if row.get("lacp_rate") is not None:
        known["lacp_rate"] = _rate(row, "switch")
    extra = _extra("options.sw_bond_extra", options.get("sw_bond_extra"))
    for name in extra:
        choose("options.sw_bond_extra", name, SWITCH_OPTIONS)
    return Lag(**(known | extra))


def _sending(order: object) -> str:
    if order is None:
        return "shuffled"
    return "fixed" if choose("options.order", order, (*FIXED_ORDER, *SHUFFLED_ORDER)) in FIXED_ORDER else "shuffled"


def _faults(value: object) -> tuple[LinkFault, ...]:
    if value is None:
        return ()
    fault = _mapping("fault", value)
    check_keys(fault, ("kind", "node", "slave"), ("loss",))
    kind = choose("fault.kind", fault["kind"], LINK_KINDS)
    share = in_range("fault.loss", fault.get("loss", 100), 1, 100) / 100
    return (LinkFault(kind, fault["node"], fault["slave"], loss=share),)


def observe(row: Row) -> dict[str, Any]:
    """Return what is to be seen: `to_peers`, `from_peers` (peer -> up, part or down in the first two seconds) as most
    phases have them, `class`, and what else they `may_be`; `recovered_s`, when the last loss ends ([earliest, latest],
    None: never in some run); and the pairs that lose at the end in each or in some run (`lossy_at_end`,
    `may_be_lossy_at_end`).

    The end is that of `watched_s`, if the row has one. Whether and when a neighbour entry expires that nothing
    confirms any more is chance, so a loss that this alone keeps alive shows in `lossy_at_end`, not in `recovered_s`.
    """
    network, faults = network_of(row)
    until = _until(row.get("watched_s"))
    node = faults[0].node if faults and faults[0].node is not None else 0
    peers = [peer for peer in range(len(network.nodes)) if peer != node]
    bound = bounds(network, faults, until)
    seen = [_views(run, node, peers) for run in bound.runs]
    to_peers, from_peers = Counter(seen).most_common(1)[0][0]
    return {
        "to_peers": _named(peers, to_peers),
        "from_peers": _named(peers, from_peers),
        "class": class_of([to_peers, from_peers]),
        "may_be": {
            "to_peers": _named(peers, _possible([to for to, _ in seen])),
            "from_peers": _named(peers, _possible([back for _, back in seen])),
        },
        "recovered_s": _recovered(network, faults, bound, until),
        "lossy_at_end": _arrows(bound.lossy_at_end),
        "may_be_lossy_at_end": _arrows(bound.may_be_lossy_at_end),
    }


def _until(watched_s: object) -> int:
    """How long to look, in ms."""
    if watched_s is None:
        return UNTIL_MS
    if not isinstance(watched_s, int | float) or isinstance(watched_s, bool) or not 0 < watched_s <= LONGEST_S:
        raise ModelError(f"watched_s: {watched_s!r} is not a number of seconds above 0 and up to {LONGEST_S}")
    return int(watched_s * 1000)


def _views(run: Connectivity, node: int, peers: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `node` sees of its `peers`, there and back."""
    return tuple(_seen(run, (node, peer)) for peer in peers), tuple(_seen(run, (peer, node)) for peer in peers)


def _named(peers: Sequence[int], states: Sequence[Any]) -> dict[str, Any]:
    return {str(peer): state for peer, state in zip(peers, states, strict=True)}


def _possible(views: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """The states that each peer is in, in one view or another."""
    return [sorted(set(states)) for states in zip(*views, strict=True)]


def _recovered(network: Network, faults: Sequence[LinkFault], bound: Bounds, until: int) -> list[float] | None:
    if bound.may_not_heal and not network.static_arp:
        bound = bounds(replace(network, static_arp=True), faults, until)
    if bound.healed_ms is None or bound.may_not_heal:
        return None
    return [t / 1000 for t in bound.healed_ms]


def _seen(run: Connectivity, pair: Pair) -> str:
    share = share_lost(run, pair, 0, WINDOW_MS)
    return "up" if share <= HARDLY else "down" if share == 1.0 else "part"


def class_of(directions: Sequence[Sequence[str]]) -> str:
    """Return the kind of loss: `directions` holds the states (up, part, down) of all peers, there and back."""
    everything = [state for direction in directions for state in direction]
    if any(all(state == "down" for state in direction) for direction in directions):
        return "lost-all"
    if "down" in everything:
        return "mixed" if "part" in everything else "subset"
    return "partial-loss" if "part" in everything else "none"


def _arrows(pairs: frozenset[tuple[int, int]]) -> list[str]:
    return [f"{a}->{b}" for a, b in sorted(pairs)]
