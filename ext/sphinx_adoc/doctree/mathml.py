"""Formulas as MathML, which browsers show without a script: TeX through docutils' own converter."""

from __future__ import annotations

import re
from functools import lru_cache
from inspect import signature
from typing import Final

from docutils.utils.math import latex2mathml, unichar2tex

_ALIGNED: Final = re.compile(r"\\\\|(?<!\\)&")
_NAMES_ARGUMENT: Final = "as_block" in signature(latex2mathml.tex2mathml).parameters  # older: inline, the contrary


class FormulaError(ValueError):
    """A formula that cannot be converted; its text says why."""


@lru_cache(maxsize=1024)
def to_mathml(tex: str, *, block: bool) -> str:
    """Return TeX as a MathML element; raise FormulaError where the converter does not know something in it."""
    source = tex.translate(unichar2tex.uni2tex_table)
    if block and _ALIGNED.search(source) and "\\begin{" not in source:
        source = rf"\begin{{aligned}}{source}\end{{aligned}}"
    try:
        return str(latex2mathml.tex2mathml(source, block if _NAMES_ARGUMENT else not block))
    except Exception as error:  # the converter raises whatever its steps do on bad input
        raise FormulaError(" ".join(str(error).split()) or type(error).__name__) from error


def trouble(tex: str, *, block: bool) -> str:
    """Return why a formula cannot be converted; '' where it can."""
    try:
        to_mathml(tex, block=block)
    except FormulaError as error:
        return str(error)
    return ""
