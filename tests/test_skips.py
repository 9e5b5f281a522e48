"""A test that does not run says so for a reason that lies outside: never because of what the code under test does."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import conftest
from tests.conftest import CHECKOUT

OURS = ("sphinx_adoc", "bondmodel")
FILES = sorted((CHECKOUT / "tests").rglob("*.py"))
SKIPPED = ("module.py", 3, "Skipped: outside test data absent: corpora/books/two (looked for in /nowhere)")


def skips_that_ask(text):
    """Each line on which a test is skipped, or expected to fail, after its function asked the code under test."""
    tree = ast.parse(text)
    ours = {name.asname or name.name.partition(".")[0] for node in ast.walk(tree) for name in _imported(node)}
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.Lambda):
            for call in _calls(scope, ("skip", "xfail")):
                if any(_asks(node, ours) and node.lineno <= call.lineno for node in ast.walk(scope)):
                    yield call.lineno
        elif isinstance(scope, ast.Call) and _name(scope.func) == "skipif":
            if any(_asks(node, ours) for node in ast.walk(scope)):
                yield scope.lineno
        elif isinstance(scope, ast.Call) and _name(scope.func) == "xfail" and _is_lax(scope):
            yield scope.lineno


def _imported(node):
    """What an import statement brings from the code under test."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OURS:
        return node.names
    return [name for name in getattr(node, "names", []) if isinstance(node, ast.Import) and name.name.startswith(OURS)]


def _calls(scope, names):
    own = (node for node in ast.walk(scope) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [node for node in own if _name(node.func.value) == "pytest" and node.func.attr in names]


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _asks(node, ours):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ours


def _is_lax(call):
    given = {word.arg: word.value for word in call.keywords}
    return "strict" in given and ast.unparse(given["strict"]) == "False"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_no_skip_asks_the_code_under_test(path):
    assert list(skips_that_ask(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("from bondmodel import Scenario\ndef test():\n    if Scenario().run():\n        pytest.skip()\n", [4]),
        ("import bondmodel.study\ndef test():\n    x = bondmodel.study\n    x or pytest.xfail('no')\n", [4]),
        ("from sphinx_adoc import parse\n@pytest.mark.skipif(not parse('x'), reason='')\ndef test(): ...\n", [2]),
        ("x = pytest.mark.xfail(reason='', strict=False)\n", [1]),
        ("x = pytest.mark.xfail(reason='', strict=True)\n", []),
        ("from bondmodel import run\ndef test():\n    which() or pytest.skip()\n    run()\n", []),
        ("from bondmodel import run\ndef test():\n    with pytest.raises(pytest.skip.Exception):\n        run()\n", []),
    ],
)
def test_what_counts_as_asking(text, lines):
    assert list(skips_that_ask(text)) == lines


def test_absent_data_is_a_failure_where_it_is_required(monkeypatch, tmp_path):
    monkeypatch.setenv("SPHINX_ADOC_SHARED", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="outside test data absent: corpora"):
        conftest.shared("corpora")
    monkeypatch.setenv("SPHINX_ADOC_SHARED", f"required:{tmp_path}")
    with pytest.raises(pytest.fail.Exception, match="outside test data absent: corpora"):
        conftest.shared("corpora")
    (tmp_path / "corpora").mkdir()
    assert conftest.shared("corpora") == tmp_path / "corpora"


def test_required_looks_beside_the_checkout_too(monkeypatch):
    for said, required in (("", False), ("required", True), ("required:", True)):
        monkeypatch.setenv("SPHINX_ADOC_SHARED", said)
        assert conftest.shared_root() == (CHECKOUT.parent / "shared", required)
    monkeypatch.setenv("SPHINX_ADOC_SHARED", "requirements")
    assert conftest.shared_root() == (Path("requirements").absolute(), False)


def report(nodeid, longrepr=None):
    return SimpleNamespace(nodeid=nodeid, longrepr=longrepr)


def test_a_run_says_what_was_absent():
    stats = {
        "passed": [report("a"), report("b")],
        "failed": [report("c"), report("c")],
        "skipped": [
            report("d", SKIPPED),
            report("e", SKIPPED),
            report("m", ("", 1, "Skipped: no chromium")),
            report("m", "x"),
        ],
    }
    assert conftest.counts(stats) == [
        "ran 3 tests, 4 tests or modules absent",
        "absent: 2: outside test data absent: corpora/books",
        "absent: 1: no chromium",
        "absent: 1: x",
    ]
    assert conftest.counts({"passed": [report("a")]}) == ["ran 1 tests, none absent"]


def test_the_counts_are_kept_for_the_end_of_a_run(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_COUNTS", str(tmp_path / "counts"))
    said = []
    reporter = SimpleNamespace(stats={"passed": [report("a")]}, write_line=said.append)
    conftest.pytest_terminal_summary(reporter)
    conftest.pytest_terminal_summary(reporter)
    assert said == ["ran 1 tests, none absent"] * 2
    assert (tmp_path / "counts").read_text("utf-8").splitlines() == said
    assert "TEST_COUNTS" in (CHECKOUT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize(
    ("stats", "status"),
    [
        ({"skipped": [report("a", SKIPPED)]}, pytest.ExitCode.NO_TESTS_COLLECTED),
        ({"skipped": [report("a", SKIPPED)], "passed": [report("b")]}, pytest.ExitCode.OK),
        ({"skipped": [report("a", SKIPPED)], "xfailed": [report("b")]}, pytest.ExitCode.OK),
        ({}, pytest.ExitCode.OK),  # --collect-only
    ],
)
def test_a_run_in_which_every_test_was_absent_fails(stats, status):
    plugins = SimpleNamespace(get_plugin=lambda name: SimpleNamespace(stats=stats))
    session = SimpleNamespace(config=SimpleNamespace(pluginmanager=plugins), exitstatus=pytest.ExitCode.OK)
    conftest.pytest_sessionfinish(session, pytest.ExitCode.OK)
    assert session.exitstatus == status
