"""The two commands of a fresh machine: where they stop, and what they say."""

import sys
from pathlib import Path

import pytest

import dev

PYTHON = Path(sys.executable)


def stage(code):
    return [["python", "-c", code]]


def test_stages_run_in_turn_and_are_announced(capfd):
    dev.run_stages(PYTHON, {"one": stage("print('first')"), "two": stage("print('second')")}, [])
    out = capfd.readouterr().out
    expected = ["=== 1/2 one:", "\nfirst\n", "=== 2/2 two:", "\nsecond\n", "=== passed: one "]
    places = [out.index(text) for text in expected]
    assert places == sorted(places)


@pytest.mark.parametrize(("code", "left_with"), [("raise SystemExit(5)", 5), ("import os; os.kill(os.getpid(), 9)", 1)])
def test_a_failing_stage_ends_the_run_and_says_how_to_repeat_it(code, left_with, capfd):
    with pytest.raises(SystemExit) as left:
        dev.run_stages(PYTHON, {"bad": stage(code), "next": stage("print('too far')")}, [])
    out, err = capfd.readouterr()
    assert left.value.code == left_with
    assert "python3 dev.py bad" in err
    assert "next" not in out
    assert "passed" not in out


def test_what_stands_behind_a_stage_is_the_stages(monkeypatch):
    run = []
    monkeypatch.setattr(dev, "run_stages", lambda python, stages, extra: run.append((list(stages), extra)))
    for words in (["--here", "same", "--help"], ["same", "REV", "--here", "-h"]):
        monkeypatch.setattr(sys, "argv", ["dev.py", *words])
        dev.main()
    assert run == [(["same"], ["--help"]), (["same"], ["REV", "-h"])]


@pytest.mark.parametrize("words", [[], ["smae"], ["test", "-k", "x"]])
def test_what_is_no_stage_is_told(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["dev.py", "--here", *words])
    with pytest.raises(SystemExit, match="2"):
        dev.main()
    assert "error: " in capsys.readouterr().err


def test_a_python_that_can_make_no_environment_says_what_to_install(monkeypatch):
    monkeypatch.setattr(dev, "has_module", lambda name: name == "venv")
    with pytest.raises(SystemExit, match="python3-venv"):
        dev.make_environment(Path("unused"))


def test_a_missing_tool_is_named():
    with pytest.raises(SystemExit, match="no 'no-such-tool' beside"):
        dev.tool(PYTHON, "no-such-tool")


def test_nothing_is_taken_for_a_usable_python(tmp_path):
    assert not dev.is_usable(tmp_path / "python")


@pytest.mark.parametrize("mark", ["wheel", "kernel", "consumer"])
def test_stages_that_ask_for_marked_tests_name_each_file_that_has_some(mark):
    commands = [command for stage in (dev.STAGES, dev.ALONE) for several in stage.values() for command in several]
    named = [path for command in commands if mark in command for path in command if path.startswith("tests/")]
    marked = [
        path.relative_to(dev.ROOT) for path in Path(dev.ROOT, "tests").rglob("test_*.py") if is_marked(path, mark)
    ]
    assert marked
    assert [path for path in marked if not any(path.is_relative_to(each) for each in named)] == []


def is_marked(path, mark):
    return f"pytest.mark.{mark}" in path.read_text(encoding="utf-8") and path.name != "test_dev.py"
