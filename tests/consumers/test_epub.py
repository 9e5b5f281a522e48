"""epubcheck finds no error in an EPUB of every construct, and none in the documentation's."""

import pytest

from tests.conftest import CHECKOUT
from tests.consumers.conftest import Program

pytestmark = pytest.mark.consumer


@pytest.fixture
def documentation(project):
    """The project's own documentation."""
    project.source = CHECKOUT / "docs"
    return project


@pytest.mark.parametrize("name", ["every", "hard", "documentation"])
def test_is_valid(request, name):
    project = request.getfixturevalue(name)
    Program("epubcheck", "epubcheck")
    java = Program("java", "default-jre-headless")
    (book,) = project.build("epub", version="1", epub_copyright="x").glob("*.epub")
    said = java("-jar", "/usr/bin/epubcheck", book)  # Debian's is an archive that some systems cannot start by itself
    assert "ERROR" not in said.stdout + said.stderr
    assert "FATAL" not in said.stdout + said.stderr
    assert "0 fatals / 0 errors" in said.stdout, said
