"""The findings that a project's baseline knows, which a check does not report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_adoc.finding import Finding, baseline
from sphinx_adoc.finding.source import file_lines
from sphinx_adoc.project import ProjectError, ProjectSettings


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline as it was read."""

    path: Path
    text: str
    known: baseline.Known

    def split(
        self, findings: list[Finding], checked: Iterable[str], settings: ProjectSettings
    ) -> tuple[list[Finding], Sequence[Finding]]:
        """Return what is to be reported, entries that are stale included, and what is known. ``checked``: the files."""
        compared = baseline.compare(findings, self.known, file_lines(), self.path.parent)
        real = frozenset(map(os.path.realpath, checked))
        gone = Counter({one: count for one, count in compared.gone.items() if self._is_gone(one.path, real)})
        stale = baseline.stale(gone, self.path, self.text)
        return [*compared.new, *settings.rules.apply(stale)], compared.known

    def _is_gone(self, name: str, checked: frozenset[str]) -> bool:
        """Whether an entry's file was looked at, or is no more: one of a file that was left out may well hold."""
        file = self.path.parent / name
        return os.path.realpath(file) in checked or not file.exists()


def read(path: Path | None) -> Baseline | None:
    """Return the baseline of a file, None where there is none; raise ProjectError for one that cannot be read."""
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
        return Baseline(path, text, baseline.read(text, path))
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}:1:1: the baseline cannot be read: {error}") from error
    except baseline.BaselineError as error:
        raise ProjectError(str(error)) from error
