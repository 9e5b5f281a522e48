"""The examples of the guide's page about sentences run as they are printed.

Those are the sections sentences_example, sentences_reading and sentences_handbook.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.tree import Listing

from tests.conftest import CHECKOUT

PAGE = CHECKOUT / "docs" / "guide" / "sentences.adoc"


def listings():
    return [block for block in parse_file(PAGE).walk() if isinstance(block, Listing)]


@pytest.fixture
def folder(tmp_path):
    """The files that the page prints."""
    for block in listings():
        if block.title:
            path = tmp_path / block.title.plain
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{block.text.plain}\n", encoding="utf-8")
    return tmp_path


def transcripts():
    """The calls of a listing, each with what it prints, lines joined."""
    for block in listings():
        if block.text.plain.startswith("$ sphinx-adoc claims ") and " docs " not in block.text.plain:
            yield [part.partition("\n") for part in re.split(r"^\$ ", block.text.plain, flags=re.MULTILINE)[1:]]


def ran(command, folder):
    """What a call says, in one line, without the lines of the source that it shows."""
    if command.startswith("sphinx-adoc"):
        command = command.replace("sphinx-adoc", f"{sys.executable} -m sphinx_adoc", 1)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT / "ext")}
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    lines = (done.stdout + done.stderr).splitlines()
    return " ".join(" ".join(line for line in lines if not line.startswith("    ") or "read as" in line).split())


@pytest.mark.parametrize("calls", list(transcripts()), ids=lambda calls: calls[0][0].replace("/", "-"))
def test_a_transcript_is_what_is_printed(calls, folder):
    for command, _, expected in calls:
        said = ran(command, folder)
        parts = [" ".join(part.split()) for part in expected.split("...")]
        assert all(part in said for part in parts), said


def test_the_handbook_holds_with_a_semicolon(folder):
    page = Path(folder, "oncall", "handbook.adoc")
    page.write_text(page.read_text("utf-8").replace("15 minutes#, at", "15 minutes#; at"), encoding="utf-8")
    assert "4 held, 0 failed, 0 errors" in ran("sphinx-adoc claims oncall/handbook.adoc", folder)
