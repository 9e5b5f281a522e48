"""Baselines as text: what earlier runs wrote is read, and what is wrong with one is said at its line."""

from collections import Counter
from pathlib import Path

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.baseline import BaselineError, compare, read, stale, write
from sphinx_adoc.finding.fingerprint import Identity
from sphinx_adoc.syntax.source import Place, Span

TEXT = "# sphinx-adoc baseline 1\na.adoc\txref-unresolved\tbnod\nb.adoc\ttable-cols\ta\\tb\\nc\\rd\\\\e\n"
KNOWN = Counter([Identity("xref-unresolved", "a.adoc", "bnod"), Identity("table-cols", "b.adoc", "a\tb\nc\rd\\e")])
PATH = Path("known.txt")


def finding(path="a.adoc", code=Code.XREF_UNRESOLVED, line=1):
    return Finding(code, "m", Span(Place(path, line, 1), Place(path, line, 4)))


def texts(**by_path):
    return lambda path, number: by_path[Path(path).stem] if number == 1 else ""


def test_a_baseline_is_written_sorted_with_its_version():
    def lines(path, number):
        return "bnod" if path == "a.adoc" else "a\\b"

    findings = [finding("b\t\r\n.adoc", Code.TABLE_COLS), finding("a.adoc")]
    written = write(findings, lines, Path())
    head = "# sphinx-adoc baseline 1\n"
    assert written == head + "a.adoc\txref-unresolved\tbnod\nb\\t\\r\\n.adoc\ttable-cols\ta\\\\b\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_was_written_is_read_with_any_line_ends(ends):
    assert read(TEXT.replace("\n", ends), PATH) == KNOWN


def test_blank_lines_and_comments_are_left_out():
    assert read(TEXT.replace("b.adoc", "\n# why\nb.adoc"), PATH) == KNOWN


def test_an_entry_stands_for_one_finding():
    assert read(TEXT + "a.adoc\txref-unresolved\tbnod\n", PATH)[Identity("xref-unresolved", "a.adoc", "bnod")] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"known\.txt:1:1: this is no baseline"),
        ("a.adoc\tx\ty\n", r"known\.txt:1:1: this is no baseline"),
        ("# sphinx-adoc baseline 2\n", r"known\.txt:1:1: a baseline of another version"),
        (TEXT + "a.adoc\n", r"known\.txt:4:1: not a finding"),
        (TEXT + "\na.adoc\tb\tc\td\n", r"known\.txt:5:1: not a finding"),
    ],
)
def test_what_is_wrong_with_a_baseline_is_said_at_its_line(text, said):
    with pytest.raises(BaselineError, match=said):
        read(text, PATH)


def test_findings_are_new_or_known_and_entries_are_used_up():
    known = Counter([Identity("xref-unresolved", "a.adoc", "bnod"), *[Identity("table-cols", "a.adoc", "bnod")] * 2])
    findings = [finding(), finding(), finding(code=Code.TABLE_COLS)]
    compared = compare(findings, known, texts(a="bnod"), Path())
    assert compared.known == [findings[0], findings[2]]
    assert compared.new == [findings[1]]
    assert compared.gone == Counter([Identity("table-cols", "a.adoc", "bnod")])
    assert all(compared.gone.values()), "what is used up is left out"
    assert sum(known.values()) == 3, "what was given stays as it is"


def test_entries_of_a_file_that_is_no_more_are_used_up_one_by_one(tmp_path):
    known = Counter([Identity("xref-unresolved", "old.adoc", "bnod")] * 3)
    findings = [finding("a.adoc"), finding("a.adoc", line=1)]
    compared = compare(findings, known, texts(a="bnod"), tmp_path)
    assert (compared.known, compared.new) == (findings, [])
    assert compared.gone == Counter([Identity("xref-unresolved", "old.adoc", "bnod")])


def test_an_entry_that_is_no_more_is_a_finding_at_its_line():
    gone = Counter(
        {Identity("table-cols", "b.adoc", "a\tb\nc\rd\\e"): 1, Identity("xref-unresolved", "a.adoc", "bnod"): 2}
    )
    for text in (TEXT, TEXT.replace("\n", "\r\n")):
        first, second = stale(gone, PATH, text)
        assert (str(first.span.start), first.code) == ("known.txt:2:1", Code.BASELINE_STALE)
        assert first.message == "what is known here is no more: xref-unresolved in a.adoc, 2 times"
        assert (second.span.start.line, second.message) == (3, "what is known here is no more: table-cols in b.adoc")
        assert first.hint == "--update-baseline takes it out"
