"""The model beside the real bonding driver, run here and now: `python3 dev.py kernel`."""

import random
import shutil

import pytest
from bondmodel import Fault, Scenario, Stop, Timers
from bondmodel.net.frame import arp, parse_ip, parse_mac, udp
from bondmodel.net.hashing import xmit_hash
from bondmodel.records.recorded import observe

from tests.kernel.machine import PROGRAMS, ask, lacks

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(lacks() is not None, reason=f"no machine for the real driver: {lacks()}"),
]

NODES = 4
MACS = [[f"02:00:00:00:{k:02x}:{tail:02x}" for k in range(2)] for tail in (0x11, 0x24, 0x37, 0x4A)]
IPS = ["10.9.0.11", "10.9.0.24", "10.9.0.38", "10.9.0.53"]
STEP, LATE, LONG = (
    0.2,
    1.5,
    1.12,
)  # of the probes; the machine's clock ticks 100 times a second, and others use the host


def row(mode, kind="tx", slave=0, **more):
    return {
        "id": "here", "mode": mode, "topology": "plain", "nodes": NODES, "slaves": 2, "policy": None, "macs": MACS,
        "ips": IPS, "prefix": 8, "options": {}, "fault": {"node": 0, "slave": slave, "kind": kind, "loss": 100},
        "watched_s": 2.5, **more,
    }  # fmt: skip


def aggregate(mode, kind="tx", slave=0, policy="layer2", rate=None, **more):
    rates = {"node": rate, "switch": rate} if rate else None
    sides = {"topology": "lag", "switch_mode": mode, "switch_policy": policy, "policy": policy, "lacp_rate": rates}
    return row(mode, kind, slave, **sides, **more)


ROWS = {
    "rr": row("balance-rr"),
    "active-backup": row("active-backup"),
    "active-backup, the other slave": row("active-backup", slave=1),
    "active-backup, no carrier": row("active-backup", "carrier", watched_s=4.0),
    "xor": row("balance-xor", policy="layer2"),
    "xor layer3+4, rx": row("balance-xor", "rx", 1, policy="layer3+4"),
    "xor layer2+3, lag": aggregate("balance-xor", "both", 0, "layer2+3"),
    "broadcast": row("broadcast", options={"no_isl": True}),
    "tlb": row("balance-tlb"),
    "alb": row("balance-alb"),
    "lacp fast, both": aggregate("802.3ad", "both", rate="fast", watched_s=12.0),
    "lacp fast, tx": aggregate("802.3ad", "tx", rate="fast", watched_s=18.0),
    "lacp, min_links 2, no carrier": aggregate(
        "802.3ad", "carrier", rate="fast", options={"bond_extra": "min_links 2"}, watched_s=4.0
    ),
    "lacp, min_links 1, no carrier": aggregate(
        "802.3ad", "carrier", rate="fast", options={"bond_extra": "min_links 1"}, watched_s=4.0
    ),
    "lacp, min_links 2, tx": aggregate(
        "802.3ad", "tx", rate="fast", options={"bond_extra": "min_links 2"}, watched_s=25.0
    ),
    "lacp without a partner": row("802.3ad"),
    "lacp without a partner, the other slave": row("802.3ad", slave=1),
    "lacp without a partner, rx": row("802.3ad", "rx"),
    "lacp without a partner, no carrier": row("802.3ad", "carrier", watched_s=5.0),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_driver_loses_the_peers_that_the_model_loses(name, tmp_path):
    given = ROWS[name]
    seen, told = ask({"run": given}, tmp_path), observe(given)
    for direction in ("to_peers", "from_peers"):
        for peer, state in seen[direction].items():
            assert state in told["may_be"][direction][peer], (seen, told)
        if given["mode"] not in ("balance-tlb", "balance-alb"):
            assert seen[direction] == told[direction]
    if told["recovered_s"] is None:
        assert seen["recovered_s"] is None
    else:
        earliest, latest = told["recovered_s"]
        assert earliest - STEP <= seen["recovered_s"] <= latest * LONG + LATE + STEP


HOLD = 0.81  # s: so long an idle ring of four keeps its token, so it may have been seen that much before the fault
AGAIN = Timers.of(NODES).consensus / 1000  # a join that comes late on a busy host costs another consensus timeout
CLUSTERS = {
    "active-backup": row("active-backup", watched_s=30.0),
    "xor, pairs that the token needs": row("balance-xor", policy="layer2", slave=1, watched_s=45.0),
    "xor, a pair that the token does not need": row("balance-xor", policy="layer2", watched_s=20.0),
}


def scenario(given):
    return Scenario(
        nodes=given["nodes"], mode=given["mode"], macs=given["macs"], ips=given["ips"], switch="plain",
        xmit_hash_policy=given["policy"] or "layer2", fault=Fault.tx(1, given["fault"]["slave"], 0),
        duration=given["watched_s"],
    )  # fmt: skip


@pytest.mark.skipif(shutil.which("corosync", path=PROGRAMS) is None, reason="no corosync: apt install corosync")
@pytest.mark.parametrize("name", CLUSTERS)
def test_corosync_forms_the_rings_that_the_model_forms(name, tmp_path):
    """How often, and which each node is in at last; when, for the first."""
    given = CLUSTERS[name]
    seen = ask({"cluster": given}, tmp_path)
    chance = [(phase, spared, seed) for phase in (0.0, 0.3, 0.6) for spared in (0.0, 0.3, 1.0) for seed in range(4)]
    runs = [scenario(given).but(phase=phase, spared=spared, seed=seed).run() for phase, spared, seed in chance]
    for node, events in seen.items():
        rings = [[ring for ring in run.memberships_of(int(node)) if ring.formed > 0] for run in runs]
        times = [event[0] for event in events if event[1] == "formed"]
        counts = [len(ring) for ring in rings]
        assert min(counts) - 1 - len(times) // 3 <= len(times) <= max(counts) + 1 + len(times) // 3, events
        if name == "active-backup":
            assert [event[2] for event in events if event[1] == "members"][-1] == list(rings[0][-1].members)
    first = [ring.formed for run in runs for ring in run.memberships[1:2]]
    began = min((event[0] for events in seen.values() for event in events), default=None)
    assert (began is None) == (not first)
    assert began is None or min(first) - STEP <= began <= max(first) * LONG + LATE + STEP + AGAIN


TWO = {"nodes": 2, "macs": MACS[:2], "ips": IPS[:2], "watched_s": 25.0}
VOTES = {
    "two_node: 1": ({"two_node": True}, [True, True]),
    "auto_tie_breaker: 1": ({"auto_tie_breaker": "lowest"}, [True, False]),
    "": ({}, [False, False]),
}


@pytest.mark.skipif(shutil.which("corosync", path=PROGRAMS) is None, reason="no corosync: apt install corosync")
@pytest.mark.parametrize("line", VOTES)
def test_who_may_write_when_two_nodes_lose_each_other(line, tmp_path):
    given = row("active-backup", **TWO, quorum=line)
    fields, quorate = VOTES[line]
    run = scenario(given).but(**fields).run()
    assert [run.stable_quorum(node, 20) for node in (1, 2)] == quorate
    seen = ask({"cluster": given}, tmp_path)
    last = [next((e[2] for e in reversed(seen[n]) if e[1] == "quorate"), True) for n in ("1", "2")]
    assert last == quorate, seen
    assert bool(run.split_brain) == all(quorate)


@pytest.mark.skipif(shutil.which("corosync", path=PROGRAMS) is None, reason="no corosync: apt install corosync")
def test_a_node_that_starts_again_is_let_in_when_the_model_lets_it(tmp_path):
    given = row("active-backup", watched_s=80.0, stop=[4, 2.0, 25.0])
    seen = ask({"cluster": given}, tmp_path)
    runs = [scenario(given).but(fault=Stop(4, 2.0, 25.0), phase=phase).run() for phase in (0.0, 0.2, 0.4, 0.6, 0.8)]
    formed = [[ring.formed for ring in run.memberships if 1 in ring.members and ring.formed > 0] for run in runs]
    left, back = zip(*formed, strict=True)
    times = [event[0] for event in seen["1"] if event[1] == "formed"]
    assert [event[2] for event in seen["1"] if event[1] == "members"][-1] == [1, 2, 3, 4]
    assert min(left) - STEP - HOLD <= times[0] <= max(left) * LONG + LATE + STEP
    assert times[-1] <= max(back) * LONG + 2 * LATE + AGAIN, "its links need some pings, and corosync time to start"
    assert times[-1] >= 25.0


POLICIES = ("layer2", "layer2+3", "layer3+4", "vlan+srcmac", "encap2+3", "encap3+4")


def frames():
    """A dozen of frames, no two with the same addresses."""
    chance = random.Random("frames")
    node = [parse_mac("02:" + chance.randbytes(5).hex(":")) for _ in range(14)]
    four = [parse_ip(f"10.{chance.randrange(256)}.{chance.randrange(256)}.{i}") for i in range(1, 14)]
    six = [parse_ip(f"fd00::{chance.randrange(1 << 16):x}:{i}") for i in range(1, 14)]
    out = [udp(node[i], node[i + 1], four[i], four[i + 1], sport=5405 + i, dport=5405 + 3 * i) for i in range(6)]
    out += [udp(node[i], node[i + 1], six[i], six[i + 1], sport=5405, dport=5405 + i) for i in range(6, 10)]
    return [*out, arp(node[11], node[12]), arp(node[13])]


def checksum(words):
    total = sum(int.from_bytes(words[i : i + 2], "big") for i in range(0, len(words), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return (~total & 0xFFFF).to_bytes(2, "big")


def bytes_of(frame):
    """The frame as it goes over the wire, with eight bytes of data."""
    head = frame.dst_mac + frame.src_mac + frame.ethertype.to_bytes(2, "big")
    if not frame.is_ip:
        return head + bytes(46)
    ports = b"".join(port.to_bytes(2, "big") for port in frame.ports)
    data = ports + (16).to_bytes(2, "big") + bytes(2) + bytes(8)
    if len(frame.src) == 16:
        return head + b"\x60\0\0\0" + len(data).to_bytes(2, "big") + b"\x11\x40" + frame.src + frame.dst + data
    ip = b"\x45\0" + (20 + len(data)).to_bytes(2, "big") + b"\0\0\x40\0\x40\x11"
    return head + ip + checksum(ip + b"\0\0" + frame.src + frame.dst) + frame.src + frame.dst + data


def test_each_frame_leaves_on_the_slave_that_the_hash_gives(tmp_path):
    cases = [(policy, slaves) for policy in POLICIES for slaves in (2, 3)]
    chosen = {policy: [f for f in frames() if policy != "encap3+4" or len(f.src) <= 4] for policy in POLICIES}
    hexed = {policy: [bytes_of(frame).hex() for frame in chosen[policy]] for policy in POLICIES}
    seen = ask({"hash": [{"policy": p, "slaves": n, "frames": hexed[p]} for p, n in cases]}, tmp_path)
    told = [[xmit_hash(policy, frame) % slaves for frame in chosen[policy]] for policy, slaves in cases]
    assert seen == told
    assert all(len(set(slaves)) > 1 for slaves in told)
