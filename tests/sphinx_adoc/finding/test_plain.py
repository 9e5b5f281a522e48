"""Plain data gives back what was written, and nothing but values of the right types, whatever it holds."""

import json
from dataclasses import make_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph import Summary, summarize
from sphinx_adoc.syntax.document import parse, parse_file
from sphinx_adoc.syntax.source import Place, Span

from tests.conftest import CHECKOUT
from tests.conftest import shared as outside

SUMMARY = Plain(Summary)
OWN = sorted(path for folder in ("docs", "tests") for path in (CHECKOUT / folder).rglob("*.adoc") if path.is_file())
TEXTS = st.text(st.characters(), max_size=12)
PLACES = st.builds(Place, TEXTS, st.integers(0, 9), st.integers(0, 9))
SPANS = st.builds(Span, PLACES, PLACES)
FINDINGS = st.builds(
    Finding,
    st.sampled_from([*Code]),
    TEXTS,
    SPANS,
    related=st.lists(st.builds(Related, TEXTS, SPANS), max_size=2).map(tuple),
    fix=st.none() | st.builds(Fix, TEXTS, SPANS, before=TEXTS, replacement=TEXTS),
    severity=st.sampled_from(["error", "warning", "info"]),
    hint=TEXTS,
    variants=st.lists(TEXTS, max_size=2).map(tuple),
    stack=st.lists(PLACES, max_size=2).map(tuple),
)


@pytest.mark.parametrize("folder", ["docs", "tests"])
def test_every_summary_of_the_own_documents_comes_back(folder):
    for path in OWN:
        if path.is_relative_to(CHECKOUT / folder):
            made = summarize(parse_file(path))
            assert SUMMARY.loads(SUMMARY.dumps(made)) == made


@pytest.mark.parametrize("corpus", ["pve-docs", "riscv-isa-manual", "spring-framework"])
def test_every_summary_of_a_corpus_comes_back(corpus):
    root = outside(f"corpora/{corpus}")
    documents = sorted(root.rglob("*.adoc"))
    assert documents
    for path in documents:
        made = summarize(parse_file(path))
        assert SUMMARY.loads(SUMMARY.dumps(made)) == made


@given(FINDINGS)
def test_every_finding_comes_back(finding):
    form = Plain(Finding)
    written = form.dumps(finding)
    assert written.isascii()
    assert "\n" not in written
    assert form.loads(written) == finding


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_other_data_is_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011 (any: what is wrong is nobody's business)
        SUMMARY.loads(json.dumps(data))


def nodes(data, path=()):
    yield path
    for at, each in enumerate(data if isinstance(data, list) else ()):
        yield from nodes(each, (*path, at))


DOCUMENT = parse("= A\n\n[[x]]\n== B <<other.adoc#y>>\n\n<<x>> image:a.png[] {gone}\n", "a.adoc")
WRITTEN = SUMMARY.dumps(summarize(DOCUMENT))
PATHS = [path for path in nodes(json.loads(WRITTEN)) if path]


@given(st.sampled_from(PATHS), JSON)
def test_data_with_one_value_exchanged_is_refused_or_a_summary(path, value):
    data = json.loads(WRITTEN)
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    try:
        read = SUMMARY.loads(json.dumps(data))
    except ValueError:
        return
    assert json.loads(SUMMARY.dumps(read))[1] is not None
    assert all(isinstance(anchor.span.start.line, int) and isinstance(anchor.id, str) for anchor in read.anchors)


@pytest.mark.parametrize("text", ["", "{", "[]", "[[],[]]", "null", "[" * 100_000, '[["a"],' + "[" * 100_000, "\ud800"])
def test_text_that_is_cut_off_or_foreign_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 (any: what is wrong is nobody's business)
        SUMMARY.loads(text)


@pytest.mark.parametrize("number", [-1, 99, True, 1.0, "1", None])
def test_a_place_has_natural_numbers_and_a_path_of_the_table(number):
    form = Plain(Place)
    assert form.loads('[["a"],[0,1,2]]') == Place("a", 1, 2)
    with pytest.raises(ValueError):  # noqa: PT011 (any: what is wrong is nobody's business)
        form.loads(json.dumps([["a"], [number, 1, 2]]))


@pytest.mark.parametrize("number", [0.0, -1.5, 1e300, float("inf")])
def test_numbers_with_fractions_come_back(number):
    form = Plain(tuple[float, ...])
    assert form.loads(form.dumps((number,))) == (number,)
    with pytest.raises(ValueError):  # noqa: PT011 (any: what is wrong is nobody's business)
        form.loads('[[],["1.5"]]')


def test_a_type_without_a_plain_form_is_refused_when_it_is_declared():
    holder = make_dataclass("Holder", [("path", Path)], frozen=True)
    with pytest.raises(TypeError, match="no plain form"):
        Plain(holder)
