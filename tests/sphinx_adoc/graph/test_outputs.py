"""Folders that programs made are left out, and that is said."""

from pathlib import Path

import pytest
from sphinx_adoc import cli

DOCUMENT = "= A\n\n[#lamp]\n== Lamp\n\n<<lamp>>\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a document that refers to an id of another one, so that a copy of that makes it ambiguous."""
    monkeypatch.chdir(tmp_path)
    write("a.adoc")
    write("b.adoc", "= B\n\n<<lamp>>\n")
    return tmp_path


def write(name, text=DOCUMENT):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("copy", "sign", "said"),
    [
        ("_build/html/_sources/a.adoc", "_build/html/.buildinfo", "_build/html (pages that Sphinx built)"),
        ("out/a.adoc", "out/.buildinfo", "out (pages that Sphinx built)"),
        ("out/doctrees/a.adoc", "out/doctrees/environment.pickle", "out/doctrees (what Sphinx keeps)"),
        ("env/lib/python3/site-packages/x/a.adoc", "env/pyvenv.cfg", "env (a virtual environment)"),
        ("ui/node_modules/x/docs/a.adoc", "ui/package.json", "ui/node_modules (packages)"),
        ("target/doc/a.adoc", "target/CACHEDIR.TAG", "target (a cache)"),
    ],
)
def test_what_programs_made_is_left_out(folder, capsys, copy, sign, said):
    write(copy)
    write(sign, "x")
    assert cli.main(["check", ".", "--no-cache"]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == f"left out 1 document in {said}"
    assert cli.main(["check", copy, "a.adoc", "--no-cache"]) == 0  # what is named is looked at


def test_a_folder_without_a_sign_is_looked_at(folder, capsys):
    write("_build/a.adoc")
    assert cli.main(["check", ".", "--no-cache"]) == 1
    said = capsys.readouterr()
    assert "xref-ambiguous" in said.out
    assert "left out" not in said.err


def test_many_folders_are_counted(folder, capsys):
    for number in range(5):
        write(f"{number}/out/a.adoc")
        write(f"{number}/out/b.adoc")
        write(f"{number}/out/.buildinfo")
    assert cli.main(["check", ".", "--no-cache"]) == 0
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("left out 10 documents in 0/out (pages that Sphinx built), 1/out ")
    assert last.endswith(" and 2 more folders")


def test_where_nothing_is_left_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write("out/a.adoc")
    write("out/.buildinfo")
    assert cli.main(["check", "."]) == 2
    assert "no document (" in (said := capsys.readouterr().err)
    assert "left out 1 document in out" in said


def test_a_folder_that_is_named_is_looked_at(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write("out/a.adoc")
    write("out/.buildinfo")
    assert cli.main(["check", "out", "--no-cache"]) == 0
    assert "checked 1 document" in capsys.readouterr().err
