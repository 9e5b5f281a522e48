"""The finding: one piece of trouble, where it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import NamedTuple

from sphinx_adoc.codes import OF_CODE, Code, Severity, severity_of
from sphinx_adoc.syntax.source import Place, Problem, Span


class Related(NamedTuple):
    """Another place that belongs to a finding, and what it has to do with it ("first defined here")."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that would end a finding: in ``span``, ``before`` becomes ``replacement``. Where something else stands
    in the file, such as the attribute that it comes from, the change cannot be made there.
    """

    description: str
    span: Span
    _: KW_ONLY
    before: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of trouble.

    ``code``: its kind. ``severity``: the one of the code, unless another is given. ``message``: what is wrong;
    ``hint``: what was probably meant, or what to do. ``variants``: the names of the variants that it holds in, empty
    when it holds in all. ``stack``: the places of the include directives that led to the file, outermost first.

    Raise TypeError for a code that is not of the table.
    """

    code: Code
    message: str
    span: Span
    _: KW_ONLY
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    severity: Severity = OF_CODE
    hint: str = ""
    variants: tuple[str, ...] = ()
    stack: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        """Look the code and the severity up."""
        object.__setattr__(self, "severity", severity_of(self.code, self.severity))

    @property
    def text(self) -> str:
        """The message with its hint and variants: all that is said, in one line."""
        text = f"{self.message}; {self.hint}" if self.hint else self.message
        return f"{text} (in: {', '.join(self.variants)})" if self.variants else text

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key: by file, line, column, then code and message."""
        start = self.span.start
        return start.path, start.line, start.column, self.code, self.message


def from_problem(problem: Problem) -> Finding:
    """Return the finding that a parser's problem is."""
    return Finding(
        problem.code,
        problem.message,
        problem.span,
        severity=problem.severity,
        hint=problem.hint,
        stack=problem.stack,
    )


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of files, lines and columns; equal ones at one place come once."""
    unique = {(finding.order, finding.severity, finding.variants): finding for finding in reversed(list(findings))}
    return [finding for _, finding in sorted(unique.items(), key=lambda entry: entry[0][0])]


def merge_variants(by_variant: Mapping[str, Iterable[Finding]]) -> list[Finding]:
    """Return one list from the findings of several variants; a finding that does not hold in all names its variants.

    The same trouble is the one with the same code, message and place; of its copies the first variant's is kept.
    """
    first: dict[tuple[str, int, int, str, str], Finding] = {}
    names: dict[tuple[str, int, int, str, str], list[str]] = {}
    for variant, findings in by_variant.items():
        for finding in ordered(findings):
            order = finding.order
            first.setdefault(order, finding)
            names.setdefault(order, []).append(variant)
    everywhere = list(by_variant)
    return ordered(
        finding if list(dict.fromkeys(names[key])) == everywhere else replace(finding, variants=tuple(names[key]))
        for key, finding in first.items()
    )
