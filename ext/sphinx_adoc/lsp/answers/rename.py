"""Renaming an id, a title whose id is made from it, or an attribute, in all files of the project at once.

What is renamed is found by what references mean, not by their text. What cannot be changed where it stands, such as an
id that an attribute brings in, is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.graph import Anchor, Reference
from sphinx_adoc.lsp.state.details import Title
from sphinx_adoc.lsp.state.positions import Text
from sphinx_adoc.lsp.state.view import View, relative
from sphinx_adoc.syntax.settings import Settings, initial_attributes
from sphinx_adoc.syntax.source import Place, Span

from . import subjects
from .edits import ANCHOR, UNREAD, Change, Changes, Refused
from .subjects import OfAnchor, OfAttribute
from .tokens import inactive

ID: Final = re.compile(r"[^\W\d][\w:.-]*")
NAME: Final = re.compile(r"\w[\w-]*")
_UNDERLINE: Final = re.compile(r"([-=~^+])\1+\s*")

Reread = Callable[[Path, str], View]
"""Reads the project with another text in one of its files."""


def prepare(view: View, path: Path, at: tuple[int, int]) -> types.PrepareRenamePlaceholder | None:
    """Return what would be renamed at a line and column, and what it is called; None for nothing. Raise Refused."""
    text = view.text(str(path))
    title = _title_at(view, path, at)
    if title is not None:
        return types.PrepareRenamePlaceholder(text.range(title.name), text.slice(title.name))
    subject = _subject(view, path, at)
    if subject is None:
        return None
    name = subject.anchor.id if isinstance(subject, OfAnchor) else subject.name
    span = next(_names_at(view, path, at, subject), None)
    if span is None:
        raise Refused(f"'{name}' does not stand here as it is called")
    return types.PrepareRenamePlaceholder(text.range(span), name)


def rename(view: View, path: Path, at: tuple[int, int], name: str, reread: Reread) -> Changes | None:
    """Return the changes that give what stands at a line and column another name; None for nothing. Raise Refused."""
    title = _title_at(view, path, at)
    if title is not None:
        return _rename_title(view, path, title, name, reread)
    match _subject(view, path, at):
        case OfAnchor() as anchor:
            return _rename_id(view, anchor, name)
        case OfAttribute() as attribute:
            return _rename_attribute(view, attribute, name)
        case _:
            return None


def _subject(view: View, path: Path, at: tuple[int, int]) -> OfAnchor | OfAttribute | None:
    candidates = [one for one in subjects.subjects_at(view, path, at) if isinstance(one, OfAnchor | OfAttribute)]
    return candidates[0] if candidates else None


def _title_at(view: View, path: Path, at: tuple[int, int]) -> Title | None:
    """The title at a place, of a section or heading."""
    for doc in view.documents_of(path):
        for title in doc.details.headings:
            if title.kind != "document" and view.is_at(title.name, path, at):
                return title
    return None


def _names_at(view: View, path: Path, at: tuple[int, int], subject: OfAnchor | OfAttribute) -> Iterator[Span]:
    """Where the name of a subject stands at a place."""
    text = view.text(str(path))
    if isinstance(subject, OfAnchor):
        for _, reference in view.references_at(path, at):
            if (span := _fragment(text, reference)) is not None:
                yield span
        spans = [anchor.span for _, anchor in view.anchors_at(path, at)]
    else:
        spans = [*subjects.uses_of(view, subject), *subjects.settings_of(view, subject)]
    name = subject.anchor.id if isinstance(subject, OfAnchor) else subject.name
    for span in spans:
        if view.is_at(span, path, at) and text.slice(span).lower() == name.lower():
            yield span


def _fragment(text: Text, reference: Reference) -> Span | None:
    """Where the id in a reference stands; None where it comes from elsewhere."""
    if not text.slice(reference.span).endswith(reference.fragment):
        return None
    end = reference.span.end
    return Span(Place(end.path, end.line, end.column - len(reference.fragment) + 1), end)


# -- ids ---------------------------------------------------------------------------------------------------------------


def _rename_id(view: View, subject: OfAnchor, name: str) -> Changes:
    if not ID.fullmatch(name):
        raise Refused(f"'{name}' is no id: it begins with a letter or _, without blanks")
    _refuse_double(view, subject, name)
    changes = Changes()
    old = subject.anchor.id
    changes.reasons[ANCHOR] = (f"Rename the id '{old}'", f"Links from outside to #{old} lead nowhere then")
    if subject.anchor.explicit:
        _replace(view, changes, subject.anchor.span, (old, name), ANCHOR)
    else:
        _give_id(view, changes, subject, name)
    for _, reference in subjects.references_to(view, subject):
        if reference.fragment == old:  # one by the title goes on to be right
            _rename_reference(view, changes, reference, name)
    _unread(view, changes, old, name)
    return changes


def _refuse_double(view: View, subject: OfAnchor, name: str) -> None:
    for doc in view.documents_of(subject.path):
        for anchor in doc.index.in_document(doc.page, name):
            start = anchor.span.start
            raise Refused(f"id '{name}' is already in use at {relative(view.real(start.path))}:{start.line}")


def _give_id(view: View, changes: Changes, subject: OfAnchor, name: str) -> None:
    """Write an id above what has one that was made from its title."""
    place = subject.anchor.span.start
    if subject.anchor.kind not in ("section", "heading"):
        raise Refused(f"'{subject.anchor.id}' is made by the document, and cannot be called otherwise")
    text = view.text(str(subject.path))
    at = text.position(text.offset_of(place.line, 1))
    changes.add(subject.path, Change(types.Range(at, at), f"[#{name}]\n", ANCHOR))


def _rename_reference(view: View, changes: Changes, reference: Reference, name: str) -> None:
    path = view.real(reference.span.start.path)
    span = _fragment(view.text(reference.span.start.path), reference)
    if span is None:
        raise _elsewhere(view, reference.span, reference.fragment)
    changes.add(path, Change(view.text(span.start.path).range(span), name))


def _replace(view: View, changes: Changes, span: Span, names: tuple[str, str], kind: str = "") -> None:
    """Replace a name where it stands by another one; raise Refused where something else does."""
    old, new = names
    text = view.text(span.start.path)
    if text.slice(span).lower() != old.lower():
        raise _elsewhere(view, span, old)
    changes.add(view.real(span.start.path), Change(text.range(span), new, kind))


def _elsewhere(view: View, span: Span, name: str) -> Refused:
    place = f"{relative(view.real(span.start.path))}:{span.start.line}"
    return Refused(f"'{name}' does not stand at {place} as it is called: it comes from an attribute")


def _unread(view: View, changes: Changes, old: str, new: str) -> None:
    """References in lines that no variant reads: their target is unknown, so renaming them needs confirmation."""
    wanted = re.compile(rf"(?:<<|xref:)(?:[^\s\[\]<>,#]*#)?(?P<id>{re.escape(old)})(?=[,>\[])")
    for path in view.pages_of:
        text = view.text(str(path))
        for line in inactive(view, path):
            for match in wanted.finditer(text.line(line)):
                span = Span(Place(str(path), line, match.start("id") + 1), Place(str(path), line, match.end("id")))
                changes.add(path, Change(text.range(span), new, UNREAD))
                changes.reasons[UNREAD] = ("In lines that no variant reads", "")


# -- titles ------------------------------------------------------------------------------------------------------------


def _rename_title(view: View, path: Path, title: Title, name: str, reread: Reread) -> Changes:
    """Change a title, and with it the ids that are made otherwise then, wherever they are named."""
    if not name.strip() or "\n" in name:
        raise Refused("a title is a line of text")
    text = view.text(str(path))
    changes = Changes()
    lost = f"Links from outside to #{title.id} lead nowhere then" if title.id and not title.explicit else ""
    changes.reasons[ANCHOR] = ("Change the title", lost)
    changes.add(path, Change(text.range(title.name), name, ANCHOR))
    source = _underlined(changes, text, path, title, name)
    after = reread(path, source)
    for anchor, new in _changed(view, after):
        for _, reference in subjects.references_to(view, anchor):
            by_title = reference.fragment != anchor.anchor.id
            called = (new.title or name) if by_title else new.id
            if called != reference.fragment:
                _rename_reference(view, changes, reference, called)
    return changes


def _underlined(changes: Changes, text: Text, path: Path, title: Title, name: str) -> str:
    """Make the underline of a title as long as it is then; return the whole text with both changes."""
    line = title.name.start.line
    start = text.offset_of(line, title.name.start.column)
    end = text.offset_of(title.name.end.line, title.name.end.column + 1)
    below = text.line(line + 1)
    match = _UNDERLINE.fullmatch(below) if title.name.start.column == 1 else None
    if match is None:
        return text.source[:start] + name + text.source[end:]
    first, last = text.offset_of(line + 1, 1), text.offset_of(line + 1, len(below) + 1)
    rule = match[1] * len(name)
    changes.add(path, Change(types.Range(text.position(first), text.position(last)), rule, ANCHOR))
    return text.source[:start] + name + text.source[end:first] + rule + text.source[last:]


def _changed(before: View, after: View) -> Iterator[tuple[OfAnchor, Anchor]]:
    """The anchors that are called otherwise after a change in lines that stay where they are, each once."""
    now: dict[_Place, Anchor] = {}
    for doc in after.all_documents():
        for anchor in doc.summary.anchors:
            now.setdefault(_place(after, anchor), anchor)
    reported = set()
    for doc in before.all_documents():
        for anchor in doc.summary.anchors:
            place = _place(before, anchor)
            new = now.get(place)
            if new is not None and (anchor.id, anchor.key) != (new.id, new.key) and (place, anchor.id) not in reported:
                reported.add((place, anchor.id))
                yield subjects.of_anchor(before, anchor), new


_Place = tuple[Path, int, str, str]


def _place(view: View, anchor: Anchor) -> _Place:
    """What stays of an anchor when a title changes."""
    start = anchor.span.start
    return view.real(start.path), start.line, anchor.kind, anchor.id if anchor.explicit else ""


# -- attributes --------------------------------------------------------------------------------------------------------


def _rename_attribute(view: View, subject: OfAttribute, name: str) -> Changes:
    if not NAME.fullmatch(name):
        raise Refused(f"'{name}' is no name of an attribute: letters, digits, _ and - alone")
    old, new = subject.name, name.lower()
    built_in, _ = initial_attributes(Settings(), "a.adoc")
    outside = {*built_in, *(key.rstrip("@!").lstrip("!") for key in view.settings.attributes)}
    if old in outside:
        raise Refused(f"attribute '{old}' is not the document's own: the project or the language sets it")
    for doc in subjects.documents_sharing(view, subject):
        names = {one.name for one in doc.details.settings} | {one.name for one in doc.details.uses}
        if new in names or new in outside:
            raise Refused(f"attribute '{new}' is already in use in {relative(view.real(doc.page))}")
    changes = Changes()
    changes.reasons[ANCHOR] = (
        f"Rename the attribute '{old}'",
        "A call or configuration that sets it has no effect then",
    )
    for span in subjects.settings_of(view, subject):
        _replace(view, changes, span, (old, name), ANCHOR)
    for span in subjects.uses_of(view, subject):
        _replace(view, changes, span, (old, name))
    return changes
