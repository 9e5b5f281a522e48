"""``sphinx-adoc claims``: what is run, what is said, and the exit code."""

import json
import subprocess
import sys

import pytest
from sphinx_adoc.cli import main

GOOD = '[#slow.claim]#90 s#\n\n[source,python,role="claim",id="computed"]\n----\nslow = 90\nassert slow == 90\n----\n'
BAD = GOOD.replace("90 s", "60 s")
RUNS = '[source,python,role="claim",id="a"]\n----\nopen("ran", "w").close()\nassert slow == 90\n----\n'


@pytest.fixture
def claims(tmp_path, monkeypatch, capsys):
    """Write documents and run the command in their folder: exit code, output, last line of standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sphinx-adoc.toml").write_text('[claims]\nunit = "seconds"\n')

    def claims(*arguments, **documents):
        for name, text in documents.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        code = main(["claims", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err.splitlines()[-1]

    return claims


def test_every_verdict_is_said(claims):
    assert claims(".", a__adoc=GOOD) == (
        0,
        "a.adoc:1:15: held: slow: 90 s (computed: 90 s)\na.adoc:5:1: held: computed\n",
        "checked 2 claims in 1 document: 2 held, 0 failed, 0 errors",
    )


def test_one_that_fails_is_shown_with_its_line(claims):
    code, out, counted = claims(".", a__adoc=BAD)
    assert code == 1
    assert out.splitlines()[:3] == [
        "a.adoc:1:15: error: claim 'slow': the text says '60 s', computed: 90 s [claim-failed]",
        "    [#slow.claim]#60 s#",
        "                  ^~~~",
    ]
    assert counted == "checked 2 claims in 1 document: 1 held, 1 failed, 0 errors"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["."], "nothing was checked: no claim in 1 document"),
        (["--list", "."], "no claim in 1 document"),
        (["--prelude", "absent.py", "."], "no prelude absent.py"),
        (["absent"], "cannot read absent"),
        (["--update", "."], "nothing was checked: no claim in 1 document"),
        (["--write", "."], "--write goes with --update"),
        (["--update", "--format", "json", "."], "--update writes a patch; --format is for the report"),
    ],
)
def test_a_call_that_checks_nothing_is_wrong(claims, arguments, said):
    code, out, message = claims(*arguments, a__adoc="Words.\n")
    assert (code, out) == (2, "")
    assert said in message


@pytest.mark.parametrize("timeout", ["soon", "-1", "inf", "nan"])
def test_a_timeout_is_a_number_of_seconds(claims, timeout, capsys):
    with pytest.raises(SystemExit) as caught:
        claims("--timeout", timeout, ".", a__adoc=GOOD)
    assert caught.value.code == 2
    assert "is not a number of seconds, such as 60 or 0.5; 0: no limit" in capsys.readouterr().err


def test_without_a_limit_it_runs_as_long_as_it_wants(claims):
    assert claims("--timeout", "0", ".", a__adoc=GOOD)[0] == 0


def test_claims_that_would_not_notice_are_found(claims):
    code, out, counted = claims("--mutate", ".", a__adoc=GOOD.replace("90 s#", "up to 300 s#"))
    assert code == 1
    assert out.splitlines()[-2:] == [
        "    [#slow.claim]#up to 300 s#",
        "                  ^~~~~~~~~~~",
    ]
    said = "claim 'slow': it would hold with 'up to 240 s' and with 'up to 375 s' too; state it more exactly"
    assert out.splitlines()[-3].startswith(f"a.adoc:1:15: warning: {said}")
    assert counted == "changed 2 parts of what is stated by 1 claim: 1 went unnoticed"


def test_claims_that_notice_are_counted(claims):
    assert claims("--mutate", ".", a__adoc=GOOD)[::2] == (
        0,
        "changed 2 parts of what is stated by 1 claim: none went unnoticed",
    )


def test_a_claim_that_does_not_hold_is_not_changed(claims):
    code, _, counted = claims("--mutate", ".", a__adoc=BAD + "\n[#slow.claim]#90 s#\n")
    assert code == 1
    assert counted == "changed 2 parts of what is stated by 1 claim: none went unnoticed"


def test_to_change_nothing_is_no_success(claims):
    code, out, message = claims("--mutate", ".", a__adoc=RUNS.replace("assert slow == 90", "assert len('a') == 1"))
    assert (code, out) == (2, "")
    assert message.endswith("nothing was changed: no stated value and no table held; snippets are left as they are")


def test_one_that_cannot_be_computed_again_is_told(claims):
    once = "ran = []\ndef slow():\n    ran.append(1)\n    return 1 / (len(ran) == 1)\nassert slow"
    document = GOOD.replace("90 s", "1 s").replace("slow = 90\nassert slow == 90", once)
    code, out, _ = claims("--mutate", ".", a__adoc=document)
    assert code == 1
    assert "ZeroDivisionError" in out


def test_listing_runs_nothing(claims, tmp_path):
    code, out, counted = claims("--list", ".", a__adoc=RUNS + "\n[#slow.claim]#90 s#\n")
    assert (code, counted) == (0, "2 claims in 1 document")
    assert out == "a.adoc:3:1: snippet: a\na.adoc:7:15: value: slow: 90 s\n"
    assert not (tmp_path / "ran").exists()


def test_the_prelude_is_seen_and_parts_are_run_once(claims):
    documents = {"book__adoc": "= Book\n\ninclude::part.adoc[]\n", "part__adoc": RUNS, "prelude__py": "slow = 90\n"}
    code, out, counted = claims("--prelude", "prelude.py", ".", **documents)
    assert (code, out) == (0, "part.adoc:3:1: held: a\n")
    assert counted.startswith("checked 1 claim in 1 document")


def test_a_repeated_id_is_a_finding(claims):
    code, out, _ = claims(".", a__adoc=GOOD + "\n[#slow.claim]#90 s#\n")
    assert code == 1
    assert "claim 'slow' is already at a.adoc:1 [claim-duplicate]" in out


def test_json_has_expected_and_computed(claims):
    _, out, _ = claims("--format", "json", ".", a__adoc=BAD)
    slow = json.loads(out)["claims"][0]
    assert (slow["id"], slow["status"], slow["expected"], slow["computed"]) == ("slow", "failed", "60 s", "90 s")


@pytest.mark.parametrize("form", ["sarif", "github", "junit"])
def test_other_formats_have_the_failure(claims, form):
    code, out, _ = claims("--format", form, ".", a__adoc=BAD)
    assert (code, "claim-failed" in out) == (1, True)


@pytest.mark.parametrize("command", ["check", "html"])
def test_no_other_command_runs_claims(tmp_path, command):
    (tmp_path / "a.adoc").write_text(RUNS)
    call = [sys.executable, "-m", "sphinx_adoc.cli", command, "a.adoc"]
    subprocess.run(call, cwd=tmp_path, capture_output=True, check=True)
    assert not (tmp_path / "ran").exists()


def test_an_interruption_says_which_claim_was_running(claims):
    code = "import os, signal, time\nos.kill(os.getppid(), signal.SIGINT)\ntime.sleep(9)"
    document = f'[source,python,role="claim",id="slow"]\n----\n{code}\n----\n'
    assert claims(".", a__adoc=document) == (130, "", "interrupted in a.adoc:3:1: snippet: slow")


KEPT = '[source,python,role="claim",id="computed"]'
PATCH = f"--- a/a.adoc\n+++ b/a.adoc\n@@ -1,4 +1,4 @@\n-[#slow.claim]#60 s#\n+[#slow.claim]#90 s#\n \n {KEPT}\n ----\n"


def test_update_writes_a_patch_and_changes_nothing(claims, tmp_path):
    assert claims("--update", ".", a__adoc=BAD) == (1, PATCH, "the patch updates 1 place in 1 file")
    assert (tmp_path / "a.adoc").read_text() == BAD
    assert claims("--update", ".", a__adoc=GOOD) == (0, "", "the patch updates 0 places in 0 files")


def test_update_write_changes_the_file_and_reports_what_is_left(claims, tmp_path, capsys):
    wrong = BAD + '\n[source,python,role="claim",id="wrong"]\n----\nassert slow == 1\n----\n'
    code, out, counted = claims("--update", "--write", ".", a__adoc=wrong)
    assert (tmp_path / "a.adoc").read_text() == wrong.replace("60 s", "90 s")
    assert (code, counted) == (1, "checked 3 claims in 1 document: 2 held, 1 failed, 0 errors")
    assert out.startswith("a.adoc:1:15: held: slow: 90 s")
    assert claims("--update", "--write", ".", a__adoc=BAD)[0] == 0


def test_update_changes_the_file_that_was_named_wherever_the_claims_lead(claims, tmp_path):
    """A snippet changes the working directory to a folder that has a file of the same name."""
    moves = BAD.replace("----\n", "----\nimport os; os.chdir('elsewhere')\n", 1)
    other = moves + "\nAnother file.\n"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.adoc").write_text(other)
    claims("--update", "--write", "a.adoc", a__adoc=moves)
    assert (tmp_path / "a.adoc").read_text() == moves.replace("60 s", "90 s")
    assert (tmp_path / "elsewhere" / "a.adoc").read_text() == other


def test_update_names_what_it_leaves(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.adoc").write_text('[source,python,role="claim",id="wrong"]\n----\nassert 1 == 2\n----\n')
    assert main(["claims", "--update", "."]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "left: a.adoc:3:1: claim 'wrong': the text says '1 == 2', computed: false",
        "the patch updates 0 places in 0 files",
    ]


def test_a_phrase_over_two_lines_is_shown_in_one(claims):
    _, out, _ = claims(".", a__adoc=BAD.replace("60 s", "60\ns"))
    assert out.startswith("a.adoc:1:15: error: claim 'slow': the text says '60 s', computed: 90 s")


# -- every claim a verdict ---------------------------------------------------------------------------------------------


def snippet(name, code):
    return f'[source,python,role="claim",id="{name}"]\n----\n{code}\n----\n\n'


def test_one_that_ends_the_process_costs_its_own_verdict(claims):
    code, out, counted = claims(".", a__adoc=snippet("exits", "import os\nos.abort()") + GOOD)
    assert code == 1
    assert "claim 'exits': it ended the process: signal SIGABRT [claim-crash]" in out
    assert counted == "checked 3 claims in 1 document: 2 held, 0 failed, 1 errors"


def test_what_is_skipped_is_counted_and_no_failure(claims):
    skips = snippet("skips", 'import pytest\npytest.skip("no network")')
    code, out, counted = claims(".", a__adoc=skips + GOOD)
    assert (code, counted) == (0, "checked 3 claims in 1 document: 2 held, 0 failed, 0 errors, 1 skipped")
    assert out.startswith("a.adoc:3:1: skipped: skips (no network)\n")


def test_that_all_was_skipped_is_no_success(claims):
    code, out, message = claims(".", a__adoc=snippet("skips", 'import pytest\npytest.skip("no network")'))
    assert (code, out) == (2, "a.adoc:3:1: skipped: skips (no network)\n")
    assert message.endswith("nothing was checked: all of 1 claim were skipped in 1 document")


def test_a_prelude_that_fails_is_told_once_at_its_own_line(claims):
    code, out, counted = claims("--prelude", "p.py", ".", a__adoc=GOOD, b__adoc=GOOD, p__py="\nopen('absent.json')\n")
    assert code == 1
    assert out.count("absent.json'; it is looked for in") == 1
    assert "p.py:2:1: error: the prelude failed: FileNotFoundError" in out
    assert "a.adoc:1:15: not run: slow: 90 s (the prelude failed: p.py:2)\n" in out
    assert counted == "checked 4 claims in 2 documents: 0 held, 0 failed, 0 errors, 4 not run"


def test_claims_see_no_secrets_of_the_environment(claims, monkeypatch):
    monkeypatch.setenv("DEPLOY_TOKEN", "s3cret")
    document = snippet("sees", "import os\nassert 'DEPLOY_TOKEN' not in os.environ")
    assert claims(".", a__adoc=document)[0] == 0
    assert claims("--env", "DEPLOY_*", ".", a__adoc=document)[0] == 1


def test_what_looks_like_a_claim_and_is_none_is_an_error(claims):
    code, out, _ = claims(".", a__adoc=GOOD + '\n[source,python,role="claims"]\n----\nx = 1\n----\n')
    assert code == 1
    assert "a.adoc:10:1: error: the role 'claims' makes no claim; did you mean 'claim'? [claim-role]" in out


def test_the_file_that_was_read_is_the_one_that_is_changed(claims, tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below/a.adoc").write_text(BAD)
    moves = BAD + snippet("moves", "import os\nos.chdir('below')\nassert slow == 90")
    claims("--update", "--write", "a.adoc", a__adoc=moves)
    assert (tmp_path / "a.adoc").read_text() == moves.replace("60 s", "90 s")
    assert (tmp_path / "below/a.adoc").read_text() == BAD


@pytest.mark.parametrize("arguments", [["a.adoc::slow"], ["--only", "slow", "."], ["--only", "sl*", "a.adoc"]])
def test_claims_can_be_chosen_by_their_ids(claims, arguments):
    code, out, counted = claims(*arguments, a__adoc=GOOD)
    assert (code, out) == (0, "a.adoc:1:15: held: slow: 90 s (computed: 90 s)\n")
    assert counted == "checked 1 claim in 1 document: 1 held, 0 failed, 0 errors"


def test_that_no_claim_has_a_chosen_id_is_wrong(claims):
    code, _, message = claims("a.adoc::fast", a__adoc=GOOD)
    assert (code, message) == (2, "sphinx-adoc claims: nothing was checked: no claim is called fast in 1 document")


def test_marks_are_heeded(claims):
    marked = '[source,python,role="claim",id="{}",marks="{}",reason="known"]\n----\nassert len("a") == {}\n----\n\n'
    document = marked.format("left", "skip", 2) + marked.format("fails", "xfail", 2) + GOOD
    code, out, counted = claims(".", a__adoc=document)
    assert (code, counted) == (0, "checked 4 claims in 1 document: 2 held, 0 failed, 0 errors, 2 skipped")
    assert "a.adoc:3:1: skipped: left (known)\n" in out
    code, out, _ = claims(".", a__adoc=marked.format("holds", "xfail", 1))
    assert (code, "it is marked xfail, and holds; take the mark away" in out) == (1, True)


def test_lines_that_are_marked_skip_do_not_run(claims, tmp_path):
    document = snippet("s", '>>> open("ran", "w").close()  # doctest: +SKIP\n99') + GOOD
    assert claims(".", a__adoc=document)[2].endswith("2 held, 0 failed, 0 errors, 1 skipped")
    assert not (tmp_path / "ran").exists()


def test_values_that_differ_are_shown(claims):
    _, out, _ = claims(".", a__adoc=snippet("k", 'a = {"x": {"y": [1, 2]}}\nassert a == {"x": {"y": [1, 3]}}'))
    assert "computed: a is {'x': {'y': [1, 2]}} [claim-failed]" in out
    assert "    | ['x']: {'y': [1, 2]} is not {'y': [1, 3]}\n" in out


ROWS = """\
["source","python",role="claim",id="code"]
----
def double(n):
    return 2 * n
assert double(1) == 2
----

[options="header",role="claim",id="double"]
|===
|N |Double
|1 |3
|2 |4
|3 |7
|===
"""


def test_each_row_that_fails_is_told(claims):
    code, out, counted = claims("a.adoc", a__adoc=ROWS)
    assert (code, counted) == (1, "checked 2 claims in 1 document: 1 held, 1 failed, 0 errors")
    assert [line.partition(" ")[0] for line in out.splitlines() if "row '" in line] == ["a.adoc:11:5:", "a.adoc:13:5:"]
    assert claims("a.adoc", "--format", "github")[1].count("title=claim-failed") == 2
