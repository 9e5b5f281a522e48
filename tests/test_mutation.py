"""What the mutation tester changes, and that it tells noticed changes from others."""

import ast
import sys

import pytest

from tests.mutation import __main__ as command_line
from tests.mutation import afresh, copies, live
from tests.mutation import changes as changing
from tests.mutation.__main__ import result_of
from tests.mutation.changes import Module, Mutant, mutants
from tests.mutation.copies import Suite, in_a_copy


def changes(text):
    return [f"{m.was} -> {m.now}" for m in mutants("m", text, ast.parse(text))]


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
    assert changes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "x: Literal['a'] = y",
        "def f(a: 'int') -> 'str': pass",
        "@dataclass(frozen=True)\nclass A: pass",
        "raise ValueError('no' + str(1))",
        "x = f'{1 + 2} times'",
        "x = 'words that somebody reads'",
        "x = zip(a, b, strict=True)",
        "__all__ = ['a']",
        "class Run(Protocol):\n    def tell(self, why='none'): ...",
        "x = None",
    ],
)
def test_what_is_left_alone(text):
    assert changes(text) == []


def test_a_change_is_undone_until_it_is_applied():
    tree = ast.parse("x = 1")
    (mutant,) = mutants("m", "x = 1", tree)
    assert ast.unparse(tree) == "x = 1"
    mutant.apply()
    assert ast.unparse(tree) == "x = 2"
    assert mutant.key == ("m", "x = 1", "1", "2")


def test_the_tests_of_the_module_itself_come_first_then_the_quickest():
    seconds = {"tests/b/test_a.py::x": 3.0, "tests/test_c.py::slow": 2.0, "tests/test_c.py::quick": 1.0}
    suite = Suite(seconds, {"b.a:1": list(seconds)})
    mutant = Mutant("b.a", 1, "", ast.Constant(1), "value", 2)
    order = (["tests/b/test_a.py::x"], ["tests/test_c.py::quick", "tests/test_c.py::slow"])
    assert suite.of(mutant) == order
    mutant.line = 2
    assert suite.of(mutant) == order, "a line that runs at import concerns all"


def test_claims_are_asked_where_they_may_notice():
    suite = Suite({}, {"m:1": ["a test"], "m:2": ["a test"]}, 1.0, ["m:2"])
    assert [suite.is_claimed(Mutant("m", line, "", ast.Constant(1), "value", 2)) for line in (1, 2, 3)] == [
        False,
        True,
        True,
    ]


TOY = "def positive(number):\n    return number > 0\n\ndef idle():\n    return 5\n\nLEAST = 1\n"


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A module, and in place of pytest what one test and one claim of it would find."""
    (tmp_path / "toy.py").write_text(TOY)
    monkeypatch.setattr(changing, "SOURCE", tmp_path)
    monkeypatch.setattr(afresh, "ROOT", tmp_path)

    def passes(files, plugin):
        from bondmodel import toy

        return 0 if (toy.positive(2) if files != afresh.BOOKS else toy.LEAST == 1) else 1

    monkeypatch.setattr(afresh, "run_tests", passes)
    return Module(tmp_path / "toy.py"), Suite({"tests/test_toy.py::test_positive": 0.1}, {}, 0.1)


def test_what_a_test_or_a_claim_notices(toy):
    result = result_of(*toy, set(), set())
    assert [f"{m.was} -> {m.now}" for m in result.survivors] == ["number > 0 -> number >= 0", "0 -> 1", "5 -> 6"]
    assert result.tried == 4


def test_what_was_noticed_in_the_loaded_model_is_not_tried_again(toy):
    module, suite = toy
    noticed = {id(mutant) for mutant in module.mutants if mutant.was == "5"}
    assert [m.was for m in result_of(module, suite, noticed, set()).survivors] == ["number > 0", "0"]


def test_what_cannot_matter_is_counted_apart_and_must_be_there(toy):
    known = {("toy", "return 5", "5", "6"), ("toy", "return 7", "7", "8"), ("other", "x", "x", "y")}
    result = result_of(*toy, set(), known)
    assert (result.tried, len(result.survivors), result.known) == (4, 2, 1)
    assert result.wrong == [("toy", "return 7", "7", "8")]


def test_the_tester_checks_itself(toy):
    module, suite = toy
    afresh.check_itself(module, suite)
    module.path.write_text(TOY.replace("> 0", "> 5"))
    with pytest.raises(SystemExit, match="unchanged, its tests do not pass"):
        afresh.check_itself(Module(module.path), suite)


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


def test_new_code_for_a_function_that_is_loaded(tmp_path, monkeypatch):
    path = tmp_path / "loaded.py"
    path.write_text(LOADED)
    monkeypatch.setattr(changing, "SOURCE", tmp_path)
    module, names = Module(path), {}
    exec(compile(module.tree, str(path), "exec"), names)
    functions = live.live_functions(module)
    found = {mutant.line: live.changed_code(module, mutant, functions) for mutant in module.mutants}
    assert {line: code and code.co_name for line, code in found.items()} == {
        6: "outer", 12: "size", 16: None, 17: "twice", 19: None,
    }  # fmt: skip
    for code in filter(None, found.values()):
        for function in functions[code.co_name, code.co_firstlineno]:
            function.__code__ = code
    assert (names["outer"](5), names["Thing"]().size, names["Thing"].twice(5)) == (7, 3, 15)


def test_a_change_that_never_ends_is_noticed():
    assert in_a_copy(int, 5) == 0
    assert in_a_copy(endless, 0.2) is None


def endless():
    while True:
        pass


@pytest.fixture
def _at_the_model(monkeypatch):
    """What is changed is the model again when the test is over."""
    monkeypatch.setattr(changing, "SOURCE", changing.SOURCE)
    monkeypatch.setattr(live, "TESTS", live.TESTS)
    monkeypatch.setattr(afresh, "BOOKS", afresh.BOOKS)
    monkeypatch.setattr(copies, "OPTIONS", copies.OPTIONS)


@pytest.mark.usefixtures("_at_the_model")
def test_a_layer_of_the_documents_half_is_changed_by_its_own_tests(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["mutation", "--of", "finding", "--every", "5", "--tests", "x.py", "--list"])
    assert command_line.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 50
    assert {line.partition(":")[0].rpartition("finding/")[0] for line in lines} == {"ext/sphinx_adoc/"}
    assert [path.name for path in live.TESTS] == ["finding", "x.py"]
    assert Module(changing.SOURCE / "report" / "github.py").import_name == "sphinx_adoc.finding.report.github"


def test_each_layer_with_tests_of_its_own_can_be_asked_for():
    assert {"claims", "commands", "finding", "graph", "review", "syntax"} <= set(command_line.layers())


@pytest.mark.usefixtures("_at_the_model")
def test_without_books_no_claims_are_run(monkeypatch):
    afresh.BOOKS = []
    mutant = Mutant("m", 1, "", ast.Constant(0), "value", 0)
    monkeypatch.setattr(afresh, "in_a_copy", lambda work, seconds: pytest.fail("ran"))
    assert afresh.survives(mutant, Module(changing.SOURCE / "errors.py"), Suite())
