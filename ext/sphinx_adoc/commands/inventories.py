"""Sphinx' inventories: what other projects can link to, by name.

The form is that of ``objects.inv``: four lines of text, then lines of name, domain and role, priority, address and
shown name, compressed in version 2.
"""

from __future__ import annotations

import ast
import re
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FIRST: Final = re.compile(rb"# Sphinx inventory version ([12])\s*$")
_LINE: Final = re.compile(r"(.+?)\s+(\S+:\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")
_ADDRESS: Final = re.compile(r"https?://")
_MAX_INVENTORY_BYTES: Final = 64 << 20  # bytes of an inventory, unpacked
_LONG: Final = 10_000  # characters of a line that is none of an inventory
_SECONDS: Final = 30
NAME: Final = "objects.inv"


class InventoryError(Exception):
    """An inventory, or a conf.py that should name some, cannot be read; its text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be linked to. ``kind``: domain and role, as in ``std:label``. ``uri``: below the project's."""

    name: str
    kind: str
    uri: str
    title: str


def is_address(text: str) -> bool:
    """Tell whether an inventory would have to be fetched."""
    return _ADDRESS.match(text) is not None


def is_one(text: str) -> bool:
    """Tell whether a path or address names an inventory."""
    return is_address(text) or text.endswith(".inv")


def read(source: str) -> list[Entry]:
    """Return the entries of an inventory, a file or an address; raise InventoryError."""
    try:
        data = _fetched(source) if is_address(source) else Path(source).read_bytes()
    except (OSError, ValueError) as error:
        raise InventoryError(f"cannot read {source}: {getattr(error, 'strerror', None) or error}") from error
    return entries(data, source)


def _fetched(address: str) -> bytes:
    """The bytes at an address, which the caller has named."""
    try:
        answer = urllib.request.urlopen(address, timeout=_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()  # it is an answer, too
        raise
    with answer:
        return bytes(answer.read(_MAX_INVENTORY_BYTES))


def entries(data: bytes, source: str) -> list[Entry]:
    """Return the entries in the bytes of an inventory; raise InventoryError for what is none."""
    first, _, rest = data.partition(b"\n")
    version = _FIRST.match(first)
    if version is None:
        raise InventoryError(f"{source} is no inventory of Sphinx: it begins with {first[:40]!r}")
    if version[1] == b"1":
        return [*_version_1(rest.split(b"\n", 2)[-1])]
    head = rest.split(b"\n", 3)
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(head[-1], _MAX_INVENTORY_BYTES)
    except zlib.error as error:
        raise InventoryError(f"{source} is a damaged inventory: {error}") from error
    if unpacker.unconsumed_tail:
        raise InventoryError(f"{source} is an inventory of more than {_MAX_INVENTORY_BYTES >> 20} MiB")
    if not unpacker.eof:
        raise InventoryError(f"{source} is a damaged inventory: its end is missing")
    return [*_version_2(body)]


def _version_1(body: bytes) -> Iterator[Entry]:
    for line in body.decode("utf-8", "replace").splitlines():
        name, kind, uri = (*line.split(None, 2), "", "", "")[:3]
        if uri:
            anchor = f"#module-{name}" if kind == "mod" else f"#{name}"
            yield Entry(name, "py:module" if kind == "mod" else f"py:{kind}", uri + anchor, name)


def _version_2(body: bytes) -> Iterator[Entry]:
    for line in body.decode("utf-8", "replace").splitlines():
        if len(line) < _LONG and (match := _LINE.match(line.rstrip())):
            name, kind, _, uri, shown = match.groups()
            uri = uri[:-1] + name if uri.endswith("$") else uri
            yield Entry(name, kind, uri, name if shown == "-" else shown)


def configured(conf: Path) -> list[str]:
    """Return the inventories that ``intersphinx_mapping`` in a conf.py names: paths of files, or addresses.

    The file is read, not run, so the value has to be written out. Raise InventoryError.
    """
    conf = conf / "conf.py" if conf.is_dir() else conf
    try:
        tree = ast.parse(conf.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise InventoryError(f"cannot read {conf}: {getattr(error, 'strerror', None) or error}") from error
    value = next((node.value for node in reversed(tree.body) if _sets(node)), None)  # type: ignore[attr-defined]
    if value is None:
        raise InventoryError(f"{conf} sets no intersphinx_mapping")
    try:
        mapping = ast.literal_eval(value)
        pairs = [(str(base), files) for base, files in mapping.values()]
    except (ValueError, TypeError, AttributeError) as error:
        raise InventoryError(f"{conf}: intersphinx_mapping is not written out, and conf.py is not run") from error
    return [path for base, files in pairs if (path := _first_there(conf.parent, base, files))]


def _sets(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(each, ast.Name) and each.id == "intersphinx_mapping" for each in targets)


def _first_there(folder: Path, base: str, files: object) -> str:
    """The first inventory of a project that is a file; else its address."""
    candidates = files if isinstance(files, tuple | list) else (files,)
    names = [f"{base.rstrip('/')}/{NAME}" if each is None else str(each) for each in candidates]
    paths = [str(folder / name) for name in names if not is_address(name)]
    return next(iter([*filter(_is_file, paths), *filter(is_address, names), *paths]), "")


def _is_file(path: str) -> bool:
    return Path(path).is_file()
