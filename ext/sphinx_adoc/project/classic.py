"""Configurations of asciidoc-py: their section of attributes, and which sections are not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.source import Place, Span

SUFFIX: Final = ".conf"
_READ: Final = "attributes"
_SECTION: Final = re.compile(r"\[([^\W\d][\w-]*)\]\s*")
_CONDITION: Final = re.compile(r"(ifn?def)::([\w,+-]+)\[(.*)\]")
_NAMED: Final = 8  # sections that a finding names
_MACROS: Final = re.compile(r"macros|.*-(?:inline|block)macro")
_HINTS: Final = {
    True: "macros are functions in Sphinx: adoc_inline_macros, adoc_block_macros, adoc_blocks",
    False: "the output is made by Sphinx and its themes",
}


def attributes(text: str, given: Mapping[str, str | None]) -> Iterator[tuple[str, str | None]]:
    """Give the entries of the section [attributes]; its conditionals ask for attributes set so far."""
    known = {name.rstrip("@"): value for name, value in given.items()}
    inside = False
    active = [True]
    for line in text.splitlines():
        if condition := _CONDITION.fullmatch(line.strip()):
            active.append(active[-1] and _holds(condition, known))
        elif line.startswith("endif::") and len(active) > 1:
            active.pop()
        elif line.startswith("["):
            inside = line.strip() == f"[{_READ}]"
        elif inside and active[-1] and line.strip() and not line.startswith("#"):
            name, value = _entry(line)
            known[name] = value
            yield name, value


def _holds(condition: re.Match[str], known: Mapping[str, str | None]) -> bool:
    every = "+" in condition[2]
    names = re.split(r"[,+]", condition[2])
    is_set = (all if every else any)(known.get(name) is not None for name in names)
    return is_set == (condition[1] == "ifdef")


def _entry(line: str) -> tuple[str, str | None]:
    name, _, value = line.partition("=")
    name = name.strip()
    unset = name.startswith("!") or name.endswith("!")
    return name.strip("!"), None if unset else value.strip()


def unread(paths: Iterable[Path], files: Files = DISK) -> Iterator[Finding]:
    """Give the sections of configurations that are not read: for each file one finding for macros, one for the rest."""
    for path in paths:
        if path.suffix != SUFFIX:
            continue
        try:
            lines = files.read(path).decode("utf-8", "replace").splitlines()
        except OSError:
            continue  # whoever reads its attributes says so
        sections = [(number, match[1]) for number, text in enumerate(lines, 1) if (match := _SECTION.fullmatch(text))]
        for macros, hint in _HINTS.items():
            of_kind = [each for each in sections if each[1] != _READ and bool(_MACROS.fullmatch(each[1])) == macros]
            if of_kind:
                yield _finding(path, of_kind, hint)


def _finding(path: Path, sections: list[tuple[int, str]], hint: str) -> Finding:
    line, name = sections[0]
    named = ", ".join(f"[{name}] in line {number}" for number, name in sections[:_NAMED])
    more = f" and {len(sections) - _NAMED} more" if len(sections) > _NAMED else ""
    span = Span(Place(str(path), line, 1), Place(str(path), line, len(name) + 2))
    return Finding(Code.CONFIGURATION_UNREAD, f"sections that are not read: {named}{more}", span, hint=hint)
