"""What stops TeX in a formula. That it does is held by tests/consumers/test_pdf.py, with these formulas."""

import pytest
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import summarize
from sphinx_adoc.graph.tex import block_of, inline_of, is_display, trouble
from sphinx_adoc.syntax.document import parse

from tests.formulas import BLOCKS, INLINE, WRONG_BLOCKS, WRONG_INLINE


@pytest.mark.parametrize(("tex", "words"), WRONG_INLINE)
def test_what_stops_tex_in_running_text(tex, words):
    found = trouble(tex, block=False)
    assert found is not None
    assert words in found.message
    assert 0 <= found.start < found.end <= len(tex)


@pytest.mark.parametrize(("tex", "words"), WRONG_BLOCKS)
def test_what_stops_tex_in_a_block(tex, words):
    found = trouble(tex, block=True)
    assert found is not None
    assert words in found.message


@pytest.mark.parametrize("tex", INLINE)
def test_what_is_right_in_running_text(tex):
    assert trouble(tex, block=False) is None


@pytest.mark.parametrize("tex", BLOCKS)
def test_what_is_right_in_a_block(tex):
    assert trouble(tex, block=True) is None


@pytest.mark.parametrize(("tex", "made"), [
    ("a &= b", "a &= b"),
    ("a & b & c", r"\begin{aligned}a & b & c\end{aligned}"),
    (r"\begin{matrix}a & b & c\end{matrix}", r"\begin{matrix}a & b & c\end{matrix}"),
    ("a % why\nb", "a b"),
    (r"50\% % why", r"50\%"),
    ("a\n \nb", "a\n\nb"),
    ("{a\n\nb}", "{a\nb}"),
    (r"\[x\]", "x"),
    ("$$x$$", "x"),
    (r"a \[b\]", r"a \[b\]"),
])  # fmt: skip
def test_a_block_is_made_what_every_output_takes(tex, made):
    assert block_of(tex) == made


def test_delimiters_around_a_formula_are_none_of_it():
    assert inline_of(r" \(x\) ") == "x"
    assert trouble(r"\(x\)", block=False) is None


@pytest.mark.parametrize(("tex", "display"), [
    (r"\begin{align*}a\end{align*}", True),
    (r"\begin{pmatrix}a\end{pmatrix}", False),
    (r"\begin{aligned}a\end{aligned}", False),
    ("x", False),
])  # fmt: skip
def test_displays_are_those_that_stand_by_themselves(tex, display):
    assert is_display(tex) is display


def found(text: str) -> list[Finding]:
    return [each for each in summarize(parse(text)).findings if each.code == "formula-malformed"]


@pytest.mark.parametrize(("text", "line", "column"), [
    (r"See latexmath:[\frac{a}{b} & c].", 3, 28),
    ("Two\nlines latexmath:[a_b_c].", 4, 21),
    ("[latexmath]\n++++\nx\na_b_c\n++++", 6, 4),
    ("|===\na|latexmath:[x^]\n|===", 4, 15),
    (".Of latexmath:[x^]\nText.", 3, 17),
])  # fmt: skip
def test_the_finding_is_at_its_column(text, line, column):
    (finding,) = found(f"= Page\n\n{text}\n")
    assert (finding.span.start.line, finding.span.start.column) == (line, column)


def test_asciimath_is_not_looked_at():
    assert found("= Page\n\nstem:[a_b_c] stem:[x % y]\n\n[stem]\n++++\n{a\n++++\n") == []
