"""The model beside what the real driver did (outside test data)."""

import json
from functools import cache

import pytest
from bondmodel.errors import NotModelled
from bondmodel.net.hashing import xmit_hash
from bondmodel.records.recorded import network_of, observe
from bondmodel.records.rows import frame_of
from bondmodel.study.bounds import bounds

from tests.conftest import shared

FOLDER = shared("model/observed")
RUNS = [json.loads(line) for line in (FOLDER / "runs.jsonl").read_text().splitlines()]
HASHES = sorted(FOLDER.glob("hash*.jsonl"))
SLOW_HOST = "6.1.176"  # user-mode Linux in real time: timers up to 10 % long, up to 1.5 s late


@pytest.mark.parametrize("path", HASHES, ids=lambda path: path.name)
def test_every_frame_leaves_on_the_slave_that_was_seen(path):
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    wrong, refused = [], []
    for row in rows:
        policy, frame, slaves = frame_of(row)
        try:
            if xmit_hash(policy, frame) % slaves != row["slave"]:
                wrong.append(row)
        except NotModelled:
            refused.append((row["policy"], ":" in row["src"]))
    assert rows
    assert not wrong
    assert set(refused) <= {("encap3+4", True)}


@cache
def answer(at):
    return observe({key: value for key, value in RUNS[at].items() if key != "observed"})


def unsteady(row):
    """Recordings that are no measure: the probes of the ARP monitor failing on a busy host, switches joined under mode
    broadcast (which lose frames without any fault), and a busy host that lost a third of its probes before the fault.
    """
    if row["mode"] == "broadcast" and not row["options"].get("no_isl"):
        return True
    if row["kernel"] == SLOW_HOST and "arp_interval" in row["options"].get("bond_extra", ""):
        return True
    seen = row["observed"]["slave_seen"].values()
    return any(sum(slaves.values()) < 15 for slaves in seen) and row["fault"]["kind"] == "carrier"


CASES = [pytest.param(at, id=row["id"]) for at, row in enumerate(RUNS) if not unsteady(row)]


@pytest.mark.parametrize("at", CASES)
def test_peers_are_lost_as_they_were(at):
    """Where the driver measures load or hands out slaves in the order of questions, what was seen must be possible."""
    seen, told = RUNS[at]["observed"], answer(at)
    for direction in ("to_peers", "from_peers"):
        for peer, state in seen[direction].items():
            assert state in told["may_be"][direction][peer]
    if RUNS[at]["mode"] not in ("balance-tlb", "balance-alb"):
        assert (told["to_peers"], told["from_peers"]) == (seen["to_peers"], seen["from_peers"])
        assert told["class"] == seen["class"]


@pytest.mark.parametrize("at", CASES)
def test_it_recovers_when_it_did(at):
    row = RUNS[at]
    seen = row["observed"]
    network, faults = network_of(row)
    over = bounds(network, faults, int(seen["watched_s"] * 1000))
    if seen["recovered_s"] is None:
        assert over.may_not_heal or seen["watched_s"] < 3  # not even the earliest entry expires in so short a time
        return
    assert within(row, *(t / 1000 for t in over.healed_ms))


def within(row, earliest, latest):
    """Whether a recovery was recorded between these times (s), as exactly as it was recorded."""
    step = 0.25 if row["options"].get("period") == 0.25 else 0.1
    factor, late = (1.10, 1.5) if row["kernel"] == SLOW_HOST else (1.04, 0.0)
    return earliest - step <= row["observed"]["recovered_s"] <= latest * factor + late + step


@pytest.mark.parametrize("at", [case for case in CASES if RUNS[case.values[0]]["observed"]["class"] != "none"])
def test_what_is_lost_at_once_recovers_when_it_did_however_long_it_was_watched(at):
    told = answer(at)["recovered_s"]
    if RUNS[at]["observed"]["recovered_s"] is None:
        assert told is None
    else:
        assert within(RUNS[at], *told)


@pytest.mark.parametrize("at", [case for case in CASES if RUNS[case.values[0]]["observed"]["watched_s"] > 40])
def test_late_effects_are_those_that_were_seen(at):
    """What is certain to be lost at the end was, and nothing else was that cannot be."""
    row = RUNS[at]
    network, faults = network_of(row)
    watched = int(row["observed"]["watched_s"] * 1000)
    certain, possible = None, set()
    for t in (watched, int(watched * 0.9) - 1_500):
        over = bounds(network, faults, t)
        certain = over.lossy_at_end if certain is None else certain & over.lossy_at_end
        possible |= over.may_be_lossy_at_end
    seen = {tuple(map(int, pair.split("->"))) for pair in row["observed"]["lossy_at_end"]}
    if row["topology"] == "plain" and faults and faults[0].kind == "rx":
        # questions sent to all on the slave that hears nothing draw a few frames of the other slaves there
        seen = {pair for pair in seen if pair in possible or pair[1] != faults[0].node}
    assert certain <= seen <= possible
