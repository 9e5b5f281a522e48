"""Real corosync over real bonds, recorded, beside the model.

What a recording shows depends on phases and chances nobody recorded, so it must lie between the best and the worst
that the model gives over phases and seeds, with and without rings that live on by chance.
"""

import json
from functools import cache

import pytest
from bondmodel import Fault, Scenario

from tests.conftest import shared

WATCHDOG = 60.0
TIES_GO = 0.5  # how often a timer comes before what arrives at the same time
SPARED = 1 / 3  # as often as was recorded where times are exact
LONGER = {"TCG": 1.04, "UML": 1.10}  # how much longer the recorded timers ran than they should
HEALS_S = 8.0  # after a recovery until all are together again: pings, whose links come up one after the other
KINDS = {"tx": Fault.tx, "rx": Fault.rx, "both": Fault.both, "carrier": Fault.carrier}


def recordings():
    lines = shared("model/observed/corosync.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def scenario(recording):
    said = recording["cfg"]
    fault = said["fault"]
    return Scenario(
        nodes=said["N"],
        mode=said["mode"],
        slaves=said["slaves"],
        macs=said["macs"],
        ips=said["ips"],
        xmit_hash_policy=said.get("policy", "layer2"),
        lacp_rate=said.get("lacp_node", "slow"),
        switch_lacp_rate=said.get("lacp_sw", "slow"),
        switch=said["topo"],
        switch_xmit_hash_policy=said.get("sw_policy", "layer2"),
        switch_partner="linux",
        fault=KINDS[fault["kind"]](fault["node"] + 1, fault["slave"], 0, recording["heal_at"]),
        duration=recording["heal_at"] + 30,
    )


RECORDINGS = recordings()
SCENARIOS = [scenario(recording) for recording in RECORDINGS]


@cache
def runs(index):
    base = SCENARIOS[index]
    cases = [(spared, ties, seed) for spared in (0.0, SPARED) for ties in (0.0, TIES_GO) for seed in range(20)]
    return [base.but(phase=seed % 5 / 5, seed=seed, spared=spared, ties=ties).run() for spared, ties, seed in cases]


def without(trace, node, until):
    """The longest time before `until` that a node has no stable quorum."""
    marks = [0.0, *(min(t, until) for span in trace.stable_spans(node) for t in span), until]
    return max(b - a for a, b in zip(marks[::2], marks[1::2], strict=True))


def formed(trace, node, until):
    return sum(0 < ring.formed < until for ring in trace.memberships_of(node))


def names(recording):
    return f"{recording['engine']}-{recording['id']}"


def moved(recording):
    """Whether any node noticed anything, as recorded."""
    return any(node["memberships_after_fault"] for node in recording["nodes"].values())


STALLED = "its host stalled: the ring that was left alone until then could not form again"
FATAL_TIES = {
    "TCG-coro-xor-layer34-tx0": "node 1 began its timer again when all others' were due, and let them form first",
}
TIES = FATAL_TIES | {
    "UML-coro-xor-layer34-tx0": "links fell and came up again on a busy host, and one node was left behind",
}
LUCK = {"UML-coro-xor-layer2-N4-tx0": STALLED}


def each(chance=None, among=lambda recording: True):
    """Each recording of a kind; `chance` names those that the model is known not to give, with the reason. They must
    not agree: one that does is no exception any more.
    """
    cases = []
    for index, recording in enumerate(RECORDINGS):
        if among(recording):
            reason = (chance or {}).get(names(recording))
            marks = [pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)] if reason else []
            cases.append(pytest.param(index, id=names(recording), marks=marks))
    return pytest.mark.parametrize("index", cases)


@each(chance=TIES | LUCK)
def test_how_long_a_node_is_without_stable_quorum(index):
    """A recording knows a ring's end only when the next one forms: a gathering of up to two timeouts is missing."""
    recording = RECORDINGS[index]
    longer, gathering = LONGER[recording["engine"]], 2 * SCENARIOS[index].timers.consensus / 1000
    for node, seen in recording["nodes"].items():
        start, stop = seen["longest_without"]
        found = [without(trace, int(node), recording["heal_at"]) for trace in runs(index)]
        assert min(found) - gathering <= stop - start <= max(found) * longer + HEALS_S


@each(chance=FATAL_TIES)
def test_who_loses_stable_quorum_for_longer_than_the_watchdog_waits(index):
    recording = RECORDINGS[index]
    for node, seen in recording["nodes"].items():
        start, stop = seen["longest_without"]
        found = {without(trace, int(node), recording["heal_at"]) > WATCHDOG for trace in runs(index)}
        assert (stop - start > WATCHDOG) in found


@each(among=lambda recording: not moved(recording))
def test_who_keeps_its_ring_keeps_it(index):
    assert all(len(trace.memberships) == 1 for trace in runs(index))


@each(chance=LUCK, among=moved)
def test_who_loses_its_ring_loses_it(index):
    assert all(len(trace.memberships) > 1 for trace in runs(index))


@each(chance=LUCK)
def test_how_often_rings_form(index):
    recording = RECORDINGS[index]
    for node, seen in recording["nodes"].items():
        found = [formed(trace, int(node), recording["heal_at"]) for trace in runs(index)]
        count = seen["memberships_after_fault"]
        assert min(found) - 1 - count // 6 <= count <= max(found) + 1 + count // 6


@each()
def test_after_healing_all_are_together_again(index):
    recording = RECORDINGS[index]
    for trace in runs(index):
        assert trace.memberships[-1].members == trace.ids
        assert trace.memberships[-1].formed < recording["heal_at"] + 13, "ports that LACP brings back need some seconds"


def test_the_flag_at_the_end_of_the_fault():
    """Who shows the quorate flag: nearly always as recorded."""
    wrong = 0
    for index, recording in enumerate(RECORDINGS):
        for node, seen in recording["nodes"].items():
            flags = {trace.quorate(int(node), recording["heal_at"]) for trace in runs(index)}
            wrong += seen["quorate_at_heal"] not in flags
    assert wrong <= 2
