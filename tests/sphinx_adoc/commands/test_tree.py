"""``sphinx-adoc tree``: its forms, the TCK's requests, and calls that cannot be carried out."""

import io
import json
import sys

import pytest
from sphinx_adoc.cli import main


@pytest.fixture
def ask(monkeypatch, capsys):
    """Give the command a request on standard input: exit code, output, standard error."""

    def ask(request, *arguments):
        data = request if isinstance(request, bytes) else json.dumps(request).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = main(["tree", "--tck", *arguments])
        return code, *capsys.readouterr()

    return ask


@pytest.fixture
def document(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.adoc").write_text("== A\n\n*b*\n", encoding="utf-8")
    return "a.adoc"


def test_text_says_each_block_with_its_place(document, capsys):
    assert main(["tree", document]) == 0
    assert "section a.adoc:1:1 #_a" in capsys.readouterr().out


def test_asg_adds_what_the_schema_has_no_place_for(document, capsys):
    sections = []
    for form in ("asg", "asg-strict"):
        assert main(["tree", document, "--format", form]) == 0
        sections.append(json.loads(capsys.readouterr().out)["blocks"][0])
    extended, strict = sections
    assert extended.pop("marker") == "=="
    assert extended == strict


def test_trouble_in_a_document_makes_the_exit_code_1(tmp_path, capsys):
    path = tmp_path / "a.adoc"
    path.write_text("----\nnever closed\n", encoding="utf-8")
    assert main(["tree", str(path), "--format", "asg"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["blocks"][0]["name"] == "listing"
    assert "[block-unclosed]" in said.err


def test_a_request_is_answered_in_the_schemas_words(ask):
    code, out, err = ask({"contents": "== A", "path": "a.adoc", "type": "block"})
    assert (code, err) == (0, "")
    assert json.loads(out)["blocks"] == [
        {
            "name": "section",
            "type": "block",
            "title": [{"name": "text", "type": "string", "value": "A", "location": place(1, 4, 4)}],
            "level": 1,
            "location": place(1, 1, 4),
        }
    ]


def place(line, first, last):
    return [{"line": line, "col": first}, {"line": line, "col": last}]


def test_a_request_may_ask_for_inline_text(ask):
    _, out, _ = ask({"contents": "== *A*", "path": "a.adoc", "type": "inline"})
    assert [node["name"] for node in json.loads(out)] == ["text", "span"]


def test_trouble_in_a_requests_document_is_no_failure(ask):
    code, out, err = ask({"contents": "----\nnever closed"})
    assert (code, err) == (0, "")
    assert json.loads(out)["blocks"][0]["name"] == "listing"


def test_another_form_may_be_asked_for(ask):
    _, out, _ = ask({"contents": "== A"}, "--format", "asg")
    assert json.loads(out)["blocks"][0]["marker"] == "=="


def test_attributes_of_the_call_count(ask):
    _, out, _ = ask({"contents": "{x}", "type": "inline"}, "-a", "x=y")
    assert json.loads(out)[0]["value"] == "y"


def test_a_request_includes_from_its_folder_alone(ask, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "part.adoc").write_text("from the folder\n", encoding="utf-8")
    (tmp_path / "secret.adoc").write_text("from outside\n", encoding="utf-8")
    contents = "include::part.adoc[]\n\ninclude::../secret.adoc[]"
    _, out, _ = ask({"contents": contents, "path": str(tmp_path / "docs" / "a.adoc")})
    assert "from the folder" in out
    assert "from outside" not in out


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (b"no json", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        ([], 'has no "contents"'),
        ({"contents": 1}, 'has no "contents"'),
        ({"contents": "", "type": ["block"]}, 'type is "block" or "inline"'),
        ({"contents": "", "path": "\0"}, "null character"),
    ],
)
def test_a_request_that_is_none_is_said_to_be(ask, request_, says):
    code, out, err = ask(request_)
    assert (code, out) == (2, "")
    assert says in err


@pytest.mark.parametrize("arguments", [["tree"], ["tree", "--tck", "a.adoc"], ["tree", "--tck", "--format", "text"]])
def test_a_wrong_call_is_said_to_be(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("sphinx-adoc tree: ")


def test_a_folder_is_no_document(tmp_path, capsys):
    assert main(["tree", str(tmp_path)]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_every_text_is_listed(tmp_path, capsys):
    blocks = ['[#one,reftext="the *lamp*"]\n.Caption\n* Item', "[quote,Keeper,Log]\nText", "|===\na|\n= Inner\n|==="]
    (tmp_path / "a.adoc").write_text("\n\n".join(["= Lamp", *blocks]))
    assert main(["tree", str(tmp_path / "a.adoc")]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if " | " in line]
    assert [line.strip(" |") for line in said] == [
        "text 'Lamp'",
        "text 'Caption'",
        "reftext: text 'the '",
        "reftext: span strong",
        "reftext: text 'lamp'",
        "text 'Item'",
        "text 'Text'",
        "attribution: text 'Keeper'",
        "citetitle: text 'Log'",
        "text 'Inner'",
    ]


def test_what_a_node_is_made_of_is_listed(tmp_path, capsys):
    (tmp_path / "a.adoc").write_text(":experimental:\n\nPress kbd:[Ctrl+C] or btn:[OK] +\nthen menu:File[Save].")
    assert main(["tree", str(tmp_path / "a.adoc")]) == 0
    said = [line.strip(" |") for line in capsys.readouterr().out.splitlines() if " | " in line]
    assert [line for line in said if not line.startswith("text")] == [
        "kbd keys=['Ctrl', 'C']",
        "btn label='OK'",
        "linebreak",
        "menu items=['File', 'Save']",
    ]
