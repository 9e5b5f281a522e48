"""The table of what the server does of the AsciiDoc Editor Specification: each row that is done names what holds it."""

import ast
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROWS = tomllib.loads((HERE / "conformance.toml").read_text("utf-8"))["row"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['area']}: {row['says']}")
def test_a_row_is_held_or_says_why_not(row):
    assert row["level"] in ("MUST", "SHOULD", "MAY")
    assert row["state"] in ("yes", "partly", "no")
    assert row["state"] == "yes" or row["why"]
    if row["state"] != "no":
        file, _, name = row["test"].partition("::")
        assert is_test(HERE / file, name) if name else (HERE / file / "session.txt").is_file()


def is_test(path, name):
    return any(
        isinstance(node, ast.FunctionDef) and node.name == name for node in ast.parse(path.read_text("utf-8")).body
    )
