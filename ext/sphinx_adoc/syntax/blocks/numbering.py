"""Numbers of sections: "1.2. ", "Appendix A: ", "I. "."""

from __future__ import annotations

from typing import Final

from sphinx_adoc.syntax.tree import Block, Section

from .host import BlockHost

_ROMAN: Final = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
                 (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(number: int) -> str:
    """Return a positive number in Roman digits."""
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
    return host.document.doctype == "book" and section.level == 0 and host.attribute("partnums") is not None


def number_section(
    host: BlockHost, section: Section, parent: Section | None, siblings: list[Block], style: str | None
) -> None:
    """Say whether a section is numbered, and how: ``number`` is its own, ``numeral`` the whole label before its title.

    Levels deeper than the attribute ``sectnumlevels`` show no label.
    """
    section.numbered = _is_numbered(host, section, parent, style)
    if section.numbered:
        section.number = _own_number(host, section, siblings)
    section.trail = f"{parent.trail if section.level > 1 and parent is not None else ''}{section.number}."
    if section.numbered and section.level <= _deepest(host):
        section.numeral = _label(host, section)


def _own_number(host: BlockHost, section: Section, siblings: list[Block]) -> str:
    if section.sectname == "appendix":
        return host.counter("appendix-number", "A")
    if section.sectname == "chapter" or (host.document.doctype == "book" and section.level == 1):
        return host.counter("chapter-number", "1")
    return _among(siblings, section)


def _among(siblings: list[Block], section: Section) -> str:
    """The number that follows those of the sections before it under the same parent; parts have Roman ones."""
    before = next((b for b in reversed(siblings) if isinstance(b, Section) and b.ordinal), None)
    section.ordinal = 1 + (before.ordinal if before is not None else 0)
    return roman(section.ordinal) if section.sectname == "part" else str(section.ordinal)


def _label(host: BlockHost, section: Section) -> str:
    if section.sectname == "appendix":
        label = host.attribute("appendix-caption")
        return f"{label} {section.number}: " if label else f"{section.number}. "
    if section.sectname == "part":
        signifier = host.attribute("part-signifier")
        return f"{signifier} {section.number}: " if signifier else f"{section.number}: "
    signifier = host.attribute("chapter-signifier") if section.sectname == "chapter" else None
    return f"{signifier} {section.trail} " if signifier else f"{section.trail} "


def _deepest(host: BlockHost) -> int:
    value = host.attribute("sectnumlevels") or "3"
    return int(value[:3]) if value.isdecimal() else 3
