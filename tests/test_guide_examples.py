"""The commands that the guide shows with a project are run in it, and say what is printed there.

A project is the files that the section shows, or a folder in ``transcripts/`` that is called as the section.
"""

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.tree import Listing, Section

from tests.conftest import CHECKOUT

GUIDE = CHECKOUT / "docs" / "guide"
PAGES = ("migration.adoc", "recipes.adoc")
PROJECTS = Path(__file__).with_name("transcripts")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def sections():
    """Each section with commands: its name, its files by path, and its listings of commands."""
    for page in PAGES:
        document = parse_file(GUIDE / page)
        for section in (block for block in document.walk() if isinstance(block, Section)):
            listings = [block for block in section.blocks if isinstance(block, Listing)]
            files = {block.title.plain: block.text.plain for block in listings if block.title is not None}
            runs = [block.text.plain for block in listings if block.title is None and block.text.plain.startswith("$ ")]
            if files and runs:
                yield pytest.param(files, runs, id=section.id)


def said(command, folder):
    """What a command of a listing prints, with the place of the folder left out."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env={"PATH": path, "LC_ALL": "C.UTF-8", "HOME": str(folder)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    return done.stdout.replace(f"{folder}/", "")


@pytest.mark.parametrize(("files", "runs"), list(sections()))
def test_the_commands_of_a_section_say_what_is_printed(files, runs, tmp_path):
    if "myst_parser" in "".join(files.values()):
        pytest.importorskip("myst_parser", reason="the example needs myst-parser")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    for run in runs:
        for command, printed in re.findall(r"^\$ (.*)\n?((?:(?!\$ ).*\n?)*)", run, re.MULTILINE):
            assert said(command, tmp_path).strip() == printed.strip(), command


def others():
    """The sections of the other pages with commands: their name, and their listings of commands."""
    for page in sorted(set(GUIDE.glob("*.adoc")) - {GUIDE / name for name in PAGES}):
        for section in (block for block in parse_file(page).walk() if isinstance(block, Section)):
            listings = [block.text.plain for block in section.blocks if isinstance(block, Listing) and not block.title]
            if runs := [text for text in listings if text.startswith("$ ")]:
                yield section.id, runs


OTHERS = dict(others())


def test_every_project_is_of_a_section_with_commands():
    assert {path.name for path in PROJECTS.iterdir()} <= OTHERS.keys()


@pytest.mark.parametrize("project", sorted(PROJECTS.iterdir()), ids=lambda path: path.name)
def test_the_commands_of_a_project_say_what_is_printed(project, tmp_path):
    folder = tmp_path / project.name
    shutil.copytree(project, folder)
    for run in OTHERS[project.name]:
        for command, printed in re.findall(r"^\$ (.*)\n?((?:(?!\$ ).*\n?)*)", run, re.MULTILINE):
            found = said(command, folder)
            assert doctest.OutputChecker().check_output(f"{printed.strip()}\n", f"{found.strip()}\n", FLAGS), found


def test_the_pages_have_projects():
    assert len(list(sections())) >= 6


def test_the_example_of_the_readme_says_what_is_printed(tmp_path):
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("## Thirty lines of use")[2]
    conf, page, run = re.findall(r"^```\w*\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[:3]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    (tmp_path / "docs" / "index.adoc").write_text(page, encoding="utf-8")
    command, printed = re.match(r"\$ (.*)\n((?:(?!\$ ).*\n)*)", run).groups()
    assert said(command, tmp_path).strip() == printed.strip()


@pytest.mark.parametrize("page", sorted(GUIDE.glob("*.adoc")), ids=lambda page: page.name)
def test_configuration_in_yaml_can_be_read(page):
    for block in parse_file(page).walk():
        if isinstance(block, Listing) and block.attrs.get("language") == "yaml":
            assert yaml.safe_load(block.text.plain)
