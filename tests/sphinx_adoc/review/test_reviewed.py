"""What is said of two sides.

The folders in `reviewed/` hold a case each: `before/`, `after/`, perhaps `VARIANTS` (NAME:ATTR,... a line), and in
`said.txt` the report, and the findings that other tools would be told, in `kept.txt` what these are made from: what
became of each line, and each fact, anchor, change and move with its places. With the environment variable
``UPDATE_CASES=1`` these are written anew, and every test that wrote one fails, so that this cannot be missed.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from sphinx_adoc.finding.report import Report, as_text
from sphinx_adoc.project.variants import DEFAULT, parse_variants
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import jsonform, page
from sphinx_adoc.review.output import text as report
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.syntax.document import Settings

CASES = sorted(Path(__file__).with_name("reviewed").iterdir())


def settings(variant, root):
    return Settings(variant.attributes, root=root)


def compared(before, after, variants=(DEFAULT,), run=False):
    """The review of two folders."""
    old, new = contents(before), contents(after)
    touched = frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))
    return review(
        Sides(old, new, "applied on nothing", touched), ReadingOptions(variants, settings, date(2030, 1, 1), run)
    )


def contents(folder):
    """The files of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def text_of(path):
    return path.read_bytes() if path.is_file() else None


def kept(result):
    """What a review knows, a line each."""
    for line in result.account.lines:
        yield f"{line.sign} {line.path}:{line.number}: {line.fate.value}{line.reason and f' ({line.reason})'}"
    for change in result.files:
        yield f"file {change.kind}: {change.old} -> {change.new}"
    for claim in result.claims:
        yield f"claim {claim.id} {claim.kind} at {claim.place}: {claim.before!r} -> {claim.after!r}"
    for fact in result.facts:
        yield f"fact at {fact.place} of {fact.text} in {fact.section!r}: {fact.before!r} -> {fact.after!r}"
    for lost in result.lost:
        yield f"lost {lost.id} of {lost.title!r} at {lost.place}, {lost.at or 'gone'}: {lost.now!r} {lost.there!r}"
    for each in result.shifted:
        yield f"shifted {each.id} at {each.place}, {each.other}, {each.left}: {each.was!r} -> {each.now!r}"
    for one, other in result.moved:
        yield f"moved {one.place} -> {other.place}: {other.text!r}"
    for change in result.changes:
        yield f"change of {change.page}: {seen(change.before)} -> {seen(change.after)}"
        yield from (f"    {sign} {words}" for sign, words in change.words if sign != "=")
        for detail in change.details:
            lines = " -> ".join(":".join(map(str, line)) if line else "none" for line in (detail.removed, detail.added))
            yield f"    {detail.category} {detail.name}: {detail.before!r} -> {detail.after!r} ({lines})"
    yield f"markup only: {result.markup_only}"


def seen(piece):
    """A piece: what it is, where, and its lines."""
    if piece is None:
        return "none"
    lines = ", ".join(f"{path}:{number}" for path, number in sorted(piece.lines))
    where = " ".join(filter(None, [piece.kind, piece.where, f"in {piece.section!r}" if piece.section else ""]))
    return f"{where} at {piece.place} ({lines})"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_case(case, tmp_path):
    listed = case / "VARIANTS"
    variants = parse_variants(listed.read_text().split()) if listed.exists() else [DEFAULT]
    result = compared(case / "before", case / "after", variants)
    said = report.as_text(result) + "----\n" + as_text(Report(result.findings))
    assert str(tmp_path) not in said + page.as_html(result, {}) + jsonform.as_json(result)
    for name, text in (("said.txt", said), ("kept.txt", "".join(f"{line}\n" for line in kept(result)))):
        expected = case / name
        if os.environ.get("UPDATE_CASES") and text_of(expected) != text.encode():
            expected.write_text(text, "utf-8")
            pytest.fail(f"{case.name}/{name} was written: look at it and commit it")
        assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_side_beside_itself_is_silent(case, tmp_path):
    result = compared(case / "after", case / "after")
    assert report.as_text(result) == ""
    assert result.findings == []


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_all_of_it_has_a_form(case, tmp_path):
    result = compared(case / "before", case / "after")
    content = json.loads(jsonform.as_json(result))
    assert len(content["changes"]) == len(result.changes)
    shown = page.as_html(result, {})
    assert shown.count("<ins>") + shown.count("<del>") >= sum(change.reads_otherwise for change in result.changes)


def test_a_report_is_at_most_a_screen(tmp_path):
    words = [f"Paragraph {number} says this and that of the lamp." for number in range(200)]
    for side, text in (("b", words), ("a", [word.replace("lamp", "lens") for word in words])):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.adoc").write_text("= X\n\n" + "\n\n".join(text) + "\n")
    lines = report.as_text(compared(tmp_path / "b", tmp_path / "a")).splitlines()
    assert len(lines) <= report.SCREEN
    assert max(map(len, lines)) <= report.WIDTH
    assert "more; --html and --format json have all" in lines[-3]
    assert lines[-1] == "400 changed lines: 400 read otherwise."


def test_claims_are_run_only_when_that_is_asked_for(tmp_path):
    code = '[source,python,role="claim",id="c"]\n----\nfrom pathlib import Path\nPath({!r}).touch()\nassert {}\n----\n'
    for side, truth in (("b", True), ("a", False)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.adoc").write_text(code.format(str(tmp_path / "ran"), truth))
    assert compared(tmp_path / "b", tmp_path / "a").findings == []
    assert not (tmp_path / "ran").exists()
    result = compared(tmp_path / "b", tmp_path / "a", run=True)
    assert [finding.code for finding in result.findings] == ["claim-failed"]
    assert (tmp_path / "ran").exists()


ENDS = {
    "ends": ("import posix\nposix._exit(0)", "claim-exit"),
    "crashes": ("import ctypes\nctypes.string_at(0)", "claim-crash"),
    "says what the process sees": ("import os\nassert 'ADOC_SECRET' in os.environ", "claim-failed"),
}


@pytest.mark.parametrize(("code", "expected"), ENDS.values(), ids=ENDS)
def test_claims_of_a_patch_run_in_a_process_of_their_own(tmp_path, monkeypatch, code, expected):
    monkeypatch.setenv("ADOC_SECRET", "x")
    text = '["source","python",role="claim",id="{}"]\n----\n{}\n----\n\n'
    for side, own in (("b", "assert 1 < 2"), ("a", code)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.adoc").write_text(text.format("c", own) + text.format("d", "assert 2 < 3"))
    reviewed = compared(tmp_path / "b", tmp_path / "a", run=True)
    assert [finding.code for finding in reviewed.findings] == [expected]


def test_words_of_documents_are_escaped(tmp_path):
    for side in ("b", "a"):
        (tmp_path / side).mkdir()
    (tmp_path / "b" / "x.adoc").write_text("Text.\n")
    words = '<script>alert("x")</script> in it. &'
    (tmp_path / "a" / "x.adoc").write_text(f"Text with {words}\n\n== <b>Title</b>\n\nWords.\n")
    shown = page.as_html(compared(tmp_path / "b", tmp_path / "a"), {})
    assert "<script" not in shown
    assert "<b>" not in shown
