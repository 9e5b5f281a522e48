"""Roles and directives in AsciiDoc pages."""

INDEX = "Index\n=====\n\n.. _spot:\n\nSpot\n----\n\n.. toctree::\n\n   page\n"


def page(project, text):
    return project.conf().write(index__rst=INDEX, page__adoc=f"= Page\n\n{text}\n")


def test_roles(project):
    body = page(project, "To role:ref[spot] and role:py:func[f] of role:abbr[LIFO (last-in, first-out)].").html("page")
    assert 'href="index.html#spot"' in body
    assert ">f()</span>" in body
    assert '<abbr title="last-in, first-out">LIFO</abbr>' in body
    assert project.warnings == ""


def test_directives(project):
    text = "Before.\n\n[role=eval-rst]\n----\n.. py:function:: f(x)\n\n   Does *it*.\n----\n\nAfter role:py:func[f]."
    body = page(project, text).html("page")
    assert '<dt class="sig sig-object py" id="f">' in body
    assert "<p>Does <em>it</em>.</p>" in body
    assert 'href="#f"' in body
    assert body.index("Before.") < body.index("Does") < body.index("After")


def test_trouble_in_it_is_reported_at_its_line(project):
    page(project, "[role=eval-rst]\n----\nfine\n\n.. nosuch::\n----\n").build()
    assert 'page.adoc:7: ERROR: Unknown directive type "nosuch"' in project.warnings


def test_an_unknown_role_is_reported_at_its_line(project):
    page(project, "one\n\ntwo\nrole:nosuch[x]\n").build()
    assert "page.adoc:6:1: WARNING: there is no role 'nosuch'" in project.warnings


def test_the_project_s_prolog_and_epilog_hold_in_eval_rst(project):
    first = "[role=eval-rst]\n----\nA |lamp|, a :warm:`word`.\n----\n"
    page = f"= Page\n\n{first}\n[role=eval-rst]\n----\nAgain |lamp|_.\n----\n"
    conf = (
        'rst_prolog = ".. |lamp| replace:: big *lamp*\\n.. role:: warm\\n"\nrst_epilog = ".. _lamp: https://l.example"'
    )
    html = project.conf(conf).write(index__adoc=page).html("index")
    assert 'A big <em>lamp</em>, a <span class="warm">word</span>.' in html
    assert html.count("big <em>lamp</em>") == 2
    assert project.warnings == ""


def test_trouble_in_eval_rst_is_at_its_line_with_a_prolog(project):
    page = "= Page\n\n[role=eval-rst]\n----\nFine.\n\n.. nothing::\n----\n"
    project.conf('rst_prolog = "\\n".join([".. |a| replace:: b"] * 1 + ["", ""] * 9)').write(index__adoc=page).build()
    assert 'index.adoc:7: ERROR: Unknown directive type "nothing"' in project.warnings
