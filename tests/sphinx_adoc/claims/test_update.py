"""What failed claims would have to say: pairs of documents, before and after. Run with UPDATE_CASES=1 to write the
second anew, then read it.
"""

import os
from pathlib import Path

import pytest
from sphinx_adoc.claims import Session, collect, run, update
from sphinx_adoc.finding.fixes import fixed
from sphinx_adoc.syntax.document import parse_file

from tests.sphinx_adoc.claims.seconds import SECONDS

FOLDER = Path(__file__).with_name("updated")
CASES = sorted(path for path in FOLDER.glob("*.adoc") if not path.name.endswith(".after.adoc"))


def text_of(path):
    return Path(path).read_bytes().decode()


def updated(path):
    """The findings of a document's claims, and its text with their fixes made."""
    session = Session(collect(parse_file(path)), conditions=SECONDS)
    ran = [(claim, run(session, claim)) for claim in session.claims]
    findings = [found for claim, verdict in ran if verdict for found in update(session, claim, verdict, text_of)]
    files = fixed(findings, text_of)
    return findings, files[str(path)].after if str(path) in files else text_of(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_computed_is_stated(path):
    after = path.with_suffix(".after.adoc")
    _, text = updated(path)
    if os.environ.get("UPDATE_CASES"):
        after.write_text(text)
    assert text == text_of(after)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_was_brought_up_to_date_holds(path):
    findings, text = updated(path.with_suffix(".after.adoc"))
    assert text == text_of(path.with_suffix(".after.adoc"))
    assert not any(finding.fix for finding in findings)
    assert bool(findings) == (path.stem == "left")


def test_what_cannot_be_told_is_left_with_its_finding():
    findings, _ = updated(FOLDER / "left.adoc")
    assert [(finding.fix, finding.span.start.line) for finding in findings] == [
        (None, 4), (None, 4), (None, 4), (None, 5), (None, 5), (None, 5), (None, 11), (None, 16), (None, 24),
    ]  # fmt: skip


def test_one_finding_for_each_place():
    findings, _ = updated(FOLDER / "table.adoc")
    assert [(f.code, f.span.start.line, f.fix.before, f.fix.replacement) for f in findings] == [
        ("claim-failed", 8, "8", "9"),
        ("claim-failed", 9, "yes", "no"),
    ]


def test_a_phrase_in_an_included_file_is_changed_there(tmp_path):
    (tmp_path / "part.adoc").write_text("It takes [#period.claim]#10 seconds#.\r\nMore.\r\n")
    (tmp_path / "page.adoc").write_text(
        '= Page\n\ninclude::part.adoc[]\n\n[source,python,role="claim"]\n----\nperiod = 12\n----\n'
    )
    findings, _ = updated(tmp_path / "page.adoc")
    files = fixed(findings, text_of)
    assert list(files) == [str(tmp_path / "part.adoc")]
    assert files[str(tmp_path / "part.adoc")].after == "It takes [#period.claim]#12 seconds#.\r\nMore.\r\n"


def test_a_session_in_a_file_with_carriage_returns_keeps_them(tmp_path):
    lines = ['[source,python,role="claim",id="s"]', "----", ">>> 1 + 1", "3", "4", ">>> 2", "2", "----", ""]
    (tmp_path / "page.adoc").write_bytes("\r\n".join(lines).encode())
    _, text = updated(tmp_path / "page.adoc")
    assert text == "\r\n".join([*lines[:3], "2", *lines[5:]])
