"""Cross-references over a set of documents, for outputs that know the whole set when they begin."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from sphinx_adoc.graph import Index, Reference, Resolution, resolve
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.references import key
from sphinx_adoc.syntax.tree import InlineText, Xref

from .context import Context
from .links import local, style_of
from .options import XrefHook


def reference_of(doc: Document, node: Xref, text: InlineText) -> Reference:
    """Return what the graph wants to know of a cross-reference. A given text stays out: it is shown with its markup."""
    ref, _ = text.position(node.start)
    return Reference(
        target=node.target,
        path=node.path,
        fragment=node.fragment,
        form=node.form,
        span=text.span(node.target_start, node.target_end),
        text="",
        style=style_of(doc, node, text) or "",
        key=key(node.phrase),
        stack=doc.origin.include_stack(ref),
    )


def resolver(index: Index, name: str, uri: Callable[[str], str]) -> XrefHook:
    """Return a hook that resolves by an index. ``name``: the document at hand; ``uri``: another one's address from
    here.
    """

    def hook(ctx: Context, node: Xref, text: InlineText) -> nodes.Element | None:
        resolved = resolve(index, name, reference_of(ctx.doc, node, text))
        if resolved.document is None:
            return local(node)
        element = target(resolved, name, uri)
        if not node.children and not node.shown:
            element.append(nodes.Text(resolved.text))
        return element

    return hook


def target(resolved: Resolution, name: str, uri: Callable[[str], str]) -> nodes.reference:
    """Return a reference to what was found, still without text."""
    anchor = resolved.anchor.id if resolved.anchor is not None else ""
    if resolved.document == name:
        place = {"refid": anchor} if anchor else {"refuri": "#"}
        return nodes.reference("", "", internal=True, **place)
    assert resolved.document is not None
    return nodes.reference("", "", internal=True, refuri=uri(resolved.document) + (f"#{anchor}" if anchor else ""))
