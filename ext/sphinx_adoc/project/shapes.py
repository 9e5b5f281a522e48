"""What a value of a configuration may be: JSON Schema, of which a small part is held and said in words here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sphinx_adoc.suggest import Names, did_you_mean

Shape = Mapping[str, Any]
"""A JSON schema with ``type``, ``enum``, ``minimum``, ``items``, ``properties`` and ``additionalProperties`` alone."""

Fault = tuple[tuple[str, ...], str]
"""The keys that lead to a wrong value, and what is wrong with it."""

STRING: Final[Shape] = {"type": "string"}
STRINGS: Final[Shape] = {"type": "array", "items": STRING}
TEXTS: Final[Shape] = {"type": ["string", "array"], "items": STRING}
FLAG: Final[Shape] = {"type": "boolean"}
SECONDS: Final[Shape] = {"type": "number", "minimum": 0}
COUNT: Final[Shape] = {"type": "integer", "minimum": 1}
ATTRIBUTES: Final[Shape] = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}

_NOUNS: Final = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def one_of(*names: str) -> Shape:
    """Return the shape of a text that is one of the names."""
    return {"type": "string", "enum": list(names)}


def list_of(shape: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": shape}


def table_of(shape: Shape) -> Shape:
    """Return the shape of a table of names and values of a shape."""
    return {"type": "object", "additionalProperties": shape}


def record_of(**shapes: Shape) -> Shape:
    """Return the shape of a table with these names alone, each with a shape of its own."""
    return {"type": "object", "properties": dict(shapes), "additionalProperties": False}


def faults(value: object, shape: Shape, path: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Give what does not fit the shape, in the order of the value."""
    if not _has_type(value, shape) or (isinstance(value, int | float) and value < shape.get("minimum", value)):
        yield path, f"{words(shape)} is needed, not {_shown(value)}"
    elif "enum" in shape and value not in shape["enum"]:
        near = Names(shape["enum"]).nearest(str(value))
        hint = f"; {did_you_mean(near)}" if near else ""
        yield path, f"{words(shape)} is needed, not {_shown(value)}{hint}"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(item, shape["items"], (*path, str(number)))
    elif isinstance(value, dict):
        for name, item in value.items():
            if (inner := shape.get("properties", {}).get(name, shape["additionalProperties"])) is False:
                yield (*path, name), f"unknown key '{name}'; there are: {', '.join(shape['properties'])}"
            else:
                yield from faults(item, inner, (*path, name))


def words(shape: Shape) -> str:
    """Say a shape in words: "a list of texts", "one of 'a', 'b'"."""
    if "enum" in shape:
        return f"one of {', '.join(map(repr, shape['enum']))}"
    if shape["type"] == "array":
        each = words(shape["items"])
        return "a list of texts" if each == _NOUNS["string"] else f"a list, each item {each}"
    if shape["type"] == "object":
        if properties := shape.get("properties"):
            return f"a table of {', '.join(properties)}"
        return f"a table: each value {words(shape['additionalProperties'])}"
    nouns = " or ".join(_NOUNS[kind] for kind in _kinds(shape))
    return f"{nouns} from {shape['minimum']} on" if "minimum" in shape else nouns


def _kinds(shape: Shape) -> list[str]:
    return [shape["type"]] if isinstance(shape["type"], str) else shape["type"]


def _has_type(value: object, shape: Shape) -> bool:
    kinds = _kinds(shape)
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, float) and value != value:
        return False
    return any(isinstance(value, _TYPES[kind]) for kind in kinds)


def _shown(value: object) -> str:
    """A value as TOML has it; of a list or table only that it is one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return repr(value) if isinstance(value, str | int | float) else f"the {type(value).__name__} {value}"
