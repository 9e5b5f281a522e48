"""Highlighted listings, as HTML."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from pygments import highlight as pygmentize
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound


@cache
def lexer(language: str) -> Any:
    """Return Pygments' lexer of a language, None for an unknown one."""
    try:
        return get_lexer_by_name(language, stripnl=False)  # some lexers drop a last line without its end
    except ClassNotFound:
        return None


def known(language: str) -> str:
    """Return the language, or '' where nothing can highlight it."""
    return language if lexer(language) is not None else ""


def highlight(code: str, language: str) -> str:
    """Return the code as HTML, one line of it a line of the source; only escaped where the language is not known."""
    known = lexer(language) if language != "none" else None
    if known is None:
        return escape(code, quote=False)
    return str(pygmentize(code, known, HtmlFormatter(nowrap=True))).removesuffix("" if code.endswith("\n") else "\n")


def styles(selector: str, style: str) -> str:
    """Return the style sheet of a Pygments style below a selector."""
    formatter: Any = HtmlFormatter(style=style)
    return str(formatter.get_style_defs(selector))
