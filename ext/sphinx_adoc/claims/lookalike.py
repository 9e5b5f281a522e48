"""What looks like a claim and is none: a role that is misspelt, or one in a place where no claim is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import Block, Formatted, Inline, InlineText, InlineVisit, Listing, Literal, Table

from .attributes import HEEDED, misspelt, written_before
from .sentence.misplaced import misplaced
from .sentence.scopes import Sentences
from .sentence.texts import ROLE, is_source

ALIKE: Final = 0.85  # of 1: "claims", "clam", "Claim"; not "claimed"
_NAMED: Final = re.compile(r"""role=["']?(?P<role>[\w -]+)""")
_BLOCKS: Final = 'claims are listings, literal blocks and tables: write ["source","python",role="claim",id="NAME"]'
_PHRASES: Final = "write [#NAME.claim]#the value#"


def lookalikes(doc: Document, sentences: Sentences | None = None) -> Iterator[Finding]:
    """Yield the findings about what a document's author probably wants to be claims, and what is none, in document
    order.

    ``sentences``: those of the document, with the words of the project's vocabulary: what is wrong with these, too.
    """
    if sentences is not None:
        yield from misplaced(sentences.scoped)
    for visit in doc.walk_all():
        if isinstance(visit, Block):
            span = visit.span(doc)
            stack = doc.origin.include_stack(visit.ref)
            for message, hint in _of_block(visit):
                yield Finding(Code.CLAIM_ROLE, message, span, hint=hint, stack=stack)
        elif isinstance(visit, InlineVisit) and not is_source(visit.block, visit.field):
            yield from _in_text(visit.text, visit.inline)


def _of_block(block: Block) -> Iterator[tuple[str, str]]:
    """What is wrong with a block's roles and options, and what to write."""
    for role in _alike(block.roles):
        yield f"the role '{role}' makes no claim; did you mean '{ROLE}'?", ""
    if any(option.casefold() == ROLE for option in block.options):
        yield "an option makes no claim", f'write role="{ROLE}"'
    if ROLE in block.roles and not isinstance(block, Listing | Literal | Table):
        yield f"no claim is read here: it is a {block.name}", f"{_BLOCKS}; in the text, {_PHRASES}"
    elif ROLE in block.roles:
        yield from _of_marks(block)


def _of_marks(block: Block) -> Iterator[tuple[str, str]]:
    """What on a claim looks like a mark, or like an attribute of claims, and does nothing."""
    for kind, names in (("role", block.roles), ("option", block.options)):
        for name in names:
            if name in HEEDED:
                yield f"the {kind} '{name}' does not mark this claim", f'write marks="{name}"'
    yield from _of_names(block.attrs)


def _of_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What among the named attributes of a claim is almost one that claims have."""
    for name in names:
        if meant := misspelt(name):
            yield f"claims have no attribute '{name}'; did you mean '{meant}'?", ""


def _in_text(text: InlineText, node: Inline) -> Iterator[Finding]:
    said = list(_of_inline(node))
    if ROLE in _roles(node) and isinstance(node, Formatted):
        said += _of_names(written_before(text, node))
    for message, hint in said:
        stack = text.doc.origin.include_stack(text.position(node.start)[0])
        yield Finding(Code.CLAIM_ROLE, message, text.span(node.start, node.end), hint=hint, stack=stack)


def _of_inline(node: Inline) -> Iterator[tuple[str, str]]:
    """What is wrong with the roles of an inline node, and what to write."""
    roles = _roles(node)
    for role in roles:
        if match := _NAMED.match(role):
            if ROLE in match["role"].casefold():
                yield "text in # # has no named attributes, so this makes no claim", _PHRASES
        elif list(_alike([role])):
            yield f"the role '{role}' makes no claim; did you mean '{ROLE}'?", _PHRASES
        elif role in HEEDED and ROLE in roles and isinstance(node, Formatted):
            yield f"the role '{role}' does not mark this claim", f"write [#NAME.claim,marks={role}]#the value#"
    if ROLE in roles and not isinstance(node, Formatted):
        yield "no claim is read here: only text in # # and other quotes states a value", _PHRASES


def _roles(node: Inline) -> tuple[str, ...]:
    return tuple(getattr(node, "roles", ()) or ())


def _alike(roles: Iterable[str]) -> Iterator[str]:
    """The roles that were probably meant to be the one of claims."""
    for role in roles:
        plain = role.casefold()
        swapped = sorted(plain) == sorted(ROLE)  # cliam
        if role != ROLE and (swapped or SequenceMatcher(None, plain, ROLE).ratio() >= ALIKE):
            yield role
