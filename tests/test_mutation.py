"""What the mutation tester changes, and that it tells noticed changes from others."""

import ast

import pytest

from tests import mutation
from tests.mutation import Mutant, Suite, mutants, try_module


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


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A module, and in place of pytest what one test of it would find."""
    (tmp_path / "toy.py").write_text("def positive(number):\n    return number > 0\n\ndef idle():\n    return 5\n")
    monkeypatch.setattr(mutation, "SOURCE", tmp_path)
    monkeypatch.setattr(mutation, "ROOT", tmp_path)

    def passes(files, plugin):
        from bondmodel.toy import positive

        return 0 if positive(2) else 1

    monkeypatch.setattr(mutation, "run_tests", passes)
    return tmp_path / "toy.py", Suite({"tests/test_toy.py::test_positive": 0.1}, {})


def test_what_a_test_notices(toy):
    path, tests = toy
    result = try_module(path, tests, set())
    assert [f"{m.was} -> {m.now}" for m in result.survivors] == ["number > 0 -> number >= 0", "0 -> 1", "5 -> 6"]
    assert result.tried == 3


def test_what_cannot_matter_is_counted_apart_and_must_be_there(toy):
    path, tests = toy
    known = {("toy", "return 5", "5", "6"), ("toy", "return 7", "7", "8"), ("other", "x", "x", "y")}
    result = try_module(path, tests, known)
    assert (result.tried, len(result.survivors), result.known) == (3, 2, 1)
    assert result.wrong == [("toy", "return 7", "7", "8")]


def test_a_change_that_never_ends_is_noticed():
    assert mutation.in_a_copy(int, 5) == 0
    assert mutation.in_a_copy(endless, 0.2) is None


def endless():
    while True:
        pass
