"""A run in the form of runs.jsonl -> network and faults, and what a watcher of it would note down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from .bond import Bond
from .bounds import Bounds, bounds, share_lost
from .clock import Phase
from .connectivity import Connectivity, Pair
from .errors import ModelError, choose, in_range
from .faults import LINK_KINDS, Fault
from .network import connectivity
from .rows import Row, check_keys
from .switch import Lag, Plain, Switch
from .topology import Network, Node

KEYS = ("id", "mode", "topology", "nodes", "slaves", "macs", "ips")
EXTRA = (
    "kernel", "policy", "switch_mode", "switch_policy", "lacp_rate", "prefix", "options", "fault", "observed",
)  # fmt: skip
OPTIONS = (
    "bond_extra", "sw_bond_extra", "arp", "no_isl", "no_miimon", "order", "period", "phase", "sw_ip",
)  # fmt: skip
FIXED_ORDER = ("fixed", "sequential", "sorted")
SHUFFLED_ORDER = ("shuffled", "shuffle", "random")
FLAGS = {"on": True, "off": False, "1": True, "0": False}
WITHOUT_EFFECT = ("lp_interval", "resend_igmp", "num_unsol_na", "peer_notif_delay", "ad_select", "use_carrier")
SWITCH_OPTIONS = ("xmit_hash_policy", "lacp_rate", "coupled_control")

WINDOW_MS = 2_000  # the watcher looks at the first two seconds after the fault
UNTIL_MS = 200_000
HARDLY = 0.1  # a share up to which the watcher calls a pair up


def network_of(row: Row) -> tuple[Network, tuple[Fault, ...]]:
    """Raises `ModelError` naming the field, `NotModelled` for what the model does not cover."""
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
    known = {option.name: str(option.type) for option in fields(Bond)}
    out: dict[str, Any] = {}
    for name, value in zip(words[::2], words[1::2], strict=True):
        if choose(field, name, (*known, *WITHOUT_EFFECT)) in known:
            out[name] = _value(f"{field} {name}", value, known[name])
    return out


def _value(field: str, text: str, kind: str) -> Any:
    if kind == "bool":
        return FLAGS[choose(field, text, FLAGS)]
    if kind.startswith("tuple[str"):
        return tuple(text.split(","))
    if not kind.startswith("int"):
        return text
    if not text.isdecimal():
        raise ModelError(f"{field}: {text!r} is not a whole number")
    return int(text)


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


def _faults(value: object) -> tuple[Fault, ...]:
    if value is None:
        return ()
    fault = _mapping("fault", value)
    check_keys(fault, ("kind", "node", "slave"), ("loss",))
    kind = choose("fault.kind", fault["kind"], LINK_KINDS)
    share = in_range("fault.loss", fault.get("loss", 100), 1, 100) / 100
    return (Fault(kind, fault["node"], fault["slave"], loss=share),)


def observe(row: Row) -> dict[str, Any]:
    """What is to be seen: `to_peers`, `from_peers` (peer -> up, part or down in the first two seconds) and `class`, in
    the middle of all phases; over all phases what they `may_be`, `recovered_s`, when the last loss ends ([earliest,
    latest], None: not in every run), and the pairs that lose at the end in each or in some run (`lossy_at_end`,
    `may_be_lossy_at_end`).
    """
    network, faults = network_of(row)
    node = faults[0].node if faults and faults[0].node is not None else 0
    run = connectivity(network, faults, UNTIL_MS, Phase(fraction=0.5))
    peers = [peer for peer in range(len(network.nodes)) if peer != node]
    to_peers = {str(peer): _seen(run, (node, peer)) for peer in peers}
    from_peers = {str(peer): _seen(run, (peer, node)) for peer in peers}
    over = bounds(network, faults, UNTIL_MS)
    return {
        "to_peers": to_peers,
        "from_peers": from_peers,
        "class": _class([list(to_peers.values()), list(from_peers.values())]),
        "may_be": {
            "to_peers": {str(peer): sorted({_seen(each, (node, peer)) for each in over.runs}) for peer in peers},
            "from_peers": {str(peer): sorted({_seen(each, (peer, node)) for each in over.runs}) for peer in peers},
        },
        "recovered_s": _seconds(over),
        "lossy_at_end": _arrows(over.lossy_at_end),
        "may_be_lossy_at_end": _arrows(over.may_be_lossy_at_end),
    }


def _seconds(over: Bounds) -> list[float] | None:
    if over.healed_ms is None or over.may_not_heal:
        return None
    return [t / 1000 for t in over.healed_ms]


def _seen(run: Connectivity, pair: Pair) -> str:
    share = share_lost(run, pair, 0, WINDOW_MS)
    return "up" if share <= HARDLY else "down" if share == 1.0 else "part"


def _class(directions: Sequence[Sequence[str]]) -> str:
    everything = [state for direction in directions for state in direction]
    if any(all(state == "down" for state in direction) for direction in directions):
        return "lost-all"
    if "down" in everything:
        return "mixed" if "part" in everything else "subset"
    return "partial-loss" if "part" in everything else "none"


def _arrows(pairs: frozenset[tuple[int, int]]) -> list[str]:
    return [f"{a}->{b}" for a, b in sorted(pairs)]
