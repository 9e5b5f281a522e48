"""References that the language does not read as such: text that was surely meant as a cross-reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import MACROS, Formatted, Inline, InlineText, Text, Xref, walk_inlines

_DOUBLE: Final = re.compile(r"(?<!\\)\bxref::([^\s\[\]:]+)(?=\[)")
_BARE: Final = re.compile(r"(?<!\\)\bxref:[\w#./-]+(?![\w#./\[-])")
_MARK: Final = "xref:"


def is_malformed(node: Xref, *, in_module: bool) -> bool:
    """Tell whether a cross-reference has a target that can name nothing (``xref::id[]``).

    ``in_module``: the document is in a module of Antora, where ``xref::page.adoc[]`` is a page of the same module.
    """
    return not node.target or (node.target.startswith(":") and not (in_module and node.path and node.path[1:]))


def find(text: InlineText, *, in_module: bool) -> Iterator[Finding]:
    """Give the malformed references of a text."""
    if MACROS not in text.subs or (_MARK not in text.raw and "<<" not in text.raw):
        return
    for node in walk_inlines(text.inlines, enter=_is_prose):
        if isinstance(node, Xref):
            if is_malformed(node, in_module=in_module):
                yield _wrong_target(text, node)
        elif isinstance(node, Text) and _MARK in text.raw[node.start : node.end]:
            yield from _literal(text, node.start, node.end)


def _is_prose(node: Inline) -> bool:
    """Whether what is inside a node may be meant as markup: code shows the syntax."""
    return not (isinstance(node, Formatted) and node.variant == "code")


def _wrong_target(text: InlineText, node: Xref) -> Finding:
    span = text.span(node.target_start, node.target_end)
    if not (meant := node.target.lstrip(":")):
        return Finding(Code.XREF_MALFORMED, "a cross-reference without a target", span, hint="name an id")
    return _double_colon(span, meant)


def _double_colon(span: Span, meant: str) -> Finding:
    fix = Fix("one colon", span, before=f":{meant}", replacement=meant)
    hint = f"a cross-reference has one colon: 'xref:{meant}[]'"
    return Finding(Code.XREF_MALFORMED, f"'xref::{meant}[]' is no cross-reference", span, fix=fix, hint=hint)


def _literal(text: InlineText, start: int, end: int) -> Iterator[Finding]:
    """What is left as plain text although it begins like a cross-reference."""
    for match in _DOUBLE.finditer(text.raw, start, end):
        yield _double_colon(text.span(match.start() + len(_MARK), match.end()), match[1])
    for match in _BARE.finditer(text.raw, start, end):
        span = text.span(match.start(), match.end())
        message = f"'{match[0]}' is no cross-reference"
        yield Finding(Code.XREF_MALFORMED, message, span, hint=f"brackets are missing: '{match[0]}[]'")
