"""Numbers of sections: "1.2. ", "Appendix A: ", "I. "."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.syntax.nodes import Block, Section

from .host import BlockHost

_ROMAN: Final = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                 (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(number: int) -> str:
    """A positive number in Roman digits."""
    digits = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits += letters * count
    return digits


def _is_numbered(host: BlockHost, section: Section, parent: Section | None, style: str | None) -> bool:
    wanted = host.attribute("sectnums")
    special = bool(style) and section.sectname == style
    if special:
        return section.sectname == "appendix" or wanted == "all"
    if section.level > 0 and wanted is not None:
        inherits = parent is not None and parent.sectname not in {"section", "chapter", "part"}
        return parent.numbered if inherits and parent is not None else True
    return host.doctype == "book" and section.level == 0 and host.attribute("partnums") is not None


def number_section(
    host: BlockHost, section: Section, parent: Section | None, siblings: list[Block], style: str | None
) -> None:
    """Say whether a section is numbered, and how: ``numeral`` is its label, the levels that show no number left out."""
    section.numbered = _is_numbered(host, section, parent, style)
    if not section.numbered:
        return
    if section.sectname == "appendix":
        letter = host.counter("appendix-number", "A")
        label = host.attribute("appendix-caption")
        section.numeral = f"{label} {letter}: " if label else f"{letter}. "
        return
    if section.sectname == "chapter":
        number = host.counter("chapter-number", "1")
    else:
        number = str(1 + sum(1 for block in siblings if isinstance(block, Section) and block.numbered
                             and block.sectname not in {"appendix", "chapter"}))  # fmt: skip
        number = roman(int(number)) if section.sectname == "part" else number
    if section.level <= _deepest(host):
        section.numeral = f"{_above(parent)}{number}. " if section.sectname != "part" else f"{number}: "


def _above(parent: Section | None) -> str:
    """The number of the section around, without its label."""
    if parent is None or not parent.numbered or parent.sectname == "part":
        return ""
    if parent.sectname == "appendix":
        return parent.numeral.rstrip(": .").rpartition(" ")[2] + "."
    return parent.numeral.rstrip(" ")


def _deepest(host: BlockHost) -> int:
    value = host.attribute("sectnumlevels") or "3"
    return int(value) if value.isdigit() else 3
