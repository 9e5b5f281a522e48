"""Components of Antora's: several folders of one version, navigation files outside of modules, start pages."""

import pytest
from sphinx_adoc.facade import Project
from sphinx_adoc.project import ProjectSettings
from sphinx_adoc.project.antora import tree_of


def messages(folder, *paths):
    """The severity, file and message of what is found; infos left out."""
    done = Project(ProjectSettings(folder=folder), [folder / path for path in paths] or [folder]).check()
    found = [one for one in done.findings if one.severity != "info"]
    return [(one.span.start.path.removeprefix(f"{folder}/"), one.message) for one in found]


@pytest.fixture
def tree(tmp_path):
    """What writes files below a folder."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
        return tmp_path

    return lambda files: write(**files)


def test_parts_of_a_component_version_are_one(tree):
    folder = tree(
        {
            "one/antora.yml": "name: c\nversion: '1'\nasciidoc:\n  attributes:\n    lamp: Lamp\n",
            "one/modules/ROOT/pages/index.adoc": "= A\n\nxref:more:page.adoc[]\n",
            "two/antora.yml": "name: c\nversion: '1'\n",
            "two/modules/more/pages/page.adoc": "= B\n\nxref:ROOT:index.adoc[] {lamp}\n\ninclude::{lamp}.txt[]\n",
            "two/modules/more/pages/Lamp.txt": "Text.\n",
        }
    )
    assert messages(folder) == []


def test_parts_must_not_have_the_same_file(tree):
    folder = tree(
        {
            "one/antora.yml": "name: c\nversion: '1'\n",
            "one/modules/ROOT/pages/index.adoc": "= A\n",
            "two/antora.yml": "name: c\nversion: '1'\n",
            "two/modules/ROOT/pages/index.adoc": "= B\n",
            "two/modules/ROOT/pages/other.adoc": "= C\n",
            "three/antora.yml": "name: c\nversion: '2'\n",
            "three/modules/ROOT/pages/index.adoc": "= D\n",
        }
    )
    ((path, message),) = messages(folder)
    assert path == "two/antora.yml"
    assert message.startswith("the component 'c' 1 is described in ")
    assert message.endswith("one/antora.yml too, and both have 'ROOT/pages/index.adoc'")


def test_a_navigation_file_outside_of_modules_is_resolved_in_the_main_one(tree):
    folder = tree(
        {
            "antora.yml": "name: c\r\nversion: ~\r\nnav:\r\n- nav/main.adoc\r\n",
            "nav/main.adoc": "* xref:index.adoc[]\n* xref:m:page.adoc[]\n* xref:gone.adoc[]\n",
            "README.adoc": "= Read me\n\nxref:modules/ROOT/pages/index.adoc[] xref:index.adoc[gone]\n",
            "modules/ROOT/pages/index.adoc": "= A\n",
            "modules/m/pages/page.adoc": "= B\n",
        }
    )
    expected = ("nav/main.adoc", "xref target not found: 'gone.adoc'")
    assert messages(folder) == [("README.adoc", "xref target not found: 'index.adoc'"), expected]
    assert messages(folder, "nav/main.adoc") == [expected]


def test_a_page_that_is_named_alone_is_seen_in_its_component(tree, capsys):
    folder = tree(
        {
            "antora.yml": "name: c\nversion: ~\nnav: [nav.adoc]\nstart_page: m:page.adoc\n",
            "nav.adoc": "* xref:index.adoc[]\n",
            "modules/ROOT/pages/a.adoc": "= A\n\nxref:index.adoc[] xref:m:page.adoc#part[]\n"
            "xref:m:former.adoc[] xref:m:gone.adoc[]\n\n"
            "include::m:partial$part.adoc[]\n\nimage::m:lens.svg[]\n",
            "modules/m/pages/page.adoc": "= B\n\n[#part]\n== Part\n\nxref:not-looked-at.adoc[]\n",
            "modules/m/pages/now.adoc": "= B\n:page-aliases: former.adoc\n\ninclude::partial$part.adoc[]\n",
            "modules/m/partials/part.adoc": "Text xref:gone.adoc[].\n",
            "modules/m/images/lens.svg": "<svg/>",
            "modules/m/images/other.svg": "<svg/>",
        }
    )
    assert messages(folder, "modules/ROOT/pages/a.adoc") == [
        ("modules/ROOT/pages/a.adoc", "xref target not found: 'm:gone.adoc'"),
        ("modules/m/partials/part.adoc", "xref target not found: 'gone.adoc'"),
    ]
    done = Project(ProjectSettings(folder=folder), [folder / "modules/ROOT/pages/a.adoc"]).check()
    assert {one.severity for one in done.findings} == {"error"}  # nothing is said of the rest of the component


def test_a_page_that_another_one_includes_stays_a_page(tree):
    folder = tree(
        {
            "antora.yml": "name: c\nversion: ~\n",
            "modules/ROOT/pages/a.adoc": "= A\n\nxref:b.adoc#part[] xref:b.adoc#rest[]\n\n"
            "include::page$b.adoc[tag=part]\n",
            "modules/ROOT/pages/b.adoc": "= B\n:page-aliases: c\n\n// tag::part[]\n[#part]\n== Part\n// end::part[]\n\n"
            "[#rest]\n== Rest\n\n"
            "xref:c.adoc[]\n",
        }
    )
    assert messages(folder) == []


@pytest.mark.parametrize(
    ("start", "target", "found"),
    [
        ("m:page.adoc", "index.adoc", []),
        ("m:page.adoc", "c::index.adoc#part", []),
        ("m:page.adoc", "1@c::index.adoc", []),
        ("m:gone.adoc", "ROOT:a.adoc", ["there is no page 'm:gone.adoc' to start with"]),
        ("alias.adoc", "ROOT:a.adoc", ["there is no page 'alias.adoc' to start with"]),
        ("", "index.adoc", ["xref target not found: 'index.adoc'"]),
    ],
)
def test_start_pages(tree, start, target, found):
    folder = tree(
        {
            "antora.yml": f"name: c\nversion: '1'\nstart_page: {start or '~'}\n",
            "modules/ROOT/pages/a.adoc": f"= A\n:page-aliases: alias.adoc\n\nxref:{target}[]\n",
            "modules/m/pages/page.adoc": "= B\n\n[#part]\n== Part\n",
        }
    )
    assert [message for _, message in messages(folder)] == found


@pytest.mark.parametrize(
    "condition", ["ifdef::page-component-version-is-latest[]", "ifeval::['{page-version}' == '2']"]
)
def test_the_latest_version_is_known(tree, condition):
    page = f"= A\n\n{condition}\nxref:gone-{{page-version}}.adoc[]\nendif::[]\n"
    folder = tree(
        {
            "one/antora.yml": "name: c\nversion: '1'\n",
            "one/modules/ROOT/pages/a.adoc": page,
            "two/antora.yml": "name: c\nversion: '2'\n",
            "two/modules/ROOT/pages/a.adoc": page,
            "three/antora.yml": "name: c\nversion: '3'\nprerelease: -rc.1\n",
            "three/modules/ROOT/pages/a.adoc": page,
        }
    )
    assert messages(folder) == [("two/modules/ROOT/pages/a.adoc", "xref target not found: 'gone-2.adoc'")]


@pytest.mark.parametrize(
    ("more", "shown"),
    [("version: '2'\ndisplay_version: Two\n", "Two"), ("version: '2'\n", "2"), ("version: ~\n", "default")],
)
def test_what_a_page_has_of_its_component(tree, more, shown):
    folder = tree({"antora.yml": f"name: c\n{more}", "modules/m/pages/sub/a.adoc": "= A\n"})
    page = folder / "modules" / "m" / "pages" / "sub" / "a.adoc"
    attributes = tree_of([page]).attributes(page)
    assert attributes["page-component-display-version"] == shown
    assert attributes["page-component-title"] == attributes["page-component-name"] == "c"
    assert (attributes["page-module"], attributes["page-relative-src-path"]) == ("m", "sub/a.adoc")
    open_to_pages = {name for name, value in attributes.items() if value == "@"}
    assert {"page-partial", "page-edit-url", "page-origin-url", "site-url", "site-title"} <= open_to_pages


def test_a_part_that_no_page_includes_is_not_judged(tree):
    part = "xref:anywhere.adoc[] <<anchor-of-a-page>> image:anywhere.png[]\n"
    folder = tree(
        {
            "antora.yml": "name: c\nversion: ~\n",
            "modules/ROOT/pages/a.adoc": "= A\n\ninclude::partial$used.adoc[]\n",
            "modules/ROOT/partials/used.adoc": "xref:gone.adoc[]\n",
            "modules/ROOT/partials/unused.adoc": part,
            "modules/ROOT/examples/unused.adoc": part,
            "modules/ROOT/pages/_partials/unused.adoc": part,
            "modules/ROOT/pages/partials/b.adoc": "= B\n\nxref:gone.adoc[]\n",
        }
    )
    assert messages(folder) == [
        ("modules/ROOT/pages/partials/b.adoc", "xref target not found: 'gone.adoc'"),
        ("modules/ROOT/partials/used.adoc", "xref target not found: 'gone.adoc'"),
    ]
    assert messages(folder, "modules/ROOT/partials/unused.adoc") == []
    checked = Project(ProjectSettings(folder=folder), [folder / "modules/ROOT/partials/unused.adoc"]).check()
    assert checked.counts["not checked"] == 3


@pytest.mark.parametrize(
    ("description", "line", "column", "message"),
    [
        ("version: '1'\n", 1, 1, "a component needs a name: write name: NAME"),
        ("name: ' '\n", 1, 1, "a component needs a name: write name: NAME"),
        ("name: [c]\n", 1, 1, "a component needs a name: write name: NAME"),
        ("- c\n", 1, 1, "a table of names and values is needed, such as name: NAME"),
        ("name: c\ntitle: a: b\n", 2, 9, "it is not YAML in line 2: mapping values are not allowed here"),
        ("name: c\n\nstart_page: gone.adoc\n", 3, 1, "there is no page 'gone.adoc' to start with"),
        ("name: c\nnav:\n- gone.adoc\n", 3, 1, "there is no navigation file 'gone.adoc'"),
    ],
)
def test_what_is_wrong_with_a_description_is_told_at_its_place(tree, description, line, column, message):
    folder = tree({"antora.yml": description, "modules/ROOT/pages/a.adoc": "= A\n"})
    findings = Project(ProjectSettings(folder=folder), [folder]).check().findings
    told = [(one.span.start.line, one.span.start.column, one.message) for one in findings if one.severity == "error"]
    assert [(at, col) for at, col, said in told if message in said] == [(line, column)], told


@pytest.mark.parametrize("name", ["c", "1", "1.5"])
def test_a_number_is_a_name_of_a_component(tree, name):
    folder = tree({"antora.yml": f"name: {name}\n", "modules/ROOT/pages/a.adoc": f"= A\n\nxref:{name}::a.adoc[]\n"})
    assert messages(folder) == []


def test_parts_without_a_version_are_named_without_one(tree):
    page = {"modules/ROOT/pages/a.adoc": "= A\n", "antora.yml": "name: c\nversion: ~\n"}
    folder = tree({f"{part}/{name}": text for part in ("one", "two") for name, text in page.items()})
    (finding,) = Project(ProjectSettings(folder=folder), [folder]).check().findings
    assert finding.message.startswith("the component 'c' is described in ")
    assert f"{finding.span.start}" == f"{folder}/two/antora.yml:1:1"


def test_what_a_file_outside_of_modules_has_of_its_component(tree):
    folder = tree(
        {"antora.yml": "name: c\nnav: [nav/main.adoc]\n", "nav/main.adoc": "* x\n", "modules/ROOT/pages/a.adoc": ""}
    )
    attributes = tree_of([folder / "nav/main.adoc"]).attributes(folder / "nav/main.adoc")
    assert (attributes["page-module"], attributes["page-relative-src-path"]) == ("", "main.adoc")
