"""docutils' HTML5 translator, taught what a standalone AsciiDoc page needs."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator

from . import elements
from .highlight import highlight
from .mathml import FormulaError, to_mathml
from .visitors import CHARACTERS, ELEMENT_ROLES, VISITORS, focus_of, formula_box, with_marks


class PageTranslator(HTMLTranslator):
    """HTML for a standalone page."""

    def __init__(self, document: nodes.document) -> None:
        super().__init__(document)
        self.supported_inline_tags = set(ELEMENT_ROLES)  # others (``b``, ``s``, ``small``) are roles like any here

    def check_simple_list(self, node: nodes.Node) -> bool:
        """Return whether a list is written compactly; one with a node in it that docutils does not know is not."""
        if any(isinstance(inner, elements.OWN_NODES) for inner in node.findall()):
            return False
        return bool(super().check_simple_list(node))

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Note whether a term of the item has a classifier, which goes into the term."""
        super().visit_definition_list_item(node)
        self._classified = any(isinstance(child, nodes.classifier) for child in node)

    def depart_term(self, node: nodes.term) -> None:
        """End a term. docutils looks through all that follows for a classifier, for each of the terms of an item."""
        if self._classified or "details" in node.parent.parent["classes"]:
            super().depart_term(node)
        else:
            self.body.append("</dt>\n")

    def visit_table(self, node: nodes.table) -> None:
        """A table; one that stands by itself is in a box that scrolls where the page is narrower."""
        if not isinstance(node.parent, nodes.entry):
            self.body.append(self.starttag(nodes.container(), "div", CLASS="table-wrap", **focus_of(node)))
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """Its end."""
        super().depart_table(node)
        if not isinstance(node.parent, nodes.entry):
            self.body.append("</div>\n")

    def visit_image(self, node: nodes.image) -> None:
        """An image; inside a link nothing follows it. An address has no blanks."""
        node["uri"] = node["uri"].replace(" ", "%20")
        super().visit_image(node)
        if isinstance(node.parent, nodes.reference):
            self.body[-1] = self.body[-1].rstrip()

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        """A quotation, in a box with who said it: HTML has that outside of the words that are quoted."""
        kind = "verseblock" if "verse" in node["classes"] else "quoteblock"
        self.body.append(self.starttag(node, "div", CLASS=kind))
        self.body.append("<blockquote>\n")

    def depart_block_quote(self, node: nodes.block_quote) -> None:
        """Its end."""
        has_attribution = any(isinstance(child, nodes.attribution) for child in node)
        self.body.append("</div>\n" if has_attribution else "</blockquote>\n</div>\n")

    def visit_attribution(self, node: nodes.attribution) -> None:
        """Who said it, behind the words that are quoted."""
        self.body.append("</blockquote>\n")
        super().visit_attribution(node)

    def visit_line_block(self, node: nodes.line_block) -> None:
        """Verse: its line ends and blanks count."""
        self.body.append(self.starttag(node, "pre", "", CLASS="verse"))

    def depart_line_block(self, node: nodes.line_block) -> None:
        """Its end."""
        self.body.append("</pre>\n")

    def visit_line(self, node: nodes.line) -> None:
        """A line of a verse."""

    def depart_line(self, node: nodes.line) -> None:
        """Its end."""
        if node is not node.parent.children[-1]:
            self.body.append("\n")

    def visit_literal(self, node: nodes.literal) -> None:
        """Code, which may hold other markup."""
        self.body.append(self.starttag(node, "code", ""))

    def depart_literal(self, node: nodes.literal) -> None:
        """Its end."""
        self.body.append("</code>")

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """A listing, highlighted where its language is known."""
        self.body.append(self.starttag(node, "pre", "", **_focus(node)))
        language = node.get("language", "none")
        if (language != "none" or node.get("linenos")) and node.rawsource == node.astext():
            code = lines_marked(highlight(node.rawsource, language), node)
            self.body.append(f"<code>{code}</code></pre>\n")
            raise nodes.SkipNode

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        """Its end."""
        self.body.append("</pre>\n")

    def visit_callout_listing(self, node: elements.callout_listing) -> None:
        """A listing whose callout marks stand at its lines' ends."""
        code = with_marks(highlight(node["code"], node.get("language", "none")), node["marks"])
        code = lines_marked(code, node)
        self.body.append(f"{self.starttag(node, 'pre', '', **_focus(node))}<code>{code}</code></pre>\n")
        raise nodes.SkipNode

    def section_title_tags(self, node: nodes.Element) -> tuple[str, str]:
        """Return the heading of a section: by its own level where that is not its depth."""
        level = node.parent.get("heading-level") or self.section_level + 1
        tag = f"h{min(level, 6)}"
        return self.starttag(node, tag, ""), f"</{tag}>\n"

    def visit_admonition(self, node: nodes.admonition) -> None:
        """An admonition with a title of its own."""
        self.body.append(self.starttag(node, "aside", CLASS="admonition", **_NO_LANDMARK))

    def visit_sidebar(self, node: nodes.sidebar) -> None:
        """A sidebar."""
        super().visit_sidebar(node)
        self.body[-1] = self.starttag(node, "aside", CLASS="sidebar", **_NO_LANDMARK)

    def visit_rubric(self, node: nodes.rubric) -> None:
        """A block's title, or a discrete heading of its level."""
        level = node.get("heading-level")
        self.body.append(self.starttag(node, f"h{level}" if level else "p", "", CLASS="" if level else "rubric"))

    def depart_rubric(self, node: nodes.rubric) -> None:
        """Its end."""
        level = node.get("heading-level")
        self.body.append(f"</h{level}>\n" if level else "</p>\n")

    def visit_caption(self, node: nodes.caption) -> None:
        """A figure's caption, or a listing's."""
        if isinstance(node.parent, nodes.figure):
            self.body.append(self.starttag(node, "figcaption", ""))
        else:
            self.body.append(self.starttag(node, "div", "", CLASS="code-block-caption"))

    def depart_caption(self, node: nodes.caption) -> None:
        """Its end."""
        self.body.append("</figcaption>\n" if isinstance(node.parent, nodes.figure) else "</div>\n")

    def visit_figure(self, node: nodes.figure) -> None:
        """A figure."""
        self.body.append(self.starttag(node, "figure", CLASS=f"align-{node['align']}" if "align" in node else ""))

    def depart_figure(self, node: nodes.figure) -> None:
        """Its end."""
        self.body.append("</figure>\n")

    def visit_reference(self, node: nodes.reference) -> None:
        """A link with its title and window."""
        extra = {name: node[key] for name, key in _REFERENCE_ATTRIBUTES.items() if key in node}
        address = node["refuri"] if "refuri" in node else f"#{node['refid']}"
        self.body.append(self.starttag(node, "a", "", href=address, **extra))

    def depart_reference(self, node: nodes.reference) -> None:
        """Its end."""
        self.body.append("</a>")

    def visit_math(self, node: nodes.math) -> None:
        """A formula as MathML."""
        tag = self.starttag(node, "span", "", CLASS="math", **formula_box(node, block=False))
        self.body.append(f"{tag}{self._formula(node, block=False)}</span>")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        """A formula on its own."""
        tag = self.starttag(node, "div", "", CLASS="math", **formula_box(node, block=True))
        self.body.append(f"{tag}{self._formula(node, block=True)}</div>\n")
        raise nodes.SkipNode

    def _formula(self, node: nodes.math | nodes.math_block, *, block: bool) -> str:
        """A formula as MathML; its source where that cannot be made, which was reported when the page was read."""
        try:
            return to_mathml(node.astext(), block=block)
        except FormulaError:
            return f"<code>{self.encode(node.astext())}</code>"


def _focus(node: nodes.Element) -> dict[str, Any]:
    """Let the keyboard reach, and so scroll, what may be wider than a narrow window."""
    wide = max(map(len, node.astext().splitlines()), default=0) > CHARACTERS
    return {"tabindex": "0"} if wide else {}


def lines_marked(code: str, node: nodes.Element) -> str:
    """Return highlighted code with numbers at its lines, and with marks on some, where the listing asks for them."""
    choices: dict[str, Any] = node.get("highlight_args", {})
    marked = set(choices.get("hl_lines", ()))
    if not node.get("linenos") and not marked:
        return code
    lines = code.split("\n")
    first = choices.get("linenostart", 1)
    width = len(str(first + len(lines)))
    marked_lines = []
    for number, line in enumerate(lines, 1):
        shown = f'<span class="linenos">{number + first - 1:>{width}} </span>' if node.get("linenos") else ""
        marked_lines.append(shown + (f'<span class="hll">{line}</span>' if number in marked else line))
    return "\n".join(marked_lines)


_REFERENCE_ATTRIBUTES = {"title": "reftitle", "target": "target", "rel": "rel"}


_NO_LANDMARK: Final[dict[str, Any]] = {"role": "note"}
"""Of an ``aside``: else each would be one of the few places of a page that screen readers list to jump to."""


def _admonition(name: str) -> Any:
    def visit(self: PageTranslator, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "aside", CLASS=f"admonition {name}", **_NO_LANDMARK))
        self.body.append(f'<p class="admonition-title">{name.capitalize()}</p>\n')

    return visit


def _depart_admonition(self: PageTranslator, node: nodes.Element) -> None:
    self.body.append("</aside>\n")


for _name in ("note", "tip", "important", "warning", "caution"):
    setattr(PageTranslator, f"visit_{_name}", _admonition(_name))
    setattr(PageTranslator, f"depart_{_name}", _depart_admonition)
for _class, (_visit, _depart) in VISITORS.items():
    setattr(PageTranslator, f"visit_{_class.__name__}", _visit)
    setattr(PageTranslator, f"depart_{_class.__name__}", _depart)
