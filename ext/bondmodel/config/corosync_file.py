"""corosync.conf as Corosync and Proxmox VE read it: sections with options in them.

Source: corosync.conf(5), corosync exec/coroparse.c, PVE/Corosync.pm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .corosync_table import COROSYNC, MAX_LINKS
from .finding import Finding, Option
from .other_formats import NO_COROSYNC, other_format

_PAIR = re.compile(r"(\s*)([^\s:]+)\s*:\s*(.*?)\s*$")
_OPEN = re.compile(r"(\s*)([^\s:{]+)\s*\{\s*$")


@dataclass
class Section:
    """A section with its options and the sections in it; `path` such as "totem.interface", "" for the file itself."""

    path: str
    line: int
    column: int
    options: list[Option] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def get(self, key: str) -> Option | None:
        """Return the last option of that key."""
        return next((o for o in reversed(self.options) if o.key == key), None)

    def all(self, path: str) -> list[Section]:
        """Return the sections of that path, at any depth."""
        inner = [match for section in self.sections for match in section.all(path)]
        return ([self] if self.path == path else []) + inner

    def first(self, path: str) -> Section:
        """Return the first section of that path; an empty one at this one's place if there is none."""
        return next(iter(self.all(path)), Section(path, self.line, self.column))

    def whole(self, key: str, default: int = 0) -> int:
        """Return a whole number, or the default if the option is absent or no number."""
        option = self.get(key)
        try:
            return default if option is None else int(option.value)
        except ValueError:
            return default

    def setting(self, key: str, default: int) -> int:
        """Return the same as `whole`, but the default for 0, which means "not set" in Corosync."""
        return self.whole(key, default) or default


def read(text: str) -> tuple[Section, tuple[Finding, ...]]:
    """Read a file's text into its sections. Never raises: what is wrong with its form becomes findings."""
    root = Section("", 1, 1)
    other = other_format(text, NO_COROSYNC)
    if other is not None:
        return root, (other,)
    stack, findings = [root], []
    for at, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if opened := _OPEN.match(line):
            path = ".".join(filter(None, (stack[-1].path, opened[2])))
            section = Section(path, at, len(opened[1]) + 1)
            stack[-1].sections.append(section)
            stack.append(section)
        elif bare == "}":
            if len(stack) == 1:
                findings.append(Finding(at, line.index("}") + 1, "error", "brace", "}: no section is open here"))
            else:
                stack.pop()
        elif pair := _PAIR.match(line):
            stack[-1].options.append(Option(pair[2], pair[3], at, len(pair[1]) + 1, pair.start(3) + 1))
        else:
            text = f"{bare!r} is neither 'key: value' nor 'section {{' nor '}}'"
            findings.append(Finding(at, len(line) - len(line.lstrip()) + 1, "error", "form", text))
    for section in stack[1:]:
        text = f"{section.path} {{: the section is never closed, a }} is missing"
        findings.append(Finding(section.line, section.column, "error", "brace", text))
    return root, tuple(findings)


def links_of(node: Section) -> dict[int, Option]:
    """Return the addresses of one node by link number."""
    addresses = {i: node.get(f"ring{i}_addr") for i in range(MAX_LINKS)}
    return {i: option for i, option in addresses.items() if option is not None}


def link_of(interface: Section) -> int:
    """Return the number of the link that an `interface` section describes, 0 if it says none."""
    option = interface.get("linknumber") or interface.get("ringnumber")
    return int(option.value) if option is not None and option.value.isdecimal() else 0


def accounts(root: Section) -> Iterator[tuple[str, Option]]:
    """Yield every option of the sections that the model knows, with the section's path."""
    for section in _all(root):
        table = COROSYNC.get(section.path, {})
        for option in section.options:
            if option.key in table:
                yield section.path, option


def _all(section: Section) -> Iterator[Section]:
    yield section
    for inner in section.sections:
        yield from _all(inner)
