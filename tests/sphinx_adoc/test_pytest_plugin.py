"""Documents as test items."""

import bdb
import sys

import pytest
import sphinx_adoc.commands.check  # noqa: F401 (loaded here once: pytester forgets what a run loads)

pytest_plugins = ["pytester"]

DOCUMENT = """\
= Failover

It takes [#slow.claim]#90 seconds#, or [#wrong.claim]#60 seconds#. See <<computed>>.

[source,python,role="claim",id="computed"]
----
slow = wrong = 90
assert slow == 90
----
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """Write documents, configure, and run pytest in a folder of its own, with our plugin alone (others take time)."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    options = ["-p", "sphinx_adoc.pytest_plugin", "-p", "no:cacheprovider", "--assert=plain"]

    def run(*arguments, ini="adoc_files = *.adoc", **documents):
        pytester.makeini(f"[pytest]\n{ini}\nadoc_unit = seconds\n")
        for name, text in documents.items():
            path = pytester.path / f"{name.replace('__', '/')}.adoc"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return pytester.runpytest(*options, *arguments)

    return run


def test_the_plugin_is_found_by_itself(pytester):
    pytester.makefile(".adoc", page=DOCUMENT)
    pytester.makeini("[pytest]\nadoc_unit = seconds\n")
    pytester.runpytest("--adoc", "-p", "no:cacheprovider", "--assert=plain").assert_outcomes(passed=3, failed=1)


def test_without_being_asked_nothing_is_collected(run):
    assert run(ini="", page=DOCUMENT).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_an_option_asks_for_all_documents(run, pytester):
    pytester.makefile(".asciidoc", other="= Other\n")
    run("--adoc", ini="", page=DOCUMENT).assert_outcomes(passed=4, failed=1)


def test_each_claim_is_an_item_with_its_id(run):
    result = run("-v", page=DOCUMENT)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines([
        "page.adoc::slow PASSED*", "page.adoc::wrong FAILED*", "page.adoc::computed PASSED*",
        "page.adoc::references PASSED*",
    ])  # fmt: skip


def test_a_failure_shows_place_expected_and_computed(run):
    result = run(page=DOCUMENT)
    result.stdout.fnmatch_lines([
        "page.adoc:3:*: error: claim 'wrong': the text says '60 seconds', computed: 90 s*",
        "*^~*",
        "expected: 60 seconds",
        "computed: 90 s",
    ])  # fmt: skip


def test_one_claim_can_be_run_and_what_it_needs_runs_with_it(run):
    run("page.adoc::slow", page=DOCUMENT).assert_outcomes(passed=1)


def test_patterns_with_folders_are_of_the_path(run):
    result = run(ini="adoc_files = docs/*.adoc", docs__page=DOCUMENT, other=DOCUMENT)
    result.assert_outcomes(passed=3, failed=1)


def test_a_dead_reference_fails_at_its_place(run):
    result = run(page="= A\n\nSee <<nods>>.\n\n[[nodes]]\n== Nodes\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["page.adoc:3:7: error: xref target not found: 'nods'; did you mean 'nodes' (page.adoc:5)? *"]
    )


def test_references_are_resolved_over_all_documents(run):
    run(a="= A\n\n<<there>>\n", b="= B\n\n[[there]]\nX.\n").assert_outcomes(passed=2)
    run("a.adoc").assert_outcomes(passed=1)


def test_variants_are_checked(run):
    ini = "adoc_files = *.adoc\nadoc_variants =\n    plain\n    man:man"
    result = run(ini=ini, a="ifdef::man[]\n<<x>>\nendif::[]\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["a.adoc:2:3: *(in: man)*"])


def test_an_included_document_is_tested_as_part_of_its_includer(run):
    result = run("-v", book="= Book\n\ninclude::part.adoc[]\n", part=DOCUMENT.partition("\n")[2])
    result.assert_outcomes(passed=3, failed=1, deselected=4)
    result.stdout.fnmatch_lines(["book.adoc::slow PASSED*"])
    result.stdout.fnmatch_lines(["part.adoc:2:*: error: claim 'wrong'*"])


def test_prelude_and_attributes_come_from_the_configuration(run, pytester):
    (pytester.path / "prelude.py").write_text("fast = 3\n")
    (pytester.path / "site.conf").write_text("[attributes]\nunit=seconds\n")
    ini = "adoc_files = *.adoc\nadoc_prelude = prelude.py\nadoc_attributes_from = site.conf\nadoc_attributes = x"
    run(ini=ini, a="[#fast.claim]#3 {unit}#\n\nifdef::x[]\n[#fast2.claim]#3#\nendif::[]\n").assert_outcomes(
        passed=2, failed=1
    )


def test_a_claim_that_does_not_end_is_stopped(run):
    endless = '[source,python,role="claim",id="a"]\n----\nwhile True:\n    pass\n----\n'
    result = run(ini="adoc_files = *.adoc\nadoc_timeout = 0.2", a=endless)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*a.adoc:*: error: claim 'a': stopped after 0.2 s*"])


def test_collecting_runs_nothing(run):
    document = '[source,python,role="claim",id="a"]\n----\nraise SystemExit\n----\n'
    assert run("--collect-only", "-q", a=document).ret == 0


def test_a_block_without_a_checker_is_skipped_as_data(run):
    run(a='[role="interfaces",id="x"]\n----\niface\n----\n').assert_outcomes(passed=1, skipped=1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("adoc_attributes = =x", "adoc_attributes: '=x' sets no attribute*"),
        ("adoc_attributes_from = absent.conf", "adoc_attributes_from: cannot read attributes from *absent.conf*"),
        ("adoc_prelude = absent.py", "adoc_prelude: no such file*absent.py"),
        ("adoc_variants = a b", "adoc_variants: *"),
        ("adoc_timeout = soon", "adoc_timeout: 'soon' is not a number of seconds, such as 60 or 0.5; 0: no limit"),
    ],
)
def test_a_wrong_configuration_is_said_without_a_traceback(run, wrong, said):
    result = run(ini=f"adoc_files = *.adoc\n{wrong}", a="X\n")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{said}"])
    assert "Traceback" not in str(result.stderr)


def test_names_are_unique(run):
    result = run("-v", a="[#x.claim]#1# [#x.claim]#2# [.claim]#3#\n")
    result.stdout.fnmatch_lines(["a.adoc::x *", "a.adoc::x#2 *", "a.adoc::value-in-line-1 *"])


def test_the_configuration_file_says_what_the_ini_options_do_not(run, pytester):
    (pytester.path / "prelude.py").write_text("limit = 10\n")
    text = 'prelude = "prelude.py"\n[attributes]\nto = "there"\n[check.severity]\nid-duplicate = "info"\n'
    (pytester.path / "sphinx-adoc.toml").write_text(text)
    page = "[#there]\n== X\n\n[#there]\n== Y\n\nIt is [#limit.claim]#10#. <<{to}>>\n"
    run(page=page).assert_outcomes(passed=2)
    run(page=page, ini="adoc_files = *.adoc\nadoc_attributes = to=elsewhere").assert_outcomes(passed=1, failed=1)


def test_a_configuration_file_that_cannot_be_followed_is_said(run, pytester):
    (pytester.path / "sphinx-adoc.toml").write_text("rots = []\n")
    result = run(page="X\n")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*sphinx-adoc.toml:1:1: unknown key 'rots'; did you mean 'roots'?"])


# -- as other tests ----------------------------------------------------------------------------------------------------


def snippet(name, code, more=""):
    return f'[source,python,role="claim",id="{name}"{more}]\n----\n{code}\n----\n\n'


FIXTURES = """\
import pytest

@pytest.fixture(autouse=True)
def everywhere(tmp_path):
    (tmp_path / "there").touch()

@pytest.fixture
def lamp():
    return {"on": True}

@pytest.fixture
def broken():
    raise ValueError("no lamp")
"""


def test_fixtures_are_there_by_their_names(run, pytester):
    pytester.makeconftest(FIXTURES)
    uses = snippet(
        "uses", "assert lamp['on']\nassert (tmp_path / 'there').exists()\nassert request.node.name == 'uses'"
    )
    run(a=uses + snippet("own", "lamp2 = lamp\nassert lamp2")).assert_outcomes(passed=3)


def test_a_name_of_the_document_is_no_fixture(run, pytester):
    pytester.makeconftest(FIXTURES)
    run(a=snippet("sets", "lamp = 3\nassert lamp == 3") + snippet("uses", "assert lamp == 3")).assert_outcomes(passed=3)


def test_a_fixture_that_fails_fails_its_claim_alone(run, pytester):
    pytester.makeconftest(FIXTURES)
    result = run(a=snippet("uses", "assert broken") + snippet("other", "assert lamp"))
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*ValueError: no lamp*"])


def test_code_that_asks_to_be_skipped_is(run):
    result = run(
        "-rsx",
        a=snippet("imports", 'import pytest\npytest.importorskip("no_such_module")')
        + snippet("fails", 'import pytest\npytest.xfail("known")')
        + snippet("skips", 'import unittest\nraise unittest.SkipTest("later")'),
    )
    result.assert_outcomes(passed=1, skipped=2, xfailed=1)
    result.stdout.fnmatch_lines(["*could not import 'no_such_module'*", "XFAIL*known"])


def test_marks(run):
    marked = snippet("fails", "assert 1 == len('ab')", ',marks="xfail",reason="known"')
    run(a=marked + snippet("skips", "1 / 0", ',marks="skip"')).assert_outcomes(passed=1, xfailed=1, skipped=1)
    ini = "adoc_files = *.adoc\nmarkers =\n    slow"
    run("-m", "slow", ini=ini, a=snippet("slow", "assert len('a')", ',marks="slow"') + GOOD).assert_outcomes(
        passed=1, deselected=2
    )


GOOD = snippet("good", "assert len('a') == 1")


def test_comparisons_are_in_the_words_of_pytest(run):
    result = run(a=snippet("compares", "a = {'x': 1}\nassert a == {'x': 2}"))
    result.stdout.fnmatch_lines(["Differing items:", "{'x': 1} != {'x': 2}"])


def test_what_a_claim_prints_is_captured(run):
    result = run(a=snippet("prints", "print('seen')\nassert len('a') == 2"))
    result.stdout.fnmatch_lines(["*Captured stdout call*", "seen"])


def test_all_differences_of_a_session_are_told(run):
    result = run(a=snippet("session", ">>> 1 + 1\n3\n>>> 2 + 2\n5\n>>> 3\n3"))
    result.stdout.fnmatch_lines(["*(and 1 more difference)*", "line 3, expected:", "line 5, expected:"])


def test_a_debugger_stands_in_the_frame_of_the_document(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makefile(".adoc", a=snippet("fails", "seen = 41\nassert seen == 42"))
    options = ["-p", "sphinx_adoc.pytest_plugin", "-p", "no:cacheprovider", "--adoc", "--pdb"]
    result = pytester.run(sys.executable, "-m", "pytest", *options, stdin=b"p seen + 1\nq\n")
    result.stdout.fnmatch_lines(["*a.adoc(4)<module>()", "-> assert seen == 42", "*42*"])


def test_code_that_is_marked_skip_runs_for_no_other_claim(run, pytester):
    text = (
        "It takes [#seconds.claim]#3 seconds#.\n\n"
        '[source,python,role="claim",id="code",marks="skip",reason="no lamp"]\n'
        '----\nfrom pathlib import Path\nPath("ran").touch()\nseconds = 3\n----\n'
    )
    result = run("-rs", a=text)
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(["*it needs 'code' (a.adoc:5:1), which was skipped: no lamp*"])
    assert not (pytester.path / "ran").exists()


def test_breakpoint_asks_in_the_document(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makefile(".adoc", a=snippet("stops", "seen = 41\nbreakpoint()\nassert seen == 41"))
    options = ["-p", "sphinx_adoc.pytest_plugin", "-p", "no:cacheprovider", "--adoc"]
    result = pytester.run(sys.executable, "-m", "pytest", *options, stdin=b"p seen + 1\nc\n")
    stops_at = "breakpoint()" if hasattr(bdb.Bdb, "set_stepinstr") else "assert seen == 41"  # behind it, until 3.12
    result.stdout.fnmatch_lines([f"-> {stops_at}", "*42*"])
    result.assert_outcomes(passed=2)


def test_os_exit_signals_and_the_folder_are_guarded(run):
    code = "import os, signal\nos.chdir('/')\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nos._exit(0)"
    run(a=snippet("leaves", code) + GOOD).assert_outcomes(passed=2, failed=1)


TABLE = '[options="header",role="claim",id="double"]\n|===\n|n |double\n|1 |2\n|2 |5\n|===\n\n'
DOUBLE = snippet("code", "def double(n):\n    return 2 * n\nassert double")


def test_rows_of_a_table_are_items_of_their_own(run):
    result = run("-v", a=TABLE + DOUBLE)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["a.adoc::double::1-1 PASSED*", "a.adoc::double::2-2 FAILED*", "*a.adoc:5:5: error:*"])
    run("a.adoc::double").assert_outcomes(passed=1, failed=1)
    run("a.adoc::double::1-1").assert_outcomes(passed=1)


WORDY = """\
= Lamps

[.aside]#All# said: the pier lamp is [#seen.claim]#always# seen first, after dusk.

["source","python",role="claim",id="code"]
----
def seen(lamp):
    return lamp == "pier lamp"
----
"""
WORDS = '[claims.vocabulary]\nlamp = ["pier lamp", "buoy"]\n'


def test_loose_words_are_findings_of_the_document(run, pytester):
    (pytester.path / "sphinx-adoc.toml").write_text(f'[claims]\nloose = "error"\n{WORDS}')
    result = run(page=WORDY)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*no claim of the sentence takes 'first' (extreme)*"])


def test_loose_words_need_the_verdicts_on_all_claims(run, pytester):
    (pytester.path / "sphinx-adoc.toml").write_text(f'[claims]\nloose = "error"\n{WORDS}')
    run("-k", "references", page=WORDY).assert_outcomes(passed=1, deselected=2)


def test_another_wording_is_a_finding_of_the_document(run, pytester):
    (pytester.path / "sphinx-adoc.toml").write_text(f'[claims]\nwordings = "kept.toml"\n{WORDS}')
    kept = '["page.adoc"]\nseen = "all said {lamp} is <seen> seen first after dusk"\n'
    (pytester.path / "kept.toml").write_text(kept)
    run(page=WORDY).assert_outcomes(passed=3)
    result = run(page=WORDY.replace("after dusk", "before dusk"))
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*'after' became 'before'*"])


def test_a_record_of_wordings_that_is_none_is_said(run, pytester):
    (pytester.path / "sphinx-adoc.toml").write_text('[claims]\nwordings = "kept.toml"\n')
    (pytester.path / "kept.toml").write_text("no record")
    result = run(page=WORDY)
    assert "kept.toml: it is no TOML" in result.stdout.str() + result.stderr.str()
    assert "Traceback" not in result.stdout.str()


def test_what_is_handed_on_to_the_rows_of_a_table_is_taken(run, pytester):
    (pytester.path / "sphinx-adoc.toml").write_text(f'[claims]\nloose = "error"\nwordings = "kept.toml"\n{WORDS}')
    (pytester.path / "kept.toml").write_text('["page.adoc"]\n"seen^" = "with {lamp} lit"\nseen = "hour | seen"\n')
    code = '["source","python",role="claim",id="code"]\n----\ndef seen(lamp, hour):\n    return hour > 17\n----\n'
    table = '[%header,role="claim",id="seen"]\n|===\n|Hour |Seen\n\n|18 |yes\n|12 |no\n|===\n'
    page = f"= Lamps\n\nWith the [.given]#pier lamp# lit:\n\n{table}\n{code}"
    run(page=page).assert_outcomes(passed=4)
