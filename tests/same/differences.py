"""What differs between the outputs of two revisions."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

Outputs = Mapping[tuple[str, str], str]
"""The text of each output, by group and name."""


def read(path: Path) -> Outputs:
    """Return the outputs that a worker wrote; a line that it did not finish is left out."""
    outputs = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.endswith("]"):
            group, name, text = json.loads(line)
            outputs[group, name] = text
    return outputs


def differing(old: Outputs, new: Outputs) -> list[tuple[str, str]]:
    """Return the group and name of each output that is not the same, or that one side alone has; in order."""
    return [key for key in sorted({*old, *new}) if old.get(key) != new.get(key)]


def shown(key: tuple[str, str], old: Outputs, new: Outputs, scratch: Path) -> Iterator[str]:
    """Yield the lines of a unified diff of one output; an output that is missing on a side is said to be."""
    yield f"{': '.join(key)}\n"
    scratch.mkdir(exist_ok=True)
    for side, outputs in (("old", old), ("new", new)):
        if key not in outputs:
            yield f"  there is no such output of the {side} revision\n"
            return
        (scratch / side).write_text(outputs[key], encoding="utf-8", errors="backslashreplace")
    diff = ["git", "diff", "--no-index", "--no-color", "--no-ext-diff", "-U1", "old", "new"]
    done = subprocess.run(diff, cwd=scratch, capture_output=True, text=True, check=False)
    yield from (f"  {line}\n" for line in done.stdout.split("\n")[4:] if line)
