"""What was seen of the pages, less what is the theme's, as a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

BASELINES: Final = ("baseline", "baseline-short", "genindex")
"""Pages of a theme in reStructuredText, and one that Sphinx makes by itself, as those about claims are made."""
COLUMNS: Final = ("barriers", "invalid", "overflow", "cut", "foreign", "shift", "focus")
STILL: Final = 0.1  # of the window, by which things may jump while a page is loaded

Look = Mapping[str, Any]  # a line of gate.mjs


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong in a page in one mode. ``amount``: how much of it; ``kind``: what makes it the theme's,
    where the theme's own page has it too.
    """

    column: str
    kind: tuple[str, ...]
    words: str
    where: str
    amount: int = 1


def troubles(look: Look) -> Iterator[Trouble]:
    """What is wrong in one look at a page."""
    for each in look["violations"]:
        column = "invalid" if look["media"] == "source" else "barriers"
        yield Trouble(column, (each["rule"], element(each["html"])), each["help"], each["html"])
    if over := look["overflow"]["pixels"]:
        column = "cut" if look["media"] == "print" else "overflow"
        where = look["overflow"]["element"]
        yield Trouble(column, (column,), f"{column} at {look['width']}", where, over)
    for address in look["foreign"]:
        yield Trouble("foreign", ("foreign", address), "asks another host", address)
    if look["shift"] > STILL:
        words = f"jumps by {look['shift']:.2f} of the window at {look['width']}"
        yield Trouble("shift", ("shift",), words, "", round(100 * look["shift"]))
    for each in look["focus"]:
        yield Trouble("focus", (each["help"], element(each["html"])), each["help"], each["html"])


def element(html: str) -> str:
    """An element's name with its first class: a link is a link, whatever it shows."""
    start = re.match(r"<([\w-]+)(?: class=\"(?:bare )?([\w-]*))?", html)
    return " ".join(filter(None, start.groups())) if start else ""


def ours(seen: Iterable[Look]) -> dict[str, list[list[Trouble]]]:
    """Return by page what is wrong in each look, less what the baseline of its theme has in any."""
    of_theme: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    looks: dict[str, list[list[Trouble]]] = {}
    for look in seen:
        theme, _, page = look["name"].partition("/")
        found = list(troubles(look))
        if page in BASELINES:
            of_theme[theme].update(each.kind for each in found)
        else:
            looks.setdefault(look["name"], []).append(found)
    return {
        name: [[each for each in found if each.kind not in of_theme[name.partition("/")[0]]] for found in pages]
        for name, pages in looks.items()
    }


def row(looks: Sequence[Sequence[Trouble]]) -> dict[str, int]:
    """The numbers of a page: in each column those of the mode that is worst."""
    return {
        column: max((sum(each.amount for each in found if each.column == column) for found in looks), default=0)
        for column in COLUMNS
    }


def report(seen: Sequence[Look]) -> int:
    """Print a line for each page, and each trouble of a theme once; return the exit code."""
    pages = ours(seen)
    modes = {name: sum(look["name"] == name and look["media"] != "source" for look in seen) for name in pages}
    rows = {name: row(looks) for name, looks in pages.items()}
    print(f"{'page':40} {'modes':>6} " + " ".join(f"{column:>8}" for column in COLUMNS))
    for name, numbers in rows.items():
        print(f"{name:40} {modes[name]:6} " + " ".join(f"{numbers[column]:8}" for column in COLUMNS))
    told = {}
    for name, looks in pages.items():
        for each in (each for found in looks for each in found):
            told[name.partition("/")[0], each.kind, each.words] = f"{name}: {each.words}: {each.where[:150]}"
    print(*told.values(), sep="\n")
    wrong = any(number for numbers in rows.values() for number in numbers.values())
    print(f"{sum(modes.values())} looks at {len(rows)} pages: {'see above' if wrong else 'nothing wrong'}")
    return int(wrong)
