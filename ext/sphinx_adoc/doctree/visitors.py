"""How HTML shows the nodes of :mod:`.elements`: one pair of functions per class, for any docutils HTML translator."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit

from docutils import nodes

from . import elements, formula_width

Visit = Callable[[Any, Any], None]

ELEMENT_ROLES: Final = frozenset(("del", "ins", "kbd", "mark"))
"""Classes of running text that HTML has an element of that name for, and means by it what a document does."""


def visit_linebreak(self: Any, node: elements.linebreak) -> None:
    """A break."""
    self.body.append("<br />")


def visit_thematic_break(self: Any, node: elements.thematic_break) -> None:
    """A rule."""
    self.body.append(self.emptytag(node, "hr", CLASS="docutils"))


def visit_details(self: Any, node: elements.details) -> None:
    """A disclosure, open where the author said so."""
    attributes = {"open": "open"} if node.get("open") else {}
    self.body.append(self.starttag(node, "details", **attributes))


def depart_details(self: Any, node: elements.details) -> None:
    """Its end."""
    self.body.append("</details>\n")


def visit_summary(self: Any, node: elements.summary) -> None:
    """What the disclosure shows when closed."""
    self.body.append(self.starttag(node, "summary", ""))


def depart_summary(self: Any, node: elements.summary) -> None:
    """Its end."""
    self.body.append("</summary>\n")


def visit_media(self: Any, node: elements.media) -> None:
    """A player; the link inside is for browsers without one.

    A frame of another host holds a link to begin with: nothing is asked of that host until the reader follows it.
    """
    options = "".join(f' {name}="{escape(value or "")}"' for name, value in node["options"].items())
    if node["tag"] != "iframe":
        tag = self.starttag(node, node["tag"], "", CLASS="adoc-media", src=node["uri"], **{"aria-label": node["label"]})
        self.body.append(f"{tag.removesuffix('>')}{options}></{node['tag']}>\n")
        raise nodes.SkipNode
    names = {"src": node["uri"], "srcdoc": _opener(node), "title": node["label"]}
    tag = self.starttag(node, "iframe", "", CLASS="adoc-media", **names).removesuffix(">")
    self.body.append(f"{tag}{options}></iframe>\n")
    raise nodes.SkipNode


def _opener(node: elements.media) -> str:
    """The page that a frame shows at first: what the player is called, and its host, as a link to it."""
    words = escape(f"\N{BLACK RIGHT-POINTING TRIANGLE} {node['label']} ({urlsplit(node['uri']).hostname})")
    style = "html{color-scheme:light dark}body{display:grid;min-height:90vh;place-items:center;font:1rem sans-serif}"
    link = f'<a href="{escape(node["uri"])}">{words}</a>'
    return f'<!DOCTYPE html><html lang="en"><title>{words}</title><style>{style}</style><body>{link}</body></html>'


def visit_icon(self: Any, node: elements.icon) -> None:
    """A glyph, by the classes that icon fonts have; the style sheet shows its name where there is no such font."""
    label = {"role": "img", "aria-label": node["label"], "title": node["label"], "data-name": node.astext()}
    self.body.append(self.starttag(node, "i", "", **label) + "</i>")
    raise nodes.SkipNode


def visit_drawing(self: Any, node: elements.drawing) -> None:
    """An SVG document of its own; inside it what is shown instead where it cannot be."""
    sizes = {name: node[name] for name in ("width", "height") if name in node}
    self.body.append(self.starttag(node, "object", "", data=node["uri"], type="image/svg+xml", **sizes))
    if "fallback" in node:
        self.body.append(f'<img src="{escape(node["fallback"])}" alt="{escape(node["alt"])}" />')
    else:
        self.body.append(f'<span class="alt">{escape(node["alt"])}</span>')
    self.body.append("</object>")


def visit_reversed_list(self: Any, node: elements.reversed_list) -> None:
    """An ordered list that counts down."""
    attributes = {"start": node["start"]} if "start" in node else {}
    classes = [node["enumtype"]]
    self.body.append(self.starttag(node, "ol", classes=classes, reversed="reversed", **attributes))


def depart_reversed_list(self: Any, node: elements.reversed_list) -> None:
    """Its end."""
    self.body.append("</ol>\n")


def visit_header_entry(self: Any, node: elements.header_entry) -> None:
    """A heading cell in the body."""
    row: Any = node.parent
    stubs, column = row.parent.parent.stubs, row.column
    was, stubs[column] = stubs[column], 1
    self.visit_entry(node)
    stubs[column] = was
    _scope(self, "row")


def visit_column_entry(self: Any, node: elements.column_entry) -> None:
    """A heading cell in the head."""
    self.visit_entry(node)
    _scope(self, "col")


def _scope(self: Any, scope: str) -> None:
    """Say what the heading cell that was opened last heads; docutils leaves that out."""
    at = next(at for at in range(len(self.body) - 1, -1, -1) if self.body[at].startswith("<th"))
    self.body[at] = self.body[at].replace("<th", f'<th scope="{scope}"', 1)


def depart_header_entry(self: Any, node: nodes.entry) -> None:
    """Its end."""
    self.depart_entry(node)


def focus_of(box: nodes.Element) -> dict[str, Any]:
    """Return the attributes by which the keyboard reaches, and so scrolls, what holds a table that may be too wide."""
    return {"tabindex": "0"} if max(map(_least, box.findall(nodes.table)), default=0) > CHARACTERS else {}


def _least(node: nodes.Node) -> int:
    """How many characters of a line a node needs at least, where words do not break."""
    if isinstance(node, nodes.Text):
        parts = node.split("\n") if isinstance(node.parent, nodes.FixedTextElement) else node.split()
        return max(map(len, parts), default=0)
    if not isinstance(node, nodes.table):
        return max(map(_least, node.children), default=0)
    columns: dict[int, int] = {}
    for row in node.findall(nodes.row, descend=True):
        if row.parent.parent.parent is node:
            for number, entry in enumerate(row):
                columns[number] = max(columns.get(number, 0), _least(entry))
    return sum(columns.values()) + _AROUND * len(columns)


CHARACTERS: Final = 36  # of code, that a telephone shows in a line
_AROUND: Final = 3  # characters that the space around a cell's text takes


def formula_box(node: nodes.math | nodes.math_block, *, block: bool) -> dict[str, Any]:
    """Return the attributes of what holds a formula: it scrolls where that is long, and is smaller on paper."""
    classes, scrolls = formula_width.box(node.astext(), block=block)
    return {"classes": classes, **({"tabindex": "0"} if scrolls else {})}


def with_marks(highlighted: str, marks: dict[int, list[int]]) -> str:
    """Return highlighted HTML with callout marks at the ends of its lines (counted from 0)."""
    lines = highlighted.split("\n")
    for line, numbers in marks.items():
        if line < len(lines):
            text, closing = _before_closing(lines[line])
            lines[line] = text + "".join(f' <b class="conum">({number})</b>' for number in numbers) + closing
    return "\n".join(lines)


def _before_closing(line: str) -> tuple[str, str]:
    at = line.find("</pre>")
    return (line, "") if at < 0 else (line[:at], line[at:])


def leave(self: Any, node: nodes.Element) -> None:
    """Nothing: an empty element has no end."""


VISITORS: dict[type[nodes.Element], tuple[Visit, Visit]] = {
    elements.linebreak: (visit_linebreak, leave),
    elements.thematic_break: (visit_thematic_break, leave),
    elements.details: (visit_details, depart_details),
    elements.summary: (visit_summary, depart_summary),
    elements.media: (visit_media, leave),
    elements.icon: (visit_icon, leave),
    elements.drawing: (visit_drawing, leave),
    elements.reversed_list: (visit_reversed_list, depart_reversed_list),
    elements.header_entry: (visit_header_entry, depart_header_entry),
    elements.column_entry: (visit_column_entry, depart_header_entry),
}
