"""Files that a classic renderer needs, made once and kept in the user's cache folder.

asciidoc3 comes from PyPI as a distribution that holds the program as a tarball, to be unpacked after installation:
https://asciidoc3.org/en/docs/documentation/pypi/.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from sphinx_adoc import files

_WANTED: Final = re.compile(r"asciidoc3\.py|conf/asciidoc3\.conf|conf/backends/html5\.conf|conf/lang/lang-en\.conf")
_MAX_ARCHIVE_BYTES: Final = 8 << 20  # bytes; the program itself has 0.3 million
_SECTION: Final = re.compile(r"(?m)^(?=\[[\w+-]+\]$)")
_CELL: Final = re.compile(r"""(?m)^(asciidoc3?-style=tags="asciidoc3?"),subs=\(\),filter='.*'$""")
_REPLACED: Final = re.compile(r"\[(?:header|footer)[\w-]*\]$|.*^(?:ifeval|include1)::", re.MULTILINE | re.DOTALL)


def folder() -> Path:
    """Return the cache folder: below ``XDG_CACHE_HOME``, else where the system keeps caches of this user."""
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else "")
    return Path(home or Path.home() / ".cache", "sphinx-adoc")


def kept(name: str, contents: Mapping[str, bytes]) -> Path:
    """Return a folder of the cache with these files, by relative path, called by their hash; raise OSError."""
    digest = hashlib.sha256()
    for path, content in sorted(contents.items()):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    target = folder() / f"{name}-{digest.hexdigest()[:16]}"
    if not target.is_dir():
        _write(contents, target)
    return target


def _write(contents: Mapping[str, bytes], target: Path) -> None:
    """All files or none: another process may make the same folder at the same time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        for path, content in contents.items():
            file = Path(temporary, "all", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            files.write(file, content)
        try:
            Path(temporary, "all").rename(target)
        except OSError:
            if not target.is_dir():
                raise


def unpacked(tarball: Path) -> dict[str, bytes]:
    """Return the program and its configurations out of asciidoc3's tarball, by relative path.

    Raises OSError, also for what is no such tarball.
    """
    try:
        with tarfile.open(tarball) as archive:
            return dict(_members(archive))
    except tarfile.TarError as error:
        raise OSError(f"cannot unpack {tarball}: {error}") from error


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        name = PurePosixPath(member.name).as_posix()
        if member.isfile() and member.size <= _MAX_ARCHIVE_BYTES and _WANTED.fullmatch(name):
            content = archive.extractfile(member)
            if content is not None:
                yield name, content.read()


def without_programs(configuration: str) -> str:
    """Return the main configuration with the style of AsciiDoc cells starting no program.

    The program would start itself anew for each cell, without its safe mode. So a cell is shown as text.
    """
    return _CELL.sub(r"\1", configuration)


def without_conditions(configuration: str) -> str:
    """Return a backend's configuration without the sections that hold style sheets and conditions.

    Safe mode refuses every ``ifeval``, also those of the program's own configurations.
    """
    return "".join(part for part in _SECTION.split(configuration) if not _REPLACED.match(part))
