"""Document attributes from words and from files, as settings of documents take them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, ASCIIDOCTOR

from . import classic
from .errors import ProjectError

Attributes = dict[str, str | None]

_NAME: Final = re.compile(r"!?[A-Za-z0-9_][\w-]*[!@]?")


def from_files(paths: Sequence[Path], fixed: Mapping[str, str | None], files: Files = DISK) -> Attributes:
    """Return the attributes of files, a later one above an earlier one, with the fixed ones above them; raise
    ProjectError for a file that cannot be read.
    """
    attributes: Attributes = {}
    for path in paths:
        attributes |= from_file(path, {**attributes, **fixed}, files)
    return merged(attributes, fixed)


def merged(lower: Mapping[str, str | None], upper: Mapping[str, str | None]) -> Attributes:
    """Return the attributes of both, with the upper's value where both have one, whether or not a document may
    change it (``NAME@``).
    """
    names = {name.rstrip("@") for name in upper}
    return {name: value for name, value in lower.items() if name.rstrip("@") not in names} | dict(upper)


def rule_of(files: Sequence[Path]) -> str:
    """Return the rule for ids of the tool whose configuration is among the files."""
    return ASCIIDOC_PY if any(path.suffix == classic.SUFFIX for path in files) else ASCIIDOCTOR


def from_words(words: Sequence[str]) -> Attributes:
    """Return attributes from ``NAME``, ``NAME=VALUE``, ``NAME!`` and ``!NAME``. Raises ProjectError for anything
    else.
    """
    attributes: Attributes = {}
    for word in words:
        name, _, value = word.partition("=")
        if not _NAME.fullmatch(name):
            raise ProjectError(f"'{word}' sets no attribute; write NAME or NAME=VALUE")
        unset = name.startswith("!") or name.endswith("!")
        attributes[name.strip("!").lower()] = None if unset else value
    return attributes


def from_file(path: Path, attributes: Mapping[str, str | None], files: Files = DISK) -> Attributes:
    """Return attributes from a file, each one changeable by documents. ``given``: those in force, for a file's
    conditions.
    """
    try:
        text = files.read(path).decode("utf-8")
        pairs = _READERS.get(path.suffix, classic.attributes)(text, attributes)
        return {f"{name.rstrip('@').lower()}@": value for name, value in pairs}
    except OSError as error:
        raise ProjectError(f"cannot read attributes from {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ProjectError(f"cannot read attributes from {path}: {error}") from error


def _json(text: str, _given: object) -> Iterator[tuple[str, str | None]]:
    yield from from_table(json.loads(text))


def _toml(text: str, _given: object) -> Iterator[tuple[str, str | None]]:
    import tomllib  # where there is such a file

    yield from from_table(tomllib.loads(text))


def from_table(content: Any) -> Iterator[tuple[str, str | None]]:
    """Give the entries of a table, or of its table ``attributes``; raise ValueError for what is none.

    False and None unset an attribute, True sets it without a value.
    """
    if isinstance(content, dict) and isinstance(content.get("attributes"), dict):
        content = content["attributes"]
    if not isinstance(content, dict):
        raise ValueError("a table of names and values is needed")
    for name, value in content.items():
        if isinstance(value, bool) or value is None:
            yield name, "" if value else None
        elif isinstance(value, str | int | float):
            yield name, str(value)
        else:
            raise ValueError(f"the value of '{name}' is neither text nor a number")


_READERS: Final = {".json": _json, ".toml": _toml}
