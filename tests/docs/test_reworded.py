"""Words of claimed sentences that are changed: a sample of what `python3 dev.py reworded` tries.

In stated values every change is noticed by what is computed. Around them the lists hold words that say little ("a
bond", "a bridge"): such a change is noticed since the sentence reads otherwise than is kept. What is left is computed
with, and as true as before (another mode that does the same).
"""

import random

import pytest

from tests.docs.reworded import BOOKS, Judge, changes, shown

SAMPLE = 20  # changes of each book


@pytest.mark.parametrize("book", BOOKS)
def test_words_that_are_changed_are_noticed(book):
    every = list(changes(book))
    assert len(every) > 80
    judge = Judge(book)
    tried = random.Random(1).sample(every, SAMPLE)
    missed = [change for change in tried if not judge.notices(change)]
    assert not [shown(change) for change in missed if change.inside]
    assert len(missed) <= 1, [shown(change) for change in missed]
