"""Which styles and block macros stand for a directive.

Some are predefined: their names or positional attributes differ from the directive's, or the extension that has them
is named where it is missing. Beside them the name of every registered directive is a style and a block macro, as far as
AsciiDoc gives the name no meaning of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from docutils.parsers.rst import directives as registry
from sphinx.domains.std import StandardDomain


@dataclass(frozen=True, slots=True)
class Style:
    """A style that stands for a directive. ``extension``: the one that has it, '' for Sphinx. ``options``: what the
    positional attributes behind the style mean ('' is the argument). ``raw``: the body is the directive's own language.
    """

    directive: str
    extension: str = ""
    positional: tuple[str, ...] = ("",)
    raw: bool = False


STYLES: Final[Mapping[str, Style]] = {
    "csv-table": Style("csv-table", raw=True),
    "deprecated": Style("deprecated"),
    "ditaa": Style("ditaa", "sphinxcontrib.ditaa", ("name",), raw=True),
    "graphviz": Style("graphviz", "sphinx.ext.graphviz", ("name",), raw=True),
    "mermaid": Style("mermaid", "sphinxcontrib.mermaid", ("name",), raw=True),
    "only": Style("only"),
    "plantuml": Style("uml", "sphinxcontrib.plantuml", ("name",), raw=True),
    "seealso": Style("seealso"),
    "todo": Style("todo", "sphinx.ext.todo"),
    "versionadded": Style("versionadded"),
    "versionchanged": Style("versionchanged"),
    "versionremoved": Style("versionremoved"),
}
MACROS: Final[Mapping[str, str]] = {  # block macros, with the extension that has the directive of their name
    **dict.fromkeys(
        ("automodule", "autoclass", "autoexception", "autofunction", "automethod", "autodata", "autoattribute"),
        "sphinx.ext.autodoc",
    ),
    "autosummary": "sphinx.ext.autosummary",
    "literalinclude": "",
    "csv-table": "",
}
TABS: Final = "tabs"

_OF_ASCIIDOC: Final = frozenset(
    {
        "abstract", "appendix", "audio", "caution", "comment", "contents", "example", "glossary", "image", "important",
        "include", "index", "listing", "literal", "note", "open", "quote", "sidebar", "source", "stem", "tip", "toc",
        "verse", "video", "warning",
    }
)  # fmt: skip


def names() -> frozenset[str]:
    """Return the names of all registered directives that AsciiDoc has no other meaning for."""
    registered = {*registry._directive_registry, *registry._directives, *StandardDomain.directives}  # type: ignore[attr-defined]
    return frozenset(name for name in registered - _OF_ASCIIDOC if ":" not in name)


def styles() -> frozenset[str]:
    """Return the styles that mean something on a block in Sphinx, beside those of the language."""
    return frozenset({*names(), *STYLES, TABS})


def macros() -> frozenset[str]:
    """Return the names of the block macros that are directives."""
    return frozenset({*names(), *MACROS})
