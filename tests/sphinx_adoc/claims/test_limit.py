"""Claims that do not come to an end."""

import signal
import threading
import time

import pytest
from sphinx_adoc.claims import Conditions, Session, collect, run
from sphinx_adoc.claims.limit import DEFAULT_MIB, DEFAULT_S, TooLong, limited
from sphinx_adoc.syntax.document import parse

from tests.conftest import CHECKOUT

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm clock here")

ENDLESS = """= T

[source,python,role="claim",id="endless"]
----
x = 1
while True:
    x = 1 - x
y = 1
assert x
----

It is [#y.claim]#1#, or [#called.claim]#2#.

[source,python,role="claim",id="after"]
----
def called():
    while True:
        pass

assert called
----

[options="header",role="claim",id="rows"]
|===
|n |double
|2 |4
|===

[source,python,role="claim",id="caught"]
----
def rows(n):
    while n:
        pass

while True:
    try:
        rows(1)
    except Exception:
        pass
assert rows
----
"""


@pytest.fixture(scope="module")
def verdicts():
    claims = Session(collect(parse(ENDLESS, "t.adoc")), conditions=Conditions(0.1))
    return {claim.id: run(claims, claim) for claim in claims.claims}


def test_it_is_stopped_where_it_is(verdicts):
    verdict = verdicts["endless"]
    assert (verdict.code, verdict.message) == ("claim-timeout", "stopped after 0.1 s")
    assert verdict.span.start.line in (6, 7)
    assert "--timeout" in verdict.hint


def test_what_it_should_have_set_is_not_waited_for_again(verdicts):
    assert verdicts["y"].code == "claim-not-computed"
    assert "t.adoc:5" in verdicts["y"].message


def test_functions_are_stopped_too(verdicts):
    assert verdicts["called"].code == "claim-timeout"
    assert verdicts["called"].span.start.line in (17, 18)
    assert verdicts["after"].held


def test_code_that_catches_everything_does_not_catch_this(verdicts):
    assert verdicts["caught"].code == "claim-timeout"


def test_the_time_of_what_runs_within_does_not_count():
    with limited(0.2):
        with limited(5):
            time.sleep(0.3)
        with pytest.raises(TooLong), limited(0.05):
            time.sleep(5)
    with pytest.raises(TooLong), limited(0.2), limited(0):
        time.sleep(5)


def test_nothing_is_left_behind():
    before = signal.getsignal(signal.SIGALRM)
    with limited(5):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_in_another_thread_nothing_is_stopped():
    done = []

    def work():
        with limited(0.01):
            time.sleep(0.05)
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_the_guide_says_how_much_there_is():
    guide = (CHECKOUT / "docs/guide/configuration.adoc").read_text(encoding="utf-8")
    assert guide.count(f"|a number from 0 on; `{DEFAULT_MIB}` unless set") == 1
    assert guide.count(f"|a number from 0 on; `{DEFAULT_S}` unless set") >= 1
