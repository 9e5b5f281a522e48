"""Formulas: what only sets something passes; what opens, runs, links or escapes is refused with the reason."""

import pytest
from sphinx_adoc.gate.tex import refusal

TRICKS = "it has characters that mean more than themselves"
COMMAND = "the command '{}' is not on the list of harmless ones"
ENVIRONMENT = "the environment '{}' is not on the list of harmless ones"


@pytest.mark.parametrize(
    "formula",
    [
        "", "x", "a_1^2 + b", r"\frac{1}{2}", r"\alpha\,\beta\;c", r"a \\ b & c", r"\{x\}", r"\left( x \right)",
        r"\operatorname*{x}",
        r"\begin{matrix} a & b \\ c & d \end{matrix}", r"\begin{align*} a &= b \end{align*}",
        r"\begin {matrix}a\end {matrix}",
        "a\tb\nc", r"x^{y^{z}}", r"\\", r"{\{}",
    ],
)  # fmt: skip
def test_formulas(formula):
    assert refusal(formula) == ""


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        *((f"a{sign}b", TRICKS) for sign in ("^^", "%", "#", "$", "`", "\x00", "\x08", "\x0b", "\x1f", "\x7f")),
        (r"\input{a}", COMMAND.format(r"\input")),
        (r"\write18{a}", COMMAND.format(r"\write")),
        (r"\href{a}{b}", COMMAND.format(r"\href")),
        (r"\csname x\endcsname", COMMAND.format(r"\csname")),
        (r"\def\x{y}", COMMAND.format(r"\def")),
        (r"\input*{a}", COMMAND.format(r"\input*")),
        (r"\@x", COMMAND.format(r"\@")),
        (r"\ä", COMMAND.format(r"\ä")),
        ("x\\", COMMAND.format("\\")),
        (r"\begin{filecontents}x\end{filecontents}", ENVIRONMENT.format("filecontents")),
        (r"\begin{filecontents*}x\end{filecontents*}", ENVIRONMENT.format("filecontents")),
        (r"\begin x", "an environment has no name"),
        (r"\begin{matrix}\end", "an environment has no name"),
        ("}", "it closes a brace that it did not open"),
        ("{}}{", "it closes a brace that it did not open"),
        ("{", "it leaves a brace open"),
        (r"\{}", "it closes a brace that it did not open"),
        (r"{\}", "it leaves a brace open"),
        ("{{}", "it leaves a brace open"),
    ],
)
def test_formulas_that_do_more(formula, why):
    assert refusal(formula) == why
