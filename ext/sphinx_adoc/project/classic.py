"""Configurations of asciidoc-py: their section of attributes, and which sections are not read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.source import Place, Span

SUFFIX: Final = ".conf"
_READ: Final = "attributes"
_SECTION: Final = re.compile(r"\[(\+?[^\W\d][\w-]*)\]\s*")
_CONDITION: Final = re.compile(r"(ifn?def)::([\w,+-]+)\[(.*)\]")
_MAX_NAMED_SECTIONS: Final = 8  # sections that a finding names
_MACRO: Final = re.compile(r"(.+)-(?:inline|block)macro")
_NAMES: Final = re.compile(r"\(\?P<name>([\w|-]+)\)")  # of the macros that an expression in [macros] is for
_KINDS: Final = {  # which sections, and what there is in their place
    "macros": (
        re.compile(rf"macros|{_MACRO.pattern}"),
        "macros are functions in Sphinx: adoc_inline_macros, adoc_block_macros",
    ),
    "blocks": (
        re.compile(r"(?:block|para|list|table)def-.+"),
        "blocks and attributes of your own are functions in Sphinx: adoc_blocks",
    ),
    "words": (
        re.compile(r"specialwords|replacements2?|quotes|specialcharacters"),
        "a handler of Sphinx' event doctree-read can change words",
    ),
    "output": (re.compile(r".+"), "the output is made by Sphinx and its themes"),
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


def unread(paths: Iterable[Path], functions: Collection[str] = (), files: Files = DISK) -> Iterator[Finding]:
    """Give the sections of configurations that are not read: for each file one finding for each kind of sections.

    ``functions``: the macros that are carried out all the same, by functions of the project.
    """
    for path in paths:
        if path.suffix != SUFFIX:
            continue
        try:
            lines = files.read(path).decode("utf-8", "replace").splitlines()
        except OSError:
            continue  # whoever reads its attributes says so
        sections: dict[str, list[tuple[int, str]]] = {}
        for number, name, body in _sections(lines):
            if name != _READ and not _is_carried_out(name, body, functions):
                sections.setdefault(_kind(name), []).append((number, name))
        for kind, (_, hint) in _KINDS.items():
            if kind in sections:
                yield _finding(path, sections[kind], hint)


def _sections(lines: Sequence[str]) -> Iterator[tuple[int, str, Sequence[str]]]:
    """Give each section: the line of its head, its name, the lines below."""
    heads = [(number, match[1]) for number, text in enumerate(lines) if (match := _SECTION.fullmatch(text))]
    ends = [number for number, _ in heads[1:]] + [len(lines)]
    for (start, name), end in zip(heads, ends, strict=False):
        yield start + 1, name, lines[start + 1 : end]


def _kind(name: str) -> str:
    return next(kind for kind, (pattern, _) in _KINDS.items() if pattern.fullmatch(name))


def _is_carried_out(name: str, body: Sequence[str], functions: Collection[str]) -> bool:
    """Tell whether functions of the project carry out all that a section defines."""
    if match := _MACRO.fullmatch(name):
        return match[1] in functions
    if name != "macros":
        return False
    rules = [line for line in body if line.strip() and not line.startswith("#")]
    names = [set(match[1].split("|")) if (match := _NAMES.search(rule)) else {""} for rule in rules]
    return bool(names) and all(each <= set(functions) for each in names)


def _finding(path: Path, sections: list[tuple[int, str]], hint: str) -> Finding:
    line, name = sections[0]
    named = ", ".join(f"[{name}] in line {number}" for number, name in sections[:_MAX_NAMED_SECTIONS])
    more = f" and {len(sections) - _MAX_NAMED_SECTIONS} more" if len(sections) > _MAX_NAMED_SECTIONS else ""
    span = Span(Place(str(path), line, 1), Place(str(path), line, len(name) + 2))
    return Finding(Code.CONFIGURATION_UNREAD, f"sections that are not read: {named}{more}", span, hint=hint)
