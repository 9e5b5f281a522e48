"""Hostile documents of any size, and how the time of each way to read them grows: linearly, whatever the document."""

from collections.abc import Callable

from sphinx_adoc.doctree.html import page, page_options
from sphinx_adoc.gate import OWN, UNTRUSTED, Gate
from sphinx_adoc.graph import summarize
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Document, parse
from sphinx_adoc.syntax.settings import Settings

from tests.sphinx_adoc.syntax.blocks.bad_input import BAD, settings_for
from tests.sphinx_adoc.syntax.inlines.test_growth import UNITS
from tests.timing import cpu_time

ENOUGH = 0.01  # s: what is faster than this says little of growth
FIRST, LARGEST = 50, 20_000  # repetitions
TIMES_AS_LONG = 8  # what four times the input may take: with n log n and noise it is five


def _pages(doc: Document) -> None:
    page(doc, page_options(gate=Gate(OWN, None)))


def _stranger(doc: Document) -> None:
    page(doc, page_options(gate=Gate(UNTRUSTED, None)))


WAYS: dict[str, Callable[[Document], object]] = {
    "page": _pages,
    "page of a stranger": _stranger,
    "graph": summarize,
    "semantic graph": asg.document,
}
Kind = Callable[[int], tuple[str, Settings]]


def _block(name: str) -> Kind:
    return lambda size: (BAD[name](size), settings_for(name))


def _text(unit: str) -> Kind:
    return lambda size: (unit * size, Settings())


BLOCKS: dict[str, Kind] = {name: _block(name) for name in BAD}
TEXTS: dict[str, Kind] = {f"text of {unit!r}": _text(unit) for unit in UNITS}
KINDS = BLOCKS | TEXTS
TABLE = [(kind, way) for kind in BLOCKS for way in WAYS] + [(kind, way) for kind in TEXTS for way in ("page", "graph")]


def seconds(kind: str, way: str, size: int) -> float:
    """Return the processor time (s) that a document takes, reading included."""
    text, settings = KINDS[kind](size)
    return cpu_time(lambda: WAYS[way](parse(text, settings=settings)), times=1)


def grows_linearly(kind: str, way: str) -> bool:
    """Return whether four times the input takes less than so many times as long, at a size that takes long enough."""
    size = FIRST
    while (small := seconds(kind, way, size)) < ENOUGH and size < LARGEST:
        size *= 3
    return seconds(kind, way, 4 * size) < TIMES_AS_LONG * max(small, ENOUGH)
