"""What ``import sphinx_adoc`` offers; the guide's recipes for it are claims of their page."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import sphinx_adoc
from sphinx_adoc import Document, Project, Settings, parse, parse_file
from sphinx_adoc.claims import Session, collect, run_all
from sphinx_adoc.syntax.tree import Cell, Formatted, Inline, InlineVisit, Link, Paragraph, Section, Table

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "api.adoc"


@pytest.mark.parametrize("name", ["parse", "parse_file", "Document", "Settings"])
def test_a_name_loads_neither_docutils_nor_sphinx(name):
    code = f"import sys, sphinx_adoc; sphinx_adoc.{name}; print(sorted({{'docutils', 'sphinx'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_loads_nothing_of_the_parser():
    code = "import sys, sphinx_adoc; print([name for name in sys.modules if name.startswith('sphinx_adoc.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['sphinx_adoc.lazy_names']"


def test_the_names_are_listed_and_no_others_are_there():
    assert {"parse", "parse_file", "Document", "Settings"} <= set(dir(sphinx_adoc)) & set(sphinx_adoc.__all__)
    assert type(parse("")) is Document
    with pytest.raises(AttributeError, match="'sphinx_adoc' has no attribute 'pars'"):
        sphinx_adoc.pars  # noqa: B018


WRONG = [
    (lambda: parse(5), "text must be str or bytes, not int"),
    (lambda: parse(None), "text must be str or bytes, not NoneType"),
    (lambda: parse("", 5), "path must be str or PathLike, not int"),
    (lambda: parse("", settings={"toc": ""}), "settings must be Settings or None, not dict"),
    (lambda: parse_file(b"x"), "path must be str or PathLike, not bytes"),
    (lambda: parse_file("x", "y"), "settings must be Settings or None, not str"),
    (lambda: Settings(attributes=["toc"]), "attributes must be Mapping, not list"),
    (lambda: Settings(attributes={"toc": True}), "attributes['toc'] must be str or None, not bool"),
    (lambda: Settings(attributes={1: ""}), "a name in attributes must be str, not int"),
    (lambda: Settings(root="docs"), "root must be Path or None, not str"),
    (lambda: Settings(inline_macros=["issue"]), "inline_macros must be frozenset, not list"),
    (lambda: Settings(block_macros="issue"), "block_macros must be frozenset, not str"),
    (lambda: Settings(doctype=None), "doctype must be str, not NoneType"),
    (lambda: parse("").attribute(1), "name must be str, not int"),
    (lambda: Project.at(5), "a path must be str or PathLike, not int"),
    (lambda: Project.at(["docs"]), "a path must be str or PathLike, not list"),
    (lambda: Project.at("docs", config=5), "config must be str, PathLike or None, not int"),
    (lambda: Project("docs"), "settings must be ProjectSettings, not str"),
    (lambda: Project(Project.at(".").settings, "docs"), "paths must be a sequence of Path, not str"),
    (lambda: Project(Project.at(".").settings, ["docs"]), "a path must be Path, not str"),
    (lambda: parse("").find("section"), "'section' is no class of Block"),
    (lambda: parse("").find(Link), "<class 'sphinx_adoc.syntax.tree.inline.Link'> is no class of Block"),
    (lambda: parse("").find_inlines(Section), "<class 'sphinx_adoc.syntax.tree.block.Section'> is no class of Inline"),
]


@pytest.mark.parametrize(("call", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_wrong_type_is_named(call, message):
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        call()


def test_a_rule_of_ids_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="ids must be 'asciidoctor' or 'asciidoc-py', not 'asciidoc'"):
        Settings(ids="asciidoc")


def test_a_file_may_be_named_as_a_string(tmp_path):
    (tmp_path / "part.adoc").write_text("Part.")
    path = tmp_path / "lamp.adoc"
    path.write_text("= Lamp\n\ninclude::part.adoc[]")
    for given in (path, str(path)):
        document = parse_file(given)
        assert (document.path, document.plain) == (str(path), "Lamp\nPart.")
    with pytest.raises(FileNotFoundError):
        parse_file(tmp_path / "none.adoc")


def test_finding_by_class():
    document = parse("== One\n\n*a* link:b[c]\n\n|===\n|d a|e _f_\n|===")
    (table,) = document.find(Table)
    assert [block.name for block in document.find(Section, Table)] == ["section", "table"]
    assert [visit.inline.variant for visit in document.find_inlines(Formatted)] == ["strong", "emphasis"]
    assert [visit.inline.target for visit in document.find_inlines(Link)] == ["b"]
    assert [cell.plain for row in table.rows for cell in row] == ["d", "e f"]
    assert [block.plain for block in table.find(Paragraph)] == ["e f"]
    assert [*document.find(Cell)] == table.rows[0]
    assert all(type(visit) is InlineVisit for visit in document.find_inlines(Inline))


def test_the_recipes_of_the_guide_hold(monkeypatch):
    monkeypatch.chdir(PAGE.parent)
    claims = collect(parse_file(PAGE.name))
    verdicts = [*run_all(Session(claims, None))]
    recipes = {"api_anchors", "api_listings", "api_links", "api_table", "api_outline"}
    assert recipes <= {verdict.claim.id for verdict in verdicts}
    assert [verdict.claim.id for verdict in verdicts if not verdict.held] == []
