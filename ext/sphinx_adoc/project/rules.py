"""Which findings are reported, and how severe they are: a project's choice of codes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from sphinx_adoc.codes import Code, Severity, nearest
from sphinx_adoc.finding import Finding, with_severities
from sphinx_adoc.suggest import did_you_mean
from sphinx_adoc.syntax.files import DISK, Files

from .globs import Globs


@dataclass(frozen=True, kw_only=True)
class Rules:
    """``select``: patterns of the codes that are reported (none: all); ``ignore``: of those that are not;
    ``per_file_ignores``: the same by a pattern of paths, which count from ``folder``; ``severity``: by code.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    per_file_ignores: Mapping[str, Sequence[str]] = field(default_factory=dict)
    severity: Mapping[str, Severity] = field(default_factory=dict)
    folder: Path = Path()

    def apply(self, findings: Iterable[Finding], files: Files = DISK) -> list[Finding]:
        """Return the findings that are to be reported, each with its severity. ``files``: where the documents are."""
        return with_severities([each for each in findings if self._reported(each, files)], self.severity)

    def asks_for(self, codes: Iterable[Code]) -> frozenset[Code]:
        """Return those of some codes that ``select`` or ``severity`` name, each by its whole name."""
        return frozenset(code for code in codes if code in self.select or code in self.severity)

    def _reported(self, finding: Finding, files: Files) -> bool:
        if self.select and not _any(self.select, finding.code):
            return False
        if _any(self.ignore, finding.code):
            return False
        codes = [codes for _, codes in self._by_file if _any(codes, finding.code)]
        if not codes:
            return True
        path = os.path.relpath(files.real(Path(finding.span.start.path)), files.real(self.folder))
        return not any(
            globs.match(Path(path).as_posix()) for globs, ignored in self._by_file if _any(ignored, finding.code)
        )

    @cached_property
    def _by_file(self) -> list[tuple[Globs, Sequence[str]]]:
        return [(Globs([pattern]), codes) for pattern, codes in self.per_file_ignores.items()]


def unknown_code(pattern: str) -> str:
    """Return what is wrong with a code, or a pattern of codes, that no finding can have; '' when nothing is."""
    if any(fnmatchcase(code, pattern) for code in Code):
        return ""
    near = nearest(pattern)
    return f"no finding has the code '{pattern}'" + (f"; {did_you_mean(near)}" if near else "")


def _any(patterns: Iterable[str], code: str) -> bool:
    return any(fnmatchcase(code, pattern) for pattern in patterns)
