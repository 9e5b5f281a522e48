"""Console sessions: ``$ command`` with the output that is expected, run by the shell of the system.

Below a command stands what it prints on both streams; ``...`` is any text, and runs of blanks are equal, as in doctest.
A last line ``[2]`` is the exit code that is expected; without it that is 0. A line that begins with ``> `` goes on.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .capture import KEPT
from .examples import is_output

PROMPT: Final = "$ "
_GOES_ON: Final = "> "
_CODE: Final = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what it is expected to print (None: nothing is stated), its exit code, and its line, from 0."""

    call: str
    want: str | None
    code: int
    line: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A command that did something else: what is stated, and what came out."""

    command: Command
    expected: str
    computed: str


def is_console(text: str) -> bool:
    """Return whether a snippet is written as a session of a shell."""
    return text.lstrip().startswith(PROMPT)


def read(text: str) -> list[Command]:
    """Return the commands of a session."""
    calls: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.split("\n")):
        if line.startswith(PROMPT):
            calls.append((number, line.removeprefix(PROMPT), []))
        elif line.startswith(_GOES_ON) and calls and not calls[-1][2]:
            number, call, _ = calls.pop()
            calls.append((number, f"{call}\n{line.removeprefix(_GOES_ON)}", []))
        elif calls:
            calls[-1][2].append(line)
    return [_command(number, call, lines) for number, call, lines in calls]


def _command(number: int, call: str, lines: Sequence[str]) -> Command:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    code = _CODE.fullmatch(kept[-1].strip()) if kept else None
    if code:
        kept.pop()
    return Command(call, "\n".join(kept) if kept else None, int(code[1]) if code else 0, number)


def wrong(commands: Sequence[Command], timeout: float) -> Iterator[Wrong]:
    """Run the commands in turn, and give those that end or print otherwise. Raise OSError where there is no shell, and
    TimeoutExpired.
    """
    for command in commands:
        done = subprocess.run(
            command.call,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout or None,
            check=False,
        )
        printed = done.stdout[:KEPT].decode("utf-8", "replace")
        if done.returncode != command.code:
            yield Wrong(command, f"exit code {command.code}", f"exit code {done.returncode}: {printed.rstrip()}")
        elif command.want is not None and not _same(command.want, printed):
            yield Wrong(command, command.want, printed.rstrip("\n"))


def _same(want: str, printed: str) -> bool:
    return is_output(want.rstrip("\n") + "\n", printed.rstrip("\n") + "\n")
