"""The cases of the AsciiDoc TCK and of the AsciiDoc parsing lab, every line and column included.

A case is ``<name>-input.adoc`` with the graph that is expected, ``<name>-output.json``, and perhaps
``<name>-config.json``. The official ones are compared in the schema's words, those of the lab in the extended form.
``tck_differences.toml`` names the cases that differ on purpose, each with the reason; one that does not differ fails.
"""

import io
import json
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Settings, parse, parse_text

from tests.conftest import shared

INPUT, OUTPUT, CONFIG = "-input.adoc", "-output.json", "-config.json"
DIFFERENCES = tomllib.loads((Path(__file__).parent / "tck_differences.toml").read_text(encoding="utf-8"))
TCK = shared("tck")
OFFICIAL = sorted((TCK / "official").rglob(f"*{INPUT}"))
LAB = sorted((TCK / "parsing-lab").rglob(f"*{INPUT}"))


class Case(NamedTuple):
    """``path``: the input's, where its includes start from."""

    contents: str
    path: str
    inline: bool
    attributes: dict
    expected: dict | list


def beside(path, ending):
    return path.with_name(path.name.removesuffix(INPUT) + ending)


def read(path):
    config = json.loads(beside(path, CONFIG).read_text(encoding="utf-8")) if beside(path, CONFIG).exists() else {}
    attributes = dict(config.get("options", {}).get("attributes", {}))
    folder = TCK / "parsing-lab-fixtures" if attributes.pop("docdir", False) else path.parent
    expected = json.loads(beside(path, OUTPUT).read_text(encoding="utf-8"))
    return Case(as_given(path, config), str(folder / path.name), "inline" in path.parts, attributes, expected)


def as_given(path, config):
    """What the TCK gives of a file: not its last line feed, unless the case says so."""
    contents = path.read_text(encoding="utf-8")
    if config.get("trimTrailingWhitespace"):
        return contents.rstrip()
    if config.get("ensureTrailingNewline"):
        return contents if contents.endswith("\n") else contents + "\n"
    return contents.removesuffix("\n")


def graph(case, extended):
    settings = Settings(case.attributes)
    if case.inline:
        return asg.text(parse_text(case.contents, case.path, settings))
    return asg.document(parse(case.contents, case.path, settings), extended=extended)


def name(path):
    return path.relative_to(TCK).as_posix().removesuffix(INPUT)


def test_there_are_cases():
    assert len(OFFICIAL) >= 13
    assert len(LAB) >= 100


def test_differences_name_cases():
    assert set(DIFFERENCES) <= {name(path) for path in LAB}


@pytest.mark.parametrize("path", OFFICIAL, ids=name)
def test_official(path, monkeypatch, capsys):
    case = read(path)
    request = {"contents": case.contents, "path": case.path, "type": "inline" if case.inline else "block"}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(request).encode())))
    assert main(["tree", "--tck"]) == 0
    assert json.loads(capsys.readouterr().out) == case.expected


@pytest.mark.parametrize("path", LAB, ids=name)
def test_lab(path):
    case = read(path)
    found = graph(case, extended=True)
    if reason := DIFFERENCES.get(name(path)):
        assert found != case.expected, f"no longer differs: {reason}"
    else:
        assert found == case.expected


@pytest.mark.parametrize("path", [path for path in LAB if "inline" not in path.parts], ids=name)
def test_strict_form_fits_the_schema(path, schema_errors):
    found = graph(read(path), extended=False)
    # the schema knows admonitions that are delimited blocks alone
    assert [error for error in schema_errors(found) if not is_labelled_paragraph(error)] == []


def is_labelled_paragraph(error):
    block = error.instance
    return isinstance(block, dict) and block.get("name") == "admonition" and block["form"] == "paragraph"


@pytest.fixture(scope="session")
def schema_errors():
    """A function from a graph to what the TCK's schema has against it."""
    import jsonschema

    schema = json.loads((TCK / "asg-schema" / "schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    return lambda found: list(validator.iter_errors(found))
