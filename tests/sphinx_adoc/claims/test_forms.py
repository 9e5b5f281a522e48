"""Console sessions, tests that are cited, namespaces, and set-up that readers do not see."""

import sys

import pytest
from sphinx_adoc.claims import Conditions, Ledger, Session, collect, run
from sphinx_adoc.claims.collecting import RUNNING
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")

CONSOLE = '[source,console,role="claim",id="c"]\n----\n{}\n----\n'
ENABLED = Conditions(20, console=True)


def verdicts(text, conditions=ENABLED, **settings):
    session = Session(collect(parse(text, "t.adoc", Settings(**settings))), conditions=conditions)
    return [run(session, claim) for claim in session.claims]


def console(*lines):
    (verdict,) = verdicts(CONSOLE.format("\n".join(lines)))
    return verdict


@pytest.mark.parametrize(
    "lines",
    [
        ["$ echo one", "one"],
        ["$ echo one two", "one ..."],
        ["$ printf 'a\\nb\\n'", "a", "b"],
        ["$ printf 'a\\nb\\nc\\n'", "a", "...", "c"],
        ["$ exit 3", "[3]"],
        ["$ echo one; exit 2", "one", "[2]"],
        ["$ echo one >&2", "one"],
        ["$ true"],
        ["$ echo one \\", "> two", "one two"],
        ["$ echo one", "one", "", "$ echo two", "two"],
        ["$ pwd", "/..."],
    ],
)
def test_a_console_session_holds(lines):
    assert console(*lines).held


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["$ echo one", "two"], "the text says 'two', computed: one"),
        (["$ echo one; exit 1", "one"], "the text says 'exit code 0', computed: exit code 1: one"),
        (["$ true", "[1]"], "the text says 'exit code 1', computed: exit code 0:"),
        (["$ echo one", "2", "$ echo three", "4"], "the text says '2', computed: one (and 1 more difference)"),
        (["$ no-such-program-there-is"], "the text says 'exit code 0', computed: exit code 127: "),
    ],
)
def test_a_console_session_fails(lines, said):
    found = console(*lines)
    assert (found.status, found.message[: len(said)]) == ("failed", said)


def test_it_fails_at_its_own_line():
    assert console("$ true", "$ echo one", "two").span.start.line == 4


def test_it_runs_only_where_that_is_enabled(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (found,) = verdicts(CONSOLE.format("$ touch ran"), Conditions())
    assert (found.status, list(tmp_path.iterdir())) == ("skipped", [])


def test_a_command_that_does_not_end_is_stopped():
    with Ledger(timeout=0.5, console=True) as ledger:
        document = ledger.document(collect(parse(CONSOLE.format("$ sleep 60"), "t.adoc")))
        (found,) = (document.run(claim).verdict for claim in document.claims)
    assert found.status == "error"


TESTS = "def test_holds():\n    assert 1\n\ndef test_fails():\n    assert not 1\n"


@pytest.mark.parametrize(
    ("test", "status"), [("test_holds", "held"), ("test_fails", "failed"), ("test_absent", "error")]
)
def test_a_test_can_be_the_check_of_a_claim(tmp_path, monkeypatch, test, status):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "test_it.py").write_text(TESTS)
    (found,) = verdicts(f"It [#x.claim,by=test_it.py::{test}]#never# splits.\n")
    assert found.status == status


NAMESPACES = """\
[source,python,role="claim",id="a"]
----
x = 1
assert x == 1
----

[source,python,role="claim",id="b",namespace="other"]
----
assert "x" not in globals()
x = 2
----

[source,python,role="claim",id="c",namespace="other"]
----
assert x == 2
----

[source,python,role="claim",id="d"]
----
assert x == 1
----

It is [#x.claim,namespace=other]#2#.
"""


def test_namespaces_know_nothing_of_each_other():
    assert [found.held for found in verdicts(NAMESPACES)] == [True] * 5
    with Ledger() as ledger:
        document = ledger.document(collect(parse(NAMESPACES, "t.adoc")))
        assert all(document.run(claim).verdict.held for claim in document.claims)


HIDDEN = """\
ifdef::claims-run[]
[source,python,role="claim",id="setup"]
----
lamp = 60
assert lamp
----
endif::[]

It takes [#lamp.claim]#60# watts.
"""


def test_what_readers_do_not_see_can_be_set_up():
    assert all(found.held for found in verdicts(HIDDEN, attributes=RUNNING))
    assert len(collect(parse(HIDDEN, "t.adoc"))) == 1
