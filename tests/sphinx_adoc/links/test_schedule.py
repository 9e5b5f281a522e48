"""Each host at its own pace: how often, how many at once, and how long it is waited for."""

import random
from itertools import pairwise

import pytest
from sphinx_adoc.links.model import Answer, Failure, Page, Verdict
from sphinx_adoc.links.policy import HostPolicy, Policy
from sphinx_adoc.links.schedule import ask

from .virtual import OK, TODAY, Virtual, page, scripted, to


def run(pages, workers, policy=None):
    results = {}
    policy = policy or Policy()

    def done(url, result):
        assert url not in results, "told twice"
        results[url] = result

    ask(pages, policy, workers, done)
    assert sorted(results) == sorted(page.url for page in pages)
    return results


def at(host, path="x"):
    return f"https://{host}/{path}"


def is_polite(workers, every=0.5, parallel=2):
    """Whether no host was asked more often, and by more requests at once, than is allowed."""
    for times in workers.by_host().values():
        begun = sorted(start for start, _ in times)
        assert all(later - earlier >= every - 1e-9 for earlier, later in pairwise(begun))
        assert all(sum(start <= moment < end for start, end in times) <= parallel for moment in begun)
    return True


def test_a_host_is_asked_by_two_at_once_half_a_second_apart():
    workers = Virtual(lambda request, times: (OK, 3.0))
    run([Page(at("a.se", number)) for number in range(6)], workers)
    assert [start for _, start, _ in workers.log] == [0, 0.5, 3.0, 3.5, 6.0, 6.5]


def test_hosts_do_not_wait_for_each_other():
    workers = Virtual(lambda request, times: (OK, 0.1))
    run([Page(at(f"h{number}.se")) for number in range(10)], workers)
    assert {start for _, start, _ in workers.log} == {0}


def test_a_host_can_have_its_own_pace():
    workers = Virtual(lambda request, times: (OK, 0.1))
    run(
        [Page(at("a.se", number)) for number in range(3)],
        workers,
        Policy(hosts={"a.se": HostPolicy(every=5, parallel=1)}),
    )
    assert [start for _, start, _ in workers.log] == [0, 5, 10]


@pytest.mark.parametrize("said", ["120", "Fri, 15 Jan 2027 08:02:00 GMT"])
def test_retry_after_is_obeyed_as_seconds_and_as_a_date(said):
    assert TODAY == 1_800_000_000  # Fri, 15 Jan 2027 08:00:00 GMT
    workers = Virtual(scripted({at("a.se"): [Answer(status=429, retry_after=said), OK], at("a.se", "y"): OK}))
    results = run([Page(at("a.se")), Page(at("a.se", "y"))], workers)
    assert {result.verdict for result in results.values()} == {Verdict.OK}
    assert workers.log[-1][1] >= 120


@pytest.mark.parametrize("said", ["3600", "999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_what_asks_to_wait_longer_than_there_is_time_is_not_checked_and_nothing_hangs(said):
    late = Answer(status=503, retry_after=said)
    workers = Virtual(scripted({at("a.se"): late, at("b.se"): OK}))
    results = run([*(Page(at("a.se", number)) for number in ("x", 1, 2, 3)), Page(at("b.se"))], workers)
    assert results[at("a.se")].verdict == Verdict.NOT_CHECKED
    assert results[at("a.se", 3)].reason == "the host asks to wait longer than there is time"
    assert results[at("b.se")].verdict == Verdict.OK
    assert workers.time < 10


@pytest.mark.parametrize("said", ["", "soon", "-5", "\x00", "Fri, 99 Foo"])
def test_a_retry_after_that_says_nothing_makes_a_pause_of_our_own(said):
    workers = Virtual(scripted({at("a.se"): Answer(status=429, retry_after=said)}))
    assert run([Page(at("a.se"))], workers)[at("a.se")].verdict == Verdict.REFUSED
    starts = [start for _, start, _ in workers.log]
    assert [round(b - a, 1) for a, b in pairwise(starts)] == [2.1, 4.1]


def test_the_time_for_all_is_kept():
    workers = Virtual(lambda request, times: (OK, 0.1))
    results = run([Page(at("a.se", number)) for number in range(100)], workers, Policy(budget=10))
    assert (len(workers.log), workers.time < 11) == (20, True)
    assert [result.reason for result in results.values()].count("no time left") == 80


def test_a_host_that_is_silent_is_left_alone():
    workers = Virtual(lambda request, times: (Answer(failure=Failure.TIMEOUT), 10.0))
    results = run([Page(at("a.se", number)) for number in range(500)], workers)
    assert len(workers.log) <= 6
    assert {result.verdict for result in results.values()} == {Verdict.CANNOT_TELL}


def test_what_leads_to_a_host_that_was_left_alone_is_known_too():
    silent = {at("a.se", number): Answer(failure=Failure.TIMEOUT) for number in range(9)}
    slow = {at("b.se", number): to(at("a.se", number)) for number in range(60)}
    workers = Virtual(scripted({**silent, **slow}))
    run([Page(url) for url in (*silent, *slow)], workers)
    assert sum(request.url.startswith("https://a.se/") for request, _, _ in workers.log) <= 6


def test_one_address_that_fails_condemns_no_host():
    workers = Virtual(scripted({at("a.se"): Answer(failure=Failure.CONNECTION), at("a.se", "y"): OK}))
    assert run([Page(at("a.se")), Page(at("a.se", "y"))], workers)[at("a.se", "y")].verdict == Verdict.OK


def test_nothing_is_asked_twice_not_even_where_redirects_meet():
    answers = {at("a.se", number): to(at("a.se", "new")) for number in range(5)} | {at("a.se", "new"): page("x")}
    workers = Virtual(scripted(answers))
    results = run(
        [Page(at("a.se", "new"), frozenset("x")), *(Page(at("a.se", number)) for number in range(5))], workers
    )
    assert len(set(workers.asked())) == len(workers.asked())
    assert results[at("a.se", 1)].final == at("a.se", "new")


def test_no_more_is_under_way_than_there_are_workers():
    workers = Virtual(lambda request, times: (OK, 5.0), most=4)
    run([Page(at(f"h{number}.se")) for number in range(20)], workers)  # Virtual asserts it


@pytest.mark.parametrize("seed", range(10))
def test_whatever_servers_do_all_is_told_once_and_no_host_is_pressed(seed):
    chance = random.Random(seed)
    hosts = [f"h{number}.se" for number in range(8)]

    def script(request, times):
        url = at(chance.choice(hosts), chance.randrange(40))
        said = chance.choice([
            OK, page("x"), page(), to(url), to(url, 302), Answer(status=404), Answer(status=500), Answer(status=403),
            Answer(status=429), Answer(status=429, retry_after=str(chance.randrange(90))),
            Answer(status=503, retry_after="9999"), *(Answer(failure=failure) for failure in Failure),
        ])  # fmt: skip
        return said, chance.random() * 12

    workers = Virtual(script)
    pages = {at(chance.choice(hosts), chance.randrange(40)): chance.choice(["", "x"]) for _ in range(150)}
    run([Page(url, frozenset(name)) for url, name in pages.items()], workers, Policy(budget=300))
    assert is_polite(workers)
    assert workers.time <= 300 + 12
