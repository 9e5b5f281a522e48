"""Reading a document leaves the collector of garbage as it was."""

import gc

import pytest
from sphinx_adoc.graph.garbage import uncollected


@pytest.fixture(autouse=True)
def _restored():
    yield
    gc.enable()


@uncollected()
def failing():
    assert not gc.isenabled()
    raise KeyError


def test_it_rests_meanwhile_and_goes_on_also_after_an_error():
    with pytest.raises(KeyError):
        failing()
    assert gc.isenabled()


def test_one_that_rests_anyway_goes_on_resting():
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
