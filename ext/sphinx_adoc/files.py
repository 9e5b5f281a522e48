"""Writing files whole: whoever reads one, also after a crash, sees what it held before or what it holds then.

The data goes to a temporary file in the same folder, onto the disk, and takes the file's place in one step. Everything
that this package writes for somebody to keep is written here. Loads little, since a run in which nothing changed writes
files.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CHANGED: Final = "it was changed since it was read"
_GONE: Final = "it has vanished since it was read"
_FOLDER: Final = "a new file cannot be made in its folder"


def write(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Make a file hold ``data``; raise OSError, which names the file, and leave it as it was, where that fails.

    Mode and owner of a file that is there are kept, and links are followed. What is no ordinary file (a terminal, a
    pipe) is written to as it is. ``durable``: wait until the data is on the disk; without, a crash of the machine may
    leave the file with any contents.
    """
    target = Path(os.path.realpath(path))
    try:
        _write(target, data, durable=durable)
    except OSError as error:
        raise _naming(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Make a file hold a text, in UTF-8, line ends as they are; raise OSError as :func:`write` does."""
    write(path, text.encode("utf-8"))


class Original(NamedTuple):
    """A file as it was read. ``path``: absolute, so that it stays the same file when the working directory changes."""

    path: Path
    data: bytes


class Originals:
    """The files that are to be changed. Relative paths mean the working directory at the time this was made."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path.cwd()

    def read(self, path: str) -> Original:
        """Return a file as it is now; raise OSError where it cannot be read."""
        place = self.folder / path
        return Original(place, place.read_bytes())


def replace(original: Original, data: bytes) -> None:
    """Make a file hold ``data`` in place of what was read; raise OSError, which names it, where it holds something else
    by now, is gone, or cannot be written.
    """
    try:
        if original.path.read_bytes() != original.data:
            raise OSError(errno.ESTALE, _CHANGED, str(original.path))
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, _GONE, str(original.path)) from error
    write(original.path, data)


# -- one file ----------------------------------------------------------------------------------------------------------


def _write(target: Path, data: bytes, *, durable: bool) -> None:
    """Write a file that is no link."""
    old = _status(target)
    if old is not None and not stat.S_ISREG(old.st_mode):
        target.write_bytes(data)  # raises IsADirectoryError where it is one
        return
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    beside = target.parent / f".sphinx-adoc-{os.urandom(8).hex()}.tmp"
    descriptor = _made(beside, target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if old is not None:
                _like(file.fileno(), old)
            if durable:
                os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    if durable:
        _settle(target.parent)


def _made(beside: Path, target: Path) -> int:
    """The descriptor of the new temporary file. Raises OSError, which says where it is the folder's fault."""
    try:
        return os.open(beside, _NEW, 0o666)
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        raise OSError(error.errno, f"{error.strerror}: {_FOLDER}", str(target)) from error


def _status(target: Path) -> os.stat_result | None:
    """What is there; None: nothing."""
    try:
        return target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _like(descriptor: int, old: os.stat_result) -> None:
    """Give a file the mode of an old one, and its owner where we may."""
    if hasattr(os, "fchown"):
        with suppress(OSError):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _settle(folder: Path) -> None:
    """Bring the new name onto the disk, where folders can be synchronised; the file is whole without."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _naming(path: Path, error: OSError) -> OSError:
    """The same error with the name of the file itself, instead of the temporary one."""
    return OSError(error.errno, error.strerror or str(error), str(path))
