"""Which commit took a word out of the sources: the documents that name it too, and words that merely contain it."""

import subprocess

import pytest
from sphinx_adoc.cli import main

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
BEGIN = """import argparse, os

LIMIT = os.environ.get("LAMP_LIMIT")
COLOUR = os.environ.get("LAMP_COLOUR")
PROXY = os.environ.get("HTTPS_PROXY")
MOST_LAMPS = 9


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--brightness")
    parser.add_argument("--watts")
    subprocess.run(["git", "commit", "--no-verify"])


def turn_on():
    pass
"""
AFTER = """import argparse, os

BOUND = os.environ.get("LAMP_BOUND")
COLOUR = os.environ.get("LAMP_COLOUR_NAME")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--brightness")
    parser.add_argument("--power")
    parser.add_argument("--brightness-step")
    parser.add_argument("--colour-map")


def switch():
    pass
"""


class Tree:
    """A repository whose commits are made one by one."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        subprocess.run([*GIT, "init", "-q"], cwd=folder, check=True)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, message):
        subprocess.run([*GIT, "add", "-A"], cwd=self.folder, check=True)
        subprocess.run([*GIT, "commit", "-q", "-m", message], cwd=self.folder, check=True)

    def facts(self, *names):
        main(["check", "--facts", *(names or ["docs/page.adoc"])])
        said = self.capsys.readouterr()
        return [line for line in said.out.splitlines() if "fact-broken" in line], said.err.splitlines()[-1]


@pytest.fixture
def tree(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tree = Tree(tmp_path, capsys)
    tree.write("pyproject.toml", '[project]\nname = "lamp"\n[project.scripts]\nlamp = "lamp.cli:main"\n')
    tree.write("lamp/__init__.py", "")
    tree.write("lamp/cli.py", BEGIN)
    tree.commit("begin")
    tree.write("lamp/cli.py", AFTER)
    tree.commit("rename things")
    return tree


NAMED = "= Page\n\n`lamp --watts 5`, `LAMP_LIMIT`, `LAMP_COLOUR`, `lamp.cli.turn_on`, `--watts`.\n"


@pytest.mark.parametrize(
    "document",
    ["docs/page.adoc", "README", "CHANGELOG.md", "docs/OLD.RST", "docs/notes.txt", "man/lamp.1", "docs/a.html"],
)
def test_a_document_that_names_the_word_is_no_source(tree, document):
    tree.write(document, NAMED)
    tree.write("docs/page.adoc", NAMED)
    tree.commit("write of it")
    tree.write(document, NAMED + "\nAgain `LAMP_LIMIT`, `turn_on` and `--watts`.\n")
    tree.commit("write more of it")
    tree.write("docs/page.adoc", NAMED)
    broken, _ = tree.facts()
    assert len(broken) == 5
    assert all(" (rename things)" in line for line in broken), broken


def test_a_word_that_merely_begins_with_it_is_another_one(tree):
    tree.write("docs/page.adoc", "= Page\n\n`lamp --bright`, `LAMP_COL`, `lamp --colour`.\n")
    broken, told = tree.facts()
    assert [line.partition(": error: ")[2] for line in broken] == [
        "the option '--bright' is not there: no source of lamp names it [fact-broken]",
        "the option '--colour' is not there: no source of lamp names it [fact-broken]",
    ]
    assert "variables that no source names (1)" in told


def test_a_word_that_the_working_tree_takes_out_is_gone_already(tree):
    tree.write("docs/page.adoc", "= Page\n\n`LAMP_BOUND`, `lamp --power`, `lamp.cli.switch`.\n")
    tree.commit("write of it")
    tree.write("lamp/cli.py", AFTER.replace("BOUND", "MOST").replace("--power", "--strength").replace("switch", "turn"))
    broken, _ = tree.facts()
    assert len(broken) == 3
    assert all("since the changes that are not committed" in line for line in broken), broken


def test_variables_that_sources_read_once_are_broken(tree):
    tree.write("docs/page.adoc", "= Page\n\nSet `LAMP_LIMIT` or `${LAMP_COLOUR}`.\n")
    broken, _ = tree.facts()
    assert [line.partition("error: ")[2].partition(" since ")[0] for line in broken] == [
        "the environment variable 'LAMP_LIMIT' is not there: no source names it",
        "the environment variable 'LAMP_COLOUR' is not there: no source names it",
    ]


@pytest.mark.parametrize(
    ("before", "broken"),
    [
        ("x.sh", 'echo "${LAMP_OLD:-1}"\n'),
        ("x.js", "const x = process.env.LAMP_OLD;\n"),
        ("x.rs", 'let x = std::env::var("LAMP_OLD");\n'),
        ("x.go", 'x := os.Getenv("LAMP_OLD")\n'),
        ("x.c", 'char *x = getenv("LAMP_OLD");\n'),
        ("x.rb", "x = ENV['LAMP_OLD']\n"),
        ("lamp.service", "Environment=LAMP_OLD=1\n"),
        ("Dockerfile", "ENV LAMP_OLD=1\n"),
        (".env.example", "LAMP_OLD=1\n"),
    ],
)
def test_ways_to_read_a_variable(tree, before, broken):
    tree.write(before, broken)
    tree.commit("read it")
    tree.write("docs/page.adoc", "= Page\n\nSet `LAMP_OLD`.\n")
    assert tree.facts()[0] == []
    tree.write(before, "")
    tree.commit("read it no longer")
    assert "(read it no longer)" in "".join(tree.facts()[0])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("`HTTPS_PROXY`", "variables of other programs (1)"),
        ("`MOST_LAMPS`", "variables that no source names (1)"),
        ("`--no-verify`", "options that no source names (1)"),
    ],
)
def test_what_others_have_or_had_another_meaning_is_not_judged(tree, words, reason):
    tree.write("docs/page.adoc", f"= Page\n\nThis is {words}.\n")
    broken, told = tree.facts()
    assert (broken, reason in told) == ([], True), told


def test_a_script_without_a_suffix_is_a_source(tree):
    tree.write("bin/lamp", "#!/bin/sh\ncase $1 in --dim) exit $LAMP_DIM;; esac\n")
    tree.write("docs/page.adoc", "= Page\n\n`lamp --dim` and `LAMP_DIM`.\n")
    tree.commit("add a script")
    broken, told = tree.facts()
    assert (broken, "2 hold" in told) == ([], True)


def test_words_beyond_the_searches_are_counted(tree):
    words = " ".join(f"`LAMP_X{number % 23}_Y`" for number in range(46))  # each twice
    tree.write("docs/page.adoc", f"= Page\n\n{words}\n")
    _, told = tree.facts()
    assert "words that the history was not asked for, as 20 were (6)" in told


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("x.py", "def light_up(lamp):\n    pass\n", "`light_up()`"),
        ("x.py", "async def light_up(lamp):\n    pass\n", "`light_up(lamp)`"),
        ("x.js", "export function lightUp() {}\n", "`lightUp()`"),
        ("x.rs", "pub fn light_up(lamp: &Lamp) {}\n", "`light_up()`"),
        ("x.go", "func (l *Lamp) LightUp() {}\n", "`LightUp()`"),
        ("x.c", "static int light_up(struct lamp *l)\n{}\n", "`light_up()`"),
        ("x.sh", "light_up() {\n}\n", "`light_up()`"),
        ("app.py", "@app.get('/api/lamps')\ndef get(): pass\n", "`GET /api/lamps`"),
        ("app.py", "@app.get('/api/lamps/<int:number>')\ndef get(): pass\n", "`/api/lamps/<int:number>`"),
        ("app.go", 'mux.Handle("/api/lamps", h)\n', "`/api/lamps`"),
        ("app.js", "router.get(`/lamps/:id`, h)\n", "`/lamps/:id`"),
        ("app.py", "CONFIG = '/etc/lamp/lamp.conf'\n", "`/etc/lamp/lamp.conf`"),
        ("app.py", "p.add_argument('--gloom')\n", "`--gloom`"),
        ("app.js", "program.option('--gloom <watts>', 'less light')\n", "`--gloom`"),
        ("app.py", "@click.option('--gloom', default=1)\n", "`--gloom=2`"),
    ],
)
def test_definitions_that_left(tree, name, source, words):
    tree.write(name, source)
    tree.write("docs/page.adoc", f"= Page\n\nUse {words}.\n")
    tree.commit("add it")
    assert tree.facts()[0] == []
    assert "1 hold" in tree.facts()[1]
    tree.write(name, "")
    tree.commit("remove it")
    broken, _ = tree.facts()
    assert len(broken) == 1
    assert "(remove it)" in broken[0]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("lamp.light_up()\n", "`light_up()`"),  # called, and defined elsewhere
        ("location /api/lamps {\n", "`/api/lamps`"),  # in no quotes: of another program
        ("run(['tool', '--gloom'])\n", "`--gloom`"),
        ("x = '/api/lamps/on'\n", "`/api/lamps`"),
        ("def light_up_all():\n", "`light_up()`"),
    ],
)
def test_uses_that_left_are_not_judged(tree, source, words):
    tree.write("x.conf", source)
    tree.write("docs/page.adoc", f"= Page\n\nUse {words}.\n")
    tree.commit("add it")
    assert tree.facts()[0] == []
    tree.write("x.conf", "")
    tree.commit("remove it")
    assert tree.facts()[0] == []
