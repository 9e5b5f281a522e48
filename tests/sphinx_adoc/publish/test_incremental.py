"""A build after a change: what it reads and resolves, and that it warns as a build of everything does."""

from collections import Counter
from importlib import import_module

import pytest

PAGE = "= Page {0}\n\nSee <<id{1}>>, <<gone{0}>> and {{absent}}.\n\n[[id{0}]]\n== Title {0}\n"
PAGES = {f"page{number}__adoc": PAGE.format(number, (number + 1) % 4) for number in range(4)}
INDEX = "= Index\n\n[.toctree]\n* xref:page0.adoc[]\n* xref:page1.adoc[]\n* xref:page2.adoc[]\n* xref:page3.adoc[]\n"


@pytest.fixture
def pages(project):
    return project.conf().write(index__adoc=INDEX, **PAGES)


@pytest.fixture
def judged(monkeypatch):
    """How often each reference was looked up, by its page and place."""
    counts = Counter()
    resolving = import_module("sphinx_adoc.graph.resolve")  # the package has the function under this name
    original = resolving._judged

    def counted(index, document, reference):
        counts[document, reference.span.start.line, reference.span.start.column] += 1
        return original(index, document, reference)

    monkeypatch.setattr(resolving, "_judged", counted)
    return counts


def dead(project):
    """The lines of dead references that were warned of."""
    return sorted(line for line in project.warnings.splitlines() if "xref-unresolved" in line)


def test_each_reference_is_resolved_once_also_after_a_change(pages, judged, parsed):
    pages.build()
    assert sum(judged.values()) == len(judged) >= 8
    judged.clear()
    parsed.clear()
    pages.write(page2__adoc=PAGE.format(2, 3) + "\nMore words.\n")
    pages.build()
    assert parsed == ["page2.adoc"]
    assert sum(judged.values()) == len(judged) >= 8


def test_dead_references_of_pages_that_were_not_read_are_warned_of(pages, parsed):
    pages.build()
    first = dead(pages)
    assert len(first) == 4
    parsed.clear()
    pages.write(page2__adoc=PAGE.format(2, 3) + "\n<<new>>\n")
    pages.build()
    assert parsed == ["page2.adoc"]
    again = dead(pages)
    assert [line for line in again if line not in first] == [
        "page2.adoc:8:3: WARNING: xref target not found: 'new' [adoc.xref-unresolved]"
    ]
    assert {*first} < {*again}


def test_a_change_gives_the_warnings_of_a_build_of_everything(pages, tmp_path):
    pages.build()
    pages.write(page1__adoc="= Page 1\n\nNo id.\n")
    pages.build()
    after = dead(pages)
    assert any("page0.adoc" in line and "'id1'" in line for line in after)
    for path in sorted((tmp_path / "doctrees").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    pages.build()
    assert after == dead(pages)


def test_what_one_missing_setting_causes_is_counted_over_all_pages(pages):
    text = "= Page {0}\n\n[mermaid]\n----\na\n----\n"
    pages.write(**{f"page{number}__adoc": text.format(number) for number in range(4)})
    pages.build()
    first = [line for line in pages.warnings.splitlines() if "mermaid" in line]
    assert len(first) == 1
    pages.write(page2__adoc=text.format(2) + "\nMore words.\n")
    pages.build()
    assert [line for line in pages.warnings.splitlines() if "mermaid" in line] == first
