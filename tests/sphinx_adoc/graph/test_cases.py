"""Sets of documents and what is found in them.

A case is a folder: its documents, ``FOUND`` with the findings (text form without excerpts), ``SPANS`` with where each
begins and ends and what its fix writes where, and where the set is built in several ways ``VARIANTS`` with one
``NAME:ATTR,...`` a line. The day is 1 January 2030. With the environment variable ``UPDATE_CASES=1`` the spans are
written anew, and every test that wrote some fails, so that this cannot be missed.
"""

import os
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
    return all_findings(loaded, TODAY)


def places(findings):
    """Where each finding is, and what belongs to it, a line each."""
    for finding in findings:
        yield f"{between(finding.span)} {finding.code}"
        if finding.fix:
            yield f"    {between(finding.fix.span)} {finding.fix.before!r} -> {finding.fix.replacement!r}"
        yield from (f"    {between(each.span)} {each.message}" for each in finding.related)
        yield from (f"    in {place}" for place in finding.stack)


def between(span):
    return f"{span.start} to {span.end.line}:{span.end.column}"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case, monkeypatch):
    monkeypatch.chdir(case)
    listed = case / "VARIANTS"
    variants = parse_variants(listed.read_text(encoding="utf-8").split() if listed.exists() else [])
    findings = found_in(variants)
    assert as_text(Report(findings, lines=lambda path, number: "")) == (case / "FOUND").read_text(encoding="utf-8")
    spans, expected = "".join(f"{line}\n" for line in places(findings)), case / "SPANS"
    known = expected.read_text("utf-8") if expected.exists() else ""
    if os.environ.get("UPDATE_CASES") and spans != known:
        expected.write_text(spans, "utf-8")
        pytest.fail(f"{case.name}/SPANS was written anew; look at what changed")
    assert spans == known
