"""Options in code that have another value, or another name: of configuration lines, and of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

_OPTION: Final = re.compile(r"\s*((?:--?)?[\w.-]+)(?:\s*[:=]\s*(\S.*?)|\s+(\S+(?:\s\S+)?))\s*;?$")
_OPERATOR: Final = re.compile(r"[-+*/|&<>=]+\s")
_SAME_NAME: Final = 0.6  # difflib's ratio from which an option is called otherwise, and is no other one
_FLAG: Final = re.compile(r"(--?[^\W\d_][\w.-]*)(?:=(\S*))?")

Change = tuple[str, str]
"""What an option was, and what it is; '' without."""


def flag_changes(before: str, after: str) -> list[Change]:
    """Return what changes of the options of a command, which begin with a hyphen."""
    return [*_compared(_flags(before), _flags(after))]


def setting_changes(before: str, after: str) -> list[Change]:
    """Return what changes of a line that is one option with its value."""
    old, new = _OPTION.fullmatch(before), _OPTION.fullmatch(after)
    if old is None or new is None:
        return []
    values = [side[2] or side[3] for side in (old, new)]
    renamed = values[0] == values[1] and SequenceMatcher(None, old[1], new[1]).ratio() >= _SAME_NAME
    if not (renamed or old[1] == new[1]) or before == after or any(map(_OPERATOR.match, values)):
        return []
    return [(f"{old[1]} {values[0]}", f"{new[1]} {values[1]}")]


def _flags(line: str) -> list[tuple[str, str]]:
    """The options of a command with their values, '' without; the first word is the command, or an option itself."""
    words = line.split()
    flags = []
    for number, word in enumerate(words):
        if match := _FLAG.fullmatch(word):
            following = words[number + 1] if number + 1 < len(words) else ""
            value = match[2] or (following if match[2] is None and not following.startswith("-") else "")
            flags.append((match[1], value))
    return flags


def _compared(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Change]:
    names, new_names = ([name for name, _ in side] for side in (old, new))
    matcher = SequenceMatcher(None, names, new_names, autojunk=False)
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        gone, came = old[start:end], new[new_start:new_end]
        if operation == "equal" or len(gone) == len(came):
            yield from (_changed(one, two) for one, two in zip(gone, came, strict=True) if one != two)
        else:
            yield from ((name, "") for name, _ in gone)
            yield from (("", name) for name, _ in came)


def _changed(old: tuple[str, str], new: tuple[str, str]) -> Change:
    """An option before and after; its value only where that changes, as it may be none."""
    if old[1] == new[1]:
        return old[0], new[0]
    return " ".join(filter(None, old)), " ".join(filter(None, new))
