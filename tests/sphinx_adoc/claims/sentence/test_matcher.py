"""The matcher: the longest spelling, numbers in spellings, and time that grows with the text."""

import pytest
from sphinx_adoc.claims.sentence.matcher import Match, Matcher, Overlap
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.project.vocabulary import kinds, written

from tests.timing import cpu_time

VOCABULARY = Vocabulary(
    kinds(
        {
            "fault": {"tx": ["cannot transmit", "transmit"], "rx": "cannot receive"},
            "nodes": ["{} nodes", "cluster of {}", "{}-node cluster"],
            "policy": ["layer2", "layer2+3", "round robin"],
            "robin": ["robin hood"],
        }
    )
)


def found(text):
    matches = Matcher(VOCABULARY).find(written(text))
    return [(match.entry.member, match.number) for match in matches if isinstance(match, Match)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it cannot transmit", [("tx", None)]),
        ("It CANNOT\nTransmit.", [("tx", None)]),
        ("it transmits", []),
        ("three nodes", [("{} nodes", 3)]),
        ("twenty-one nodes", [("{} nodes", 21)]),
        ("1,500 nodes", [("{} nodes", 1500)]),
        ("sound nodes", []),
        ("a cluster of 4.", [("cluster of {}", 4)]),
        ("a three-node cluster", [("{}-node cluster", 3)]),
        ("layer2+3, layer2", [("layer2+3", None), ("layer2", None)]),
        ("layer2-like", []),
        ("the node\u2019s layer2\u2019s", [("layer2", None)]),
        ("it can never wait", [("can", None), ("never", None)]),
    ],
)
def test_what_is_found(text, expected):
    assert found(text) == expected


def test_spellings_that_overlap_are_told():
    (overlap, match) = Matcher(VOCABULARY).find(written("round robin hood"))
    assert isinstance(overlap, Overlap)
    assert (overlap.second.entry.member, match.entry.member) == ("robin hood", "round robin")


def test_time_grows_with_the_text():
    matcher = Matcher(VOCABULARY)
    words = written("cluster of cluster of 3 round nodes cannot ") * 2_000
    short, long = cpu_time(lambda: list(matcher.find(words))), cpu_time(lambda: list(matcher.find(words * 4)))
    assert long < 8 * short
