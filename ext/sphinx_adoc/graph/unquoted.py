"""Claimed listings whose attributes asciidoc-py and asciidoc3 misread.

These read an attribute list as the arguments of a call in Python. Where it is none, since a bare word stands beside a
named value or a named value has no quotes, every part of it is a word, in order: the id is lost, and the program that
colours source code is called with options that it does not have, and gives nothing. Then the listing is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Fix
from sphinx_adoc.syntax.attrlist import AttrList, Entry, parse_attrlist
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.source import Span
from sphinx_adoc.syntax.tree import Block, Listing, Literal

_ROLE: Final = "claim"
_LIST: Final = re.compile(r"\[(?!\[)(?P<list>.*)\][ \t]*")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_SHORTHAND: Final = frozenset(".#%")
_HINT: Final = 'asciidoc-py and asciidoc3 take \'["source","python",role="claim",id="NAME"]\''


def find(doc: Document, block: Block) -> Iterator[Finding]:
    """Give the attribute lists above a claimed listing that the classic renderers misread."""
    if not isinstance(block, Listing | Literal) or _ROLE not in block.roles or block.meta is None:
        return
    origin = doc.origin
    for ref in origin.run(block.meta.ref, block.meta.end_ref):
        column = origin.shift_of.get(ref, 0)
        match = _LIST.fullmatch(origin.line(ref)[column:])
        if match is None or not _is_misread(parsed := parse_attrlist(match["list"])):
            continue
        span = Span(origin.place(ref, 2), origin.place(ref, 1 + len(match["list"])))
        quoted = _quoted(match["list"], parsed)
        fix = Fix("quote them", span, before=match["list"], replacement=quoted) if quoted else None
        message = "asciidoc-py and asciidoc3 do not read these attributes, and may leave the listing out"
        hint = f"write '[{quoted}]'" if quoted else _HINT
        yield Finding(Code.CLAIM_UNQUOTED, message, span, hint=hint, fix=fix, stack=origin.include_stack(ref))


def _is_misread(parsed: AttrList) -> bool:
    named = [entry for entry in parsed.entries if entry.name is not None]
    return bool(named) and any(map(_is_bare, parsed.entries))


def _is_bare(entry: Entry) -> bool:
    return not entry.quote and not _NUMBER.fullmatch(entry.value or "")


def _quoted(text: str, parsed: AttrList) -> str:
    """The list with quotes, '' where quotes alone do not make it one that is read."""
    entries = parsed.entries
    first = entries[0].value or "" if entries[0].name is None else ""
    if parsed.problems or _SHORTHAND & set(first) or any('"' in (entry.value or "") for entry in map(_bare, entries)):
        return ""
    positions = [entry.name is None for entry in entries]
    if positions != sorted(positions, reverse=True):  # in a call those without a name come first
        return ""
    return ",".join(_with_quotes(text, entry) for entry in entries)


def _bare(entry: Entry) -> Entry:
    return entry if _is_bare(entry) else Entry(None, "", 0, 0, 0)


def _with_quotes(text: str, entry: Entry) -> str:
    if not _is_bare(entry):
        return text[entry.start : entry.end]
    return f'"{entry.value or ""}"' if entry.name is None else f'{entry.name}="{entry.value or ""}"'
