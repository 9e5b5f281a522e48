"""Every claim has one verdict, whatever any of them does."""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.claims import Ledger, collect
from sphinx_adoc.claims.process import ledger
from sphinx_adoc.claims.process.recorder import Recorder
from sphinx_adoc.syntax.document import parse

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, signals and /proc of Linux")

HEAD = '[source,python,role="claim",id="{}"]\n----\n{}\n----\n\n'
GOOD = "n = 5\nassert n == 5"
KEEPS = "\nassert 1 < 2"
MISBEHAVIOURS = {
    "exits": "import os\nos._exit(0)",
    "exits beneath": "import posix\nposix._exit(0)",
    "leaves": "import sys\nsys.exit(0)",
    "is interrupted": "raise KeyboardInterrupt",
    "aborts": "import os\nos.abort()",
    "crashes": "import ctypes\nctypes.string_at(0)",
    "is killed": "import os\nos.kill(os.getpid(), 9)",
    "hangs": "while True:\n    pass",
    "recurses": "def f():\n    f()\nf()",
    "recurses on": "import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()",
    "leaves a thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()" + KEEPS,
    "leaves a daemon": "import os, threading\nthreading.Timer(0.3, os._exit, (0,)).start()" + KEEPS,
    "leaves a process": "import subprocess\nsubprocess.Popen(['sleep', '99'])" + KEEPS,
    "changes the folder": "import os\nos.chdir('/')" + KEEPS,
    "changes signals": "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)" + KEEPS,
    "blocks signals": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])" + KEEPS,
    "closes its stream": "import sys\nsys.stdout.close()" + KEEPS,
    "closes standard output": "import os\nos.close(1)" + KEEPS,
    "closes everything": "import os\nos.closerange(3, 200)" + KEEPS,
    "writes everywhere": "import os\nfor k in range(3, 30):\n    try:\n        os.write(k, b'{}\\n')\n"
    "    except OSError:\n        pass\nassert 1 > 2",
    "forks": "import os\nassert os.fork() == 0",
    "asks for input": "input()",
    "debugs": "breakpoint()",
    "raises what nobody catches": "import asyncio\nraise asyncio.CancelledError",
    "lies about its exception": "class E(Exception):\n    def __str__(self):\n        raise ValueError\nraise E",
}
PRINTS = "print('x' * 2_000_000)\nimport os\nos.write(2, b'y' * 2_000_000)\nassert 1 < 2"
DEAF = "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass"


def document(*snippets, text=""):
    source = "".join(HEAD.format(f"s{number}", code) for number, code in enumerate(snippets))
    return collect(parse(f"= T\n\n{text}\n\n{source}", "t.adoc"))


def verdicts(claims, timeout=0.4, prelude=None):
    with Ledger(prelude, timeout) as ledger:
        run = ledger.document(claims)
        return [ran.verdict for claim in claims if (ran := run.run(claim)).verdict]


@pytest.mark.parametrize("code", MISBEHAVIOURS.values(), ids=MISBEHAVIOURS)
def test_it_costs_its_own_verdict_alone(code):
    found = verdicts(document(GOOD, code, GOOD, GOOD))
    assert [verdict.held for verdict in found] == [True, False, True, True]
    assert all(verdict.message for verdict in found if not verdict.held)


def test_one_that_does_not_heed_the_alarm_is_ended_and_its_line_named():
    deaf, good = verdicts(document(DEAF, GOOD))
    assert (deaf.code, good.held) == ("claim-timeout", True)
    assert deaf.span.start.line in (deaf.claim.lines[2], deaf.claim.lines[3])


FILLS = {
    "at once": "x = bytearray(3 << 30)\nassert x",
    "bit by bit": "x = []\nwhile True:\n    x.append(bytearray(1 << 24))",
    "for good": "try:\n    x = [bytearray(1 << 24) for _ in range(999)]\nexcept MemoryError:\n    raise OSError",
    "in a process of its own": "import subprocess, sys\n"
    "subprocess.run([sys.executable, '-c', 'bytearray(3 << 30)'], check=True)",
}


@pytest.mark.parametrize("code", FILLS.values(), ids=FILLS)
def test_memory_is_bounded(code):
    claims = document(code, GOOD)
    with Ledger(timeout=30, memory=1024) as ledger:
        run = ledger.document(claims)
        fills, good = (run.run(claim).verdict for claim in claims)
    assert (fills.status, good.status) == ("error", "held")
    if "MemoryError" in fills.message:
        assert "--memory" in fills.hint


def test_memory_need_not_be_bounded():
    claims = document("import resource\nassert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY")
    with Ledger(memory=0) as ledger:
        assert ledger.document(claims).run(claims[0]).verdict.held


def test_what_is_printed_is_bounded():
    (printed,) = verdicts(document(PRINTS), timeout=20)
    assert printed.held
    assert len(printed.evidence) < 200_000
    assert "more)" in printed.evidence


def test_a_crash_is_told_with_its_line_and_what_was_written():
    (crash,) = verdicts(document("import ctypes\nctypes.string_at(0)"))
    assert (crash.code, crash.message) == ("claim-crash", "it ended the process: signal SIGSEGV")
    assert crash.span.start.line == crash.claim.lines[1]
    assert "Segmentation fault" in crash.evidence


def test_what_needs_a_snippet_that_ended_the_process_is_not_run():
    ends = "x = 1\nimport os\nos.abort()"
    found = verdicts(document(ends, "assert x == 1", GOOD, text="It is [#x.claim]#1#."))
    assert [verdict.status for verdict in found] == ["not-run", "error", "not-run", "held"]
    assert found[0].message == "not run: it needs 's0' (t.adoc:7:1): it ended the process: signal SIGABRT"


def test_a_restarted_process_runs_again_what_the_next_claim_needs():
    found = verdicts(document("x = 7\nassert x", "import os\nos.abort()", "assert x == 7"))
    assert [verdict.status for verdict in found] == ["held", "error", "held"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os\nos.abort()", "it ended the process: signal SIGABRT"),
        ("while True:\n    pass", "stopped after 0.4 s"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(3)", "SystemExit: 3"),
    ],
)
def test_a_prelude_that_fails_is_one_finding_and_no_claim_runs(tmp_path, code, words):
    (tmp_path / "prelude.py").write_text(f"\n{code}\n")
    with Ledger(tmp_path / "prelude.py", 0.4) as ledger:
        runs = [ledger.document(document(GOOD, GOOD)) for _ in range(2)]
        found = [run.run(claim).verdict for run in runs for claim in run.claims]
    assert [verdict.status for verdict in found] == ["not-run"] * 4
    assert ledger.trouble.message == f"the prelude failed: {words}"
    assert ledger.trouble.span.start.line in (2, 3)


def test_modules_of_the_project_do_not_stand_before_those_that_run_claims(tmp_path, monkeypatch):
    (tmp_path / "code.py").write_text("raise SystemExit\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert [found.held for found in verdicts(document(GOOD))] == [True]


def test_documents_begin_with_the_environment_as_it_was():
    first = document("import os\nos.environ['ADOC_X'] = 'y'\nassert os.environ['ADOC_X']")
    other = document("import os\nassert 'ADOC_X' not in os.environ")
    with Ledger() as ledger:
        runs = [ledger.document(first), ledger.document(other)]
        assert all(run.run(claim).verdict.held for run in runs for claim in run.claims)


WITHOUT_WAITING = [code for name, code in MISBEHAVIOURS.items() if name != "leaves a daemon"]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from([GOOD, *WITHOUT_WAITING]), min_size=1, max_size=6), st.data())
def test_there_are_as_many_verdicts_as_claims(snippets, data):
    claims = document(*snippets, text="It is [#n.claim]#5#, [#nothing.claim]#6#.")
    order = data.draw(st.permutations(claims))
    with Ledger(timeout=0.3) as ledger:
        run = ledger.document(claims)
        found = {claim.order: run.run(claim).verdict for claim in order}
    assert len(found) == len(claims)
    good = {claim.order for claim in claims if claim.text.strip() == GOOD}
    assert all(found[order].held for order in good)
    bad = {claim.order for claim in claims if claim.kind == "snippet"} - good
    assert not any(found[order].held for order in bad)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys\nprint('to standard error', file=sys.stderr)", "to standard error"),
        ("import logging\nlogging.warning('logged')", "logged"),
        ("import os\nos.write(1, b'written past Python')", "written past Python"),
        ("import subprocess\nsubprocess.run(['echo', 'by a program'])", "by a program"),
    ],
)
def test_what_a_claim_that_fails_said_is_shown_whoever_said_it(code, words):
    verdict, good = verdicts(document(code + "\nassert 1 > 2", GOOD))
    assert verdict.status == "failed"
    assert words in verdict.evidence
    assert good.held


def test_an_exception_that_ends_a_thread_is_no_pass():
    code = "import threading\nt = threading.Thread(target=int, args=('x',))\nt.start()\nt.join()\nassert t.ident"
    verdict, good = verdicts(document(code, GOOD))
    assert "ended by ValueError" in verdict.message
    assert verdict.status == "error"
    assert good.held


def test_of_a_dump_of_the_stack_our_own_frames_are_left_out():
    ours, theirs = Path(ledger.__file__), Path("page.adoc")
    dump = 'Fatal: x\n  File "{}", line 1 in f\n  File "{}", line 2 in g\n  File "<string>", line 1\nEnd\n'
    assert ledger._own(dump.format(ours, theirs)) == 'Fatal: x\n  File "page.adoc", line 2 in g\nEnd\n'


def test_packages_that_are_loaded_are_asked_for_their_modules(tmp_path, monkeypatch):
    package = ModuleType("lamp_package")
    package.__path__ = [str(tmp_path / "lamp_package")]
    monkeypatch.setitem(sys.modules, "lamp_package", package)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    questions = Recorder().account().questions
    assert ("modules", str(tmp_path / "lamp_package")) in questions
    assert ("modules", str(tmp_path)) in questions
