"""Waivers that a patch adds, removes or changes: it cannot accept its own findings."""

from __future__ import annotations

from datetime import date

import pytest
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.fates.lines import Fate
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import comment, page, text
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.syntax.document import Settings

WAIVER = "// adoc-ignore: xref-unresolved until 2030-06-01: it comes later\n"
LATER = "// adoc-ignore: xref-unresolved until 2031-01-01: it takes longer\n"
EXPIRED = "// adoc-ignore: xref-unresolved until 2029-06-01: it came\n"
BROKEN = "See <<nowhere>>.\n"
TOLD = "waivers that the patch adds do not count in this review"


def reviewed(before, after, name="page.adoc"):
    old, new = {"page.adoc": before.encode()}, {name: after.encode()}
    options = ReadingOptions(
        (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
    )
    renamed = {"page.adoc": name} if name != "page.adoc" else {}
    return review(Sides(old, new, "applied on nothing", frozenset({*old, *new}), renamed=renamed), options)


def caused(result):
    return [finding.code for finding in result.caused]


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("Text.\n", WAIVER + BROKEN, ["xref-unresolved"]),
        (WAIVER + BROKEN, WAIVER + BROKEN + "\n" + WAIVER + "And <<none>>.\n", ["xref-unresolved"]),
        (BROKEN, WAIVER + BROKEN, []),
        (WAIVER + BROKEN, BROKEN, ["xref-unresolved"]),
        (WAIVER + BROKEN, LATER + BROKEN, []),
        (WAIVER + BROKEN, EXPIRED + BROKEN, ["waiver-expired", "xref-unresolved"]),
        ("Text.\n", EXPIRED + BROKEN, ["waiver-expired", "xref-unresolved"]),
        ("Text.\n", WAIVER + "Text.\n", ["waiver-unused"]),
    ],
)
def test_a_changed_waiver_is_told_first_and_an_added_one_does_not_count(before, after, codes):
    result = reviewed(before, after)
    assert caused(result) == codes
    assert not result.cured
    said = text.as_text(result)
    assert said.index("Configuration:") < (said.index("Breaks:") if codes else len(said))
    assert TOLD in " ".join(said.split())
    waivers = [line for line in result.account.lines if line.fate is Fate.SETTINGS]
    assert len(waivers) == abs(before.count("adoc-ignore") - after.count("adoc-ignore")) or len(waivers) == 2


@pytest.mark.parametrize("name", ["page.adoc", "other.adoc"])
def test_a_waiver_that_moves_with_its_line_still_counts(name):
    result = reviewed("One.\n\n" + WAIVER + BROKEN, WAIVER + BROKEN + "\nOne.\n", name)
    assert "xref-unresolved" not in caused(result)


def test_all_reports_name_changed_waivers_before_what_breaks():
    result = reviewed("Text.\n", WAIVER + BROKEN)
    for said in (page.as_html(result, {}), comment.as_comment(result)):
        assert said.index(TOLD) < said.index("xref target not found")
