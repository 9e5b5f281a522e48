"""Sequences: counters, appendices and captions go on as Ruby's strings do."""

import pytest
from sphinx_adoc.syntax.document import Settings, parse
from sphinx_adoc.syntax.sequences import successor

# From Ruby 3.1: "...".succ, but for whole numbers, which count.
SUCCESSORS = {
    "z": "aa", "Z": "AA", "a9": "b0", "Az": "Ba", "zz": "aaa", "Zz9": "AAa0", "09": "10", "1.9": "2.0",
    "1.9.9": "2.0.0", "-9": "-8", "-1": "0", "99": "100", "x-z": "y-a", "z-z": "aa-a", "a-9": "a-10", "a.9": "a.10",
    "z-9": "z-10", "9-z": "9-aa", "<<koala>>": "<<koalb>>", "***": "**+", "@": "A", "é": "ê", "ö": "ø", "я": "ѐ",
    "ω": "ϊ", "Ρ": "Σ", "ת": "א\u05d0", "٩": "١٠", "9९": "10०", "😋": "😌", "z😋": "aa😋", "Ⓩ": "ⓐ", "힣": "가가",
    "": "", " ": "!", "0": "1", "007": "008",
}  # fmt: skip
CELLS = """\
before {counter:row} {row}

[cols="1a,1"]
|===
|in {counter:row} {row}

.Inner
====
x
====
|{counter:row}
|deep {counter:row} |{counter:row}
|===

.Outer
====
after {counter:row}
====
"""


@pytest.mark.parametrize(("value", "following"), SUCCESSORS.items())
def test_successors_are_rubys(value, following):
    assert successor(value) == following


def texts(document):
    return [text.plain for block in document.walk() for text in block.texts()]


def plain(source, **attributes):
    return texts(parse(source, settings=Settings(attributes=attributes)))


def test_appendices_go_on_behind_z_and_from_a_seed():
    document = parse(":appendix-number: Y\n\n[appendix]\n== One\n\n[appendix]\n== Two\n\n[appendix]\n== Three\n")
    assert [section.numeral for section in document.blocks] == ["Appendix Z: ", "Appendix AA: ", "Appendix AB: "]


def test_captions_go_on_from_whatever_they_were_given():
    source = ":example-number: ix\n:table-number: 09\n\n.E\n====\nx\n====\n\n.T\n|===\n|a\n|===\n"
    assert [block.caption for block in parse(source).blocks] == ["Example iy. ", "Table 10. "]


def test_counters_and_captions_are_the_whole_documents_also_in_cells():
    document = parse(CELLS)
    table = document.blocks[1]
    inner = [cell.inner for row in table.body for cell in row if cell.inner is not None]
    document.read_all()
    assert texts(document)[0] == "before 1 1"
    assert [texts(part)[0] for part in inner] == ["in 2 2", "deep 4"]
    assert [cell.paragraphs[0].plain for row in table.body for cell in row if cell.inner is None] == ["3", "5"]
    assert inner[0].blocks[1].caption == "Example 1. "
    assert document.blocks[2].caption == "Example 2. "
    assert texts(document)[-1] == "after 6"


def test_an_attribute_line_is_read_from_left_to_right():
    document = parse('See <<f>>.\n\n[[f]]\n[caption="Figure {counter:n}. ", reftext=Figure {n}]\n.T\nimage::a.png[]\n')
    assert document.blocks[1].caption == "Figure 1. "
    assert document.blocks[1].reftext.plain == "Figure 1"
    assert not document.problems


def test_a_text_sees_what_the_text_before_it_counted():
    assert plain("{counter:n} term:: {n} words\n\n* {counter:n}\n{n} +\n{counter:n}\n** {n}\n+\n{n} {counter:n}\n") == [
        "1 term", "1 words", "2\n2\n3", "3", "3 4",
    ]  # fmt: skip


def test_the_titles_counter_counts_once():
    assert plain("= Doc {counter:n}\n:a: b\n\ntext {counter:n}\n") == ["Doc 1", "text 2"]


def test_a_counter_whose_attribute_is_locked_goes_on_beside_it():
    assert plain("{counter:n} {counter:n} {n}\n", n="5") == ["6 7 5"]
