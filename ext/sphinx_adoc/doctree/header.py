"""The document header: title, authors, revision, and what machines want to know."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import plain_text

from .context import Context, language_class
from .options import TITLE_DOCUMENT, TITLE_SECTION
from .sections import free_id


def open_document(ctx: Context) -> nodes.Element:
    """Put title and authors into the document; return the node that takes the blocks."""
    doc, document = ctx.outer, ctx.document
    version = doc.header_version
    language = doc.attribute("lang", version) or ""
    ctx.speak(language if ctx.options.title == TITLE_DOCUMENT else ctx.options.locale)
    words = _title_words(doc)
    shown = bool(words) and ctx.options.title in (TITLE_DOCUMENT, TITLE_SECTION) and not _hidden(doc)
    if words and not (shown and ctx.options.title == TITLE_SECTION):  # that is a section's, as on other pages of Sphinx
        document["title"] = words
    _meta(ctx, version)
    if not shown:
        if doc.header is not None and doc.header.id:
            document["ids"].append(doc.header.id)
        _docinfo(ctx, version, document)
        return document
    assert doc.header is not None
    if ctx.options.title == TITLE_DOCUMENT:
        _title(ctx, words, document)
        _docinfo(ctx, version, document)
        _manual_name(ctx, document)
        return document
    _docinfo(ctx, version, document)  # Sphinx looks for it before the first section
    top = ctx.place(doc.header.ref, nodes.section())
    _title(ctx, words, top)
    if language and language != ctx.options.locale:
        top["classes"] += language_class(language)
    ctx.speak(language)
    document.append(top)
    _manual_name(ctx, top)
    return top


def _title(ctx: Context, words: str, top: nodes.Element) -> None:
    doc = ctx.outer
    assert doc.header is not None
    if doc.header.id:
        top["ids"].append(doc.header.id)
    elif ctx.options.title == TITLE_SECTION:
        top["ids"].append(free_id(ctx, nodes.make_id(words).replace("-", "_") or "document"))
    top["classes"].extend(doc.header.roles)
    heading = doc.title
    title = ctx.place(doc.header.ref, nodes.title(heading.raw if heading is not None else words, ""))
    if heading is not None and doc.doctype != "manpage":
        ctx.text(heading, title)
    else:
        title.append(nodes.Text(words))
    top.append(title)


def _manual_name(ctx: Context, parent: nodes.Element) -> None:
    """The section NAME of a manual page, which the parser keeps as attributes."""
    doc = ctx.outer
    given = [doc.attribute(name, doc.header_version) for name in ("manname-title", "mannames", "manpurpose")]
    if doc.doctype != "manpage" or not all(given):
        return
    title, names, purpose = map(str, given)
    section = nodes.section("", nodes.title(title, title), classes=["docinfo", "manname"])
    section["ids"].append(doc.attribute("manname-id", doc.header_version) or free_id(ctx, "name"))
    section.append(nodes.paragraph("", f"{names} - {purpose}"))
    parent.append(section)


def _title_words(doc: Document) -> str:
    if doc.title is None:
        return ""
    words = plain_text(doc.title.inlines)
    return f"{words} Manual Page" if doc.doctype == "manpage" else words


def _hidden(doc: Document) -> bool:
    """The title stays away with ``:notitle:``, with ``:!showtitle:``, and from a document that is one line of text."""
    if doc.doctype == "inline":
        return True
    unset = doc.header is not None and "showtitle" in doc.header.entries and doc.attribute("showtitle") is None
    return unset or doc.attribute("notitle", doc.header_version) is not None


def _meta(ctx: Context, version: int) -> None:
    for name in ("description", "keywords"):
        value = ctx.outer.attribute(name, version)
        if value:
            ctx.document.append(nodes.meta(name=name, content=value))


def _free(ctx: Context, name: str) -> list[str]:
    return [] if name in ctx.outer.ids else [name]


def _docinfo(ctx: Context, version: int, parent: nodes.Element) -> None:
    doc = ctx.outer
    info = nodes.docinfo()
    for number, author in enumerate(doc.header.authors if doc.header is not None else (), 1):
        suffix = str(number) if number > 1 else ""
        info.append(nodes.author("", author.fullname, ids=_free(ctx, f"author{suffix}")))
        if author.email:
            address = author.email if ":" in author.email else f"mailto:{author.email}"
            reference = nodes.reference("", author.email, refuri=address)
            info.append(nodes.contact("", "", reference, ids=_free(ctx, f"email{suffix}")))
    for name, made in (("revnumber", nodes.version), ("revdate", nodes.date), ("revremark", nodes.status)):
        value = doc.attribute(name, version)
        if value:
            info.append(made("", value))
    if ctx.options.fields and doc.header is not None:
        for name, entry in doc.header.entries.items():
            if entry.value is not None:
                info.append(
                    nodes.field("", nodes.field_name("", name), nodes.field_body("", nodes.paragraph("", entry.value)))
                )
    if len(info):
        parent.append(info)
