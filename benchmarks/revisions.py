"""How fast and how large this checkout is beside a revision: ``python benchmarks/revisions.py REV [--rounds N]``.

The same commands run with the packages of both, in turn in every round, so that a slow moment of the machine hits both.
CPU time (s) and the largest memory (MiB) of the processes; the median over the rounds, and the ratio. Exit code 1: the
median of a command is more than ``--most`` times that of the revision.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.conftest import shared_root
from tests.same.__main__ import ROOT, copy_of_ours, worktree

NOTE = """
import atexit, os, pathlib, re, runpy, sys
def note(status=pathlib.Path("/proc/self/status")):  # ru_maxrss would count the process that this one was made from
    pathlib.Path(os.environ["MEMORY"]).write_text(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
atexit.register(note)
"""
PROGRAM = "runpy.run_module('sphinx_adoc.cli', run_name='__main__', alter_sys=True)"
PARSE = """
from pathlib import Path
from sphinx_adoc.syntax.document import parse
texts = [(Path(name).read_text(encoding="utf-8"), name) for name in sys.argv[1:]]
for _ in range(30):
    for text, name in texts:
        parse(text, name).read_all()
"""
IMPORT = "import sphinx_adoc.syntax.document"
Measured = tuple[float, float]


def main() -> int:
    """Print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description="Compare the speed and the size of this checkout with a revision's.")
    parser.add_argument("revision", metavar="REV")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--most", type=float, default=1.1, metavar="RATIO", help="of CPU time (default: 1.1)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="revisions-") as name, worktree(args.revision, Path(name)) as old:
        scratch = Path(name)
        sides = {"old": old / "ext", "new": copy_of_ours(scratch)}
        slower = [line for line in map(str, table(sides, scratch, args.rounds, args.most)) if line.endswith("!")]
    return 1 if slower else 0


def table(sides: dict[str, Path], scratch: Path, rounds: int, most: float) -> Iterator[str]:
    """Print and give a line for each command; one that is slower than it may be ends in an exclamation mark."""
    print(f"{'':16}{'CPU, s':>16}{'':8}{'memory, MiB':>16}\n{'':16}" + f"{'old':>8}{'new':>8}{'ratio':>8}" * 2)
    for name, words in commands().items():
        runs: dict[str, list[Measured]] = {side: [] for side in sides}
        for turn in range(rounds):
            for side, ext in sides.items():
                runs[side].append(measured(words, ext, scratch / f"{name.split()[0]}-{side}-{turn}"))
        (old_s, old_mib), (new_s, new_mib) = (
            tuple(map(statistics.median, zip(*each, strict=True))) for each in runs.values()
        )
        slower = " !" if new_s > most * old_s else ""
        numbers = f"{old_s:8.2f}{new_s:8.2f}{new_s / old_s:8.2f}{old_mib:8.0f}{new_mib:8.0f}{new_mib / old_mib:8.2f}"
        print(line := f"{name:16}{numbers}{slower}", flush=True)
        yield line


def commands() -> dict[str, list[str]]:
    """Return the commands by name, as code and its arguments; documents are those that both sides can read."""
    books = sorted((shared_root()[0] / "corpora" / "pve-docs").glob("pve*.adoc")) or sorted(ROOT.glob("docs/*.adoc"))
    largest = [str(path) for path in sorted(books, key=lambda path: path.stat().st_size)[-2:]]
    folder = str(books[0].parent)
    return {
        "import": [IMPORT],
        "parse 30 times": [PARSE, *largest],
        "check": [PROGRAM, "check", folder],
        "html": [PROGRAM, "html", *largest, "--output", "pages"],
    }


def measured(words: list[str], ext: Path, folder: Path) -> Measured:
    """Run code in a new folder; return its CPU time (s) and its largest memory (MiB). Exits where it fails to run."""
    folder.mkdir()
    own = {"PYTHONPATH": str(ext), "XDG_CACHE_HOME": str(folder / "cache"), "MEMORY": str(folder / "memory")}
    environment = {**os.environ, **own, "PYTHONHASHSEED": "0"}
    call = [sys.executable, "-P", "-c", NOTE + words[0], *words[1:]]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(call, cwd=folder, env=environment, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    output = (folder / "said").read_text(encoding="utf-8", errors="replace")
    if process.returncode not in (0, 1) or "Traceback (most" in output:  # 1: there are findings
        sys.exit(f"{' '.join(words[1:])}: exit code {process.returncode}\n{output[-2000:]}")
    return used.ru_utime + used.ru_stime, int((folder / "memory").read_text()) / 1024


if __name__ == "__main__":
    sys.exit(main())
