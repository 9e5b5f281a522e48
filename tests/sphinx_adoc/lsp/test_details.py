"""What editors are told of a document that is read unit by unit is what reading it as a whole gives."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph.unit_reader import read_units
from sphinx_adoc.lsp.state.collecting import details
from sphinx_adoc.lsp.state.details import joined
from sphinx_adoc.lsp.state.readings import Collector, Known
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

from tests.conftest import shared
from tests.sphinx_adoc.graph.test_units import ATTRIBUTES, everywhere, histories  # noqa: F401 (a fixture)

BOOK = Path("a.adoc")


def read(path, how, before=None, known=()):
    """The units of a document, and the details of each."""
    collector = Collector(before, known, lambda: None)
    units = read_units(path, how, before, collector)
    return units, tuple(collector.details)


def whole(path, how):
    document = parse_file(path, how)
    for visit in document.walk_texts():
        visit.text.inlines  # noqa: B018
    return details(document)


def comparable(known):
    """Details without the order in which they came, and without what joins them to others."""
    names = [field.name for field in fields(known) if field.name not in ("closing", "end")]
    return {name: sorted(map(repr, getattr(known, name))) for name in names}


def is_lasting(line):
    """A text that sets attributes itself has them set when it is read, which parts of a document are earlier."""
    return "{set:" not in line and "{counter:" not in line


@pytest.mark.usefixtures("everywhere")
@settings(max_examples=120, deadline=None)
@given(states=histories(), attributes=st.sampled_from(ATTRIBUTES), ids=st.sampled_from(["asciidoctor", "asciidoc-py"]))
def test_random_edits_give_what_the_whole_document_gives(states, attributes, ids):
    units, known = None, ()
    for state in states:
        files = Snapshot(
            {f"{name}.adoc": "\n".join(filter(is_lasting, lines)).encode() for name, lines in state.items()}
        )
        how = Settings(files=files, attributes=attributes, ids=ids)
        units, known = read(BOOK, how, units, known)
        assert comparable(joined(known)) == comparable(whole(BOOK, how))


def test_a_large_book_has_the_details_of_the_whole_from_its_units_and_from_the_store(monkeypatch):
    monkeypatch.chdir(shared("corpora/pve-docs"))
    book, how = Path("pve-admin-guide.adoc"), Settings(root=Path(), ids="asciidoc-py")
    units, known = read(book, how)
    assert len(units.units) > 40
    assert comparable(joined(known)) == comparable(whole(book, how))
    form = Plain(Known)
    assert form.loads(form.dumps(Known(units, known))) == Known(units, known)


@pytest.mark.usefixtures("everywhere")
def test_a_section_whose_blocks_were_taken_in_pieces_reaches_to_its_end():
    """Callouts keep the unit open where it would end: before the include."""
    text = "[#tt]\n----\ncode <1>\n----\n\n= Book\n\ninclude::b.adoc[]\n\n== One\n\ntext\n"
    how = Settings(files=Snapshot({"a.adoc": text.encode(), "b.adoc": b""}))
    _, known = read(BOOK, how)
    details_by_unit = joined(known)
    assert [(title.title, title.span.end.line) for title in details_by_unit.headings] == [("Book", 12), ("One", 12)]
    assert comparable(details_by_unit) == comparable(whole(BOOK, how))


@pytest.mark.usefixtures("everywhere")
def test_a_use_has_the_last_of_several_settings_of_the_unit_above():
    text = ":x: 1\n:x: 0\n\n\ninclude::b.adoc[]\n\n== One\n\ninclude::c.adoc[]\n"
    how = Settings(files=Snapshot({"a.adoc": text.encode(), "b.adoc": b"", "c.adoc": b"w {x}\n"}))
    _, known = read(BOOK, how)
    assert len(known) == 2
    (use,) = joined(known).uses
    assert use.setting is not None
    assert use.setting.start.line == 2
