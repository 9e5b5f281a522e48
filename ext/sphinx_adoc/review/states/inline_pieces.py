"""What there is to a node besides its place, and to the inline markup of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.tree import (
    Block,
    Callout,
    Footnote,
    Inline,
    InlineText,
    Raw,
    Text,
    Xref,
    plain_text,
    walk_inlines,
)

from .piece import ANCHOR, FORMATTING, RAW, STRUCTURE, TARGET, Feature

_POSITIONS: Final = frozenset({  # where something stands or how it is written, not what it is
    "ref", "col", "end_ref", "end_col", "version", "meta", "start", "end", "target_start", "target_end", "delimiter",
    "form", "marker", "bare", "explicit_id", "guard", "macro",
})  # fmt: skip
_COUNTED: Final = frozenset({"number", "numeral", "ordinal", "trail", "caption", "label"})  # follow from what is above
_SAID_ELSEWHERE: Final = frozenset(
    {"id", "role", "options", "opts", "title", "attribution", "citetitle", "reftext", "cols"}
)
_OWN: Final = frozenset({"id", "role"})  # of inline nodes
_NAMES: Final = {"variant": "kind", "sectname": "kind", "attrs": "", "value": ""}
_RARE_BLANK: Final = re.compile(r"[\t\r\f\v]")


def values_of(node: Block | Inline) -> Iterator[tuple[str, str]]:
    """Yield the values of a node that say what it is, by the names of their fields."""
    if isinstance(node, Document):  # the others are how it is being read
        yield "doctype", node.doctype
        return
    for field in node.values:
        counted = field.name in _COUNTED and not isinstance(node, Callout)
        if field.name not in _POSITIONS and not counted:
            yield from _plain(
                field.name, getattr(node, field.name), _SAID_ELSEWHERE if isinstance(node, Block) else _OWN
            )


def _plain(name: str, value: Any, left_out: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """A value as text, if it is plain data and says something. ``left_out``: keys that fields of their own have."""
    if isinstance(value, Mapping):
        for key, inner in sorted(value.items()):
            if not str(key).startswith("$") and key not in left_out:
                yield from _plain(str(key), inner, left_out)
    elif isinstance(value, tuple | list):
        if value and all(isinstance(inner, str) for inner in value):
            yield name, " ".join(value)
    elif isinstance(value, bool):
        if value:
            yield name, "yes"
    elif isinstance(value, str | int | float) and value != "":
        yield name, str(value)


def feature_name(block: str, name: str) -> str:
    """Return what a value of a node is called in a report: by the node and the field."""
    return f"{block} {_NAMES.get(name, name)}".strip()


def inline_features(text: InlineText) -> Iterator[Feature]:
    """Yield what there is to a text that is no word: formatting, targets, raw output, anchors, marks."""
    origin = text.doc.origin
    for node in walk_inlines(text.inlines):
        if isinstance(node, Text):
            continue
        line = origin.path_and_line(text.position(node.start)[0])
        if isinstance(node, Raw):
            yield Feature(RAW, "passthrough", node.value, line)
            continue
        said = single_blanks(plain_text(node.children)) if node.children else ""
        kind = getattr(node, "variant", node.name)
        if not hasattr(node, "target"):
            yield Feature(FORMATTING, str(kind), said, line)
        for name, value in values_of(node):
            if name == "target":
                yield Feature(TARGET, node.name, value, line, said)
            elif name == "id":
                yield Feature(ANCHOR, "anchor", value, line)
            elif name not in ("variant", "path", "fragment"):
                yield Feature(STRUCTURE, feature_name(str(kind), name), value, line)


def visible_words(nodes: Sequence[Inline]) -> str:
    """Return the visible words; a cross-reference without any of its own says what it points at, and a footnote stands
    where its mark does.
    """
    return "".join(
        f"<{node.target}>" if isinstance(node, Xref) and not node.children
        else f" [note: {visible_words(node.children)}]" if isinstance(node, Footnote) and node.children
        else visible_words(node.children) if node.children
        else plain_text([node])
        for node in nodes
    )  # fmt: skip


def single_blanks(text: str) -> str:
    """Return a text with single blanks, as it is read. One that keeps words together is a character of its own."""
    if _RARE_BLANK.search(text):
        text = _RARE_BLANK.sub(" ", text)
    return " ".join(filter(None, text.replace("\n", " ").split(" ")))


def words_of(text: InlineText) -> str:
    """Return the visible words of a text, in one line."""
    return single_blanks(text.plain)
