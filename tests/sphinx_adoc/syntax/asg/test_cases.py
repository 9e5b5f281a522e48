"""The semantic graph by cases: each ``cases/<form>/<name>.adoc`` becomes the graph in the .json file beside it.

The forms are those of ``sphinx-adoc tree --format`` and ``inline``, where the file is running text alone. With the
environment variable ``UPDATE_CASES=1`` the .json files are written anew, and every test that wrote one fails, so that
this cannot be missed.
"""

import json
import os
import re
from pathlib import Path

import pytest
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Settings, parse_file, parse_text

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.adoc"))
GIVEN = Settings({"given": "from outside", "open": "to change@"}, root=Path())
_BOUNDARY = re.compile(r'\{\s+("line": \d+),\s+("col": \d+)(?:,\s+"file": \[\s+("[^\]]*")\s+\])?\s+\}')
_LOCATION = re.compile(r"\[\s+(\{[^{}]*\}),\s+(\{[^{}]*\})\s+\]")


def written(graph):
    """JSON that can be read: a location takes one line."""
    text = json.dumps(graph, ensure_ascii=False, indent=2)
    text = _BOUNDARY.sub(lambda m: "{" + ", ".join(part for part in (m[1], m[2]) if part) + files(m[3]) + "}", text)
    return _LOCATION.sub(r"[\1, \2]", text) + "\n"


def files(names):
    return ', "file": [' + " ".join(names.split()) + "]" if names else ""


def graph(path):
    if path.parent.name == "inline":
        settings = Settings({"given": "from outside", "experimental": ""})
        return asg.text(parse_text(path.read_text(encoding="utf-8"), path.name, settings))
    settings = GIVEN if path.stem == "given" else Settings(root=Path())
    return asg.document(parse_file(Path(path.name), settings), extended=path.parent.name == "asg")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix())
def test_case(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    found = graph(path)
    expected = path.with_suffix(".json")
    if os.environ.get("UPDATE_CASES"):
        if not expected.exists() or json.loads(expected.read_text(encoding="utf-8")) != found:
            expected.write_text(written(found), encoding="utf-8")
            pytest.fail(f"wrote {expected.name}: read it")
        return
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_each_graph_has_its_document():
    assert {path.with_suffix(".adoc") for path in CASES.rglob("*.json")} == set(FILES)
