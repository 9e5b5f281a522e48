"""Real documents: every reference of two books resolves, and one wrong letter is found with the right suggestion."""

import re

import pytest
from sphinx_adoc.graph import Index, check, summarize
from sphinx_adoc.project.attributes import from_file
from sphinx_adoc.syntax.document import Settings, parse

from tests.conftest import shared

ROOT = shared("corpora/pve-docs")
BOOKS = ("pvecm.adoc", "pve-network.adoc")
SETTINGS = Settings(from_file(ROOT / "asciidoc/asciidoc-pve.conf", {}), root=ROOT, ids="asciidoc-py")
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*.adoc"))}
REFERENCE = re.compile(r"(?:xref:|<<)([a-z][\w-]+)")
ANCHOR = re.compile(r"\[\[([\w-]+)\]\]")


def summary(name, text):
    return summarize(parse(text, str(ROOT / name), SETTINGS))


@pytest.fixture(scope="module")
def index():
    """All documents but those that include one of the books, where the unchanged text would still be seen."""
    read = {name: summary(name, text) for name, text in TEXTS.items()}
    books = {str(ROOT / book) for book in BOOKS}
    return Index({name: page for name, page in read.items() if not books & set(page.includes)})


@pytest.fixture
def changed(index):
    """Put another text of a book into the set, for the time of a test."""
    before = dict(index.summaries)

    def changed(book, text):
        index.add(book, summary(book, text))
        return index

    yield changed
    for book in BOOKS:
        index.add(book, before[book])


def unresolved(index, documents=None):
    return [finding for finding in check(index, documents) if finding.code == "xref-unresolved"]


def changes(pattern):
    """Each place of a pattern in the books, with a letter in the middle of the id changed."""
    for book in BOOKS:
        for found in pattern.finditer(TEXTS[book]):
            old, middle = found[1], len(found[1]) // 2
            new = old[:middle] + ("z" if old[middle] != "z" else "q") + old[middle + 1 :]
            line = TEXTS[book].count("\n", 0, found.start(1)) + 1
            column = found.start(1) - TEXTS[book].rfind("\n", 0, found.start(1))
            changed = TEXTS[book][: found.start(1)] + new + TEXTS[book][found.end(1) :]
            yield pytest.param(book, changed, old, new, (line, column), id=f"{book}:{line}:{column}")


@pytest.mark.parametrize("book", BOOKS)
def test_every_reference_resolves(index, book):
    assert index.summaries[book].references
    assert unresolved(index, [book]) == []


@pytest.mark.parametrize(("book", "text", "old", "new", "place"), list(changes(REFERENCE)))
def test_a_wrong_letter_in_a_reference_is_found(changed, book, text, old, new, place):
    found = unresolved(changed(book, text), [book])
    assert [(finding.span.start.line, finding.span.start.column) for finding in found] == [place]
    assert f"did you mean '{old}'" in found[0].hint


@pytest.mark.parametrize(("book", "text", "old", "new", "place"), list(changes(ANCHOR)))
def test_a_wrong_letter_in_an_anchor_is_found_where_it_is_referred_to(index, changed, book, text, old, new, place):
    before = len({ref.span for page in index.summaries.values() for ref in page.references if ref.fragment == old})
    found = unresolved(changed(book, text))
    ours = [finding for finding in found if finding.message.endswith(f"'{old}'")]
    assert len(ours) == before
    assert all(f"did you mean '{new}' ({book}:{place[0]})" in finding.hint for finding in ours)
