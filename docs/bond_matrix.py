"""Which bond for what: every mode and policy under every fault of a slave, in one table.

Run as a program it makes all cases and writes `bond_matrix.json` beside it; that takes a minute. The documentation
reads the file and makes a sample of the cases again, so that a table of another model is noticed.
"""

import json
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bondmodel import Fault, Scenario, phases
from bondmodel.study.explain.cases import OUTCOMES, outcome
from bondmodel.study.sweep import Case, combinations, sweep

FILE = Path(__file__).with_name("bond_matrix.json")
SIZES = (3, 4, 5, 8)
KINDS = ("tx", "rx", "both", "carrier")
POLICIES = ("layer2", "layer2+3", "layer3+4")
SAMPLE = 6  # cases of each bond that are made again
Bonds = dict[str, dict[str, object]]


def bonds() -> Bonds:
    """What is compared, by its name in the table: the fields of `Scenario`."""
    out: Bonds = {mode: {"mode": mode} for mode in ("active-backup", "broadcast", "balance-rr")}
    out |= {f"balance-xor, {p}": {"mode": "balance-xor", "xmit_hash_policy": p} for p in POLICIES}
    for rate in ("slow", "fast"):
        both = {"lacp_rate": rate, "switch_lacp_rate": rate}
        out |= {f"802.3ad {rate}, {p}": {"mode": "802.3ad", "xmit_hash_policy": p, **both} for p in POLICIES}
    return out | {mode: {"mode": mode} for mode in ("balance-tlb", "balance-alb")}


def axes() -> dict[str, list[object]]:
    """What each bond is tried with: sizes, faults of both slaves of node 1, addresses and phases."""
    faults = [Fault(kind, 1, slave) for kind in KINDS for slave in (0, 1)]
    return {"nodes": [*SIZES], "fault": faults, "addresses": [*range(1, 6)], "phase": [*phases(4)]}


def base(name: str) -> Scenario:
    """The scenario of a bond, with HA services on all nodes."""
    return Scenario(ha="all", duration=180, **bonds()[name])


def cell(case: Case) -> str:
    """Where a case is counted: the kind of its fault and the size of the cluster."""
    kind = "pulled" if case.values["fault"].kind == "carrier" else "silent"
    return f"{kind} {case.scenario.nodes}"


def make() -> dict[str, dict[str, dict[str, int]]]:
    """By bond and cell how often each outcome came about."""
    out = {}
    with ProcessPoolExecutor() as executor:
        for name in bonds():
            counts: dict[str, dict[str, int]] = {}
            for case in sweep(base(name), executor=executor, **axes()):
                here = counts.setdefault(cell(case), {})
                word = OUTCOMES[outcome(case)]
                here[word] = here.get(word, 0) + 1
            out[name] = counts
    return out


def sample(name: str) -> Iterator[tuple[str, str]]:
    """Some cases of a bond, made here and now: cell and outcome."""
    cases = combinations(base(name), axes())
    for at in random.Random(name).sample(range(len(cases)), SAMPLE):
        values, scenario = cases[at]
        case = Case(at, values, scenario, scenario.run())
        yield cell(case), OUTCOMES[outcome(case)]


class Matrix:
    """What `make` wrote."""

    def __init__(self) -> None:
        self.counts = json.loads(FILE.read_text("utf-8"))

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return sum(sum(counts.values()) for cells in self.counts.values() for counts in cells.values())

    def worst(self, name: str, cell: str) -> str:
        """The worst outcome in a cell."""
        return max(self.counts[name][cell], key=OUTCOMES.index)

    def share(self, name: str, *cells: str, at_least: str = "the faulty node") -> float:
        """The share of cases whose outcome is this one or worse."""
        counted = [counts for cell in cells for counts in [self.counts[name][cell]]]
        bad = sum(
            n for counts in counted for word, n in counts.items() if OUTCOMES.index(word) >= OUTCOMES.index(at_least)
        )
        return bad / sum(sum(counts.values()) for counts in counted)

    def holds(self, name: str) -> bool:
        """Whether the sample of a bond came out as the table says."""
        return all(word in self.counts[name][cell] for cell, word in sample(name))


if __name__ == "__main__":
    FILE.write_text(json.dumps(make(), indent=1, sort_keys=True) + "\n", "utf-8")
