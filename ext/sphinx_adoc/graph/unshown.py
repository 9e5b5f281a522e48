"""What a document asks for that no output of ours has: pictures in attributes of blocks, files of docinfo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import Block, BlockMacro

_PICTURE: Final = re.compile(r"(?![a-zA-Z][\w+.-]*:)\S+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_WORDS: Final = frozenset({"attribution", "caption", "citetitle", "reftext", "title"})  # are shown as text
_FUNCTION: Final = "in Sphinx a function of adoc_blocks can show it"
_DOCINFO: Final = ("docinfo", "docinfo1", "docinfo2")
_INSTEAD: Final = "in Sphinx html_js_files, html_css_files and templates say what else a page has"
_PARTS: Final = ("", "-header", "-footer")


def pictures(doc: Document, block: Block) -> Iterator[Finding]:
    """Give the pictures that attributes of a block name, where the language knows of none."""
    if not block.attrs or isinstance(block, BlockMacro):
        return
    for name, value in block.attrs.items():
        if name in _WORDS or name.startswith("$") or name in doc.settings.styles:
            continue
        if _PICTURE.fullmatch(value):
            message = f"the attribute '{name}' names the picture '{value}', which is not shown"
            ref = line_with(doc, block, value)
            start = max(doc.origin.line(ref).find(value), 0)
            span = Span(doc.origin.place(ref, start + 1), doc.origin.place(ref, start + len(value)))
            yield Finding(Code.IMAGE_UNSHOWN, message, span, hint=_FUNCTION, stack=doc.origin.include_stack(ref))


def line_with(doc: Document, block: Block, word: str) -> int:
    """Return the one of the lines above a block in which a word stands, else the block's own."""
    first, last = (block.meta.ref, block.meta.end_ref) if block.meta else (block.ref, block.ref)
    return next((ref for ref in range(first, last + 1) if word in doc.origin.line(ref)), block.ref)


def docinfo(doc: Document) -> Iterator[Finding]:
    """Give the files of docinfo that a document has, and asks for."""
    version = doc.header_version
    used = [name for name in _DOCINFO if doc.attribute(name, version) is not None]
    if not used:
        return
    path = Path(doc.path)
    named = doc.attribute("docinfodir", version) if not doc.settings.trust.stranger else None
    folder = path.parent / (named or "")
    names = [f"{stem}{part}.html" for stem in ("docinfo", f"{path.stem}-docinfo") for part in _PARTS]
    there = [name for name in names if doc.settings.files.is_file(folder / name)]
    if there:
        message = f"docinfo is not read: {', '.join(there)}"
        yield Finding(Code.DOCINFO_UNREAD, message, _entry(doc, used), hint=_INSTEAD)


def _entry(doc: Document, names: list[str]) -> Span:
    """Where the header sets one of the attributes, else the document's first line."""
    entries = doc.header.entries if doc.header is not None else {}
    ref = next((entries[name].ref for name in names if name in entries), 0)
    return Span(doc.origin.place(ref, 1), doc.origin.place(ref, max(len(doc.origin.line(ref).rstrip()), 1)))
