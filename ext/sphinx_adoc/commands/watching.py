"""Do the work of a command again whenever a file changes that it may be about."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import Finding
from sphinx_adoc.graph.store.memory import Memory
from sphinx_adoc.project import ProjectError
from sphinx_adoc.syntax.files import DISK

from .formats import forms_of
from .store import staying

_PAUSE: Final = 0.25  # s between two looks at the files
_SHARE: Final = 20  # a look may take this part of the time between two
_MAX_NAMED_FILES: Final = 3  # changed files that are named

Stamp = tuple[int, ...]
"""What is another one when a file was written, moved or replaced."""


@dataclass(slots=True)
class Kept:
    """What stays from one round to the next. ``pages``: of each page what it followed from, and the trouble that
    rendering found. ``outputs``: the files that were written.
    """

    memory: Memory
    pages: dict[str, tuple[object, list[Finding]]] = field(default_factory=dict)
    outputs: set[Path] = field(default_factory=set)


def repeat(prepare: Callable[[], argparse.Namespace]) -> int:
    """Do the work of a call each time that its files change; return the last exit code when it is interrupted.

    ``prepare``: makes the call's arguments anew, since the configuration may change, too. Raises ProjectError for a
    call that cannot be followed at first.
    """
    args = prepare()
    args.kept = kept = Kept(Memory(staying(args), DISK))
    with ExitStack() as stack:
        changed = _served(args, stack) if getattr(args, "serve", None) is not None else lambda: None
        before = _stamps(args, kept)
        code = _round(args, kept)
        try:
            while True:
                changed()
                args = _until_changed(args, kept, before, prepare)
                before = _stamps(args, kept)
                code = _round_or_trouble(args, kept)
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            return code


def _served(args: argparse.Namespace, stack: ExitStack) -> Callable[[], None]:
    from .preview import serve  # loading a server takes longer than a small check

    return serve(args, stack)


def _round(args: argparse.Namespace, kept: Kept) -> int:
    """Do the work once. Raises ProjectError, OSError."""
    kept.memory.look_again()
    code = int(args.run(args))
    kept.memory.drop_unused()
    sys.stdout.flush()
    return code


def _round_or_trouble(args: argparse.Namespace, kept: Kept) -> int:
    """Do the work once more. What goes wrong is said, and may be right the next time."""
    try:
        return _round(args, kept)
    except (ProjectError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _until_changed(
    args: argparse.Namespace,
    kept: Kept,
    before: Mapping[Path, Stamp],
    prepare: Callable[[], argparse.Namespace],
) -> argparse.Namespace:
    """Wait until files are others, and for the last of several that change at once; return the arguments then."""
    sys.stderr.write(f"watching {len(before)} files; interrupt to end\n")
    pause = _PAUSE
    while True:
        begun = time.monotonic()
        now = _stamps(args, kept)
        pause = max(_PAUSE, _SHARE * (time.monotonic() - begun))
        if now != before:
            break
        _wait(pause)
    while (later := _after(pause / 2, args, kept)) != now:
        now = later
    sys.stderr.write(f"\n{time.strftime('%H:%M:%S')} {_changes_in_words(before, now)}\n")
    try:
        again = prepare()
    except ProjectError as error:  # the last configuration that could be followed counts
        sys.stderr.write(f"{error}\n")
        return args
    again.kept = kept
    if getattr(again, "serve", None) is not None:
        again.output = args.output
    return again


def _after(seconds: float, args: argparse.Namespace, kept: Kept) -> dict[Path, Stamp]:
    _wait(seconds)
    return _stamps(args, kept)


def _wait(seconds: float) -> None:
    time.sleep(seconds)


def _changes_in_words(before: Mapping[Path, Stamp], now: Mapping[Path, Stamp]) -> str:
    names = sorted(str(path) for path in {*before, *now} if before.get(path) != now.get(path))
    more = f" and {len(names) - _MAX_NAMED_FILES} more" if len(names) > _MAX_NAMED_FILES else ""
    return f"{', '.join(names[:_MAX_NAMED_FILES])}{more} changed"


# -- the files of a call -----------------------------------------------------------------------------------------------


def _stamps(args: argparse.Namespace, kept: Kept) -> dict[Path, Stamp]:
    """The files that a call may be about, but for those that it writes."""
    written = {path for path in forms_of(args) if path is not None} | kept.outputs
    return {path: stamp for path, stamp in _files(args) if path not in written}


def _files(args: argparse.Namespace) -> Iterator[tuple[Path, Stamp]]:
    seen: set[Path] = set()
    for folder in _folders(args.paths or args.project.roots):
        for at, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if not name.startswith(".")]
            for name in names:
                path = Path(at, name)
                if path not in seen and (stamp := _stamp(path)) is not None:
                    seen.add(path)
                    yield path, stamp
    for path in _others(args):
        if path not in seen and (stamp := _stamp(path)) is not None:
            yield path, stamp


def _folders(paths: Sequence[Path]) -> Iterable[Path]:
    return dict.fromkeys(path if path.is_dir() else path.parent for path in paths)


def _others(args: argparse.Namespace) -> Iterator[Path]:
    """Files that count wherever they lie."""
    files: list[Any] = [args.configuration.path, getattr(args, "baseline", None), *args.attributes_from]
    yield from (Path(path) for path in files if path)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size
