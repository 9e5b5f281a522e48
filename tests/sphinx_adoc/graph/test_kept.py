"""What is kept of a document to check others against it: `kept/a.adoc` has something of everything.

With the environment variable ``UPDATE_CASES=1`` `kept/SUMMARY` is written anew, and the test that wrote it fails, so
that this cannot be missed.
"""

import os
from enum import Enum
from pathlib import Path

import pytest
from sphinx_adoc.graph.load import read_summary
from sphinx_adoc.syntax.document import Settings
from sphinx_adoc.syntax.source import Place, Span

HERE = Path(__file__).with_name("kept")


def names_of(value):
    """The names of the fields of a value; None where it has none."""
    return getattr(value, "_fields", None) or getattr(value, "__match_args__", None)


def lines_of(name, value, indent=""):
    """A value in lines: each field of what has fields, each member of what has members."""
    if isinstance(value, Span):
        yield f"{indent}{name}: {value.start} to {value.end.line}:{value.end.column}"
    elif isinstance(value, Place):
        yield f"{indent}{name}: {value}"
    elif names := names_of(value):
        yield f"{indent}{name}"
        for each in names:
            yield from lines_of(each, getattr(value, each), f"{indent}  ")
    elif isinstance(value, tuple):
        yield from [] if value else [f"{indent}{name}: none"]
        for number, member in enumerate(value, 1):
            yield from lines_of(f"{name} {number}", member, indent)
    else:
        yield f"{indent}{name}: {str(value) if isinstance(value, Enum) else repr(value)}"


def test_all_that_is_kept_of_a_document(monkeypatch):
    monkeypatch.chdir(HERE)
    summary = read_summary(Path("a.adoc"), Settings(root=Path()))
    text = "".join(f"{line}\n" for line in lines_of("summary", summary))
    expected = HERE / "SUMMARY"
    known = expected.read_text("utf-8") if expected.exists() else ""
    if os.environ.get("UPDATE_CASES") and text != known:
        expected.write_text(text, "utf-8")
        pytest.fail("SUMMARY was written anew; look at what changed")
    assert text == known
