"""What is remembered, for how long, and files that hold something else."""

import pytest
from sphinx_adoc.links import cache
from sphinx_adoc.links.model import Page, Result, Verdict

NOW = 1_800_000_000
DAY = 86400
LAMP = "https://lamps.se/lamp"


def result(verdict=Verdict.OK, **more):
    return Result(verdict=verdict, checked=NOW, since=NOW - DAY, runs=2, **more)


def test_what_is_written_is_read_again(tmp_path):
    results = {
        LAMP: result(fragments={"a": True, "b": False, "c": None}, near={"b": "bb"}, status=200),
        "https://a.se/": result(Verdict.MOVED, final="https://b.se/ä\u2028", reason="x"),
    }
    path = tmp_path / "new" / "links.jsonl"
    cache.write(path, results, asked=results, now=NOW, age=30)
    again = cache.read(path)
    assert [*again] == sorted(results)
    assert all(found.cached for found in again.values())
    assert {url: repr(found).replace("cached=True", "cached=False") for url, found in again.items()} == {
        url: repr(found) for url, found in results.items()
    }


def test_of_two_records_of_one_address_the_newer_counts(tmp_path):
    for number, checked in enumerate([NOW, NOW + 9]):
        record = {LAMP: Result(verdict=Verdict.OK, status=200 + number, checked=checked)}
        cache.write(tmp_path / str(number), record, asked=record, now=NOW, age=30)
    lines = (tmp_path / "1").read_text() + (tmp_path / "0").read_text().split("\n", 1)[1]
    (tmp_path / "merged").write_text(lines)
    assert cache.read(tmp_path / "merged")[LAMP].status == 201


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD", "{", "[]", "null", "3", '{"url": "x"}', '{"url": "x", "verdict": "fine", "checked": "today"}',
        '{"url": "x", "verdict": "ok", "checked": "now"}', "\\xff", "[" * 9999,
        '{"url": "x", "verdict": "ok", "checked": "2027-01-15T08:00:00Z", "fragments": {"a": "yes"}}',
        '{"url": "x", "verdict": "ok", "checked": "2027-01-15T08:00:00Z", "status": "many"}',
    ],
)  # fmt: skip
def test_a_line_that_is_no_record_is_told_with_its_place(tmp_path, line):
    path = tmp_path / "links.jsonl"
    path.write_text(f'{{"sphinx-adoc links": 1}}\n{line}\n')
    with pytest.raises(cache.CacheError, match=r"links\.jsonl:2:1: no record"):
        cache.read(path)


@pytest.mark.parametrize("head", ['{"sphinx-adoc links": 2}', "{}", "x"])
def test_a_file_of_another_version_is_told(tmp_path, head):
    (tmp_path / "links.jsonl").write_text(f"{head}\n")
    with pytest.raises(cache.CacheError, match=r"links\.jsonl:1:1"):
        cache.read(tmp_path / "links.jsonl")


@pytest.mark.parametrize(
    ("found", "fragments", "days", "good"),
    [
        (result(), (), 20, True),
        (result(), (), 40, False),
        (result(), (), -1, False),  # from the future
        (result(Verdict.MOVED, final="x"), (), 5, True),
        (result(Verdict.MOVED, final="x"), (), 10, False),
        (result(Verdict.GONE), (), 0.02, True),
        (result(Verdict.GONE), ("a",), 0.02, True),
        (result(Verdict.GONE), (), 0.1, False),
        (result(Verdict.REFUSED), (), 0.1, False),
        (result(Verdict.CANNOT_TELL), (), 0.1, False),
        (result(fragments={"a": True}), ("a",), 20, True),
        (result(fragments={"a": True}), ("a", "b"), 0.01, False),
        (result(fragments={"a": False}), ("a",), 0.1, False),
        (result(fragments={"a": None}), ("a",), 20, True),
    ],
)
def test_a_good_answer_is_good_for_days_and_a_bad_one_for_an_hour(found, fragments, days, good):
    page = Page(LAMP, frozenset(fragments))
    assert cache.holds(found, page, now=NOW + days * DAY, age=30) is good
    assert not cache.holds(found, page, now=NOW + days * DAY, age=0)


def test_not_all_are_asked_anew_on_one_day():
    pages = [Page(f"https://lamps.se/{number}") for number in range(200)]
    held = sum(cache.holds(result(), page, now=NOW + 30 * DAY, age=30) for page in pages)
    assert 60 < held < 140


def test_it_is_known_since_when_something_is_so():
    first = cache.noted(Result(verdict=Verdict.GONE), None, NOW)
    again = cache.noted(Result(verdict=Verdict.GONE), first, NOW + DAY)
    other = cache.noted(Result(verdict=Verdict.OK), again, NOW + 2 * DAY)
    assert [(one.since, one.runs) for one in (first, again, other)] == [(NOW, 1), (NOW, 2), (NOW + 2 * DAY, 1)]


def test_what_nobody_asks_for_any_more_goes_when_it_is_old(tmp_path):
    results = {"https://old.se/": result(), "https://used.se/": result()}
    cache.write(tmp_path / "links.jsonl", results, asked=["https://used.se/"], now=NOW + 100 * DAY, age=30)
    assert [*cache.read(tmp_path / "links.jsonl")] == ["https://used.se/"]
