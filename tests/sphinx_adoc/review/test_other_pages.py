"""Pages in reStructuredText and Markdown: what they say, and what of AsciiDoc they name."""

from datetime import date

import pytest
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import text as report
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.review.states.other_pages import OtherPages, pieces_of
from sphinx_adoc.syntax.document import Settings

from tests.timing import cpu_time

REST = """\
=====
Title
=====

Some words
go on.

.. _label:

Second
------
Right behind it.

* one
* two
  more

  attached

#. first
#. second

term
   What it is.

.. note:: Mind the gap.
   :class: wide

   Inside.

.. code-block:: python
   :linenos:

   x = 1

   y = 2

.. raw:: html

   <b>x</b>

Like this::

   code

     further in

+-----+-----+
| a   | b   |
+-----+-----+

.. |sub| replace:: word
.. [1] A footnote.

| A line
| another

:field: value

>>> 1 + 1
2
"""
MARKDOWN = """\
---
title: Page
---
# Title

Some words
go on.

(label)=
Second
======

- one
- two
  more

1. first

> quoted

```python
x = 1

y = 2
```

```{note}
Mind the gap.
```

:::{tip}
Inside.
:::

| a | b |
|---|---|
| c | d |

[x]: https://example.org

<div>raw</div>

[^1]: A footnote.

    code
"""
PAGES = {"page.rst": REST, "page.md": MARKDOWN}


def reviewed(old, new):
    both = [{"conf.py": b"", "a.adoc": b"= A\n"} | {name: text.encode() for name, text in side.items()}
            for side in (old, new)]  # fmt: skip
    touched = frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    return review(Sides(*both, "applied on nothing", touched), options)


LINES = [(name, number) for name, text in PAGES.items() for number, line in enumerate(text.split("\n")) if line.strip()]


@pytest.mark.parametrize(("name", "number"), LINES)
def test_no_line_changes_in_silence(name, number):
    lines = PAGES[name].split("\n")
    for changed in (lines[number] + " changed", "  " + lines[number], None):
        other = lines[:number] + ([] if changed is None else [changed]) + lines[number + 1 :]
        result = reviewed(PAGES, PAGES | {name: "\n".join(other)})
        assert report.as_text(result)
        assert any(line.fate is not Fate.NONE for line in result.account.lines)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_beside_itself_is_silent_and_one_that_is_only_wrapped_too(name):
    assert report.as_text(reviewed(PAGES, PAGES)) == ""
    wrapped = PAGES[name].replace("Some words\ngo on.", "Some words go on.")
    assert report.as_text(reviewed(PAGES, PAGES | {name: wrapped})) == ""


@pytest.mark.parametrize(
    ("before", "after"), [("\n.. a comment\n", "\n.. another\n"), ("\n..\n   a comment\n", "\n..\n   another\n")]
)
def test_a_comment_makes_no_difference(before, after):
    assert report.as_text(reviewed({"page.rst": REST + before}, {"page.rst": REST + after})) == ""


def test_a_page_that_comes_or_goes_is_told():
    for old, new in (({}, PAGES), (PAGES, {})):
        result = reviewed(old, new)
        assert {line.fate for line in result.account.lines} >= {Fate.WORDS, Fate.TARGET, Fate.RAW}
        assert not [line for line in result.account.lines if line.fate is Fate.UNREAD]


@pytest.mark.parametrize(
    ("name", "text", "targets"),
    [
        ("a/b.rst", ":ref:`x` :ref:`Words <y>` :doc:`c` :doc:`/d` :doc:`../e`", ["#x", "#y", "a/c", "d", "e"]),
        ("a/b.rst", ".. _x:\n\n:ref:`x` and :ref:`X`", []),
        ("a/b.rst", "``:ref:`x``` :numref:`f`", ["#f"]),
        ("a/b.md", "[](#x) [w](c.adoc#y) [w](../d.adoc) {ref}`z` [w](https://a.example/#n)",
         ["#x", "a/c#y", "d", "#z"]),
        ("a/b.md", "(x)=\n# X\n\n[](#x) `[](#y)`\n\n```\n[](#z)\n```\n", []),
    ],
)  # fmt: skip
def test_references_are_seen(name, text, targets):
    listed = [f"{each.page}{'#' if each.fragment else ''}{each.fragment}" for each in
              OtherPages(lambda: {name: text}).references]  # fmt: skip
    assert listed == targets


@pytest.mark.parametrize(
    "unit", [":ref:`", "](", ']( "', "```\n", "<a ", "# #\n", "``", "\n\n", "`x", "(a)=", ".. _", "~~~x\n", "   * x\n"]
)
@pytest.mark.parametrize("name", PAGES)
def test_time_is_linear(name, unit):
    def seconds(size):
        text = unit * (size // len(unit))
        return cpu_time(lambda: (pieces_of(name, text), OtherPages(lambda: {name: text}).references))

    assert seconds(80_000) < 40 * max(seconds(10_000), 0.002)


@pytest.mark.parametrize(
    ("path", "text", "adornment"),
    [
        ("a.rst", "Sub\n~~~\n", "~"),
        ("a.rst", "Sub part\n~~~~~~~~\n", "~"),
        ("a.rst", "Sub\n---\n", "-"),
        ("a.rst", "=====\n Top\n=====\n", "= ="),
        ("a.md", "# Top\n", "#"),
        ("a.md", "###### Least\n", "######"),
        ("a.md", "Top\n===\n", "="),
    ],
)
def test_of_the_line_below_a_title_its_sign_counts_and_not_its_length(path, text, adornment):
    (title,) = pieces_of(path, text)
    assert title.kind == "title"
    assert [feature.value for feature in title.features if feature.name == "adornment"] == [adornment]
