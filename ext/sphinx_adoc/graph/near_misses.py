"""Markup that is one slip away from being markup: it renders as text, or means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.suggest import Names, did_you_mean, is_slip
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.settings import ASCIIDOC_PY
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import Block, Formatted, InlineText, Open, Paragraph, Text, TextVisit

_LABELS: Final = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
_STYLES: Final = Names([
    *_LABELS, "abstract", "appendix", "asciimath", "bibliography", "colophon", "comment", "dedication", "discrete",
    "example", "float", "glossary", "horizontal", "index", "latexmath", "listing", "literal", "loweralpha",
    "lowergreek", "lowerroman", "normal", "open", "partintro", "pass", "preface", "qanda", "quote", "sidebar", "source",
    "stem", "toctree", "upperalpha", "upperroman", "verse",
])  # fmt: skip
_OPTIONS: Final = Names([
    "autowidth", "breakable", "collapsible", "footer", "hardbreaks", "header", "inline", "interactive", "linenums",
    "nocontrols", "noheader", "open", "reversed", "rotate", "step", "unbreakable", "unnumbered",
])  # fmt: skip
_HEADING: Final = re.compile(r"(={2,6})([^\s=].*)")
_LABEL: Final = re.compile(r"([A-Z]{3,11}): ")
_RUNNING: Final = frozenset({"principal", "paragraph"})  # of items and cells
_INNER: Final = re.compile(r"[\s(\[{]`(?=[^\s`])")
_CLOSES: Final = re.compile(r"(?<![\w.)\]-])([\w.-]*[A-Za-rt-z)\]]`)(?=[\s,.;:!?)])(?<![0-9]`)")
_UNDERLINE: Final = re.compile(r"~{4,}|\^{4,}")  # other characters are delimiters of blocks, too
_OPEN: Final = re.compile(r"(?<![^\s(\[{])`(?=[^\s`])")


def in_block(doc: Document, block: Block) -> Iterator[Finding]:
    """Give styles and options of a block that are surely mistyped."""
    if block.style and (meant := _slip(block.style, _STYLES)):
        yield _in_metadata(
            doc, block, Code.STYLE_MISTYPED, block.style, message=f"there is no style '{block.style}'", meant=meant
        )
    if doc.settings.ids != ASCIIDOC_PY:
        if isinstance(block, Paragraph):
            yield from _classic_titles(doc, block)
        elif isinstance(block, Open) and block.delimiter.startswith("~"):
            yield from _classic_title_above(doc, block)
    for option in block.options:
        if meant := _slip(option, _OPTIONS):
            yield _in_metadata(
                doc, block, Code.OPTION_MISTYPED, option, message=f"there is no option '{option}'", meant=meant
            )


def _classic_titles(doc: Document, block: Paragraph) -> Iterator[Finding]:
    """Give a title whose underline is off by two: asciidoc-py takes it for one, Asciidoctor for text."""
    title, _, underline = block.text.raw.partition("\n")
    if _is_off_by_two(title, underline):
        ref, _ = block.text.position(len(title) + 1)
        yield _classic_title(doc, ref, underline, "both lines are text")


def _classic_title_above(doc: Document, block: Open) -> Iterator[Finding]:
    """Give a title whose underline, off by two, opens a block here: it stands alone between blank lines."""
    _, number = doc.origin.path_and_line(block.ref)
    lines = ["", *doc.origin.files[doc.origin.file_of[block.ref]].lines, ""]
    above, title, underline, below = (lines[number + offset].rstrip() for offset in (-2, -1, 0, 1))
    if not above and not below and _is_off_by_two(title, underline):
        yield _classic_title(doc, block.ref, underline, "it opens a block of tildes")


def _is_off_by_two(title: str, underline: str) -> bool:
    off = abs(len(title) - len(underline)) == 2
    return off and bool(_UNDERLINE.fullmatch(underline)) and title[:1].isalnum()


def _classic_title(doc: Document, ref: int, underline: str, here: str) -> Finding:
    span = Span(doc.origin.place(ref, 1), doc.origin.place(ref, len(underline)))
    message = f"asciidoc-py takes this for the underline of a title, though it is off by two; here {here}"
    hint = "--ids asciidoc-py reads the documents as it does; or make it as long as the title"
    return Finding(Code.DIALECT_UNSET, message, span, hint=hint, stack=doc.origin.include_stack(ref))


def _slip(word: str, known: Names) -> str:
    """The known word that a word surely is, mistyped; '' for a known word, and one that is far from all."""
    near = known.nearest(word) if word not in known else None
    return near if near is not None and is_slip(word, near) else ""


def _in_metadata(doc: Document, block: Block, code: Code, word: str, *, message: str, meant: str) -> Finding:
    """A finding at a word in the lines above a block."""
    origin = doc.origin
    first, last = (block.meta.ref, block.meta.end_ref) if block.meta else (block.ref, block.ref)
    ref = next((ref for ref in origin.run(first, last) if word in origin.line(ref)), block.ref)
    start = max(origin.line(ref).find(word), 0)
    span = Span(origin.place(ref, start + 1), origin.place(ref, start + len(word)))
    return Finding(code, message, span, hint=did_you_mean(meant), stack=origin.include_stack(ref))


def in_text(visit: TextVisit) -> Iterator[Finding]:
    """Give what shows as text although it was surely meant as markup."""
    text = visit.text
    if not text.raw:
        return
    if visit.field == "text" and isinstance(visit.block, Paragraph):
        yield from _at_beginning(text)
        running = True
    else:
        running = visit.field in _RUNNING
    if running and text.raw.count("`") % 2:
        yield from _unclosed(text)


def _at_beginning(text: InlineText) -> Iterator[Finding]:
    """What a paragraph begins with."""
    if (match := _HEADING.match(text.raw)) and not match[2].endswith("="):
        message, hint = "this line is no heading", f"put a blank behind the signs: '{match[1]} {match[2].strip()}'"
        yield _at(text, Code.HEADING_MISTYPED, 0, len(match[1]), message=message, hint=hint)
    if (match := _LABEL.match(text.raw)) and match[1] not in _LABELS:
        meant = next((label for label in _LABELS if _is_nearly(match[1], label)), "")
        if meant:
            message, hint = f"'{match[1]}:' makes no admonition", did_you_mean(f"{meant}:")
            yield _at(text, Code.ADMONITION_MISTYPED, 0, len(match[1]), message=message, hint=hint)


def _is_nearly(word: str, label: str) -> bool:
    """Whether a word is a label with a letter or two mistyped, or its letters in another order; not its plural."""
    return word != f"{label}S" and (is_slip(word, label) or sorted(word) == sorted(label))


def _unclosed(text: InlineText) -> Iterator[Finding]:
    """A backquote in running text that opens code, and that none closes, or one that closes what none opens."""
    for node in text.inlines:
        if isinstance(node, Formatted) and node.variant == "code" and _holds_opening(text.raw[node.start : node.end]):
            yield _never_closed(text, node.start)
            return
    for node in text.inlines:
        if isinstance(node, Text) and (opened := _last_open(text.raw, node.start, node.end)) is not None:
            yield _never_closed(text, opened)
            return
    for node in text.inlines:
        if isinstance(node, Text) and (closed := _CLOSES.search(text.raw, node.start, node.end)) is not None:
            message = "code that ends here is never opened"
            hint = "add a backquote where it begins"
            yield _at(text, Code.QUOTE_UNCLOSED, closed.start(1), closed.end(), message=message, hint=hint)
            return


def _never_closed(text: InlineText, at: int) -> Finding:
    message, hint = "code that is opened here is never closed", "add a backquote where it ends"
    return _at(text, Code.QUOTE_UNCLOSED, at, at + 1, message=message, hint=hint)


def _holds_opening(code: str) -> bool:
    """Whether a code phrase has a backquote within that seems to open the next one: so its own end is lost."""
    return code[:2] not in {"``", "`+"} and "\\" not in code and _INNER.search(code, 1, len(code) - 1) is not None


def _last_open(raw: str, start: int, end: int) -> int | None:
    """The offset of the last backquote in a part of the text, if it can open code and nothing behind it closes it."""
    at = raw.rfind("`", start, end)
    return at if at >= 0 and _OPEN.match(raw, at) and "`" not in raw[at + 1 :] else None


def _at(text: InlineText, code: Code, start: int, end: int, *, message: str, hint: str) -> Finding:
    stack = text.doc.origin.include_stack(text.position(start)[0])
    return Finding(code, message, text.span(start, end), hint=hint, stack=stack)
