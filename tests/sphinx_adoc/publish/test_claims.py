"""Claims in Sphinx: the builder, and the marks in HTML."""

import json
import re

import pytest
from sphinx.errors import ConfigError

GOOD = """\
= Page

It takes [#slow.claim]#90 seconds#.

[source,python,role="claim",id="computed"]
----
slow = 90
assert slow == 90
----
"""
BAD = GOOD.replace("#90 seconds#", "#60 seconds#")


STATUS = """
def setup(app):
    app.connect("build-finished", lambda app, error: (app.outdir / "status").write_text(str(app.statuscode)))
"""


def status(project):
    """The exit code of a build with the builder."""
    return (project.build("claims") / "status").read_text()


def marks(html):
    """Class and title of each mark."""
    return re.findall(r'<(?:a|span) class="(claim-mark [^"]*)" title="([^"]*)"', html)


def test_the_builder_writes_every_verdict(project):
    out = project.conf().write(index__adoc=GOOD).build("claims")
    assert not project.warnings
    assert (out / "claims.txt").read_text().splitlines() == [
        f"{project.source}/index.adoc:3:24: held: slow: 90 seconds (computed: 90 s)",
        f"{project.source}/index.adoc:7:1: held: computed",
    ]
    assert json.loads((out / "claims.json").read_text())["counts"] == {
        "claims": 2,
        "held": 2,
        "failed": 0,
        "errors": 0,
        "skipped": 0,
        "not_run": 0,
    }


def test_a_claim_that_fails_is_a_warning_at_its_place_and_fails_the_build(project):
    assert status(project.conf(STATUS).write(index__adoc=BAD)) == "1"
    assert "index.adoc:3:24: WARNING: claim 'slow': the text says '60 seconds', computed: 90 s" in project.warnings


def test_no_claim_at_all_fails_the_build(project):
    assert status(project.conf(STATUS).write(index__adoc="= Page\n\nWords.\n")) == "1"
    assert "no claim was checked" in project.warnings


def test_pages_in_other_languages_and_parts_of_pages_are_left_out(project):
    project.conf('exclude_patterns = ["part.adoc"]').write(
        index__adoc="= Page\n\ninclude::part.adoc[]\n",
        part__adoc=GOOD.partition("\n")[2],
        other__rst=":orphan:\n\nOther\n=====\n",
    )
    found = json.loads((project.build("claims") / "claims.json").read_text())
    assert [claim["id"] for claim in found["claims"]] == ["slow", "computed"]
    assert {claim["place"]["path"].rpartition("/")[2] for claim in found["claims"]} == {"part.adoc"}


def test_the_prelude_is_found_from_the_folder_of_conf(project):
    project.conf(STATUS + 'adoc_prelude = "prelude.py"')
    project.write(index__adoc="= Page\n\n[#slow.claim]#90 s#\n", prelude__py="slow = 90\n")
    assert status(project) == "0"


def test_a_prelude_that_is_absent_is_said(project):
    with pytest.raises(ConfigError, match="adoc_prelude: there is no file"):
        project.conf('adoc_prelude = "absent.py"').write(index__adoc=GOOD).build("claims")


def test_without_being_asked_html_runs_nothing(project):
    code = GOOD.replace("slow = 90", "raise SystemExit('ran')")
    assert not marks(project.conf().write(index__adoc=code).html("index"))
    assert not project.warnings


def test_marks_tell_verdict_and_computed_value(project):
    html = project.conf("adoc_claims = True").write(index__adoc=GOOD).html("index")
    held = "claim-mark claim-mark-held"
    assert marks(html) == [(held, "held, computed: 90 s"), (held, "held")]
    assert 'class="claim claim-held" id="slow"' in html


def test_a_mark_shows_what_is_wrong_and_the_build_warns(project):
    html = project.conf("adoc_claims = True").write(index__adoc=BAD).html("index")
    assert marks(html)[0][0] == "claim-mark claim-mark-failed"
    assert "the text says" in marks(html)[0][1]
    assert "index.adoc:3:24: WARNING: claim 'slow'" in project.warnings


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_other_formats_show_no_marks(project, builder):
    out = project.conf("adoc_claims = True").write(index__adoc=GOOD).build(builder)
    assert not project.warnings
    written = [path.read_text(errors="replace") for path in out.rglob("*") if path.is_file()]
    pages = [text for text in written if "90 seconds" in text]
    assert pages
    assert not any("✓" in text for text in pages)


def test_verdicts_are_kept_until_page_or_prelude_change(project):
    project.conf('adoc_claims = True\nadoc_prelude = "prelude.py"').write(
        index__adoc="= Page\n\n[#slow.claim]#90 s#\n", prelude__py="slow = 90\n"
    )
    assert "held" in marks(project.html("index"))[0][1]
    project.html("index")
    assert not project.warnings
    project.write(prelude__py="slow = 91  # changed\n")
    assert "computed: 91 s" in marks(project.html("index"))[0][1]


def test_a_mark_does_not_outlive_the_data_that_it_rests_on(project):
    reads = "import pathlib\nslow = int((pathlib.Path(__file__).parent / 'slow.txt').read_text())\n"
    project.conf('adoc_claims = True\nadoc_prelude = "prelude.py"')
    project.write(index__adoc="= Page\n\n[#slow.claim]#90 s#\n", prelude__py=reads, slow__txt="90")
    assert "held" in marks(project.html("index"))[0][1]
    project.write(slow__txt="910")
    assert "computed: 910 s" in marks(project.html("index"))[0][1]


def test_a_parallel_build_keeps_the_verdicts(project):
    pages = {f"page{number}__adoc": GOOD.replace("= Page", f":orphan:\n\n= Page {number}") for number in range(8)}
    project.conf("adoc_claims = True").write(index__adoc=GOOD, **pages)
    out = project.build("html", parallel=2)
    assert all(len(marks((out / f"page{number}.html").read_text())) == 2 for number in range(8))


SUFFIXES = "source_suffix = {'.asciidoc': 'asciidoc', '.adoc': 'adoc', '.rst': 'rst'}\nadoc_claims = True\n"


def test_claims_run_in_pages_of_any_suffix_that_is_asciidoc(project):
    project.conf(SUFFIXES + "root_doc = 'one'\n").write(one__asciidoc=BAD, two__adoc=GOOD)
    assert "claim-failed" in project.html("one")
    assert "claim-held" in (project.root / "html" / "two.html").read_text()
    assert "one.asciidoc:3:24: WARNING: claim 'slow'" in project.warnings
    claims = (project.build("claims") / "claims.txt").read_text()
    assert "one.asciidoc:3:24: error" in claims
    assert "two.adoc:3:24: held" in claims


TABLE = """\
= Page

[options="header",role="claim",id="double"]
|===
|N |Twice
|1 |2
|2 |5
|3 |6
|===

[source,python,role="claim",id="code"]
----
def double(n):
    return 2 * n

assert double(2) == 5
----
"""


def test_only_the_wrong_cell_and_the_wrong_line_are_marked(project):
    html = project.conf("adoc_claims = True").write(index__adoc=TABLE).html("index")
    assert re.findall(r'<td class="claim-wrong"><p>(.*?)</p>', html) == ["5"]
    assert html.count("claim-wrong") == 1
    assert re.findall(r'<span class="hll">(.*?)\n', html, re.DOTALL)[0].count("assert") == 1


ROWS = """\
= Rows

[options="header",role="claim",id="powers"]
|===
|Square |N |Cube
|1 |1 |1
|5 |2 |8
|9 |3
|27
|0 |none |0
|16 |4 |65
|===

["source","python",role="claim"]
----
def powers(n):
    return {"square": n * n, "cube": n ** 3}
----
"""


def test_every_wrong_cell_is_marked_and_a_row_that_is_wrong_as_a_whole(project):
    html = project.conf("adoc_claims = True").write(index__adoc=ROWS).html("index")
    assert re.findall(r'<td class="claim-wrong"><p>(.*?)</p>', html) == ["5", "65"]
    assert re.findall(r'<tr class="[^"]*claim-wrong[^"]*"><td><p>(.*?)</p>', html) == ["0"]


def test_a_mark_says_which_claim_it_is_of(project):
    html = project.conf("adoc_claims = True").write(index__adoc=GOOD).html("index")
    assert 'aria-label="slow: held, computed: 90 s; evidence"' in html
