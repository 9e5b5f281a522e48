"""Tables of words, entry by entry: `tables/MODULE.json` has those of a module.

What is in such a table is data: units, keywords of a format, words of a language. A word that is lost or misspelt
changes what one document in a thousand means, so each change of one has to be meant. With the environment variable
``UPDATE_CASES=1`` the files are written anew, and every test that wrote one fails, so that this cannot be missed.
"""

import ast
import json
import os
import re
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("module", MODULES)
def test_a_table_has_the_words_that_it_is_to_have(module):
    values = {name.strip("_"): plain(getattr(import_module(module), name)) for name in MODULES[module]}
    text = json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    expected = HERE / f"{module}.json"
    if os.environ.get("UPDATE_CASES") and (not expected.exists() or expected.read_text("utf-8") != text):
        expected.write_text(text, encoding="utf-8")
        pytest.fail(f"{expected.name} was written anew; look at what changed")
    known = expected.read_text("utf-8") if expected.exists() else ""
    assert text == known, "to write it anew: UPDATE_CASES=1 pytest tests/test_tables.py"


def test_no_file_is_left_of_a_module_without_tables():
    assert {path.stem for path in HERE.iterdir()} == set(MODULES)
