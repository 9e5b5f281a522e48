"""From a parsed document to its :class:`Summary`: one walk over the blocks and their inline nodes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from sphinx_adoc.finding import Finding, from_problem
from sphinx_adoc.syntax.checkpoint import NotSeparable
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.references import key, section_label
from sphinx_adoc.syntax.source import Place, Span
from sphinx_adoc.syntax.tree import (
    Anchor as AnchorNode,
)
from sphinx_adoc.syntax.tree import (
    Block,
    BlockMacro,
    Callout,
    Footnote,
    Heading,
    Inline,
    InlineImage,
    InlineText,
    InlineVisit,
    Link,
    List,
    Paragraph,
    Parent,
    Section,
    Text,
    TextVisit,
    Xref,
    plain_text,
    walk_inlines,
)

from . import document_targets as targets
from . import formulas, malformed, near_misses, unquoted, unshown, waivers
from .addresses import Addresses
from .callouts import Callouts
from .model import Address, Anchor, Reference, Summary, Target, Waiver, Words
from .titles import words_with_references
from .units import in_order

_EXTENSION: Final = re.compile(r"\.[^/.]+$")
_PAGE: Final = re.compile(r"(?![a-z][a-z0-9+.-]*:|/|#)([^#?]+\.(?:html?|adoc|asciidoc))(?:#(.*))?", re.IGNORECASE)


def summarize(doc: Document) -> Summary:
    """Return the anchors, references, includes and waivers of a document, and the trouble that reading it gave. A
    stranger's waivers do not count.
    """
    contents = Contents(doc)
    contents.add(doc)
    collected = () if doc.settings.trust.stranger else tuple(waivers.collect(doc.origin, [doc]))
    return titled(doc, contents.summary(collected))


def summarize_anchors(doc: Document, names: Collection[str]) -> Summary:
    """Return the summary of a document with nothing but its anchors: those of blocks, and those in texts in which one
    of some names is written. The inline markup of other texts is not read.
    """
    contents = Contents(doc)
    for visit in doc.walk_unparsed():
        if isinstance(visit, Block):
            contents.add_anchor(visit)
        elif any(name in visit.text.raw for name in names):
            for inline in walk_inlines(visit.text.inlines):
                contents.anchors += _inline_anchors(InlineVisit(*visit, inline))
    return titled(doc, contents.summary(()))._replace(findings=())


def with_texts(doc: Document, summary: Summary, texts: Iterable[InlineText]) -> Summary:
    """Return the summary of a document with what texts have that are no part of its tree."""
    contents = Contents(doc)
    for text in texts:
        holder = Paragraph(text.refs[0])
        holder.text = text
        contents.add(holder)
    return summary._replace(
        anchors=(*summary.anchors, *contents.anchors),
        references=(*summary.references, *contents.references),
        targets=(*summary.targets, *contents.targets),
        addresses=(*summary.addresses, *contents.addresses),
        findings=(*summary.findings, *contents.findings),
    )


def titled(doc: Document, summary: Summary) -> Summary:
    """Return the summary of a document's contents with what the document as a whole is called."""
    return summary._replace(
        title=_words(doc.title),
        words=_open_words(doc, doc.title),
        reftext=_words(doc.reftext),
        aliases=tuple(alias for part in (doc.attribute("page-aliases") or "").split(",") if (alias := part.strip())),
    )


class Contents:
    """What a walk through a document, or a part of one, comes upon. ``apart``: the parts are read one by one; what only
    all of them say raises NotSeparable.
    """

    def __init__(self, doc: Document, *, apart: bool = False) -> None:
        self._apart = apart
        self.anchors: list[Anchor] = []
        self.references: list[Reference] = []
        self.targets: list[Target] = []
        self.addresses: list[Address] = []
        self.findings: list[Finding] = []
        self.named = Addresses(doc)
        self._doc = doc
        self._callouts = Callouts()
        self._in_module = doc.settings.components.module(Path(doc.path), doc.settings.files) is not None

    def add(self, block: Block) -> None:
        """Add what a block and all inside it have."""
        for visit in block.walk_all():
            if isinstance(visit, InlineVisit):
                self._add_inline(visit)
            elif isinstance(visit, TextVisit):
                self._add_text(visit)
            else:
                self._add_block(visit)

    def add_anchor(self, block: Block) -> None:
        """Add the anchor of a block, if it has an id."""
        if block.id:
            self.anchors.append(_block_anchor(self._doc, block))

    def summary(self, collected: tuple[Waiver, ...]) -> Summary:
        """Return what was added so far, and the trouble that reading it gave; what is added next is of its own."""
        doc = self._doc
        findings = [*map(from_problem, doc.problems), *self.findings]
        summary = Summary(
            path=doc.path,
            title="",
            anchors=tuple(self.anchors),
            references=tuple(self.references),
            includes=tuple(dict.fromkeys(str(inclusion.path) for inclusion in doc.inclusions)),
            waivers=collected,
            findings=in_order(findings),
            targets=tuple(self.targets),
            addresses=tuple(self.addresses),
        )
        self.anchors, self.references, self.targets, self.addresses, self.findings = [], [], [], [], []
        return summary

    @property
    def is_open(self) -> bool:
        """Whether a list that comes later may explain callouts that were passed."""
        return bool(self._callouts.marks)

    def _add_block(self, block: Block) -> None:
        """Add what a block itself has."""
        self.add_anchor(block)
        self.targets += targets.of_block(self._doc, block, in_module=self._in_module)
        if self._in_module and isinstance(block, BlockMacro) and (target := block.attrs.get("xref")):
            span, stack = (
                targets.line_span(self._doc, block, target),
                self._doc.origin.include_stack(block.ref),
            )
            self.references.append(_image_reference(target, span, stack))
        self.addresses += self.named.of_block(block)
        if isinstance(block, List) and block.variant == "callout":
            self.findings += self._callouts.compare(self._doc, block)
        self.findings += near_misses.in_block(self._doc, block)
        self.findings += unquoted.find(self._doc, block)
        self.findings += unshown.pictures(self._doc, block)
        self.findings += formulas.of_block(self._doc, block)
        if block is self._doc:
            self.findings += unshown.docinfo(self._doc)

    def _add_text(self, visit: TextVisit) -> None:
        """Add what a text has as a whole."""
        self.findings += malformed.find(visit.text, in_module=self._in_module)
        self.findings += near_misses.in_text(visit)

    def _add_inline(self, visit: InlineVisit[Inline]) -> None:
        """Add what an inline node has. Most are words, which have nothing."""
        node = visit.inline
        if isinstance(node, Text):
            return
        if self._apart and _says_another_title(visit):
            raise NotSeparable("a title with a reference")
        if isinstance(node, Callout):
            self._callouts.note(node.number, visit)
        self.targets += targets.of_inline(self._doc, visit, in_module=self._in_module)
        self.findings += formulas.of_inline(self._doc, visit)
        if self._in_module and isinstance(node, InlineImage) and (target := node.attrs.get("xref")):
            span, stack = targets.inline_span(visit, target), _stack(visit.text, node.start)
            self.references.append(_image_reference(target, span, stack))
        self.addresses += self.named.of_inline(visit)
        self.anchors += _inline_anchors(visit)
        self.references += _references(self._doc, visit.text, node, in_module=self._in_module)


def _says_another_title(visit: InlineVisit[Inline]) -> bool:
    """Whether a node makes that what is kept of a document repeats a title that may stand anywhere in it."""
    node = visit.inline
    if isinstance(node, Xref) and not node.children:
        is_title = visit.field == "title" and (visit.block.id is not None or isinstance(visit.block, Document))
        return is_title or (visit.field == "term" and "[[" in visit.text.raw)
    return bool(node.children) and any(
        isinstance(inner, Xref) and not inner.children for inner in walk_inlines(node.children)
    )


# -- anchors -----------------------------------------------------------------------------------------------------------


def _block_anchor(doc: Document, block: Block) -> Anchor:
    return Anchor(
        id=block.id or "",
        kind=block.name,
        explicit=block.explicit_id,
        span=_id_span(doc, block),
        title=_words(block.title),
        reftext=_words(block.reftext),
        label=_label(doc, block),
        key=key(named_by.inlines) if (named_by := block.reftext or block.title) is not None else "",
        stack=doc.origin.include_stack(block.ref),
        words=_open_words(doc, block.title),
    )


def _open_words(doc: Document, title: InlineText | None) -> Words:
    return words_with_references(title, lambda node: _reference(doc, title, node)) if title is not None else ()


def _words(text: InlineText | None) -> str:
    """The visible words of a text, in one line; '' without a text."""
    return " ".join(text.plain.split()) if text is not None else ""


def _id_span(doc: Document, block: Block) -> Span:
    """Where an explicit id stands in the metadata lines above the block; else the first line of the block."""
    origin = doc.origin
    if block.explicit_id and block.id:
        for ref in _metadata(doc, block):
            find = _anchor_in if ref == _title_ref(doc, block) else _whole_word
            if (start := find(origin.line(ref), block.id)) >= 0:
                return Span(origin.place(ref, start + 1), origin.place(ref, start + len(block.id)))
    end = max(len(origin.line(block.ref).rstrip()), block.col)
    return Span(origin.place(block.ref, block.col), origin.place(block.ref, end))


def _title_ref(doc: Document, block: Block) -> int:
    """The line of a document's or section's title, -1 for a block without one."""
    if isinstance(block, Document):
        return block.header.ref if block.header else -1
    return block.ref if isinstance(block, Section | Heading) else -1


def _anchor_in(title: str, name: str) -> int:
    """Where the id of an anchor in a title stands, -1 without an anchor; words of the title may look like the id."""
    start = title.rfind(f"[[{name}")
    return start if start < 0 else start + 2


def _whole_word(line: str, name: str) -> int:
    """Where a name stands in a line, not as a part of a longer one; -1 where it does not."""
    start = line.find(name)
    while start >= 0:
        around = line[start - 1 : start] + line[start + len(name) : start + len(name) + 1]
        if not any(character.isalnum() or character in "_-" for character in around):
            return start
        start = line.find(name, start + 1)
    return -1


def _metadata(doc: Document, block: Block) -> Iterable[int]:
    """The lines in which a block's id can stand, the nearest to the block first."""
    if isinstance(block, Document) and block.header:
        return range(max(block.header.ref, 0), -1 if block is doc else block.ref - 1, -1)
    first, last = (block.meta.ref, block.meta.end_ref) if block.meta else (block.ref, block.ref)
    origin = doc.origin
    below = origin.run(last, block.ref) if block.ref > last else (last,)
    return (*reversed(below), *reversed(origin.run(first, last)))


def _label(doc: Document, block: Block) -> str:
    """What a numbered block is called: "Table 1", "Section 1.2", "Appendix A"."""
    return section_label(doc, block) if isinstance(block, Section) else block.caption.removesuffix(". ")


def _inline_anchors(visit: InlineVisit[Inline]) -> Iterator[Anchor]:
    """The anchors that an inline node sets. A footnote sets the two that the output has, and one for its name.

    An anchor at the start of a description's term is called as the term is.
    """
    text, node = visit.text, visit.inline
    if isinstance(node, AnchorNode):
        kind = "bibliography" if node.bibliography else "anchor"
        title = _words(text) if visit.field == "term" and node.start == 0 else ""
        called = node.words if node.reftext else ()
        anchor = _anchor(text, node, node.id, kind, title=title, reftext=node.reftext or "")
        yield anchor._replace(key=key(called) or title)
    elif isinstance(node, Footnote):
        if node.number and not node.reference:
            yield _anchor(text, node, f"_footnotedef_{node.number}", "footnote", explicit=False)
            yield _anchor(text, node, f"_footnoteref_{node.number}", "footnote", explicit=False)
            if node.id:
                yield _anchor(text, node, f"_footnote_{node.id}", "footnote", explicit=False)
    elif isinstance(node, Parent | InlineImage) and node.id:
        yield _anchor(text, node, node.id, node.name, title=plain_text(node.children))


def _anchor(
    text: InlineText, node: Inline, name: str, kind: str, *, title: str = "", reftext: str = "", explicit: bool = True
) -> Anchor:
    start = text.raw.find(name, node.start, node.end)
    span = text.span(node.start, node.end) if start < 0 else text.span(start, start + len(name))
    return Anchor(
        id=name, kind=kind, explicit=explicit, span=span, title=title, reftext=reftext, stack=_stack(text, node.start)
    )


def _stack(text: InlineText, offset: int) -> tuple[Place, ...]:
    return text.doc.origin.include_stack(text.position(offset)[0])


# -- references --------------------------------------------------------------------------------------------------------


def _reference(doc: Document, text: InlineText, node: Xref) -> Reference:
    style = node.attrs.get("xrefstyle") or doc.attribute("xrefstyle", text.version) or ""
    span = text.span(node.target_start, node.target_end)
    words = plain_text(node.children) if node.children else ""
    stack = _stack(text, node.start)
    return Reference(
        target=node.target,
        path=node.path,
        fragment=node.fragment,
        form=node.form,
        span=span,
        text=words,
        style=style,
        key=key(node.phrase),
        stack=stack,
    )


def _image_reference(target: str, span: Span, stack: tuple[Place, ...]) -> Reference:
    """What an image refers to in Antora: without ``#`` only what has an extension is a path."""
    path, mark, fragment = target.partition("#")
    if not mark and not _EXTENSION.search(target):
        path, fragment = "", target
    return Reference(target=target, path=path, fragment=fragment, form="xref", span=span, text=target, stack=stack)


def _references(doc: Document, text: InlineText, node: Inline, *, in_module: bool) -> Iterator[Reference]:
    if isinstance(node, Link) or (isinstance(node, Xref) and node.names_file and not in_module):
        if page := _PAGE.fullmatch(node.target):
            start = max(text.raw.find(node.target, node.start, node.end), node.start)
            span = text.span(start, start + len(node.target))
            words = "" if isinstance(node, Link) and node.bare else plain_text(node.children)
            yield Reference(
                target=node.target,
                path=page[1],
                fragment=page[2] or "",
                form="link",
                span=span,
                text=words,
                stack=_stack(text, node.start),
            )
    elif isinstance(node, Xref) and not malformed.is_malformed(node, in_module=in_module):
        yield _reference(doc, text, node)
