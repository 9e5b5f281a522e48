"""Options in code that have another value, or another name: of configuration lines, and of commands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from .matching import matcher

_OPTION: Final = re.compile(r"\s*((?:--?)?[\w.-]+)(?:\s*[:=]\s*(\S.*?)|\s+(\S+(?:\s\S+)?))\s*;?$")
_OPERATOR: Final = re.compile(r"[-+*/|&<>=]+\s")
_SAME_NAME: Final = 0.6  # difflib's ratio from which an option is called otherwise, and is no other one
_FLAG: Final = re.compile(r"(--?[^\W\d_][\w.-]*)(?:=(\S*))?")

_TAKES_A_VALUE: Final = re.compile(
    r"-o|--(?:[a-z]+-)*(?:conf|config|file|out|output|input|dir|directory|path|log|root|prefix|key|cert|target|source|image)"
)  # what stands behind others may be an operand
_OPERAND: Final = re.compile(r"([^\W\d][\w.-]*)=([\w./:%@+-]+)")

Flag = tuple[str, str]
"""The name of an option, and its value; '' without, with "=" where that joins it."""
Change = tuple[str, str]
"""What an option was, and what it is; '' without."""


def flag_changes(before: str, after: str) -> list[Change]:
    """Return what changes of the options of a command, which begin with a hyphen, and of its operands ``key=value``. An
    option that only stands elsewhere does not change.
    """
    changed = [*_compared(_flags(before, after), _flags(after, before)), *_operand_changes(before, after)]
    known = {old.partition(" ")[0] for old, _ in changed}
    return [*changed, *(each for each in _other_words(before, after) if each[0].partition(" ")[0] not in known)]


def _other_words(before: str, after: str) -> Iterator[Change]:
    """The values of options that name a file or a folder, where as many words stand in the command."""
    old, new = before.split(), after.split()
    if len(old) != len(new):
        return
    for flag, one, two in zip(old, old[1:], new[1:], strict=False):
        match = _FLAG.fullmatch(flag)
        moved = one in new or two in old or _FLAG.fullmatch(one) or _FLAG.fullmatch(two)
        if match and _TAKES_A_VALUE.fullmatch(flag) and one != two and not moved and flag in new:
            yield f"{flag} {one}", f"{flag} {two}"


def setting_changes(before: str, after: str) -> list[Change]:
    """Return what changes of a line that is one option with its value."""
    old, new = _OPTION.fullmatch(before), _OPTION.fullmatch(after)
    if old is None or new is None or _are_other_operands(before, after):
        return []
    values = [side[2] or side[3] for side in (old, new)]
    renamed = values[0] == values[1] and SequenceMatcher(None, old[1], new[1]).ratio() >= _SAME_NAME
    if not (renamed or old[1] == new[1]) or before == after or any(map(_OPERATOR.match, values)):
        return []
    return [(f"{old[1]} {values[0]}", f"{new[1]} {values[1]}")]


def setting_name(line: str) -> str:
    """Return the name of the option that a line sets; '' for another line, and for what may be a command."""
    match = _OPTION.fullmatch(line)
    if match is None or match[1].startswith("-"):
        return ""
    return match[1] if match[2] or (match[1][0].isupper() and len(match[3].split()) == 1) else ""


def _flags(line: str, other: str) -> list[Flag]:
    """The options of a command with their values, '' without; the first word is the command, or an option itself.
    A word behind an option is its value where ``other``, the same line before or after, does not have it elsewhere.
    """
    words, others = line.split(), _words_without_option(other.split())
    joined = {match[1]: match[2] for word in other.split() if (match := _FLAG.fullmatch(word)) and match[2] is not None}
    flags: list[Flag] = []
    for number, word in enumerate(words):
        if match := _FLAG.fullmatch(word):
            following = words[number + 1] if number + 1 < len(words) else ""
            is_value = following not in others and _may_be_a_value(match[1], following)
            is_value = is_value and joined.get(match[1], following) == following
            flags.append((match[1], f"={match[2]}" if match[2] is not None else following if is_value else ""))
    return flags


def _words_without_option(words: Sequence[str]) -> set[str]:
    """The words of a command that do not stand right behind an option."""
    return {word for before, word in pairwise(["", *words]) if not _FLAG.fullmatch(before)}


def _may_be_a_value(flag: str, word: str) -> bool:
    """Whether a word may be the value of the flag before it: of one letter only a number or a list, as it may be an
    operand; of a name what is no path.
    """
    if _OPERAND.fullmatch(word):
        return False
    return word[:1].isdigit() or "," in word or (len(flag) > 2 and not word.startswith("-") and "/" not in word)


def _operand_changes(before: str, after: str) -> Iterator[Change]:
    """Operands ``key=value`` behind a command, as of ``dd``, whose values are others."""
    old, new = _operands(before), _operands(after)
    yield from ((one, new[name]) for name, one in old.items() if name in new and new[name] != one)


def _are_other_operands(before: str, after: str) -> bool:
    """Whether two lines are commands whose operands ``key=value`` are the same in another order."""
    return sorted(before.split()) == sorted(after.split()) and all(map(_OPERAND.fullmatch, before.split()[1:]))


def _operands(line: str) -> dict[str, str]:
    """The operands of a command that are there once, whole, by their keys."""
    found = [match for word in line.split()[1:] if (match := _OPERAND.fullmatch(word))]
    counted = Counter(match[1] for match in found)
    return {match[1]: match[0] for match in found if counted[match[1]] == 1}


def _compared(old: Sequence[Flag], new: Sequence[Flag]) -> Iterator[Change]:
    """What changes from options to options; a value that only one side has may be an operand, and is none."""
    by_name, new_by_name = _values(old), _values(new)
    for name in [name for name in by_name if name in new_by_name]:
        values = by_name[name], new_by_name[name]
        if len(values[0]) == len(values[1]):
            yield from (
                _changed((name, one), (name, two))
                for one, two in zip(*values, strict=True)
                if one.removeprefix("=") != two.removeprefix("=") and ((one and two) or "=" in (one[:1], two[:1]))
            )
    names, new_names = ([name for name, _ in side] for side in (old, new))
    fewer, more = Counter(names) - Counter(new_names), Counter(new_names) - Counter(names)
    for operation, start, end, new_start, new_end in matcher(names, new_names).get_opcodes():
        if operation == "equal":
            continue
        gone = [flag for flag in old[start:end] if flag[0] in fewer]
        came = [flag for flag in new[new_start:new_end] if flag[0] in more]
        if len(gone) == len(came):
            yield from (_changed(one, two) for one, two in zip(gone, came, strict=True))
        else:
            yield from ((_surely(flag), "") for flag in gone)
            yield from (("", _surely(flag)) for flag in came)


def _values(flags: Sequence[Flag]) -> dict[str, list[str]]:
    """The values of each option, by its name."""
    values: dict[str, list[str]] = {}
    for name, value in flags:
        values.setdefault(name, []).append(value)
    return values


def _surely(flag: Flag) -> str:
    """An option that came or went, with its value where that is no operand: a number, or one that is joined to it."""
    return _as_written(flag) if flag[1][:1] == "=" or flag[1][:1].isdigit() else flag[0]


def _changed(old: Flag, new: Flag) -> Change:
    """An option before and after; its value only where that changes, as it may be none."""
    if old[1] == new[1]:
        return old[0], new[0]
    return _as_written(old), _as_written(new)


def _as_written(flag: Flag) -> str:
    name, value = flag
    return name + value if value.startswith("=") else " ".join(filter(None, flag))
