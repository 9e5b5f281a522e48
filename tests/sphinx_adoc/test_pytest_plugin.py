"""Documents as test items."""

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
        pytester.makeini(f"[pytest]\n{ini}\n")
        for name, text in documents.items():
            path = pytester.path / f"{name.replace('__', '/')}.adoc"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return pytester.runpytest(*options, *arguments)

    return run


def test_the_plugin_is_found_by_itself(pytester):
    pytester.makefile(".adoc", page=DOCUMENT)
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
