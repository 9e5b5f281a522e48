"""Projects that are built, and the programs that are given what came out."""

import shutil
import subprocess
from pathlib import Path

import pytest
from sphinx import locale

from tests.sphinx_adoc.publish.conftest import HERE, Project

PAGES = Path(__file__).parent / "pages"


class Program:
    """A program of the system. One that is missing fails the test: who runs these tests has asked for it."""

    def __init__(self, name, package):
        self.name = name
        if shutil.which(name) is None:
            pytest.fail(f"the program '{name}' is missing; on Debian and Ubuntu: apt install {package}", pytrace=False)

    def __call__(self, *arguments, cwd=None, timeout=300, **options):
        """Run it; return the process with its output as text."""
        command = [self.name, *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, timeout=timeout, check=False, capture_output=True, text=True, errors="replace", **options
        )


@pytest.fixture
def project(tmp_path):
    yield Project(tmp_path)
    locale.translators.clear()  # Sphinx keeps the first language that a process asks for


@pytest.fixture
def every(project):
    """The project that has every construct."""
    shutil.copytree(HERE / "every", project.source, dirs_exist_ok=True)
    return project


@pytest.fixture
def hard(project):
    """A project with what outputs on paper find hard."""
    shutil.copytree(PAGES, project.source, dirs_exist_ok=True)
    return project
