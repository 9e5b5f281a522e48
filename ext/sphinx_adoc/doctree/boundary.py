"""The last step of every doctree: what writers, builders and themes get has passed the gate.

Strings are plain ones: what the language marks (a value from a pass macro, say) is a kind of string with more in it,
and a doctree is pickled. Ids and classes cannot leave what they are written into. What the gate refuses, by the trust
that the document has, becomes text, with a finding. This holds for all nodes, wherever they come from: the language,
roles and directives, macros of a project.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from docutils import nodes

from sphinx_adoc.codes import Code
from sphinx_adoc.gate import Gate, safe_class, safe_id, safe_window
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Place, Problem, Span

from .elements import drawing, media

PAGE_BREAKS: Final = {
    "html": '<div class="page-break" style="break-after: page"></div>',
    "latex": "\\clearpage",
}
"""The only output of a format that the language itself makes."""

_FEEDS: Final = re.compile("[\x0b\x0c]")  # blanks to the language, no characters of XML
_NAME_ATTRIBUTES: Final = frozenset({"ids", "backrefs", "classes", "refid", "internal"})  # attributes that hold names
_KEPT: Final = frozenset({str, int, bool, float, type(None)})


def close(tree: nodes.Element, doc: Document, gate: Gate) -> None:
    """Make a finished doctree what may leave; trouble goes to ``doc.problems``."""
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Element):
            waiting += node.children
            _plain_node(node)
        elif isinstance(node, nodes.Text) and _FEEDS.search(node):
            node.parent.replace(node, nodes.Text(_FEEDS.sub(" ", node)))
    if gate.trust.inside_only:
        _Border(doc, gate).close(tree)


# -- always ------------------------------------------------------------------------------------------------------------


def _plain_node(node: nodes.Element) -> None:
    if type(node.rawsource) is not str:
        node.rawsource = str(node.rawsource)
    named = False
    for name, value in node.attributes.items():
        if not value and type(value) is list:  # most are
            continue
        named = named or name in _NAME_ATTRIBUTES
        kind = type(value)
        if (kind is str and _FEEDS.search(value)) or kind not in _KEPT:
            node.attributes[name] = _plain(value)
    if named:
        _names(node.attributes)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _FEEDS.sub(" ", str(value))
    if isinstance(value, dict):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    if type(value) in (list, tuple, set, frozenset):
        return value if all(type(inner) in _KEPT for inner in value) else type(value)(map(_plain, value))
    return value


def _names(attributes: dict[str, Any]) -> None:
    for name in ("ids", "backrefs"):
        if attributes.get(name):
            attributes[name] = [safe_id(value) for value in attributes[name]]
    if attributes.get("classes"):
        attributes["classes"] = [safe_class(value) for value in attributes["classes"]]
    if "refid" in attributes:
        attributes["refid"] = safe_id(attributes["refid"])
    if attributes.get("internal") and "#" in attributes.get("refuri", ""):
        page, _, fragment = attributes["refuri"].partition("#")
        attributes["refuri"] = f"{page}#{safe_id(fragment)}"


# -- by the trust ------------------------------------------------------------------------------------------------------


class _Border:
    """What the gate refuses, made text."""

    def __init__(self, doc: Document, gate: Gate) -> None:
        self.doc = doc
        self.gate = gate
        self._known = set(doc.problems)
        self._rules: tuple[tuple[type[nodes.Element], Callable[[Any], None]], ...] = (
            (nodes.raw, self._raw),
            (media, self._media),
            (nodes.image, self._image),
            (nodes.math, self._formula),
            (nodes.math_block, self._formula),
            (nodes.meta, self._meta),
        )

    def close(self, tree: nodes.Element) -> None:
        """Let each node of a tree pass, or change it."""
        for node in [*tree.findall(nodes.Element)]:
            for kind, rule in self._rules:
                if isinstance(node, kind):
                    rule(node)
                    break
            if "refuri" in node:
                self._link(node)
            if node.tagname in _DOWNLOADS:
                self._download(node)
            if node.tagname == "toctree":
                self._toctree(node)
            if "target" in node and self.gate.trust.stranger:
                node["target"] = safe_window(node["target"])

    def _raw(self, node: nodes.raw) -> None:
        if any(PAGE_BREAKS.get(form) == node.astext() for form in node.get("format", "").split()):
            return
        self._report(node, Code.RAW_DISABLED, "raw output is not allowed here; shown as text")
        words = nodes.literal(node.astext(), node.astext())
        _replace(node, words if isinstance(node.parent, nodes.TextElement) else nodes.paragraph("", "", words))

    def _image(self, node: nodes.image) -> None:
        for name in ("uri", "fallback"):
            if name in node and (reason := self.gate.image(node[name])):
                self._refuse(node, Code.FILE_REFUSED, f"the image '{node[name]}' is not shown: {reason}")
                return
        if isinstance(node, drawing) and self.gate.trust.stranger:
            _replace(node, nodes.image("", **node.attributes))

    def _media(self, node: media) -> None:
        poster = node["options"].get("poster")
        reason = "" if node["tag"] == "iframe" else self.gate.media(node["uri"].partition("#")[0])
        if node["tag"] == "iframe" and self.gate.trust.stranger:
            reason = "it would be fetched from another host"
        if reason or (poster and self.gate.image(poster)):
            reason = reason or self.gate.image(poster)
            self._report(node, Code.FILE_REFUSED, f"'{node['uri']}' is not played: {reason}")
            _replace(node, *node.children)

    def _link(self, node: nodes.Element) -> None:
        reason = self.gate.address(node["refuri"])
        if reason:
            self._report(node, Code.ADDRESS_REFUSED, f"no link is made to '{node['refuri']}': {reason}", node["refuri"])
            _replace(node, nodes.inline("", "", *node.children, classes=["refused"]))

    def _download(self, node: nodes.Element) -> None:
        if reason := self.gate.file(node.get("reftarget", "")):
            self._report(node, Code.FILE_REFUSED, f"'{node['reftarget']}' is not taken along: {reason}")
            _replace(node, *node.children)

    def _toctree(self, node: nodes.Element) -> None:
        """A table of contents of Sphinx: its entries are pairs of a title and a page, or an address."""
        entries: list[tuple[str | None, str]] = node.get("entries", [])
        for entry in [*entries]:
            if reason := self.gate.address(entry[1]):
                self._report(node, Code.ADDRESS_REFUSED, f"no entry is made for '{entry[1]}': {reason}", entry[1])
                entries.remove(entry)

    def _formula(self, node: nodes.Element) -> None:
        if reason := self.gate.formula(node.astext()):
            self._report(node, Code.FORMULA_REFUSED, f"the formula is shown as text: {reason}")
            words = nodes.literal(node.astext(), node.astext())
            _replace(node, words if isinstance(node, nodes.math) else nodes.paragraph("", "", words))

    def _meta(self, node: nodes.Element) -> None:
        if set(node.non_default_attributes()) - {"name", "content"}:
            node.parent.remove(node)

    def _refuse(self, node: nodes.image, code: Code, message: str) -> None:
        self._report(node, code, message, node.get("uri", ""))
        words = nodes.inline("", node.get("alt") or node.get("uri", ""), classes=["refused"])
        _replace(node, words if isinstance(node.parent, nodes.TextElement) else nodes.paragraph("", "", words))

    def _report(self, node: nodes.Element, code: Code, message: str, words: str = "") -> None:
        """Record trouble where a node comes from: at the words that it is about, else in its whole line."""
        path, number = _origin(node)
        path = path or self.doc.path
        line = next((file.lines[number - 1] for file in self.doc.origin.files if _has(file, path, number)), "")
        at = line.find(words) if words else -1
        first, last = (at + 1, at + len(words)) if at >= 0 else (1, max(len(line), 1))
        span = Span(Place(path, number, first), Place(path, number, last))
        problem = Problem(code, message, span, hint=_HINTS.get(code, ""))
        if problem not in self._known:
            self._known.add(problem)
            self.doc.problems.append(problem)


_DOWNLOADS: Final = ("download_reference", "file_link")  # nodes of Sphinx, which is not known here
_HINTS: Final = {
    Code.ADDRESS_REFUSED: "links may be relative, or begin with http:, https: or mailto:",
    Code.FILE_REFUSED: "a file has to lie below the root, and not to be hidden",
}


def _has(file: Any, path: str, number: int) -> bool:
    return file.path == path and 0 < number <= len(file.lines)


def _origin(node: nodes.Node | None) -> tuple[str, int]:
    """File and line of a node, or of the next one around it that knows them."""
    while node is not None:
        if node.line:
            return node.source or "", node.line
        node = node.parent
    return "", 1


def _replace(node: nodes.Element, *others: nodes.Node) -> None:
    """Put others in a node's place, with its ids on the first of them, so that links still lead there."""
    first = next((other for other in others if isinstance(other, nodes.Element)), None)
    if first is not None and node.get("ids"):
        first["ids"] = [*first["ids"], *(name for name in node["ids"] if name not in first["ids"])]
    node.replace_self(list(others))
