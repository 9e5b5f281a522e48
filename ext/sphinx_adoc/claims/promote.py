"""Expected output brought up to date: what was printed, with the wildcards (``...``) of the old output kept where they
still stand for something.

The two are aligned, line by line and then word by word, at the least cost: a wildcard stands for what it can, a part
that is the same stays, another one is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .examples import is_output

ANYTHING = "..."
LARGEST = 250_000  # lines of the one times lines of the other, beyond which nothing is aligned
STANDS_FOR, REPLACED, ADDED, DROPPED = 0.1, 1.0, 1.0, 1.2

Step = tuple[float, str]  # what it costs to align from here on, and what to do first
Replace = Callable[[str, str], str]


def promoted(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the lines that are to be expected now. ``old``: those that were expected, ``new``: those that were
    printed.
    """
    if _stand_for(old, new):
        return list(old)
    if not any(ANYTHING in line for line in old) or len(old) * len(new) > LARGEST:
        return list(new)
    lines = _aligned(old, new, _line)
    return lines if _stand_for(lines, new) else list(new)


def _stand_for(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether doctest takes lines with wildcards for those that were printed: "a ..." is not "a" alone."""
    wanted, printed = ("\n".join([*lines, ""]) for lines in (old, new))
    return is_output(wanted, printed)


def _line(old: str, new: str) -> str:
    """A line in place of another one."""
    if ANYTHING not in old:
        return new
    words = _aligned(old.split(), new.split(), lambda _, word: word)
    line = new[: len(new) - len(new.lstrip())] + " ".join(words)
    return line if _stand_for([line], [new]) else new


def _aligned(old: Sequence[str], new: Sequence[str], replace: Replace) -> list[str]:
    steps = _steps(old, new)
    out: list[str] = []
    at, to = 0, 0
    while at < len(old) or to < len(new):
        do = steps[at][to][1]
        if do in ("keep", "end"):
            out.append(old[at])
        elif do in ("replace", "add"):
            out.append(replace(old[at], new[to]) if do == "replace" else new[to])
        at += do in ("keep", "replace", "drop", "end")
        to += do in ("keep", "replace", "add", "stand")
    return out


def _steps(old: Sequence[str], new: Sequence[str]) -> list[list[Step]]:
    """For each place in both, from their ends to their beginnings, the cheapest way on."""
    plain = [" ".join(part.split()) for part in new]
    below = [(ADDED * left, "add") for left in range(len(new), 0, -1)] + [(0.0, "")]  # all that is old is used up
    rows = [below]
    for part in reversed(old):
        below = _row(part, plain, below)
        rows.append(below)
    return rows[::-1]


def _row(part: str, new: Sequence[str], below: Sequence[Step]) -> list[Step]:
    """The steps of one old part, beside each of the new ones and behind the last."""
    anything = part.strip() == ANYTHING
    same = re.compile(_pattern(part)).fullmatch
    step = (below[-1][0], "end") if anything else (below[-1][0] + DROPPED, "drop")
    row = [step]
    for to in range(len(new) - 1, -1, -1):
        if anything:
            step = min((below[to][0], "end"), (step[0] + STANDS_FOR, "stand"))
        else:
            met = (below[to + 1][0], "keep") if same(new[to]) else (below[to + 1][0] + REPLACED, "replace")
            step = min(met, (step[0] + ADDED, "add"), (below[to][0] + DROPPED, "drop"))
        row.append(step)
    return row[::-1]


def _pattern(part: str) -> str:
    """A part with wildcards as a regular expression; runs of blanks are one."""
    return ".*".join(map(re.escape, " ".join(part.split()).split(ANYTHING)))
