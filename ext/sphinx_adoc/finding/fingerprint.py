"""Names for findings that stay the same while lines come and go, and however the folder is named."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.syntax.files import DISK, Disk

from .model import Finding
from .places import posix
from .source import Lines, text_at

VERSION: Final = 2
"""Of the rule by which fingerprints are made: the same finding has another one under another version."""

MARKERS: Final = (".git", ".hg", "sphinx-adoc.toml")  # in the folder of a project
_NUMBER: Final = re.compile(r"\d+")


class Identity(NamedTuple):
    """What makes a finding the same as one of another run: its code, the file (relative to the project, with slashes),
    and the source text at its place; without one the message, with 0 for each number.
    """

    code: str
    path: str
    text: str


def identities(findings: Sequence[Finding], lines: Lines, root: Path) -> Iterator[Identity]:
    """Yield the identity of each finding. ``lines``: where source text comes from; ``root``: the project's folder."""
    for finding in findings:
        text = text_at(finding.span, lines) or _NUMBER.sub("0", finding.message)
        yield Identity(finding.code, relative(finding.span.start.path, root), text)


def fingerprints(findings: Sequence[Finding], lines: Lines, root: Path) -> list[str]:
    """Return 32 hexadecimal digits for each finding; findings of one identity are told apart by their order."""
    seen: Counter[Identity] = Counter()
    names = []
    for identity in identities(findings, lines, root):
        key = (identity.code, identity.path, identity.text, str(seen[identity]))
        names.append(hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()[:32])
        seen[identity] += 1
    return names


def relative(path: str, root: Path) -> str:
    """Return a path relative to a folder, with slashes; as it is where there is no way from one to the other."""
    try:
        return posix(os.path.relpath(path, root))
    except ValueError:
        return posix(path)


def project_folder(paths: Iterable[str], disk: Disk = DISK) -> Path:
    """Return the folder of the project that files belong to: the nearest one above the first of them that is a
    repository or has a configuration, else the one that holds all of them. ``disk``: where they are.
    """
    files = [Path(path).absolute() for path in paths] or [Path.cwd() / "_"]
    for folder in files[0].parents:
        if any(disk.kind(folder / marker) not in ("", "link") for marker in MARKERS):
            return folder
    try:
        return Path(os.path.commonpath([file.parent for file in files]))
    except ValueError:
        return files[0].parent
