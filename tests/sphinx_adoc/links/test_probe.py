"""What one address takes, and what is made of the answers."""

import pytest
from sphinx_adoc.links.model import Answer, Failure, Page, Verdict
from sphinx_adoc.links.policy import HostPolicy, Policy
from sphinx_adoc.links.private import Allowed
from sphinx_adoc.links.schedule import ask

from .virtual import OK, Virtual, page, scripted, to

LAMP = "https://lamps.se/lamp"


def found(answers, *fragments, url=LAMP, policy=None):
    """The result for an address, and what was asked."""
    workers = Virtual(scripted(answers))
    results = {}
    ask([Page(url, frozenset(fragments))], policy or Policy(), workers, results.__setitem__)
    return results[url], workers.asked()


@pytest.mark.parametrize(
    ("answer", "verdict", "methods"),
    [
        (OK, Verdict.OK, "HEAD"),
        (Answer(status=404), Verdict.GONE, "HEAD GET"),
        (Answer(status=410), Verdict.GONE, "HEAD GET"),
        (Answer(status=401), Verdict.REFUSED, "HEAD"),
        (Answer(status=403), Verdict.REFUSED, "HEAD GET"),
        (Answer(status=451), Verdict.REFUSED, "HEAD"),
        (Answer(status=999), Verdict.REFUSED, "HEAD"),
        (Answer(status=429), Verdict.REFUSED, "HEAD HEAD HEAD"),
        (Answer(status=418), Verdict.CANNOT_TELL, "HEAD GET"),
        (Answer(status=302), Verdict.CANNOT_TELL, "HEAD"),
        (Answer(failure=Failure.UNKNOWN_HOST), Verdict.GONE, "HEAD"),
        (Answer(failure=Failure.TIMEOUT), Verdict.CANNOT_TELL, "HEAD HEAD"),
        (Answer(failure=Failure.TLS), Verdict.CANNOT_TELL, "HEAD"),
        (Answer(failure=Failure.PROTOCOL), Verdict.CANNOT_TELL, "HEAD GET GET"),
        (Answer(failure=Failure.PRIVATE), Verdict.NOT_CHECKED, "HEAD"),
    ],
)
def test_an_answer_has_a_verdict_and_each_method_its_turn(answer, verdict, methods):
    result, asked = found({LAMP: answer})
    assert (result.verdict, " ".join(line.split()[0] for line in asked)) == (verdict, methods)


def test_get_is_believed_where_head_is_only_half_known():
    assert found({f"HEAD {LAMP}": Answer(status=404), f"GET {LAMP}": OK})[0].verdict == Verdict.OK


@pytest.mark.parametrize(
    ("status", "verdict"), [(301, Verdict.MOVED), (308, Verdict.MOVED), (302, Verdict.OK), (307, Verdict.OK)]
)
def test_only_a_redirect_for_good_is_a_move(status, verdict):
    result, _ = found({LAMP: to("/new", status), "https://lamps.se/new": OK})
    assert (result.verdict, result.final) == (verdict, "https://lamps.se/new" if verdict == Verdict.MOVED else "")


def test_one_step_that_is_not_for_good_makes_no_move():
    result, _ = found({LAMP: to("/a"), "https://lamps.se/a": to("/b", 302), "https://lamps.se/b": OK})
    assert (result.verdict, result.final) == (Verdict.OK, "")


def test_a_redirect_to_what_is_gone_is_gone():
    assert found({LAMP: to("https://other.se/gone")})[0].verdict == Verdict.GONE


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (LAMP, "its redirects never end"),
        ("javascript:alert(1)", "it leads to 'javascript:alert(1)'"),
        ("ftp://lamps.se/", "it leads to 'ftp://lamps.se/'"),
        ("http://[::1", "it leads to 'http://[::1'"),
        ("http://lamps.se:99999/", "it leads to 'http://lamps.se:99999/'"),
        ("http://127.0.0.1/admin", "leads to a private address"),
        ("http://169.254.169.254/latest", "leads to a private address"),
        ("http://[::ffff:10.0.0.1]/", "leads to a private address"),
        ("http://router/", "leads to a private address"),
        ("http://localhost:8000/", "leads to a reserved name"),
    ],
)
def test_a_redirect_leads_nowhere_that_a_document_may_not_name(location, reason):
    result, asked = found({LAMP: to(location)})
    assert (result.reason, len(asked)) == (reason, 1)
    assert result.verdict in (Verdict.CANNOT_TELL, Verdict.NOT_CHECKED)


def test_redirects_without_end_are_followed_ten_times():
    result, asked = found(
        {f"https://lamps.se/{number}": to(f"/{number + 1}") for number in range(99)}, url="https://lamps.se/0"
    )
    assert (result.verdict, len(asked)) == (Verdict.CANNOT_TELL, 11)


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        (page("lamp"), True),
        (page("user-content-lamp"), True),
        (page("lamb"), False),
        (page("other", whole=False), None),
        (page("lamp", whole=False), True),
        (page("app", scripted=True), None),
        (OK, None),
    ],
)
def test_a_fragment_is_there_or_not_or_it_cannot_be_told(answer, there):
    result, asked = found({LAMP: answer}, "lamp")
    assert (result.verdict, result.fragments, asked) == (Verdict.OK, {"lamp": there}, [f"GET {LAMP}"])


@pytest.mark.parametrize(("fragment", "there"), [("top", True), ("TOP", True), ("topx", False)])
def test_the_top_is_in_every_page(fragment, there):
    result, _ = found({LAMP: page("lamp")}, fragment)
    assert result.fragments == {fragment: there}


def test_a_missing_fragment_says_what_is_nearly_called_so():
    result, _ = found({LAMP: page("lamps", "x")}, "lamp")
    assert (result.verdict_of("lamp"), result.near) == (Verdict.NO_FRAGMENT, {"lamp": "lamps"})


def test_headers_go_to_their_own_host_alone_and_secrets_encrypted():
    own = HostPolicy(headers={"Authorization": "Bearer secret", "X-Lamp": "1"})
    policy = Policy(hosts={"lamps.se": own}, allowed=Allowed.from_list(["intern"]))
    workers = Virtual(
        scripted({LAMP: to("http://lamps.se/a"), "http://lamps.se/a": to("https://other.se/"), "https://other.se/": OK})
    )
    ask([Page(LAMP)], policy, workers)
    assert [dict(request.headers) for request, _, _ in workers.log] == [
        {"Authorization": "Bearer secret", "X-Lamp": "1"}, {"X-Lamp": "1"}, {},
    ]  # fmt: skip
