"""A page that is chapter and book at once: told at its toctree, and the rest is built."""

import pytest
from sphinx_adoc.publish.circles import circles

TREE = "= {title}\n\n[role=toctree]\n{items}\n"


def page(title, *names):
    return TREE.format(title=title, items="\n".join(f"* xref:{name}.adoc[]" for name in names))


@pytest.mark.parametrize("builder", ["html", "latex", "singlehtml", "text"])
def test_a_chapter_that_lists_its_book_is_told_and_the_rest_is_built(project, builder):
    project.conf().write(index__adoc=page("Book", "a", "b"), a__adoc=page("A", "index"), b__adoc="= B\n")
    out = project.build(builder)
    told = [line for line in project.warnings.splitlines() if "which this page stands below" in line]
    said = "WARNING: the toctree lists 'index', which this page stands below: the entry is left out of the contents"
    assert told == [f"a.adoc:4: {said} [toc.circular]"]
    assert [*out.iterdir()]


def test_chapters_that_list_each_other_are_told(project):
    project.conf().write(index__adoc=page("Book", "a"), a__adoc=page("A", "b"), b__adoc=page("B", "a"))
    out = project.build()
    assert "b.adoc:4: WARNING: the toctree lists 'a', which this page stands below" in project.warnings
    assert {path.name for path in out.glob("[ab].html")} == {"a.html", "b.html"}


def test_such_pages_in_restructuredtext_do_not_end_the_build(project):
    rst = "{0}\n===\n\n.. toctree::\n\n   {1}\n"
    project.conf().write(
        index__rst=rst.format("Book", "a"), a__rst=rst.format("A\n", "index").replace("\n\n===", "\n===")
    )
    project.build()
    assert "a.rst:4: WARNING: the toctree lists 'index'" in project.warnings


def test_a_page_that_lists_itself_does_so_as_self_would(project):
    project.conf().write(index__adoc=page("Book", "index", "a"), a__adoc="= A\n")
    html = project.html("index")
    assert project.warnings == ""
    assert 'href="#">Book</a>' in html


@pytest.mark.parametrize(
    ("includes", "expected"),
    [
        ({}, []),
        ({"index": ["a", "b"], "a": ["c"], "b": ["c"]}, []),
        ({"index": ["index"]}, [("index", "index")]),
        ({"index": ["a"], "a": ["b"], "b": ["a", "index"]}, [("b", "a"), ("b", "index")]),
        ({"x": ["y"], "y": ["x"], "index": []}, [("y", "x")]),
    ],
)
def test_circles(includes, expected):
    assert [*circles(includes, "index")] == expected


def test_a_long_chain_is_followed():
    chain = {str(n): [str(n + 1)] for n in range(5000)} | {"5000": ["0"]}
    assert [*circles(chain, "0")] == [("5000", "0")]
