"""The keys of configuration files."""

from __future__ import annotations

import configparser
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final


def keys_of(name: str, text: str) -> Iterator[str]:
    """Yield the keys of a TOML, JSON or INI file; none of a file that is no such one, or cannot be read."""
    read = READERS.get(Path(name).suffix)
    if read is None or not text:
        return
    try:
        yield from _dotted(read(text), "")
    except (ValueError, RecursionError, configparser.Error):
        return


def is_called(key: str, name: str) -> bool:
    """Tell whether a key is meant by a name that may leave out the outer tables."""
    return key == name or key.endswith(f".{name}")


def _ini(text: str) -> dict[str, Any]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    return {name: dict(section) for name, section in parser.items() if section}


READERS: Final[dict[str, Callable[[str], Any]]] = {
    ".toml": tomllib.loads, ".json": json.loads, ".ini": _ini, ".cfg": _ini,
}  # fmt: skip
"""By suffix, what reads such a file into a table."""


def _dotted(value: object, before: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{before}{key}"
            yield from _dotted(inner, f"{before}{key}.")
