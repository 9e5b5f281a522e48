"""What documents say of their repository: judged without set-up, and no false alarm."""

import subprocess

import pytest
from sphinx_adoc.cli import main

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
PROJECT = (
    '[project]\nname = "lamp"\nrequires-python = ">=3.11"\ndependencies = ["optics>=2.4", "wick"]\n'
    '[project.optional-dependencies]\nsea = ["salt>=1"]\ncoast = ["salt>=2"]\n'
    '[project.scripts]\nlamp = "lamp.cli:main"\n'
)
OPS = "[backup]\nretention = 14\nfolder = '/var'\n[lens.glass]\nindex = 1.5\n"
CLI = (
    "import argparse, os\n\nLIMIT, OLD = os.environ.get('LAMP_LIMIT'), os.environ.get('LAMP_COLOUR')\n\n\n"
    "def main():\n    p = argparse.ArgumentParser()\n    p.add_argument('--brightness')\n"
    "    p.add_argument('--watts')\n\n\n"
    "def turn_on():\n    pass\n"
)


@pytest.fixture
def facts(tmp_path, monkeypatch, capsys):
    """A repository with a history; judges a text in it: exit code, broken facts, last line."""
    monkeypatch.chdir(tmp_path)

    def commit(message):
        subprocess.run([*GIT, "add", "-A"], check=True)
        subprocess.run([*GIT, "commit", "-q", "-m", message], check=True)

    subprocess.run([*GIT, "init", "-q"], check=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "src/lamp").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "src/lamp/__init__.py").write_text("from .cli import main\n")
    (tmp_path / "src/lamp/cli.py").write_text(CLI)
    (tmp_path / "ops.toml").write_text(OPS)
    (tmp_path / "src/lamp/dynamic.py").write_text("def __getattr__(name):\n    return name\n")
    (tmp_path / "docs/old.md").write_text("x\n" * 9)
    (tmp_path / "docs/gone.md").write_text("y\n" * 9)
    commit("begin")
    (tmp_path / "docs/old.md").rename(tmp_path / "docs/new.md")
    (tmp_path / "docs/gone.md").unlink()
    changed = CLI.replace("--watts", "--wattage").replace("LAMP_COLOUR", "LAMP_COLOR").replace("turn_on", "switch_on")
    (tmp_path / "src/lamp/cli.py").write_text(changed)
    (tmp_path / "ops.toml").write_text(OPS.replace("retention", "keep_for"))
    commit("rename things")

    def facts(text):
        (tmp_path / "docs/page.adoc").write_text(f"= Page\n\n{text}\n")
        code = main(["check", "--facts", "docs/page.adoc"])
        said = capsys.readouterr()
        return code, [line for line in said.out.splitlines() if "fact-broken" in line], said.err.splitlines()[-1]

    return facts


@pytest.mark.parametrize(
    "text",
    [
        "`src/lamp/cli.py`, `cli.py`, `docs/`, `new.md`, `./docs/new.md`",
        "`--brightness`, `lamp --wattage 5`, `--wattage=5`",
        "`LAMP_LIMIT`, `$LAMP_COLOR`, `LAMP_LIMIT=5`",
        "`lamp.cli.main`, `lamp.main`, `lamp.cli`, `lamp.cli.switch_on()`, `import lamp.cli`",
        "Python 3.11 or newer",
        "`backup.keep_for`, `lens.glass.index`, `glass.index`, `lens.glass`",
        "`optics>=2.4`, `optics >= 2.4`, `salt>=1`, `salt>=2`",
    ],
)
def test_what_is_there_holds(facts, text):
    code, broken, told = facts(text)
    assert (code, broken) == (0, [])
    assert "0 broken; not judged 0" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`docs/old.md`", "the path 'docs/old.md' is not there: renamed to docs/new.md in "),
        ("`docs/gone.md`", "deleted in "),
        ("`src/lamp/clii.py`", "did you mean 'src/lamp/cli.py'?"),
        ("`lamp --watts 5`", "the option '--watts' is not there: no source names it since "),
        ("`lamp --brigthness`", "no source of lamp names it; did you mean '--brightness'?"),
        ("`LAMP_COLOUR`", "no source names it since "),
        ("`lamp.cli.turn_on`", "src/lamp/cli.py has no 'turn_on' since "),
        ("`lamp.cli.switch_onn`", "did you mean 'switch_on'?"),
        ("Python 3.9 or newer", "pyproject.toml requires >=3.11"),
        ("`backup.retention`", "the key 'backup.retention' is not there: ops.toml does not have it since "),
        ("`optics>=2.3`", "the requirement 'optics>=2.3' is not there: pyproject.toml requires optics>=2.4"),
    ],
)
def test_what_is_gone_is_broken_with_a_receipt(facts, text, said):
    code, broken, told = facts(f"It is {text}.")
    assert (code, len(broken)) == (1, 1)
    assert said in broken[0]
    assert "1 broken" in told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("`git --no-verify`", "options of other programs"),
        ("`--no-verify`", "options that no source names"),
        ("`HTTP_PROXY`", "variables of other programs"),
        ("`FOO_BAR`", "variables that no source names"),
        ("`/etc/lamp/lamp.conf`", ""),
        ("`some/other/tool.py`", "paths that this repository never had"),
        ("`os.path.join`", "names of other packages, or of none"),
        ("`lamp.dynamic.anything`", "names that only running a module tells"),
        ("`lamp.cli.Unheard`", "names that no module has, and never had"),
        ("`example.com/path/file`", ""),
        ("`backup.colour`", "names of other packages, or of none"),
        ("`other.retention`", "names of other packages, or of none"),
        ("`backup.turn_on`", "names of other packages, or of none"),
        ("`wick>=2`", "requirements of packages that pyproject.toml requires in no one version"),
        ("`salt>=3`", "requirements of packages that pyproject.toml requires in no one version"),
        ("`numpy>=2`", "requirements of packages that pyproject.toml requires in no one version"),
    ],
)
def test_what_cannot_be_told_is_not_judged(facts, text, reason):
    code, broken, told = facts(f"It is {text}.")
    assert (code, broken) == (0, [])
    assert reason in told


def test_the_last_line_says_what_share_was_judged(facts):
    _, _, told = facts("`docs/`, `os.path`, `docs/gone.md`")
    assert told == (
        "judged 2 of 3 facts (67%) in 1 document: 1 hold, 1 broken; "
        "not judged 1: names of other packages, or of none (1)"
    )


def test_no_code_of_the_repository_runs(facts, tmp_path):
    (tmp_path / "src/lamp/cli.py").write_text("open('ran', 'w').close()\nraise SystemExit\n")
    facts("`lamp.cli.main`")
    assert not (tmp_path / "ran").exists()
