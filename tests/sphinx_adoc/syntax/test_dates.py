"""The attributes that say when a document was changed, and when it is read."""

import os
from pathlib import Path

import pytest
from sphinx_adoc.graph.store.observed import Answers, Observed
from sphinx_adoc.syntax.document import Document, Settings, parse, parse_file
from sphinx_adoc.syntax.files import DISK, Edited, Snapshot, WithFile
from sphinx_adoc.syntax.tree import Paragraph, plain_text

ALL = "{docdate}|{doctime}|{docdatetime}|{docyear}|{localdate}|{localtime}|{localdatetime}|{localyear}"


def words(document: Document) -> str:
    """What the first paragraph shows."""
    paragraph = document.blocks[0]
    assert isinstance(paragraph, Paragraph)
    return plain_text(paragraph.text.inlines)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document that was changed in 2001."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("TZ", "UTC")
    path = tmp_path / "a.adoc"
    path.write_text("{docdate}|{docyear}\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def test_the_dates_of_a_document_are_those_of_its_file(page: Path) -> None:
    assert words(parse_file(page)) == "2001-09-09|2001"


@pytest.mark.parametrize("epoch", ["0", "86400"])
def test_a_build_that_is_repeated_says_one_date(page: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    page.write_text(ALL)
    day = f"1970-01-0{1 + int(epoch) // 86400}"
    shown = f"{day}|00:00:00 UTC|{day} 00:00:00 UTC|1970"
    assert words(parse_file(page)) == f"{shown}|{shown}"


@pytest.mark.parametrize("epoch", ["", "yesterday", "-5", "9" * 30, "\u0663"])
def test_a_date_that_is_none_is_not_used(page: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert words(parse_file(page)) == "2001-09-09|2001"


def test_what_is_given_or_set_counts() -> None:
    given = Settings({"docdate": "2015-01-02", "localtime": "noon"})
    assert words(parse("{docdate}|{docyear}|{localtime}", "<text>", given)) == "2015-01-02|2015|noon"
    assert words(parse(":docyear: 1999\n\n{docyear}", "<text>")) == "1999"


def test_conditions_know_them_and_nothing_is_found() -> None:
    document = parse(f"ifdef::docyear[]\n{ALL}\nendif::[]\nifeval::[{{docyear}} < 2000]\nno\nendif::[]", "<text>")
    assert words(document).count("|") == ALL.count("|")
    assert document.problems == []


def test_all_documents_of_a_run_say_the_same_time() -> None:
    first, second = (words(parse("{localdatetime}", "<text>")) for _ in range(2))
    assert first == second


def test_what_is_not_on_the_disk_was_changed_now(page: Path) -> None:
    edited = Edited()
    edited.contents[page.resolve()] = b"{docdate}"
    snapshot = Snapshot({"a.adoc": b"{docdate}"})
    now = words(parse("{localdate}", "<text>"))
    assert words(parse_file(page, Settings(files=edited))) == now
    assert words(parse_file(Path("a.adoc"), Settings(files=snapshot))) == now
    assert words(parse_file(page, Settings(files=WithFile(page, b"{docdate}")))) == now


def test_a_result_is_kept_until_the_date_that_it_shows_is_another(page: Path) -> None:
    observed = Observed(DISK)
    words(parse_file(page, Settings(files=observed)))
    question = ("moment %Y-%m-%d", str(page))
    assert observed.asked[question] == Answers(DISK)(question)
    os.utime(page, (1_100_000_000, 1_100_000_000))
    assert observed.asked[question] != Answers(DISK)(question)
    other = Observed(DISK)
    page.write_text("no date")
    words(parse_file(page, Settings(files=other)))
    assert not any(method.startswith("moment") for method, _ in other.asked)
