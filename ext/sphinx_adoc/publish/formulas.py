"""Formulas in HTML as MathML, made at build time: no script, and nothing from another host.

It is the renderer ``mathml`` of Sphinx (``html_math_renderer``), taken where the project has not chosen one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from docutils import nodes
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number

from sphinx_adoc import files
from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.elements import MALFORMED
from sphinx_adoc.doctree.mathml import FormulaError, to_mathml
from sphinx_adoc.doctree.visitors import formula_box
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

from .report import report

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

NAME: Final = "mathml"
_ALWAYS_THERE: Final = {"mathjax", NAME}
_DECLARED: Final = {"mathml": "<math", "svg": "<svg"}  # what readers want to know of a page, and how it begins there
_PAGE: Final = 'media-type="application/xhtml+xml"'
_ITEM: Final = re.compile(rf'<item [^>]*href="([^"]*)"[^>]*{re.escape(_PAGE)}')


def setup(app: Sphinx) -> None:
    """Register the renderer, and have it taken."""
    app.add_html_math_renderer(NAME, inline_renderers=(_visit_inline, None), block_renderers=(_visit_block, None))
    app.connect("config-inited", _choose, priority=900)
    app.connect("builder-inited", _declare_in_books)


def _choose(app: Sphinx, config: Config) -> None:
    """Take our renderer unless the project names another, or has an extension with one."""
    others = set(app.registry.html_inline_math_renderers) - _ALWAYS_THERE
    if config.html_math_renderer is None:
        config.html_math_renderer = next(iter(sorted(others)), NAME)


def _visit_inline(self: Any, node: nodes.math) -> None:
    box = formula_box(node, block=False)
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight", **box))
    self.body.append(f"{_shown(self, node, block=False)}</span>")
    raise nodes.SkipNode


def _visit_block(self: Any, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight", **formula_box(node, block=True)))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f"{_shown(self, node, block=True)}\n</div>\n")
    raise nodes.SkipNode


def _shown(self: Any, node: nodes.math | nodes.math_block, *, block: bool) -> str:
    """The formula as MathML; its source where that cannot be made, with a finding."""
    tex = node.astext()
    try:
        return to_mathml(tex, block=block)
    except FormulaError as error:
        if not node.get(MALFORMED):  # that was reported when the page was read
            report([_finding(node, tex, error)])
        return f"<code>{self.encode(tex)}</code>"


def _finding(node: nodes.Node, tex: str, error: FormulaError) -> Finding:
    around: nodes.Node | None = node
    while around is not None and not (around.source and around.line):
        around = around.parent
    place = Place(str(around.source), int(around.line or 1), 1) if around is not None else Place("", 1, 1)
    message = f"the formula '{' '.join(tex.split())}' cannot be shown as MathML: {error}"
    hint = "write it in other words of TeX, or set html_math_renderer = 'mathjax'"
    return Finding(Code.FORMULA_UNREADABLE, message, Span(place, place), hint=hint)


def _declare_in_books(app: Sphinx) -> None:
    """Have an EPUB say which of its pages hold MathML or SVG, as readers want to know."""
    if app.builder.name != "epub":
        return
    builder: Any = app.builder
    build_content = builder.build_content

    def build() -> None:
        build_content()
        path = Path(builder.outdir, "content.opf")
        lines = path.read_text(encoding="utf-8").split("\n")
        files.write_text(path, "\n".join(_declared(line, Path(builder.outdir)) for line in lines))

    builder.build_content = build


def _declared(line: str, folder: Path) -> str:
    """A line of the list of a book's files, with what a page of MathML or SVG has to say."""
    item = _ITEM.search(line)
    if item is None or "properties=" in line:
        return line
    page = Path(folder, unquote(item[1]))
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    properties = " ".join(name for name, start in _DECLARED.items() if start in text)
    return line.replace(_PAGE, f'{_PAGE} properties="{properties}"') if properties else line
