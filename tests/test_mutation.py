"""What the mutation tester changes, which tests it asks, and that it tells noticed changes from others."""

import ast
import os
import re
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tests.mutation import __main__ as command_line
from tests.mutation import copies, layers, loaded, suite
from tests.mutation.changes import Module, mutants
from tests.mutation.layers import EXT, ROOT
from tests.mutation.outcomes import Outcomes
from tests.mutation.suite import Choice, Suite
from tests.mutation.tracing import Run

GATE = EXT / "sphinx_adoc" / "gate" / "addresses.py"


def module_with(text, name="sphinx_adoc.gate.addresses", path=GATE):
    return SimpleNamespace(tree=ast.parse(text), name=name, path=path)


def found(text, **named):
    return mutants(module_with(text, **named), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b <= c", ["a < b <= c -> a <= b <= c", "a < b <= c -> a < b < c"]),
        ("a == b", ["a == b -> a != b"]),
        ("a is not None", ["a is not None -> a is None"]),
        ("x = a and b or c", ["a and b or c -> (a and b) and c", "a and b -> a or b"]),
        ("x = not a", ["not a -> not not a"]),
        ("x = -a", ["-a -> --a"]),
        ("x = a // b ^ c", ["a // b ^ c -> a // b & c", "a // b -> a * b"]),
        ("x += y", ["x += y -> x -= y"]),
        ("x = 3", ["3 -> 4"]),
        ("x = True", ["True -> False"]),
        ("x = 0.5", ["0.5 -> 1.5"]),
        ("x = 'tx'", ["'tx' -> 'txX'"]),
        ("x = b'a'", [r"b'a' -> b'a\x01'"]),
        ("x = f(1, key='k')", ["1 -> 2", "'k' -> 'kX'"]),
    ],
)
def test_what_is_changed(text, expected):
    assert [f"{m.was} -> {m.now}" for m in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "x: Literal['a'] = y",
        "X = Literal['a', 'b']",
        "def f(a: 'int') -> 'str': pass",
        "@dataclass(frozen=True)\nclass A: pass",
        "raise ValueError('no' + str(1))",
        "x = f'{1 + 2} times'",
        "x = 'words that somebody reads'",
        "x = zip(a, b, strict=True)",
        "parser.add_argument(x, metavar='FILE')",
        "__all__ = ['a']",
        "class Run(Protocol):\n    def tell(self, why='none'): ...",
        "x = None",
    ],
)
def test_what_is_left_alone(text):
    assert found(text) == []


def test_a_change_is_there_while_it_is_applied():
    (mutant,) = found("x = 1")
    with mutant.applied():
        assert ast.unparse(mutant.module.tree) == "x = 2"
    assert ast.unparse(mutant.module.tree) == "x = 1"
    assert mutant.text() == "x = 2"
    assert mutant.key == ("sphinx_adoc.gate.addresses", "x = 1", "1", "2")
    assert str(mutant) == "ext/sphinx_adoc/gate/addresses.py:1: 1  ->  2    in: x = 1"


def test_a_change_knows_where_its_statement_begins():
    assert [(m.line, m.begins) for m in found("def f():\n    return g(\n        a,\n        1,\n    )\n")] == [(4, 2)]


def test_every_layer_of_the_contracts_is_there_and_each_file_is_in_one():
    names = set(layers.layers())
    assert {"sphinx_adoc.syntax", "sphinx_adoc.codes", "bondmodel.net", "sphinx_adoc.cli", "bondmodel.cli"} <= names
    files = [path for paths in layers.layers().values() for path in paths]
    assert len(files) == len(set(files))
    others = {path for path in EXT.rglob("*.py") if path.name != "__main__.py"} - set(files)
    assert {path.relative_to(EXT).as_posix() for path in others} == {"sphinx_adoc/__init__.py", "bondmodel/__init__.py"}
    assert (layers.wanted("sphinx_adoc.finding"), layers.wanted("sphinx_adoc.syntax")) == (95, 90)
    assert set(layers.WANTED_MORE) <= names


@pytest.mark.parametrize("word", ["sphinx_adoc.finding.report", "sphinx_adoc.finding.report.text"])
def test_a_module_is_named_with_what_is_below_it(word):
    assert {layers.layer_of(path) for path in layers.named(word)} == {"sphinx_adoc.finding"}
    assert EXT / "sphinx_adoc/finding/report/text.py" in layers.named(word)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("nothing", "there are sphinx_adoc.cli, "),
        ("cli", "there are sphinx_adoc.cli, bondmodel.cli$"),
        ("find", "no such"),
    ],
)
def test_a_name_that_means_no_layer_or_two_is_refused(word, message):
    with pytest.raises(ValueError, match=message):
        layers.named(word)


def test_a_sample_is_the_same_for_the_same_seed():
    paths = layers.named("gate")
    one, same, other = (command_line.sample(paths, 10, seed) for seed in (1, 1, 2))
    assert [m.key for m in one] == [m.key for m in same] != [m.key for m in other]
    assert len(one) == 10
    assert len(command_line.sample(paths, 0, 1)) == len(command_line.sample(paths, 10**6, 1)) > 100


TEXT = "LIMIT = 3\n\ndef f(x):\n    return x + 1\n"
OWN, LAYER, FAR, SLOW = (
    "tests/sphinx_adoc/gate/test_addresses.py::own",
    "tests/sphinx_adoc/gate/test_files.py::layer",
    "tests/other/test_x.py::far",
    "tests/other/test_x.py::slow",
)


class Traced:
    """A tracing: the contexts of each line, and what the tests take."""

    def __init__(self, lines, **run):
        self.lines = lines
        seconds = {OWN: 0.5, LAYER: 0.3, FAR: 0.1, SLOW: 90.0}
        self.run = Run(seconds, digests={suite.file_of(test): "" for test in seconds}, **run)

    def contexts(self, path, lines):
        return [context for line in lines for context in self.lines.get(line, [])] if path == GATE else []


def choice_of(change, lines, **run):
    (mutant,) = (m for m in found(TEXT) if m.was == change)
    return Suite([Traced(lines, **run)]).of(mutant)


def test_the_tests_of_the_module_are_asked_first_then_those_of_the_layer_then_the_quickest():
    assert choice_of("1", {4: [FAR, LAYER, OWN]}) == Choice([OWN, LAYER, FAR], [], 3)


def test_a_test_that_takes_too_long_is_counted_and_not_asked():
    choice = choice_of("1", {4: [FAR, SLOW]})
    assert (choice.loaded, choice.through, choice.asked) == ([FAR], 2, 1)


def test_the_budget_leaves_the_dearest_out():
    (mutant,) = (m for m in found(TEXT) if m.was == "1")
    tests = Suite([Traced({4: [FAR, LAYER, OWN]})], budget=0.85)
    assert tests.of(mutant) == Choice([OWN, FAR], [], 3)


def test_a_line_that_runs_at_import_concerns_what_runs_through_its_module():
    assert choice_of("3", {4: [OWN], 1: ["collect:tests/other/test_x.py"]}) == Choice([], [OWN], 1)


def test_what_a_module_does_at_import_concerns_the_tests_that_are_named_after_it():
    named = "tests/test_house.py::test_words[sphinx_adoc.gate.addresses]"
    (mutant,) = (m for m in found(TEXT) if m.was == "3")
    tests = Suite([Traced({4: [FAR]})])
    tests.cost[named] = 0.2
    assert tests.of(mutant).afresh == [named, FAR]


def test_a_function_that_no_test_is_known_to_run_concerns_what_runs_through_its_module():
    text = TEXT + "\ndef worker():\n    return 7\n"
    (mutant,) = (m for m in found(text) if m.was == "7")
    assert Suite([Traced({4: [OWN]})]).of(mutant) == Choice([], [OWN], 1)


def test_a_function_that_runs_as_a_file_of_tests_is_loaded_is_tried_afresh_too():
    choice = choice_of("1", {4: ["collect:tests/other/test_x.py", OWN]})
    assert (choice.loaded, choice.afresh) == ([OWN], [OWN, FAR])


def test_a_process_that_a_test_starts_is_tried_afresh():
    assert choice_of("1", {4: [f"process:{FAR}", OWN]}) == Choice([OWN], [FAR], 2)


def test_what_runs_in_a_shared_fixture_concerns_all_who_use_it():
    fixture = "fixture:tests::site"
    choice = choice_of("1", {4: [fixture]}, fixtures={FAR: [fixture], LAYER: [fixture]}, setup={fixture: 1.0})
    assert choice == Choice([LAYER, FAR], [], 2)


def test_tests_of_a_file_count_as_the_newest_tracing_saw_them():
    old, new = Traced({4: [OWN, FAR]}), Traced({4: [FAR]})
    new.run.seconds = {FAR: 0.2}
    new.run.digests = {suite.file_of(FAR): ""}
    (mutant,) = (m for m in found(TEXT) if m.was == "1")
    assert Suite([old, new]).of(mutant).loaded == [OWN, FAR]
    new.lines = {}
    assert Suite([old, new]).of(mutant).loaded == [OWN]
    assert SLOW not in Suite([old, new]).cost


def test_lines_that_moved_are_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(suite, "EXT", tmp_path / "now")
    for folder, text in (("now", "new\na\nb\nc\n"), ("then", "a\nb\nc\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "m.py").write_text(text)
    tracing = SimpleNamespace(sources=tmp_path / "then")
    moved = suite.Tracing.moved.__wrapped__(tracing, tmp_path / "now" / "m.py")
    assert moved == {1: 1, 2: 1, 3: 2, 4: 3}
    assert suite.Tracing.moved.__wrapped__(tracing, tmp_path / "now" / "other.py") == {}


def test_importers_are_found_by_every_form_of_import():
    importers = suite.importers()
    assert EXT / "sphinx_adoc/gate/gate.py" in importers["sphinx_adoc.gate.addresses"]
    assert EXT / "sphinx_adoc/claims/lookalike.py" in importers["sphinx_adoc.codes"]


LOADED = """
from functools import cache

def outer(x):
    def inner(y):
        return y + 1
    return inner(x)

class Thing:
    @property
    def size(self):
        return 2

    @staticmethod
    @cache
    def twice(x, times=2):
        return x * 2

LIMIT = 3
"""


def test_new_code_for_a_function_that_is_loaded(tmp_path):
    path, names = tmp_path / "loaded.py", {}
    module = module_with(LOADED, path=path)
    exec(compile(module.tree, str(path), "exec"), names)
    functions = loaded.live_functions({str(path)})
    changed = {mutant.line: loaded.changed_code(mutant, functions) for mutant in mutants(module, LOADED)}
    assert {line: new and new[0].co_name for line, new in changed.items()} == {
        6: "outer", 12: "size", 16: None, 17: "twice", 19: None,
    }  # fmt: skip
    for code, changed_functions in filter(None, changed.values()):
        for function in changed_functions:
            function.__code__ = code
    assert (names["outer"](5), names["Thing"]().size, names["Thing"].twice(5)) == (7, 3, 15)


def endless():
    while True:
        time.sleep(0.01)


def burning():
    copies.allow(0.2)
    while True:
        pass


def raising():
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    raise ValueError


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
def test_what_becomes_of_copies():
    works = [(1, int, 60), (2, lambda: 1, 60), (3, endless, 0.3), (4, burning, 60), (5, raising, 60)]
    assert dict(copies.in_copies(works, 2)) == {1: 0, 2: 1, 3: None, 4: None, 5: 70}


def test_reasons_are_needed_and_changes_must_be_there(tmp_path, monkeypatch):
    assert command_line.stale(command_line.equivalent()) == []
    assert command_line.stale({("no.module", "x", "1", "2")}) == [("no.module", "x", "1", "2")]
    entry = '[[equivalent]]\nmodule = "m"\nline = "x"\nwas = "1"\nnow = "2"\n'
    monkeypatch.setattr(command_line, "EQUIVALENT", tmp_path / "e.toml")
    (tmp_path / "e.toml").write_text(entry)
    with pytest.raises(SystemExit, match="no reason"):
        command_line.equivalent()


def test_a_layer_of_which_too_few_are_noticed_fails_and_is_counted(capsys):
    first, second, third = Module(GATE).mutants[:3]
    good = command_line.Result("sphinx_adoc.gate", [first], [first], asked={"a", "b"})
    assert command_line.report(good, set()) == 0
    bad = command_line.Result(
        "sphinx_adoc.gate", [first, second, third], [first], [second], [(third, Choice(["a"], [], 2))]
    )
    capsys.readouterr()
    assert command_line.report(bad, set()) == 1
    survivor, figure = capsys.readouterr().out.splitlines()
    assert survivor.endswith("(1 of 2 tests asked)")
    assert figure == (
        "sphinx_adoc.gate: 1 of 2 noticed (50.0 %, wanted 90 %), 1 cannot matter; 0 tests asked;"
        " 1 of those not noticed were asked by a part of the tests that run there"
    )
    assert command_line.report(good, {first.key}) == 1


def test_two_modules_of_a_layer_are_one_figure():
    one, other = Module(GATE).mutants[:1], Module(EXT / "sphinx_adoc/gate/gate.py").mutants[:1]
    assert command_line.by_layer([one, [], other]) == {"sphinx_adoc.gate": [*one, *other]}


def outcomes(path, state="now", budget=40.0):
    kept = Outcomes(path / "outcomes.jsonl", budget)
    kept.__dict__["state"] = state
    return kept


def test_what_became_of_a_change_is_kept(tmp_path):
    noticed, missed, other = Module(GATE).mutants[:3]
    choice = Choice([OWN, FAR], [], 3)
    outcomes(tmp_path).add(noticed, choice, FAR)
    outcomes(tmp_path).add(missed, choice, "")
    assert [outcomes(tmp_path).known(mutant, choice) for mutant in (noticed, missed, other)] == [FAR, "", None]
    assert outcomes(tmp_path, budget=80.0).known(noticed, choice) == FAR
    assert outcomes(tmp_path, budget=80.0).known(missed, choice) is None, "more tests are asked"
    assert outcomes(tmp_path, budget=80.0).known(missed, Choice([OWN, FAR], [], 2)) == "", "there are no more"


def test_in_other_code_who_noticed_is_asked_first(tmp_path):
    mutant, choice = Module(GATE).mutants[0], Choice([OWN, FAR], [LAYER], 3)
    outcomes(tmp_path).add(mutant, choice, FAR)
    later = outcomes(tmp_path, state="later")
    assert later.known(mutant, choice) is None
    choice.first(later.suspect(mutant))
    assert (choice.loaded, choice.afresh) == ([FAR, OWN], [LAYER])


def test_a_line_that_was_cut_off_is_no_outcome(tmp_path):
    mutant, choice = Module(GATE).mutants[0], Choice([OWN], [], 1)
    kept = outcomes(tmp_path)
    kept.add(mutant, choice, OWN)
    kept.file.write_text(kept.file.read_text()[:-3])
    assert outcomes(tmp_path).known(mutant, choice) is None


WHOLE = """
import sys
from pathlib import Path
from tests.mutation import __main__, suite
suite.KEPT = Path(sys.argv.pop())
every = suite.digests
suite.digests = lambda: {file: digest for file, digest in every().items() if "gate/test_" in file}
sys.exit(__main__.main())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
def test_from_the_tests_to_the_figures(tmp_path):
    """One layer with its own tests: they are traced once, and notice what is changed, at import and in functions."""
    command = [sys.executable, "-c", WHOLE, "gate", "--sample", "6", "--seed", "3", str(tmp_path / "kept")]
    first, again = (
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600) for _ in range(2)
    )
    assert "traced 1 of 1 groups of tests" in first.stdout, first.stderr
    assert "traced" not in again.stdout
    figure, at_import = (  # the first run's: the second has it from what was kept
        r"^sphinx_adoc\.gate: 6 of 6 noticed \(100\.0 %, wanted 90 %\)",
        r"^[1-5] of 6 noticed in loaded code$",
    )
    assert re.search(figure, first.stdout, re.MULTILINE), first.stdout
    assert re.search(at_import, first.stdout, re.MULTILINE), "some are noticed as files are loaded"
    assert re.search(figure, again.stdout, re.MULTILINE), again.stdout
    assert "0 of 0 noticed in loaded code" in again.stdout, "what was found out is kept"
    assert (first.returncode, again.returncode) == (0, 0)


ENDED = """
import sys
from pathlib import Path
from tests.mutation import tracing
tracing.LONGEST_S = 0.2
sys.path.insert(0, str(tracing.EXT))
folder = Path(sys.argv[1])
sys.exit(tracing.trace(folder / "traced", [sys.argv[2]], folder))
"""
TESTS = """
import sys
from sphinx_adoc.gate import addresses

def test_first():
    while True:
        addresses.scheme("http://a")

def test_that_sets_a_trace_of_its_own():
    sys.settrace(None)

def test_last():
    addresses.scheme("http://a")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied here")
def test_what_stands_behind_a_test_that_is_ended_or_sets_another_trace_is_traced(tmp_path, monkeypatch):
    (tmp_path / "test_toy.py").write_text(TESTS)
    command = [sys.executable, "-c", ENDED, str(tmp_path), str(tmp_path / "test_toy.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    monkeypatch.setattr(suite, "KEPT", tmp_path)
    assert "::test_last" in dict(suite.Tracing(tmp_path / "traced").rows(GATE))
    seconds = suite.Tracing(tmp_path / "traced").run.seconds
    assert [name.rpartition(":")[2] for name, took in seconds.items() if took < 0.1] == [
        "test_that_sets_a_trace_of_its_own", "test_last",
    ]  # fmt: skip
