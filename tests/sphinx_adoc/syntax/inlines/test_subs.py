"""The attribute ``subs``, and attribute references in strings."""

import pytest
from sphinx_adoc.syntax.attributes import PassValue
from sphinx_adoc.syntax.inlines import INTRINSIC, resolve_subs, substitute_attributes
from sphinx_adoc.syntax.tree import NORMAL, VERBATIM

from tests.sphinx_adoc.syntax.inlines.helpers import Host, text_of


@pytest.mark.parametrize(
    ("spec", "default", "names"),
    [
        ("normal", VERBATIM, NORMAL),
        ("verbatim", NORMAL, VERBATIM),
        ("none", NORMAL, ()),
        ("quotes, macros", VERBATIM, ("quotes", "macros")),
        ("+quotes", VERBATIM, ("specialcharacters", "callouts", "quotes")),
        ("attributes+", VERBATIM, ("attributes", "specialcharacters", "callouts")),
        ("-callouts", VERBATIM, ("specialcharacters",)),
        ("attributes+,+quotes,-callouts", VERBATIM, ("attributes", "specialcharacters", "quotes")),
        ("quotes,quotes", (), ("quotes",)),
        ("specialchars", (), ("specialcharacters",)),
        ("+normal", ("callouts",), ("callouts", *NORMAL)),
        ("", NORMAL, ()),
    ],
)
def test_a_block_names_its_substitutions(spec, default, names):
    assert resolve_subs(spec, default) == names


def test_single_letters_count_in_a_pass_macro_alone():
    assert resolve_subs("q,a", inline=True) == ("quotes", "attributes")
    assert resolve_subs("n,-m", inline=True) == tuple(name for name in NORMAL if name != "macros")
    assert resolve_subs("v", inline=True) == ("specialcharacters",)
    unknown = []
    assert resolve_subs("q,macros", report=unknown.append) == ("macros",)
    assert unknown == ["q"]


def test_unknown_names_are_reported_and_left_out():
    unknown = []
    assert resolve_subs("quotes,zoom,callouts", inline=True, report=unknown.append) == ("quotes",)
    assert unknown == ["zoom", "callouts"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("plain", "plain"),
        ("{a}/{A}", "x/x"),
        ("\\{a}", "{a}"),
        ("{none}", "{none}"),
        ("{counter:c}{counter:c}{c}", "122"),
        ("{set:b:2}{b}", "2"),
        ("{startsb}{endsb}{nbsp}", "[]\u00a0"),
        ("{a", "{a"),
        ("{counter:open", "{counter:open"),
    ],
)
def test_references_in_a_string(raw, value):
    assert substitute_attributes(raw, Host({"a": "x"}), 0) == value


@pytest.mark.parametrize(
    ("policy", "value"), [("skip", "a {b}\nc"), ("drop", "a \nc"), ("drop-line", "c"), ("warn", "a {b}\nc")]
)
def test_missing_attributes(policy, value):
    told = []
    got = substitute_attributes("a {b}\nc", Host(), 0, policy, lambda *place, **more: told.append((place, more)))
    assert got == value
    (((code, message, start, end), more),) = told
    assert (code, start, end) == ("attribute-missing", 2, 5)
    assert "'b'" in message
    assert ":b:" in more["hint"]
    assert more["severity"] == ("warning" if policy == "warn" else "info")


def test_the_document_rules_what_happens_to_missing_attributes():
    assert substitute_attributes("{x}", Host({"attribute-missing": "drop-line"}), 0) == ""
    assert substitute_attributes("a{set:x!}", Host({"attribute-undefined": "drop"}), 0) == "a"
    assert substitute_attributes("a{set:x!}", Host(), 0) == ""


def test_a_composed_value_is_still_passed_through():
    host = Host({"b": PassValue("<b>", ())})
    host.attributes["all"] = substitute_attributes("a {b} c {plus}", host, 0)
    assert host.attributes["all"] == "a <b> c +"
    nodes = text_of("{all}", host).inlines
    assert [(type(node).__name__, node.value) for node in nodes] == [("Text", "a "), ("Raw", "<b>"), ("Text", " c +")]


def test_a_document_attribute_beats_the_character_of_the_same_name():
    assert INTRINSIC["sp"] == " "
    assert substitute_attributes("{sp}", Host({"sp": "own"}), 0) == "own"
