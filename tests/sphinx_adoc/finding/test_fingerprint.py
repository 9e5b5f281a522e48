"""Fingerprints: what they outlive, and what they tell apart."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, fingerprints
from sphinx_adoc.finding.fingerprint import identities, project_folder, relative
from sphinx_adoc.finding.source import lines_of, no_lines
from sphinx_adoc.syntax.source import Place, Span

PAGE = """\
= Page

[[lamp]]
== Lamp

[[lamp]]
== Lamp

See <<nowhere>>, <<_twice>>, and <<nowhere>>.

----
code
------

more

----
other
----

....
never closed
"""
OTHERS = {"b.adoc": "== Twice\n", "c.adoc": "\n== Twice\n"}


@pytest.fixture
def checked(tmp_path, monkeypatch, capsys):
    """Check the documents of a folder, named from another one: code and fingerprint of each finding."""

    def checked(page, named="docs", where=".", above=""):
        (tmp_path / "docs" / "in").mkdir(parents=True, exist_ok=True)
        for name, text in {"a.adoc": page, **OTHERS}.items():
            (tmp_path / "docs" / "in" / name).write_text(above + text, encoding="utf-8")
        monkeypatch.chdir(tmp_path / where)
        main(["check", named.format(tmp_path), "--format", "json"])
        return [(each["code"], each["fingerprint"]) for each in json.loads(capsys.readouterr().out)["findings"]]

    return checked


def test_every_finding_has_one_of_its_own(checked):
    found = checked(PAGE)
    kinds = {"id-duplicate", "xref-unresolved", "xref-ambiguous", "delimiter-length", "block-unclosed"}
    assert {code for code, _ in found} == kinds
    assert len({name for _, name in found}) == len(found) > len(kinds)


def test_lines_above_change_none(checked):
    assert sorted(checked(PAGE)) == sorted(checked(PAGE, above="// a\n\n// b\n\n"))


@pytest.mark.parametrize(
    ("named", "where"), [("docs/", "."), ("./docs", "."), (".", "docs"), ("{}/docs", "docs/in"), ("../docs", "docs")]
)
@pytest.mark.parametrize("marker", [".git", "docs/sphinx-adoc.toml", ""])
def test_the_way_the_folder_is_named_changes_none(checked, tmp_path, named, where, marker):
    before = checked(PAGE)
    if marker:
        (tmp_path / marker).touch()
        before = checked(PAGE)
    assert checked(PAGE, named, where) == before


def finding(path, message="m", line=1):
    return Finding(Code.ID_DUPLICATE, message, Span(Place(path, line, 1), Place(path, line, 2)))


def names(*findings, lines=no_lines, root=Path("docs")):
    return fingerprints(findings, lines, root)


def test_files_codes_and_texts_are_told_apart():
    texts = {1: "one", 2: "two", 3: "one"}
    made = names(finding("docs/a", line=1), finding("docs/b", line=1), finding("docs/a", line=2),
                 finding("docs/a", line=3), lines=lambda _, line: texts[line])  # fmt: skip
    assert len(set(made)) == 4


def test_without_a_text_the_words_of_the_message_count():
    assert names(finding("docs/a", "as in line 3")) == names(finding("docs/a", "as in line 12"))
    assert names(finding("docs/a", "this")) != names(finding("docs/a", "that"))


def test_numbers_of_a_message_are_0_and_the_fingerprint_stays_from_version_to_version():
    (identity,) = identities([finding("docs/a", "as in 3 of 12 lines")], no_lines, Path("docs"))
    assert (identity.path, identity.text) == ("a", "as in 0 of 0 lines")
    key = (identity.code, identity.path, identity.text, "0")
    assert names(finding("docs/a", "as in 3 of 12 lines")) == [sha256("\0".join(key).encode()).hexdigest()[:32]]


@pytest.mark.parametrize(("number", "line"), [(0, ""), (1, "a"), (2, "b"), (3, ""), (-1, "")])
def test_there_is_no_line_before_the_first_and_behind_the_last(number, line):
    assert lines_of(lambda path: "a\r\nb")("x", number) == line


def test_a_lone_surrogate_has_a_fingerprint():
    assert names(finding("docs/\udcff", "\udcff"))


def test_paths_are_relative_to_the_project():
    assert relative("docs/in/a.adoc", Path("docs")) == "in/a.adoc"
    assert relative("a.adoc", Path()) == "a.adoc"


def test_without_a_marker_the_folder_of_all_files_is_the_project(tmp_path):
    assert project_folder([str(tmp_path / "a/b/x"), str(tmp_path / "a/c/y")]) == tmp_path / "a"
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / ".git").mkdir()
    assert project_folder([str(tmp_path / "a/b/x")]) == tmp_path / "a"


@pytest.mark.parametrize("marker", [".git", ".hg", "sphinx-adoc.toml"])
def test_a_repository_or_a_configuration_makes_a_folder_the_project(tmp_path, marker):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / marker).touch()
    assert project_folder([str(tmp_path / "a/b/x"), str(tmp_path / "y")]) == tmp_path / "a"
