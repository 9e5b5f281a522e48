"""Claims of a page by the sections that they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docutils import nodes

from .links import Links
from .marks import SIGNS
from .view import ClaimView
from .wording import status

MAX_OPEN_CLAIMS: Final = 12  # claims, that are shown at once


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that stand together. ``id``: what leads to them; ``place``: the address of their section in the text.
    ``open``: whether they are shown without being asked for.
    """

    id: str
    title: str
    place: str
    claims: list[ClaimView]
    open: bool

    @property
    def counts(self) -> list[tuple[str, str, str, int]]:
        """How many there are of each verdict: its name, its sign, its words and the number."""
        amounts = Counter(claim.status for claim in self.claims)
        return [(name, SIGNS[name], status(name), amounts[name]) for name in SIGNS if amounts[name]]


def group(number: int, title: str, place: str, claims: list[ClaimView], *, few: bool) -> Group:
    """Return a group; it is open where something in it did not hold, or where there are ``few`` claims in all."""
    return Group(f"group.{number}", title, place, claims, few or not all(claim.accounted for claim in claims))


def by_section(docname: str, doctree: nodes.document, claims: Sequence[ClaimView], links: Links) -> list[Group]:
    """Return the claims of a page, in order, by section; one without an id is with the one before it."""
    sections = _sections(doctree)
    runs: list[tuple[nodes.section | None, list[ClaimView]]] = []
    for claim in claims:
        section = sections.get(claim.id, runs[-1][0] if runs else None)
        if not runs or runs[-1][0] is not section:
            runs.append((section, []))
        runs[-1][1].append(claim)
    few = len(claims) <= MAX_OPEN_CLAIMS
    return [
        group(number, _title(section), links.place(docname, _id(section)), together, few=few)
        for number, (section, together) in enumerate(runs, 1)
    ]


def _sections(doctree: nodes.document) -> dict[str, nodes.section | None]:
    """The section that each id of a page is in."""
    section_of: dict[str, nodes.section | None] = {}
    for node, section in _walk(doctree):
        names: list[str] = node.get("ids", [])
        for name in names:
            section_of.setdefault(name, section)
    return section_of


def _walk(doctree: nodes.document) -> Iterator[tuple[nodes.Element, nodes.section | None]]:
    waiting: list[tuple[nodes.Element, nodes.section | None]] = [(doctree, None)]
    while waiting:
        node, section = waiting.pop()
        section = node if isinstance(node, nodes.section) else section
        yield node, section
        waiting += [(child, section) for child in reversed(node.children) if isinstance(child, nodes.Element)]


def _title(section: nodes.section | None) -> str:
    title = section.next_node(nodes.title) if section is not None else None
    return title.astext() if title is not None else ""


def _id(section: nodes.section | None) -> str:
    return str(section["ids"][0]) if section is not None and section["ids"] else ""
