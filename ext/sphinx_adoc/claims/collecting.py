"""From a parsed document to its claims, in document order. Nothing is run here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Related
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place, Span
from sphinx_adoc.syntax.tree import (
    Block,
    Formatted,
    Inline,
    InlineText,
    InlineVisit,
    Listing,
    Literal,
    Table,
    Text,
    plain_text,
)
from sphinx_adoc.syntax.tree import Cell as CellNode

from .attributes import named_attributes, phrase_attributes
from .model import Cell, Claim
from .sentence.candidates import Stated, candidates, handed_on
from .sentence.matcher import Matcher
from .sentence.scopes import Sentences
from .sentence.texts import ROLE, is_source
from .sentence.vocabulary import NO_WORDS

_JOINTS: Final = frozenset(["and", "or", "both", "either", "neither", "nor", "only", "just", "not", "&"])
_POWER: Final = re.compile(r"[+−-]?\d+")
BUILT_IN: Final = Matcher(NO_WORDS)
RUNNING = {"claims-run": ""}
"""The attribute that is set where documents are read to run their claims: ``ifdef::claims-run[]`` hides set-up."""


def collect(doc: Document, sentences: Sentences | None = None) -> list[Claim]:
    """Return all claims of a document (its includes and tables counted), and its blocks with an id, in document order.

    ``sentences``: those of the document, with the words of the project's vocabulary.
    """
    claims: list[Claim] = []
    sentences = sentences or Sentences(doc, BUILT_IN)
    stated: dict[Formatted, Stated] | None = None
    for visit in doc.walk_all():
        if isinstance(visit, Block):
            claims += _block(doc, visit, len(claims), sentences)
        elif isinstance(visit, InlineVisit) and not is_source(visit.block, visit.field):
            for claim in _phrase(visit, len(claims)):
                if stated is None:
                    stated = candidates(sentences.scoped)
                sentence, words = stated.get(cast("Formatted", visit.inline), ("", ()))
                claims.append(replace(claim, sentence=sentence, words=words))
    return claims


def _block(doc: Document, block: Block, order: int, sentences: Sentences) -> Iterator[Claim]:
    """A block that is a claim itself, or data for claims."""
    is_claim = ROLE in block.roles
    span = block.span(doc)
    stack = doc.origin.include_stack(block.ref)
    name = block.id if block.id and block.explicit_id else ""
    if isinstance(block, Table) and is_claim:
        rows = tuple(tuple(map(_cell, row)) for row in (*block.head[-1:], *block.body, *block.foot))
        attributes, words = named_attributes(block), tuple(handed_on(sentences.handed_to(block)))
        yield Claim(
            "table", name, order, span, stack, rows=rows if block.head else (), attributes=attributes, words=words
        )
    elif isinstance(block, Listing | Literal) and (is_claim or name):
        kind = "snippet" if is_claim else "block"
        lines = _lines(doc, block.text)
        inner = block.text.span() if block.text.refs else span
        attributes, text = named_attributes(block), _source(block.text)
        yield Claim(
            kind=kind,
            id=name,
            order=order,
            span=inner,
            stack=stack,
            text=text,
            lines=lines,
            roles=block.roles,
            attributes=attributes,
        )


def _source(text: InlineText) -> str:
    """The text as the reader sees it: attributes resolved where the block asks for it, callouts left out."""
    seen = text.plain
    return seen if seen.count("\n") == text.raw.count("\n") else text.raw


def _lines(doc: Document, text: InlineText) -> tuple[int, ...]:
    return tuple(doc.origin.place(ref, 1).line for ref in text.refs)


def _phrase(visit: InlineVisit[Inline], order: int) -> Iterator[Claim]:
    """The stated value that a phrase with the role is."""
    text, node = visit.text, visit.inline
    if isinstance(node, Formatted) and ROLE in node.roles:
        span = _phrase_span(text, node)
        words = _stated(node.children) if node.variant != "code" else plain_text([node])
        stack = text.doc.origin.include_stack(text.position(node.start)[0])
        attributes, names = phrase_attributes(text, node), _names(node.children)
        yield Claim(
            kind="value",
            id=node.id or "",
            order=order,
            span=span,
            stack=stack,
            text=words,
            names=names,
            attributes=attributes,
        )


def _phrase_span(text: InlineText, node: Formatted) -> Span:
    """Where the words stand, their markup left out."""
    if not node.children:
        return text.span(node.start, node.end)
    return text.span(node.children[0].start, node.children[-1].end)


def _stated(inlines: Sequence[Inline]) -> str:
    """What is read, powers as such: ``2^16^`` is "2^16", never "216"."""
    return "".join(map(_stated_one, inlines))


def _stated_one(node: Inline) -> str:
    if isinstance(node, Formatted) and node.variant in ("strong", "emphasis", "mark", "span"):
        return _stated(node.children)
    plain = plain_text([node])
    raised = isinstance(node, Formatted) and node.variant == "superscript" and _POWER.fullmatch(plain)
    return f"^{plain}" if raised else plain


def _names(inlines: Sequence[Inline]) -> tuple[str, ...]:
    """The literal names, each in markup of its own, when there is nothing else but what joins them."""
    marked = [node for node in inlines if isinstance(node, Formatted)]
    between = "".join(node.value for node in inlines if isinstance(node, Text))
    if not marked or len(marked) + sum(isinstance(node, Text) for node in inlines) < len(inlines):
        return ()
    return tuple(map(_name, marked)) if set(between.casefold().replace(",", " ").split()) <= _JOINTS else ()


def _name(node: Formatted) -> str:
    return plain_text(node.children)


def _cell(cell: CellNode) -> Cell:
    """A cell's words; the place is that of its text where it has one."""
    texts = cell.paragraphs
    words = " ".join(" ".join(_stated(text.inlines).split()) for text in texts)
    names = _names(texts[0].inlines) if len(texts) == 1 else ()
    return Cell(words, names, texts[0].span() if texts else Span(Place("", 0, 0), Place("", 0, 0)))


def duplicates(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield ids that come twice, at the second place and each further one."""
    first: dict[str, Claim] = {}
    for claim in claims:
        if not claim.id:
            continue
        other = first.setdefault(claim.name, claim)
        if other is not claim:
            message = f"claim '{claim.id}' is already at {other.place.path}:{other.place.line}"
            related = (Related("first used here", other.span),)
            yield Finding(Code.CLAIM_DUPLICATE, message, claim.span, related=related, stack=claim.stack)
