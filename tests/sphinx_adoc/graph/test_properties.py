"""Whatever a document holds, its summary is made, can be kept, and every reference ends in an answer."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx_adoc.graph import Index, check, resolve, summarize
from sphinx_adoc.syntax.document import parse, parse_file
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.settings import Settings

PIECES = st.sampled_from([
    "[[a]]", "[[b,Text]]", "[#c]", "<<a>>", "<<d,text>>", "xref:a[]", "xref:other.adoc#b[]", "xref::a[]", "xref:a",
    "<<>>", "<<#>>", "link:other.html#a[x]", "[[[bib]]]", "footnote:[See <<a>>.]", "footnote:n[]", "== Title",
    "=== Deeper", "* item", "term:: words", "|===", "|cell", "a|", "----", "....", "[.claim]#x#", "`code <<a>>`",
    "word", "\n", "\n\n", "// adoc-ignore: xref-unresolved until 2030-01-01: why", "// adoc-ignore: x",
    "include::other.adoc[]", " ", "\\",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_every_reference_ends_in_an_answer(one, other):
    index = Index({name: summarize(parse(text, name)) for name, text in (("one.adoc", one), ("other.adoc", other))})
    assert pickle.loads(pickle.dumps(index.summaries)) == index.summaries
    for name, summary in index.summaries.items():
        for reference in summary.references:
            found = resolve(index, name, reference)
            assert found.document is not None or found.finding is not None or reference.form == "link"
    assert all(finding.message and finding.span.start.line > 0 for finding in check(index))


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_an_index_is_the_same_however_it_came_about(one, other, third):
    summaries = [summarize(parse(text, "one.adoc")) for text in (one, third)]
    beside = summarize(parse(other, "other.adoc"))
    grown = Index({"one.adoc": summaries[0], "gone.adoc": beside})
    grown.add("other.adoc", beside)
    grown.add("one.adoc", summaries[1])
    grown.remove("gone.adoc")
    assert check(grown) == check(Index({"one.adoc": summaries[1], "other.adoc": beside}))


def test_lines_of_metadata_in_two_files_are_not_all_that_was_read_between_them():
    files = Snapshot(
        {
            "a.adoc": b"include::b.adoc[]\n\n[#j]\ninclude::c.adoc[]\n",
            "b.adoc": b"word\n\n// adoc-ignore: xref-unresolved until 2030-01-01: why\ninclude::d.adoc[]\n",
            "c.adoc": b"[role]\nword\n",
            "d.adoc": b"",
        }
    )
    summary = summarize(parse_file("a.adoc", Settings(files=files)))
    assert [waiver.live for waiver in summary.waivers] == [False]
