"""A document's tree as short lines that a person can check: what the cases' .tree files hold.

A line for each block: name (with its variant), place ``line:col-line:col``, then what it has of ``#id`` (``~id`` where
it was generated), ``.role``, ``%option``, ``style=``, attributes. Indented below: its texts, as
``label line:col [subs] "raw"``, with ``-> "plain"`` where attributes are replaced; then the blocks inside. At the end
the problems, as ``! severity code line:col message (hint)``. A place in an included file has the file's name before it.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place
from sphinx_adoc.syntax.tree import (
    NORMAL,
    VERBATIM,
    Admonition,
    Block,
    BlockMacro,
    Break,
    Cell,
    Column,
    Compound,
    DescriptionItem,
    Heading,
    InlineText,
    Leaf,
    List,
    Listing,
    ListItem,
    Quote,
    Section,
    Stem,
    Table,
    Verse,
)

SUBS = {NORMAL: "", VERBATIM: " [verbatim]", (): " [none]"}


def dump(document: Document) -> str:
    """The lines of a document whose blocks are read; all its inline text is parsed."""
    document.read_all()
    lines = [*_document(document, document)]
    lines += [
        f"! {problem.severity} {problem.code} {_place(document, problem.span.start)} {problem.message}"
        + (f" ({problem.hint})" if problem.hint else "")
        for problem in document.problems
    ]
    return "\n".join(lines) + "\n"


def _document(document: Document, top: Document) -> Iterator[str]:
    yield f"document {document.doctype}{_common(document)}"
    yield from _indent(_header(document))
    for block in document.blocks:
        yield from _indent(_block(block, top))


def _header(document: Document) -> Iterator[str]:
    header = document.header
    if header is None:
        return
    if header.ref >= 0:
        yield f"header {_span(document, header.ref, 1, header.end_ref, header.end_col)}{_mark(header.marker)}"
    if document.title is not None:
        yield "  " + _text("title", document.title, document)
    for author in header.authors:
        parts = [author.firstname, author.middlename, author.lastname]
        mail = f" <{author.email}>" if author.email else ""
        yield f"  author {author.fullname!r} = {' + '.join(map(repr, filter(None, parts)))} ({author.initials}){mail}"
    for name in ("revnumber", "revdate", "revremark", "mantitle", "manvolnum", "manname", "mannames", "manpurpose"):
        if (value := document.attribute(name, document.header_version)) is not None:
            yield f"  {name}: {value!r}"
    for entry in header.entries.values():
        place = _place(document, document.origin.place(entry.ref, 1))
        yield f"  entry {entry.name} {place} {_quoted(entry.value)}"


def _block(block: Block, document: Document) -> Iterator[str]:
    yield f"{_name(block)} {_span(document, block.ref, block.col, block.end_ref, block.end_col)}{_common(block)}"
    for label, text in _texts(block):
        yield "  " + _text(label, text, document)
    if isinstance(block, Table):
        yield from _indent(_table(block, document))
    elif isinstance(block, Cell) and isinstance(block.inner, Document):
        yield from _indent(_document(block.inner, document))
    else:
        for child in block.children:
            yield from _indent(_block(child, document))


def _name(block: Block) -> str:
    """The block's name with what tells it from others of its kind."""
    match block:
        case Section():
            numeral = f" numeral={block.numeral!r}" if block.numeral else ""
            return f"{block.sectname} level={block.level}{numeral}{_mark(block.marker)}"
        case Heading():
            return f"heading level={block.level}{_mark(block.marker)}"
        case Admonition():
            return f"admonition {block.variant} label={block.label!r} {block.form}{_mark(block.delimiter)}"
        case Listing() if block.language:
            return f"listing language={block.language} {block.form}{_mark(block.delimiter)}"
        case Stem():
            return f"stem {block.notation} {block.form}{_mark(block.delimiter)}"
        case Leaf() | Compound():
            return f"{block.name} {block.form}{_mark(block.delimiter)}" if block.form != "paragraph" else block.name
        case List():
            start = f" start={block.start}" if block.start != 1 else ""
            return f"{block.variant} list{_mark(block.marker)}{start}{' checklist' if block.checklist else ''}"
        case ListItem():
            box = "" if block.checked is None else f" [{'x' if block.checked else ' '}]"
            return f"item{_mark(block.marker)}{f' number={block.number}' if block.number else ''}{box}"
        case Break():
            return f"{block.variant} break"
        case BlockMacro():
            return f"{block.macro} macro {block.target!r}"
        case Table():
            return f"table{_mark(block.delimiter)} frame={block.frame} grid={block.grid} stripes={block.stripes}" + (
                " autowidth" if block.autowidth else ""
            )
        case Cell():
            spans = f" spans {block.colspan}x{block.rowspan}" if (block.colspan, block.rowspan) != (1, 1) else ""
            return f"cell{spans} {block.halign}/{block.valign}"
        case _:
            return block.name


def _mark(marker: str) -> str:
    return f" {marker}" if marker else ""


def _common(block: Block) -> str:
    """What any block may have."""
    parts = [f" {'#' if block.explicit_id else '~'}{block.id}"] if block.id else []
    parts += [f" .{role}" for role in block.roles] + [f" %{option}" for option in block.options]
    parts += [f" style={block.style}"] if block.style else []
    parts += [f" caption={block.caption!r}"] if block.caption else []
    parts += [f" {name}={json.dumps(value, ensure_ascii=False)}" for name, value in block.attrs.items()]
    return "".join(parts)


def _texts(block: Block) -> Iterator[tuple[str, InlineText]]:
    heading = isinstance(block, Section | Heading)
    for label, text in (("title", None if heading else block.title), ("reftext", block.reftext)):
        if text is not None:
            yield label, text
    match block:
        case Section() | Heading():
            yield "heading", block.title
        case DescriptionItem():
            yield from (("term", term) for term in block.terms)
            if block.principal is not None:
                yield "text", block.principal
        case ListItem() if block.principal is not None:
            yield "text", block.principal
        case Leaf():
            yield "text", block.text
        case Cell():
            yield from (("text", text) for text in block.paragraphs)
    if isinstance(block, Quote | Verse):
        for label, text in (("by", block.attribution), ("from", block.citetitle)):
            if text is not None:
                yield label, text


def _text(label: str, text: InlineText, document: Document) -> str:
    place = _place(document, text.place(0))
    subs = SUBS.get(text.subs, f" [{' '.join(text.subs)}]")
    plain = f" -> {_quoted(text.plain)}" if "{" in text.raw and "attributes" in text.subs else ""
    return f"{label} {place}{subs} {_quoted(text.raw)}{plain}"


def _table(table: Table, document: Document) -> Iterator[str]:
    yield "columns " + ", ".join(_column(column) for column in table.columns)
    for part, rows in (("head", table.head), ("body", table.body), ("foot", table.foot)):
        for row in rows:
            yield part
            for cell in row:
                yield from _indent(_block(cell, document))


def _column(column: Column) -> str:
    style = f" {column.style}" if column.style else ""
    return f"{column.width:g}%{'~' if column.autowidth else ''} {column.halign}/{column.valign}{style}"


def _indent(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _quoted(raw: str | None) -> str:
    shown = raw if raw is None or len(raw) <= 400 else f"{raw[:200]}...{raw[-100:]}"
    return json.dumps(shown, ensure_ascii=False)


def _span(document: Document, ref: int, col: int, end_ref: int, end_col: int) -> str:
    origin = document.origin
    start, end = origin.place(ref, col), origin.place(end_ref, end_col)
    return f"{_place(document, start)}-{_place(document, end, start.path)}"


def _place(document: Document, place: Place, path: str | None = None) -> str:
    known = document.path if path is None else path
    return f"{'' if place.path == known else PurePath(place.path).name + ':'}{place.line}:{place.column}"
