"""What the import contracts in pyproject.toml cannot say: what is loaded when, and what is the standard library."""

import ast
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

EXT = CHECKOUT / "ext"


def imported(path):
    """The top-level packages that a module imports, anywhere in it; relative imports stay at home."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", sorted((EXT / "sphinx_adoc" / "syntax").rglob("*.py")), ids=lambda path: path.stem)
def test_the_language_needs_only_the_standard_library(path):
    assert set(imported(path)) <= sys.stdlib_module_names | {"sphinx_adoc"}


@pytest.mark.parametrize("name", ["sphinx_adoc", "sphinx_adoc.syntax", "bondmodel"])
def test_importing_loads_neither_docutils_nor_sphinx(name):
    code = f"import sys, {name}; print(sorted({{'docutils', 'sphinx'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
