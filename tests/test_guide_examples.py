"""The commands that the guide shows are run, and say what is printed there.

A section's project is the files that the section itself shows (titled listings), or the folder in ``transcripts/`` that
is called as the section; a page's own commands, above its first section, count as a section with the page's name. Where
the folder has a script ``.prepare.sh`` it is run first, to make what no file can hold, such as a history.
"""

import doctest
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import yaml
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.tree import Listing, Preamble, Section

import dev
from tests.conftest import CHECKOUT

GUIDE = CHECKOUT / "docs" / "guide"
PROJECTS = Path(__file__).with_name("transcripts")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MESSAGE_ID = "20260131120000.1@example.org"
ELSEWHERE = {  # sections whose commands need more than a folder: the stage of dev.py, and the test that runs them
    "start_install": ("wheel", "tests/test_wheel.py"),
    "sphinx_pdf": ("pdf", "tests/consumers/test_pdf.py"),
    "check_watch": ("tests", "tests/test_guide_examples.py"),
    "index": ("docs", "dev.py"),
    "sentences_example": ("tests", "tests/sphinx_adoc/claims/sentence/test_guide_example.py"),
    "sentences_reading": ("tests", "tests/sphinx_adoc/claims/sentence/test_guide_example.py"),
    "sentences_handbook": ("tests", "tests/sphinx_adoc/claims/sentence/test_guide_example.py"),
}
NOT_OURS = {"check_ci": "reviewdog", "recipes_mail": "b4"}  # commands of other programs, which a stand-in answers for


class Shown:
    """The listings of one section: files by their path, and runs of commands with what they print."""

    def __init__(self, name, listings):
        self.name = name
        self.runs = [block.text.plain for block in listings if block.text.plain.startswith("$ ")]
        files = [block for block in listings if block.title is not None and block.text.plain not in self.runs]
        self.files = {block.title.plain: block.text.plain for block in files}

    def calls(self):
        """Each command with what it prints."""
        return [call for run in self.runs for call in re.findall(r"^\$ (.*)\n?((?:(?!\$ ).*\n?)*)", run, re.MULTILINE)]


def shown():
    """All sections of the documentation with commands, by name."""
    found = {}
    for page in sorted([*GUIDE.glob("*.adoc"), *CHECKOUT.glob("docs/*.adoc")]):
        document = parse_file(page)
        for part in (document, *document.find(Section)):
            name = page.stem if part is document else part.id
            blocks = [
                inner for block in part.blocks for inner in (block.blocks if isinstance(block, Preamble) else [block])
            ]
            sample = Shown(name, [block for block in blocks if is_run(block)])
            if sample.runs:
                assert name not in found, f"two sections are called {name}"
                found[name] = sample
    return found


def is_run(block):
    """Tell whether a block is a listing that is neither a claim nor a listing of source code with a language.

    Files are titled, and may have a language.
    """
    return isinstance(block, Listing) and "claim" not in block.roles and (block.title is not None or not block.language)


SHOWN = shown()
INLINE = sorted(
    name for name, each in SHOWN.items() if each.files and name not in ELSEWHERE and not (PROJECTS / name).exists()
)


def test_every_command_of_the_documentation_is_run_by_a_test():
    projects = {path.name for path in PROJECTS.iterdir()} - {"ci"}
    assert [name for name in SHOWN if name not in {*projects, *ELSEWHERE, *INLINE}] == []
    assert sorted(projects - SHOWN.keys()) == [], "projects of no section"
    assert sorted(ELSEWHERE.keys() - SHOWN.keys()) == [], "no such section"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_runs_the_commands_of_a_section_elsewhere_names_it(name):
    stage, path = ELSEWHERE[name]
    commands = {**dev.STAGES, **dev.ALONE}[stage]
    if path == "dev.py":
        lines = [" ".join(command) for command in commands]
        for call, _ in SHOWN[name].calls():
            program, *arguments = call.split()
            assert any(line.startswith(program) and line.endswith(" ".join(arguments)) for line in lines), call
        return
    assert name in (CHECKOUT / path).read_text(encoding="utf-8")
    assert stage == "tests" or path in commands[0] or stage in commands[0]


# -- running -----------------------------------------------------------------------------------------------------------


def environment(folder):
    """What commands see: a home beside the project, stand-ins for programs, and dates that do not change."""
    home = folder.parent / "home" / "ada"
    home.mkdir(parents=True, exist_ok=True)
    programs = f"{PROJECTS.with_name('programs')}:{Path(sys.executable).parent}:/usr/bin:/bin"
    who = {"NAME": "Ada", "EMAIL": "ada@example.org", "DATE": "2026-01-31T12:00:00Z"}
    git = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    return {
        **git, "PATH": programs, "LC_ALL": "C.UTF-8", "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1",
        "PYTHONPATH": str(PROJECTS.with_name("programs")), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def in_folder(command, folder):
    """A command of a listing, with the absolute paths of the machine that is shown as paths of the test."""
    return re.sub(r"(?<![\w.~])/(?=etc/)", f"{folder}/", command)


def as_printed(text, folder):
    """What a command says, with the places of the test left out."""
    text = re.sub(rf"{re.escape(str(folder))}/(?=etc/)", "/", text).replace(f"{folder}/", "")
    return text.replace(f"{folder.parent}/home/", "/home/")


def said(command, folder):
    """What a command of a listing prints."""
    done = subprocess.run(
        ["/bin/sh", "-c", in_folder(command, folder)], cwd=folder, env=environment(folder),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
    )  # fmt: skip
    return as_printed(done.stdout, folder)


def copied(name, tmp_path):
    """A copy of a section's project, prepared."""
    folder = tmp_path / name
    shutil.copytree(PROJECTS / name, folder)
    script = folder / ".prepare.sh"
    if script.exists():
        done = subprocess.run(
            ["/bin/sh", "-e", str(script)], cwd=folder, env=environment(folder), text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        script.unlink()
    return folder


CHANCE = re.compile(r"\b\d+\.\d+s\b|\b\d+ KiB\b|\b\d\d:\d\d:\d\d\b")  # durations, sizes, times of day


def holds(printed, found):
    """Tell whether a command says what is printed; ``...`` stands for any text."""
    printed, found = (f"{CHANCE.sub('N', text).strip()}\n" for text in (printed, found))
    return doctest.OutputChecker().check_output(printed, found, FLAGS)


@pytest.mark.parametrize("name", INLINE)
def test_the_commands_of_a_section_say_what_is_printed(name, tmp_path):
    folder = tmp_path / name
    folder.mkdir()
    if "myst_parser" in "".join(SHOWN[name].files.values()):
        pytest.importorskip("myst_parser", reason="the example needs myst-parser")
    for path, text in SHOWN[name].files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text + "\n", encoding="utf-8")
    for command, printed in SHOWN[name].calls():
        assert said(command, folder).strip() == printed.strip(), command


@pytest.mark.parametrize("name", sorted({path.name for path in PROJECTS.iterdir()} & SHOWN.keys() - ELSEWHERE.keys()))
def test_the_commands_of_a_project_say_what_is_printed(name, tmp_path):
    folder = copied(name, tmp_path)
    for command, printed in SHOWN[name].calls():
        found = said(command, folder)
        assert holds(printed, found), f"$ {command}\n{found}"


# -- commands that stay, and those that end in another program ---------------------------------------------------------


class Staying:
    """A command that runs until it is interrupted; one that hangs is killed."""

    def __init__(self, command, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            command.split(),
            cwd=folder,
            env=environment(folder),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.timer = threading.Timer(60, self.process.kill)
        self.timer.start()

    def until(self, pattern):
        """What it says, up to the line that a pattern matches; all of it where there is none."""
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if re.search(pattern, line):
                break
        return as_printed("".join(lines), self.folder)

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)
        self.timer.cancel()


def test_a_watch_says_what_is_printed(tmp_path):
    (command, printed), (serve, address) = SHOWN["check_watch"].calls()
    folder = copied("check_watch", tmp_path)
    watch = Staying(command, folder)
    found = watch.until("interrupt to end")
    page = folder / "docs" / "index.adoc"
    time.sleep(0.1)
    page.write_text(page.read_text("utf-8").replace("#lamp", "#light"), encoding="utf-8")
    found += watch.until(r"^checked ")
    watch.end()
    assert holds(printed, found), found
    pages = Staying(serve, folder)
    found = pages.until("http")
    pages.end()
    assert re.sub(r":\d+/", ":8000/", found).strip() == address.strip()


def test_the_commands_for_mail_read_a_patch(tmp_path):
    listings = [block for block in parse_file(GUIDE / "recipes.adoc").walk() if isinstance(block, Listing)]
    texts = [block.text.plain for block in listings if "sphinx-adoc review -" in block.text.plain]
    piped, macro = texts
    pipe = re.search(r"<pipe-message>(.*?) \|", macro)[1]
    folder = copied("review", tmp_path)
    home = Path(environment(folder)["HOME"])
    (home / "src").mkdir()
    (home / "src" / "docs").symlink_to(folder)
    shutil.copy(folder / "light.mbox", folder / ".mail.mbox")
    for command in (piped.replace("MESSAGE-ID", MESSAGE_ID), f"cat light.mbox | {pipe}"):
        assert said(command, folder).startswith("Breaks 1 thing."), command


def steps(value):
    """The commands of a description of CI: what ``run`` and ``script`` say, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            lines = inner if isinstance(inner, list) else [inner]
            yield from (line for line in lines if isinstance(line, str) and key in ("run", "script", "before_script"))
            yield from steps(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from steps(inner)


def of_ci():
    """Each listing of a page in YAML that has commands of ours: the section's name and the commands."""
    for page in sorted(GUIDE.glob("*.adoc")):
        for block in parse_file(page).find(Listing):
            if block.language == "yaml" and not block.roles:
                calls = [step for step in steps(yaml.safe_load(block.text.plain)) if not step.startswith("pip ")]
                if calls:
                    yield pytest.param(calls, id=f"{page.stem}-{block.span(parse_file(page)).start.line}")


@pytest.mark.parametrize("calls", list(of_ci()))
def test_the_commands_of_a_recipe_for_ci_run(calls, tmp_path):
    folder = copied("ci", tmp_path)
    shared = {"GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_BASE_REF": "main"}
    for call in calls:
        command = (
            "".join(f"export {name}={value}; " for name, value in shared.items()) + f"( {call} ); echo left with $?"
        )
        assert said(command, folder).endswith("left with 0\n"), call


# -- the example of README ---------------------------------------------------------------------------------------------


def test_the_example_of_the_readme_says_what_is_printed(tmp_path):
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("## Thirty lines of use")[2]
    conf, page, run = re.findall(r"^```\w*\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[:3]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    (tmp_path / "docs" / "index.adoc").write_text(page, encoding="utf-8")
    command, printed = re.match(r"\$ (.*)\n((?:(?!\$ ).*\n)*)", run).groups()
    assert said(command, tmp_path).strip() == printed.strip()


def test_the_commands_of_the_readme_run(tmp_path):
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("## Thirty lines of use")[2]
    conf, page, run = re.findall(r"^```\w*\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[:3]
    folder = copied("review", tmp_path)
    shutil.copytree(PROJECTS / "model_files" / "etc", folder / "etc")
    shutil.copy(folder / "light.mbox", folder / "patch.mbox")
    (folder / ".servers.json").write_text("{}", encoding="utf-8")
    (folder / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    commands = re.findall(r"^\$ (.*)$", run, re.MULTILINE)
    assert len(commands) == 9
    for command in commands:
        if "review" not in command:  # the patch is one for the other page
            (folder / "docs" / "index.adoc").write_text(page, encoding="utf-8")
        found = said(f"( {command.partition('  #')[0]} ) < /dev/null; echo left with $?", folder)
        assert re.search(r"left with [01]\n\Z", found), f"{command}\n{found}"


@pytest.mark.parametrize("page", sorted(GUIDE.glob("*.adoc")), ids=lambda page: page.name)
def test_configuration_in_yaml_can_be_read(page):
    for block in parse_file(page).walk():
        if isinstance(block, Listing) and block.attrs.get("language") == "yaml":
            assert yaml.safe_load(block.text.plain)
