"""The table of attacks in the guide, from the tests: each row is a test, or a file that one reads.

A test says what it holds by its mark ``attack``: what is tried, on which surface, and what comes of it.
Pages that attack are files in ``sphinx_adoc/publish/attacks``; what comes of them follows from how their names begin.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PAGES = TESTS / "sphinx_adoc" / "publish" / "attacks"
OUTCOMES = {
    "raw": "shown as text",
    "counter": "shown as text",
    "directive": "not carried out, or without what it brings in",
    "role-that": "not carried out",
    "role-for": "nothing is taken along",
    "formula": "shown as text",
    "place": "`docdir` is `.`",
    "link": "no link, or none that leaves its attribute",
    "toctree": "no entry",
    "authors": "no link",
    "image": "not shown and not copied; its words stand there",
    "video": "not played and not copied",
    "include": "not included",
    "tables-width": "left out",
    "header": "text, or left out",
    "review-of": "not run",
    "": "characters that could end an attribute are replaced or escaped",
}


def rows() -> Iterator[tuple[str, str, str]]:
    """What is tried, where, and what comes of it."""
    for path in sorted(PAGES.glob("*.adoc")):
        outcome = next(said for start, said in OUTCOMES.items() if path.stem.startswith(start))
        yield path.stem.replace("-", " "), "page of a stranger, in every builder", outcome
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield from _marked(node)


def _marked(function: ast.FunctionDef) -> Iterator[tuple[str, str, str]]:
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.attack":
            said = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
            yield ast.literal_eval(mark.args[0]), said["surface"], said["outcome"]


def table() -> str:
    """The table in AsciiDoc, by surface."""
    by_surface = sorted(rows(), key=lambda row: (row[1], row[0]))
    lines = "\n".join(f"|{what} |{where} |{outcome}" for what, where, outcome in by_surface)
    return f'[%header,cols="4,3,4"]\n|===\n|Attack |Surface |Outcome\n\n{lines}\n|==='
