"""What tests of several parts ask."""

from pathlib import Path

import pytest
from sphinx_adoc.syntax.parser import DocumentParser


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
