"""A run in which nothing changed writes what it wrote before, and knows whenever something did change."""

import builtins
import io
import json
import os
import shutil
import sys
import time
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from sphinx_adoc import asked, cli, entries, unchanged
from sphinx_adoc.commands.kept_runs import Recording
from sphinx_adoc.finding.report import FORMATS
from sphinx_adoc.graph.store.recorded import RecordedDisk
from sphinx_adoc.syntax.files import DISK

FILES = {
    "book.adoc": "= Book\n\ninclude::parts/one.adoc[]\n\ninclude::parts/two.adoc[]\n\nimage::a.png[]\n",
    "parts/one.adoc": "== One\n\nSee <<two>>, <<gone>> and xref:other.adoc#there[].\n",
    "parts/two.adoc": "[#two]\n== Two\n\ninclude::absent.adoc[]\n",
    "other.adoc": "= Other\n\n[#there]\n== There\n\n{nothing}\n",
    "a.png": "",
}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def project(folder, monkeypatch):
    """Make a folder the current one, with a project in ``docs``, and a cache elsewhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "caches"))
    monkeypatch.chdir(folder)
    (folder / ".git").mkdir()
    for name, text in FILES.items():
        write(folder / "docs" / name, text)
    return folder / "docs"


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """The folder of a project of documents."""
    return project(tmp_path, monkeypatch)


@pytest.fixture
def check(capsys):
    def call(*words):
        code = cli.main(["check", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


# -- given again -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_each_form_is_given_again(docs, check, ran, form):
    wanted = check("docs", "--no-cache", "--format", form)
    ran.clear()
    assert check("docs", "--format", form) == wanted
    assert check("docs", "--format", form) == wanted
    assert len(ran) == 1
    assert wanted[0] == 1


@pytest.mark.parametrize("words", [["docs/book.adoc"], ["docs/other.adoc"], ["docs", "-v"], ["docs", "--jobs", "2"]])
def test_each_call_is_given_again(docs, check, ran, words):
    wanted = check(*words, "--no-cache")
    for _ in range(3):
        assert check(*words) == wanted
    assert len(ran) < 4


def test_files_of_a_report_are_written_again(docs, check, ran):
    words = ["docs", "--format", "json=one.json", "--format=sarif=two.sarif"]
    check(*words)
    check(*words)
    texts = [Path(name).read_bytes() for name in ("one.json", "two.sarif")]
    Path("one.json").write_text("")
    Path("two.sarif").write_text("other")
    ran.clear()
    check(*words)
    assert not ran
    assert [Path(name).read_bytes() for name in ("one.json", "two.sarif")] == texts


def test_a_file_that_cannot_be_written_is_said(docs, check, ran):
    words = ["docs", "--format", "json=out/one.json"]
    Path("out").mkdir()
    check(*words)
    check(*words)
    shutil.rmtree("out")
    assert check(*words)[0] == 2


def test_a_chapter_is_given_again_as_a_part_of_its_book(docs, check, ran):
    check("docs")
    first = check("docs/parts/one.adoc")
    assert "part of docs/book.adoc" in first[2]
    check("docs/parts/one.adoc")
    ran.clear()
    assert check("docs/parts/one.adoc") == first
    assert not ran


def test_a_chapter_is_read_anew_when_another_book_includes_it(docs, check, ran):
    check("docs")
    for _ in range(3):
        check("docs/parts/one.adoc")
    write(docs / "second.adoc", "= Second\n\ninclude::parts/one.adoc[]\n")
    check("docs")
    assert "second.adoc" in check("docs/parts/one.adoc")[2]


def test_nothing_of_the_parser_or_the_graph_is_loaded(docs, check):
    import subprocess

    check_again = [sys.executable, "-X", "importtime", "-m", "sphinx_adoc", "check", "docs"]
    for _ in range(2):
        done = subprocess.run(check_again, capture_output=True, text=True, check=False)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "sphinx_adoc.unchanged" in loaded
    assert not loaded & {"argparse", "pathlib", "sphinx_adoc.dispatch", "sphinx_adoc.graph", "sphinx_adoc.syntax"}


# -- not given again ---------------------------------------------------------------------------------------------------


def kept(check, ran, *words):
    """Have a call kept, and see it given again."""
    for _ in range(2):
        check(*words)
    ran.clear()
    said = check(*words)
    assert not ran
    return said


CHANGES = {
    "a chapter": lambda docs: write(docs / "parts/one.adoc", "== One\n\nSee <<nobody>>.\n"),
    "as many bytes": lambda docs: write(docs / "other.adoc", FILES["other.adoc"].replace("there", "where")),
    "a new file": lambda docs: write(docs / "new.adoc", "= New\n\n<<gone>>\n"),
    "a new file in a new folder": lambda docs: write(docs / "more/new.adoc", "= New\n\n<<gone>>\n"),
    "what was absent": lambda docs: write(docs / "parts/absent.adoc", "There.\n"),
    "an image is gone": lambda docs: (docs / "a.png").unlink(),
    "a file is gone": lambda docs: (docs / "other.adoc").unlink(),
    "a file is a folder": lambda docs: ((docs / "a.png").unlink(), (docs / "a.png").mkdir()),
    "a file has another name": lambda docs: (docs / "other.adoc").rename(docs / "another.adoc"),
    "a configuration": lambda docs: write(docs / "sphinx-adoc.toml", 'attributes = ["nothing=1"]\n'),
    "a configuration above": lambda docs: write(docs.parent / "sphinx-adoc.toml", 'attributes = ["nothing=1"]\n'),
    "a misspelt configuration": lambda docs: write(docs / "sphinx_adoc.toml", ""),
    "a section of pyproject.toml": lambda docs: write(docs / "pyproject.toml", "[tool.sphinx-adoc]\nids = 'x'\n"),
    "a component of Antora": lambda docs: write(docs / "antora.yml", "name: x\nversion: 1\n"),
    "a folder that a program made": lambda docs: write(docs / "parts/CACHEDIR.TAG", ""),
    "a configuration of asciidoc-py": lambda docs: write(docs / "x.conf", "[macros]\n(?su)x=\n[attributes]\nx=1\n"),
}
SAME = ("a component of Antora", "a file is a folder")  # what is said is what was said before


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(docs, check, ran, change):
    before = kept(check, ran, "docs", "--format", "json")
    CHANGES[change](docs)
    after = check("docs", "--format", "json")
    assert after == check("docs", "--format", "json", "--no-cache")
    assert (after != before) is (change not in SAME)


def test_a_change_that_keeps_the_time_is_seen(docs, check, ran):
    """As many bytes, the same file, the same time."""
    path = docs / "other.adoc"
    before = kept(check, ran, "docs")
    times = path.stat()
    path.write_text(path.read_text().replace("{nothing}", "{nowhere}"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "nowhere" in check("docs")[1]
    assert before != check("docs")


def test_a_file_that_changes_in_a_run_keeps_nothing(docs):
    disk = RecordedDisk()
    disk.read(docs / "other.adoc")
    write(docs / "other.adoc", "else")
    disk.read(docs / "other.adoc")
    assert not disk.steady
    disk = RecordedDisk()
    disk.read(docs / "other.adoc")
    write(docs / "other.adoc", "again")
    assert disk.steady
    assert not asked.holds(disk.asked, "")


def test_a_file_that_only_has_another_time_changes_nothing(docs, check, ran):
    kept(check, ran, "docs")
    os.utime(docs / "other.adoc", (5, 5))
    os.utime(docs / "book.adoc", (time.time() + 1000, time.time() + 1000))
    check("docs")
    assert not ran


@pytest.mark.parametrize("name", ["TZ", "SOURCE_DATE_EPOCH"])
def test_a_variable_counts(docs, check, ran, monkeypatch, name):
    kept(check, ran, "docs")
    monkeypatch.setenv(name, "1")
    check("docs")
    assert ran


def test_the_folder_in_which_a_call_is_made_counts(docs, check, ran, monkeypatch):
    said = kept(check, ran, str(docs))
    other = docs.parent / "elsewhere"
    other.mkdir()
    monkeypatch.chdir(other)
    assert check(str(docs)) == check(str(docs), "--no-cache")
    assert len(ran) == 2
    monkeypatch.chdir(docs.parent)
    assert check(str(docs)) == said


def test_another_day_a_waiver_may_have_expired(docs, check, ran, monkeypatch):
    kept(check, ran, "docs")
    monkeypatch.setattr(unchanged, "today", lambda: "2999-01-01")
    check("docs")
    check("docs")
    assert len(ran) == 2  # nothing is kept where the day is not that on which the program was started


@pytest.mark.parametrize("words", [["--no-cache"], ["--untrusted"], ["--fix"], ["--facts"]])
def test_what_depends_on_more_than_the_disk_is_done_anew(docs, check, ran, words):
    first = [check("docs", *words) for _ in range(3)]
    assert len(ran) == 3
    assert first[0] == first[2]


def test_a_document_that_shows_the_time_is_read_anew(docs, check, ran):
    write(docs / "other.adoc", "= Other\n\n{localtime}\n")
    for _ in range(3):
        check("docs")
    assert len(ran) == 3


def test_links_are_followed(docs, check, ran):
    write(docs.parent / "far/a.adoc", "== A\n\n{one}\n")
    write(docs.parent / "far/b.adoc", "== B\n\n{two}\n")
    (docs / "parts/absent.adoc").symlink_to("nothing-yet.adoc")
    (docs / "late.adoc").symlink_to("to-come")
    said = kept(check, ran, "docs")
    write(docs / "to-come", "= Late\n\n{late}\n")
    assert check("docs") == check("docs", "--no-cache") != said
    (docs / "near").symlink_to("parts")
    write(docs / "other.adoc", "= Other\n\ninclude::near/two.adoc[]\n")
    said = kept(check, ran, "docs")
    (docs / "near").unlink()
    (docs / "near").symlink_to("../far")
    assert check("docs") == check("docs", "--no-cache") != said


def test_a_baseline_counts(docs, check, ran):
    check("docs", "--baseline", "known.txt", "--update-baseline")
    said = kept(check, ran, "docs", "--baseline", "known.txt")
    assert said[0] == 0
    Path("known.txt").write_text("".join(Path("known.txt").read_text().splitlines(keepends=True)[:-1]))
    assert check("docs", "--baseline", "known.txt")[0] == 1


# -- what cannot be trusted --------------------------------------------------------------------------------------------


def entry_of(*words):
    key = unchanged.key(["check", *words])
    folder = entries.default_folder()
    return folder, key, json.loads(entries.get(folder, key))


def put(folder, key, value):
    Path(entries.place(folder, key)).write_bytes(entries.sealed(key, json.dumps(value).encode()))


WRONG = [
    None, 5, [], {}, "text", [[]] * 7, [{}, {}, "", "", "", "", {}], [{}, {}, 5, "", 1, unchanged.today(), {}],
    [{}, {}, "", "", True, unchanged.today(), {}], [{}, {}, "", "", 1, unchanged.today(), {"open": {"x": 1}}],
    [{}, {}, "", "", 1, unchanged.today(), {"is_file": {"x": True}}], [{}, {}, "", "", 1, unchanged.today(), []],
    [{}, {}, "", "", 1, unchanged.today(), {"is_file": ["x"]}],
    [{"x": 5}, {}, "", "", 1, unchanged.today(), {}],
    [{}, {"x": 5}, "", "", 1, unchanged.today(), {}],
    [{}, {}, "", "", 1, unchanged.today(), {"__init__": {"x": None}}],
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_an_entry_of_another_program_is_none(docs, check, ran, wrong):
    said = kept(check, ran, "docs")
    folder, key, _ = entry_of("docs")
    put(folder, key, wrong)
    assert check("docs") == said
    assert ran


def test_an_entry_writes_no_file_that_the_call_does_not_name(docs, check, ran):
    kept(check, ran, "docs")
    folder, key, value = entry_of("docs")
    for place, victim in ((0, "docs/victim.html"), (1, "victim")):
        put(folder, key, [{victim: "text"} if number == place else each for number, each in enumerate(value)])
        ran.clear()
        check("docs")
        assert ran
        assert not Path(victim).exists()


# -- against a run without a cache -------------------------------------------------------------------------------------

NAMES = ["book.adoc", "other.adoc", "parts/one.adoc", "parts/two.adoc", "parts/absent.adoc", "a.png", "new.adoc"]
TEXTS = ["", *FILES.values(), "= New\n\n[#gone]\n== Gone\n\ninclude::other.adoc[]\n", "// adoc: ok *: x\n{nothing}\n"]
CONFIGURATIONS = [
    "",
    'attributes = ["nothing=1"]\n',
    '[check]\nignore = ["xref-*"]\n',
    'exclude = ["docs/other.adoc"]\n',
]
PLACES = st.sampled_from(NAMES)
EDITS = st.one_of(
    st.tuples(st.just("write"), PLACES, st.sampled_from(TEXTS)),
    st.tuples(st.just("write keeping times"), PLACES, st.sampled_from(TEXTS)),
    st.tuples(st.just("touch"), PLACES, st.integers(-100, 100)),
    st.tuples(st.just("remove"), PLACES, st.none()),
    st.tuples(st.just("rename"), PLACES, PLACES),
    st.tuples(st.just("link"), PLACES, PLACES),
    st.tuples(st.just("folder"), PLACES, st.none()),
    st.tuples(st.just("mode"), PLACES, st.sampled_from([0o600, 0o644, 0o755])),
    st.tuples(st.just("configure"), st.just("../sphinx-adoc.toml"), st.sampled_from(CONFIGURATIONS)),
    st.tuples(st.just("nothing"), PLACES, st.none()),
)


def edit(docs, kind, name, value):
    """Change the tree in some way; what cannot be done is left."""
    path = docs / name
    try:
        if kind in ("write", "configure"):
            write(path, value)
        elif kind == "write keeping times":
            times = path.stat()
            write(path, value)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        elif kind == "touch":
            os.utime(path, (time.time() + value, time.time() + value))
        elif kind == "rename":
            path.rename(docs / value)
        elif kind == "mode":
            path.chmod(value)
        elif kind in ("remove", "link", "folder"):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            if kind == "link":
                path.symlink_to(docs / value)
            elif kind == "folder":
                write(path / "inner.adoc", "{nothing}\n")
    except OSError:
        return


def outcome(words):
    """What a call writes, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        code = cli.main(words)
    finally:
        sys.stdout, sys.stderr = before
    return code, out.getvalue(), err.getvalue()


@given(edits=st.lists(EDITS, max_size=8), form=st.sampled_from(["text", "json", "sarif"]), alone=st.booleans())
@settings(max_examples=40)
def test_random_edits_against_a_run_without_a_cache(edits, form, alone, tmp_path_factory):
    """Between two edits the call is made twice, so that one of them may be given again."""
    top = tmp_path_factory.mktemp("edited")
    for name, text in FILES.items():
        write(top / "docs" / name, text)
    words = ["check", str(top / "docs" / ("book.adoc" if alone else "")), "--format", form]
    cache = ["--cache-dir", str(top / "cache")]
    for one in [("nothing", "a.png", None), *edits]:
        edit(top / "docs", *one)
        wanted = outcome([*words, "--no-cache"])
        assert outcome([*words, *cache]) == wanted, one
        assert outcome([*words, *cache]) == wanted, one
        assert outcome([*words, *cache]) == wanted, one


# -- all that is asked is noted ----------------------------------------------------------------------------------------


class Touched:
    """The paths that the file system is asked for from now on."""

    def __init__(self, monkeypatch):
        self.paths = set()
        for name in ("stat", "lstat", "scandir", "listdir", "readlink", "open", "access"):
            self._note(monkeypatch, os, name)
        self._note(monkeypatch, io, "open")
        self._note(monkeypatch, builtins, "open")

    def _note(self, monkeypatch, module, name):
        original = getattr(module, name)

        def noting(path, *given, **options):
            if isinstance(path, str | os.PathLike):
                self.paths.add(str(Path.cwd() / path))
            return original(path, *given, **options)

        monkeypatch.setattr(module, name, noting)


CALLS = [
    ["docs"], ["docs/parts/one.adoc"], ["docs", "--format", "sarif"], ["docs", "--format", "codequality"],
    ["docs", "--baseline", "known.txt"], ["docs", "--per-file-ignores", "docs/o*:xref-*"], ["docs", "-a", "nothing=1"],
    ["docs", "--select", "xref-*"], ["docs", "--attributes-from", "x.conf"], ["site.yml"], ["docs", "--jobs", "2"],
]  # fmt: skip


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_all_that_is_asked_is_noted(docs, check, monkeypatch, words):
    """A run looks at no path below the project's folder that its record does not have, or that is in a folder whose
    listing it has. A folder counts where something in it does.
    """
    check("docs", "--baseline", "known.txt", "--update-baseline")
    write(Path("x.conf"), "[attributes]\nnothing=1\n")
    write(Path("site.yml"), "content:\n  sources:\n  - url: .\n    start_path: docs\n")
    write(Path("docs/antora.yml"), "name: x\nversion: 1\n" if words == ["site.yml"] else "x: y\n")
    check(*words)
    write(docs / "other.adoc", "= Other\n\n{changed}\n")
    touched = Touched(monkeypatch)
    records = []
    monkeypatch.setattr(Recording, "keep", lambda self, _: records.append((self.disk.asked, {*touched.paths})))
    check(*words)
    ((noted, seen),) = records
    top = docs.parent
    paths = {top / path for answers in noted.values() for path in answers}
    listed = (
        {top / path / name[1:] for path, names in noted["listing"].items() for name in names}
        if words[0] == "docs"
        else set()
    )
    named = {top / path / name for path, names in noted.get("names", {}).items() for name in names}
    covered = {*paths, *listed, *named}
    covered |= {folder for path in covered for folder in path.parents}
    inside = {Path(path) for path in seen if Path(path).is_relative_to(top)}
    assert {path for path in inside - covered if not path.is_relative_to(top / "caches")} == set()
    assert top / "docs/other.adoc" in inside or words[0] != "docs"


def test_a_recorded_disk_answers_as_the_disk(docs):
    (docs / "late").symlink_to("nowhere")
    (docs / "link").symlink_to("parts")
    write(docs / ".hidden/x.adoc", "")
    recorded = RecordedDisk()
    assert [*recorded.walk(docs)] == [*DISK.walk(docs)]
    for path in (docs, *sorted(docs.iterdir()), docs / "nothing"):
        for name in ("is_file", "is_dir", "kind", "real", "names"):
            assert getattr(recorded, name)(path) == getattr(DISK, name)(path)
            assert getattr(asked.Now(), name)(str(path)) in (getattr(DISK, name)(path), str(DISK.real(path)))
    assert recorded.steady
    assert asked.holds(recorded.asked, "")
