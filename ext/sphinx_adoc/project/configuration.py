"""From the text of a configuration file to checked values. Where the text comes from is not its business:
a review reads it from a commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.suggest import Names, did_you_mean

from . import shapes, vocabulary
from .errors import ProjectError
from .options import OPTIONS, SHARED, TABLES, Option, options_of
from .rules import unknown_code
from .toml_places import Place, places
from .variants import is_name

PYPROJECT: Final = "pyproject.toml"
OWN: Final = "sphinx-adoc.toml"
SECTION: Final = ("tool", "sphinx-adoc")
"""Where our keys stand in a pyproject.toml; in a file of our own they stand at the top."""

_AT: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")

Keys = tuple[str, ...]


class ConfigurationError(ProjectError):
    """A configuration file cannot be followed. The text is one ``FILE:LINE:COLUMN: what is wrong`` a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The values of a configuration file, by table ('': shared) and key.

    ``path``: the file, None where there is none. ``top``: the folder that files named in it must not leave. ``lines``:
    where each value stands.
    """

    path: Path | None = None
    top: Path = Path()
    values: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder that names and patterns in the file count from."""
        return self.path.parent if self.path is not None else Path()

    def value(self, table: str, key: str) -> Any:
        """Return what the file says, else the option's default. Raise KeyError for what is no option."""
        if (table, key) in self.values:
            return self.values[table, key]
        return options_of(table)[key].default

    def given(self, table: str) -> dict[str, Any]:
        """Return what the file says in a table, by key."""
        return {key: value for (name, key), value in self.values.items() if name == table}

    def origin(self, option: Option) -> str:
        """Return where an option's value comes from: ``FILE:LINE``, or ``default``."""
        line = self.lines.get((option.table, option.key))
        return "default" if line is None else f"{self.path}:{line}"


def read(text: str, path: Path, top: Path | None = None) -> Configuration:
    """Return the configuration that a file's text holds; raise ConfigurationError, which names all that is wrong.

    ``path``: what the file is called; its name says where our keys stand. ``top``: see :class:`Configuration`; the
    file's folder unless given.
    """
    prefix = SECTION if path.name == PYPROJECT else ()
    content = _section(_parsed(text, path), prefix)
    if content is None:
        content = {}
    where = _places(text)
    wrong = sorted((_place(where, prefix + keys), message) for keys, message in _faults(content))
    if wrong:
        raise ConfigurationError("\n".join(f"{path}:{line}:{column}: {message}" for (line, column), message in wrong))
    values = {
        (option.table, option.key): table[option.key]
        for option in OPTIONS
        if option.key in (table := _table(content, option.table))
    }
    lines = {(table, key): where.get(_keys(prefix, table, key), (1, 1))[0] for table, key in values}
    return Configuration(path=path, top=path.parent if top is None else top, values=values, lines=lines)


def holds_section(text: str) -> bool:
    """Tell whether the text of a pyproject.toml, also of a broken one, has a section of ours."""
    return re.search(r"^\s*\[\[?\s*tool\s*\.\s*[\"']?sphinx-adoc\b", text, re.MULTILINE) is not None or (
        "sphinx-adoc" in text and _section(_parsed_or_none(text), SECTION) is not None
    )


def misspelt_section(text: str) -> tuple[str, Place] | None:
    """Return the name of a section that is called almost as ours, and its place; None where there is none."""
    if not re.search("sphinx.?adoc", text, re.IGNORECASE):
        return None
    tools = (_parsed_or_none(text) or {}).get(SECTION[0])
    for name in tools if isinstance(tools, dict) else ():
        if name != SECTION[1] and re.sub("[-_. ]", "", name.lower()) == SECTION[1].replace("-", ""):
            return name, _place(_places(text), (SECTION[0], name))
    return None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    import tomllib  # where there is a file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _AT.search(str(error))
        message = _AT.sub("", str(error))
        line, column = (match[1], match[2]) if match and match[1] else (str(max(len(text.splitlines()), 1)), "1")
        raise ConfigurationError(f"{path}:{line}:{column}: not TOML: {message}") from error
    except RecursionError as error:
        raise ConfigurationError(f"{path}:1:1: not TOML: it is nested too deeply") from error


def _parsed_or_none(text: str) -> dict[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _places(text: str) -> Mapping[Keys, Place]:
    try:
        return places(text)
    except RecursionError:
        return {}


def _section(content: Any, keys: Keys) -> Any:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _table(content: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    return content if table == SHARED else content.get(table, {})


def _keys(prefix: Keys, table: str, key: str) -> Keys:
    return (*prefix, table, key) if table else (*prefix, key)


# -- what is wrong -----------------------------------------------------------------------------------------------------


def _place(where: Mapping[Keys, Place], keys: Keys) -> Place:
    """The place of the longest part of the keys that has one."""
    return next((where[keys[:length]] for length in range(len(keys), 0, -1) if keys[:length] in where), (1, 1))


def _faults(content: Any) -> Iterator[shapes.Fault]:
    if not isinstance(content, dict):
        yield (), "a table is needed: [tool.sphinx-adoc]"
        return
    yield from _table_faults(content, SHARED)
    for table in TABLES:
        inner = content.get(table, {})
        if isinstance(inner, dict):
            yield from (((table, *keys), message) for keys, message in _table_faults(inner, table))
        else:
            yield (table,), f"'{table}' is the table of a command: write [{table}], and its keys below"


def _table_faults(content: Mapping[str, Any], table: str) -> Iterator[shapes.Fault]:
    known = options_of(table)
    for key, value in content.items():
        if key in known:
            wrong = [*shapes.faults(value, known[key].shape), *_more_faults(table, key, value)]
            yield from (((key, *keys), f"{known[key].name}: {message}") for keys, message in wrong)
        elif table != SHARED or key not in TABLES:
            yield (key,), _unknown(table, key)


def _more_faults(table: str, key: str, value: object) -> Iterator[shapes.Fault]:
    """What a shape cannot say."""
    if (table, key) == (SHARED, "variants") and isinstance(value, dict):
        for name in value:
            if not is_name(name):
                yield (name,), f"'{name}' names no variant: letters, digits, '_', '-' and '.' do"
    if (table, key) == ("claims", "vocabulary"):
        yield from vocabulary.faults(value)
    if table == "check" and key in ("select", "ignore", "severity", "per-file-ignores"):
        yield from _code_faults(value)


def _code_faults(value: object) -> Iterator[shapes.Fault]:
    """The codes that are none: elements of a list, of lists in a table, or names of a table's values."""
    if isinstance(value, list):
        for number, code in enumerate(value):
            if isinstance(code, str) and (message := unknown_code(code)):
                yield (str(number),), message
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, list):
                yield from (((name, *keys), message) for keys, message in _code_faults(inner))
            elif message := unknown_code(name):
                yield (name,), message


def _unknown(table: str, key: str) -> str:
    """That a key is unknown, and which one was probably meant, in this table or in another one."""
    own = f"unknown key '{key}'" + (f" in [{table}]" if table else "")
    elsewhere = [option.table for option in OPTIONS if option.key == key]
    if elsewhere:
        where = " and ".join(f"[{name}]" if name else "the top of the file" for name in elsewhere)
        return f"{own}; it belongs in {where}"
    names = [*options_of(table), *(TABLES if table == SHARED else ())]
    near = Names(names).nearest(key.replace("_", "-"))
    return f"{own}; " + did_you_mean(near, f"there are: {', '.join(names)}")
