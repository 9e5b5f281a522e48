"""In which dialect documents are written, told by the files."""

from pathlib import Path

import pytest
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
