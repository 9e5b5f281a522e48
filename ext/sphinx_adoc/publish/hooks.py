"""What a page's cross-references, index terms and listings become in Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_adoc.doctree.asciimath import to_tex
from sphinx_adoc.doctree.context import Context
from sphinx_adoc.doctree.highlight import known
from sphinx_adoc.doctree.links import say
from sphinx_adoc.doctree.options import TITLE_SECTION, Options
from sphinx_adoc.doctree.xrefs import reference_of
from sphinx_adoc.syntax.tree import Block, DescriptionList, IndexTerm, InlineText, Xref

from . import directives, glossary, rest
from .config import hooks, locale
from .domain import NAME
from .files import Files
from .sources import located
from .toctree import Toctrees
from .trust import gate

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def options(env: BuildEnvironment, *, raw_enabled: bool) -> Options:
    """Return the options of a page in Sphinx."""
    config = env.config
    files = Files(env)
    return Options(
        title=TITLE_SECTION,
        toc=config.adoc_toc,
        fields=True,
        captions=not config.numfig,
        gate=gate(env, raw_enabled=raw_enabled),
        xref=_Xrefs(env),
        resource=lambda target, family: f"/{path}" if (path := located(env, target, family)) is not None else None,
        index=_Index(env),
        inline_macros={rest.MACRO: rest.role, **hooks(config.adoc_inline_macros)},
        block_macros={**dict.fromkeys(directives.macros(), directives.macro), **hooks(config.adoc_block_macros)},
        blocks=_Blocks(env, hooks(config.adoc_blocks)),
        lists=Toctrees(env),
        listings=rest.listing,
        files=files,
        image_uri=files.image,
        asciimath=to_tex,
        language=known,
        locale=locale(config),
    )


class _Blocks:
    """Takes over blocks: those that a project has functions for, directives, and glossaries."""

    def __init__(self, env: BuildEnvironment, functions: dict[str, Any]) -> None:
        self.env = env
        self.functions = functions

    def __call__(self, ctx: Context, block: Block) -> list[nodes.Node] | None:
        for name, function in self.functions.items() if self.functions else ():
            if name in (block.style, *block.attrs, *block.roles):
                replacement: list[nodes.Node] | None = function(ctx, block)
                if replacement is not None:
                    return replacement
        if not block.attrs:
            return None
        if isinstance(block, DescriptionList) and block.style == glossary.STYLE:
            return glossary.glossary(self.env, ctx, block)
        return directives.block(ctx, block)


class _Xrefs:
    """Makes a pending cross-reference, to be resolved when all pages have been read."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.docname = env.docname
        self.files = Files(env)

    def __call__(self, ctx: Context, node: Xref, text: InlineText) -> nodes.Element:
        if (
            node.path
            and (file := self.files.of_resource(node.path, node.fragment, _words(ctx, node, text))) is not None
        ):
            return file
        shown = nodes.inline(classes=["xref", "adoc"])
        say(ctx, node, shown, text)
        pending = addnodes.pending_xref(
            "",
            shown,
            refdomain="adoc",
            reftype="xref",
            reftarget=node.target,
            refdoc=self.docname,
            refexplicit=bool(node.children),
            adoc_named=bool(node.shown),
        )
        if not node.children and not node.shown:
            shown[NAME] = self.docname, reference_of(ctx.doc, node, text)
        pending["adoc_reference"] = reference_of(ctx.doc, node, text)
        ref, _ = text.position(node.start)
        return ctx.place(ref, pending)


def _words(ctx: Context, node: Xref, text: InlineText) -> list[nodes.Node]:
    """The text that is given to a cross-reference."""
    shown = nodes.inline()
    ctx.inlines(node.children, shown, text)
    return list(shown.children)


class _Index:
    """Makes entries for the general index."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env

    def __call__(self, ctx: Context, node: IndexTerm, text: InlineText) -> list[nodes.Node]:
        anchor = f"index-{self.env.new_serialno('index')}"
        index = addnodes.index(entries=[(kind, words, anchor, "", None) for kind, words in _entries(node)])
        index["inline"] = True
        ref, _ = text.position(node.start)
        return [ctx.place(ref, index), nodes.target("", "", ids=[anchor])]


def _entries(node: IndexTerm) -> list[tuple[str, str]]:
    terms = [" ".join(term.split()) for term in node.terms if term.strip()]
    if not terms:
        return []
    entries = [("single", "; ".join([terms[0], ", ".join(terms[1:])]) if len(terms) > 1 else terms[0])]
    for key, kind in (("see", "see"), ("see-also", "seealso")):
        entries += [
            (kind, f"{terms[-1]}; {other.strip()}") for other in node.see.get(key, "").split(",") if other.strip()
        ]
    return entries
