"""What a project's own code offers in its configuration blocks, in trusted workspaces and a process of its own."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.claims import Ledger
from sphinx_adoc.claims.offers import Offers
from sphinx_adoc.claims.process import StartError
from sphinx_adoc.lsp.state.positions import Text
from sphinx_adoc.lsp.state.view import View

WAIT_S: Final = 10.0
"""For how long a completion waits for it: a prelude is read at the first question."""

_TIMEOUT_S: Final = 20.0
_DELIMITER: Final = re.compile(r"(-{4,}|\.{4,})\s*")
_ATTRIBUTES: Final = re.compile(r"\[(.*)\]\s*")
_ROLES: Final = re.compile(r"\brole=(?:\"([^\"]*)\"|([\w.-]+))|\.([\w-]+)")
_WORD: Final = re.compile(r"[\w./:+-]*\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of verbatim text, and a place in it (from 1)."""

    roles: tuple[str, ...]
    text: str
    line: int
    column: int


def block_at(text: Text, position: types.Position) -> Block | None:
    """Return the delimited block of verbatim text with roles that a position is in; None where it is in none."""
    number, column = text.place(position)
    opened = 0
    for line in range(1, number):
        mark = _DELIMITER.fullmatch(text.line(line))
        if mark is not None and (not opened or text.line(line).rstrip() == text.line(opened).rstrip()):
            opened = 0 if opened else line
    if not opened:
        return None
    last = opened + 1
    while last <= text.lines and text.line(last).rstrip() != text.line(opened).rstrip():
        last += 1
    lines = [text.line(line) for line in range(opened + 1, last)]
    return Block(_roles(text, opened), "\n".join(lines), number - opened, column) if _roles(text, opened) else None


def _roles(text: Text, opened: int) -> tuple[str, ...]:
    """The roles that the lines above a block give it."""
    roles: list[str] = []
    line = opened - 1
    while line > 0 and (match := _ATTRIBUTES.fullmatch(text.line(line)) or re.match(r"\.(?=\S)", text.line(line))):
        if match.re is _ATTRIBUTES:
            for quoted, bare, short in _ROLES.findall(match[1]):
                roles += (quoted or bare or short).split()
        line -= 1
    return tuple(roles)


class Completions:
    """Asks the preludes of projects; nothing is started before the first question."""

    def __init__(self) -> None:
        self._ledgers: dict[Path, tuple[object, Ledger]] = {}
        self.thread = ThreadPoolExecutor(1, "sphinx-adoc completions")

    def ask(self, view: View, block: Block) -> Offers:
        """Return what a project's prelude offers; nothing where it has none, or its code fails."""
        prelude = view.settings.prelude
        if prelude is None:
            return ()
        stamp = view.files.stamp(prelude)
        known = self._ledgers.get(prelude)
        if known is None or known[0] != stamp:
            if known is not None:
                known[1].close()
            known = self._ledgers[prelude] = stamp, Ledger(prelude, _TIMEOUT_S)
        with suppress(StartError):
            return known[1].offers(block.roles, block.text, block.line, block.column)
        return ()

    def close(self) -> None:
        """End the processes at once; requests that wait for an answer get none."""
        self.thread.shutdown(wait=False, cancel_futures=True)
        for _, ledger in self._ledgers.values():
            with suppress(OSError, ValueError, KeyError):  # the thread may be closing it, too
                ledger.close()


def items(offers: Offers, text: Text, position: types.Position) -> list[types.CompletionItem]:
    """Return what is offered as the editor takes it: those that begin as is written, in the order that was given."""
    number, column = text.place(position)
    word = _WORD.search(text.line(number)[: column - 1])
    partial = word[0] if word is not None else ""
    start = text.position(text.offset(position) - len(partial))
    return [
        types.CompletionItem(
            label=name,
            kind=types.CompletionItemKind.Value,
            detail=says or None,
            filter_text=name,
            sort_text=f"{count:05}",
            text_edit=types.TextEdit(types.Range(start, position), name),
        )
        for count, (name, says) in enumerate(offers)
        if name.startswith(partial)
    ]
