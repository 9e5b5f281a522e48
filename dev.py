#!/usr/bin/env python3
"""Set up, build and test this project on a machine that has only Python and git.

``python3 dev.py docs`` builds the documentation, ``python3 dev.py test`` runs all tests; each also runs one stage by
its name (``python3 dev.py types``). What they need goes into ``.venv`` beside this file, never into the system.

Standard library only, and no syntax newer than Python 3.7, so that an older Python can say what it lacks.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)

SPHINX = ["sphinx-build", "-W", "--keep-going", "-q", "-d", "docs/_build/doctrees"]
STAGES = {  # name -> the commands to run in turn; the quick stages first
    "lint": [["ruff", "check"], ["ruff", "format", "--check"]],
    "layers": [["lint-imports", "--no-logo"]],
    "types": [["mypy"]],
    "tests": [["pytest", "-n", "auto"]],  # a process for each core
    "wheel": [["pytest", "-m", "wheel", "tests/test_wheel.py", "tests/test_sdist.py"]],
    # --fresh-env: an incremental build is silent about the warnings of pages that did not change.
    "docs": [
        [*SPHINX, "--fresh-env", "-b", "html", "docs", "docs/_build/html"],
        [*SPHINX, "-b", "claims", "docs", "docs/_build/claims"],
        ["pytest", "docs"],
    ],
}
GROUPS = {"dist": "release", "mixed": "mixed"}  # what a stage needs beside the group dev
ALONE = {
    "sdist": [["python", "-m", "tests.sdist"]],  # the source distribution, unpacked, installed and tested by itself
    "dist": [["python", "-m", "tests.release"]],  # what is uploaded: built into dist/, and checked
    # They measure, nothing can fail.
    "bench": [
        ["python", f"benchmarks/{name}.py"]
        for name in ("bench", "projects", "live", "builds", "growth", "model", "claims")
    ],
    # These write parts of the guide; tests/ compares.
    "guide": [["python", "-m", f"tests.{name}"] for name in ("constructs", "pictures", "explained", "generated")],
    "reworded": [["python", "-m", "tests.docs.reworded"]],  # does a claim of the books notice another word?
    "mutation": [["python", "-m", "tests.mutation"]],  # does a test notice a small change? a sample of each layer
    "kernel": [["pytest", "-m", "kernel", "tests/kernel"]],  # the model beside the real driver, in user-mode Linux
    "pdf": [["pytest", "-m", "consumer", "tests/consumers/test_pdf.py"]],  # TeX, on what the builder latex writes
    "epub": [["pytest", "-m", "consumer", "tests/consumers/test_epub.py"]],  # epubcheck
    "man": [["pytest", "-m", "consumer", "tests/consumers/test_man.py"]],  # man-db and asciidoctor
    "gettext": [["pytest", "-m", "consumer", "tests/consumers/test_gettext.py"]],  # messages there and back
    "browser": [["pytest", "-m", "consumer", "tests/consumers/test_browser.py"]],  # does the gate see faults?
    "gate": [["python", "-m", "tests.gate"]],  # every page in every theme: barriers, overflow, other hosts
    "others": [["pytest", "-m", "consumer", "tests/consumers/test_others.py"]],  # links, makeinfo, XML
    "mixed": [
        ["pytest", "-m", "consumer", "tests/consumers/test_mixed.py"]
    ],  # with the extensions that most projects have
    "antora": [["pytest", "-m", "consumer", "tests/consumers/test_antora.py"]],  # Antora itself, from npm
    "history": [["python", "-m", "tests.history"]],  # review every commit of a history: does each report add up?
    "pve": [["pytest", "-m", "consumer", "tests/consumers/test_pve.py"]],  # Proxmox VE's documentation, beside asciidoc
    "same": [["python", "-m", "tests.same"]],  # takes a revision: what do its commands say that ours do not?
}


def main() -> None:
    """Run what the command line asks for; leave with the exit code of the first command that failed, else 0."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up, build and test this project.")
    parser.add_argument("what", choices=["test", *STAGES, *ALONE], help="test: all of " + ", ".join(STAGES))
    parser.add_argument("--here", action="store_true", help="use the running Python as it is, set nothing up")
    words = sys.argv[1:]
    at = next((number for number, word in enumerate(words, 1) if not word.startswith("-")), len(words))
    args = parser.parse_args([*words[:at], *(word for word in words[at:] if word == "--here")])
    extra = [word for word in words[at:] if word != "--here"]  # --help is the stage's
    if sys.version_info < OLDEST:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        sys.exit(
            f"dev.py: this is Python {found}, but {needed} or newer is needed. Run it with a newer one,"
            f" for example: python3.13 dev.py {args.what}"
        )
    if extra and args.what == "test":
        parser.error("unknown: " + " ".join(extra) + " (only a single stage takes the arguments of its command)")
    python = Path(sys.executable) if args.here else ready_environment()
    if args.what in GROUPS and not args.here:
        install(python, "--group", GROUPS[args.what])
    run_stages(python, STAGES if args.what == "test" else {args.what: {**STAGES, **ALONE}[args.what]}, extra)
    if args.what == "docs":
        print("Built. Open " + (ROOT / "docs/_build/html/index.html").as_uri())


def run_stages(python: Path, stages: dict[str, list[list[str]]], extra: list[str]) -> None:
    """Run each stage's commands, announced and timed; exit at the first that fails. `extra` goes to every command."""
    times = []
    for number, (name, commands) in enumerate(stages.items(), 1):
        started = time.monotonic()
        for command in commands:
            line = " ".join([*command, *extra])
            print(f"\n=== {number}/{len(stages)} {name}: {line}", flush=True)
            code = subprocess.call([tool(python, command[0]), *command[1:], *extra], cwd=str(ROOT))
            if code:
                print(
                    f"\n=== stage '{name}' failed (exit {code}); to run it alone: python3 dev.py {name}",
                    file=sys.stderr,
                    flush=True,
                )
                sys.exit(code if code > 0 else 1)  # a command that a signal ended has a negative one
        times.append(f"{name} {time.monotonic() - started:.0f} s")
    print("\n=== passed: " + ", ".join(times), flush=True)


def tool(python: Path, name: str) -> str:
    """Return the path of a command that is installed beside this Python; leave with a message where it is not."""
    path = shutil.which(name, path=str(python.parent))
    return path or sys.exit(f"dev.py: no '{name}' beside {python}; without --here dev.py installs it")


def ready_environment() -> Path:
    """Return the Python of ``.venv``, made and filled first where it is missing or pyproject.toml has changed."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / "sphinx-adoc-ready"
    wanted = f"{ROOT}\n{hashlib.sha256((ROOT / 'pyproject.toml').read_bytes()).hexdigest()}\n"
    found = stamp.read_text() if stamp.is_file() else f"{ROOT}\n"
    usable = is_usable(python) and found.startswith(f"{ROOT}\n")  # commands in a folder that was moved do not run
    if usable and found == wanted:
        return python
    print(f"=== setting up {VENV} (takes a minute or two, once)", flush=True)
    if not usable:
        make_environment(python)
    install(python, "pip>=25.1")  # the first that knows --group
    install(python, "--editable", ".[all]", "--group", "dev")
    stamp.write_text(wanted)
    return python


def is_usable(python: Path) -> bool:
    """Tell whether this is a Python that runs, is new enough, and has pip."""
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return python.exists() and subprocess.call([str(python), "-c", probe], stderr=subprocess.DEVNULL) == 0


def make_environment(python: Path) -> None:
    """Make ``.venv`` with pip in it; Debian and Ubuntu leave ensurepip out, then the system's pip fills it."""
    if has_module("venv") and has_module("ensurepip"):
        check([sys.executable, "-m", "venv", "--clear", str(VENV)], "could not make " + str(VENV))
    elif has_module("venv") and has_module("pip"):
        check([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], "could not make " + str(VENV))
        check([sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "pip"], "pip failed")
    else:
        sys.exit(
            f"dev.py: {sys.executable} can make no virtual environment: it lacks venv, or both ensurepip and pip."
            " On Debian and Ubuntu they come with: sudo apt install python3-venv"
        )


def has_module(name: str) -> bool:
    """Tell whether the running Python has a module of this name."""
    return importlib.util.find_spec(name) is not None


def install(python: Path, *what: str) -> None:
    """Install into the environment, with pip's ordinary configuration."""
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]
    check(pip, f"could not install {' '.join(what)}; is a package index in reach?")


def check(command: list[str], trouble: str) -> None:
    """Run a command of the set-up; leave with a message where it fails."""
    code = subprocess.call(command, cwd=str(ROOT))
    if code:
        sys.exit(f"dev.py: {trouble} (exit {code}, its own words are above)")


if __name__ == "__main__":
    main()
