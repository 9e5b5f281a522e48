"""Macros that the language does not define and that the document was told to keep: ``name:target[text]``."""

from __future__ import annotations

import re
from functools import lru_cache

from sphinx_adoc.syntax.inlines.work import Edit, Work
from sphinx_adoc.syntax.tree import InlineMacro
from sphinx_adoc.syntax.words import WordPattern

from .bracketed import Found, attributes_of, folded, named, rewrite


@lru_cache(maxsize=16)
def _opener(names: frozenset[str], exact: bool) -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return WordPattern(lambda c: rf"\\?(?<![{c.word}-])({words}):(?!:)").form(exact)


def custom_macros(work: Work) -> None:
    """Mark them; what their text means is up to whoever asked for them."""
    rewrite(work, _opener(work.ctx.host.inline_macros, work.ctx.exact), _macro)


def _macro(work: Work, found: Found) -> list[Edit]:
    span = work.span(found.start, found.end)
    target = work.literal(found.target, found.target_end)
    value = folded(work.literal(found.text, found.close))
    attrs = named(attributes_of(work, found.text, found.close), work) if "=" in value else {}
    node = InlineMacro(*span, macro=found.match[1], target=target, value=value, attrs=attrs)
    return [(found.start, found.end, work.ctx.atom((node,), span))]
