"""What is taken from asciidoc3's tarball and from configurations, and how it is kept."""

import io
import tarfile

import pytest
from sphinx_adoc.parity import cache


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def tarball(path, *members):
    with tarfile.open(path, "w:gz") as archive:
        for name, kind in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.size = kind, "/etc/passwd", 4 * (kind == tarfile.REGTYPE)
            archive.addfile(member, io.BytesIO(b"text"))
    return path


def test_only_the_program_and_its_configurations_are_taken(tmp_path):
    names = ["asciidoc3.py", "conf/asciidoc3.conf", "conf/backends/latex.conf", "../asciidoc3.py", "/asciidoc3.py"]
    path = tarball(
        tmp_path / "a.tar.gz", *((name, tarfile.REGTYPE) for name in names), ("conf/lang/lang-en.conf", tarfile.SYMTYPE)
    )
    assert cache.unpacked(path) == {"asciidoc3.py": b"text", "conf/asciidoc3.conf": b"text"}


def test_what_is_no_tarball_is_said(tmp_path):
    (tmp_path / "a.tar.gz").write_bytes(b"no tarball")
    with pytest.raises(OSError, match=r"cannot unpack .*a\.tar\.gz"):
        cache.unpacked(tmp_path / "a.tar.gz")


def test_files_are_kept_once_and_apart_from_others():
    one = cache.kept("x", {"a/b": b"1", "c": b"2"})
    assert [path.relative_to(one).as_posix() for path in sorted(one.rglob("*")) if path.is_file()] == ["a/b", "c"]
    marker = one / "still-there"
    marker.touch()
    assert cache.kept("x", {"a/b": b"1", "c": b"2"}) == one
    assert marker.exists()
    assert cache.kept("x", {"a/b": b"1", "c": b"3"}) != one
    assert {path.parent for path in one.parent.iterdir()} == {cache.folder()}


def test_sections_with_conditions_go_and_the_others_stay():
    conf = 'first\n[header]\nh\n[footer-text]\nf\n[a]\nifeval::["x"=="y"]\n1\nendif::[]\n[b]\nifdef::c[]\n2\n[c-d]\n3\n'
    assert cache.without_conditions(conf) == "first\n[b]\nifdef::c[]\n2\n[c-d]\n3\n"


def test_cells_start_no_program():
    conf = 'verse-style=tags="verse"\nasciidoc3-style=tags="asciidoc3",subs=(),filter=\'"{python3}" -s -\'\n'
    assert cache.without_programs(conf) == 'verse-style=tags="verse"\nasciidoc3-style=tags="asciidoc3"\n'
