"""What may come next: ids with their titles, files, attributes, macros, languages, styles and options of blocks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.graph import title_of
from sphinx_adoc.lsp.state.asciidoctorconfig import settings_above
from sphinx_adoc.lsp.state.positions import Text
from sphinx_adoc.lsp.state.view import VariantDocument, View, relative
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.project.vocabulary import NUMBER
from sphinx_adoc.syntax.antora import component_root
from sphinx_adoc.syntax.inlines.intrinsic import INTRINSIC
from sphinx_adoc.syntax.settings import Settings, initial_attributes

from . import words

TRIGGERS: Final = ("<", ":", "{", "#", "/", "[", ",", "%")
MAX_OFFERS: Final = 1000
"""Items that are given at once; an editor asks again when more is typed."""

_Kind = types.CompletionItemKind


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may come next. ``rank``: 0 for what is nearest."""

    text: str
    kind: types.CompletionItemKind
    detail: str = ""
    rank: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class CompletionContext:
    """Where completion is asked for. ``doc``: the document that the file is in, None for a new one. ``partial``: what
    is there already of the word; ``match``: of the pattern that led here.
    """

    view: View
    path: Path
    doc: VariantDocument | None
    partial: str
    match: re.Match[str]


def complete(view: View, path: Path, text: Text, position: types.Position, *, snippets: bool) -> types.CompletionList:
    """Return what may come at a position of a text, which may be newer than the view. ``snippets``: whether the editor
    takes a place for the cursor.
    """
    number, column = text.place(position)
    line = text.line(number)
    before, behind = line[: column - 1], line[column - 1 :]
    for pattern, offers in _CONTEXTS:
        if match := pattern.search(before):
            partial = match["partial"]
            doc = next(iter(view.documents_of(path)), None)
            context = CompletionContext(view, path, doc, partial, match)
            start = text.position(text.offset(position) - len(partial))
            place = types.Range(start, position)
            matching = [offer for offer in offers(context) if _matches(partial, offer)]
            matching.sort(key=lambda offer: _order(partial, offer))
            items = [
                _item(offer, place, behind, number, snippets=snippets)
                for number, offer in enumerate(matching[:MAX_OFFERS])
            ]
            return types.CompletionList(is_incomplete=len(matching) > MAX_OFFERS, items=items)
    return types.CompletionList(is_incomplete=False, items=[])


def _matches(partial: str, offer: Offer) -> bool:
    wanted = partial.casefold()
    return any(wanted in words.casefold() for words in (offer.text, offer.detail, offer.label))


def _order(partial: str, offer: Offer) -> tuple[bool, int, str]:
    """What begins as is written comes first, then what is nearest."""
    label = (offer.label or offer.text).casefold()
    return not label.startswith(partial.casefold()), offer.rank, offer.text


def _item(offer: Offer, place: types.Range, behind: str, number: int, *, snippets: bool) -> types.CompletionItem:
    """An offer as the editor takes it; what stands behind already is not written twice."""
    is_snippet = offer.kind is _Kind.Snippet and snippets
    text = offer.text if is_snippet or offer.kind is not _Kind.Snippet else offer.text.replace(words.CURSOR, "")
    for closing in (">>", "}", "[]"):
        if text.endswith(closing) and behind.startswith(closing[0]):
            text = text.removesuffix(closing)
    return types.CompletionItem(
        label=offer.label or offer.text.removesuffix(">>").removesuffix("}").removesuffix("[]"),
        kind=offer.kind,
        detail=offer.detail or None,
        filter_text=f"{offer.label or offer.text} {offer.detail}",
        sort_text=f"{number:05}",
        text_edit=types.TextEdit(place, text),
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
    )


# -- references --------------------------------------------------------------------------------------------------------


def _angle(context: CompletionContext) -> Iterator[Offer]:
    """What stands between angle brackets: an id of the document, a title, or a file's anchor."""
    for offer in _ids(context):
        yield Offer(f"{offer.text}>>", offer.kind, offer.detail, offer.rank)
    if context.doc is not None:
        for anchor in context.doc.summary.anchors:
            if anchor.title and " " in anchor.title and not set(anchor.title) & set("<>,#"):
                yield Offer(f"{anchor.title}>>", _Kind.Text, "its title", 2)


def _xref(context: CompletionContext) -> Iterator[Offer]:
    for offer in _ids(context):
        yield Offer(f"{offer.text}[]", offer.kind, offer.detail, offer.rank)
    for doc in _pages(context):
        name = _name(context, doc)
        title = title_of(doc.index, doc.page, None)
        yield Offer(f"{name}[]", _Kind.File, title, 1)


def _ids(context: CompletionContext) -> Iterator[Offer]:
    """The ids of the document, and those of the others behind the names of their files."""
    for doc in _pages(context):
        own = context.doc is not None and doc.page == context.doc.page
        prefix = "" if own else f"{_name(context, doc)}#"
        for anchor in doc.summary.anchors:
            if anchor.kind != "footnote":
                title = title_of(doc.index, doc.page, anchor) or anchor.reftext
                origin = "" if anchor.explicit else " (made from the title)"
                yield Offer(f"{prefix}{anchor.id}", _Kind.Reference, f"{title}{origin}".strip(), 0 if own else 2)


def _fragment(context: CompletionContext) -> Iterator[Offer]:
    """The ids of the document that a path names."""
    for doc in _pages(context):
        if _name(context, doc) == context.match["path"]:
            for anchor in doc.summary.anchors:
                title = title_of(doc.index, doc.page, anchor)
                yield Offer(f"{anchor.id}[]", _Kind.Reference, title, 0 if anchor.explicit else 1)


def _pages(context: CompletionContext) -> Iterator[VariantDocument]:
    """The documents of the variant that the file is read in, each once."""
    index = context.doc.index if context.doc is not None else next(iter(context.view.indexes.values()), None)
    if index is not None:
        yield from (doc for doc in context.view.all_documents() if doc.index is index)


def _name(context: CompletionContext, doc: VariantDocument) -> str:
    """How a document is named in the one that is asked about: its path, within Antora's pages a resource id."""
    home = context.view.real(context.doc.summary.path) if context.doc is not None else context.path
    target = context.view.real(doc.summary.path)
    ours, theirs = _module(home, context.view), _module(target, context.view)
    if ours is None or theirs is None or ours.parent != theirs.parent:
        return Path(os.path.relpath(target, home.parent)).as_posix()
    inner = target.relative_to(theirs / "pages").as_posix()
    return inner if ours == theirs else f"{theirs.name}:{inner}"


def _module(path: Path, view: View) -> Path | None:
    """The module of Antora's that a page is in."""
    root = component_root(path, view.files)
    if root is None:
        return None
    module = root / "modules" / path.relative_to(root / "modules").parts[0]
    return module if path.is_relative_to(module / "pages") else None


# -- files -------------------------------------------------------------------------------------------------------------


def _includes(context: CompletionContext) -> Iterator[Offer]:
    return _files(context, context.path.parent, lambda name: True)


def _media(context: CompletionContext) -> Iterator[Offer]:
    home = context.path
    folder = ""
    if context.doc is not None:
        home = context.view.real(context.doc.summary.path)
        folders = [target.folder for target in context.doc.summary.targets if target.kind == "image"]
        set_to = [one.value for one in context.doc.details.settings if one.name == "imagesdir" and one.value]
        imagesdir = context.view.settings.attributes.get("imagesdir") or ""
        folder = next(iter([*folders, *set_to]), imagesdir.removesuffix("@"))
    return _files(context, home.parent / folder, lambda name: Path(name).suffix not in KNOWN)


def _linked(context: CompletionContext) -> Iterator[Offer]:
    return _files(context, context.path.parent, lambda name: True)


def _files(context: CompletionContext, folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[Offer]:
    """The files and folders below a folder that begin as is written; none outside of the project."""
    inner, _, _ = context.partial.rpartition("/")
    place = context.view.files.real(folder / inner)
    top = context.view.files.real(context.view.scope.start)
    if not place.is_relative_to(top if context.view.files.is_dir(top) else top.parent):
        return
    prefix = f"{inner}/" if inner else ""
    for name in context.view.files.names(place):
        if not name.startswith(".") and is_wanted(name) and place / name != context.path:
            yield Offer(f"{prefix}{name}[]", _Kind.File, rank=0)
    for name in context.view.files.folders(place):
        if not name.startswith("."):
            yield Offer(f"{prefix}{name}/", _Kind.Folder, rank=1)


# -- attributes --------------------------------------------------------------------------------------------------------


def _attributes(context: CompletionContext) -> Iterator[Offer]:
    own, given = _own_values(context), _given_values(context)
    for name, setting in settings_above(context.view, context.path).items():
        if name not in own and name not in given:
            where = relative(context.view.real(setting.span.start.path))
            yield Offer(f"{name}}}", _Kind.Variable, f"{setting.value} (for editors, in {where})", 1)
    for rank, values in enumerate((own, given, INTRINSIC)):
        for name, value in values.items():
            if rank == 0 or name not in own:
                yield Offer(f"{name}}}", _Kind.Variable, value, rank)


def _conditions(context: CompletionContext) -> Iterator[Offer]:
    own = _own_values(context)
    for name, value in {**_given_values(context), **own}.items():
        yield Offer(name, _Kind.Variable, value, int(name not in own))


def _own_values(context: CompletionContext) -> dict[str, str]:
    """The attributes that the document sets, with a value of each."""
    settings = context.doc.details.settings if context.doc is not None else ()
    return {one.name: one.value for one in settings if one.value is not None}


def _given_values(context: CompletionContext) -> dict[str, str]:
    """The attributes that are given from outside."""
    return initial_attributes(Settings(attributes=context.view.settings.attributes), context.path.name)[0]


# -- words of the language ---------------------------------------------------------------------------------------------


def _words(table: Mapping[str, str], kind: types.CompletionItemKind) -> Callable[[CompletionContext], Iterator[Offer]]:
    return lambda _asked: (Offer(word, kind, says) for word, says in table.items())


def _languages(_context: CompletionContext) -> Iterator[Offer]:
    return (Offer(alias, _Kind.EnumMember, name) for alias, name in words.languages().items())


def _running(context: CompletionContext) -> Iterator[Offer]:
    """What may stand in running text: macros, and the words that the project's claims know."""
    for kind, members in context.view.vocabulary.items():
        for spelling in dict.fromkeys(spelling for spellings in members.values() for spelling in spellings):
            if NUMBER not in spelling:
                yield Offer(spelling, _Kind.Value, f"{kind}, a word of the claims' vocabulary", 0)
    yield from _words(words.INLINE_MACROS, _Kind.Keyword)(context)


def _line_start(context: CompletionContext) -> Iterator[Offer]:
    """What a line may begin with: macros, directives and blocks."""
    yield from _words({**words.BLOCK_MACROS, **words.INLINE_MACROS}, _Kind.Keyword)(context)
    for name, (block, says) in words.BLOCKS.items():
        yield Offer(block, _Kind.Snippet, says, 2, name)


def _first(_context: CompletionContext) -> Iterator[Offer]:
    """What an attribute list begins with."""
    for table in (words.STYLES, words.NAMED):
        for word, says in table.items():
            yield Offer(word if table is words.STYLES else f"{word}=", _Kind.Keyword, says, int(table is words.NAMED))


_CONTEXTS: Final[tuple[tuple[re.Pattern[str], Callable[[CompletionContext], Iterator[Offer]]], ...]] = (
    (re.compile(r"<<(?P<partial>[^<>,\n]*)$"), _angle),
    (re.compile(r"xref:(?P<path>[^\[\]\s#]+)#(?P<partial>[^\[\]\s#]*)$"), _fragment),
    (re.compile(r"xref:(?P<partial>[^\[\]\s#]*)$"), _xref),
    (re.compile(r"^include::(?P<partial>[^\[\]{}]*)$"), _includes),
    (re.compile(r"(?:image|video|audio)::?(?P<partial>[^\[\]\s{}]*)$"), _media),
    (re.compile(r"link:(?P<partial>[^\[\]\s{}]*)$"), _linked),
    (re.compile(r"(?<!\\)\{(?P<partial>[\w-]*)$"), _attributes),
    (re.compile(r"^(?:ifdef|ifndef|endif)::(?:[\w-]+[,+])*(?P<partial>[\w-]*)$"), _conditions),
    (re.compile(r"^:!?(?P<partial>[\w-]*)$"), _conditions),
    (re.compile(r"^\[(?:source)?(?:%[\w%-]*)?,\s*(?P<partial>[\w+#.-]*)$"), _languages),
    (re.compile(r"^\[[^\]]*%(?P<partial>\w*)$"), _words(words.OPTIONS, _Kind.EnumMember)),
    (
        re.compile(r"^\[[^\]]*,\s*(?P<partial>\w*)$"),
        _words({f"{name}=": says for name, says in words.NAMED.items()}, _Kind.Property),
    ),
    (re.compile(r"^\[(?P<partial>\w*)$"), _first),
    (re.compile(r"^(?P<partial>[a-z]+:{0,2})$"), _line_start),
    (re.compile(r"(?<![\w:])(?P<partial>[a-z][\w.-]+:?)$"), _running),
)
"""What may stand at the end of what is written so far, the most particular first."""
