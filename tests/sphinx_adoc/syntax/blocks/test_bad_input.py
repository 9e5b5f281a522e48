"""Bad input: reading it never raises, says what is wrong, and takes time that grows linearly.

Times are compared with each other, never with seconds: four times the input may take at most eight times as long.
"""

from pathlib import Path

import pytest
from sphinx_adoc.syntax.document import Document, parse, parse_file

from tests.sphinx_adoc.syntax.blocks.bad_input import BAD, settings_for
from tests.timing import cpu_time

ENOUGH = 0.004  # seconds: what is faster than this says little of growth


def seconds(name: str, size: int) -> float:
    """Of processor time, to read a document and all its text."""
    text, settings = BAD[name](size), settings_for(name)
    return cpu_time(lambda: parse(text, settings=settings).read_all(), times=1)


def grows_linearly(name: str) -> bool:
    """Whether four times the input takes less than eight times as long, at a size that takes long enough."""
    size = 50
    while (small := seconds(name, size)) < ENOUGH and size < 50_000:
        size *= 3
    return seconds(name, 4 * size) < 8 * max(small, ENOUGH)


@pytest.mark.parametrize("name", BAD)
def test_time_grows_linearly(name: str) -> None:
    assert any(grows_linearly(name) for _ in range(3)), "the best of three: the machine may be busy"


def codes(document: Document) -> list[tuple[str, int]]:
    """What is wrong and in which line."""
    document.read_all()
    return [(problem.code, problem.span.start.line) for problem in document.problems]


def _tables_in_lists() -> str:
    """Lists thirty deep, in the last item a table, in its cell lists again, and so on: no part is deep by itself."""
    items = "\n".join("*" * (1 + i) + " x" for i in range(30))
    text = "x"
    for length, separator in enumerate(":;&$%@~", 4):
        delimiter = "|" + "=" * length
        text = f'{items}\n+\n[cols=a,separator="{separator}"]\n{delimiter}\n{separator}\n{text}\n{delimiter}'
    return text


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("x\n\n" + "\n".join("=" * (4 + i) for i in range(500)), "nesting-too-deep", 67, id="blocks"),
        pytest.param("x\n\n" + "\n".join("_" * (4 + i) for i in range(500)), "nesting-too-deep", 67, id="quotes"),
        pytest.param("\n".join("*" * (1 + i) + " x" for i in range(500)), "nesting-too-deep", 66, id="lists"),
        pytest.param(_tables_in_lists(), "nesting-too-deep", 72, id="tables in lists"),
        pytest.param("> " * 10_000 + "x", "nesting-too-deep", 1, id="Markdown quotes"),
        pytest.param("x\n\n" + "ifdef::asciidoctor[]\n" * 10_000, "conditional-unclosed", 3, id="conditionals"),
        pytest.param("x\n\n|===\na|\n" + "!===\na!\n" * 2_000, "block-unclosed", 3, id="tables"),
        pytest.param("x\n\n----\ncode", "block-unclosed", 3, id="listing"),
        pytest.param("a\n\n[#x]\n", "metadata-orphaned", 3, id="attributes at the end"),
    ],
)
def test_what_is_too_deep_or_open_is_said_where_it_begins(text: str, code: str, line: int) -> None:
    assert (code, line) in codes(parse(text))


def test_lists_fifty_deep_are_read() -> None:
    document = parse("\n".join("*" * (1 + i) + f" item {i}" for i in range(50)))
    assert [block.name for block in document.walk()].count("listItem") == 50
    assert codes(document) == []


def test_blocks_thirty_deep_are_read() -> None:
    fences = ["=" * (4 + i) for i in range(30)]
    document = parse("\n".join([*fences, "deep", *reversed(fences)]))
    assert [block.name for block in document.walk()].count("example") == 30
    assert codes(document) == []


def test_ids_of_ten_thousand_sections_of_one_title_differ() -> None:
    document = parse("== Title\n\n" * 10_000)
    ids = [block.id for block in document.walk() if block.name == "section"]
    assert len(set(ids)) == 10_000
    assert ids[-1] == "_title_10000"


def test_values_that_swell_a_document_come_to_an_end() -> None:
    document = parse(f":a: {'x' * 4000}\n\n{'{a}' * 2000}\n\n|===\na|{{a}}\n|===\n")
    document.read_all()
    assert codes(document) == [("attribute-limit", 3), ("attribute-limit", 6)]
    assert sum(len(text.plain) for block in document.walk() for text in block.texts()) < 5_000_000


def test_includes_that_multiply_come_to_an_end(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.adoc").write_text(f"include::{number + 1}.adoc[]\n\n" * 2)
    (tmp_path / "30.adoc").write_text("text\n")
    assert "include-limit" in {code for code, _ in codes(parse_file(tmp_path / "0.adoc"))}


def test_includes_too_deep_are_named(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.adoc").write_text(f"x\n\ninclude::{number + 1}.adoc[]\n")
    document = parse_file(tmp_path / "0.adoc")
    assert codes(document) == [("include-depth", 3)]
    assert document.problems[0].span.start.path == str(tmp_path / "64.adoc")
