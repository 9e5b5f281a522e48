"""A review reads documents in the dialect that they are written in, also where nobody names it."""

import json

import pytest
from sphinx_adoc import cli

BOOK = """\
Lamps
=====

Kinds
-----

Oil lamps
~~~~~~~~~~~

Text.
"""
PATCH = """\
--- a/book.adoc
+++ b/book.adoc
@@ -7,4 +7,9 @@
 Oil lamps
 ~~~~~~~~~~~
 
-Text.
+They burn for 12 hours, with three wicks.
+
+Their wicks
+^^^^^^^^^^^
+
+Text.
"""  # noqa: W293 - context
CONFIGURATION = "[attributes]\nproduct=Lamp\n"


@pytest.fixture
def reviewed(tmp_path, capsys):
    def run(*words, book=BOOK, **files):
        (tmp_path / "book.adoc").write_text(book)
        (tmp_path / "x.patch").write_text(PATCH)
        for name, text in files.items():
            (tmp_path / name.replace("_", ".")).write_text(text)
        code = cli.main(["review", str(tmp_path / "x.patch"), "--repo", str(tmp_path), *words])
        return code, capsys.readouterr().out

    return run


def test_it_is_told_by_what_only_asciidoc_py_reads(reviewed):
    code, said = reviewed()
    assert code == 0
    words = " ".join(said.split())
    assert "section-sequence" not in said
    assert (
        "read as asciidoc-py does: only it takes book.adoc:8 for the underline of a title; --ids asciidoctor reads them"
        " otherwise." in words
    )
    assert "Oil lamps" in said


def test_its_configuration_is_found_and_offered(reviewed):
    _, said = reviewed(asciidoc_conf=CONFIGURATION)
    assert "asciidoc.conf configures it" in " ".join(said.split())
    assert "--attributes-from asciidoc.conf sets its attributes" in " ".join(said.split())


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["--ids", "asciidoctor"], {}),
        (["--ids", "asciidoc-py"], {}),
        ([], {"sphinx-adoc_toml": 'ids = "asciidoctor"\n'}),
        ([], {"sphinx-adoc_toml": 'attributes-from = ["a.json"]\n', "a_json": "{}"}),
    ],
)
def test_what_was_said_counts(reviewed, words, files):
    assert "read as" not in reviewed(*words, **files)[1]
    assert json.loads(reviewed(*words, "--format", "json", **files)[1])["read_as"] == ""


def test_all_forms_say_so(reviewed, tmp_path):
    code, said = reviewed("--format", "json", "--html", str(tmp_path / "x.html"))
    assert code == 0
    assert json.loads(said)["read_as"].startswith("read as asciidoc-py does: ")
    assert "read as asciidoc-py does: " in (tmp_path / "x.html").read_text()


def test_the_quantities_of_new_text_are_facts(reviewed):
    said = " ".join(reviewed()[1].split())
    assert "States: book.adoc:10:15: {+12 hours, three wicks+} (Oil lamps)" in said
