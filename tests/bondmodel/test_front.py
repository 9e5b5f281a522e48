"""What the package shows at its front is there and does what its summary says."""

import doctest

import bondmodel


def test_the_summary_is_true():
    failed, tried = doctest.testmod(bondmodel)
    assert tried >= 5
    assert failed == 0


def test_every_public_name_is_there_and_said_what_it_is():
    for name in bondmodel.__all__:
        assert getattr(bondmodel, name).__doc__, name


def test_the_names_are_in_order():
    constants = [name for name in bondmodel.__all__ if name.isupper()]
    assert sorted(bondmodel.__all__, key=lambda name: (name not in constants, not name[0].isupper(), name)) == (
        bondmodel.__all__
    )
