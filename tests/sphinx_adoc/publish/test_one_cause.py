"""What one missing setting of conf.py causes in many places is told once, with the number of places."""

import re

import pytest

PAGE = "= P\n:orphan:\n\n{pve}, role:bug[1], {pve}.\n\n[tabs]\n====\nA:: x\n====\n\n[tabs]\n====\nB:: y\n====\n"
PAGES = {"index__adoc": PAGE, "b__adoc": PAGE, "sub___c__adoc": PAGE}
TOLD = {  # code -> where it is first, in how many places
    "attribute-missing": ("b.adoc:4:1", 6),
    "role-unknown": ("b.adoc:4:8", 3),
    "directive-unknown": ("b.adoc:7:1", 6),
}
WARNING = re.compile(
    r"^(\S+): WARNING: (.*?)(?:; (\d+) more follows? from the same cause.*)? \[adoc\.([\w-]+)\]$", re.MULTILINE
)


def told(project):
    """Each warning of the last build by its code: where it is, and how many places it stands for."""
    found = WARNING.findall(project.warnings)
    assert len(found) == len(project.warnings.splitlines()), project.warnings
    return [(code, (place, int(more or 0) + 1)) for place, _, more, code in found]


@pytest.mark.parametrize("parallel", [1, 2])
def test_each_cause_is_told_once_with_the_number_of_its_places(project, parallel):
    project.conf().write(**PAGES).build(parallel=parallel)
    assert sorted(told(project)) == sorted(TOLD.items())
    assert "5 more follow from the same cause, in 3 files: -v lists all" in project.warnings


def test_every_place_is_told_on_request(project):
    project.conf().write(**PAGES).build(verbosity=1)
    warnings = [line for line in project.warnings.splitlines() if "[adoc." in line]
    assert {code: sum(f"[adoc.{code}]" in line for line in warnings) for code in TOLD} == {
        code: places for code, (_, places) in TOLD.items()
    }
    assert len({line.partition(" WARNING")[0] for line in warnings}) == sum(places for _, places in TOLD.values())


def test_one_place_has_no_number(project):
    project.conf().write(index__adoc=PAGE.replace("{pve}, ", "").partition("[tabs]\n====\nB")[0]).build()
    assert [places for _, (_, places) in told(project)] == [1, 1, 1]
    assert "more" not in project.warnings


def test_a_misspelt_name_is_told_at_each_place(project):
    text = "= P\n:orphan:\n\nrole:reff[x] and role:reff[y].\n\n[directive=tpoic,argument=A]\n----\nx\n----\n"
    project.conf().write(index__adoc=text, b__adoc=text).build()
    assert sorted(code for code, _ in told(project)) == ["directive-unknown"] * 2 + ["role-unknown"] * 4


def test_a_waiver_takes_its_place_out_of_the_number(project):
    waived = PAGE.replace("{pve}, ", "// adoc-ignore: attribute-missing until 2999-01-01: later\n{pve}, ")
    project.conf().write(**{**PAGES, "b__adoc": waived}).build()
    assert dict(told(project))["attribute-missing"] == ("index.adoc:4:1", 4)


def test_a_kind_that_is_suppressed_is_not_told(project):
    project.conf("suppress_warnings = ['adoc.directive-unknown', 'adoc.role-unknown']").write(**PAGES).build()
    assert told(project) == [("attribute-missing", TOLD["attribute-missing"])]


def test_a_later_build_tells_what_is_still_so(project):
    project.conf().write(**PAGES).build()
    project.write(b__adoc="= B\n:orphan:\n").build()
    assert dict(told(project)) == {
        "attribute-missing": ("index.adoc:4:1", 4),
        "role-unknown": ("index.adoc:4:8", 2),
        "directive-unknown": ("index.adoc:7:1", 4),
    }


def test_a_page_that_includes_such_a_page_tells_it(project):
    project.conf().write(
        index__rst="P\n=\n\n.. include:: part.adoc\n   :parser: sphinx_adoc\n", part__adoc="Of {pve}.\n"
    )
    project.conf("exclude_patterns = ['part.adoc']").build()
    assert project.warnings.count("attribute 'pve' is not set") == 1
