"""Antora's playbooks: which sources are here."""

import pytest
from sphinx_adoc.facade import Project
from sphinx_adoc.project import ProjectError, ProjectSettings, playbook


@pytest.fixture
def book(tmp_path):
    """Write a playbook beside two folders of sources."""
    (tmp_path / "one" / "docs").mkdir(parents=True)
    (tmp_path / "two").mkdir()

    def book(text):
        path = tmp_path / "playbook.yml"
        path.write_text(text)
        return path

    return book


@pytest.mark.parametrize(
    ("sources", "folders"),
    [
        ("[{url: one}]", ["one"]),
        ("[{url: ./one, start_path: docs}]", ["one/docs"]),
        ("[{url: one, start_paths: 'docs, docs'}, {url: two}]", ["one/docs", "two"]),
        ("[{url: one, start_paths: [docs]}]", ["one/docs"]),
        ("[{url: one, start_paths: 'd*'}]", ["one"]),
        ("[{url: one, start_path: ../two}]", ["one"]),
    ],
)
def test_the_folders_of_local_sources_are_found(book, tmp_path, sources, folders):
    said = playbook.read(book(f"content: {{sources: {sources}}}\n"))
    assert ([path.relative_to(tmp_path).as_posix() for path in said.folders], said.findings) == (folders, ())


@pytest.mark.parametrize(
    "url", ["https://lamps.example/a.git", "git@lamps.example:a.git", "ssh://lamps.example/a", "absent"]
)
def test_a_source_elsewhere_is_told_at_its_place(book, url):
    path = book(f"content:\n  sources:\n  - url: {url}\n  - url: one\n")
    (finding,) = playbook.read(path).findings
    assert (finding.code, finding.span.start.line, finding.span.start.column) == ("source-unchecked", 3, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a table of names and values is needed"),
        ("content: [", "it is not YAML"),
        ("content: 3", "it has no content.sources"),
        ("content: {sources: []}", "none of its sources is a folder here"),
        ("content: {sources: [3, {url: 'https://x.example'}]}", "is not fetched"),
    ],
)
def test_what_is_no_playbook_is_told(book, text, said):
    with pytest.raises(ProjectError, match=said):
        playbook.read(book(text))


def test_a_playbook_stands_for_its_sources_and_gives_them_attributes(book, tmp_path):
    (tmp_path / "one" / "docs" / "a.adoc").write_text("= A\n\n{lamp} {own}\n")
    path = book("content: {sources: [{url: one}, {url: two}]}\nasciidoc: {attributes: {lamp: bright, own: theirs}}\n")
    project = Project(ProjectSettings(attributes={"own": "ours"}), [path])
    assert project.check().findings == []
    assert project.settings.attributes == {"lamp": "bright", "own": "ours"}
