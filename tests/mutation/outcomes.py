"""What became of each change, kept: a run that was ended goes on, and a later one asks first who noticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .changes import Mutant
from .layers import EXT
from .suite import Choice
from .tracing import digests


@dataclass
class Outcomes:
    """The outcomes that a file has, one a line, the newest last: ``change``, the ``test`` that noticed it (empty: none
    did), the ``budget`` in seconds, and the ``state`` of the code and the tests.
    """

    file: Path
    budget: float
    lines: dict[str, dict[str, object]] = field(init=False)

    def __post_init__(self) -> None:
        text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        lines = [json.loads(line) for line in text.splitlines() if line.endswith("}")]  # the last may be cut off
        self.lines = {line["change"]: line for line in lines}

    @cached_property
    def state(self) -> str:
        """A digest of the code that is changed and of the files of tests."""
        digest = hashlib.sha256(json.dumps(digests()).encode())
        for path in sorted(EXT.rglob("*.py")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def known(self, mutant: Mutant, choice: Choice) -> str | None:
        """Return the test that noticed a change of this very code, empty where none did of all that are asked now; None
        where that is not known.
        """
        line = self.lines.get(name_of(mutant), {})
        if line.get("state") != self.state:
            return None
        test = str(line["test"])
        return test if test or line["budget"] == self.budget or line["asked"] == choice.through else None

    def suspect(self, mutant: Mutant) -> str:
        """Return the test that noticed a change earlier, in whatever code; empty, where none did."""
        return str(self.lines.get(name_of(mutant), {}).get("test", ""))

    def add(self, mutant: Mutant, choice: Choice, test: str) -> None:
        """Keep which test noticed a change; an empty one: none did of those that were asked."""
        change = name_of(mutant)
        self.lines[change] = {
            "change": change, "test": test, "asked": choice.asked, "budget": self.budget, "state": self.state,
        }  # fmt: skip
        self.file.parent.mkdir(exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self.lines[change]) + "\n")


def name_of(mutant: Mutant) -> str:
    """Return what names a change: one line may have two that look the same, in different columns."""
    return f"{mutant}    at column {getattr(mutant.node, 'col_offset', 0) + 1}"
