"""What other projects take from here as it is: hooks, the action, the image."""

import re
import shutil
import subprocess

import pytest
import yaml
from sphinx_adoc import dispatch
from sphinx_adoc.project.suffixes import SUFFIXES

from tests.conftest import CHECKOUT


def test_the_hook_runs_a_command_that_is_there_for_every_document():
    (hook,) = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, command = hook["entry"].split()
    assert (program, command in dispatch.COMMANDS) == ("sphinx-adoc", True)
    assert all(re.search(hook["files"], f"docs/a{suffix}") for suffix in SUFFIXES)
    assert not re.search(hook["files"], "a.txt")


def test_every_input_of_the_action_is_used_and_none_is_part_of_the_script():
    action = yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    used = set(re.findall(r"inputs\.([\w-]+)", str(steps)))
    assert used == set(action["inputs"])
    assert not [step for step in steps if "${{" in step.get("run", "")]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"PATHS": "", "ARGUMENTS": "", "FORMAT": "github", "OUTPUT": ""}, "check --format github"),
        (
            {"PATHS": "docs man", "ARGUMENTS": "--baseline b.txt", "FORMAT": "sarif", "OUTPUT": "x.sarif"},
            "check docs man --baseline b.txt --format sarif=x.sarif",
        ),
        (
            {"PATHS": "$(touch pwned)", "ARGUMENTS": "", "FORMAT": "text", "OUTPUT": ""},
            "check $(touch pwned) --format text",
        ),
    ],
)
def test_the_action_hands_its_inputs_on(tmp_path, environment, expected):
    (script,) = (
        step["run"]
        for step in yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
        if "sphinx-adoc check" in step.get("run", "")
    )
    program = tmp_path / "sphinx-adoc"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    bash = shutil.which("bash")
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(
        [bash, "-eu", "-c", script], env=environment | path, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == expected
    assert not (tmp_path / "pwned").exists()
