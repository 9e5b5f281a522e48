"""A live index says what one that is built anew says, whatever was changed; and it looks up no more than it has to."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sphinx_adoc.graph import Index, check, summarize
from sphinx_adoc.graph.live import LiveIndex
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

NAMES = ("a.adoc", "b.adoc", "sub/c.adoc", "d.adoc")
LINES = st.sampled_from([
    "[[x]]", "[[y,Y text]]", "[#z]", "== Title", "== Other title", "=== Title", "[discrete]\n== x", ".Cap\n----\n----",
    "<<x>>", "<<y>>", "<<z,t>>", "<<Title>>", "<<Other title>>", "<<Y text>>", "<<_title>>", "<<xx>>", "<<a>>", "<<>>",
    "xref:b.adoc[]", "xref:b.adoc#x[]", "xref:sub/c.adoc#_title[]", "xref:../a.adoc#z[]", "xref:d[]", "xref:no.adoc[]",
    "link:b.html#x[t]", "link:d.adoc[]", "link:gone.pdf[]", "image::a.png[]", "== See <<x>>", "== See xref:b.adoc#x[]",
    "include::d.adoc[]", "include::part.txt[]", "word", "", "",
])  # fmt: skip
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
PART = "[[p]]\n== Part\n\n<<x>>\n"


def read(texts):
    """The summaries of documents in memory. The names of files are always the same."""
    there = {**dict.fromkeys(NAMES, ""), **texts, "part.txt": PART, "e.png": ""}
    files = Snapshot({name: text.encode() for name, text in there.items()})
    given = Settings(files=files, root=files.real(Path()))
    return {name: summarize(parse(text.encode(), name, given)) for name, text in texts.items()}, files


class Edits(RuleBasedStateMachine):
    """Documents that are edited, come and go, in any order."""

    def __init__(self):
        super().__init__()
        self.texts = {}
        self.live = LiveIndex(Index({}, read({})[1]), [])
        self.pages = []

    def change(self, texts, pages=None):
        """Take another state over, as its difference to the one before."""
        summaries, _ = read(texts)
        before = self.live.index.summaries
        changes = {name: summaries.get(name) for name in {*before, *summaries}}
        given = {name: new for name, new in changes.items() if new != before.get(name)}
        self.live.update(given, pages)
        self.texts = texts
        self.pages = sorted(summaries) if pages is None else pages

    @rule(name=st.sampled_from(NAMES), text=TEXTS)
    def write(self, name, text):
        texts = {**self.texts, name: text}
        self.change(texts, sorted({*self.pages, name}))

    @rule(name=st.sampled_from(NAMES))
    def remove(self, name):
        texts = {other: text for other, text in self.texts.items() if other != name}
        self.change(texts, [page for page in self.pages if page != name])

    @rule(name=st.sampled_from(NAMES), at=st.integers(0, 8), line=LINES)
    def insert(self, name, at, line):
        lines = self.texts.get(name, "").split("\n")
        self.write(name, "\n".join([*lines[:at], line, *lines[at:]]))

    @rule(name=st.sampled_from(NAMES), at=st.integers(0, 8))
    def drop_line(self, name, at):
        lines = self.texts.get(name, "").split("\n")
        self.write(name, "\n".join([*lines[:at], *lines[at + 1 :]]))

    @rule(chosen=st.sets(st.sampled_from(NAMES)))
    def choose_pages(self, chosen):
        self.change(self.texts, sorted(chosen & self.texts.keys()))

    @invariant()
    def is_what_a_full_rebuild_gives(self):
        summaries, files = read(self.texts)
        rebuilt = Index(summaries, files)
        assert self.live.findings() == check(rebuilt, self.pages)
        anew = LiveIndex(rebuilt, self.pages)
        for name in summaries:
            for id_ in ("", "x", "_title"):
                assert [*self.live.references_to(name, id_)] == [*anew.references_to(name, id_)]


def test_random_edits_give_what_a_full_rebuild_gives():
    run_state_machine_as_test(Edits, settings=settings(max_examples=40, stateful_step_count=15, deadline=None))


def live_of(texts):
    summaries, files = read(texts)
    return LiveIndex(Index(summaries, files), summaries)


def edit(live, texts):
    return live.update(read(texts)[0])


BASE = {
    "a.adoc": "[[x]]\n== One\n\n<<y>> <<gone>>\n\nxref:b.adoc#y[] image:absent.png[]\n",
    "b.adoc": "[[y]]\n== Two\n\n<<x>>\n\n[[other]]\n== Three\n",
    "c.adoc": "<<x>> <<y>> <<other>>\n" * 100,
}


def test_prose_resolves_nothing_but_what_is_wrong():
    live = live_of(BASE)
    difference = edit(live, {**BASE, "b.adoc": "Prose.\n\n" + BASE["b.adoc"]})
    assert difference.documents == {"b.adoc"}
    assert difference.symbols == set()
    assert difference.resolved == 3  # <<x>> of the page, and what <<gone>> and absent.png may be called


def test_a_removed_anchor_resolves_what_led_to_it():
    live = live_of(BASE)
    difference = edit(live, {**BASE, "b.adoc": BASE["b.adoc"].replace("[[other]]\n", "")})
    assert ("id", "other") in difference.symbols
    assert "c.adoc" in difference.pages
    assert difference.resolved < 110
    assert sum(finding.message.endswith("'other'") for finding in live.findings()) == 100


def test_an_anchor_that_comes_resolves_what_was_missing():
    live = live_of(BASE)
    difference = edit(live, {**BASE, "b.adoc": "[[gone]]Here.\n\n" + BASE["b.adoc"]})
    assert "a.adoc" in difference.pages
    assert [finding.code for finding in live.findings()] == ["image-missing"]


def test_nothing_changed_is_nothing_done():
    live = live_of(BASE)
    difference = edit(live, BASE)
    assert (difference.documents, difference.pages, difference.resolved) == (set(), set(), 0)


def test_references_are_found_from_what_they_lead_to():
    live = live_of(BASE)
    assert [page for page, _ in live.references_to("b.adoc", "y")] == ["a.adoc", "a.adoc", *["c.adoc"] * 100]
    edit(live, {**BASE, "c.adoc": ""})
    assert [page for page, _ in live.references_to("b.adoc", "y")] == ["a.adoc", "a.adoc"]


@pytest.mark.parametrize("name", ["b.adoc", "new.adoc"])
def test_a_document_can_go_and_come(name):
    live = live_of(BASE)
    before = live.findings()
    live.update({name: None})
    live.update({name: None})
    live.update({"b.adoc": read(BASE)[0]["b.adoc"]}, BASE)
    assert live.findings() == before


@settings(max_examples=30)
@given(TEXTS)
def test_all_that_is_noted_is_taken_back(text):
    live = live_of({"a.adoc": text, "b.adoc": text})
    live.update({"a.adoc": None, "b.adoc": None})
    assert live.findings() == []
    assert not live._under
    assert not live._keys
