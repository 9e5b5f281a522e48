"""What tests of several parts ask."""

import warnings
from pathlib import Path

import pytest
from sphinx_adoc.graph import ahead
from sphinx_adoc.syntax.parser import DocumentParser


@pytest.fixture
def copied(monkeypatch):
    """Processes begin as copies of this one, whatever threads other tests have left in it."""
    monkeypatch.setattr(ahead, "can_copy", lambda: True)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        yield


@pytest.fixture
def parsed(monkeypatch):
    """The names of the documents that were parsed since it was last emptied."""
    names = []
    read = DocumentParser.read

    def noting(self, *given):
        names.append(Path(self.document.path).name)
        read(self, *given)

    monkeypatch.setattr(DocumentParser, "read", noting)
    return names
