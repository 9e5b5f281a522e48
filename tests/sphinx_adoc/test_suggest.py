"""Names that change give the suggestions that names made anew give."""

import hypothesis.strategies as st
from hypothesis import given
from sphinx_adoc import suggest
from sphinx_adoc.suggest import Names

WORDS = st.text("abc_- X", max_size=6)
SETS = st.frozensets(WORDS, max_size=12)


@given(st.lists(SETS, min_size=1, max_size=4), st.lists(WORDS, max_size=5), SETS)
def test_names_that_change_are_as_new_ones(states, wanted, prefer):
    changing = Names(())
    for names in states:
        changing.become(names)
        new = Names(names)
        for each in (*wanted, *names):
            assert changing.nearest(each) == new.nearest(each)
            assert changing.nearest(each, prefer) == new.nearest(each, prefer)
            assert (each in changing) == (each in new)


def test_many_changes_take_as_long_as_new_names():
    names = {f"name-{number}" for number in range(20_000)}
    changing = Names(())
    changing.become(names)
    assert changing.nearest("name-1234x") == Names(names).nearest("name-1234x")
    changing.become(names - {"name-1234"})
    assert changing.nearest("name-1234") == Names(names - {"name-1234"}).nearest("name-1234")
    assert suggest.is_slip("name-1234", "name-1243")
