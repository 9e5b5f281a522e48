"""The findings that a project's baseline knows, which a check does not report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sphinx_adoc.finding import Finding, baseline
from sphinx_adoc.finding.source import file_lines
from sphinx_adoc.project import ProjectError, ProjectSettings


def split(
    findings: list[Finding], path: Path | None, checked: Iterable[str], settings: ProjectSettings
) -> tuple[list[Finding], Sequence[Finding]]:
    """Return what is to be reported, entries that are stale included, and what the baseline at ``path`` knows (None:
    there is none). ``checked``: the files that were. Raise ProjectError for a baseline that cannot be read.
    """
    if path is None:
        return findings, ()
    try:
        text = path.read_text(encoding="utf-8")
        accepted = baseline.read(text, path)
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}:1:1: the baseline cannot be read: {error}") from error
    except baseline.BaselineError as error:
        raise ProjectError(str(error)) from error
    compared = baseline.compare(findings, accepted, file_lines(), path.parent)
    real = frozenset(map(os.path.realpath, checked))
    gone = Counter({one: count for one, count in compared.gone.items() if _is_gone(path.parent / one.path, real)})
    return [*compared.new, *settings.rules.apply(baseline.stale(gone, path, text))], compared.known


def _is_gone(file: Path, checked: frozenset[str]) -> bool:
    """Whether an entry's file was looked at, or is no more: one of a file that was left out may well hold."""
    return os.path.realpath(file) in checked or not file.exists()
