"""What a question is about: an anchor, a document, an attribute or another file; and all places that name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx_adoc.graph import Anchor, Reference, targets
from sphinx_adoc.graph.model import Target
from sphinx_adoc.lsp.state.details import Details, Included
from sphinx_adoc.lsp.state.view import VariantDocument, View
from sphinx_adoc.syntax.source import Span

from .places import includes_at, settings_at, targets_at, uses_at


@dataclass(frozen=True, slots=True)
class OfAnchor:
    """A place that can be linked to; ``path``: the real one of the file that it is in."""

    anchor: Anchor
    path: Path


@dataclass(frozen=True, slots=True)
class OfAttribute:
    """An attribute of the documents that have a file in common, by its name."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class OfFile:
    """A file, by its real path: a document, an image, or another file that is linked to or included."""

    path: Path


Subject = OfAnchor | OfAttribute | OfFile


def subjects_at(view: View, path: Path, at: tuple[int, int]) -> list[Subject]:
    """Return what stands at a line and column of a file: what is named there, or what the place itself is."""
    return list(dict.fromkeys(_subjects(view, path, at)))


def _subjects(view: View, path: Path, at: tuple[int, int]) -> Iterator[Subject]:
    for doc, reference in view.references_at(path, at):
        yield from _meant(view, doc, reference, at)
    for _, included in includes_at(view, path, at):
        yield OfFile(view.real(included.path))
    for _, file in targets_at(view, path, at):
        yield OfFile(view.files.real(file))
    for _, use in uses_at(view, path, at):
        yield OfAttribute(use.name, path)
    for _, setting in settings_at(view, path, at):
        yield OfAttribute(setting.name, path)
    for _, anchor in _anchors_at(view, path, at):
        yield OfFile(path) if anchor.kind == "document" and not anchor.explicit else of_anchor(view, anchor)


def _meant(view: View, doc: VariantDocument, reference: Reference, at: tuple[int, int]) -> Iterator[Subject]:
    """What a reference means: where its path stands the document, else the anchor."""
    resolved = doc.resolve(reference)
    if resolved.document is None:
        return
    document = view.real(doc.index.summaries[resolved.document].path)
    in_path = reference.path and at[1] < reference.span.start.column + len(reference.path)
    if resolved.anchor is None or in_path:
        yield OfFile(document)
    else:
        yield of_anchor(view, resolved.anchor)


def of_anchor(view: View, anchor: Anchor) -> OfAnchor:
    """Return the subject that an anchor is."""
    return OfAnchor(_bare(anchor), view.real(anchor.span.start.path))


def _bare(anchor: Anchor) -> Anchor:
    """An anchor without what differs between the documents that include it."""
    return Anchor(anchor.id, anchor.kind, anchor.explicit, anchor.span, anchor.title, key=anchor.key)


def _anchors_at(view: View, path: Path, at: tuple[int, int]) -> Iterator[tuple[VariantDocument, Anchor]]:
    """The anchors whose id is at a place, or whose title is."""
    yield from view.anchors_at(path, at)
    for doc in view.documents_of(path):
        for title in doc.details.headings:
            if title.id and view.is_at(title.name, path, at):
                yield from ((doc, anchor) for anchor in doc.index.in_document(doc.page, title.id)[:1])


# -- all places that name it -------------------------------------------------------------------------------------------


def references_to(view: View, anchor: OfAnchor) -> Iterator[tuple[VariantDocument, Reference]]:
    """Yield the references of all documents that mean an anchor."""
    for doc in view.all_documents():
        for reference in doc.summary.references:
            if _may_mean(reference, anchor.anchor) and _means(view, doc, reference, anchor):
                yield doc, reference


def _may_mean(reference: Reference, anchor: Anchor) -> bool:
    return anchor.id == reference.fragment or bool(anchor.key and anchor.key == (reference.key or reference.fragment))


def _means(view: View, doc: VariantDocument, reference: Reference, wanted: OfAnchor) -> bool:
    anchor = doc.resolve(reference).anchor
    return (
        anchor is not None
        and anchor.id == wanted.anchor.id
        and anchor.span.start.line == wanted.anchor.span.start.line
        and view.real(anchor.span.start.path) == wanted.path
    )


def references_to_file(view: View, path: Path) -> Iterator[tuple[VariantDocument, Reference]]:
    """Yield the references of all documents whose path means a document."""
    for doc in view.all_documents():
        for reference in doc.summary.references:
            document = doc.resolve(reference).document if reference.path else None
            if document is not None and view.real(doc.index.summaries[document].path) == path:
                yield doc, reference


def includes_of(view: View, path: Path) -> Iterator[tuple[VariantDocument, Included]]:
    """Yield the directives that include a file."""
    for doc in view.all_documents():
        for included in doc.details.includes:
            if view.real(included.path) == path:
                yield doc, included


def targets_of(view: View, path: Path) -> Iterator[tuple[VariantDocument, Target]]:
    """Yield the places that show or link to a file."""
    for doc in view.all_documents():
        for target in doc.summary.targets:
            if any(view.files.real(place) == path for place in targets.places(doc.index, doc.summary, target) or ()):
                yield doc, target


def documents_sharing(view: View, attribute: OfAttribute) -> list[VariantDocument]:
    """Return the documents in which a name is one attribute: those that have the file, and those that share a file with
    one of them which names it.
    """
    documents: dict[int, VariantDocument] = {}
    files, seen = [attribute.path], {attribute.path}
    while files:
        for doc in view.documents_of(files.pop()):
            if id(doc.details) in documents:
                continue
            documents[id(doc.details)] = doc
            more = {view.real(span.start.path) for span in _naming(doc.details, attribute.name)} - seen
            seen |= more
            files += more
    return list(documents.values())


def _naming(details: Details, name: str) -> Iterator[Span]:
    yield from (setting.span for setting in details.settings if setting.name == name)
    yield from (use.span for use in details.uses if use.name == name)


def uses_of(view: View, attribute: OfAttribute) -> Iterator[Span]:
    """Yield the places that name an attribute, without those that set it."""
    for doc in documents_sharing(view, attribute):
        yield from (use.span for use in doc.details.uses if use.name == attribute.name)


def settings_of(view: View, attribute: OfAttribute) -> Iterator[Span]:
    """Yield the names in the entries that set an attribute."""
    for doc in documents_sharing(view, attribute):
        yield from (one.span for one in doc.details.settings if one.name == attribute.name)


def unique(view: View, spans: Iterable[Span]) -> list[Span]:
    """Return spans in the order of files and lines, each place once however a file is called."""
    by_place = {(view.real(span.start.path), span.start.line, span.start.column): span for span in spans}
    return [by_place[place] for place in sorted(by_place)]
