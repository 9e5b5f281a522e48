"""Lines that become an included file, and an include that becomes the lines of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.lsp.state.diagnostics import AddressOf
from sphinx_adoc.lsp.state.positions import Text
from sphinx_adoc.lsp.state.view import View
from sphinx_adoc.syntax.source import Place, Span

EXTRACT: Final = types.CodeActionKind.RefactorExtract
INLINE: Final = types.CodeActionKind.RefactorInline

_WHOLE: Final = re.compile(r"include::(?P<target>[^\[\s]+)\[\s*\]\s*")
_PATHS: Final = re.compile(r"^include::", re.MULTILINE)
_TITLE: Final = re.compile(r"={1,6}\s+(\S.*)")
_NO_NAME: Final = re.compile(r"[^\w]+")


def extraction(view: View, path: Path, wanted: types.Range, address_of: AddressOf) -> Iterator[types.CodeAction]:
    """Yield what puts the lines of a range into a file of their own, which they are included from. The range has whole
    lines, and whole blocks.
    """
    text = view.text(str(path))
    first, last = _lines(text, wanted)
    if first > last or _is_cut(view, path, first, last):
        return
    place = Span(Place(str(path), first, 1), Place(str(path), last, len(text.line(last))))
    lines = text.slice(place)
    target = _free_name(view, path, lines)
    if not lines.strip() or target is None:
        return
    new = address_of(target)
    at_start = types.Range(types.Position(0, 0), types.Position(0, 0))
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.CreateFile(uri=new, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False)),
        _edit(new, types.TextEdit(at_start, f"{lines}\n")),
        _edit(address_of(path), types.TextEdit(text.range(place), f"include::{target.name}[]")),
    ]
    edit = types.WorkspaceEdit(document_changes=changes)
    yield types.CodeAction(title=f"Move the lines to '{target.name}', and include it", kind=EXTRACT, edit=edit)


def _edit(uri: str, edit: types.TextEdit) -> types.TextDocumentEdit:
    return types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri), [edit])


def _lines(text: Text, wanted: types.Range) -> tuple[int, int]:
    """The first and the last line of a range that has whole lines, blank ones at its ends left out; else none."""
    (first, column), (last, end) = text.place(wanted.start), text.place(wanted.end)
    if end == 1:
        last -= 1
    elif end <= len(text.line(last)):
        return 1, 0
    if column != 1:
        return 1, 0
    while first <= last and not text.line(first).strip():
        first += 1
    while first <= last and not text.line(last).strip():
        last -= 1
    return first, last


def _is_cut(view: View, path: Path, first: int, last: int) -> bool:
    """Whether the lines begin or end inside of a block."""
    spans = (span for doc in view.documents_of(path) for _, span in doc.details.blocks)
    own = [span for span in spans if view.real(span.start.path) == path]
    return any(span.start.line < edge <= span.end.line for span in own for edge in (first, last + 1))


def _free_name(view: View, path: Path, lines: str) -> Path | None:
    """A file beside the document that is not there: named by the first title among the lines, else by the document."""
    title = next((match[1] for line in lines.splitlines() if (match := _TITLE.fullmatch(line))), "")
    stem = _NO_NAME.sub("-", title).strip("-").lower() or f"{path.stem}-part"
    names = (f"{stem}{'' if number == 1 else f'-{number}'}{path.suffix}" for number in range(1, 100))
    return next((path.parent / name for name in names if not view.files.is_file(path.parent / name)), None)


def inlining(view: View, path: Path, wanted: types.Range, address_of: AddressOf) -> Iterator[types.CodeAction]:
    """Yield what puts the lines of a file in place of the directive at a range that includes all of it. What the file
    includes itself has to be found from its new place as well.
    """
    text = view.text(str(path))
    number, _ = text.place(wanted.start)
    match = _WHOLE.fullmatch(text.line(number))
    included = _included(view, path, number)
    if match is None or included is None:
        return
    source = view.text(included).source
    if _PATHS.search(source) and view.real(included).parent != path.parent:
        return
    edit = types.TextEdit(text.line_range(number), source.removeprefix("\ufeff").rstrip("\n"))
    yield types.CodeAction(
        title=f"Put the lines of '{match['target']}' here",
        kind=INLINE,
        edit=types.WorkspaceEdit({address_of(path): [edit]}),
    )


def _included(view: View, path: Path, line: int) -> str | None:
    """The file that a directive brings in, the same one in all documents."""
    paths = {
        included.path
        for doc in view.documents_of(path)
        for included in doc.details.includes
        if included.span.start.line == line and view.real(included.span.start.path) == path
    }
    return paths.pop() if len(paths) == 1 else None
