"""Running text: formatted text, macros, replacements, from a string to typed nodes with offsets.

The substitutions of a text run one after the other, in its order (:attr:`~..tree.InlineText.subs`), over one working
string (:mod:`.work`); at the end the tree is built from it (:mod:`.nesting`). Each step takes time linear in the text.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.tree import (
    ATTRIBUTES,
    BIBLIOGRAPHY,
    CALLOUTS,
    HARDBREAKS,
    LINE_COMMENT,
    MACROS,
    POST_REPLACEMENTS,
    QUOTES,
    REPLACEMENTS,
    SPECIALCHARACTERS,
    VERBATIM,
    Inline,
    InlineText,
    Subs,
    Text,
)  # fmt: skip

from . import nesting
from .attributes import attributes, substitute_attributes, trace_attributes
from .callouts import callouts
from .intrinsic import INTRINSIC
from .macros.table import macros
from .passthrough import passthroughs
from .postreplacements import post_replacements
from .quotes import quotes
from .replacements import replacements
from .subs import resolve_subs
from .work import TextContext, Work

__all__ = ["INTRINSIC", "parse", "resolve_subs", "substitute_attributes", "trace_attributes"]

_MARKUP: Final = re.compile(r"""[*_`#^~{\[&$\\@+<>'"(]""")


def parse(text: InlineText) -> list[Inline]:
    """Return the inline nodes of a text: everything it needs comes from ``text.subs``, ``text.doc`` and
    ``text.version``.

    Offsets in the nodes point into ``text.raw``. Never raises on input; trouble goes to ``text.doc.report``.
    """
    raw, subs = text.raw, text.subs
    if not raw:
        return []
    if subs == VERBATIM:
        if "<" not in raw:
            return [Text(0, len(raw), raw)]
    elif SPECIALCHARACTERS in subs and HARDBREAKS not in subs and not _has_markup(raw):
        return [Text(0, len(raw), raw)]
    work = Work(TextContext(text, _substitute), raw, range(len(raw) + 1))
    return nesting.build(work, escaped=_substitute(work, subs))


def _has_markup(raw: str) -> bool:
    return _MARKUP.search(raw) is not None or "--" in raw or "..." in raw or "://" in raw


def _substitute(work: Work, subs: Subs) -> bool:
    """Apply substitutions to a working text; say whether special characters are text now."""
    if MACROS in subs:
        passthroughs(work)
    escaped = False
    for name in subs:
        if name == SPECIALCHARACTERS:
            escaped = True
        elif name == QUOTES:
            quotes(work, escaped=escaped)
        elif name == ATTRIBUTES:
            attributes(work, literal=not escaped and SPECIALCHARACTERS in subs)
        elif name == REPLACEMENTS:
            replacements(work, escaped=escaped)
        elif name == MACROS:
            macros(work, bibliography=BIBLIOGRAPHY in subs)
        elif name == POST_REPLACEMENTS:
            post_replacements(work, every=HARDBREAKS in subs)
        elif name == CALLOUTS and escaped:
            callouts(work, _line_comment(subs))
    return escaped


def _line_comment(subs: Subs) -> str | None:
    """The comment sign that may stand before a callout, where the block names one."""
    return next((name.removeprefix(LINE_COMMENT) for name in subs if name.startswith(LINE_COMMENT)), None)
