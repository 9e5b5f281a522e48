"""Block macros (image, video, audio, toc, and names of others) and breaks."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.reader import DIRECTIVES
from sphinx_adoc.syntax.tree import REPLACEMENTS, SPECIALCHARACTERS, Block, BlockMacro, Break
from sphinx_adoc.syntax.words import BLANKS

from . import marks
from .captions import assign_caption
from .content import close
from .cursor import Cursor
from .host import BlockHost
from .metadata import Columns, Metadata, merge

_BREAK: Final = re.compile(r"(?:('{3,})|(<{3,})|([-*_])( *)\3\4\3)$")
_REPLACEABLE: Final = re.compile(r"[&']|--|\.\.\.|\([CRT]|[-=]>|<[-=]")
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "image": ("alt", "width", "height"),
    "video": ("poster", "width", "height"),
    "audio": (),
    "toc": (),
}


def read_break(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    """A thematic break (``'''``, ``---``, ``***``, ``___``) or a page break (``<<<``)."""
    match = _BREAK.match(line)
    if match is None:
        return None
    block = Break(cur.refs[cur.pos], 1, host.attributes.version, variant="page" if match.group(2) else "thematic")
    cur.pos += 1
    close(block, cur)
    meta.apply(block, host)
    return block


def read_macro(host: BlockHost, cur: Cursor, meta: Metadata, line: str) -> Block | None:
    """Return a block macro; None where the line is none, or its name is unknown."""
    if line[-1] != "]" or "::" not in line or (match := marks.BLOCK_MACRO.match(line)) is None:
        return None
    name, target, attrs = match.groups()
    if name not in _NAMES and name not in host.block_macros:
        if (target or attrs) and name not in DIRECTIVES and name != "xref":  # xref:: is an inline one, in Antora a page
            host.report_line(Code.MACRO_UNKNOWN, f"block macro '{name}' is not known", cur.refs[cur.pos], 1, len(name))
        return None
    if name in {"image", "video", "audio"} and not target:
        return None
    return _build(host, cur, meta, name, target, match=match)


def _build(
    host: BlockHost, cur: Cursor, meta: Metadata, name: str, target: str, *, match: re.Match[str]
) -> Block | None:
    ref = cur.refs[cur.pos]
    raw = match.group(3)
    if "{" in target:
        written, target = target, host.substitute(target, ref, report=True)
        if not target and "{" in host.substitute(written, ref, "skip"):
            cur.pos += 1  # an attribute is missing, and such lines are dropped
            return None
    columns = Columns(match.start(3) + 1)
    if raw and "{" in raw:
        raw, columns.spans = host.trace(raw, ref)
    block = BlockMacro(ref, 1, host.attributes.version, macro=name, target=target)
    block.value = raw
    if name == "image":
        _name_positionals(meta, "image")
    if raw.strip(BLANKS):
        merge(host, meta, raw, ref, columns, names=_NAMES.get(name, ()) or ("",))
    cur.pos += 1
    close(block, cur)
    if name == "image":
        _alternative(host, meta, target, ref)
    meta.apply(block, host)
    assign_caption(host, block)
    return block


def _name_positionals(meta: Metadata, name: str) -> None:
    """Positional attributes above the macro count as those inside it."""
    for index, attribute in enumerate(_NAMES[name]):
        value = meta.positional(index)
        if value is not None and (index or meta.style == value):
            meta.attrs.setdefault(attribute, value)
            if not index:
                meta.style = None


def _alternative(host: BlockHost, meta: Metadata, target: str, ref: int) -> None:
    """Settle the words that stand for an image: those given, with typography, else the name of its file."""
    meta.style = None
    given = meta.attrs.get("alt")  # an empty one says that the image is ornament
    if given is None:
        meta.attrs["default-alt"] = meta.attrs["alt"] = default_alt(target)
    elif _REPLACEABLE.search(given):
        meta.attrs["alt"] = host.text(given, (ref,), (SPECIALCHARACTERS, REPLACEMENTS)).plain


def default_alt(target: str) -> str:
    """Return the default alternative text of an image: its file name without suffix, ``_`` and ``-`` as blanks."""
    return PurePosixPath(target).stem.replace("_", " ").replace("-", " ")
