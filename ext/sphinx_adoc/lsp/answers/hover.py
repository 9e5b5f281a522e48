"""The hover text of a place: a target's title and text, an attribute's value, a file, a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.codes import Code
from sphinx_adoc.finding.explain import explanation
from sphinx_adoc.graph import Anchor, Reference, title_of
from sphinx_adoc.lsp.state.asciidoctorconfig import settings_above
from sphinx_adoc.lsp.state.details import Use
from sphinx_adoc.lsp.state.view import VariantDocument, View, relative
from sphinx_adoc.syntax.source import Span

from .claims import claim_texts
from .places import includes_at, settings_at, targets_at, uses_at
from .references import spans_of
from .subjects import of_anchor, unique

EXCERPT: Final = 6
"""Lines of a target that are shown."""

_WIDTH: Final = 120


def hover(view: View, path: Path, at: tuple[int, int]) -> types.Hover | None:
    """Return the hover text for a line and column of a file; None where there is none."""
    paragraphs = [one for one in dict.fromkeys(_paragraphs(view, path, at)) if one]
    if not paragraphs:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(paragraphs)))


def _paragraphs(view: View, path: Path, at: tuple[int, int]) -> Iterator[str]:
    for doc, reference in view.references_at(path, at):
        yield _target(view, doc, reference)
    for _, included in includes_at(view, path, at):
        yield f"includes {_code(relative(view.real(included.path)))}"
    for target, file in targets_at(view, path, at):
        yield f"{target.kind}: {_code(relative(view.files.real(file)))}"
    for _, use in uses_at(view, path, at):
        yield _attribute(view, use, path)
    for _, setting in settings_at(view, path, at):
        value = "unset here" if setting.value is None else f"set here to {_code(setting.value)}"
        yield f"attribute {_code(setting.name)}: {value}"
    for _, anchor in view.anchors_at(path, at):
        yield _anchor(view, anchor)
    yield from claim_texts(view, path, at)
    for finding in view.findings:
        if view.is_at(finding.span, path, at):
            yield _remedy(finding.code)


# -- references --------------------------------------------------------------------------------------------------------


def _target(view: View, doc: VariantDocument, reference: Reference) -> str:
    """A target's title, where it is, and how its text begins."""
    resolved = doc.resolve(reference)
    if resolved.document is None:
        return f"{_code(reference.target)}: nothing that is checked has this" if resolved.finding is None else ""
    title = title_of(doc.index, resolved.document, resolved.anchor)
    anchor = resolved.anchor
    span = anchor.span if anchor is not None else None
    file = span.start.path if span is not None else doc.index.summaries[resolved.document].path
    line = span.start.line if span is not None else 1
    name = f"**{_plain(title)}**" if title else f"**{_plain(resolved.text)}**"
    where = f"{relative(view.real(file))}:{line}" + (f" \u00b7 {_code('#' + anchor.id)}" if anchor is not None else "")
    return "\n\n".join(filter(None, [name, where, _excerpt(view, doc, file, line)]))


def _excerpt(view: View, doc: VariantDocument, file: str, line: int) -> str:
    """The lines behind a target, up to the next title, as they stand in the source."""
    text = view.text(file)
    path = view.real(file)
    titles = {
        title.name.start.line
        for one in view.documents_of(path)
        for title in one.details.headings
        if view.real(title.name.start.path) == path
    }
    own = min((number for number in titles if number >= line), default=line)
    first = own if own - line <= 2 else line
    later = min((number for number in titles if number > first), default=text.lines + 1)
    lines = [text.line(number)[:_WIDTH] for number in range(first, min(later, first + EXCERPT, text.lines + 1))]
    shown = "\n".join(lines).strip("\n")
    return _fenced(shown) if shown.strip() else ""


def _anchor(view: View, anchor: Anchor) -> str:
    """An anchor's id, and how often it is referred to."""
    count = len(unique(view, spans_of(view, of_anchor(view, anchor))))
    times = "no reference" if not count else f"{count} reference{'s' if count > 1 else ''}"
    kind = "" if anchor.explicit else ", made from the title"
    return f"{_code('#' + anchor.id)}{kind}: {times}"


# -- attributes --------------------------------------------------------------------------------------------------------


def _attribute(view: View, use: Use, path: Path) -> str:
    value = "not set here" if use.value is None else f"{_code(use.value)}" if use.value else "set, and empty"
    return f"attribute {_code(use.name)}: {value}{_origin(view, use.setting, use.value)}{_for_editors(view, use, path)}"


def _for_editors(view: View, use: Use, path: Path) -> str:
    """What other editors would show of an attribute that is not set."""
    setting = settings_above(view, path).get(use.name) if use.value is None else None
    if setting is None:
        return ""
    where = f"{relative(view.real(setting.span.start.path))}:{setting.span.start.line}"
    return f"\n\n{_code(setting.value or '')} in {where}, which editors read; no processor does"


def _origin(view: View, setting: Span | None, value: str | None) -> str:
    if setting is not None:
        return f"\n\nset at {relative(view.real(setting.start.path))}:{setting.start.line}"
    return "" if value is None else "\n\nset outside of the document: by the project, or by the language"


# -- findings ----------------------------------------------------------------------------------------------------------


def _remedy(code: Code) -> str:
    entry = explanation(code)
    return f"{_code(code)}: {_plain(code.summary)}\n\nWhat to do: {_plain(entry.remedy)}"


# -- Markdown ----------------------------------------------------------------------------------------------------------


def _code(text: str) -> str:
    """A text as code; what it holds cannot end it."""
    mark = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{mark}{pad}{' '.join(text.replace('``', '` `').split())}{pad}{mark}" if text.strip() else "''"


def _plain(text: str) -> str:
    """A text of which nothing is markup."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|~!" else character for character in text)


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}asciidoc\n{text}\n{fence}"
