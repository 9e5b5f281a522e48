"""Antora itself beside ``check``: what it cannot find in a site of several components, and what we say of it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sphinx_adoc import cli

from tests.consumers.conftest import Program

pytestmark = pytest.mark.consumer

CASE = Path(__file__).parent / "antora"
PACKAGES = ("@antora/cli@3.1", "@antora/site-generator@3.1")
LOST = re.compile(r"target of (?:xref|image|include) not found: (\S+)\n\s+file: .*?/tree/([^:\n]+)")
NAVIGATION = re.compile(r"Could not resolve nav entry for \S+ defined in (\S+) in .*: (\S+)")
OURS = re.compile(r"(?:target not found|image not found|file not found|no navigation file):? '([^']+)'")


@pytest.fixture(scope="module")
def antora(tmp_path_factory):
    """Antora, installed by npm."""
    npm = Program("npm", "npm")
    Program("node", "nodejs")
    folder = Path(os.environ.get("SPHINX_ADOC_ANTORA") or tmp_path_factory.mktemp("antora"))
    program = folder / "node_modules" / ".bin" / "antora"
    if not program.exists():
        done = npm("install", "--prefix", folder, "--no-audit", "--no-fund", *PACKAGES, cwd=folder, timeout=600)
        assert program.exists(), done.stderr
    return program


@pytest.fixture(scope="module")
def site(antora, tmp_path_factory):
    """The case as a repository, built by Antora: its folder, and Antora's log."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(CASE / "ui", folder / "ui")
    shutil.copy(CASE / "playbook.yml", folder)
    for name in ("lamp", "harbour"):
        shutil.copytree(CASE / name, folder / "tree" / name)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "a"]):
        subprocess.run([*git, *words], cwd=folder / "tree", check=True)
    words = [antora, "--log-level", "warn", "--log-failure-level", "none", "playbook.yml"]
    done = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True, timeout=300)
    return folder, done.stdout + done.stderr


def lost(log):
    """What Antora could not find, with the file that names it."""
    return {(path, target) for target, path in LOST.findall(log)} | set(NAVIGATION.findall(log))


def ours(folder, capsys):
    """What we could not find, with the file that names it."""
    cli.main(["check", str(folder / "playbook.yml"), "--no-cache", "-v", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    missing = [(one, match[1]) for one in report["findings"] if (match := OURS.search(one["message"])) is not None]
    return {(page_of(one).rpartition("/tree/")[2], target) for one, target in missing}


def page_of(finding):
    """The page that Antora names: that of the outermost include, where we name the file itself."""
    return (*finding["included_from"], finding["place"])[0]["path"]


def test_what_antora_does_not_find_is_found_and_nothing_that_it_finds(site, capsys):
    folder, log = site
    theirs = lost(log)
    assert len(theirs) > 15
    unknown = {("harbour/modules/ROOT/pages/index.adoc", "1.0@lamp::index.adoc")}  # a version that is not in the tree
    assert ours(folder, capsys) == theirs - unknown


def test_what_is_not_in_the_tree_is_counted(site, capsys):
    cli.main(["check", str(site[0] / "tree"), "--no-cache"])
    assert ", 2 not checked" in capsys.readouterr().err


def test_the_built_site_has_no_other_dead_links_than_antora_told(site, capsys):
    folder, log = site
    cli.main(["check", "--built", str(folder / "site"), "--format", "json"])
    said = [one["message"] for one in json.loads(capsys.readouterr().out)["findings"] if one["severity"] == "error"]
    assert said
    assert {message.rpartition(" '")[2].rstrip("'").split("'")[0] for message in said if "anchor" in message} <= {
        target.partition("#")[0] for _, target in lost(log)
    }
