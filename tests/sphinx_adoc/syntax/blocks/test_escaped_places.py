"""What stands behind an escape in a table's cell is at its own column."""

from sphinx_adoc.graph import summarize
from sphinx_adoc.syntax.document import parse

SOURCE = """\
[cols="1,1a"]
|===
|a \\| b \\| <<x>> |c \\| <<s>> \\| <<t>>
|d \\|
e \\| <<y>>
|\\| <<z>>

f \\| g \\| <<u>>
|===

,===
"say ""so"" <<v>>",w
,===

:===
a\\:b\\: <<w>>:c
:===
"""


def test_references_behind_escapes_have_their_columns():
    lines = SOURCE.split("\n")
    references = summarize(parse(SOURCE)).references
    assert {reference.target for reference in references} == set("xstyzuvw")
    for reference in references:
        line = next(number for number, line in enumerate(lines, 1) if f"<<{reference.target}>>" in line)
        start = reference.span.start
        assert (start.line, start.column) == (line, lines[line - 1].index(f"<<{reference.target}>>") + 3)
