"""The lines that read an attribute and show nothing of it: conditions, and entries of other attributes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sphinx_adoc.review.input.contents import Contents
from sphinx_adoc.review.input.lines import in_lines

from .piece import Line

_READS: Final = re.compile(r"(?:(ifdef|ifndef)::([^\[]*)|(?:ifeval::|:!?\w[\w-]*!?:|include::).*\{)")
_NAMES: Final = re.compile(r"[,+]")
_REFERENCE: Final = re.compile(r"\{(\w[\w-]*)\}")


def readers_of(names: Collection[str], paths: Iterable[str], contents: Contents) -> Mapping[str, list[Line]]:
    """Return the lines that read some attributes, by name. ``names``: in small letters; ``paths``: of the files that
    are looked at, those that are there.
    """
    readers: dict[str, list[Line]] = {}
    for path in sorted(paths) if names else ():
        lines = in_lines(contents.get(path, b"")).decode("utf-8", "replace").split("\n")
        for number, text in enumerate(lines, 1):
            for name in _names_in(text):
                if name in names:
                    readers.setdefault(name, []).append((path, number))
    return readers


def _names_in(text: str) -> Iterable[str]:
    """The attributes that a line reads, each once."""
    match = _READS.match(text)
    if match is None:
        return ()
    named = _NAMES.split(match[2]) if match[1] else _REFERENCE.findall(text)
    return dict.fromkeys(name.strip().casefold() for name in named)
