"""What commands write as JSON, held against the schemas that travel with the package; and how a place is written."""

import json
from functools import cache
from importlib.resources import files

import jsonschema
import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands.schema import ANSWERS, SCHEMAS
from sphinx_adoc.parity import report as parity
from sphinx_adoc.parity.blocks import Block
from sphinx_adoc.parity.compare import compare
from sphinx_adoc.review.output import jsonform

from tests.conftest import CHECKOUT
from tests.sphinx_adoc.review.test_reviewed import CASES as REVIEWED
from tests.sphinx_adoc.review.test_reviewed import compared
from tests.sphinx_adoc.review.test_series import TOLD, documents, followed, series

FOLDER = files("sphinx_adoc").joinpath("schemas")


@cache
def schema(name):
    return json.loads(FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8"))


def valid(name, text):
    """The content of an answer, after it was held against its schema."""
    content = json.loads(text)
    jsonschema.Draft202012Validator(schema(name)).validate(content)
    return content


def test_every_schema_can_be_asked_for(capsys):
    assert [path.name for path in sorted(FOLDER.iterdir())] == [f"{name}.json" for name in sorted(SCHEMAS)]
    for name in SCHEMAS:
        assert main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out) == schema(name)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_schema_is_one_and_refuses_what_it_does_not_name(name):
    jsonschema.Draft202012Validator.check_schema(schema(name))
    errors = jsonschema.Draft202012Validator(schema(name)).iter_errors({"version": 0, "tool": "sphinx-adoc", "more": 1})
    assert {"const", "required", "additionalProperties"} <= {error.validator for error in errors}


def test_a_place_is_the_same_everywhere():
    places = [schema(name)["$defs"]["place"] for name in ANSWERS if "place" in schema(name).get("$defs", {})]
    assert len(places) == 5
    assert all(place == places[0] for place in places)


def test_findings_of_documents(capsys):
    main(["check", str(CHECKOUT / "tests" / "sphinx_adoc"), "--format", "json", "--variant", "a", "--variant", "b:x"])
    content = valid("check", capsys.readouterr().out)
    found = content["findings"]
    for name in ("related", "included_from", "fix", "variants", "hint"):
        assert any(finding[name] for finding in found), name


def test_findings_of_pages(tmp_path, capsys):
    (tmp_path / "a.adoc").write_text("= A\n\n<<b>>\n")
    main(["html", str(tmp_path), "-o", str(tmp_path / "out"), "--format", "json"])
    assert valid("check", capsys.readouterr().out)["findings"][0]["code"] == "xref-unresolved"


def test_claims(tmp_path, capsys):
    page = "= A\n\n[#a.claim]#1#, [#b.claim]#2#, [#b.claim]#3#.\n\n"
    (tmp_path / "a.adoc").write_text(page + '[source,python,role="claim"]\n----\na, b = 1, 3\nassert b\n----\n')
    main(["claims", str(tmp_path), "--format", "json"])
    content = valid("claims", capsys.readouterr().out)
    assert [claim["status"] for claim in content["claims"]] == ["held", "failed", "held", "held"]
    assert [finding["code"] for finding in content["findings"]] == ["claim-duplicate"]


def test_claims_of_the_cases(capsys):
    main(["claims", str(CHECKOUT / "tests" / "sphinx_adoc" / "claims" / "cases"), "--format", "json"])
    assert valid("claims", capsys.readouterr().out)["counts"]["errors"]


@pytest.mark.parametrize("case", REVIEWED, ids=lambda path: path.name)
def test_reviews(case):
    valid("review", jsonform.as_json(compared(case / "before", case / "after")))


def test_the_review_of_a_series(tmp_path):
    content = valid("review", jsonform.as_json(followed(TOLD, tmp_path)))
    assert content["patches"]
    assert content["between"]


def test_the_review_of_a_new_version(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    base, first = {"a.adoc": "[[b]]\n== B\n\n<<b>>\n"}, {"a.adoc": "[[c]]\n== B\n\n<<c>> and <<e>>\n"}
    documents(tmp_path / "documents", base)
    for name, changed in (("v1", first), ("v2", {"a.adoc": "[[c]]\n== B\n\n<<c>> and\n<<d>>\n"})):
        _, mailbox = series(tmp_path / name, [base, changed])
        (tmp_path / f"{name}.mbox").write_bytes(mailbox.read_bytes())
    main(["review", "v2.mbox", "--previous", "v1.mbox", "--repo", "documents", "--format", "json"])
    content = valid("review", capsys.readouterr().out)
    assert [finding["code"] for finding in content["mended"]] == ["xref-unresolved"]
    assert content["lost"][0]["still"]


def test_comparisons_with_renderers():
    ours, theirs = (
        [Block("paragraph", (), "one", "a:b.adoc:3")],
        [Block("title", (), "none", ""), Block("x", (), "y", "")],
    )
    results = [
        parity.Result("a.adoc", "x", "1", compare(theirs, ours), messages=("oh",)),
        parity.Result("a.adoc", "y", "1", failed="no"),
    ]
    places = [each["place"] for each in valid("parity", parity.as_json(results))["results"][0]["differences"]]
    assert {"path": "a:b.adoc", "line": 3} in places


def test_explanations(capsys):
    main(["explain", "--format", "json"])
    valid("explain", capsys.readouterr().out)


# -- places: the target in line 3 is in columns 7 to 10, behind characters of two and four bytes ----------------------

TEXT = "= T\n\n\N{GREEK SMALL LETTER ALPHA}\N{GRINNING FACE}b <<nope>>.\n"
START, AFTER = 7, 11


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """What ``check`` says of the text, in a form."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.adoc").write_text(TEXT, encoding="utf-8")

    def said(form):
        main(["check", "a.adoc", "--format", form])
        return capsys.readouterr().out

    return said


def test_json_counts_characters_from_one_and_ends_behind_the_last(said):
    (finding,) = valid("check", said("json"))["findings"]
    assert TEXT.splitlines()[2][START - 1 : AFTER - 1] == "nope"
    assert finding["place"] == {"path": "a.adoc", "line": 3, "column": START, "end_line": 3, "end_column": AFTER}


def test_sarif_counts_the_same_way(said):
    run = json.loads(said("sarif"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": START, "endLine": 3, "endColumn": AFTER}


def test_github_ends_at_the_last_character(said):
    assert f"line=3,endLine=3,col={START},endColumn={AFTER - 1}," in said("github")


# -- the tree ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["blocks", "inlines"])
def test_trees(name, capsys):
    for path in sorted((CHECKOUT / "tests" / "sphinx_adoc" / "syntax" / name / "cases").rglob("*.adoc")):
        main(["tree", str(path), "--format", "json"])
        valid("tree", capsys.readouterr().out)


def test_a_tree_has_every_node_with_its_place_and_values(said, tmp_path, capsys):
    (tmp_path / "a.adoc").write_text("== A\n\n.T\n[#b.c]\nSee <<d,*e*>>.\n")
    main(["tree", "a.adoc", "--format", "json"])
    document = valid("tree", capsys.readouterr().out)["document"]
    section = next(part["block"] for part in document["content"] if "block" in part)
    (title, inner) = section["content"]
    assert (section["name"], section["values"]["level"], title["field"]) == ("section", 1, "title")
    paragraph = inner["block"]
    assert (paragraph["values"]["id"], paragraph["values"]["roles"]) == ("b", ["c"])
    assert [part["field"] for part in paragraph["content"]] == ["title", "text"]
    text, xref, end = paragraph["content"][1]["text"]
    assert (text["values"]["value"], end["values"]["value"]) == ("See ", ".")
    assert (xref["name"], xref["values"]["target"]) == ("xref", "d")
    assert xref["place"] == {"path": "a.adoc", "line": 5, "column": 5, "end_line": 5, "end_column": 14}
    assert [child["name"] for child in xref["content"]] == ["span"]
