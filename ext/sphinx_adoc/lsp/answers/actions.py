"""What can be done at a place: about a finding its fix, or a waiver with a date; lines that go to another file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.lsp.state.diagnostics import AddressOf, diagnostic
from sphinx_adoc.lsp.state.positions import Text
from sphinx_adoc.lsp.state.view import View
from sphinx_adoc.syntax.source import Place, Span

from . import refactor

PERIOD: Final = timedelta(days=30)
"""For how long a new waiver holds."""

_INCLUDE: Final = re.compile(r"include::([^\[\s]+)\[")
_MEANT: Final = re.compile(r"did you mean '([^']+)'")
_REASON: Final = "say why"
_VERBATIM: Final = frozenset({"listing", "literal", "pass", "stem", "verse"})
_FIXED_TEXT: Final = frozenset({*_VERBATIM, "table"})
FIX_ALL: Final = types.CodeActionKind.SourceFixAll


def actions(
    view: View,
    path: Path,
    wanted: types.Range,
    only: Sequence[str] | None,
    *,
    address_of: AddressOf,
    creates: bool,
) -> list[types.CodeAction]:
    """Return what can be done about the findings that touch a range of a file, and with its lines. ``only``: the kinds
    that are asked for, None for all. ``creates``: whether the editor can make files.
    """
    text = view.text(str(path))
    own = [finding for finding in view.findings if view.real(finding.span.start.path) == path]
    touched = [finding for finding in own if _overlap(text.range(finding.span), wanted)]
    code_actions: list[types.CodeAction] = []
    if _is_wanted(types.CodeActionKind.QuickFix, only):
        for finding in touched:
            code_actions += _fix(view, finding, address_of)
            code_actions += _meant(view, finding, address_of)
        for finding in touched if creates else ():
            code_actions += _creation(view, path, finding, address_of)
        for finding in touched:
            code_actions += _waiver(view, path, finding, address_of)
    if _is_wanted(FIX_ALL, only):
        code_actions += _all_fixes(view, path, own, address_of)
    if _is_wanted(refactor.INLINE, only):
        code_actions += refactor.inlining(view, path, wanted, address_of)
    if _is_wanted(refactor.EXTRACT, only) and creates:
        code_actions += refactor.extraction(view, path, wanted, address_of)
    return code_actions


def _is_wanted(kind: types.CodeActionKind, only: Sequence[str] | None) -> bool:
    return only is None or any(kind.value == one or kind.value.startswith(f"{one}.") for one in only)


def _overlap(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def edit_of(view: View, finding: Finding) -> types.TextEdit | None:
    """Return the change that ends a finding; None where it has none, or something else stands in the file."""
    fix = finding.fix
    if fix is None:
        return None
    text = view.text(fix.span.start.path)
    start = text.offset_of(fix.span.start.line, fix.span.start.column)
    end = start + len(fix.before)
    if text.source[start:end] != fix.before:
        return None
    return types.TextEdit(types.Range(text.position(start), text.position(end)), fix.replacement)


def _fix(view: View, finding: Finding, address_of: AddressOf) -> Iterator[types.CodeAction]:
    edit = edit_of(view, finding)
    if edit is not None and finding.fix is not None:
        path = view.real(finding.fix.span.start.path)
        yield types.CodeAction(
            title=finding.fix.description[:1].upper() + finding.fix.description[1:],
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(view, finding, address_of)],
            is_preferred=True,
            edit=types.WorkspaceEdit({address_of(path): [edit]}),
        )


def _meant(view: View, finding: Finding, address_of: AddressOf) -> Iterator[types.CodeAction]:
    """What a reference that leads nowhere probably means. A check does not write it by itself: that is a guess."""
    match = _MEANT.search(finding.hint) if finding.code == Code.XREF_UNRESOLVED and finding.fix is None else None
    if match is None:
        return
    text = view.text(finding.span.start.path)
    path, mark, name = text.slice(finding.span).partition("#")
    names_file = match.start() > 0  # before it stands that the file is not there
    target = f"{match[1]}{mark}{name}" if names_file else f"{path}{mark}{match[1]}" if mark else match[1]
    yield types.CodeAction(
        title=f"Refer to '{match[1]}'",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(view, finding, address_of)],
        edit=types.WorkspaceEdit(
            {address_of(view.real(finding.span.start.path)): [types.TextEdit(text.range(finding.span), target)]}
        ),
    )


def _all_fixes(view: View, path: Path, own: Sequence[Finding], address_of: AddressOf) -> Iterator[types.CodeAction]:
    """All fixes of a file as one change, where none of them contradicts another one."""
    edits = {
        (edit.range.start.line, edit.range.start.character): edit
        for finding in own
        if finding.fix is not None
        and view.real(finding.fix.span.start.path) == path
        and (edit := edit_of(view, finding)) is not None
    }
    if edits:
        yield types.CodeAction(
            title=f"Make all fixes of this file ({len(edits)})",
            kind=FIX_ALL,
            edit=types.WorkspaceEdit({address_of(path): [edits[place] for place in sorted(edits)]}),
        )


def _creation(view: View, path: Path, finding: Finding, address_of: AddressOf) -> Iterator[types.CodeAction]:
    """The file that an include names and that is not there, below the project's folder."""
    match = _INCLUDE.match(view.text(str(path)).line(finding.span.start.line))
    if finding.code != Code.INCLUDE_NOT_FOUND or match is None or "{" in match[1] or "$" in match[1]:
        return
    place = Path(os.path.normpath(path.parent / match[1]))
    top = view.files.real(view.scope.start)
    if place.is_relative_to(top) and not place.exists():
        yield types.CodeAction(
            title=f"Create '{match[1]}'",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(view, finding, address_of)],
            edit=types.WorkspaceEdit(document_changes=[types.CreateFile(uri=address_of(place))]),
        )


# -- waivers -----------------------------------------------------------------------------------------------------------


def _waiver(view: View, path: Path, finding: Finding, address_of: AddressOf) -> Iterator[types.CodeAction]:
    """The comment that accepts a finding for a time, in a line of its own above."""
    if not finding.code.can_be_waived:
        return
    text = view.text(str(path))
    line = finding.span.start.line
    if not _takes_a_comment(view, path, text, line):
        return
    until = view.settings.clock() + PERIOD
    comment = f"// adoc-ignore: {finding.code} until {until.isoformat()}: {_REASON}\n"
    at = text.position(text.offset_of(line, 1))
    yield types.CodeAction(
        title=f"Accept {finding.code} in this line until {until.isoformat()}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(view, finding, address_of)],
        edit=types.WorkspaceEdit({address_of(path): [types.TextEdit(types.Range(at, at), comment)]}),
    )


def _takes_a_comment(view: View, path: Path, text: Text, line: int) -> bool:
    """Whether a comment above a line is one: not in verbatim text, where it covers an include alone, nor in a table."""
    place = Place(str(path), line, 1)
    around = [
        kind
        for doc in view.documents_of(path)
        for kind, span in doc.details.blocks
        if kind in _FIXED_TEXT and span.start.line < line <= span.end.line and view.real(span.start.path) == path
    ]
    if not around:
        return bool(text.line(line).strip()) or line == 1
    is_include = text.slice(Span(place, Place(str(path), line, 9))) == "include::"
    return is_include and all(kind in _VERBATIM for kind in around)
