"""The table of attacks in the guide, made from the tests: each attack is a test, or a file that one reads.

A test declares by its mark ``attack`` what is tried, on which surface, and the outcome. Pages that attack are files in
``sphinx_adoc/publish/attacks``; their outcome follows from how their names begin.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PAGES = TESTS / "sphinx_adoc" / "publish" / "attacks"
OUTCOMES = {
    "raw": "shown as text",
    "counter": "shown as text",
    "directive": "not carried out, or carried out without the files that it names",
    "role-that": "not carried out",
    "role-for": "the file is not copied",
    "formula": "shown as text",
    "place": "`docdir` is `.`",
    "link": "no link, or none that leaves its attribute",
    "toctree": "no entry",
    "authors": "no link",
    "image": "not shown and not copied; its alternative text is shown",
    "video": "not played and not copied",
    "include": "not included",
    "tables-width": "left out",
    "header": "text, or left out",
    "review-of": "not run",
    "": "characters that could end an attribute are replaced or escaped",
}


def rows() -> Iterator[tuple[str, str, str]]:
    """Give attack, surface and outcome of each."""
    for path in sorted(PAGES.glob("*.adoc")):
        outcome = next(words for start, words in OUTCOMES.items() if path.stem.startswith(start))
        yield path.stem.replace("-", " "), "page of a stranger, in every builder", outcome
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield from _marked(node)


def _marked(function: ast.FunctionDef) -> Iterator[tuple[str, str, str]]:
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.attack":
            keywords = {word.arg: ast.literal_eval(word.value) for word in mark.keywords}
            yield ast.literal_eval(mark.args[0]), keywords["surface"], keywords["outcome"]


def table() -> str:
    """The table in AsciiDoc: a row for each outcome on a surface, with all attacks that have it."""
    attacks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for attack, surface, outcome in rows():
        attacks[surface, outcome].append(attack)
    lines = "\n".join(
        f"|{where} |{'; '.join(sorted(names))} |{outcome}" for (where, outcome), names in sorted(attacks.items())
    )
    return f'[%header,cols="2,4,3"]\n|===\n|Surface |Attacks |Outcome\n\n{lines}\n|==='
