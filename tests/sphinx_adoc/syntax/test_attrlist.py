"""Attribute lists: positional and named entries, quotes, shorthand, and what is wrong with them."""

import pytest
from sphinx_adoc.syntax.attrlist import parse_attrlist, parse_phrase_attributes, parse_shorthand

from tests.timing import cpu_time


@pytest.mark.parametrize(
    ("text", "positional", "named"),
    [
        ("", [], {}),
        ("quote", ["quote"], {}),
        ("quote, Jane Roe , Letters", ["quote", "Jane Roe", "Letters"], {}),
        ("a,,c", ["a", None, "c"], {}),
        ("a,", ["a", None], {}),
        (",b", [None, "b"], {}),
        ('cols="1,2"', [None], {"cols": "1,2"}),
        ("first, width = 10 , last", ["first", None, "last"], {"width": "10"}),
        (r'title="say \"hi\""', [None], {"title": 'say "hi"'}),
        ("title='it\\'s'", [None], {"title": "it's"}),
        ('"a,b",c', ["a,b", "c"], {}),
        ('name=""', [None], {"name": ""}),
        ("name=", [None], {"name": ""}),
        ("name=,x", [None, "x"], {"name": ""}),
        ("name=None,x", [None, "x"], {}),
        ("!off", ["!off"], {}),
        ("=odd=", ["=odd="], {}),
        ("two words=no", ["two words=no"], {}),
        ("%header.role", ["%header.role"], {}),
    ],
)
def test_entries(text, positional, named):
    result = parse_attrlist(text)
    assert (result.positional, result.named, result.problems) == (positional, named, [])


def test_positional_names_count_all_entries():
    result = parse_attrlist("Sunset, width=9, 200", ["alt", "width", "height"])
    assert result.named == {"alt": "Sunset", "width": "9", "height": "200"}


@pytest.mark.parametrize("text", ['options="header, footer"', "opts='header,footer'"])
def test_options(text):
    result = parse_attrlist(text)
    assert (result.options, result.named) == (["header", "footer"], {})


def test_offsets_and_quotes():
    text = "style, title='x y', n=\"1\""
    entries = parse_attrlist(text).entries
    assert [text[e.start : e.end] for e in entries] == ["style", "title='x y'", 'n="1"']
    assert [text[e.value_start] for e in entries] == ["s", "x", "1"]
    assert [e.quote for e in entries] == ["", "'", '"']


@pytest.mark.parametrize(
    ("text", "value", "start"), [('title="open, x', '"open', 6), ("a,b='c", "'c", 4), ('"\\"', '"\\"', 0)]
)
def test_unclosed_quote_is_a_problem(text, value, start):
    result = parse_attrlist(text)
    assert [p.start for p in result.problems] == [start]
    assert "never closed" in result.problems[0].message
    assert value in [entry.value for entry in result.entries]


def test_text_after_a_quoted_value_is_a_problem():
    result = parse_attrlist('a="1"b')
    assert result.named == {"a": "1"}
    assert result.positional == [None, "b"]
    assert "comma" in result.problems[0].hint


def test_shorthand():
    got = parse_shorthand("source#one.red.big%linenums")
    assert (got.style, got.id, got.roles, got.options) == ("source", "one", ["red", "big"], ["linenums"])
    assert parse_shorthand("two words.no").style == "two words.no"
    assert parse_shorthand("#a").style is None
    assert len(parse_shorthand("a..b#").problems) == 2
    assert parse_shorthand("#a#b").problems[0].start == 2


@pytest.mark.parametrize(
    ("text", "id_", "roles"),
    [
        (".a.b", None, ("a", "b")),
        ("#i", "i", ()),
        ("#i.a.b", "i", ("a", "b")),
        (".a#i.b", "i", ("a", "b")),
        ("big red", None, ("big", "red")),
        (" .a , x", None, ("a",)),
        ("", None, ()),
    ],
)
def test_phrase_attributes(text, id_, roles):
    assert parse_phrase_attributes(text) == (id_, roles)


@pytest.mark.parametrize("unit", ['"', "',", '"\\"', "a=", " ", "a='b,", ",", "\\", '="'])
def test_hostile_lists_take_linear_time(unit):
    def cost(count):
        return cpu_time(lambda: parse_attrlist(unit * count))

    assert cost(16000) < 40 * (cost(2000) + 1e-4)
