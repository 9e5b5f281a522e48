"""Sets of documents and what is found in them.

A case is a folder: its documents, ``FOUND`` with the findings (text form without excerpts), and where the set is built
in several ways ``VARIANTS`` with one ``NAME:ATTR,...`` a line. The day is 1 January 2030.
"""

from datetime import date
from pathlib import Path

import pytest
from sphinx_adoc.finding.report import Report, as_text
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.load import gather, load
from sphinx_adoc.project.variants import parse_variants
from sphinx_adoc.syntax.document import Settings

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
TODAY = date(2030, 1, 1)


def found_in(variants):
    sources = list(gather([Path()]))
    loaded = load(sources, variants, lambda variant, root: Settings(variant.attributes, root=root))
    return as_text(Report(all_findings(loaded, TODAY), lines=lambda path, number: ""))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case, monkeypatch):
    monkeypatch.chdir(case)
    listed = case / "VARIANTS"
    variants = parse_variants(listed.read_text(encoding="utf-8").split() if listed.exists() else [])
    assert found_in(variants) == (case / "FOUND").read_text(encoding="utf-8")
