"""A thousand addresses on fifty hosts, as a project has them: asked once, politely, and remembered."""

import random

from sphinx_adoc.graph.model import Address
from sphinx_adoc.links import run
from sphinx_adoc.links.findings import findings
from sphinx_adoc.links.model import Answer, Failure, Result, Verdict
from sphinx_adoc.links.policy import Policy
from sphinx_adoc.links.threads import Threads
from sphinx_adoc.syntax.source import Place, Span

from .test_schedule import is_polite
from .virtual import OK, Virtual, page, scripted, to

HOSTS, EACH = 50, 20


def address(url, line=1):
    return Address(url, Span(Place("a.adoc", line, 1), Place("a.adoc", line, len(url))))


def at(host, number):
    return f"https://h{host}.se/{number}"


def recorded(seed=1):
    """The answers of a thousand pages, the addresses that documents have, and the verdict of each."""
    chance = random.Random(seed)
    answers, wanted = {}, {}
    for host in range(HOSTS):
        for number in range(EACH):
            url = at(host, number)
            answers[url], fragment, verdict = chance.choice([
                (OK, "", Verdict.OK),
                (page("lamp"), "lamp", Verdict.OK),
                (page("lamb"), "lamp", Verdict.NO_FRAGMENT),
                (to(f"/{number}/new"), "lamp", Verdict.MOVED),
                (to(f"/{number}/new", 302), "", Verdict.OK),
                (Answer(status=404), "", Verdict.GONE),
                (Answer(status=403), "", Verdict.REFUSED),
                ([Answer(status=429, retry_after="3"), OK], "", Verdict.OK),
                (Answer(status=500), "", Verdict.CANNOT_TELL),
            ])  # fmt: skip
            answers[f"{url}/new"] = page("lamp")
            wanted[f"{url}#{fragment}" if fragment else url] = verdict
    for number in range(EACH):  # of these hosts one is silent, one asks to wait, for longer than there is time
        for host, answer, verdict in (
            (0, Answer(failure=Failure.TIMEOUT), Verdict.CANNOT_TELL),
            (1, Answer(status=429, retry_after="86400"), Verdict.NOT_CHECKED),
        ):
            wanted = {url: said for url, said in wanted.items() if url.partition("#")[0] != at(host, number)}
            answers[at(host, number)], wanted[at(host, number)] = answer, verdict
    return answers, wanted


def check(addresses, workers, known=None, policy=None):
    policy = policy or Policy()
    return run.check(run.uses_of(addresses, policy), policy, known or {}, workers)


def test_a_thousand_addresses_have_the_verdicts_that_the_servers_give_and_no_host_is_pressed():
    answers, wanted = recorded()
    workers = Virtual(scripted(answers))
    outcome = check(map(address, wanted), workers)
    assert len(outcome.uses) == HOSTS * EACH
    assert {use.url: result.verdict_of(use.fragment) for use, result in outcome.uses} == wanted
    assert is_polite(workers)
    once = [line for line in workers.asked() if not isinstance(answers.get(line.split()[1]), list)]
    twice = {line for line in once if once.count(line) > 1}
    assert all(answers[line.split()[1]].failure or answers[line.split()[1]].status in (429, 500) for line in twice)
    assert outcome.counts().total() == HOSTS * EACH


def test_a_second_run_asks_nothing():
    answers, wanted = recorded()
    first = check(map(address, wanted), Virtual(scripted(answers)))
    known = {url: result for url, result in first.pages.items() if result.verdict != Verdict.NOT_CHECKED}
    assert len(known) == (HOSTS - 1) * EACH
    again = {url: said for url, said in wanted.items() if said != Verdict.NOT_CHECKED}
    workers = Virtual(scripted(answers), time=1800.0)
    outcome = check(map(address, again), workers, known)
    assert (workers.asked(), outcome.asked) == ([], 0)
    assert {use.url: result.verdict_of(use.fragment) for use, result in outcome.uses} == again


def test_nothing_is_called_gone_after_a_refusal_a_wait_or_silence():
    _, wanted = recorded()
    for answer in (Answer(status=403), Answer(status=429), Answer(failure=Failure.TIMEOUT), Answer(status=503)):
        outcome = check(map(address, wanted), Virtual(lambda request, times, answer=answer: (answer, 0.1)))
        assert not {Verdict.GONE, Verdict.NO_FRAGMENT, Verdict.OK} & outcome.counts().keys()
        assert all(finding.severity == "info" for finding in findings(outcome))


def test_without_a_network_nothing_is_said_to_be_gone():
    outcome = check(
        map(address, recorded()[1]), Virtual(lambda request, times: (Answer(failure=Failure.UNKNOWN_HOST), 0))
    )
    assert (outcome.counts(), outcome.reached) == ({Verdict.CANNOT_TELL: HOSTS * EACH}, False)


def test_one_host_that_answers_shows_that_there_is_a_network():
    answers = {at(1, 1): OK, at(2, 2): Answer(failure=Failure.UNKNOWN_HOST)}
    assert check(map(address, answers), Virtual(scripted(answers))).counts() == {Verdict.OK: 1, Verdict.GONE: 1}


def test_offline_all_that_is_known_counts_whatever_its_age():
    known = {at(1, 1): Result(verdict=Verdict.GONE, checked=1, cached=True)}
    outcome = check([address(at(1, 1)), address(at(2, 2))], None, known)
    assert (outcome.counts(), outcome.reasons()) == (
        {Verdict.GONE: 1, Verdict.NOT_CHECKED: 1}, {"not in the cache": 1},
    )  # fmt: skip


def test_an_address_is_told_once_with_its_other_places():
    outcome = check([address(at(1, 1), line) for line in (3, 5, 9)], Virtual(scripted({})))
    (finding,) = findings(outcome)
    assert (finding.code, finding.span.start.line) == ("link-gone", 3)
    assert [related.span.start.line for related in finding.related] == [5, 9]


def test_a_page_is_asked_once_for_all_its_anchors():
    workers = Virtual(scripted({at(1, 1): page("a")}))
    outcome = check([address(f"{at(1, 1)}{end}") for end in ("", "#a", "#b")], workers)
    assert workers.asked() == [f"GET {at(1, 1)}"]
    assert [result.verdict_of(use.fragment) for use, result in outcome.uses] == [
        Verdict.OK,
        Verdict.OK,
        Verdict.NO_FRAGMENT,
    ]


def moved(old, new):
    answers = {old.partition("#")[0]: to(new), new: page("lamp")}
    (finding,) = findings(check([address(old)], Virtual(scripted(answers))))
    return finding.message, finding.fix and finding.fix.replacement


def test_what_has_moved_on_its_host_can_be_fixed():
    assert moved("http://lamps.se/a#lamp", "https://www.lamps.se/b")[1] == "https://www.lamps.se/b#lamp"


def test_what_may_have_moved_to_something_else_is_told_and_not_fixed():
    assert moved("https://lamps.se/a", "https://lamps.se/") == (
        "'https://lamps.se/a' leads to the front page of a site for good: 'https://lamps.se/'", None,
    )  # fmt: skip
    assert moved("https://lamps.se/a", "https://other.se/a")[1] is None
    assert moved("https://lamps.se/a", "http://lamps.se/a")[1] is None


def test_threads_bring_all_answers_and_raise_what_a_transport_raises():
    workers = Threads(lambda request: OK if "h1." in request.url else 1 / 0, most=3)
    policy = Policy()
    outcome = run.check(run.uses_of([address(at(1, 1))], policy), policy, {}, workers)
    assert outcome.counts() == {Verdict.OK: 1}
    try:
        run.check(run.uses_of([address(at(2, 1))], policy), policy, {}, workers)
    except ZeroDivisionError:
        return
    raise AssertionError("the error was lost")
