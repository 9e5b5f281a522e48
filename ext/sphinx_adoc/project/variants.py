"""The ways in which the same documents are built, each with attributes of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from . import attributes
from .errors import ProjectError

_NAME: Final = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Variant:
    """A way in which the documents are built: its name and the attributes that it sets (None: unsets)."""

    name: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)


DEFAULT: Final = Variant("default")


def parse_variants(words: Sequence[str]) -> list[Variant]:
    """Return the variants of ``NAME`` and ``NAME:ATTR[=VALUE],...``, the default one where there is no word.

    Raise ProjectError for a name that is none or comes twice.
    """
    variants: dict[str, Variant] = {}
    for word in words:
        name, _, listed = word.partition(":")
        if not is_name(name) or name in variants:
            raise ProjectError(f"'{word}' names no variant, or one that is there already; write NAME:ATTR[=VALUE],...")
        variants[name] = Variant(name, attributes.from_words([part for part in listed.split(",") if part]))
    return list(variants.values()) or [DEFAULT]


def is_name(text: str) -> bool:
    """Tell whether a text can name a variant."""
    return _NAME.fullmatch(text) is not None
