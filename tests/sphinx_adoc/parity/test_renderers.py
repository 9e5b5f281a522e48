"""Finding and running renderers, by stand-ins for Asciidoctor."""

import sys

import pytest
from sphinx_adoc.parity import Failed, classic, find, render, renderers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts")
PAGE = "print('<html><body><p>' + ' '.join(sys.argv[1:]) + '</p></body></html>')"


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Puts a program named asciidoctor on PATH, alone; gives the renderer that is found."""
    monkeypatch.setattr(classic, "find", lambda: iter(()))
    monkeypatch.setenv("PATH", str(tmp_path))

    def stand_in(code, version="print('Asciidoctor 2.0.99 [x]')"):
        program = tmp_path / "asciidoctor"
        program.write_text(
            f"#!{sys.executable}\nimport os, sys, time\nif '--version' in sys.argv:\n    {version}\nelse:\n    {code}\n"
        )
        program.chmod(0o755)
        (found,) = find()
        return found

    return stand_in


def test_nothing_is_found_where_nothing_is(tmp_path, monkeypatch):
    monkeypatch.setattr(classic, "_distribution", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find() == []


def test_a_renderer_is_found_with_its_version_and_runs_in_safe_mode(stand_in, tmp_path):
    found = stand_in(PAGE)
    assert (found.name, found.version) == ("asciidoctor", "2.0.99")
    page, said = render(found, tmp_path / "a.adoc", {"x": "1", "y": None, "soft@": "2", "softer@": None, "z": "3@"})
    assert "-S safe " in page
    assert " -a x=1 -a y! -a soft=2@ -a z=3@ -a stylesheet! " in page
    assert said == []


def test_a_renderer_sees_little_of_the_environment(stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("RUBYOPT", "-rsomething")
    page, _ = render(stand_in("print(sorted(os.environ), '</html>')"), tmp_path / "a.adoc", {})
    assert "RUBYOPT" not in page
    assert "PATH" in page


def test_what_a_renderer_says_is_kept(stand_in, tmp_path):
    _, said = render(stand_in(f"sys.stderr.write('a warning\\n'); {PAGE}"), tmp_path / "a.adoc", {})
    assert said == ["a warning"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("sys.exit('a: FAILED: line 3: wrong')", "gave no page: a: FAILED: line 3: wrong"),
        ("print('<html>')", "gave no page: it says nothing"),
        ("time.sleep(60)", "was not done after 1 seconds"),
    ],
)
def test_no_page_is_a_failure_that_says_why(stand_in, tmp_path, monkeypatch, code, says):
    found = stand_in(code)
    monkeypatch.setattr(renderers, "SECONDS", 1.0)
    with pytest.raises(Failed, match=says):
        render(found, tmp_path / "a.adoc", {})


def test_a_renderer_without_version_is_said_to_be_broken(stand_in):
    with pytest.raises(Failed, match="tells none: no ruby"):
        stand_in(PAGE, version="sys.exit('no ruby')")


def test_asciidoc_py_of_another_python_is_found_by_the_script_on_path(tmp_path, monkeypatch):
    package = tmp_path / "asciidoc"
    (package / "resources").mkdir(parents=True)
    (package / "__init__.py").write_text("__version__ = '10.9'\n")
    for name in ("asciidoc", "html5", "lang-en"):
        (package / "resources" / f"{name}.conf").write_text("[attributes]\n")
    program = tmp_path / "bin" / "asciidoc"
    program.parent.mkdir()
    python = program.with_name("python3")
    python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} "$@"\n')
    program.write_text("#!/bin/sh\nexec python3 -m asciidoc\n")
    for script in (program, python):
        script.chmod(0o755)
    monkeypatch.setattr(classic, "_distribution", lambda name: None)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (found,) = find()
    assert (found.name, found.version) == ("asciidoc-py", "10.9")
    command = found.call(tmp_path / "a.adoc", [])
    assert command[0] == str(python)
    assert {"--safe", "-e", "asciidoc"} <= set(command)
