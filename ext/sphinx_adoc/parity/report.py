"""What comparisons gave, written down for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sphinx_adoc.finding.places import posix
from sphinx_adoc.finding.report.jsonform import dumped

from .blocks import Block
from .compare import Comparison, Difference

_WIDTH: Final = 100  # characters of a block that a line shows
_BEFORE: Final = 30  # of them, those before the first difference


VERSION: Final = 2  # of the schema


@dataclass(frozen=True, slots=True)
class Result:
    """A document beside one renderer's page: how they compare, or why they cannot be compared (``failed``), and what
    the renderer said about the document.
    """

    file: str
    renderer: str
    version: str
    comparison: Comparison | None = None
    failed: str = ""
    messages: tuple[str, ...] = ()


def as_text(results: Sequence[Result], most: int | None) -> str:
    """Return a line per result, and below it the differing blocks (``most``: of each result; None: all)."""
    return "".join(line + "\n" for result in results for line in _result(result, most))


def _result(result: Result, most: int | None) -> Iterator[str]:
    head = f"{result.file}: {result.renderer} {result.version}: "
    comparison = result.comparison
    if comparison is None:
        yield f"{head}not compared: {result.failed}"
        return
    differing = len(comparison.differences)
    differ = f"{differing} of {comparison.blocks} blocks differ" if differing else "all blocks equal"
    yield f"{head}text {_floor(comparison.text)}, structure {_floor(comparison.structure)}, {differ}"
    for difference in islice(comparison.differences, most):
        yield from _difference(difference)
    if most is not None and differing > most:
        yield f"  and {differing - most} more (--all shows them)"
    yield from (f"  {result.renderer} said: {line}" for line in islice(result.messages, most))


def _floor(share: float) -> str:
    """A share with four digits, never rounded up to 1."""
    return f"{int(share * 10_000) / 10_000:.4f}"


def _difference(difference: Difference) -> Iterator[str]:
    theirs, ours = difference.theirs, difference.ours
    start = 0
    if theirs and ours and theirs.text != ours.text:
        same = next((i for i, (a, b) in enumerate(zip(theirs.text, ours.text, strict=False)) if a != b), None)
        start = max((min(len(theirs.text), len(ours.text)) if same is None else same) - _BEFORE, 0)
    yield f"  {difference.place or 'before the first block'}:"
    for sign, block in (("-", theirs), ("+", ours)):
        if block:
            yield f"    {sign} {_shown(block, start)}"


def _shown(block: Block, start: int) -> str:
    """A block in a line: what it stands in, its kind, and its text from where it begins to differ."""
    text = block.text[start : start + _WIDTH].replace("\n", "\\n")
    before, after = "..." if start else "", "..." if len(block.text) > start + _WIDTH else ""
    return f"{' > '.join((*block.path, block.kind))}: {before}{text}{after}"


def as_json(results: Sequence[Result]) -> str:
    """Return ``{"version": 2, "tool": "sphinx-adoc parity", "results": [...]}``, indented, with all differences.

    Its schema is ``schemas/parity.json``.
    """
    return dumped(VERSION, "sphinx-adoc parity", results=[_entry(result) for result in results])


def _entry(result: Result) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "path": posix(result.file),
        "renderer": result.renderer,
        "renderer_version": result.version,
    }
    comparison = result.comparison
    if comparison is None:
        return {**entry, "failed": result.failed}
    differences = [
        {"place": _place(each.place), "theirs": _block(each.theirs), "ours": _block(each.ours)}
        for each in comparison.differences
    ]
    figures = {"text": comparison.text, "structure": comparison.structure, "blocks": comparison.blocks}
    return {**entry, **figures, "said": list(result.messages), "differences": differences}


def _place(place: str) -> dict[str, Any] | None:
    """Return a place, of which path and line alone are known, as plain data; None for ''."""
    path, _, line = place.rpartition(":")
    return {"path": posix(path), "line": int(line)} if place else None


def _block(block: Block | None) -> dict[str, Any] | None:
    return {"kind": block.kind, "path": list(block.path), "text": block.text} if block else None
