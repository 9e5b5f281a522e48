"""How fast the model is: ``python3 dev.py bench``, or ``python benchmarks/model.py [--rounds N]``.

One run, the sweeps that the two books' claims are held against, how the time grows with the number of cases, and what
more processes make of it. CPU time of this process, the median over the rounds; with several processes the time on the
wall, both ways in turn.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from bondmodel import Fault, Scenario, phases, sweep
from sphinx_adoc.claims import Session, collect, run_all
from sphinx_adoc.syntax.document import parse_file

DOCS = Path(__file__).resolve().parent.parent / "docs"
BOOKS = [DOCS / "pvecm.adoc", DOCS / "pve-network.adoc"]
LACP = Scenario(nodes=5, mode="802.3ad", fault=Fault.tx(), ha="all", duration=180)
CASES = (250, 500, 1000, 2000)


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds that something takes."""
    started = clock()
    work()
    return clock() - started


def median(work: Callable[[], object], rounds: int) -> float:
    """The median of the CPU seconds; one round, not counted, warms up."""
    work()
    return statistics.median(timed(work) for _ in range(rounds))


def one_run(rounds: int) -> float:
    """A five-node run of 180 s with LACP. Each has a phase and a seed of its own: nothing of a former one is kept."""
    scenarios = iter([LACP.but(phase=i / 2000, seed=i) for i in range(rounds + 1)])
    return median(lambda: next(scenarios).run(), rounds)


def books() -> tuple[float, int, int]:
    """All claims of the books, nothing known from before: CPU seconds, how many claims, and cases of their sweeps."""
    sys.path.insert(0, str(DOCS))
    import bond_runs

    claims = [collect(parse_file(path)) for path in BOOKS]
    kept: list[object] = []
    made = bond_runs.sweep
    bond_runs.sweep = lambda *base, **axes: kept.append(found := made(*base, **axes)) or found
    verdicts: list[object] = []

    def work() -> None:
        for each in claims:
            verdicts.extend(run_all(Session(each, DOCS / "claims_prelude.py")))

    seconds = timed(work)
    return seconds, len(verdicts), sum(len(found) for found in kept)


def cases(count: int, executor: Executor | None = None) -> Callable[[], object]:
    """A sweep of so many cases."""
    base = LACP.but(ha="all")
    axes = {"lacp_rate": ["slow", "fast"], "fault": [Fault.tx(1, 0), Fault.rx(2, 1)], "phase": phases(count // 4)}
    return lambda: sweep(base, executor=executor, progress=False, **axes)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    seconds, claims, swept = books()  # first: the model remembers parts of runs
    print(f"\nthe books: {claims} claims, sweeps of {swept} cases   {seconds:6.2f} s   (wanted: 10)")
    print(f"one run, five nodes, LACP, 180 s               {one_run(10 * args.rounds) * 1000:6.2f} ms  (wanted: 3)")
    print("\ncases      ms each")
    for count in CASES:
        print(f"{count:5}  {median(cases(count), max(args.rounds // 5, 1)) / count * 1000:10.2f}")
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        timed(cases(CASES[0], pool))  # the processes load the model
        pairs = [
            (timed(cases(CASES[-1]), time.monotonic), timed(cases(CASES[-1], pool), time.monotonic)) for _ in range(3)
        ]
    alone, shared = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = f"{workers} processes {shared:.2f} s ({alone / shared:.2f} x)"
    print(f"\n{CASES[-1]} cases on the wall: here {alone:.2f} s, {ratio}")


if __name__ == "__main__":
    main()
