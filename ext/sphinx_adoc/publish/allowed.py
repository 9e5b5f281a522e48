"""The directives and roles of reStructuredText that a stranger's page may use: what only marks text up.

None of them reads a file, makes raw output, imports a module or asks another host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sphinx.util.docutils import CustomReSTDispatcher

if TYPE_CHECKING:
    from docutils import nodes

_DOMAINS: Final = ("c", "cpp", "js", "py", "rst", "std", "math")
DIRECTIVES: Final = frozenset(
    {
        "adoc-body", "admonition", "attention", "caution", "centered", "class", "code", "code-block", "compound",
        "container", "contents", "danger", "deprecated", "envvar", "epigraph", "error", "glossary",
        "highlight", "highlights", "hint", "hlist", "important", "index", "list-table", "math", "note",
        "option", "parsed-literal", "productionlist", "program", "pull-quote", "rst-class", "rubric",
        "seealso", "sidebar", "sourcecode", "table", "tip", "topic", "versionadded", "versionchanged",
        "versionremoved", "warning",
    }
)  # fmt: skip
ROLES: Final = frozenset(
    {
        "abbr", "abbreviation", "any", "code", "command", "dfn", "doc", "emphasis", "envvar", "eq",
        "file", "guilabel", "index", "kbd", "keyword", "literal", "mailheader", "makevar", "math",
        "menuselection", "mimetype", "newsgroup", "numref", "option", "pep", "pep-reference", "program",
        "ref", "regexp", "rfc", "rfc-reference", "samp", "strong", "sub", "subscript", "sup",
        "superscript", "term", "title", "title-reference", "token",
    }
)  # fmt: skip


class Allowed(CustomReSTDispatcher):
    """While it is entered, only what is listed is found; ``refused`` has the names of the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def directive(self, directive_name: str, language_module: Any, document: nodes.document) -> Any:
        """Return the directive of a name, if it is listed."""
        if _is_listed(directive_name, DIRECTIVES):
            return super().directive(directive_name, language_module, document)
        self.refused.append(f"the directive '{directive_name}'")
        return None, []

    def role(self, role_name: str, language_module: Any, lineno: int, reporter: Any) -> Any:
        """Return the role of a name, if it is listed."""
        if role_name == "" or _is_listed(role_name, ROLES):  # '': the default role
            return super().role(role_name, language_module, lineno, reporter)
        self.refused.append(f"the role '{role_name}'")
        return None, []


def _is_listed(name: str, names: frozenset[str]) -> bool:
    """Whether a name is listed, or one of a domain of Sphinx' own: those only describe, and link."""
    domain, _, rest = name.lower().rpartition(":")
    return rest in names if not domain else domain in _DOMAINS and rest not in ("include", "raw")
