"""A thousand addresses on fifty hosts, asked over real connections of a server on the loopback."""

from sphinx_adoc.links import run
from sphinx_adoc.links.http import Http
from sphinx_adoc.links.model import Verdict
from sphinx_adoc.links.policy import HostPolicy, Policy
from sphinx_adoc.links.private import Allowed
from sphinx_adoc.links.threads import Threads

from .loopback import Server, html, said
from .test_run import EACH, HOSTS, address

ANSWERS = {  # by the last digit of the page: what is sent, the fragment that is asked for, the verdict
    0: ([html("lamp")], "lamp", Verdict.OK),
    1: ([html("lamb")], "lamp", Verdict.NO_FRAGMENT),
    2: ([said(301, Location="/new")], "lamp", Verdict.MOVED),
    3: ([said(302, Location="/new")], "", Verdict.OK),
    4: ([said(404)], "", Verdict.GONE),
    5: ([said(403)], "", Verdict.REFUSED),
    6: ([said(429, Retry_After="0")], "", Verdict.REFUSED),
    7: ([said(302, Location="/7")], "", Verdict.CANNOT_TELL),
    8: ([b"garbage\r\n\r\n"], "", Verdict.CANNOT_TELL),
    9: ([0.01, said(200)], "", Verdict.OK),
}


def script(request):
    path = request.rpartition("/")[2]
    return [html("lamp")] if path == "new" else ANSWERS[int(path) % 10][0]


def test_a_thousand_addresses_are_told_and_no_host_is_pressed():
    policy = Policy(default=HostPolicy(every=0.02), allowed=Allowed.from_list(["127.0.0.1"]))
    with Server(script) as server:
        wanted = {}
        for host in range(HOSTS):
            for number in range(EACH):
                _, fragment, verdict = ANSWERS[number % 10]
                end = f"#{fragment}" if fragment else ""
                wanted[f"http://h{host}.se:{server.port}/{number}{end}"] = verdict
        workers = Threads(Http(policy.allowed, resolve=lambda host, port: ["127.0.0.1"]))
        outcome = run.check(run.uses_of(map(address, wanted), policy), policy, {}, workers)
    assert len(wanted) == 1000
    assert {use.url: result.verdict_of(use.fragment) for use, result in outcome.uses} == wanted
    assert server.most <= 2
    asked = [line for line in server.asked if int(line.rpartition("/")[2].replace("new", "0")) % 10 in (0, 1, 9)]
    assert len(asked) == len(set(asked)), "what was answered is not asked again"
