"""What claims cost: ``python3 dev.py bench``, or ``python benchmarks/claims.py [--rounds N]``.

A thousand claims that compute next to nothing, run, and taken from the run before; and pytest with the plugin, without
``--adoc``, beside pytest without it. Each is a process of its own; CPU time of all processes that it starts, the median
over the rounds, taken in turns.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

CLAIMS = 1000
SNIPPET = '["source","python",role="claim",id="s{0}"]\n----\nn{0} = {0} + 1\nassert n{0} > {0}\n----\n'
PAIR = f"\n{SNIPPET}\nIt is [#n{{0}}.claim]#{{1}}#.\n"
ADOC = [sys.executable, "-m", "sphinx_adoc", "claims", "many.adoc"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_nothing.py"]


def cost(words: list[str], folder: Path) -> float:
    """Return the processor time (s) of a command; raise SystemExit where it fails."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    with subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as run:
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise SystemExit(f"{' '.join(words)}: exit code {run.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "many.adoc").write_text("= Many\n" + "".join(PAIR.format(n, n + 1) for n in range(CLAIMS // 2)))
        (folder / "test_nothing.py").write_text("def test_nothing():\n    pass\n")
        (folder / "empty.adoc").write_text("It is [#n.claim,from=n.toml:n]#5#.\n")
        (folder / "n.toml").write_text("n = 5\n")
        ways = {
            "start, and one claim": [*ADOC[:-1], "empty.adoc", "--no-cache"],
            f"{CLAIMS} claims, run": [*ADOC, "--no-cache"],
            f"{CLAIMS} claims, as in the run before": ADOC,
            "pytest, with the plugin": PYTEST,
            "pytest, without the plugin": [*PYTEST, "-p", "no:sphinx_adoc"],
        }
        cost(ADOC, folder)
        times = {name: [] for name in ways}
        for _ in range(rounds):
            for name, words in ways.items():
                times[name].append(cost(words, folder))
    for name, found in times.items():
        print(f"{name:40} {statistics.median(found):6.2f} s")
    each = statistics.median(times[f"{CLAIMS} claims, run"]) - statistics.median(times["start, and one claim"])
    print(f"{'a claim, reading included':40} {1000 * each / CLAIMS:6.2f} ms")


if __name__ == "__main__":
    main()
