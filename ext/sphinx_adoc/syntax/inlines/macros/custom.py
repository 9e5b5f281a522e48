"""Macros that the language does not define and that the document was told to keep: ``name:target[text]``."""

from __future__ import annotations

import re
from functools import lru_cache

from sphinx_adoc.syntax.inlines.work import Edit, Work
from sphinx_adoc.syntax.tree import InlineMacro
from sphinx_adoc.syntax.words import WordPattern

from .bracketed import MacroMatch, attributes_of, folded, named, rewrite


@lru_cache(maxsize=16)
def _opener(names: frozenset[str], *, exact: bool) -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return WordPattern(lambda c: rf"\\?(?<![{c.word}-])({words}):(?!:)").form(exact=exact)


def custom_macros(work: Work) -> None:
    """Mark registered macros; their text is left to the program that registered them."""
    rewrite(work, _opener(work.ctx.host.inline_macros, exact=work.ctx.exact), _macro)


def _macro(work: Work, macro: MacroMatch) -> list[Edit]:
    span = work.span(macro.start, macro.end)
    target = work.literal(macro.target, macro.target_end)
    value = folded(work.literal(macro.text, macro.close))
    attrs = named(attributes_of(work, macro.text, macro.close), work) if "=" in value else {}
    node = InlineMacro(*span, macro=macro.match[1], target=target, value=value, attrs=attrs)
    return [(macro.start, macro.end, work.ctx.atom((node,), span))]
