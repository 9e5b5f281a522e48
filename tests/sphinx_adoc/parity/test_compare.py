"""Shares and differences of two lists of blocks."""

from hypothesis import given
from hypothesis import strategies as st
from sphinx_adoc.parity import compare
from sphinx_adoc.parity.blocks import Block

BLOCKS = st.lists(
    st.builds(Block, st.sampled_from(["paragraph", "listing"]), st.just(()), st.sampled_from(["a", "b c", "a b", ""]))
)


def paragraphs(*texts):
    return [Block("paragraph", (), text, f"a.adoc:{number}") for number, text in enumerate(texts, 1)]


@given(BLOCKS)
def test_a_page_equals_itself(blocks):
    found = compare(blocks, blocks)
    assert (found.text, found.structure, found.differences) == (1, 1, ())


@given(BLOCKS, BLOCKS)
def test_shares_are_whole_exactly_without_differences(theirs, ours):
    found = compare(theirs, ours)
    assert 0 <= found.text <= 1
    assert 0 <= found.structure <= 1
    assert bool(found.differences) == (theirs != ours)
    assert sum(each.theirs is not None for each in found.differences) <= len(theirs)


def test_a_missing_block_moves_no_other():
    found = compare(paragraphs("one", "two", "three"), paragraphs("one", "three"))
    assert [(each.theirs.text, each.ours, each.place) for each in found.differences] == [("two", None, "a.adoc:1")]
    assert (found.text, found.structure, found.blocks) == (4 / 5, 4 / 5, 3)


def test_words_of_a_changed_block_count_one_by_one():
    found = compare(paragraphs("same", "one two three four"), paragraphs("same", "one two 3 four"))
    assert (found.text, found.structure) == (8 / 10, 1)
    assert [(each.theirs.text, each.ours.text) for each in found.differences] == [
        ("one two three four", "one two 3 four")
    ]


def test_changed_blocks_meet_those_of_their_kind():
    title, text, other = Block("title", (), "T"), Block("paragraph", (), "see it"), Block("paragraph", (), "see this")
    found = compare([text], [title, other])
    assert [(each.theirs, each.ours) for each in found.differences] == [(None, title), (text, other)]


def test_another_kind_is_a_difference_of_structure_alone():
    found = compare([Block("paragraph", (), "x")], [Block("listing", (), "x")])
    assert (found.text, found.structure, len(found.differences)) == (1, 0, 1)
