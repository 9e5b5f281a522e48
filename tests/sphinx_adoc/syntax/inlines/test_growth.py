"""Hostile texts take time linear in their length. Four times the text must not take sixteen times as long."""

import pytest
from sphinx_adoc.syntax import inlines

from tests.sphinx_adoc.syntax.inlines.helpers import Host, text_of
from tests.timing import cpu_time

UNITS = [
    "*", "_", "`", "#", "^", "~a ", "*a ", "*a* ", '"`', "``x", "**a", "[", "[[[[", "[*", "[a*", "[a]*", "*a]", "[x]",
    "[x]#a ", "]+", "+", "+a", "++a", "+++a", "$$", "`+a", "pass:[", "pass:a,", "stem:[", "{", "{a", "{no}\n", "{set:",
    "{counter:x}", "\\", "\\*", "<<", "<<a", "<<a,", "xref:a", "xref:a[", "link:", "link:x[", "link:a[b=c]",
    'link:a[b="c\\"', "mailto:", "http://", "http://x[", "<http://a", "http://a;", "http://x,,,", "a@", "@a", "a@b.",
    "image:a", "image:a[", "((", "(((", "((a", "))", "indexterm:[", "[[a", "[[a,", "anchor:a[", "footnote:[",
    "footnote:a[x]", "kbd:[", "menu:F[", '"', '"a > ', "doc:x[", "^", "--", " -- ", "a'", "&", "&#", "...", "<1> ",
    " +\n", "\n", "*a _b* c_ ", '"`a *b`" c* ', "((a *b)) c* ",
]  # fmt: skip


SHAPES = [
    ("http://a", ",", "a"),
    ("(((", '"a', ")))"),
    ("((", "a", "))"),
    ("link:", "a", "[b]"),
    ("link:a[", "\\]", "]"),
    ("", "{plus}", ""),
    ("*", "+a+ ", "*"),
    ("image:", "a b", "[c]"),
    ('link:a[b="', "c ", '"]'),
    ("footnote:[", "*a* ", "]"),
    ("a", "&amp;", "@b.org"),
]


def cost(raw, compat):
    """Seconds of processor time to parse a text."""
    attributes = {"experimental": "", **({"compat-mode": ""} if compat else {})}
    texts = iter([text_of(raw, Host(attributes, frozenset({"doc"}))) for _ in range(3)])  # a text is parsed once
    return cpu_time(lambda: inlines.parse(next(texts)))


@pytest.mark.parametrize(("before", "unit", "after"), SHAPES)
def test_growth_of_one_construct(before, unit, after):
    small = cost(before + unit * 3000 + after, compat=False)
    assert cost(before + unit * 12000 + after, compat=False) < 10 * small + 0.01


@pytest.mark.parametrize("compat", [False, True], ids=["modern", "compat"])
@pytest.mark.parametrize("unit", UNITS)
def test_growth(unit, compat):
    small = cost(unit * 800, compat)
    assert cost(unit * 3200, compat) < 10 * small + 0.01
