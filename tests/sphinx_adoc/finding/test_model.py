"""Findings as values: order, variants, severities."""

import pytest
from sphinx_adoc.codes import INFO, Code
from sphinx_adoc.finding import Finding, from_problem, merge_variants, ordered, with_severities
from sphinx_adoc.syntax.source import Place, Problem, Span


def at(line, column=1, path="a.adoc"):
    return Span(Place(path, line, column), Place(path, line, column + 2))


def finding(line=1, column=1, code=Code.ID_DUPLICATE, message="m", path="a.adoc", **more):
    return Finding(code, message, at(line, column, path), **more)


def test_a_problem_keeps_all_it_says():
    stack = (Place("book.adoc", 4, 1),)
    made = from_problem(Problem(Code.TABLE_COLS, "wrong", at(3), severity=INFO, hint="do this", stack=stack))
    assert made == Finding(Code.TABLE_COLS, "wrong", at(3), severity=INFO, hint="do this", stack=stack)


def test_the_severity_is_the_one_of_the_code_unless_another_is_given():
    for make in (Finding, Problem):
        assert make(Code.SECTION_SEQUENCE, "wrong", at(3)).severity == "warning"
        assert make(Code.SECTION_SEQUENCE, "wrong", at(3), severity=INFO).severity == "info"


@pytest.mark.parametrize("make", [Finding, Problem])
def test_what_is_not_in_the_table_cannot_be_reported(make):
    with pytest.raises(TypeError, match=r"argument 'code' must be .* not 'section-sequence'"):
        make("section-sequence", "wrong", at(3))


def test_a_project_gives_codes_severities_of_its_own():
    changed = with_severities([finding(1), finding(2, code=Code.TABLE_COLS)], {Code.TABLE_COLS: INFO})
    assert changed == [finding(1), finding(2, code=Code.TABLE_COLS, severity=INFO)]


def test_order_is_by_file_line_and_column_as_numbers():
    mixed = [finding(10), finding(9, 20), finding(9, 3), finding(1, path="b.adoc"), finding(2)]
    assert [(f.span.start.path, f.span.start.line, f.span.start.column) for f in ordered(mixed)] == [
        ("a.adoc", 2, 1), ("a.adoc", 9, 3), ("a.adoc", 9, 20), ("a.adoc", 10, 1), ("b.adoc", 1, 1)]  # fmt: skip


def test_the_same_said_twice_comes_once():
    assert ordered([finding(), finding(), finding(code=Code.TABLE_COLS)]) == [finding(), finding(code=Code.TABLE_COLS)]


def test_the_text_joins_message_hint_and_variants():
    assert finding(hint="do this", variants=("man", "wiki")).text == "m; do this (in: man, wiki)"


def test_a_finding_of_all_variants_names_none():
    merged = merge_variants({"default": [finding(1), finding(2)], "wiki": [finding(2), finding(3)]})
    assert merged == [finding(1, variants=("default",)), finding(2), finding(3, variants=("wiki",))]


def test_a_variant_that_found_the_same_twice_is_named_once():
    merged = merge_variants({"default": [finding(1), finding(1)], "wiki": []})
    assert merged == [finding(1, variants=("default",))]


def test_a_hint_that_differs_between_variants_does_not_split_a_finding():
    merged = merge_variants({"a": [finding(hint="one")], "b": [finding(hint="two")]})
    assert merged == [finding(hint="one")]
