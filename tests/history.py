"""Review every commit of a history: no error, and each report adds up to what git counts.

``python3 dev.py history`` reviews the history of the outside test data, or that of ``--repo``. What each commit gave is
a line of JSON in ``--log``; commits that are there are not reviewed again, so a run can be stopped and taken up. The
order is that of a fixed shuffle of runs of commits: a part of the whole is a sample of the history. The last line
counts.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sphinx_adoc import cli

from tests.conftest import shared_root

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = "review/pve-docs-until-2025-07-17.bundle"
RUN = 25  # commits that follow each other
GOOD, BAD, NOTHING = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Review; return 0 when every report adds up, 1 when one does not or there was an error, 2 when there was none."""
    args = parser().parse_args(arguments)
    if shutil.which("git") is None:
        print("history: git is missing: no commit can be reviewed")
        return NOTHING
    args.log.parent.mkdir(parents=True, exist_ok=True)
    with repository(args.repo) as folder:
        if folder is None:
            print(f"history: nothing to review: no {BUNDLE} in the outside test data; name a repository with --repo")
            return NOTHING
        wanted = shuffled(git(folder, "rev-list", "--reverse", "HEAD").split())[: args.commits or None]
        done = {line["commit"] for line in logged(args.log)}
        for commit in wanted:
            if commit not in done:
                append(args.log, reviewed(folder, commit, args.options))
    return summed_up(args.log, wanted)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="dev.py history", description="Review every commit of a history.")
    made.add_argument("--repo", metavar="DIR", type=Path, help="a repository (default: the outside test data)")
    made.add_argument("--log", metavar="FILE", type=Path, default=Path("history.jsonl"), help="where results are kept")
    made.add_argument("--commits", metavar="N", type=int, default=0, help="how many, in a fixed shuffle (default: all)")
    options = ["--ids", "asciidoc-py"]
    made.add_argument("options", nargs="*", default=options, help="options of review (default: -- --ids asciidoc-py)")
    return made


def shuffled(commits: Sequence[str]) -> list[str]:
    """Return the commits in runs of neighbours, the runs in a fixed shuffle."""
    runs = [commits[at : at + RUN] for at in range(0, len(commits), RUN)]
    random.Random(1).shuffle(runs)
    return [commit for run in runs for commit in run]


@contextlib.contextmanager
def repository(given: Path | None) -> Iterator[Path | None]:
    """Give a repository: the one that is named, else a clone of the outside test data, None without any."""
    shared = shared_root()[0]
    if given or not (shared / BUNDLE).exists():
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="history-") as made:
        git(Path(made), "clone", "-q", "-n", "-b", "devhist", str(shared / BUNDLE), "history")
        yield Path(made, "history")


def git(folder: Path, *words: str) -> str:
    """Return what a git command says. Raise CalledProcessError."""
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True).stdout


def reviewed(folder: Path, commit: str, options: Sequence[str]) -> dict[str, Any]:
    """Review a commit; return what came of it."""
    started = time.process_time()
    out, err = io.StringIO(), io.StringIO()
    trouble = ""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(["review", commit, "--repo", str(folder), "--format", "json", *options])
        except (Exception, SystemExit):  # noqa: BLE001 - whatever it is, it is a result
            code, trouble = -1, traceback.format_exc()
    result = {"commit": commit, "code": code, "seconds": round(time.process_time() - started, 2)}
    if code not in (0, 1):
        nothing = "nothing was checked" in err.getvalue()
        return result | {"error": "" if nothing else trouble or err.getvalue(), "nothing": nothing}
    report = json.loads(out.getvalue())
    account = report["account"]
    said = [("caused", each["message"], each["place"]) for each in report["caused"]]
    said += [("lost", each["id"] + " -> " + each["now"], each["place"]) for each in report["lost"]]
    said += [("shifted", each["id"], each["place"]) for each in report["shifted"]]
    touched = set(report["touched"])
    return result | {
        "changed": account["changed"],
        "counts": account["counts"],
        "git": counted(folder, commit),
        "reasons": sorted({line["reason"] for line in account["lines"] if line["reason"]}),
        "said": [[kind, words, place, place["path"] in touched] for kind, words, place in said],
    }


def counted(folder: Path, commit: str) -> int:
    """Return how many lines git says that a commit removes and adds."""
    parent = git(folder, "rev-list", "--parents", "--max-count=1", commit).split()[1:2]
    empty = git(folder, "hash-object", "-t", "tree", os.devnull).strip()
    lines = git(folder, "diff", "--numstat", "-M", *(parent or [empty]), commit).splitlines()
    words = [line.split("\t") for line in lines]
    return sum(int(added) + int(removed) for added, removed, *_ in words if added != "-")


def append(log: Path, result: dict[str, Any]) -> None:
    """Keep a result."""
    with log.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(result) + "\n")


def logged(log: Path) -> list[dict[str, Any]]:
    """Return the results that are kept; a line that was cut off while it was written is none."""
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True) if log.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}\n")]


def summed_up(log: Path, wanted: Sequence[str]) -> int:
    """Print what is wrong, and the counts; return the exit code."""
    names = set(wanted)
    results = [each for each in logged(log) if each["commit"] in names]
    errors = [each for each in results if each.get("error")]
    wrong = [each for each in results if "changed" in each and each["changed"] != each["git"]]
    for each in errors:
        print(f"{each['commit'][:12]}: {each['error'].strip().splitlines()[-1]}")
    for each in wrong:
        print(f"{each['commit'][:12]}: the report has {each['changed']} lines, git {each['git']}")
    empty = sum(bool(each.get("nothing")) for each in results)
    lines = sum(each.get("changed", 0) for each in results)
    print(
        f"reviewed {len(results):,} of {len(names):,} commits, {lines:,} changed lines: {len(errors)} errors,"
        f" {len(wrong)} that do not add up, {empty} without a document"
    )
    return BAD if errors or wrong else GOOD if results else NOTHING


if __name__ == "__main__":
    sys.exit(main())
