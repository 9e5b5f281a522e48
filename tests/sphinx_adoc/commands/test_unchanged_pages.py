"""A run of html in which nothing changed writes the pages that it wrote before."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from sphinx_adoc import cli, entries, unchanged
from sphinx_adoc.commands import html, kept_runs
from sphinx_adoc.commands.kept_runs import Recording
from sphinx_adoc.syntax.files import Disk

from tests.sphinx_adoc.commands.test_unchanged import EDITS, FILES, Touched, edit, outcome, project, write
from tests.sphinx_adoc.publish.conftest import PIXEL

PAGE = """\
= Book
:data-uri:

include::parts/one.adoc[]

See <<there>>, <<gone>>, xref:other.adoc#there[] and link:more.zip[more]. {word}

image::a.png[A]

A drawing image:img/b.svg[B] and stem:[no_such_thing(].

image::absent.png[]

++++
<b>raw</b>
++++
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><text>B</text></svg>'


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """The folder of a project with pictures."""
    folder = project(tmp_path, monkeypatch)
    write(folder / "book.adoc", PAGE)
    write(folder / "img/b.svg", DRAWING)
    (folder / "a.png").write_bytes(PIXEL)
    return folder


@pytest.fixture
def make(capsys):
    """Make pages: the exit code, what is said, and all pages there are."""

    def call(*words):
        code = cli.main(["html", *words])
        said = capsys.readouterr()
        return code, said.out, said.err, {str(path): path.read_bytes() for path in Path().rglob("*.html")}

    return call


CALLS = [
    ["docs/book.adoc", "-o", "out"],
    ["docs/book.adoc", "-oout"],
    ["docs/book.adoc", "--output=deep/er/page.html"],
    ["docs/book.adoc", "-o", "-"],
    ["docs/book.adoc"],
    ["docs", "--output", "out"],
    ["docs"],
    [".", "-o", "."],
    ["docs/book.adoc", "docs/other.adoc", "-o", "out", "--format", "json"],
    ["docs/book.adoc", "-o", "out", "--format=sarif=report.sarif"],
    ["docs/book.adoc", "-o", "-", "--format", "json"],
    ["docs/book.adoc", "-o", "out", "--no-raw", "-a", "word=here"],
]


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_each_call_is_given_again(docs, make, ran, words):
    wanted = make(*words, "--no-cache")
    for _ in range(2):
        assert make(*words) == wanted
    for page in wanted[3]:
        Path(page).unlink()
    for _ in range(2):  # where pages lie beside their documents, what lies there is another now
        make(*words)
    ran.clear()
    assert make(*words) == wanted
    assert not ran


def test_a_page_that_was_edited_or_removed_is_written_again(docs, make, ran):
    words = ["docs/book.adoc", "-o", "out/book.html"]
    wanted = make(*words)
    ran.clear()
    Path("out/book.html").write_text("mine")
    assert make(*words) == wanted
    shutil.rmtree("out")
    assert make(*words) == wanted
    assert not ran


def test_a_page_that_cannot_be_written_is_said(docs, make, ran):
    words = ["docs/book.adoc", "-o", "out"]
    make(*words)
    shutil.rmtree("out")
    Path("out").write_text("no folder")
    code, _, err, _ = make(*words)
    assert code == 2
    assert "cannot write out" in err


def test_a_second_run_loads_neither_parser_nor_graph(docs):
    again = [sys.executable, "-X", "importtime", "-m", "sphinx_adoc", "html", "docs/book.adoc", "-o", "out"]
    for _ in range(2):
        done = subprocess.run(again, capture_output=True, text=True, check=False)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"sphinx_adoc.unchanged", "sphinx_adoc.files"} <= loaded
    unneeded = {
        "argparse",
        "dataclasses",
        "docutils",
        "sphinx_adoc.dispatch",
        "sphinx_adoc.graph",
        "sphinx_adoc.syntax",
    }
    assert not loaded & unneeded


CHANGES = {
    "the page": lambda docs: write(docs / "book.adoc", PAGE.replace("raw", "new")),
    "what it includes": lambda docs: write(docs / "parts/one.adoc", "Else.\n"),
    "another document": lambda docs: write(docs / "other.adoc", "= Other\n\n[#there]\n== Elsewhere\n"),
    "an id is gone": lambda docs: write(docs / "other.adoc", "= Other\n"),
    "a new document": lambda docs: write(docs / "new.adoc", "= New\n\n[#gone]\n== Gone\n"),
    "an image": lambda docs: (docs / "a.png").write_bytes(PIXEL + b"\0"),
    "a drawing": lambda docs: write(docs / "img/b.svg", DRAWING.replace("B", "C")),
    "an image is gone": lambda docs: (docs / "a.png").unlink(),
    "an image is a folder": lambda docs: ((docs / "a.png").unlink(), (docs / "a.png").mkdir()),
    "an image is outside": lambda docs: (
        (docs / "a.png").rename(docs.parent / "a.png"),
        (docs / "a.png").symlink_to("../a.png"),
    ),
    "images are outside": lambda docs: (
        (docs / "img").rename(docs.parent / "img"),
        (docs / "img").symlink_to("../img"),
    ),
    "an image was absent": lambda docs: (docs / "absent.png").write_bytes(PIXEL),
    "a linked file": lambda docs: write(docs / "more.zip", ""),
    "a configuration": lambda docs: write(docs / "sphinx-adoc.toml", 'attributes = ["word=there"]\n'),
    "a configuration above": lambda docs: write(docs.parent / "sphinx-adoc.toml", 'attributes = ["word=there"]\n'),
    "a component of Antora": lambda docs: write(docs / "antora.yml", "name: x\nversion: 1\n"),
}


@pytest.mark.parametrize("words", [["docs/book.adoc", "-o", "out"], ["docs", "-o", "out", "--no-raw"]], ids=" ".join)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(docs, make, ran, change, words):
    for _ in range(3):
        make(*words)
    ran.clear()
    make(*words)
    assert not ran
    CHANGES[change](docs)
    assert make(*words) == make(*words, "--no-cache")
    assert make(*words) == make(*words, "--no-cache")


@pytest.mark.parametrize("words", [["--no-cache"], ["--untrusted"]])
def test_what_depends_on_more_than_the_disk_is_done_anew(docs, make, ran, words):
    first = [make("docs/book.adoc", "-o", "out", *words) for _ in range(3)]
    assert len(ran) == 3
    assert first[0] == first[2]


@pytest.mark.parametrize("name", ["localtime", "localdatetime", "doctime"])
def test_a_page_that_shows_the_time_is_made_anew(docs, make, ran, monkeypatch, name):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    write(docs / "other.adoc", f"= Other\n\n{{{name}}}\n")
    for _ in range(3):
        make("docs/other.adoc", "-o", "out")
    assert (len(ran) == 3) is name.startswith("local")
    write(docs / "other.adoc", f"= Other\n\n{{{name}}}\n\nMore.\n")
    assert make("docs/other.adoc", "-o", "out") == make("docs/other.adoc", "-o", "out", "--no-cache")


@pytest.mark.parametrize("target", ["a%00.png", "a%00/b.png", "x" * 200 + ".png"])
def test_an_image_that_there_cannot_be(docs, make, target):
    write(docs / "other.adoc", f"= Other\n:data-uri:\n\nimage::{target}[]\n")
    wanted = make("docs/other.adoc", "-o", "out", "--no-raw", "--no-cache")
    assert wanted[0] == 1
    for _ in range(3):
        assert make("docs/other.adoc", "-o", "out", "--no-raw") == wanted


def test_an_image_that_cannot_be_read_has_its_page_made_anew(docs, make, ran, monkeypatch):
    wanted = make("docs/book.adoc", "-o", "out", "--no-cache")
    ran.clear()
    read = Disk.read

    def refusing(disk, path):
        if path.name == "a.png":
            raise PermissionError(13, "Permission denied", str(path))
        return read(disk, path)

    monkeypatch.setattr(Disk, "read", refusing)
    for _ in range(3):
        assert make("docs/book.adoc", "-o", "out") == wanted
    assert len(ran) == 3


def test_an_image_whose_place_is_not_known_has_its_page_made_anew(docs, make, ran):
    write(docs / "other.adoc", f"= Other\n:data-uri:\n:imagesdir: {docs}\n\nimage::a.png[]\n")
    for _ in range(3):
        make("docs/other.adoc", "-o", "out")
    assert len(ran) == 3


def test_very_long_pages_are_not_kept_with_the_run(docs, make, ran, monkeypatch):
    monkeypatch.setattr(kept_runs, "_MOST", 100)
    wanted = [make("docs/book.adoc", "-o", "out") for _ in range(3)]
    assert len(ran) == 3
    assert wanted[0] == wanted[2]


def test_pages_of_other_processes_are_kept_once_they_are_known(docs, make, ran, monkeypatch):
    monkeypatch.setattr(html, "FEW", 0)
    words = ["docs", "-o", "out", "--jobs", "2"]
    wanted = make(*words, "--no-cache")
    ran.clear()
    for _ in range(4):
        assert make(*words) == wanted
    assert len(ran) == 2


@pytest.mark.parametrize("path", ["victim.html", "out/../victim.html", "/victim.html", "out/victim.txt", "docs/x.html"])
def test_an_entry_writes_no_page_that_the_call_does_not_name(docs, make, ran, path):
    words = ["docs/book.adoc", "-o", "out"]
    make(*words)
    folder, key = entries.default_folder(), unchanged.key(["html", *words])
    value = json.loads(entries.get(folder, key))
    value[0] = {path: "text"}
    Path(entries.place(folder, key)).write_bytes(entries.sealed(key, json.dumps(value).encode()))
    ran.clear()
    make(*words)
    assert ran
    assert not Path(path).exists()


# -- against a run without a cache -------------------------------------------------------------------------------------


@given(edits=st.lists(EDITS, max_size=6), alone=st.booleans(), out=st.sampled_from(["out", "out/page.html", "-", None]))
@settings(max_examples=30)
def test_random_edits_against_a_run_without_a_cache(edits, alone, out, tmp_path_factory):
    """After each edit the call is made three times, so that some of them are given again."""
    top = tmp_path_factory.mktemp("edited")
    for name, text in {**FILES, "book.adoc": PAGE}.items():
        write(top / "docs" / name, text)
    where = ["-o", out if out == "-" else str(top / out)] if out else []
    words = ["html", str(top / "docs" / ("book.adoc" if alone else "")), *where]
    for one in [("nothing", "a.png", None), *edits]:
        edit(top / "docs", *one)
        wanted = _made(top, [*words, "--no-cache"])
        for _ in range(3):
            assert _made(top, [*words, "--cache-dir", str(top / "cache")]) == wanted, one


def _made(top, words):
    """What a call writes, its pages included; these are removed first."""
    for path in top.rglob("*.html"):
        path.unlink()
    said = outcome(words)
    return said, {str(path): path.read_bytes() for path in top.rglob("*.html")}


# -- all that is asked is noted ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_all_that_is_asked_is_noted(docs, make, monkeypatch, words, known):
    """A run looks at no path below the project's folder that its record does not have, or that is in a folder whose
    listing it has, but for what it writes. A folder counts where something in it does. ``known``: whether the page was
    made before.
    """
    make(*words)
    write(docs / "other.adoc", "= Other\n\n[#there]\n== Changed\n")
    if known:
        make(*words, "--format", "junit=known.xml")
    touched = Touched(monkeypatch)
    records = []
    monkeypatch.setattr(Recording, "keep", lambda self, _: records.append((self.disk.asked, {*touched.paths})))
    make(*words)
    ((noted, seen),) = records
    top = docs.parent
    paths = {top / path for answers in noted.values() for path in answers}
    listed = {top / path / name[1:] for path, names in noted.get("listing", {}).items() for name in names}
    named = {top / path / name for path, names in noted.get("names", {}).items() for name in names}
    covered = {*paths, *listed, *named}
    covered |= {folder for path in covered for folder in path.parents}
    inside = {Path(path) for path in seen if Path(path).is_relative_to(top)}
    written = {path for path in inside if path.suffix in (".html", ".tmp", ".sarif")}
    others = [top / name for name in ("caches", "out", "deep")]
    assert {path for path in inside - covered - written if not any(map(path.is_relative_to, others))} == set()
    assert top / "docs/book.adoc" in inside
