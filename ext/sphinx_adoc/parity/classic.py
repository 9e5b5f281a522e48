"""The classic renderers that are Python programs: asciidoc-py (GPL) and asciidoc3 (AGPL).

They are never imported: each runs as a process of its own, under ``guard.py``, and reads the configurations named
here and no other, since a configuration beside a document could start programs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Final

from . import cache

_GUARD: Final = Path(__file__).with_name("guard.py")
_DEBIAN: Final = Path("/etc/asciidoc")  # where Debian's asciidoc-common puts the configurations

_BARE: Final = ("-a", "caption=", "-a", "icons!", "-a", "data-uri!")  # counting and embedding are refused

Installed = tuple[str, str, Callable[[Path, Sequence[str]], list[str]]]
"""Name, version, and the command for a document and options."""


def find() -> Iterator[Installed]:
    """Return what is installed beside this Python, and the ``asciidoc`` on PATH; raise OSError for what is broken."""
    if installed := _distribution("asciidoc3"):
        yield _asciidoc3(installed)
    if installed := _distribution("asciidoc"):
        yield _asciidoc_py(sys.executable, Path(str(installed.locate_file("asciidoc"))), installed.version)
    elif program := shutil.which("asciidoc"):
        yield from _on_path(program)


def _distribution(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _asciidoc3(installed: Distribution) -> Installed:
    """asciidoc3 from PyPI: its program is unpacked into the cache."""
    tarball = next((file for file in installed.files or () if file.name.endswith(".tar.gz")), None)
    if tarball is None:
        raise OSError("asciidoc3 is installed without its tarball; install it from PyPI")
    packed = cache.unpacked(Path(str(tarball.locate())))
    try:
        confs = [packed[f"conf/{name}.conf"] for name in ("asciidoc3", "backends/html5", "lang/lang-en")]
        program = packed["asciidoc3.py"]
    except KeyError as error:
        raise OSError(f"asciidoc3 {installed.version} does not hold {error}; version 4.1 does") from error
    home = cache.kept(f"asciidoc3-{installed.version}", {"asciidoc3.py": program, **_configurations(confs)})
    return "asciidoc3", installed.version, _call(sys.executable, str(home / "asciidoc3.py"), home, home)


def _on_path(program: str) -> Iterator[Installed]:
    """asciidoc-py that belongs to another Python, as distributions ship it."""
    for python in _pythons(program):
        command = [python, "-c", "import asciidoc as a; print(a.__path__[0]); print(a.__version__)"]
        output = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout.splitlines()
        if len(output) == 2:
            yield _asciidoc_py(python, Path(output[0]), output[1])
            return


def _pythons(program: str) -> Iterator[str]:
    """Interpreters that a program may belong to: the one that it names, else the one beside it."""
    with Path(program).open("rb") as script:
        first = os.fsdecode(script.readline(256)).removeprefix("#!").strip()
    yield from (path for path in (first, str(Path(program).with_name("python3"))) if "python" in Path(path).name)


def _asciidoc_py(python: str, package: Path, version: str) -> Installed:
    resources = package / "resources"
    if not (resources / "html5.conf").is_file():
        resources = _DEBIAN
    confs = [(resources / f"{name}.conf").read_bytes() for name in ("asciidoc", "html5", "lang-en")]
    home = cache.kept(f"asciidoc-{version}", _configurations(confs))
    return "asciidoc-py", version, _call(python, "asciidoc", home, package)


def _configurations(confs: Sequence[bytes]) -> dict[str, bytes]:
    """The configurations of a program and ours, by the names under which they are kept."""
    main, backend, language = (conf.decode("utf-8") for conf in confs)
    named = {
        "0-main.conf": cache.without_programs(main),
        "1-html5.conf": cache.without_conditions(backend),
        "2-en.conf": language,
        "3-ours.conf": files(__package__).joinpath("classic.conf").read_text(encoding="utf-8"),
    }
    return {name: text.encode("utf-8") for name, text in named.items()}


def _call(python: str, program: str, home: Path, package: Path) -> Callable[[Path, Sequence[str]], list[str]]:
    confs = [option for conf in sorted(home.glob("*.conf")) for option in ("-f", str(conf))]

    def call(path: Path, options: Sequence[str]) -> list[str]:
        readable = os.pathsep.join(map(str, (path.parent, home, package)))
        run = [python, str(_GUARD), readable, program]
        return [*run, "--safe", "-e", *confs, "-b", "html5", *options, *_BARE, "-o", "-", str(path)]

    return call
