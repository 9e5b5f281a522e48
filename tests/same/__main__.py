"""The command line: both revisions are made ready, run beside each other, and compared."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.conftest import shared_root

from . import differences, plan, worker

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = "review/pve-docs-until-2025-07-17.bundle"
SAME, DIFFERENT, NOTHING = 0, 1, 2
QUICK = {"only": "check,claims,model,review", "commits": 20, "formats": "json"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare; return 0 when every output is the same, 1 when one differs, 2 when nothing was compared."""
    args = parser().parse_args(arguments)
    groups = args.only.split(",")
    if wrong := [name for name in groups if name not in plan.GROUPS]:
        sys.stderr.write(f"same: no group '{wrong[0]}' (there is: {', '.join(plan.GROUPS)})\n")
        return NOTHING
    if shutil.which("git") is None:
        sys.stderr.write("same: git is missing: no revision can be laid out\n")
        return NOTHING
    with tempfile.TemporaryDirectory(prefix="same-") as scratch:
        try:
            with worktree(args.revision, Path(scratch)) as checkout:
                inputs = inputs_of(checkout, Path(scratch), args.commits if "review" in groups else 0, args.formats)
                commands = [command for group in groups for command in plan.GROUPS[group](inputs)]
                return compare(commands, {"old": checkout / "ext", "new": copy_of_ours(Path(scratch))}, Path(scratch))
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"same: {' '.join(map(str, error.cmd[3:]))}: {error.stderr.strip()}\n")
            return NOTHING


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="dev.py same", description="Compare what this checkout and a revision say.")
    made.add_argument("revision", metavar="REV", help="the revision to compare with")
    made.add_argument("--only", metavar="GROUP,...", default=",".join(plan.GROUPS), help="which (default: %(default)s)")
    reviewed = "how many commits are reviewed (default: %(default)s)"
    made.add_argument("--commits", metavar="N", type=int, default=200, help=reviewed)
    forms = "the forms of report, besides text (default: %(default)s)"
    made.add_argument("--formats", metavar="FORMAT,...", default=",".join(plan.FORMATS), help=forms)
    short = "what takes a minute or two: " + " ".join(f"--{name} {value}" for name, value in QUICK.items())
    made.add_argument("--quick", action=Quick, nargs=0, help=short)
    return made


class Quick(argparse.Action):
    """Sets the options to what takes a minute or two; those that come later on the line count."""

    def __call__(self, parser: object, namespace: argparse.Namespace, *_: object) -> None:
        """Set the options."""
        vars(namespace).update(QUICK)


@contextlib.contextmanager
def worktree(revision: str, scratch: Path) -> Iterator[Path]:
    """Give a checkout of a revision, and remove it. Raise CalledProcessError for what is no revision."""
    commit = git(ROOT, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()
    checkout = scratch / "checkout"
    git(ROOT, "worktree", "add", "--detach", "--quiet", str(checkout), commit)
    try:
        yield checkout
    finally:
        git(ROOT, "worktree", "remove", "--force", str(checkout))


def copy_of_ours(scratch: Path) -> Path:
    """Return a copy of our packages, so that work on them can go on meanwhile."""
    copy = scratch / "ours" / "ext"
    shutil.copytree(ROOT / "ext", copy, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    return copy


def git(folder: Path, *words: str) -> str:
    """Return what a git command says. Raise CalledProcessError."""
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True).stdout


def compare(commands: Sequence[plan.Command], sides: dict[str, Path], scratch: Path) -> int:
    """Run commands with the packages of both sides, print what differs, and return the exit code.

    ``sides``: the folder of the packages of the side ``old`` and of the side ``new``.
    """
    (scratch / "plan.json").write_text(json.dumps([asdict(one) for one in commands]), encoding="utf-8")
    print(f"running {len(commands)} commands on both sides", flush=True)
    old, new = run_both(sides, scratch)
    different = differences.differing(old, new)
    for group, keys in itertools.groupby(different, key=lambda key: key[0]):
        print(f"\n=== {group}")
        for key in keys:
            sys.stdout.writelines(differences.shown(key, old, new, scratch / "differing"))
    total = len({*old, *new})
    print(f"\ncompared {total:,} outputs: {total - len(different):,} the same, {len(different):,} differ")
    if not old or not new:
        return NOTHING
    return DIFFERENT if different else SAME


def inputs_of(checkout: Path, scratch: Path, commits: int, formats: str) -> plan.Inputs:
    """Return what there is to read; say what is absent."""
    shared = shared_root()[0]
    for name in ("corpora", "model/observed", "cases/model", *([BUNDLE] if commits else [])):
        if not (shared / name).exists():
            print(f"absent: {shared / name}")
    corpora = sorted(path for path in shared.glob("corpora/*") if path.is_dir())
    history = None
    if commits and (shared / BUNDLE).exists():
        history = scratch / "history"
        git(scratch, "clone", "--quiet", "--branch", plan.BRANCH, str(shared / BUNDLE), str(history))
    sampled = plan.commits(history, commits) if history else []
    return plan.Inputs(corpora, checkout, shared, history, sampled, ["text", *filter(None, formats.split(","))])


def run_both(sides: dict[str, Path], scratch: Path) -> list[differences.Outputs]:
    """Return the outputs of each side; both run at the same time. Print how long each took, and what ended early."""
    started = time.monotonic()
    running = {side: start(side, ext, scratch) for side, ext in sides.items()}
    try:
        while waiting := [side for side, process in running.items() if process.poll() is None]:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running[waiting[0]].wait(1)
            for side in waiting:
                if (code := running[side].poll()) is not None:
                    early = f", ended early, exit code {code}" if code else ""
                    print(f"{side}: {time.monotonic() - started:.0f} s{early}", flush=True)
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    return [differences.read(scratch / f"{side}.jsonl") for side in sides]


def start(side: str, ext: Path, scratch: Path) -> subprocess.Popen[bytes]:
    """Start a side's process, in an empty folder of its own."""
    folder = scratch / side
    folder.mkdir()
    results = scratch / f"{side}.jsonl"
    results.touch()
    words = [sys.executable, "-P", worker.__file__, str(scratch / "plan.json"), str(results), str(ext)]
    return subprocess.Popen(words, cwd=folder, env={**os.environ, "PYTHONPATH": str(ext), "PYTHONHASHSEED": "0"})


if __name__ == "__main__":
    sys.exit(main())
