"""Documents and what becomes of their claims.

A case is three files: the document, its prelude (``NAME.py``) where it has one, and ``NAME.verdicts``.
"""

import re
from pathlib import Path

import pytest
from sphinx_adoc.claims import Session, collect, duplicates, lookalikes, report, run_all
from sphinx_adoc.finding.report import file_lines
from sphinx_adoc.syntax.document import parse_file

from tests.sphinx_adoc.claims.seconds import SECONDS

MARKS = re.compile(r" {4}\| [ ~^]+")
CASES = sorted((Path(__file__).parent / "cases").glob("*.adoc"))


def verdicts_of(name):
    """What is said about the claims of a document in the current folder; a traceback's marks differ between Pythons."""
    prelude = Path(f"{name}.py")
    document = parse_file(Path(f"{name}.adoc"))
    claims = collect(document)
    session = Session(claims, prelude if prelude.exists() else None, SECONDS)
    verdicts = list(run_all(session))
    others = [*([session.trouble] if session.trouble else []), *duplicates(claims), *lookalikes(document)]
    said = report.text(verdicts, others, file_lines())
    lines = [line for line in said.splitlines() if not MARKS.fullmatch(line)]
    return "".join(f"{line}\n" for line in [*lines, report.counted(verdicts, 1)])


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case, monkeypatch):
    monkeypatch.chdir(case.parent)
    assert verdicts_of(case.stem) == case.with_suffix(".verdicts").read_text(encoding="utf-8")
