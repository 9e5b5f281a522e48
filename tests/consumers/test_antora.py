"""Antora itself beside ``check``: what it cannot find in sites of several components, and what we say of it."""

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
LOST = re.compile(r"target of (?:xref on image|xref|image|include) not found: (.+)")
NAVIGATION = re.compile(r"Could not resolve nav entry for \S+ defined in (\S+) in .*: (\S+)")
OURS = re.compile(r"(?:target not found|image not found|(?<!media )file not found|no navigation file):? '([^']+)'")
GRAPH = Path(__file__).parents[1] / "sphinx_adoc" / "graph" / "cases"
SITES = {  # the folder of a tree, its components, and what only Antora reports: versions that are not in the tree
    "lamp": (CASE, ("lamp", "harbour"), {("harbour/modules/ROOT/pages/index.adoc", "1.0@lamp::index.adoc")}),
    "ids": (GRAPH / "antora-ids", ("city", "city2", "city3", "more"), set()),
    "places": (
        GRAPH / "antora-places",
        ("docs/a", "docs/b"),
        {("docs/a/modules/ROOT/pages/index.adoc", name) for name in ("2.0@b::index.adoc", "c::index.adoc")},
    ),
}
OURS_ALONE = {"index", "other:x", "modules/other/nav.txt"}  # ids to Antora; a file that it leaves out without a word
PLAYBOOK = """\
content:
  sources:
  - url: ./tree
    branches: HEAD
    start_paths: [{}]
ui:
  bundle:
    url: ./ui
asciidoc:
  sourcemap: true
runtime:
  cache_dir: ./cache
output:
  dir: ./site
"""


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


@pytest.fixture(scope="module", params=SITES)
def site(antora, tmp_path_factory, request):
    """A tree as a repository, built by Antora: its folder, Antora's log, and what is not in the tree."""
    case, components, unknown = SITES[request.param]
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(CASE / "ui", folder / "ui")
    (folder / "playbook.yml").write_text(PLAYBOOK.format(", ".join(components)), "utf-8")
    for name in components:
        shutil.copytree(case / name, folder / "tree" / name)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "a"]):
        subprocess.run([*git, *words], cwd=folder / "tree", check=True)
    words = [antora, "--log-level", "warn", "--log-failure-level", "none", "--log-format", "json", "playbook.yml"]
    done = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True, timeout=300)
    return folder, [json.loads(line) for line in (done.stdout + done.stderr).splitlines()], unknown


def lost(log):
    """What Antora could not find, with the page that names it."""
    found = set()
    for entry in log:
        outermost = (entry.get("stack") or [entry])[-1]
        if match := LOST.fullmatch(entry["msg"]):
            found.add((outermost["file"]["path"].rpartition("/tree/")[2], match[1]))
        found |= set(NAVIGATION.findall(entry["msg"]))
    return found


def ours(folder, capsys):
    """What we could not find: of each the target, and the pages that Antora may name. These are that of the outermost
    include, and the file itself where it is a page.
    """
    cli.main(["check", str(folder / "playbook.yml"), "--no-cache", "-v", "--format", "json"])
    for one in json.loads(capsys.readouterr().out)["findings"]:
        if match := OURS.search(one["message"]):
            places = [place["path"].rpartition("/tree/")[2] for place in (*one["included_from"], one["place"])]
            yield match[1], {places[0], *(place for place in places[-1:] if "/pages/" in place)}


def test_what_antora_does_not_find_is_found_and_nothing_that_it_finds(site, capsys):
    folder, log, unknown = site
    theirs = lost(log)
    said = list(ours(folder, capsys))
    assert len(theirs) > 15
    assert theirs - unknown <= {(page, target) for target, pages in said for page in pages}
    more = {target for target, pages in said if not any((page, target) in theirs for page in pages)}
    assert more <= OURS_ALONE


@pytest.mark.parametrize("site", ["lamp"], indirect=True)
def test_what_is_not_in_the_tree_is_counted(site, capsys):
    cli.main(["check", str(site[0] / "tree"), "--no-cache"])
    assert ", 2 not checked" in capsys.readouterr().err


@pytest.mark.parametrize("site", ["lamp"], indirect=True)
def test_the_built_site_has_no_other_dead_links_than_antora_told(site, capsys):
    folder, log, _ = site
    cli.main(["check", "--built", str(folder / "site"), "--format", "json"])
    said = [one["message"] for one in json.loads(capsys.readouterr().out)["findings"] if one["severity"] == "error"]
    assert said
    assert {message.rpartition(" '")[2].rstrip("'").split("'")[0] for message in said if "anchor" in message} <= {
        target.partition("#")[0] for _, target in lost(log)
    }
