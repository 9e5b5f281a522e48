"""Findings that are known and accepted for now: a file that a run is held against.

One finding a line, sorted, without line numbers or messages, so that it gives small diffs and merges well::

    # sphinx-adoc baseline 1
    docs/a.adoc	xref-unresolved	lmap
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.files import DISK, Disk
from sphinx_adoc.syntax.source import Place, Span

from .fingerprint import Identity, identities
from .model import Finding
from .source import Lines

HEAD: Final = "# sphinx-adoc baseline "
VERSION: Final = "1"
_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPES: Final = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


class BaselineError(Exception):
    """A baseline that cannot be read; the text is ``FILE:LINE:COLUMN: what is wrong``."""


Known = Counter[Identity]
"""How often each finding is known."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings that a baseline does not know, those that it knows, and what it knows that is no more."""

    new: list[Finding]
    known: list[Finding]
    gone: Known


def write(findings: Sequence[Finding], lines: Lines, root: Path) -> str:
    """Return the text of a baseline of findings. ``root``: the folder that its paths count from."""
    rows = sorted("\t".join(map(_escaped, (one.path, one.code, one.text))) for one in identities(findings, lines, root))
    return "".join(f"{row}\n" for row in (HEAD + VERSION, *rows))


def read(text: str, path: Path) -> Known:
    """Return what a baseline knows; raise BaselineError for a text that is none, or of another version."""
    known: Known = Counter()
    rows = [row.removesuffix("\r") for row in text.removeprefix("\ufeff").split("\n")]
    head = rows[0]
    if not head.startswith(HEAD):
        message = f"this is no baseline, which begins with '{HEAD}{VERSION}'; --update-baseline makes one"
        raise BaselineError(f"{path}:1:1: {message}")
    if head.removeprefix(HEAD).strip() != VERSION:
        raise BaselineError(f"{path}:1:1: a baseline of another version; make it anew with --update-baseline")
    for number, row in enumerate(rows[1:], 2):
        if not row or row.startswith("#"):
            continue
        parts = [_unescaped(part) for part in row.split("\t")]
        if len(parts) != 3:
            raise BaselineError(f"{path}:{number}:1: not a finding: write path, code and text, with tabs between")
        known[Identity(parts[1], parts[0], parts[2])] += 1
    return known


def compare(findings: Sequence[Finding], known: Known, lines: Lines, root: Path, disk: Disk = DISK) -> Compared:
    """Hold findings against what is known; each entry stands for one finding. Infos are left as they are.

    A file that was moved or renamed keeps what is known of it: an entry of a file that is no more stands for the same
    finding in another file. ``disk``: where files are looked for.
    """
    left = Counter(known)
    of_each = list(zip(findings, identities(findings, lines, root), strict=True))
    same = [_taken(left, identity) for _, identity in of_each]
    moved = _without_file(left, root, disk)
    new: list[Finding] = []
    old: list[Finding] = []
    for (finding, identity), is_known in zip(of_each, same, strict=True):
        entries = [] if is_known else moved.get((identity.code, identity.text), [])
        entry = entries.pop() if entries else None
        if entry is not None:
            left[entry] -= 1
        (old if is_known or entry is not None else new).append(finding)
    return Compared(new, old, +left)


def _taken(left: Known, identity: Identity) -> bool:
    """Whether a finding is known; then it is one less that is left."""
    if not left[identity]:
        return False
    left[identity] -= 1
    return True


def _without_file(left: Known, root: Path, disk: Disk) -> dict[tuple[str, str], list[Identity]]:
    """The entries whose files are no more, each as often as it counts, by code and text."""
    gone: dict[tuple[str, str], list[Identity]] = {}
    absent = {path for path in {one.path for one in +left} if disk.kind(root / path) in ("", "link")}
    for one in sorted((+left).elements(), key=lambda one: (one.path, one.code, one.text)):
        if one.path in absent:
            gone.setdefault((one.code, one.text), []).append(one)
    return gone


def stale(gone: Known, path: Path, text: str) -> list[Finding]:
    """Return a finding for each entry of a baseline that matches nothing any more, at its line in the file's text."""
    findings = []
    rows = [row.removesuffix("\r") for row in text.split("\n")]
    for one, count in sorted(gone.items(), key=lambda item: (item[0].path, item[0].code, item[0].text)):
        line = rows.index("\t".join(map(_escaped, (one.path, one.code, one.text)))) + 1
        place = Place(str(path), line, 1)
        times = "" if count == 1 else f", {count} times"
        message = f"what is known here is no more: {one.code} in {one.path}{times}"
        hint = "--update-baseline takes it out"
        findings.append(Finding(Code.BASELINE_STALE, message, Span(place, place), hint=hint))
    return findings


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.?)", lambda escaped: _UNESCAPES.get(escaped[1], ""), text)
