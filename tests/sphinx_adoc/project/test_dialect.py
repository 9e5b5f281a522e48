"""In which dialect documents are written, told by the files."""

from pathlib import Path

import pytest
from sphinx_adoc import cli
from sphinx_adoc.project.dialect import signs
from sphinx_adoc.syntax.files import Snapshot

OFF = "Lamps\n~~~~~~~\n\nText.\n"
EXACT = "Lamps\n~~~~~\n\nText.\n"
CONFIGURATION = "[attributes]\nproduct=Lamp\n"


def found(**files):
    contents = {name.replace("_", "."): text.encode() for name, text in files.items()}
    return signs([Path(name) for name in contents if name.endswith("adoc")], Snapshot(contents))


@pytest.mark.parametrize(
    ("files", "dialect", "why"),
    [
        ({"a_adoc": OFF}, "asciidoc-py", "only it takes a.adoc:2 for the underline of a title"),
        ({"a_adoc": EXACT, "my_conf": CONFIGURATION}, "asciidoc-py", "my.conf configures it"),
        (
            {"a_adoc": "Text.\n\n" + OFF, "my_conf": CONFIGURATION},
            "asciidoc-py",
            "my.conf configures it and only it takes a.adoc:4 for the underline of a title",
        ),
        ({"a_adoc": EXACT}, "asciidoctor", ""),
        ({"a_adoc": "== Lamps\n"}, "asciidoctor", ""),
        (
            {"a_adoc": "== One\n\n== Two\n\n" + OFF},
            "asciidoctor",
            "only it takes a.adoc:6 for the underline of a title",
        ),
        ({"a_adoc": "== One\n", "my_conf": "[server]\nport=80\n"}, "asciidoctor", ""),
        ({"a_adoc": "Lamps:\n\n-------\ncode\n-------\n"}, "asciidoctor", ""),
        ({"a_adoc": "Lamps\n-------\ncode\n-------\n"}, "asciidoctor", ""),
        ({"a_adoc": ""}, "asciidoctor", ""),
    ],
)
def test_the_files_say_the_dialect(files, dialect, why):
    said = found(**files)
    assert (said.dialect, said.why) == (dialect, why)


def test_windows_line_ends_are_no_part_of_an_underline():
    assert found(a_adoc=OFF.replace("\n", "\r\n")).dialect == "asciidoc-py"


# -- what check says ---------------------------------------------------------------------------------------------------


def checked(folder, capsys, *words, **files):
    """What a check of a folder of files says."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    cli.main(["check", str(folder), "--no-cache", *words])
    return capsys.readouterr().out.replace(f"{folder}/", "")


def test_a_check_suggests_the_dialect_of_a_configuration(tmp_path, capsys):
    said = checked(tmp_path, capsys, a_adoc="= A\n\nText.\n", my_conf=CONFIGURATION)
    assert "my.conf:1:1: info: the documents seem to be written for asciidoc-py: " in said
    assert "my.conf configures it; --attributes-from my.conf sets its attributes and reads them as it does" in said


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Lamps\n~~~~~~~\n", True),
        ("Lamps\n^^^^^^^\n", True),
        ("A lamp\n~~~~\n", True),
        ("Lamps\n~~~~~~\n", False),
        ("Lamps\n~~~~~~~~\n", False),
        ("Lamps\n~~~~~~~\nare bright\n", False),
        ("Some\nlamps\n~~~~~~~\n", False),
        ("|Lam\n~~~~~~\n", False),
    ],
)
def test_a_check_suggests_the_dialect_of_titles(tmp_path, capsys, title, told):
    said = checked(tmp_path, capsys, a_adoc=f"= A\n\n{title}")
    where = "a.adoc:4:1: info: asciidoc-py takes this for the underline of a title, though it is off by two; "
    assert (where in said) == told
    assert "takes this" not in checked(tmp_path, capsys, "--ids", "asciidoc-py")


@pytest.mark.parametrize("words", [["--ids", "asciidoctor"], ["--ids", "asciidoc-py"], ["--untrusted"]])
def test_a_dialect_that_was_chosen_is_not_asked_about(tmp_path, capsys, words):
    said = checked(tmp_path, capsys, *words, a_adoc=f"A\n=\n\n{OFF}<<none>>\n", my_conf=CONFIGURATION)
    assert "seem to be written" not in said
    assert ("takes this for" in said) == ("asciidoc-py" not in words)


def test_documents_of_today_are_left_alone(tmp_path, capsys):
    said = checked(tmp_path, capsys, a_adoc="= A\n\n<<none>>\n", my_conf="[server]\nport=80\n")
    assert "seem to be written" not in said
