"""Which texts are parts of one text on the other side: how much they share, and how near they stand."""

import pytest
from sphinx_adoc.review.fates.splitting import with_split_texts
from sphinx_adoc.review.states.piece import Piece
from sphinx_adoc.syntax.source import Place


def piece(text, line, kind="paragraph"):
    place = Place("a.adoc", line, 1)
    return text and Piece("", kind, "", text, text, place, lines=frozenset({("a.adoc", line)}))


def joined(old, new, lines=(3, 5, 7), kinds=("paragraph",) * 3):
    """The texts of each pair, after those that are parts of one text were joined."""
    rows = zip(old, new, lines, kinds, strict=False)
    pairs = [(piece(one, line, kind), piece(other, line, kind)) for one, other, line, kind in rows]
    return [(one and one.text, other and other.text) for one, other in with_split_texts(pairs)]


SPLIT = ("a b c d e f", None), ("a b c", "d e f")
ONE = [("a b c d e f", "a b c d e f")]
TWO = [("a b c d e f", "a b c"), (None, "d e f")]


def test_a_text_that_is_two_now_is_one_pair():
    assert joined(*SPLIT) == ONE
    assert joined(*reversed(SPLIT)) == ONE


@pytest.mark.parametrize(
    ("lines", "pairs"), [((3, 4), ONE), ((3, 5), ONE), ((3, 6), TWO), ((3, 3), TWO), ((3, 2), TWO)]
)
def test_they_stand_one_after_the_other(lines, pairs):
    assert joined(*SPLIT, lines) == pairs


@pytest.mark.parametrize(
    ("kinds", "pairs"), [(("item", "item"), ONE), (("paragraph", "item"), ONE), (("title", "title"), TWO)]
)
def test_only_texts_are_parts_of_each_other(kinds, pairs):
    assert joined(*SPLIT, kinds=kinds) == pairs


@pytest.mark.parametrize(
    ("new", "amount"),
    [
        (("1 2 3 x y", "6 7 8 9 10"), 1),  # three words of five
        (("1 2 w x y", "6 7 8 9 10"), 2),  # two of five
        (("1 2", "3 4 5 p q"), 1),  # of ten words five are there
        (("1 2", "3 4 p"), 2),  # four
    ],
)
def test_they_share_enough_words(new, amount):
    assert len(joined(("1 2 3 4 5 6 7 8 9 10", None), new)) == amount
    assert len(joined(new, ("1 2 3 4 5 6 7 8 9 10", None))) == amount


@pytest.mark.parametrize(("moved", "stays", "amount"), [("x y z", "", 1), ("y z", "x", 2), ("x y z", "w", 1)])
def test_the_end_of_one_text_that_is_the_begin_of_the_next_now(moved, stays, amount):
    first, second = "1 2 3 4 5 6 7 8 9", "a b c d e f g h i"
    old = f"{first} {stays} {moved}", second
    new = f"{first} {stays}", f"{moved} {second}"
    assert len(joined(old, new)) == amount
    assert len(joined(new, old)) == amount


@pytest.mark.parametrize(("second", "said"), [("d e f g h", "'d e f g h'"), ("d e f g h i", "'d e f g h ...'")])
def test_the_second_part_is_told_by_its_first_words(second, said):
    pairs = [(piece(f"a b c {second}", 3), piece("a b c", 3)), (None, piece(second, 5))]
    ((one, other),) = with_split_texts(pairs)
    assert [feature.value for feature in one.features] == ["1"]
    assert [feature.value for feature in other.features] == [f"2, the second from {said} on"]
    assert [part.text for part in other.parts] == ["a b c", second]
    assert other.lines == {("a.adoc", 3), ("a.adoc", 5)}


def test_texts_that_stay_end_a_run():
    old = "a b c d e f", "same", None
    new = "a b c", "same", "d e f"
    assert joined(old, new) == [("a b c d e f", "a b c"), ("same", "same"), (None, "d e f")]
