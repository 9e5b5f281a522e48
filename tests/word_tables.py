"""Tables of words, entry by entry: `tables/MODULE.json` has those of a module.

What is in such a table is data: units, keywords of a format, words of a language. A word that is lost or misspelt
changes what one document in a thousand means, so each change of one has to be meant: test_house.py compares. With the
environment variable ``UPDATE_CASES=1`` that writes the files anew, and every test that wrote one fails, so that this
cannot be missed.
"""

import ast
import json
import re
from enum import Enum
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).with_name("tables")
EXT = Path(__file__).parents[1] / "ext"
MANY = 5  # words that make a table


def tables(path):
    """The names of a module's constants that are written as collections with many words."""
    for statement in ast.parse(path.read_text("utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.AST() as value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value):
                pass
            case _:
                continue
        words = [node for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if name != "__all__" and len(words) >= MANY:
            yield name


def module_of(path):
    return ".".join(path.relative_to(EXT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    module_of(path): names
    for path in sorted(EXT.rglob("*.py"))
    if path.name != "__main__.py" and (names := [*tables(path)])
}


def plain(value):
    """What JSON can hold of a table."""
    match value:
        case Enum():
            return plain(value.value)
        case str() | int() | float() | None:
            return value
        case dict():
            return {str(plain(key)): plain(each) for key, each in value.items()}
        case set() | frozenset():
            return sorted((plain(each) for each in value), key=str)
        case list() | tuple():
            return [plain(each) for each in value]
        case re.Pattern():
            return value.pattern
    if callable(value):
        return getattr(value, "__qualname__", type(value).__name__)
    return {name: plain(getattr(value, name)) for name in getattr(value, "__match_args__", ())}


def written(module):
    """The tables of a module as its file has them."""
    values = {name.strip("_"): plain(getattr(import_module(module), name)) for name in MODULES[module]}
    return json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
