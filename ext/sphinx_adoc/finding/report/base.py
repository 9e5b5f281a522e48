"""What every form of report starts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path

from sphinx_adoc.codes import SEVERITIES
from sphinx_adoc.finding.fingerprint import fingerprints, project_folder
from sphinx_adoc.finding.model import Finding
from sphinx_adoc.finding.source import Lines, file_lines
from sphinx_adoc.syntax.files import DISK, Disk


@dataclass(frozen=True, slots=True)
class Report:
    """Findings, in the order that they are to be written; the names of all that was checked (documents, claims);
    numbers to state (``documents``: 3); where source lines come from; the tool's name; and the project's folder, None
    for the one that the files say (:func:`project_folder`). ``known``: findings that were there before, for forms that
    can mark them. ``disk``: where that folder is looked for.
    """

    findings: Sequence[Finding]
    _: KW_ONLY
    checked: Sequence[str] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    lines: Lines = field(default_factory=file_lines)
    tool: str = "sphinx-adoc"
    root: Path | None = None
    known: Sequence[Finding] = ()
    disk: Disk = DISK

    @property
    def folder(self) -> Path:
        """The project's folder, looked for each time that it is asked for."""
        paths = [*self.checked, *(finding.span.start.path for finding in self.findings)]
        return self.root or project_folder(paths, self.disk)

    def fingerprints(self) -> list[str]:
        """Return the fingerprint of each finding."""
        return self.all_fingerprints()[: len(self.findings)]

    def all_fingerprints(self) -> list[str]:
        """Return the fingerprint of each finding, then of each known one."""
        return fingerprints([*self.findings, *self.known], self.lines, self.folder)


def by_importance(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in their order, errors before warnings before infos."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def number_of(amount: int, noun: str) -> str:
    """Return how many there are of something, for people: "1 file", "2 files"."""
    return f"{amount} {noun}{'' if amount == 1 else 's'}"
