"""What not every project holds itself to, and is looked for where a project asks for it: the codes ``ON_REQUEST``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Related, merge_variants
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import BlockMacro, Icon, Inline, InlineImage, InlineVisit, Link, plain_text
from sphinx_adoc.syntax.tree.inline import walk_inlines

from .load import Loaded
from .resolve import resolve

_DEFAULT: Final = "default-alt"  # what a block image has where nobody described it


def findings(loaded: Loaded, documents: Iterable[Document], codes: frozenset[Code]) -> list[Finding]:
    """Return what is found of the codes that are asked for."""
    findings: list[Finding] = []
    if Code.XREF_GENERATED in codes:
        findings += merge_variants({name: _generated(loaded, name) for name in loaded.indexes})
    if codes - {Code.XREF_GENERATED}:
        findings += [finding for doc in documents for finding in _of_document(doc) if finding.code in codes]
    return findings


def _generated(loaded: Loaded, variant: str) -> Iterator[Finding]:
    """References to ids that a title made, with the title's place. Ids of footnotes cannot be chosen."""
    index = loaded.indexes[variant]
    for name in loaded.pages[variant]:
        for reference in index.summaries[name].references:
            anchor = resolve(index, name, reference).anchor if reference.fragment else None
            if anchor is None or anchor.explicit or anchor.kind == "footnote" or anchor.id != reference.fragment:
                continue
            yield Finding(
                Code.XREF_GENERATED,
                f"the id '{anchor.id}' was made from a title",
                reference.span,
                related=(Related("the title", anchor.span),),
                hint=f"write [#{anchor.id}] above it, so that it stays when the title changes",
                stack=reference.stack,
            )


def _of_document(doc: Document) -> Iterator[Finding]:
    doc.read_all()
    for visit in doc.walk_all():
        if isinstance(visit, BlockMacro):
            if visit.macro == "image" and _DEFAULT in visit.attrs:
                yield _undescribed(_line(doc, visit), visit.target, doc, visit.ref)
        elif isinstance(visit, InlineVisit):
            yield from _of_inline(doc, visit)


def _of_inline(doc: Document, visit: InlineVisit[Inline]) -> Iterator[Finding]:
    node, ref = visit.inline, visit.text.position(visit.inline.start)[0]
    if isinstance(node, Icon):
        return
    if isinstance(node, InlineImage):
        if not _is_described(visit.text.raw[node.start : node.end]):
            yield _undescribed(visit.span, node.target, doc, ref)
    elif isinstance(node, Link) and not _shows_something(node):
        message = f"the link to '{node.target}' shows no text"
        stack = doc.origin.include_stack(ref)
        yield Finding(Code.LINK_UNNAMED, message, visit.span, hint="say where it leads", stack=stack)


def _shows_something(link: Link) -> bool:
    """Whether a link has words, or a picture."""
    return bool(plain_text(link.children).strip()) or any(
        isinstance(inner, InlineImage) for inner in walk_inlines(link.children)
    )


def _is_described(macro: str) -> bool:
    """Whether the brackets of an inline image hold a text, or say that there is none to be read: ``alt=""``."""
    inside = macro.partition("[")[2].removesuffix("]")
    first = inside.partition(",")[0].strip()
    return (bool(first) and "=" not in first) or "alt=" in inside


def _undescribed(span: Span, target: str, doc: Document, ref: int) -> Finding:
    hint = 'put it in brackets: [The lamp]; or alt="" for an ornament'
    message = f"the image '{target}' has no text that says what it shows"
    return Finding(Code.IMAGE_UNDESCRIBED, message, span, hint=hint, stack=doc.origin.include_stack(ref))


def _line(doc: Document, block: BlockMacro) -> Span:
    end = max(len(doc.origin.line(block.ref).rstrip()), block.col)
    return Span(doc.origin.place(block.ref, block.col), doc.origin.place(block.ref, end))
