"""Reads lines of JSON into frames and networks. An error names the number of its line and the field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from bondmodel.errors import ModelError, choose, in_range
from bondmodel.net.frame import Frame, arp, parse_ip, parse_mac, udp

Row = Mapping[str, Any]
T = TypeVar("T")
HASH_KEYS = ("policy", "slaves", "proto", "src_mac", "dst_mac")
UDP_KEYS = ("src", "dst", "sport", "dport")
HASH_EXTRA = ("source", "mode", "slave")


class RowError(ModelError):
    """A line that is not in form; `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a file that are not blank, numbered from 1. Raises `ModelError` if it cannot be read or has
    none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"cannot read it: {error}") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise ModelError("nothing in it; one JSON object a line is wanted")
    return lines


def each(lines: list[tuple[int, str]], make: Callable[[Row], T]) -> Iterator[tuple[int, T | RowError]]:
    """Apply `make` to each line, read as a JSON object; give its number and the result, or the RowError of the line."""
    for number, line in lines:
        try:
            yield number, make(_object(line))
        except ModelError as error:
            yield number, RowError(number, str(error))


def _object(line: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"not JSON: {error}") from None
    if not isinstance(row, dict):
        raise ModelError(f"a JSON object is wanted, not {type(row).__name__}")
    return row


def check_keys(row: Row, wanted: tuple[str, ...], extra: tuple[str, ...]) -> None:
    """Raise `ModelError` for a key that is missing or unknown."""
    for key in wanted:
        if key not in row:
            raise ModelError(f"{key}: missing")
    for key in row:
        choose("field", key, (*wanted, *extra))


def frame_of(row: Row) -> tuple[str, Frame, int]:
    """Return policy, frame and number of slaves of a line in the form of hash.jsonl."""
    check_keys(row, HASH_KEYS, (*UDP_KEYS, *HASH_EXTRA))
    proto = choose("proto", row["proto"], ("udp", "arp"))
    if proto == "udp":
        check_keys(row, UDP_KEYS, (*HASH_KEYS, *HASH_EXTRA))
    slaves = in_range("slaves", row["slaves"], 1, 16)
    macs = parse_mac(row["src_mac"], "src_mac"), parse_mac(row["dst_mac"], "dst_mac")
    if proto == "arp":
        return row["policy"], arp(*macs), slaves
    addresses = parse_ip(row["src"], "src"), parse_ip(row["dst"], "dst")
    return row["policy"], udp(*macs, *addresses, sport=row["sport"], dport=row["dport"]), slaves
