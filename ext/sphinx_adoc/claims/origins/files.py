"""Values of data files: TOML, JSON, YAML, INI, CSV, and templates of environments."""

from __future__ import annotations

import configparser
import csv
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.suggest import Names, did_you_mean

from .error import OriginError

_STEP: Final = re.compile(r'"([^"]+)"|([^.\[\]"]+)|\[(-?\d+)\]')
_ASSIGNED: Final = re.compile(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$", re.MULTILINE)


def value(name: str, key: str, folder: Path) -> Any:
    """Return the value of a key of a data file, whose form its name tells: ``retention.days``, ``hosts.0.name``, in
    CSV ``ROW.COLUMN`` with the first column's value as the row. Raise OriginError.
    """
    path = find(name, folder)
    read = _READERS.get(path.suffix.lower()) or (_env if ".env" in path.name else None)
    if read is None:
        known = ", ".join(sorted(_READERS))
        raise OriginError(f"{name}: no form of data is known by this name", f"known are {known} and .env")
    try:
        data = read(path)
    except OSError as error:
        raise OriginError(f"{name}: {error.strerror}") from error
    except (ValueError, csv.Error, configparser.Error) as error:
        raise OriginError(f"{name}: {' '.join(str(error).split())}") from error
    return _at(data, key, name)


def find(name: str, folder: Path) -> Path:
    """Return the file of a name: beside the document, else in the working directory. Raise OriginError."""
    for place in (folder / name, Path(name)):
        if place.is_file():
            return place
    raise OriginError(f"there is no file {name}", f"it is looked for in {folder} and {Path.cwd()}")


def _at(data: Any, key: str, name: str) -> Any:
    """What stands at a key, step by step."""
    if isinstance(data, Mapping) and key in data:
        return data[key]
    for quoted, plain, number in _STEP.findall(key):
        step = quoted or plain
        try:
            data = data[int(number or step)] if isinstance(data, list) else data[step]
        except (KeyError, IndexError, TypeError) as error:
            known = sorted(map(str, data)) if isinstance(data, Mapping) else []
            near = Names(known).nearest(step)
            hint = did_you_mean(near, f"there are: {', '.join(known[:12])}" if known else "")
            raise OriginError(f"{name} has no '{key}': nothing at '{step or number}'", hint) from error
    return data


def _toml(path: Path) -> Any:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _yaml(path: Path) -> Any:
    try:
        import yaml
    except ImportError as error:
        raise OriginError(f"{path.name}: YAML is not read without PyYAML", "pip install pyyaml") from error
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _ini(path: Path) -> Any:
    parser = configparser.ConfigParser(interpolation=None)
    text = path.read_text(encoding="utf-8")
    try:
        parser.read_string(text)
    except configparser.MissingSectionHeaderError:
        return _assigned(text)
    return {name: dict(parser[name]) for name in parser.sections()}


def _env(path: Path) -> Any:
    return _assigned(path.read_text(encoding="utf-8"))


def _assigned(text: str) -> dict[str, str]:
    assigned = {name: re.sub(r"\s+#.*$", "", value) for name, value in _ASSIGNED.findall(text)}
    return {name: value.strip("\"'") for name, value in assigned.items()}


def _csv(path: Path) -> Any:
    text = path.read_text(encoding="utf-8-sig")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows: Sequence[dict[str, str]] = list(csv.DictReader(text.splitlines(), delimiter=delimiter))
    return {next(iter(row.values())): row for row in rows}


_READERS: Final[Mapping[str, Callable[[Path], Any]]] = {
    ".toml": _toml,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".ini": _ini,
    ".cfg": _ini,
    ".conf": _ini,
    ".properties": _ini,
    ".csv": _csv,
    ".tsv": _csv,
    ".env": _env,
}
