"""The rules of the house that can be measured: short files, short functions, and tables of words that are meant."""

import ast
import os
import statistics

import pytest

from tests import word_tables
from tests.conftest import CHECKOUT

MAX_FILE = 400
MAX_FUNCTION = 60
LONG = "# long:"  # then the reason, on the line of the def
FILES = sorted((CHECKOUT / "ext").rglob("*.py"))


def functions(path):
    """Each function of a file with the lines that it takes, the docstring not counted, and its first line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.end_lineno - node.lineno + 1 - docstring_lines(node), lines[node.lineno - 1]


def docstring_lines(function):
    first = function.body[0]
    is_docstring = ast.get_docstring(function, clean=False) is not None
    return first.end_lineno - first.lineno + 1 if is_docstring else 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CHECKOUT / "ext").as_posix())
def test_file_is_short(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_FILE


def test_long_functions_say_why():
    silent = [
        f"{path.relative_to(CHECKOUT)}:{node.lineno}: {node.name} takes {size} lines"
        for path in FILES
        for node, size, head in functions(path)
        if size > MAX_FUNCTION and LONG not in head
    ]
    assert not silent, f"shorten them, or write '{LONG} the reason' beside the def"


def test_functions_can_be_read_at_a_glance():
    sizes = [size for path in FILES for _, size, _ in functions(path)]
    assert statistics.median(sizes) < 10


WRITES = {"write_text", "write_bytes"}
MAY_WRITE = {
    "sphinx_adoc/files.py": "the function itself",
    "sphinx_adoc/review/input/folder.py": "copies in a temporary folder, which nobody keeps",
    "sphinx_adoc/review/input/repository.py": "what git is given for the time of a review",
}


def test_files_are_written_by_the_one_function():
    """Interrupted at any point, a file that somebody keeps is the old one or the new one."""
    writing = {
        f"{path.relative_to(CHECKOUT / 'ext').as_posix()}:{node.lineno}"
        for path in FILES
        if path.relative_to(CHECKOUT / "ext").as_posix() not in MAY_WRITE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (_writes_a_path(node) or _opens_for_writing(node))
    }
    assert not writing, "use sphinx_adoc.files"


def _writes_a_path(call):
    return _name(call) in WRITES and ast.unparse(call.func) != "files.write_text"


def _name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _opens_for_writing(call):
    if _name(call) != "open":
        return False
    given = [argument.value for argument in [*call.args, *(word.value for word in call.keywords)] if _is_text(argument)]
    return any(set(mode) <= set("rwxab+t") and set(mode) & set("wxa+") for mode in given)


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("module", word_tables.MODULES)
def test_a_table_has_the_words_that_it_is_to_have(module):
    text, expected = word_tables.written(module), word_tables.HERE / f"{module}.json"
    known = expected.read_text("utf-8") if expected.exists() else ""
    if os.environ.get("UPDATE_CASES") and text != known:
        expected.write_text(text, encoding="utf-8")
        pytest.fail(f"{expected.name} was written anew; look at what changed")
    assert text == known, "to write it anew: UPDATE_CASES=1 pytest tests/test_house.py"


def test_no_file_is_left_of_a_module_without_tables():
    left = {path.stem for path in word_tables.HERE.iterdir()} - set(word_tables.MODULES)
    assert left == set(), "remove them from tests/tables"
