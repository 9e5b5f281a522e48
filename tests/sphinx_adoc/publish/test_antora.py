"""Antora sites as a Sphinx source: names of pages, navigation, resource ids, redirects; and what is wrong in them."""

import os
import shutil

import pytest
from sphinx import addnodes
from sphinx.errors import ConfigError

from tests.conftest import CHECKOUT

EXAMPLE = CHECKOUT / "docs" / "examples" / "antora"
ON = "adoc_antora = True\n"


@pytest.fixture
def site(project):
    """Write a site of files, by their paths, and conf.py."""

    def site(files, conf=ON):
        project.conf(conf)
        for name, text in files.items():
            path = project.source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return project

    return site


def component(nav, *, folder="", name="lamp", more="", **pages):
    """The files of a component: ``index``, pages that are named by their words, and a navigation file."""
    root, names = folder and f"{folder}/", {"index": "= Home\n", **pages}
    return {
        f"{root}antora.yml": f"name: {name}\nnav: [modules/ROOT/nav.adoc]\n{more}",
        f"{root}modules/ROOT/nav.adoc": nav,
        **{f"{root}modules/ROOT/pages/{page}.adoc": text for page, text in names.items()},
    }


def trees(project):
    """The toctrees of all pages: caption, and entries."""
    found = {}
    for docname in sorted(project.env.found_docs):
        nodes = project.env.get_doctree(docname).findall(addnodes.toctree)
        if made := [(node["caption"], node["entries"]) for node in nodes]:
            found[docname] = made
    return found


A = {"a": "= A\n", "b": "= B\n", "c": "= C\n"}


# -- the example of the guide ------------------------------------------------------------------------------------------


@pytest.fixture
def example(project, tmp_path_factory, monkeypatch):
    """The example, where a program stands in for one that makes a PDF of a drawing: not every machine has one."""
    converter = tmp_path_factory.mktemp("programs") / "rsvg-convert"
    converter.write_text('#!/bin/sh\nfor each; do case "$each" in --output=*) : > "${each#*=}";; esac; done\n')
    converter.chmod(0o755)
    monkeypatch.setenv("PATH", f"{converter.parent}{os.pathsep}{os.environ['PATH']}")
    shutil.copytree(EXAMPLE, project.source, dirs_exist_ok=True)
    return project


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "latex", "epub", "text", "man"])
def test_the_example_builds_with_every_builder(example, builder):
    example.build(builder)
    assert not [line for line in example.warnings.splitlines() if "conf value" not in line], example.warnings


def test_the_example_is_read_by_several_processes(example):
    example.build(parallel=2)
    assert example.warnings == ""
    assert trees(example)["install"] == [(None, [(None, "power")])]


def test_pages_have_the_addresses_that_antora_gives_them(example):
    out = example.build()
    made = {path.relative_to(out).as_posix() for path in out.rglob("*.html")} - {"genindex.html", "search.html"}
    assert made == {
        "index.html",
        "install.html",
        "power.html",
        "setup.html",
        "repairs.html",
        "admin/index.html",
        "admin/repair/glass.html",
        "admin/repair/motor.html",
    }


def test_navigation_becomes_the_contents(example):
    example.build()
    assert trees(example) == {
        "index": [
            (None, [(None, "self"), ("Installation", "install"), ("Other lighthouses", "https://example.org/lights")]),
            ("Administration", [(None, "admin/index"), (None, "repairs")]),
        ],
        "install": [(None, [(None, "power")])],
        "repairs": [(None, [(None, "admin/repair/glass"), (None, "admin/repair/motor")])],
    }
    assert example.env.titles["repairs"].astext() == "Repairs"


def test_resources_are_found(example):
    out = example.build()
    index, install = ((out / name).read_text(encoding="utf-8") for name in ("index.html", "install.html"))
    assert 'Bolt the lamp to the floor, see <a class="reference internal" href="install.html">' in index
    assert 'href="admin/repair/glass.html#clean"' in index
    assert '<img alt="The tower" src="_images/tower.svg"' in index
    assert "Switch the lamp off first." in install
    download = next((out / "_downloads").rglob("drawing.txt")).relative_to(out).as_posix()
    assert f'href="{download}"' in install
    assert "soft" in (out / "admin/repair/glass.html").read_text(encoding="utf-8")


def test_a_former_page_leads_to_the_one_of_today(example):
    out = example.build()
    assert 'content="0; url=install.html"' in (out / "setup.html").read_text(encoding="utf-8")
    assert 'href="install.html"' in (out / "power.html").read_text(encoding="utf-8")


def test_a_page_has_its_title_for_navigation_there_alone(example):
    out = example.build(html_sidebars={"**": ["globaltoc.html"]}, html_theme="alabaster")
    power = (out / "power.html").read_text(encoding="utf-8")
    assert ">Power supply</a>" in power
    assert "<h1>Power<" in power


def test_the_project_is_called_as_the_component(example):
    example.build()
    assert example.config.project == "Lighthouse"


# -- navigation --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        ("* xref:a.adoc[]\n* xref:b.adoc[Bee *now*]\n", {"index": [(None, [(None, "a"), ("Bee now", "b")])]}),
        ("* see xref:a.adoc[A] first\n", {"index": [(None, [("see A first", "a")])]}),
        ("* *xref:a.adoc[A]*\n", {"index": [(None, [("A", "a")])]}),
        (".1\n* xref:a.adoc[]\n\n.2\n* xref:b.adoc[]\n", {"index": [("1", [(None, "a")]), ("2", [(None, "b")])]}),
        (".xref:a.adoc[One]\n* xref:b.adoc[]\n", {"index": [("One", [("One", "a"), (None, "b")])]}),
        ("* xref:a.adoc[]\n* Parts\n** xref:b.adoc[]\n", {"index": [(None, [(None, "a")]), ("Parts", [(None, "b")])]}),
        (
            "* Parts\n** xref:b.adoc[]\n* xref:a.adoc[]\n",
            {"index": [(None, [(None, "parts"), (None, "a")])], "parts": [(None, [(None, "b")])]},
        ),
        (
            "* xref:a.adoc[]\n** Parts\n*** xref:b.adoc[]\n",
            {"a": [(None, [(None, "parts")])], "index": [(None, [(None, "a")])], "parts": [(None, [(None, "b")])]},
        ),
        (
            "* xref:index.adoc[Start]\n** xref:a.adoc[]\n",
            {"index": [(None, [("Start", "self"), (None, "a")])]},
        ),
        (
            "* xref:a.adoc[]\n** xref:a.adoc[Overview]\n** xref:b.adoc[]\n",
            {"a": [(None, [("Overview", "self"), (None, "b")])], "index": [(None, [(None, "a")])]},
        ),
        (
            "* https://example.org[Out]\n** xref:a.adoc[]\n",
            {"index": [(None, [(None, "out")])], "out": [(None, [("Out", "https://example.org"), (None, "a")])]},
        ),
        ("* xref:a.adoc#part[Part]\n", {"index": [(None, [("Part", "a")])]}),
        ("* xref:{page}.adoc[]\n", {"index": [(None, [(None, "b")])]}),
        ("ifdef::never[]\n* xref:a.adoc[]\nendif::[]\n* xref:b.adoc[]\n", {"index": [(None, [(None, "b")])]}),
        ("= Contents\n\n* xref:a.adoc[]\n+\n--\n** xref:b.adoc[]\n--\n", {"index": [(None, [(None, "a")])]}),
    ],
)
def test_entries_have_their_place(site, nav, expected):
    more = "asciidoc: {attributes: {page: b}}\n"
    project = site(component(nav, more=more, a="= A\n\n[#part]\n== Part\n", b="= B\n"))
    project.build()
    assert project.warnings == ""
    assert trees(project) == expected


def test_a_page_of_a_title_gets_a_name_that_no_other_has(site):
    project = site(component("* A\n** xref:b.adoc[]\n* xref:a.adoc[]\n", **A))
    project.build()
    assert trees(project)["index"] == [(None, [(None, "a-2"), (None, "a")])]


def test_without_navigation_all_pages_are_listed(site):
    project = site({"antora.yml": "name: x\n", "modules/ROOT/pages/a.adoc": "= A\n", "modules/m/pages/b.adoc": "= B\n"})
    project.build()
    assert project.warnings == ""
    assert trees(project) == {"index": [(None, [(None, "a"), (None, "m/b")])]}


def test_pages_that_nothing_lists_are_told_once(site, capsys):
    project = site(component("* xref:a.adoc[]\n", **A))
    project.build()
    assert project.warnings == ""
    assert {name for name, data in project.env.metadata.items() if "orphan" in data} == {"b", "c"}


# -- components --------------------------------------------------------------------------------------------------------


def test_several_components_stand_beside_each_other(site):
    lamp = component(
        "* xref:a.adoc[]\n", folder="x", name="lamp", more="title: Lamp\n", a="= A\n\nxref:1.0@dock::a.adoc[].\n"
    )
    dock = component(
        "* xref:index.adoc[]\n* xref:a.adoc[]\n", folder="y", name="dock", more="version: '1.0'\n", a="= A of dock\n"
    )
    project = site({**lamp, **dock})
    out = project.build()
    assert project.warnings == ""
    assert trees(project) == {
        "index": [(None, [("Lamp", "lamp/index"), ("dock", "dock/1.0/index")])],
        "lamp/index": [(None, [(None, "lamp/a")])],
        "dock/1.0/index": [(None, [(None, "self"), (None, "dock/1.0/a")])],
    }
    assert "A of dock" in (out / "lamp" / "a.html").read_text(encoding="utf-8")


def test_a_playbook_says_what_the_site_is(site):
    book = (
        "site: {title: All, start_page: 'lamp::a.adoc'}\n"
        "content: {sources: [{url: ., start_paths: 'x, y'}]}\n"
        "asciidoc: {attributes: {word: bright}}\n"
    )
    files = {
        **component("* xref:a.adoc[]\n", folder="x", a="= A\n\n{word}.\n"),
        **component("* xref:a.adoc[]\n", folder="y", name="dock", a="= A\n"),
        **component("* xref:a.adoc[]\n", folder="z", name="other", a="= A\n"),
        "playbook.yml": book,
    }
    project = site(files, 'adoc_antora = "playbook.yml"\nexclude_patterns = ["z"]\nhtml_title = "t"\n')
    out = project.build()
    assert (project.config.root_doc, "bright." in (out / "lamp" / "a.html").read_text()) == ("lamp/a", True)
    assert "url=lamp/a.html" in (out / "index.html").read_text()
    assert not any(name.startswith("other") for name in project.env.found_docs)


@pytest.mark.parametrize("value", ["True", '"."', '"antora.yml"', '["antora.yml"]'])
def test_what_the_line_of_conf_py_may_say(site, value):
    project = site(component("* xref:a.adoc[]\n", **A), f"adoc_antora = {value}\n")
    project.build()
    assert "a" in trees(project)["index"][0][1][0]


@pytest.mark.parametrize(
    ("files", "value", "said"),
    [
        ({}, "True", "there is no antora.yml"),
        (component(""), '"absent"', "there is no antora.yml"),
        (component(""), '"../elsewhere"', "is not below the source folder"),
        ({"book.yml": "content: ["}, '"book.yml"', "no playbook: it is not YAML"),
        ({"antora.yml": "name: x\n"}, "True", "there is no antora.yml"),
    ],
)
def test_a_line_that_cannot_be_followed_is_an_error(site, files, value, said):
    with pytest.raises(ConfigError, match=said):
        site(files, f"adoc_antora = {value}\n").build()


def test_a_start_page_that_is_no_index_is_led_to(site):
    project = site({**component("* xref:a.adoc[]\n", more="start_page: a.adoc\n", **A)})
    (project.source / "modules/ROOT/pages/index.adoc").unlink()
    out = project.build()
    assert project.config.root_doc == "a"
    assert "url=a.html" in (out / "index.html").read_text()


def test_files_that_are_no_pages_make_none(site):
    none = dict.fromkeys(("README.adoc", "modules/ROOT/pages/_x.adoc", "modules/ROOT/partials/p.adoc"), "= X\n")
    project = site({**component("* xref:a.adoc[]\n", a="= A\n"), **none})
    project.build()
    assert project.env.found_docs == {"a", "index"}


# -- later builds ------------------------------------------------------------------------------------------------------


def test_a_change_of_navigation_or_description_is_seen(site):
    project = site(
        component(
            "* xref:a.adoc[]\n** xref:b.adoc[]\n* xref:c.adoc[]\n",
            **{**A, "c": "= C\n\n{word}\n"},
            more="asciidoc: {attributes: {word: one}}\n",
        )
    )
    out = project.build()
    assert trees(project)["a"] == [(None, [(None, "b")])]
    assert "one" in (out / "c.html").read_text()
    site(
        component(
            "* xref:a.adoc[]\n* xref:b.adoc[]\n* xref:c.adoc[]\n",
            **{**A, "c": "= C\n\n{word}\n"},
            more="asciidoc: {attributes: {word: two}}\n",
        )
    )
    project.build()
    assert "a" not in trees(project)
    assert "two" in (out / "c.html").read_text()


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "column", "said"),
    [
        ("xref:a.adoc[Again]", 3, "'a.adoc' is listed already; in Sphinx a page has one place; the first one counts"),
        ("xref:a.adoc#part[Part]", 3, "'a.adoc#part' is a section of a page that is listed; themes list the sections"),
        ("Words", 3, "'Words' leads nowhere, and nothing is below it; link it, or leave it out"),
        ("xref:bb.adoc[]", 8, "xref target not found: 'bb.adoc'; no document 'bb.adoc' is in the set; did you mean"),
        ("xref:a.adoc#none[]", 8, "xref target not found: 'a.adoc#none'"),
        ("xref:part[]", 3, "'#part' is no page of the site"),
        ("xref:../../../../../../etc/passwd[]", 8, "xref target not found: '../../../../../../etc/passwd'"),
        ("link:../../x.html[X]", 3, "'../../x.html' is no page; link to it in a page"),
        ("mailto:a@example.org[X]", 3, "'mailto:a@example.org' is no page"),
        ("xref:attachment$x.txt[X]", 3, "'attachment$x.txt' is no page of the site"),
        ("xref:old.adoc[Old]", 3, "'old.adoc' is no page of the site"),
        ("xref:elsewhere::x.adoc[X]", 3, "'elsewhere::x.adoc' is no page of the site"),
    ],
)
def test_an_entry_that_has_no_place_is_told_and_the_rest_is_built(site, entry, column, said):
    nav = f"* xref:a.adoc[]\n* {entry}\n"
    pages = {"a": "= A\n:page-aliases: old.adoc\n\n[#part]\n== Part\n", "b": "= B\n"}
    project = site({**component(nav, **pages), "modules/ROOT/attachments/x.txt": "x"})
    project.build()
    assert project.warnings.startswith(f"modules/ROOT/nav.adoc:2:{column}: WARNING: {said}")
    assert len(project.warnings.splitlines()) == 1, project.warnings
    assert trees(project) == {"index": [(None, [(None, "a")])]}


@pytest.mark.parametrize(
    ("nav", "said"),
    [
        ("* xref:a.adoc[]\n\nSee xref:b.adoc[].\n", ["3:1", "a navigation file is a list"]),
        (".Title\n* xref:a.adoc[]\n\n|===\n|xref:b.adoc[]\n|===\n", ["4:1", "a navigation file is a list"]),
        ("* xref:a.adoc[]\n\n== More\n\nxref:b.adoc[]:: x\n", ["5:1", "a navigation file is a list"]),
        (
            "* xref:a.adoc[] and xref:b.adoc[]\n",
            ["1:21", "an entry has one link, the first one: 'b.adoc' is not listed"],
        ),
        ("* xref:a.adoc[]\n** https://example.org[E], xref:b.adoc[B]\n", ["2:28", "an entry has one link"]),
    ],
)
def test_what_is_no_entry_of_a_navigation_file_is_told(site, nav, said):
    project = site(component(nav, a="= A\n", b="= B\n"))
    project.build()
    place, words = said
    (warning,) = project.warnings.splitlines()
    assert warning.startswith(f"modules/ROOT/nav.adoc:{place}: WARNING: {words}"), warning


def test_what_a_navigation_file_may_hold_besides_is_not_told(site):
    nav = "= Navigation\n:lamp: red\n// x\n\n.Title\n* xref:a.adoc[]\n\n////\nWords\n////\n* xref:b.adoc[{lamp}]\n"
    project = site(component(nav, a="= A\n", b="= B\n"))
    project.build()
    assert project.warnings == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [\n", "antora.yml:2:1: WARNING: it is not YAML in line 2"),
        ("- a\n", "antora.yml:1:1: WARNING: a table of names and values is needed"),
        ("title: x\n", "antora.yml:1:1: WARNING: a component needs a name"),
        ("name: x\nnav:\n- modules/ROOT/none.adoc\n", "antora.yml:3:1: WARNING: there is no navigation file"),
        ("name: x\nstart_page: none.adoc\n", "antora.yml:2:1: WARNING: there is no page 'none.adoc' to start with"),
        (
            "name: x\nversion: {a: b}\n",
            "antora.yml:2:1: WARNING: 'version' is left out: it has to be text, or ~ for none",
        ),
        ("name: x\nnav: a.adoc\n", "antora.yml:2:1: WARNING: 'nav' is left out: it has to be a list of files"),
        ("name: x\nnav: [{a: b}]\n", "antora.yml:2:1: WARNING: 'nav' is left out: it has to be a list of files"),
        ("name: x\nasciidoc: words\n", "antora.yml:2:1: WARNING: 'asciidoc' is left out: it has to be a table"),
        ("name: x\nasciidoc: {attributes: [a]}\n", "antora.yml:2:12: WARNING: 'asciidoc.attributes' is left out"),
        (
            "name: x\nasciidoc:\n  attributes:\n    lamp: [red]\n",
            "antora.yml:4:5: WARNING: 'asciidoc.attributes.lamp' is left out: it has to be text",
        ),
        ("name: x\n'title': [a]\n", "antora.yml:2:1: WARNING: 'title' is left out: it has to be text"),
        ("name: x\nstart_page: [a]\n", "antora.yml:2:1: WARNING: 'start_page' is left out: it has to be text"),
    ],
)
def test_a_description_that_cannot_be_followed_is_told_and_the_rest_is_built(site, text, said):
    project = site(
        {"antora.yml": text, "modules/ROOT/pages/index.adoc": "= Home\n", "modules/ROOT/pages/a.adoc": "= A\n"}
    )
    out = project.build()
    assert said in project.warnings
    assert (out / "a.html").exists()


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("image::none.png[]", "image file not readable: modules/ROOT/images/none.png"),
        ("xref:attachment$none.zip[]", "xref target not found: 'attachment$none.zip'"),
        ("link:{attachmentsdir}/none.zip[Z]", "there is no file"),
        ("xref:none.adoc[]", "xref target not found: 'none.adoc'"),
        ("include::partial$none.adoc[]", "file not found"),
        ("include::../../../../../../../etc/passwd[]", "a.adoc:3"),
    ],
)
def test_a_resource_that_is_not_there_is_told(site, markup, said):
    project = site(component("* xref:a.adoc[]\n", a=f"= A\n\n{markup}\n"))
    project.build()
    assert said in project.warnings
    assert len(project.warnings.splitlines()) == 1, project.warnings


def test_attachments_pictures_and_sound_are_taken_along(site):
    files = {
        "attachments/a.zip": "x",
        "attachments/b.mp3": "x",
        "images/c.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    markup = "link:{attachmentsdir}/a.zip[Z]\n\naudio::attachment$b.mp3[]\n\nimage:c.svg[] xref:image$c.svg[C]\n"
    project = site(
        {**component("* xref:a.adoc[]\n", a=f"= A\n\n{markup}"), **{f"modules/ROOT/{k}": v for k, v in files.items()}}
    )
    out = project.build()
    assert project.warnings == ""
    assert {path.name for path in (out / "_downloads").rglob("*.*")} == {"a.zip", "b.mp3", "c.svg"}
    assert (out / "_images" / "c.svg").exists()


def test_strangers_navigation_makes_no_link_that_runs_code(site):
    nav = "* xref:a.adoc[]\n* link:javascript://x%0aalert(1)[X]\n* https://example.org[Y]\n"
    project = site(component(nav, a="= A\n"), f"{ON}adoc_untrusted = True\n")
    project.build()
    assert "[adoc.address-refused]" in project.warnings
    assert trees(project) == {"index": [(None, [(None, "a"), ("Y", "https://example.org")])]}


def test_an_alias_writes_nothing_outside_of_the_output(site):
    project = site(component("* xref:a.adoc[]\n", a="= A\n:page-aliases: ../../../../../out.adoc, b.adoc\n", b="= B\n"))
    out = project.build()
    assert not [path for above in out.parents[:5] for path in above.glob("out.html")]
    assert "refresh" not in (out / "b.html").read_text()


def test_a_component_may_lie_in_several_folders(site):
    parts = {
        **component("* xref:a.adoc[]\n* xref:guide:b.adoc[]\n", folder="x", a="= A\n", more="title: Lamp\n"),
        "y/antora.yml": "name: lamp\nnav: [modules/guide/nav.adoc]\n",
        "y/modules/guide/nav.adoc": "* xref:c.adoc[]\n",
        "y/modules/guide/pages/b.adoc": "= B\n\nxref:ROOT:a.adoc[]\n",
        "y/modules/guide/pages/c.adoc": "= C\n",
    }
    project = site(parts)
    project.build()
    assert project.warnings == ""
    assert trees(project) == {
        "index": [(None, [(None, "a"), (None, "guide/b")]), (None, [(None, "guide/c")])],
    }


def test_an_attribute_that_nobody_sets_is_told_once_in_navigation_and_pages(site):
    project = site(component("* xref:a.adoc[About {pve}]\n", a="= A\n\nOf {pve}.\n"))
    project.build()
    (warning,) = project.warnings.splitlines()
    assert warning.startswith("modules/ROOT/nav.adoc:1:21: WARNING: attribute 'pve' is not set here")
    assert "1 more follows from the same cause, in 2 files" in warning
