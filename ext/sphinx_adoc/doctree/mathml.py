"""Formulas as MathML, which browsers show without a script: TeX through docutils' own converter."""

from __future__ import annotations

import re
from functools import lru_cache
from inspect import signature
from typing import Final

from docutils.utils.math import latex2mathml, unichar2tex

_ALIGNED: Final = re.compile(r"\\\\|(?<!\\)&")
_ENVIRONMENT: Final = re.compile(
    r"\\(begin|end)\{(align|aligned|alignat|eqnarray|gather|multline|split|flalign|equation)\*?\}(\{\d+\})?"
)
_NAMES_ARGUMENT: Final = "as_block" in signature(latex2mathml.tex2mathml).parameters  # older: inline, the contrary
# Rows below each other: converters before docutils 0.22 know none that are aligned, and centre those of a matrix.
_ROWS: Final = "aligned" if "aligned" in getattr(latex2mathml, "matrices", ()) else "matrix"


class FormulaError(ValueError):
    """A formula that cannot be converted; its text says why."""


_ILL_FORMED: Final = "it is not well-formed; a brace may be missing, or '&' and '\\\\' stand outside of a table"


@lru_cache(maxsize=1024)
def to_mathml(tex: str, *, block: bool) -> str:
    """Return TeX as a MathML element; raise FormulaError where the converter does not know something in it."""
    source = _ENVIRONMENT.sub(_known_environment, tex.translate(unichar2tex.uni2tex_table))
    if block and _ALIGNED.search(source) and "\\begin{" not in source:
        source = rf"\begin{{{_ROWS}}}{source}\end{{{_ROWS}}}"
    try:
        return str(latex2mathml.tex2mathml(source, block if _NAMES_ARGUMENT else not block))
    except Exception as error:  # the converter raises whatever its steps do on bad input
        known = isinstance(error, SyntaxError | ValueError) and str(error)
        raise FormulaError(" ".join(str(error).split()) if known else _ILL_FORMED) from error


def _known_environment(match: re.Match[str]) -> str:
    """What a displayed environment of TeX is inside of a formula, where MathML has one alone: without numbers."""
    return "" if match[2] == "equation" else rf"\{match[1]}{{{_ROWS}}}"


def trouble(tex: str, *, block: bool) -> str:
    """Return why a formula cannot be converted; '' where it can."""
    try:
        to_mathml(tex, block=block)
    except FormulaError as error:
        return str(error)
    return ""
