"""Texts that went in one place and came in another: which are the same ones, changed."""

import pytest

from .test_reviewed import compared

BEGIN, END = "= T\n\n== One\n\nFirst words of it.\n\n", "== Two\n\nLast words of it.\n"
TEXT = "alpha beta gamma delta epsilon zeta eta theta iota kappa"


def review_of(tmp_path, before, after):
    """The review of a document whose first section loses a text while its second one gets another."""
    for side, text in (("b", f"{BEGIN}{before}\n\n{END}"), ("a", f"{BEGIN}{END}\n{after}\n")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.adoc").write_text(text)
    return compared(tmp_path / "b", tmp_path / "a")


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (TEXT, TEXT.replace("kappa", "lambda"), True),
        (TEXT, TEXT.replace("theta iota kappa", "lambda my ny"), True),  # seven words of ten
        (TEXT, TEXT.replace("eta theta iota kappa", "xi lambda my ny"), False),  # six
        (TEXT, f"* {TEXT.replace('kappa', 'lambda')}", False),  # an item is another thing
        ("alpha beta gamma", "alpha beta gamma delta", True),
        ("alpha beta", "alpha beta.", False),  # too few words to be known again
    ],
)
def test_a_text_elsewhere_is_the_same_one_with_few_other_words(tmp_path, before, after, moved):
    changes = [
        change for change in review_of(tmp_path, before, after).changes if change.piece.kind in ("paragraph", "item")
    ]
    assert [change.moved for change in changes if change.before and change.after] == ([True] if moved else [])
    assert len(changes) == (1 if moved else 2)


def test_a_text_as_it_was_is_no_change(tmp_path):
    result = review_of(tmp_path, TEXT, TEXT)
    assert result.changes == ()
    assert [(one.place.line, other.place.line) for one, other in result.moved] == [(7, 11)]
