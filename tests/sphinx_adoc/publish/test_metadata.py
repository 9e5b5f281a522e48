"""What pages take from conf.py, and what they say of themselves for HTML and themes."""

import pytest

CONF = "version = '4.2'\nrelease = '4.2.1'\nauthor = 'Ann'"


def test_pages_know_the_project_and_its_version(project):
    html = project.conf(CONF).write(index__adoc="= P\n\n{project} {version} {release}.\n").html("index")
    assert "<p>p 4.2 4.2.1.</p>" in html
    assert project.warnings == ""


@pytest.mark.parametrize(("header", "conf"), [
    (":version: mine", ""),
    ("", "adoc_attributes = {'version': 'mine'}"),
])  # fmt: skip
def test_a_page_or_the_project_may_say_otherwise(project, header, conf):
    html = project.conf(f"{CONF}\n{conf}").write(index__adoc=f"= P\n{header}\n\nVersion {{version}}.\n").html("index")
    assert "Version mine." in html


def test_an_attribute_that_is_not_set_is_a_warning(project):
    project.conf().write(index__adoc="= P\n\nOf {nobody}.\n").html("index")
    assert "index.adoc:3:4: WARNING: attribute 'nobody' is not set here" in project.warnings


@pytest.mark.parametrize(("header", "conf"), [
    (":attribute-missing: skip", ""),
    ("", "adoc_attributes = {'attribute-missing': 'skip'}"),
    ("", "suppress_warnings = ['adoc.attribute-missing']"),
])  # fmt: skip
def test_unless_somebody_wants_none(project, header, conf):
    project.conf(conf).write(index__adoc=f"= P\n{header}\n\nOf {{nobody}}.\n").html("index")
    assert project.warnings == ""


HEADER = """\
= P
:description: About {project}
:meta-og-title: A "title"
:meta-og-image-alt: Picture
:meta-twitter-card: summary
:meta-google-site-verification: abc
:html_theme-sidebar_secondary-remove: true
:orphan:
"""


def test_a_page_has_meta_elements_and_keys_for_themes(project):
    out = project.conf().write(index__adoc=HEADER + "\nWords.\n").build("html")
    head = (out / "index.html").read_text().partition("</head>")[0]
    assert '<meta content="A &quot;title&quot;" property="og:title" />' in head
    assert '<meta content="Picture" property="og:image:alt" />' in head
    assert '<meta content="summary" name="twitter:card" />' in head
    assert '<meta content="abc" name="google-site-verification" />' in head
    assert '<meta content="About p" name="description" />' in head
    assert project.env.metadata["index"]["html_theme.sidebar_secondary.remove"] == "true"
    assert project.warnings == ""
