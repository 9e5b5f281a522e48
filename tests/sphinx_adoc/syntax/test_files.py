"""Files on disk and in memory answer alike, and a document reads alike from both."""

from __future__ import annotations

import os
import pickle
from datetime import date
from pathlib import Path

import pytest
from sphinx_adoc.graph.findings import all_findings
from sphinx_adoc.graph.load import Variant, gather, load
from sphinx_adoc.syntax.document import Settings, parse_file
from sphinx_adoc.syntax.files import DISK, DiskOfOneRun, Snapshot

CONTENTS = {
    "a.adoc": b"= A\n\ninclude::parts/one.adoc[]\n\nxref:docs/b.adoc#lamp[]\n\ninclude::../secret.adoc[]\n",
    "parts/one.adoc": b"[#one]\nOne, from the parts.\n",
    "docs/b.adoc": b"= B\n\n[#lamp]\nThe lamp, see xref:a.adoc#one[].\n",
    "docs/.hidden/c.adoc": b"= C\n",
    "comp/modules/ROOT/pages/p.adoc": b"= P\n\ninclude::partial$x.adoc[]\n",
    "comp/modules/ROOT/partials/x.adoc": b"The partial.\n",
}
PATHS = ["a.adoc", "parts", "parts/one.adoc", "docs/../a.adoc", "./docs", "docs/no.adoc", "no", ".", "docs/.hidden"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The contents as files of the current folder; beside it a file that nothing may read."""
    root = tmp_path / "root"
    for path, data in CONTENTS.items():
        root.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        root.joinpath(path).write_bytes(data)
    tmp_path.joinpath("secret.adoc").write_text("secret")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("name", PATHS)
def test_both_answer_alike(folder: Path, name: str) -> None:
    path, snapshot = Path(name), Snapshot(CONTENTS)
    assert snapshot.is_file(path) == DISK.is_file(path)
    assert snapshot.is_dir(path) == DISK.is_dir(path)
    assert snapshot.names(path) == DISK.names(path)
    assert snapshot.real(path).relative_to(snapshot.real(Path())) == DISK.real(path).relative_to(folder.resolve())
    if DISK.is_dir(path):
        assert sorted(snapshot.walk(path)) == sorted(Path(os.path.normpath(found)) for found in DISK.walk(path))
    if DISK.is_file(path):
        assert snapshot.read(path) == DISK.read(path)
        assert snapshot.size(path) == DISK.size(path)
    else:
        with pytest.raises(OSError, match="No such file"):
            snapshot.read(path)


@pytest.mark.usefixtures("folder")
def test_a_set_of_documents_has_the_same_findings_from_both() -> None:
    found = []
    for files in (DISK, Snapshot(CONTENTS)):
        loaded = load(
            list(gather([Path()], files)),
            [Variant("only")],
            lambda variant, root, files=files: Settings(root=root, files=files),
            files=files,
        )
        found.append([str(finding) for finding in all_findings(loaded, date(2026, 1, 1))])
        assert loaded.checked == ["a.adoc", "comp/modules/ROOT/pages/p.adoc", "docs/b.adoc"]
    assert found[0] == found[1]
    assert any("include-outside-root" in text for text in found[0])


def test_a_snapshot_has_nothing_outside_its_root() -> None:
    snapshot = Snapshot(CONTENTS | {"etc/passwd": b"x"})
    for path in ("../etc/passwd", "/etc/passwd", "docs/../../root/a.adoc", "/a.adoc"):
        assert not snapshot.is_file(Path(path))
    assert not snapshot.real(Path("../x")).is_relative_to(snapshot.real(Path()))


def test_a_document_of_a_snapshot_has_relative_places() -> None:
    settings = Settings(root=Path(), files=Snapshot(CONTENTS))
    doc = parse_file(Path("comp/modules/ROOT/pages/p.adoc"), settings)
    assert [str(inclusion.path) for inclusion in doc.inclusions] == ["comp/modules/ROOT/partials/x.adoc"]
    (text,) = (text for block in doc.walk() for text in block.texts() if "partial" in text.raw)
    assert str(text.place(0)) == "comp/modules/ROOT/partials/x.adoc:1:1"


def links(folder: Path) -> list[Path]:
    """Paths through links: to a file, to a folder, out of the root, to itself, to nothing."""
    for name, target in (("f.adoc", "a.adoc"), ("d", "docs"), ("out", ".."), ("loop", "loop"), ("gone", "nothing")):
        (folder / name).symlink_to(target)
    return [
        *map(Path, PATHS),
        *map(
            Path,
            ("f.adoc", "d/b.adoc", "d/../f.adoc", "d/..", "out/secret.adoc", "loop", "loop/x", "gone", "gone/x", "/"),
        ),
        Path("parts/" * 1500 + "one.adoc"),
        Path("bad\0name/x"),
    ]


def test_a_run_remembers_the_real_paths_that_the_disk_gives(folder: Path) -> None:
    once = DiskOfOneRun()
    for path in links(folder)[:-1] * 2:
        assert once.real(path) == DISK.real(path), path
        assert once.real(path.absolute()) == DISK.real(path.absolute()), path


def test_a_run_looks_each_real_path_up_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = os.path.realpath
    monkeypatch.setattr(os.path, "realpath", lambda path: asked.append(path) or real(path))
    once = DiskOfOneRun()
    for _ in range(3):
        for name in ("a.adoc", "none.adoc", "docs/b.adoc", "docs/none.adoc"):
            once.real(Path(name))
    assert asked == [Path(), Path("docs")]


def test_another_process_looks_anew(folder: Path) -> None:
    once = DiskOfOneRun()
    assert once.real(Path("a.adoc")) == folder.resolve() / "a.adoc"
    (folder / "a.adoc").unlink()
    (folder / "a.adoc").symlink_to("docs/b.adoc")
    copy = pickle.loads(pickle.dumps(once))
    assert copy.real(Path("a.adoc")) == folder.resolve() / "docs" / "b.adoc"
