"""Draws the guide's pictures from the things that they show: ``python3 dev.py guide`` writes docs/_static/*.svg.

Boxes are light with dark letters, whatever stands outside them is of a middle grey: legible on light and dark ground.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from bondmodel import Fault, Scenario, Trace
from bondmodel.study.plot import timeline

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "docs" / "_static"
TITLES = {
    "sphinx-adoc": "sphinx_adoc",
    "syntax": "inside sphinx_adoc.syntax",
    "model": "inside bondmodel",
    "net": "inside bondmodel.net",
}
WIDTH, ROW, GAP, TOP = 230, 34, 8, 34  # pixels
GREY = "#7d7d7d"


def layers() -> str:
    """The layers of the contracts in pyproject.toml as SVG: a column each; who stands higher may import from below."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    columns = [(TITLES[one["id"]], [*rows_of(one)]) for one in contracts if one["id"] in TITLES]
    height = TOP + max(len(rows) for _, rows in columns) * (ROW + GAP)
    width = len(columns) * (WIDTH + 4 * GAP)
    parts = [part for number, column in enumerate(columns) for part in drawn(number * (WIDTH + 4 * GAP), *column)]
    said = "; ".join(f"{title}: {', '.join(map(' and '.join, rows))}" for title, rows in columns)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{said}" font-family="sans-serif" font-size="14" text-anchor="middle">'
    )
    return "\n".join([head, *parts, "</svg>\n"])


def rows_of(contract: dict[str, list[str]]) -> Iterator[list[str]]:
    """The modules of each layer; one that is planned but not there is left out."""
    folder = ROOT / "ext" / contract["containers"][0].replace(".", "/")
    for layer in contract["layers"]:
        names = [name for name in re.findall(r"\w+", layer) if [*folder.glob(f"{name}.py"), *folder.glob(f"{name}/")]]
        if names:
            yield names


def drawn(left: int, title: str, rows: list[list[str]]) -> Iterator[str]:
    """A column: its title, and a row of boxes for each layer."""
    yield f'<text x="{left + WIDTH // 2}" y="20" fill="{GREY}">{title}</text>'
    for number, names in enumerate(rows):
        width = (WIDTH - GAP * (len(names) - 1)) // len(names)
        for place, name in enumerate(names):
            x, y = left + place * (width + GAP), TOP + number * (ROW + GAP)
            yield f'<rect x="{x}" y="{y}" width="{width}" height="{ROW}" rx="5" fill="#dbe7f3" stroke="{GREY}"/>'
            yield f'<text x="{x + width // 2}" y="{y + 22}" fill="#1a1a1a">{name}</text>'


def example() -> Trace:
    """The run that the guide tells of."""
    return Scenario(nodes=5, mode="balance-xor", fault=Fault.tx(node=1, slave=0), ha="all").run()


if __name__ == "__main__":
    (STATIC / "layers.svg").write_text(layers(), encoding="utf-8")
    (STATIC / "timeline.svg").write_text(timeline(example()), encoding="utf-8")
