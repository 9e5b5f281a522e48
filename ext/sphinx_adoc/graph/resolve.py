"""From a reference to what it points at, and what is wrong with it when it points at nothing.

An id is looked up in its document (includes counted), then in the whole set. Explicit ids beat generated ones; what is
left in several documents is ambiguous. A target that is no id may be a title or reftext (a natural reference).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.suggest import Names, is_slip
from sphinx_adoc.syntax.antora import Location, id_of, is_page, is_part

from . import paths
from .index import Hit, Index
from .model import Anchor, Reference, Resolution

NAMED = 4  # candidates that a message names
MAX_TITLE = 4096  # characters of a title that refers to other documents
MAX_WORDS = 64  # its parts
MAX_CHAIN = 32  # titles that refer to titles


def resolve(index: Index, document: str, reference: Reference) -> Resolution:
    """Find what a reference in a document points at. Never raises; what is wrong is in ``finding``. What leads nowhere
    from a part of Antora's that is read by itself is not judged: the page counts that includes it.
    """
    if index.asked is not None:  # what is looked up is to be noted
        return _judged(index, document, reference)
    key = document, reference
    known = index.resolutions.get(key)
    if known is None:
        known = index.resolutions[key] = _judged(index, document, reference)
    return known


def _judged(index: Index, document: str, reference: Reference) -> Resolution:
    resolved = _resolve(index, document, reference)
    if resolved.finding is not None and resolved.document is None and is_part_alone(index, document):
        return resolved._replace(finding=None)
    return resolved


def is_part_alone(index: Index, document: str) -> bool:
    """Tell whether a document is a partial or an example of Antora's, which no page has brought in."""
    return document in index.summaries and is_part(Path(index.summaries[document].path), index.components, index.disk)


def _resolve(index: Index, document: str, reference: Reference) -> Resolution:
    if reference.path:
        return _by_path(index, document, reference)
    if not reference.fragment:
        return _resolution(index, reference, document, _whole(index, document))
    name = reference.fragment
    hits = _by_id(index, document, name) or _by_title(index, document, reference.key or name)
    if hits:
        return _among(index, reference, hits)
    return _missing(reference, *_suggest_id(index, document, reference))


# -- lookup ------------------------------------------------------------------------------------------------------------


def _by_id(index: Index, document: str, name: str) -> list[Hit]:
    """The anchors that an id can mean: one, or several when it is ambiguous."""
    if own := index.in_document(document, name):
        return [Hit(document, min(own, key=lambda anchor: not anchor.explicit))]
    return _best(index, index.with_id(name))


def _by_title(index: Index, document: str, title: str) -> list[Hit]:
    """The anchors that a title can mean. Only what cannot be a plain id is read as one: it has a blank or a capital."""
    if " " not in title and title == title.lower():
        return []
    if own := index.titled_in(document, title):
        return [Hit(document, own[0])]
    return _best(index, index.with_title(title))


def _best(index: Index, hits: Sequence[Hit]) -> list[Hit]:
    """Explicit anchors if there are any, and one hit per place in the sources: an included file's anchor is in
    several documents, of which the file's own is meant, else the first.
    """
    explicit = [hit for hit in hits if hit.anchor.explicit]
    by_place: dict[tuple[str, int], Hit] = {}
    for hit in explicit or hits:
        start = hit.anchor.span.start
        place = index.real_path(start.path), start.line
        if place not in by_place or place[0] == index.real_path(index.summaries[hit.document].path):
            by_place[place] = hit
    return list(by_place.values())


def _by_path(index: Index, document: str, reference: Reference) -> Resolution:
    """A reference that names a file. One of the form ``link`` to a page that is not in the set is no trouble here."""
    location = index.located(document, reference.path, "page") if reference.form != "link" else None
    if location is not None and location.paths and not location.published and _is_described(index, document):
        return _missing(reference, _unpublished(location), None)
    documents = _documents(index, document, reference, location)
    if document in documents and not is_page(Path(documents[0]), index.components, index.disk):
        documents = [document]
    if not documents:
        if reference.form == "link" or _is_elsewhere(index, location):
            return Resolution(None, None, reference.text)
        return _missing(reference, *_suggest_file(index, document, reference, location))
    if not reference.fragment:
        return _resolution(index, reference, documents[0], _whole(index, documents[0]))
    for name in documents:
        if anchors := index.in_document(name, reference.fragment):
            return _resolution(index, reference, name, min(anchors, key=lambda anchor: not anchor.explicit))
    return _missing(reference, *_suggest_id(index, documents[0], reference))


def _documents(index: Index, document: str, reference: Reference, location: Location | None) -> list[str]:
    """The documents that a reference's path may mean. In a described component of Antora that is a resource id."""
    home = index.summaries[document].path if document in index.summaries else ""
    is_id = location is not None and _is_described(index, document)
    files = [] if is_id else list(paths.candidates(home, reference.path))
    if location is not None:
        files += [name for path in location.paths for name in paths.with_suffixes(str(path))]
    documents = next((names for file in files if (names := index.documents_of(file))), [])
    aliases = (index.aliases.get(index.real_path(file)) for file in files) if location is not None else ()
    return documents or next(([name] for name in aliases if name), [])


def _is_described(index: Index, document: str) -> bool:
    """Whether a document is in a component of Antora's that has a description."""
    home = index.summaries[document].path if document in index.summaries else ""
    own = index.components.home(Path(home), index.disk)
    return own is not None and own.described


def _unpublished(location: Location) -> str:
    """Why there is no link to a resource."""
    if location.hidden:
        return "what begins with an underscore is not a part of the site"
    return f"'{location.family}' names files that documents include: they are not a part of the site"


def _is_elsewhere(index: Index, location: Location | None) -> bool:
    """Whether a resource is in a component that is not in the tree, or is a file that is no page."""
    if location is None:
        return False
    return not location.paths or (
        location.family != "page" and any(index.disk.is_file(path) for path in location.paths)
    )


def _whole(index: Index, document: str) -> Anchor | None:
    """The anchor of a document's title, if it has one."""
    anchors = index.summaries[document].anchors if document in index.summaries else ()
    return next((anchor for anchor in anchors if anchor.kind == "document"), None)


# -- what comes out ----------------------------------------------------------------------------------------------------


def _resolution(index: Index, reference: Reference, document: str, anchor: Anchor | None) -> Resolution:
    return Resolution(document, anchor, reference_text(index, reference, document, anchor))


def reference_text(index: Index, reference: Reference, document: str, anchor: Anchor | None) -> str:
    """Return what a reference shows: the given text, else the reftext, else title or label by the xrefstyle, else the
    id.
    """
    if reference.text:
        return reference.text
    title = title_of(index, document, anchor)
    if anchor is None:
        reftext = index.summaries[document].reftext if document in index.summaries else ""
        return reftext or title or (PurePath(document).stem if reference.path else "[^top]")
    if anchor.reftext:
        return f"[{anchor.reftext}]" if anchor.kind == "bibliography" else anchor.reftext
    if anchor.label and reference.style == "short":
        return anchor.label
    if anchor.label and reference.style == "full" and title:
        return f"{anchor.label}, \u201c{title}\u201d"
    return title or f"[{anchor.id}]"


def title_of(index: Index, document: str, anchor: Anchor | None) -> str:
    """Return the title of an anchor, or of a document as a whole; what it refers to in other documents is in it."""
    summary = index.summaries.get(document)
    titled = anchor or summary
    if titled is None or not titled.words:
        return titled.title if titled is not None else ""
    if not index.titles:
        for name in sorted(index.summaries):
            for each in (None, *index.summaries[name].anchors):
                _follow(index, name, each)
    return index.titles.get((document, anchor.id if anchor is not None else ""), titled.title)


def _follow(index: Index, document: str, anchor: Anchor | None, depth: int = 0) -> None:
    """Enter what a title says; while that is being found out, it says what it says without other documents."""
    titled = anchor or index.summaries[document]
    place = document, anchor.id if anchor is not None else ""
    if not titled.words or place in index.titles or len(titled.words) > MAX_WORDS or depth > MAX_CHAIN:
        return
    index.titles[place] = titled.title
    parts: list[str] = []
    for word in titled.words:
        if isinstance(word, str):
            parts.append(word)
            continue
        resolved = _judged(index, document, word._replace(style=""))  # not kept: titles are not known yet
        if resolved.document is not None:
            _follow(index, resolved.document, resolved.anchor, depth + 1)
        parts.append(_judged(index, document, word).text)
    words = "".join(parts)
    if len(words) <= MAX_TITLE:
        index.titles[place] = words


def _among(index: Index, reference: Reference, hits: Sequence[Hit]) -> Resolution:
    """The first of several, with a finding when there are several."""
    resolved = _resolution(index, reference, hits[0].document, hits[0].anchor)
    if len(hits) == 1:
        return resolved
    related = tuple(Related(f"'{hit.anchor.id}' is here", hit.anchor.span) for hit in hits)
    named = ", ".join(_at(hit.anchor) for hit in hits[:NAMED]) + (", ..." if len(hits) > NAMED else "")
    finding = Finding(
        Code.XREF_AMBIGUOUS,
        f"xref target '{reference.target}' is in {len(hits)} documents: {named}",
        reference.span,
        related=related[:NAMED],
        hint="name the file (xref:FILE.adoc#ID[]) or give the one that is meant an id of its own",
        stack=reference.stack,
    )
    return Resolution(resolved.document, resolved.anchor, resolved.text, finding)


def _missing(reference: Reference, hint: str, fix: Fix | None) -> Resolution:
    message = f"xref target not found: '{reference.target}'"
    finding = Finding(Code.XREF_UNRESOLVED, message, reference.span, fix=fix, hint=hint, stack=reference.stack)
    return Resolution(None, None, reference.text or f"[{reference.target}]", finding)


def _at(anchor: Anchor) -> str:
    start = anchor.span.start
    return f"{PurePath(start.path).name}:{start.line}"


# -- did you mean ------------------------------------------------------------------------------------------------------


def _suggest_id(index: Index, document: str, reference: Reference) -> tuple[str, Fix | None]:
    """What was probably meant by an id: the same one elsewhere, a document of that name, or the nearest id."""
    wanted = reference.fragment
    if reference.path and (elsewhere := _best(index, index.with_id(wanted))):
        anchor = elsewhere[0].anchor
        return f"it has no '{wanted}', but {_at(anchor)} has", None
    if not reference.path and (files := index.named.get(wanted)):
        return f"for the document write 'xref:{PurePath(files[0]).name}[]'", None
    summary = index.summaries.get(document)
    own = frozenset(anchor.id for anchor in summary.anchors) if summary else frozenset[str]()
    name = Names(own).nearest(wanted) if reference.path else index.ids.nearest(wanted, own)
    if name is None:
        return "", None
    hits = _by_id(index, document, name)
    replacement = reference.target[: len(reference.target) - len(wanted)] + name
    change = Fix(f"replace by '{name}'", reference.span, before=reference.target, replacement=replacement)
    fix = change if is_slip(wanted, name) else None
    return f"did you mean '{name}' ({_at(hits[0].anchor)})?", fix


def _suggest_file(
    index: Index, document: str, reference: Reference, location: Location | None
) -> tuple[str, Fix | None]:
    """The file that was probably meant by a path: one of that name elsewhere, else the one of the nearest name."""
    if location is not None and location.family != "page":
        return f"there is no such {location.family} in its module", None
    absent = f"no document '{reference.path}' is in the set"
    stem = index.files.nearest(PurePath(reference.path).stem)
    if not stem:
        return absent, None
    near = index.named[stem][0]
    home = index.summaries[document].path if document in index.summaries else document
    return f"{absent}; did you mean '{id_of(Path(near), Path(home), index.components, index.disk) or near}'?", None
