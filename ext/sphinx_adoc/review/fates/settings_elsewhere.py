"""Lines of code that are an option with its value, and that stand elsewhere with another one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from .code_options import setting_changes, setting_name
from .words import Change, Pair


def with_settings_elsewhere(changes: Sequence[Change], pairs: Mapping[str, Sequence[Pair]]) -> Iterator[Change]:
    """Yield the changes; of a setting that went in one line of a block and came in another one of it with another
    value, one change. A name that is there twice is left alone. ``pairs``: all pieces of each page.
    """
    blocks = _blocks(pairs)
    gone = _settings((change for change in changes if change.after is None), blocks)
    came = _settings((change for change in changes if change.before is None), blocks)
    partner: dict[int, Change] = {}
    for key, old in gone.items():
        new = came.get(key)
        if old and new and setting_changes(old.piece.text, new.piece.text):
            partner[id(old)] = partner[id(new)] = Change(new.page, old.before, new.after)
    for change in changes:
        if change.after is not None:
            yield partner.get(id(change), change)
        elif id(change) not in partner:
            yield change


def _blocks(pairs: Mapping[str, Sequence[Pair]]) -> dict[int, Hashable]:
    """Which block each line of code is of, by the line's id: the page, and the number of what stands above it."""
    blocks: dict[int, Hashable] = {}
    for page, listed in pairs.items():
        above = [-1, -1]
        for number, pair in enumerate(listed):
            for side, piece in enumerate(pair):
                if piece and piece.kind == "line":
                    blocks[id(piece)] = page, above[side]
                elif piece:
                    above[side] = number
    return blocks


def _settings(changes: Iterable[Change], blocks: Mapping[int, Hashable]) -> dict[Hashable, Change | None]:
    """Changed lines by what they set, and where; None for what several set."""
    lines: dict[Hashable, Change | None] = {}
    for change in changes:
        piece = change.piece
        if piece.kind == "line" and id(piece) in blocks and (name := setting_name(piece.text)):
            key = blocks[id(piece)], piece.within, name
            lines[key] = None if key in lines else change
    return lines
