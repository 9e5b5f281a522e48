"""The layers whose modules are changed, as the import contracts in pyproject.toml name them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXT = ROOT / "ext"
CONTRACTS = {"sphinx-adoc": "sphinx_adoc", "model": "bondmodel"}  # id of the contract -> its package
WANTED = 90.0  # per cent of a layer's changes that a test notices
WANTED_MORE = {f"sphinx_adoc.{name}": 95.0 for name in ("finding", "commands", "review", "claims")}


@cache
def layers() -> dict[str, list[Path]]:
    """Return the modules of each layer by its name, such as ``sphinx_adoc.syntax``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    named = [
        f"{CONTRACTS[contract['id']]}.{name.strip(' ()')}"
        for contract in contracts
        if contract["id"] in CONTRACTS
        for line in contract["layers"]
        for name in line.split("|")
    ]
    found = {name: modules_of(name) for name in named if not name.endswith("__main__")}
    return {name: paths for name, paths in found.items() if paths}


def modules_of(layer: str) -> list[Path]:
    """Return the files of a layer: one module, or a package with all below it."""
    path = EXT.joinpath(*layer.split("."))
    if not path.is_dir():
        return [path.with_suffix(".py")]
    return sorted(file for file in path.rglob("*.py") if file.name != "__main__.py")


def module_name(path: Path) -> str:
    """Return the name by which a file below ``ext`` is imported."""
    parts = path.relative_to(EXT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def named(word: str) -> list[Path]:
    """Return the modules that a word of the command line means: a layer, with or without its package, or a module with
    what is below it. Raise ValueError with the names there are where it means none, or two.
    """
    full = [name for name in layers() if word == name or name.endswith(f".{word}")]
    if len(full) == 1:
        return layers()[full[0]]
    paths = [path for files in layers().values() for path in files]
    below = [path for path in paths if f"{module_name(path)}.".startswith(f"{word}.")]
    if not below or len(full) > 1:
        raise ValueError(f"no such layer or module: {word}; there are {', '.join(full or layers())}")
    return below


def layer_of(path: Path) -> str:
    """Return the name of the layer that a module belongs to."""
    return next(name for name, files in layers().items() if path in files)


def wanted(layer: str) -> float:
    """Return how many per cent of a layer's changes have to be noticed."""
    return WANTED_MORE.get(layer, WANTED)
