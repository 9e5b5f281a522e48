"""The folder of results gives what was put there, or nothing, whatever happened to it; it stays small."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from sphinx_adoc import files
from sphinx_adoc.graph.store import Folder, Usage, default_folder

KEY, OTHER = "0" * 40, "0" + "1" * 39


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "cache")


def entries(folder):
    return sorted(path for path in folder.path.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG")


def test_what_was_put_is_there_for_the_next_run(folder):
    assert folder.get(KEY) is None
    folder.put(KEY, b"data")
    assert Folder(folder.path).get(KEY) == b"data"
    folder.put(KEY, b"")
    assert folder.get(KEY) == b""


def test_only_the_user_can_look_into_it_and_backups_leave_it_out(folder):
    folder.put(KEY, b"data")
    assert folder.path.stat().st_mode & 0o077 == 0
    assert (folder.path / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")


BROKEN = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[:-1],
    "longer": lambda data: data + b"x",
    "head alone": lambda data: data[: data.index(b"\n") + 1],
    "a bit": lambda data: data[:-2] + bytes([data[-2] ^ 1]) + data[-1:],
    "noise": lambda data: os.urandom(4096),
    "text": lambda data: b"import os\n" * 100,
    "newer version": lambda data: data.replace(b"cache 1", b"cache 2", 1),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_entry_is_none_and_can_be_made_again(folder, broken):
    folder.put(KEY, b"data" * 100)
    (path,) = entries(folder)
    path.write_bytes(BROKEN[broken](path.read_bytes()))
    assert folder.get(KEY) is None
    folder.put(KEY, b"again")
    assert folder.get(KEY) == b"again"


def test_an_entry_under_another_name_is_none(folder):
    folder.put(KEY, b"data")
    (path,) = entries(folder)
    path.rename(path.with_name(OTHER))
    assert folder.get(OTHER) is None


def test_what_is_no_file_is_none(folder):
    (folder.path / "0" / KEY).mkdir(parents=True)
    assert folder.get(KEY) is None
    folder.put(KEY, b"data")
    assert folder.get(KEY) is None


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/nowhere", "/dev/null"])
def test_a_folder_that_cannot_be_made_has_nothing(tmp_path, where):
    (tmp_path / "file").write_text("")
    folder = Folder(tmp_path / where)
    folder.put(KEY, b"data")
    assert folder.get(KEY) is None
    assert folder.usage() == folder.clear() == Usage(0, 0)


@pytest.mark.parametrize("error", [PermissionError(13, "denied"), OSError(28, "No space left on device")])
def test_a_full_or_read_only_folder_is_tried_once(folder, monkeypatch, error):
    tried = []

    def refuse(path, data, *, durable):
        tried.append(path)
        raise error

    monkeypatch.setattr(files, "write", refuse)
    folder.put(KEY, b"data")
    folder.put(OTHER, b"data")
    assert len(tried) == 1
    assert folder.get(KEY) is None


def put_and_get(arguments):
    path, number = arguments
    folder = Folder(Path(path))
    for round_ in range(30):
        key = f"{(number + round_) % 4:040x}"
        folder.put(key, key.encode() * 2000)
        found = folder.get(key)
        assert found in (None, key.encode() * 2000)
    return True


def test_several_processes_write_and_read_it_at_once(tmp_path):
    with ProcessPoolExecutor(4) as pool:
        assert all(pool.map(put_and_get, [(str(tmp_path / "cache"), number) for number in range(4)]))


def put_aged(folder, ages):
    """Entries of a thousand bytes that cannot be packed, by how long ago they were used (s)."""
    Folder(folder.path).put(f"0{99:039x}", b"")
    for number, age in enumerate(ages):
        key = f"0{number:039x}"
        folder.put(key, os.urandom(1000))
        when = time.time() - age
        os.utime(folder.path / "0" / key, (when, when))


def test_the_oldest_entries_go_when_there_are_too_many_bytes(tmp_path):
    folder = Folder(tmp_path, largest=16 * 8000)
    put_aged(folder, [100, 900, 200, 800, 300, 700, 400, 600])
    Folder(tmp_path, largest=16 * 8000).put(OTHER, b"one more")
    left = [number for number in range(8) if folder.get(f"0{number:039x}") is not None]
    assert left == [0, 2, 4, 6, 7]
    assert folder.usage().size <= 6000


def test_a_clock_that_jumps_only_changes_what_goes_first(tmp_path):
    folder = Folder(tmp_path, largest=16 * 8000)
    put_aged(folder, [-(10**9), 10**9, 0])
    assert all(folder.get(f"0{number:039x}") is not None for number in range(3))
    ages = [abs(time.time() - path.stat().st_mtime) for path in entries(folder)]
    assert max(ages) < 1000  # they were used now


def test_an_entry_that_would_drive_out_most_others_is_not_kept(tmp_path):
    folder = Folder(tmp_path, largest=16 * 1000)
    folder.put(KEY, os.urandom(2000))
    assert folder.get(KEY) is None


def test_what_a_killed_process_left_goes_after_an_hour(folder):
    folder.put(KEY, b"data")
    left = folder.path / "0" / ".sphinx-adoc-0123456789abcdef.tmp"
    left.write_bytes(b"half")
    Folder(folder.path).put(KEY, b"data")
    assert left.exists()
    os.utime(left, (0, 0))
    Folder(folder.path).put(KEY, b"data")
    assert not left.exists()


def test_clearing_leaves_what_is_somebody_elses(folder):
    folder.put(KEY, b"data")
    strange = [folder.path / "0" / "notes.txt", folder.path / "photo.jpg", folder.path / "0" / "ff" / KEY]
    for path in strange:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    assert folder.clear().entries == 1
    assert [path.exists() for path in strange] == [True] * 3
    assert folder.get(KEY) is None


@pytest.mark.parametrize(("given", "expected"), [("/x/cache", "/x/cache/sphinx-adoc"), ("relative", None), ("", None)])
def test_the_default_follows_the_xdg_specification(monkeypatch, given, expected):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", "/home/somebody")
    assert default_folder() == Path(expected or "/home/somebody/.cache/sphinx-adoc")


def test_without_a_home_there_is_no_default(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert default_folder() is None
