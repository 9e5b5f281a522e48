"""How pages are laid out in LaTeX: deep lists, captions, wide tables, and roles that are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_adoc.publish.sources import is_adoc_file

from .preamble import prepend, template_values

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LISTS: Final = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)
_NESTING: Final = (*_LISTS, nodes.block_quote, nodes.Admonition, nodes.line_block)
_DEEP: Final = 4  # LaTeX stops at six, and counts what stands around lists too
_SIZES: Final = ((13, r"\tiny"), (9, r"\scriptsize"), (7, r"\footnotesize"), (5, r"\small"))  # by columns
_OWN_LABELS: Final = r"\adocownlabels"  # a caption begins with AsciiDoc's label, or has none
_NO_NUMBER: Final = r"\edef\adocsecnumdepth{\arabic{secnumdepth}}\setcounter{secnumdepth}{-2}"
_NUMBER: Final = r"\setcounter{secnumdepth}{\adocsecnumdepth}"
_COMMANDS: Final = r"""
\IfFileExists{ulem.sty}{\usepackage[normalem]{ulem}}{\let\uline\underline\let\sout\emph}
\providecommand{\DUroleunderline}[1]{\uline{#1}}
\providecommand{\DUrolelinethrough}[1]{\sout{#1}}
\providecommand{\DUrolekbd}[1]{{\fboxsep=.15em\fbox{\footnotesize\ttfamily #1}}}
\providecommand{\DUrolemark}[1]{{\fboxsep=.1em\colorbox{yellow!40}{#1}}}
\providecommand{\DUrolebig}[1]{{\large #1}}
\providecommand{\DUrolesmall}[1]{{\small #1}}
\makeatletter
\providecommand{\adocownlabels}{%
  \long\def\@makecaption##1##2{\vskip\abovecaptionskip{\centering ##2\par}\vskip\belowcaptionskip}%
  \def\LT@makecaption##1##2##3{\LT@mcol\LT@cols c{\hbox to\z@{\hss\parbox[t]\LTcapwidth{%
    \centering ##3\endgraf\vskip\baselineskip}\hss}}}}
\makeatother
"""
_COMMANDS_OF: Final = {"line-through": "linethrough"}  # a command of LaTeX has letters alone
_SAFE: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_BREAKS: Final = re.compile(r"(?<=[_./:=-])(?=\w)")
_ZERO_WIDTH_SPACE: Final = "\u200b"


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(Sections)
    app.add_post_transform(Captions)
    app.add_post_transform(Tables)
    app.add_post_transform(Roles)
    app.connect("builder-inited", _define)
    app.connect("doctree-resolved", _allow_depth, priority=900)


def _define(app: Sphinx) -> None:
    if app.builder.name == "latex":
        prepend(app, _COMMANDS)


def _allow_depth(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let lists be as deep as the document has them."""
    if app.builder.name != "latex":
        return
    deepest = max((_depth(node) for node in doctree.findall(nodes.Element) if isinstance(node, _LISTS)), default=0)
    values = template_values(app)
    if deepest > _DEEP and not values.get("maxlistdepth"):
        values["maxlistdepth"] = str(2 * deepest)


def _depth(node: nodes.Node | None) -> int:
    """How many lists, quotations and the like a node is in, itself among them."""
    depth = 0
    while node is not None:
        depth += isinstance(node, _NESTING)
        node = node.parent
    return depth


class _OfOurs(SphinxPostTransform):
    formats = ("latex",)

    def is_ours(self, node: nodes.Element) -> bool:
        """Whether a node comes from an AsciiDoc file."""
        sources = (each.source for each in (node, *node.children) if each.source is not None)
        source = next(sources, None)  # Sphinx makes nodes of its own of captioned listings, which have none
        return source is not None and is_adoc_file(self.env, source)


class Sections(_OfOurs):
    """Keeps LaTeX from numbering the sections of a page that AsciiDoc has numbered, and those of the pages below it."""

    default_priority = 410

    def run(self, **kwargs: Any) -> None:
        """Say it before each of these sections, and the contrary behind its title."""
        for page in [self.document, *self.document.findall(addnodes.start_of_file)]:
            top = next((node for node in page.children if isinstance(node, nodes.section)), None)
            title = next(iter(top.findall(nodes.title)), None) if top is not None else None
            sections = list(_sections(top)) if top is not None and title is not None and self.is_ours(title) else []
            if top is not None and any(map(_is_numbered, sections)):
                for section in list(top.findall(nodes.section)):
                    if section is not top and not _has_no_number(section):
                        _without_number(section)


def _sections(section: nodes.Element) -> Iterator[nodes.section]:
    """The sections below one, those of other pages left out."""
    for node in section.children:
        if isinstance(node, nodes.section):
            yield node
        if isinstance(node, nodes.Element) and not isinstance(node, addnodes.start_of_file):
            yield from _sections(node)


def _is_numbered(section: nodes.section) -> bool:
    title = section[0]
    return any(isinstance(node, nodes.generated) and "sectnum" in node["classes"] for node in title.children)


def _has_no_number(section: nodes.section) -> bool:
    """Whether a section was told so already, with the page above its own."""
    return len(section) > 1 and isinstance(section[1], nodes.raw) and section[1].astext().startswith(_NUMBER)


def _without_number(section: nodes.section) -> None:
    parent = section.parent
    parent.insert(parent.index(section), nodes.raw("", f"{_NO_NUMBER}\n", format="latex"))
    section.insert(1, nodes.raw("", f"{_NUMBER}\n", format="latex"))


class Captions(_OfOurs):
    """Keeps LaTeX from numbering what AsciiDoc has numbered."""

    default_priority = 410

    def run(self, **kwargs: Any) -> None:
        """Say it before each table and figure with a caption."""
        if self.config.numfig:
            return
        for node in list(self.document.findall(_has_caption)):
            if isinstance(node, nodes.Element) and self.is_ours(node):
                _in_group(node, _OWN_LABELS)


def _has_caption(node: nodes.Node) -> bool:
    if isinstance(node, nodes.table):
        return bool(len(node)) and isinstance(node[0], nodes.title)
    listing = isinstance(node, nodes.container) and node.get("literal_block")
    captioned = any(isinstance(child, nodes.caption) for child in node.children)
    return captioned and (bool(listing) or isinstance(node, nodes.figure))


class Tables(_OfOurs):
    """Makes the text of a table smaller the more columns there are, and lets long code words break in it."""

    default_priority = 420

    def run(self, **kwargs: Any) -> None:
        """Change all tables."""
        for table in list(self.document.findall(nodes.table)):
            if not self.is_ours(table):
                continue
            for code in table.findall(nodes.literal):
                for text in list(code.findall(nodes.Text)):
                    code_words = nodes.Text(_BREAKS.sub(_ZERO_WIDTH_SPACE, text.astext()))
                    text.parent.replace(text, code_words)
            columns = sum(1 for _ in table.findall(nodes.colspec))
            size = next((size for least, size in _SIZES if columns >= least), "")
            if size:
                _in_group(table, size)


def _in_group(node: nodes.Element, command: str) -> None:
    """Have a command of LaTeX hold for a node alone."""
    parent, at = node.parent, node.parent.index(node)
    parent.insert(at + 1, nodes.raw("", "\\endgroup\n", format="latex"))
    parent.insert(at, nodes.raw("", f"\\begingroup{command}\n", format="latex"))


class Roles(SphinxPostTransform):
    """Keeps from LaTeX the roles whose names would be commands or comments to it."""

    default_priority = 430
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Leave them out."""
        for node in self.document.findall(nodes.inline):
            node["classes"] = [_COMMANDS_OF.get(name, name) for name in node["classes"] if _SAFE.match(name)]
