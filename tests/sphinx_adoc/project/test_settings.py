"""The settings of a run: command line above file above default."""

from pathlib import Path

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.facade import Project
from sphinx_adoc.project import Given, ProjectError, ProjectSettings, find, settings
from sphinx_adoc.project.rules import Rules
from sphinx_adoc.project.variants import parse_variants
from sphinx_adoc.syntax.files import Snapshot

CONFIGURATION = """\
roots = ["docs"]
exclude = ["old"]
suffixes = [".adoc", ".txt"]
attributes-from = ["conf/a.json"]
prelude = "prelude.py"

[attributes]
a = 1
b = "x@"
c = true
d = false

[variants.web]

[variants.print]
volts = 230

[check]
ignore = ["attribute-missing"]
per-file-ignores = {"docs/sub" = ["xref-*"]}
severity = {id-duplicate = "info"}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "a.json").write_text('{"a": "from file", "e": "5"}')
    (tmp_path / "prelude.py").write_text("")
    (tmp_path / "docs" / "sub").mkdir(parents=True)
    (tmp_path / "docs" / "old").mkdir()
    (tmp_path / "docs" / "a.adoc").write_text(
        "[#x]\n== X {none}\n\n[#x]\n== X\n\n<<gone>> <<kept>> xref:old/o.adoc[]\n"
    )
    (tmp_path / "docs" / "b.txt").write_text("xref:a.adoc[]\n")
    (tmp_path / "docs" / "c.asc").write_text("<<not_read>>\n")
    (tmp_path / "docs" / "sub" / "s.adoc").write_text("<<gone_too>>\n")
    (tmp_path / "docs" / "old" / "o.adoc").write_text("= Old\n\n[[kept]]<<not_checked>>\n")
    (tmp_path / "sphinx-adoc.toml").write_text(CONFIGURATION)
    return tmp_path


def test_the_file_beats_the_default(folder):
    found = settings(find(Path()))
    assert found.roots == (Path("docs"),)
    assert found.attributes == {"a": "1", "b": "x@", "c": "", "d": None, "e@": "5"}
    assert [(variant.name, variant.attributes) for variant in found.variants] == [
        ("web", {}), ("print", {"volts": "230"}),
    ]  # fmt: skip
    assert found.prelude == Path("prelude.py")


def test_the_call_beats_the_file(folder):
    given = Given(attributes=["a=9", "f"], variants=["one"], ids="asciidoc-py", prelude=Path("other.py"))
    found = settings(find(Path()), given)
    assert found.attributes == {"a": "9", "b": "x@", "c": "", "d": None, "e@": "5", "f": ""}
    assert [variant.name for variant in found.variants] == ["one"]
    assert (found.ids, found.prelude) == ("asciidoc-py", Path("other.py"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('roots = ["gone"]', r"sphinx-adoc.toml:1:1: roots: there is no 'gone'"),
        ('\nprelude = "../x.py"', r"sphinx-adoc.toml:2:1: prelude: '../x.py' is outside of"),
        ('attributes-from = ["/etc/hostname"]', r"attributes-from: '/etc/hostname' is outside of"),
        ('attributes-from = ["link"]', r"attributes-from: 'link' is outside of"),
    ],
)
def test_what_the_file_names_must_be_there_and_inside(folder, text, said):
    (folder / "link").symlink_to("/etc/hostname")
    (folder / "sphinx-adoc.toml").write_text(text)
    with pytest.raises(ProjectError, match=said):
        settings(find(Path()))


def test_a_project_is_checked_with_its_configuration(folder):
    done = Project.at().check()
    assert done.documents == ["docs/a.adoc", "docs/b.txt", "docs/sub/s.adoc"]
    assert [(finding.code, finding.severity) for finding in done.findings] == [
        ("id-duplicate", "info"), ("xref-unresolved", "error"),
    ]  # fmt: skip
    assert done.counts["variants"] == 2


def test_documents_are_read_from_where_the_files_of_the_project_are():
    contents = {"a.adoc": b"= A\n\ninclude::b.adoc[]\n", "b.adoc": b"Of memory.\n"}
    project = Project(ProjectSettings(), [Path()], files=Snapshot(contents))
    (document,) = project.documents().values()
    assert document.blocks[0].text.plain == "Of memory."


def test_a_project_can_be_asked_for_its_documents(folder):
    project = Project.at("docs/a.adoc", config="sphinx-adoc.toml")
    assert list(project.documents()) == ["docs/a.adoc"]
    with pytest.raises(ProjectError, match="no document"):
        Project.at("conf").check()


@pytest.mark.parametrize(
    ("rules", "asked_for"),
    [
        (Rules(), set()),
        (Rules(select=("attribute-missing",)), {Code.ATTRIBUTE_MISSING}),
        (Rules(severity={"attribute-missing": "error"}), {Code.ATTRIBUTE_MISSING}),
        (Rules(select=("xref-*",), severity={"xref-unresolved": "info"}), set()),
    ],
)
def test_what_select_or_severity_names_is_asked_for(rules, asked_for):
    assert rules.asks_for([Code.ATTRIBUTE_MISSING, Code.TABLE_COLS]) == asked_for


def test_names_of_variants():
    assert [each.name for each in parse_variants(["a", "b-1.2_x:lamp=1"])] == ["a", "b-1.2_x"]
    for word in ("", "a b", ":x=1", "a/b"):
        with pytest.raises(ProjectError, match="names no variant"):
            parse_variants([word])
