"""A file that is written holds what it held before or what it holds then, wherever the writing ends."""

import errno
import os
import resource
import signal
import stat
import tempfile
import threading
from pathlib import Path

import pytest
from sphinx_adoc import files

OLD, NEW = b"old\r\nlines\r\n", b"new\r\nlines\r\nmore\r\n" * 1000
STEPS = ("open", "fdopen", "fchown", "fchmod", "fsync", "replace", "close")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "page.adoc"
    path.write_bytes(OLD)
    return path


def others(path):
    """What else is in a file's folder."""
    return sorted(found.name for found in path.parent.iterdir() if found != path)


def test_the_data_is_there_byte_for_byte(file):
    files.write(file, NEW)
    assert file.read_bytes() == NEW
    assert others(file) == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o664])
def test_the_mode_is_kept(file, mode):
    file.chmod(mode)
    files.write(file, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path):
    (tmp_path / "by-python").write_bytes(NEW)
    files.write(tmp_path / "by-us", NEW)
    assert (tmp_path / "by-us").stat().st_mode == (tmp_path / "by-python").stat().st_mode


def test_a_link_stays_one(file):
    link = file.with_name("link.adoc")
    link.symlink_to(file.name)
    files.write(link, NEW)
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_what_is_no_ordinary_file_is_written_to(tmp_path):
    """A terminal or a pipe cannot be replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    files.write(pipe, NEW)
    reader.join()
    assert got == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("step", ["open", "fdopen", "fchmod", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_step_that_fails_leaves_the_old_file_and_names_it(file, monkeypatch, step, number):
    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number), "something else")

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        files.write(file, NEW)
    monkeypatch.undo()
    assert raised.value.errno == number
    assert raised.value.filename == str(file)
    assert file.read_bytes() == OLD
    assert others(file) == []


@pytest.mark.attack(
    "the process is killed at any step", surface="file that is written", outcome="the old file or the new one"
)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_is_killed_at_a_step_leaves_the_old_file_or_the_new_one(file, step, when):
    child = os.fork()
    if child == 0:  # pragma: no cover
        real = getattr(os, step)

        def killed(*args, **kwargs):
            if when == "after":
                real(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(os, step, killed)
        files.write(file, NEW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the step is not reached"
    done = step == "close" or (step, when) == ("replace", "after")
    assert file.read_bytes() == (NEW if done else OLD)
    assert all(name.startswith(".sphinx-adoc-") and name.endswith(".tmp") for name in others(file))


@pytest.mark.attack("the disk is full", surface="file that is written", outcome="the old file; an error that names it")
def test_a_disk_that_is_full_half_way_leaves_the_old_file(file):
    """The kernel refuses the second half of the data."""
    child = os.fork()
    if child == 0:  # pragma: no cover
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) // 2, len(NEW) // 2))
        try:
            files.write(file, NEW)
        except OSError as error:
            os._exit(error.errno)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == errno.EFBIG
    assert file.read_bytes() == OLD
    assert others(file) == []


def test_an_interruption_leaves_the_old_file(file, monkeypatch):
    def interrupt(descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(file, NEW)
    assert file.read_bytes() == OLD
    assert others(file) == []


def test_a_folder_that_is_read_only_is_said():
    """As a user who may not write there; the superuser may everywhere."""
    with tempfile.TemporaryDirectory() as folder:  # outside of pytest's own, which other users cannot enter
        file = Path(folder, "page.adoc")
        file.write_bytes(OLD)
        file.chmod(0o666)
        file.parent.chmod(0o555)
        child = os.fork()
        if child == 0:  # pragma: no cover
            if os.getuid() == 0:
                os.setuid(65534)
            try:
                files.write(file, NEW)
            except OSError as error:
                os._exit(0 if "in its folder" in (error.strerror or "") and error.filename == str(file) else 1)
            os._exit(2)
        _, status = os.waitpid(child, 0)
        file.parent.chmod(0o755)
        assert os.waitstatus_to_exitcode(status) == 0
        assert file.read_bytes() == OLD


def test_a_file_that_may_not_be_written_stays(file, monkeypatch):
    file.chmod(0o444)
    monkeypatch.setattr(files.os, "access", lambda path, mode: False)
    with pytest.raises(PermissionError) as raised:
        files.write(file, NEW)
    assert raised.value.filename == str(file)
    assert file.read_bytes() == OLD


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OSError, match="in its folder") as raised:
        files.write(tmp_path / "gone" / "page.adoc", NEW)
    assert raised.value.filename == str(tmp_path / "gone" / "page.adoc")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(IsADirectoryError) as raised:
        files.write(tmp_path, NEW)
    assert raised.value.filename == str(tmp_path)


@pytest.mark.attack(
    "the working directory changes meanwhile",
    surface="file that is written",
    outcome="the file that was read is the one that is written",
)
def test_a_relative_path_stays_the_file_that_it_was(file, tmp_path, monkeypatch):
    """Code that runs in between may change the working directory."""
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "page.adoc").write_bytes(b"other")
    originals = files.Originals()
    monkeypatch.chdir(elsewhere)
    files.replace(originals.read("page.adoc"), NEW)
    assert file.read_bytes() == NEW
    assert (elsewhere / "page.adoc").read_bytes() == b"other"


@pytest.mark.attack(
    "somebody else writes meanwhile", surface="file that is written", outcome="left alone; an error that names it"
)
def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(file):
    original = files.Originals(file.parent).read("page.adoc")
    file.write_bytes(b"theirs")
    with pytest.raises(OSError, match="was changed since") as raised:
        files.replace(original, NEW)
    assert raised.value.filename == str(file)
    assert file.read_bytes() == b"theirs"


def test_a_file_that_vanished_is_not_made_anew(file):
    original = files.Originals(file.parent).read("page.adoc")
    file.unlink()
    with pytest.raises(FileNotFoundError, match="has vanished") as raised:
        files.replace(original, NEW)
    assert raised.value.filename == str(file)
    assert not file.exists()
