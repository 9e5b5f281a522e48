"""How a page names the pages below it: a list of cross-references with the role (or style) ``toctree``.

::

    .Contents
    [role=toctree,maxdepth=2]
    * xref:install.adoc[]
    * xref:guide/network.adoc[The network]
    * https://example.org[Elsewhere]

In Sphinx that is a toctree; in any other AsciiDoc renderer it is a list of links. The block's title is its caption.
Attributes: ``maxdepth`` and ``numbered`` (a number, or nothing), ``name``; options, as in ``opts="hidden,glob"``:
``glob`` (an item's plain text is a pattern such as ``guide/*``), ``hidden``, ``includehidden``, ``titlesonly``,
``reversed``, ``numbered``. An item of plain text names a page, as in reStructuredText.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join
from sphinx.util.matching import patfilter

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.context import Context
from sphinx_adoc.gate import whole
from sphinx_adoc.syntax.tree import Link, List, ListItem, Xref, plain_text

from .sources import located

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

STYLE: Final = "toctree"
_PATTERN: Final = re.compile(r"[*?\[]")


class Toctrees:
    """Makes a toctree of a list that asks for it."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env

    def __call__(self, ctx: Context, block: List) -> list[nodes.Node] | None:
        if block.style != STYLE and STYLE not in block.roles:
            return None
        tree = ctx.place(block.ref, addnodes.toctree())
        tree["parent"] = self.env.docname
        tree["maxdepth"] = _number(block.attrs.get("maxdepth"), -1)
        tree["numbered"] = _number(block.attrs.get("numbered"), 999) if _has(block, "numbered") else 0
        tree["caption"] = block.title.plain if block.title is not None else None
        for option in ("glob", "hidden", "includehidden", "titlesonly"):
            tree[option] = _has(block, option)
        entries = [entry for item in _items(block) for entry in self._entries(ctx, item, glob=tree["glob"])]
        entries = list(dict.fromkeys(entries))
        if _has(block, "reversed"):
            entries.reverse()
        tree["entries"] = entries
        tree["includefiles"] = [name for _, name in entries if name in self.env.found_docs]
        tree["rawentries"] = [title for title, _ in entries if title]
        wrapper = nodes.compound("", tree, classes=["toctree-wrapper"])
        if block.id:
            wrapper["ids"].append(block.id)
        return [ctx.place(block.ref, wrapper)]

    def _entries(self, ctx: Context, item: ListItem, *, glob: bool) -> Iterator[tuple[str | None, str]]:
        if item.principal is None:
            return
        for node in item.principal.inlines:
            title = plain_text(node.children).strip() or None
            if isinstance(node, Link) and not node.target.endswith(".html"):
                if reason := ctx.options.gate.address(node.target):
                    message = f"no link is made to '{node.target}': {reason}"
                    ctx.doc.report(Code.ADDRESS_REFUSED, message, item.principal, node.start, node.end)
                    return
                yield (None if node.bare else title), node.target
                return
            if isinstance(node, Xref | Link):
                target = (node.path or node.fragment) if isinstance(node, Xref) else node.target
                docname = self._docname(target)
                if docname is not None:
                    yield title, "self" if docname == self.env.docname else docname
                else:  # the cross-reference is reported by itself
                    self.env.note_reread()
                return
        words = (item.principal.raw if glob else item.principal.plain).strip()  # *a* is a pattern, not strong
        if words == "self":
            yield None, "self"
        elif glob and _PATTERN.search(words):
            yield from self._matching(ctx, item, words)
        elif (docname := self._docname(words)) is not None:
            yield None, "self" if docname == self.env.docname else docname
        else:
            message = f"toctree names a page that is not there: '{words}'"
            ref, column = item.principal.position(0)
            hint = "an item is the name of a page, from this page's folder"
            ctx.doc.report_line(Code.TOCTREE_MISSING, message, ref, column, hint=hint)
            self.env.note_reread()

    def _docname(self, target: str) -> str | None:
        """The page that a target means, from the folder of the page at hand; None: there is no such page."""
        if (path := located(self.env, target, "page")) is not None:
            return self.env.path2doc(path)
        docname = docname_join(self.env.docname, target)
        suffixes = [*self.env.config.source_suffix, ".html", ""]
        names = [docname.removesuffix(suffix) for suffix in suffixes if docname.endswith(suffix)]
        return next((name for name in names if name in self.env.found_docs), None)

    def _matching(self, ctx: Context, item: ListItem, pattern: str) -> Iterator[tuple[str | None, str]]:
        wanted = docname_join(self.env.docname, pattern)
        matching = sorted(patfilter(self.env.found_docs - {self.env.docname}, wanted))
        if not matching:
            ctx.report(item, Code.TOCTREE_EMPTY, f"toctree pattern matches no page: '{pattern}'")
        yield from ((None, name) for name in matching)


def _items(block: List) -> Iterator[ListItem]:
    for item in block.items:
        yield item
        for inner in item.blocks:
            if isinstance(inner, List):
                yield from _items(inner)


def _has(block: List, option: str) -> bool:
    return option in block.options or option in block.attrs


def _number(value: str | None, otherwise: int) -> int:
    number = whole(value or "")
    return otherwise if number is None else number
