"""What a doctree is built for: the choices that the two edges, a standalone page and Sphinx, make differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from docutils import nodes

from sphinx_adoc.gate import Gate
from sphinx_adoc.syntax.labels import ENGLISH
from sphinx_adoc.syntax.tree import Block, BlockMacro, IndexTerm, InlineMacro, InlineText, List, Listing, Xref

# Every hook gets the :class:`.context.Context` first. It is not named here, because it holds the options itself.
XrefHook = Callable[[Any, Xref, InlineText], nodes.Element | None]
IndexHook = Callable[[Any, IndexTerm, InlineText], list[nodes.Node]]
InlineMacroHook = Callable[[Any, InlineMacro, InlineText], list[nodes.Node]]
BlockMacroHook = Callable[[Any, BlockMacro], list[nodes.Node]]
ListingHook = Callable[[Any, Listing], list[nodes.Node] | None]
BlockHook = Callable[[Any, Block], list[nodes.Node] | None]
ListHook = Callable[[Any, List], list[nodes.Node] | None]


class FormulaCheck(Protocol):
    """Whether a formula can be shown."""

    def __call__(self, tex: str, *, block: bool) -> str:
        """Return why it cannot, '' where it can."""


class LocalFiles(Protocol):
    """What an edge knows of the files beside a document."""

    def trouble(self, target: str) -> tuple[str, str] | None:
        """Return what is wrong with the address of a file, and a hint; None: nothing, or it is no file's."""

    def link(self, target: str, words: Sequence[nodes.Node]) -> nodes.Element | None:
        """Return the element for a link to a file, showing words; None: an ordinary reference does."""


TITLE_DOCUMENT: Final = "document"
TITLE_SECTION: Final = "section"

TOC_ALL: Final = "all"
TOC_NONE: Final = "none"


OWN_DOCUMENTS: Final = Gate()


def _same(target: str) -> str:
    return target


def _a_path(target: str, kind: str) -> None:
    """Nothing but paths is known."""


@dataclass(frozen=True, slots=True)
class Options:
    """Choices for :func:`sphinx_adoc.doctree.build`.

    ``title``: where the header's title goes: ``document`` (docutils' document title), ``section`` (one section that
    holds everything, as Sphinx wants it, with an id for every section), ``none``.
    ``toc``: which tables of contents are made: ``all``, only those asked for with ``toc::[]`` (``macro``), ``none``.
    ``fields``: keep the header's attribute entries as fields of the docinfo.
    ``captions``: keep labels such as "Table 1. " (False: the output numbers by itself).
    ``gate``: what the document may name, and whether passthroughs become output (else text, with a problem each).
    ``xref``: makes the element for a cross-reference; it is filled with the given text when it comes back empty. None
    as its result, or no hook: looked up in this document.
    ``index``: nodes for an index term. ``inline_macros``, ``block_macros``: nodes by name of a macro that the
    language does not define; a macro without a hook stays visible as it was written, with a problem.
    ``blocks``: takes over a block of any kind, by its style, attributes or roles (None: not this one).
    ``lists``, ``listings``: take over a list or a listing whose style or role they know (None: not this one).
    ``image_uri``: the address of an image, from its target with ``imagesdir`` resolved.
    ``resource``: the address of what a target names by other rules than those of paths, given the target and "image" or
    "" (None: it is a path). ``embed``: makes the address of an image that holds the image itself (for ``data-uri``).
    ``asciimath``: makes TeX of a formula in AsciiMath (None: it stays text). ``formula_trouble``: why a formula in TeX
    cannot be shown, given that and whether it is a block ('': it can; None: nobody asks).
    ``files``: looks after what names a file beside the document (None: nobody does).
    ``language``: the highlighter's name of a listing's language ('': no highlighting). ``locale``: the language of what
    the output says by itself, such as "Note".
    """

    title: str = TITLE_DOCUMENT
    toc: str = TOC_ALL
    fields: bool = False
    captions: bool = True
    gate: Gate = OWN_DOCUMENTS
    xref: XrefHook | None = None
    index: IndexHook | None = None
    inline_macros: Mapping[str, InlineMacroHook] = field(default_factory=dict)
    block_macros: Mapping[str, BlockMacroHook] = field(default_factory=dict)
    blocks: BlockHook | None = None
    lists: ListHook | None = None
    listings: ListingHook | None = None
    image_uri: Callable[[str], str] = _same
    resource: Callable[[str, str], str | None] = _a_path
    embed: Callable[[str], str] | None = None
    files: LocalFiles | None = None
    asciimath: Callable[[str], str] | None = None
    formula_trouble: FormulaCheck | None = None
    language: Callable[[str], str] = _same
    locale: str = ENGLISH
