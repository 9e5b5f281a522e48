"""Which facts a changed piece of text states."""

import re

import pytest
from sphinx_adoc.review.fates.facts import facts
from sphinx_adoc.review.fates.words import changes
from sphinx_adoc.review.states.piece import FORMATTING, Feature, Piece
from sphinx_adoc.syntax.source import Place


def piece(text, kind="paragraph"):
    line = ("a.adoc", 1)
    codes = tuple(Feature(FORMATTING, "code", code, line) for code in re.findall("`(.+?)`", text))
    return Piece("", kind, "", text.replace("`", ""), text, Place(*line, 1), codes, frozenset({line}))


def stated(before, after, kind="paragraph"):
    pair = [(before and piece(before, kind), after and piece(after, kind))]
    return [(fact.before, fact.after) for fact in facts(changes("a.adoc", pair))]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("It waits 30 seconds, then 90 s.", ["30 seconds", "90 s"]),
        ("It takes one minute for each one.", ["one minute"]),
        ("Three nodes, of which 2 disks fail.", ["Three nodes", "2 disks"]),
        ("IEEE 802.3ad was there in 2024, see section 3.", []),
        ("A disk of 10 GB costs $30 or 25 EUR, 5% off.", ["10 GB", "$30", "25 EUR", "5%"]),
        ("Twice a day, 3 a week.", []),
        ("Version 8.10 is needed, of the release 3.", ["Version 8.10", "release 3"]),
        ("No quantity at all.", []),
        ("It costs 5 € or 7 ₽.", ["5 €", "7 ₽"]),
        ("Set `bond-lacp-rate fast` and `port 8006`.", ["bond-lacp-rate fast", "port 8006"]),
        ("Set `miimon=100`, `mode: x`.", ["miimon=100", "mode: x"]),
        ("`ha=<basic|static>`, `x=[y]` and `a: {b}` are forms of options.", []),
        ("Run `apt-get update`, open `http://a.example` or `a::b`.", []),
    ],
)
def test_text_that_came_or_went_states_its_quantities(text, quantities):
    assert stated(None, text) == [("", words) for words in quantities]
    assert stated(text, None) == [(words, "") for words in quantities]


def test_new_code_states_nothing():
    assert stated(None, "sleep 30 seconds", "line") == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("It takes one minute.", "It takes two minutes.", [("one minute", "two minutes")]),
        ("It runs 5 a day.", "It runs 6 a day.", [("5", "6")]),
        ("A fuse of 5 A is enough.", "A fuse of 6 A is enough.", [("5 A", "6 A")]),
        ("The ticket costs 5 € today.", "The ticket costs 5 $ today.", [("5 €", "5 $")]),
        ("Its `bond-lacp-rate slow` is set.", "Its `bond-lacp-rate fast` is set.", [("slow", "fast")]),
        ("First text.", "It takes two weeks, and costs 1,000 EUR.", [("", "two weeks"), ("", "1,000 EUR")]),
        ("It takes two weeks, so far.", "Nobody has said 5% yet.", [("two weeks", ""), ("", "5%")]),
        ("It takes 5 weeks, so far.", "That is all; 5 weeks it will be.", []),
    ],
)
def test_a_number_that_became_another_one(before, after, said):
    assert stated(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("The lamp turns.", "The lamp never turns.", [("", "never")]),
        ("The nodes vote here, at the start.", "None of the nodes vote here, at the start.", [("", "None")]),
        ("The lamp turns alone, as before.", "The lamp only turns alone, as before.", [("", "only")]),
        ("The mode is auto or full here.", "The mode is auto, full or none here.", []),
        ("The mode is auto or full here.", "The mode is none, auto or full here.", []),
        ("The mode: auto|full, as it is set.", "The mode: auto|none|full, as it is set.", []),
        ("The disk is mounted at the start.", "The disk is mounted read-only at the start.", []),
        ("It runs with the option --cache at home.", "It runs with the option --no-cache at home.", []),
        ("The policy is full at the start.", "The policy is 'none' at the start.", []),
    ],
)
def test_a_negation_that_came_and_a_name_that_is_none(before, after, said):
    assert stated(before, after) == said
