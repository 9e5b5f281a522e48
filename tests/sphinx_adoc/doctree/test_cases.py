"""What a document becomes: pairs of files, x.adoc and the pseudo-XML x.pxml of its doctree, problems at its end."""

import re
from pathlib import Path

import pytest
from sphinx_adoc.doctree import Options, build
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.settings import Settings

CASES = sorted(Path(__file__).with_name("cases").glob("*.adoc"))
_BOOLEAN = re.compile('="(True|False)"')  # docutils before 0.22
KEPT = Settings(inline_macros=frozenset({"mine"}), block_macros=frozenset({"other"}))


def rendered(text):
    doc = parse(text, "x.adoc", KEPT)
    tree = build(doc, options=Options())
    problems = "".join(f"{problem.span} {problem.severity} {problem.code}\n" for problem in doc.problems)
    return _BOOLEAN.sub(lambda found: '="1"' if found[1] == "True" else '="0"', tree.pformat()) + problems


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case):
    assert rendered(case.read_text(encoding="utf-8")) == case.with_suffix(".pxml").read_text(encoding="utf-8")
