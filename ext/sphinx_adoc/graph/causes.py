"""Counts findings that follow from another one under it: the cause is reported once, before its consequences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sphinx_adoc.codes import INFO, Code
from sphinx_adoc.finding import Finding

_FILES: Final = frozenset({Code.IMAGE_MISSING, Code.MEDIA_MISSING, Code.LINK_MISSING, Code.INCLUDE_NOT_FOUND})
_ABSENT: Final = re.compile(r"there is no (?:folder|directory) ")
_REFERENCE: Final = re.compile(r"\{([\w-]+)\}")
_ADDED: Final = re.compile(r"add '[^']+' to extensions")
_UNKNOWN: Final = frozenset({Code.DIRECTIVE_UNKNOWN, Code.ROLE_UNKNOWN})


def fold(findings: Sequence[Finding]) -> tuple[list[Finding], int]:
    """Return the findings without those that follow from another one, and how many these are.

    The hint of a cause says how many follow from it.
    """
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        if (cause := _cause(finding)) is not None:
            groups.setdefault(cause, []).append(finding)
    first = {cause: min(group, key=_reading_order) for cause, group in groups.items()}
    kept = []
    for finding in findings:
        cause = _cause(finding)
        if cause is None:
            kept.append(finding)
        elif finding is first[cause]:
            kept.append(_with_count(finding, groups[cause]))
    return kept, len(findings) - len(kept)


def _cause(finding: Finding) -> object:
    """What several findings have as their common cause; None for one that stands for itself."""
    if finding.code == Code.BLOCK_ACROSS_FILES:  # from the first lost delimiter on, text and code change places
        return finding.code, _outermost(finding), finding.variants
    if finding.code == Code.INCLUDE_NOT_FOUND and (unset := _REFERENCE.search(finding.message)):
        return finding.code, unset[1]
    if finding.code in _FILES and _ABSENT.match(finding.hint):  # all that lies in one folder is missing with it
        return finding.code, finding.hint
    return _missing_setting(finding)


def _missing_setting(finding: Finding) -> object:
    """What one line of a project's configuration would end everywhere: the extension that brings directives and
    roles, the value of an attribute. None for a finding that is ended at its place, such as a misspelt name.
    """
    if finding.code in _UNKNOWN and "extensions" in finding.hint:
        added = _ADDED.search(finding.hint)
        return (_UNKNOWN, added[0]) if added else (finding.code, finding.message)
    if finding.code == Code.ATTRIBUTE_MISSING and finding.severity != INFO:
        return finding.code, finding.message, finding.variants
    return None


def is_of_the_project(finding: Finding) -> bool:
    """Tell whether a finding may share its cause with findings of other pages, so that all have to be known first."""
    return _missing_setting(finding) is not None


def _outermost(finding: Finding) -> str:
    return finding.stack[0].path if finding.stack else finding.span.start.path


def _reading_order(finding: Finding) -> tuple[str, list[int]]:
    """The document, then the lines of the includes that lead to the place, and its own."""
    return _outermost(finding), [place.line for place in (*finding.stack, finding.span.start)]


def _with_count(finding: Finding, group: Sequence[Finding]) -> Finding:
    """Return a finding whose hint says how many others there are of its group, and in how many files."""
    count, files = len(group) - 1, len({each.span.start.path for each in group})
    if not count:
        return finding
    where = f", in {files} files" if files > 1 else ""
    note = f"{count} more {'follows' if count == 1 else 'follow'} from the same cause{where}: -v lists all"
    return replace(finding, hint=f"{finding.hint}; {note}" if finding.hint else note)
