"""Findings as diagnostics: the same code, words and places that a check reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.codes import ERROR, WARNING
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.explain import help_address
from sphinx_adoc.syntax.source import Place, Span

from .positions import Text
from .scopes import Scope
from .view import View

SOURCE: Final = "sphinx-adoc"
_SEVERITIES: Final[Mapping[str, types.DiagnosticSeverity]] = {
    ERROR: types.DiagnosticSeverity.Error,
    WARNING: types.DiagnosticSeverity.Warning,
}
_LINE: Final = re.compile(r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)")

AddressOf = Callable[[Path], str]
"""From the real path of a file to the address by which the editor knows it."""


class Diagnostics:
    """The diagnostics of projects, each made again only where its finding is another one, or a file that it names."""

    def __init__(self) -> None:
        self._made: dict[tuple[Scope, Path], list[tuple[Finding, types.Diagnostic]]] = {}

    def forget(self) -> None:
        """Make all of them anew the next time: files or their addresses may be others."""
        self._made = {}

    def by_file(
        self, view: View, address_of: AddressOf, changed: Collection[Path]
    ) -> dict[Path, list[types.Diagnostic]]:
        """Return the diagnostics of a project, by the real paths of files. ``changed``: those with another text since
        the last time.
        """
        findings: dict[Path, list[Finding]] = {}
        for finding in view.findings:
            findings.setdefault(view.real(finding.span.start.path), []).append(finding)
        diagnostics: dict[Path, list[types.Diagnostic]] = {}
        for path, own in findings.items():
            known = self._made.get((view.scope, path), ())
            pairs = [
                (finding, before[1])
                if before is not None and before[0] == finding and not _names(view, finding, changed)
                else (finding, diagnostic(view, finding, address_of))
                for finding, before in zip_longest(own, known[: len(own)])
            ]
            self._made[view.scope, path] = pairs
            diagnostics[path] = [converted for _, converted in pairs]
        return diagnostics


def _names(view: View, finding: Finding, changed: Collection[Path]) -> bool:
    """Whether a finding names one of some files."""
    places = [finding.span.start, *finding.stack, *(related.span.start for related in finding.related)]
    return any(view.real(path) in changed for path in {place.path for place in places})


def diagnostic(view: View, finding: Finding, address_of: AddressOf) -> types.Diagnostic:
    """Return the diagnostic that a finding is."""
    address = help_address(finding.code)
    return types.Diagnostic(
        range=view.text(finding.span.start.path).range(finding.span),
        message=finding.text,
        severity=_SEVERITIES.get(finding.severity, types.DiagnosticSeverity.Information),
        code=str(finding.code),
        code_description=types.CodeDescription(address) if address else None,
        source=SOURCE,
        related_information=list(_related(view, finding, address_of)) or None,
    )


def _related(view: View, finding: Finding, address_of: AddressOf) -> Iterator[types.DiagnosticRelatedInformation]:
    """The other places that belong to a finding, and the includes that lead to it, the innermost first."""
    for related in finding.related:
        yield _place(view, related.span, related.message, address_of)
    for place in reversed(finding.stack):
        yield _place(view, Span(place, Place(place.path, place.line, 10_000)), "included here", address_of)


def _place(view: View, span: Span, message: str, address_of: AddressOf) -> types.DiagnosticRelatedInformation:
    uri = address_of(view.real(span.start.path))
    location = types.Location(uri, view.text(span.start.path).range(span))
    return types.DiagnosticRelatedInformation(location, message)


# -- what was not looked at --------------------------------------------------------------------------------------------


def not_looked_at(reason: str) -> types.Diagnostic:
    """Return what says of a document that it was not checked, and why."""
    start = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(start, start),
        message=f"not checked: {reason}",
        severity=types.DiagnosticSeverity.Information,
        source=SOURCE,
    )


def of_configuration(error: str, text_of: Callable[[Path], Text]) -> dict[Path, list[types.Diagnostic]]:
    """Return what is wrong with a configuration, by its file: each line of an error that names a place in a file."""
    diagnostics: dict[Path, list[types.Diagnostic]] = {}
    for message in _places(error.splitlines()):
        path = Path(message["path"])
        place = Place(message["path"], int(message["line"]), int(message["column"]))
        span = Span(place, Place(place.path, place.line, 10_000))
        diagnosed = types.Diagnostic(
            range=text_of(path).range(span),
            message=message["message"],
            severity=types.DiagnosticSeverity.Error,
            source=SOURCE,
        )
        diagnostics.setdefault(path.resolve(), []).append(diagnosed)
    return diagnostics


def _places(lines: Iterable[str]) -> Iterator[re.Match[str]]:
    return (match for line in lines if (match := _LINE.fullmatch(line)))
