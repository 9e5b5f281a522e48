"""Code is code: no macro begins in a code phrase and ends outside of it, nor the reverse."""

import time

import pytest
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.tree import Formatted, Text, walk_inlines

# A text, and what its code phrases say. Macros inside a phrase, and phrases inside a macro, are what they always are.
PARTED = {
    "`<<` x `>>`": ["<<", ">>"],
    "`<<a` x `b>>` <<x,a `code` b>>": ["<<a", "b>>", "code"],
    "`xref:a[` x `]`": ["xref:a[", "]"],
    "`link:x[` y `]`": ["link:x[", "]"],
    "`mailto:x[` y `]`": ["mailto:x[", "]"],
    "`((` x `))`": ["((", "))"],
    "`(((` x `)))`": ["(((", ")))"],
    "`indexterm:[` x `]`": ["indexterm:[", "]"],
    "`footnote:[` x `]`": ["footnote:[", "]"],
    "`[[a,` x `b]]`": ["[[a,", "b]]"],
    "`anchor:a[` x `]`": ["anchor:a[", "]"],
    "`image:a.png[` x `]`": ["image:a.png[", "]"],
    "`icon:a[` x `]`": ["icon:a[", "]"],
    "`kbd:[` x `]`": ["kbd:[", "]"],
    "`menu:A[` x `]`": ["menu:A[", "]"],
    "`<<a` ``x``y `>>`": ["<<a", "x", ">>"],
    "<<a `b>>` c": ["b>>"],
    "`a <<b` c>>": ["a <<b"],
}


def plain(nodes):
    return "".join(node.value for node in walk_inlines(nodes) if isinstance(node, Text))


@pytest.mark.parametrize("raw", PARTED)
def test_what_a_code_phrase_parts_is_text(raw):
    text = parse(f":experimental:\n\n{raw}\n").blocks[0].text
    found = [node for node in walk_inlines(text.inlines) if isinstance(node, Formatted) and node.variant == "code"]
    assert [plain(node.children) for node in found] == PARTED[raw]
    if "," not in raw or "[[" in raw:
        assert {node.name for node in walk_inlines(text.inlines)} == {"text", "span"}


def test_macros_inside_of_code_and_code_inside_of_macros_stay():
    text = parse("`<<x>>` <<x,`c`>> `link:y[z]` link:y[a `b` c] `footnote:[n]` footnote:[`m`]\n").blocks[0].text
    names = [node.name for node in walk_inlines(text.inlines) if node.name not in {"text", "span"}]
    assert names == ["xref", "xref", "link", "link", "footnote", "footnote"]


def test_a_reference_does_not_begin_with_markup():
    assert parse("<<*bold*>> <<`c`>> <<{nbsp}x>>\n").blocks[0].text.plain == "<<*bold*>> <<`c`>> <<\xa0x>>"


def test_many_that_are_parted_take_no_more_time_each():
    def seconds(count):
        text = parse("<<a " * count + "`>>` b\n").blocks[0].text
        start = time.process_time()
        text.inlines  # noqa: B018
        return time.process_time() - start

    seconds(100)
    assert seconds(8000) < 60 * max(seconds(500), 0.001)
