"""Fixtures for the tests of commands."""

import pytest
from sphinx_adoc import dispatch


@pytest.fixture
def ran(monkeypatch):
    """The calls that were carried out; others were answered with what was kept."""
    calls = []
    run = dispatch.main

    def noting(words):
        calls.append(words)
        return run(words)

    monkeypatch.setattr(dispatch, "main", noting)
    return calls
