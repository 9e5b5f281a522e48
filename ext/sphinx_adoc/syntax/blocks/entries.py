"""Attribute entries: ``:name: value``, ``:!name:``, with values over several lines and pass macros in them."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.codes import INFO, Code
from sphinx_adoc.syntax.attributes import ALIASES, MAX_VALUE, PassValue, too_long
from sphinx_adoc.syntax.tree import AttributeEntry, Subs
from sphinx_adoc.syntax.words import BLANKS, WordPattern

from . import marks
from .cursor import Cursor
from .host import BlockHost

_INVALID: Final = WordPattern(lambda c: rf"[^{c.word}\-]")
_PASS: Final = re.compile(r"pass:([a-z]+(?:,[a-z\-]+)*)?\[(.*)\]\Z", re.DOTALL)


def read_entry(host: BlockHost, cur: Cursor, line: str) -> AttributeEntry | None:
    """Carry out the attribute entry at the cursor and return it; None where the line is none."""
    match = marks.ATTRIBUTE_ENTRY.match(line)
    if match is None:
        return None
    ref = cur.refs[cur.pos]
    cur.pos += 1
    written = _limited(host, _continued(host, cur, match.group(2) or ""), match.group(1), ref)
    name = match.group(1)
    unset = name.startswith("!") or name.endswith("!")
    value = None if unset else resolve_value(host, written, ref)
    last = cur.pos - 1
    return _store(host, AttributeEntry(_known_as(name), value, ref, cur.refs[last], len(cur.lines[last])))


def _known_as(name: str) -> str:
    name = _INVALID.sub("", name).lower()
    return ALIASES.get(name, name)


def _continued(host: BlockHost, cur: Cursor, value: str) -> str:
    """The value with the lines that it goes on over (``\\`` at a line's end; the old form ``+``)."""
    if not value.endswith((" \\", " +")):
        return value
    mark = value[-2:]
    parts = [value[:-2].rstrip(BLANKS)]
    while value.endswith(mark):
        line = cur.peek()
        if not line:
            break
        cur.pos += 1
        value = line.strip(BLANKS)
        parts.append("\n" if parts[-1].endswith(" +") else " ")
        parts.append(value[:-2].rstrip(BLANKS) if value.endswith(mark) else value)
    return "".join(parts)


def resolve_value(host: BlockHost, value: str, ref: int) -> str:
    """Return the value as it is kept: attribute references replaced, a pass macro's content marked with its
    substitutions.
    """
    match = _PASS.match(value) if value.startswith("pass:") else None
    if match is None:
        return host.substitute(value, ref, report=True) if "{" in value else value
    from_spec: Subs = host.pass_subs(match.group(1) or "")
    content = match.group(2)
    if "attributes" in from_spec and "{" in content:
        content = host.substitute(content, ref, report=True)
    return PassValue(content, from_spec)


def _store(host: BlockHost, entry: AttributeEntry) -> AttributeEntry:
    """Set (None: unset) an attribute; the level offset may be relative. One given from outside stays as it is."""
    name, value, ref, *_ = entry
    if host.attributes.is_locked(name):
        if name not in host.attributes.locked and value != host.attribute(name):
            message = f"attribute '{name}' is set in the document around the cell, which cannot change it"
            host.report_line(Code.ATTRIBUTE_IN_CELL, message, ref, hint="give it a name of its own")
        entry = entry._replace(ignored=True)
        host.note_entry(entry)
        return entry
    if name == "leveloffset" and value and value[0] in "+-":
        value = _relative(host.attribute("leveloffset"), value)
    if name == "leveloffset" and value and not value.lstrip("+-").isdigit():
        host.report_line(Code.ATTRIBUTE_VALUE, f"leveloffset is not a number: '{value}'", ref, severity=INFO)
    if value is not None:
        value = _limited(host, value, name, ref)
    host.set_attribute(name, value)
    entry = entry._replace(value=value, version=host.attributes.version)
    host.note_entry(entry)
    return entry


def _limited(host: BlockHost, value: str, name: str, ref: int) -> str:
    """The value, cut off where it is too long: values that refer to values could grow without end."""
    if len(value) <= MAX_VALUE:
        return value
    host.report_line(Code.ATTRIBUTE_VALUE, too_long(name), ref)
    cut = value[:MAX_VALUE]
    return PassValue(cut, value.subs) if isinstance(value, PassValue) else cut


def _relative(current: str | None, value: str) -> str:
    try:
        return str(int(current or 0) + int(value))
    except ValueError:
        return value
