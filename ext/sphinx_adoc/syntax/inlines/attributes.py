"""Attribute references: ``{name}``, ``{counter:name:seed}``, ``{counter2:name}``, ``{set:name:value}``.

What happens to a reference to an attribute that is not set is ruled by the attribute ``attribute-missing``: ``skip``
leaves it as it is, ``drop`` drops it, ``drop-line`` its whole line, ``warn`` leaves it and warns. A line that unsets
an attribute (``{set:name!}``) is dropped unless ``attribute-undefined`` is ``drop``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Self

from sphinx_adoc.codes import INFO, OF_CODE, WARNING, Code, Severity
from sphinx_adoc.syntax.attributes import PassValue
from sphinx_adoc.syntax.tree import ATTRIBUTES, Host, Raw, SpanReport
from sphinx_adoc.syntax.words import WordPattern, wants_exact

from .intrinsic import INTRINSIC, REFERENCES
from .work import Edit, Finder, Work

"""Takes a code, a message, two offsets, a severity and a hint."""

_REFERENCE: Final = WordPattern(lambda c: rf"\{{(?:([{c.word}][{c.word}-]*)(\\)?\}}|(set|counter2?):)")
_ELEMENT: Final = re.compile("<[^<>\x02\x03]*>?")
_END: Final = re.compile(r"[}\n]")
# What stands for something dropped until the lines are looked at; no text holds control characters.
_DROPPED: Final = "\x01"
_DROP_LINE: Final = "\x04"


class _Reference(str):
    """The character behind an attribute that is inserted as a character reference."""

    __slots__ = ()


class ComposedValue(str):
    """A value of several parts, some of them passed through (:class:`~..attributes.PassValue`) or references."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str]) -> Self:
        """The value and its parts, in order."""
        kept = tuple(parts)
        self = super().__new__(cls, "".join(kept))
        self.parts = kept
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """What is kept or sent to another process are the characters."""
        return str, (str(self),)


def substitute_attributes(
    raw: str, host: Host, version: int, missing: str | None = None, report: SpanReport | None = None
) -> str:
    """Replace the attribute references of a string by their values.

    ``missing``: what to do about missing ones, in place of the document's attribute ``attribute-missing``.
    ``report``: told of them. Lines are dropped as the settings say; a string of one line can become empty. Where a
    value is passed through, the result remembers which part of it is (it is a :class:`ComposedValue`).
    """
    if "{" not in raw:
        return raw
    parts = _parts(raw, _Resolver(host, version, missing, report).edits(raw))
    text = "".join(parts)
    if any(isinstance(part, PassValue | ComposedValue | _Reference) for part in parts):
        return ComposedValue(part for part in parts if part)
    dropped = _dropped(text)
    return "".join(_parts(text, dropped)) if dropped else text


def trace_attributes(
    raw: str, host: Host, version: int, report: SpanReport | None
) -> tuple[str, list[tuple[int, int]]]:
    """Return the string with its attribute references replaced, and the part of ``raw`` that each character
    stands for.
    """
    edits = _Resolver(host, version, None, report).edits(raw)
    text = "".join(_parts(raw, edits))
    spans = _carried([(at, at + 1) for at in range(len(raw))], edits)
    dropped = _dropped(text)
    return "".join(_parts(text, dropped)), _carried(spans, dropped)


def _carried(spans: list[tuple[int, int]], edits: list[Edit]) -> list[tuple[int, int]]:
    carried: list[tuple[int, int]] = []
    last = 0
    for start, end, new in edits:
        carried += spans[last:start]
        carried += [(spans[start][0], spans[end - 1][1])] * len(new)
        last = end
    return carried + spans[last:]


def _parts(text: str, edits: list[Edit]) -> list[str]:
    parts: list[str] = []
    last = 0
    for start, end, new in edits:
        parts += (text[last:start], new)
        last = end
    parts.append(text[last:])
    return parts


def attributes(work: Work, *, literal: bool = False) -> None:
    """Replace the attribute references of a working text. ``literal``: special characters are escaped after this."""
    if "{" not in work.text:
        return
    ctx = work.ctx

    def report(code: Code, message: str, start: int, end: int, *, severity: Severity = OF_CODE, hint: str = "") -> None:
        ctx.report(code, message, work.span(start, end), severity, hint)

    resolver = _Resolver(ctx.host, ctx.version, None, report, work.literal)
    edits = resolver.edits(work.text)
    if resolver.marked and not literal:
        edits = [(start, end, _insertion(work, work.span(start, end), new)) for start, end, new in edits]
    ctx.exact = ctx.exact or any(wants_exact(new) for _, _, new in edits)
    work.splice(edits)
    work.splice(_dropped(work.text))


def _insertion(work: Work, span: tuple[int, int], value: str) -> str:
    """What to insert for a value: its characters, with marks where later substitutions must not see them."""
    if isinstance(value, _Reference):
        return work.ctx.reference(str(value), span)
    if isinstance(value, ComposedValue):
        return "".join(_insertion(work, span, part) for part in value.parts)
    if isinstance(value, PassValue):
        return _passed(work, span, value)
    return value


def _passed(work: Work, span: tuple[int, int], value: PassValue) -> str:
    """A value from a pass macro: its own substitutions are done, its tags are out of the way."""
    ctx = work.ctx
    if span[1] != span[0] + 1:
        ctx.ends.setdefault(*span)
    part = Work(ctx, str(value), [span[0]] * (len(value) + 1))
    escaped = ctx.substitute(part, tuple(name for name in value.subs if name != ATTRIBUTES))
    if escaped or "<" not in part.text:
        return part.text
    return _ELEMENT.sub(lambda match: ctx.atom((Raw(*span, match.group()),), span), part.text)


class _Resolver:
    """Finds references and looks their values up. ``marked``: a value wants a mark in place of its characters.

    A text that sets attributes is read with a version in which the document sees what it sets. ``literal``: gives a
    part of the text without marks, which mean nothing in another one (None: it has none).
    """

    def __init__(
        self,
        host: Host,
        version: int,
        missing: str | None,
        report: SpanReport | None,
        literal: Callable[[int, int], str] | None = None,
    ) -> None:
        self.literal = literal
        self.host = host
        self.version = version
        self.missing = missing
        self.report = report
        self.marked = False
        self.exhausted = False

    def edits(self, text: str) -> list[Edit]:
        """The replacements, in order."""
        edits: list[Edit] = []
        ends = Finder(_END, text)
        position = 0
        reference = _REFERENCE.compiled_for(text)
        while (match := reference.search(text, position)) is not None:
            start = match.start()
            escaped = [(start - 1, start, "")] if start > position and text[start - 1] == "\\" else []
            position = match.end()
            if match[1] is None:
                end = ends.next(position + 1)
                if end < 0 or text[end] == "\n":
                    continue
                position = end + 1
                body = self.literal(match.start(3), end) if self.literal is not None else text[match.start(3) : end]
                trail = end - 1
            else:
                body, trail = "", match.start(2)
            if trail >= 0 and text[trail] == "\\":
                escaped.append((trail, trail + 1, ""))
            if escaped:
                edits += escaped
            elif body:
                edits.append((start, position, self._directive(body)))
            elif (value := self._value(match[1], start, position)) is not None:
                edits.append((start, position, value))
        return edits

    def _setting(self, name: str, default: str) -> str:
        return self.host.attribute(name, self.version) or default

    def _directive(self, body: str) -> str:
        kind, name, *rest = body.split(":", 2)
        if kind == "set":
            return self._set(name, rest[0] if rest else "")
        value = self.host.counter(name, rest[0] if rest else None)
        return value if kind == "counter" else _DROPPED

    def _set(self, name: str, value: str) -> str:
        unset = name.startswith("!") or name.endswith("!")
        name = name.strip("!").lower()
        self.host.set_attribute(name, None if unset else value)
        if unset and self._setting("attribute-undefined", "drop-line") == "drop-line":
            return _DROP_LINE
        return _DROPPED

    def _value(self, written: str, start: int, end: int) -> str | None:
        """The value of an attribute; None: the reference stays."""
        name = written.lower()
        value = self.host.attribute(name, self.version)
        if value is not None:
            if not self.host.spend(len(value)):
                self._exhaust(start, end)
                return None
            self.marked = self.marked or isinstance(value, PassValue | ComposedValue)
            return value
        if name in REFERENCES:
            self.marked = True
            return _Reference(REFERENCES[name])
        if name in INTRINSIC:
            return INTRINSIC[name]
        if (date := self.host.date(name)) is not None:
            return date
        return self._missing(name, start, end)

    def _exhaust(self, start: int, end: int) -> None:
        """Let a reference stay: the document's values have grown out of all proportion. Said once a text."""
        if self.report is not None and not self.exhausted:
            message = "attribute values add more to this document than any honest ones do; references stay as written"
            self.report(Code.ATTRIBUTE_LIMIT, message, start, end)
        self.exhausted = True

    def _missing(self, name: str, start: int, end: int) -> str | None:
        policy = self.missing or self._setting("attribute-missing", "skip")
        if self.report is not None:
            severity: Severity = WARNING if policy == "warn" else INFO
            hint = f"set it (:{name}: value), or write \\{{{name}}} to show it as it is"
            self.report(
                Code.ATTRIBUTE_MISSING, f"attribute {name!r} is not set here", start, end, severity=severity, hint=hint
            )
        return {"drop": _DROPPED, "drop-line": _DROP_LINE}.get(policy)


def _dropped(text: str) -> list[Edit]:
    """The edits that take out what was dropped: lines, and what is left of dropped references."""
    if _DROPPED not in text and _DROP_LINE not in text:
        return []
    edits: list[Edit] = []
    start = kept_end = 0
    kept = False
    for line in text.split("\n"):
        end = start + len(line)
        if _DROP_LINE not in line and not (line and line.strip(_DROPPED) == ""):
            if start > kept_end + kept:
                edits.append((kept_end + kept, start, ""))
            edits += [(start + at, start + at + 1, "") for at, sign in enumerate(line) if sign == _DROPPED]
            kept_end, kept = end, True
        start = end + 1
    if kept_end < len(text):
        edits.append((kept_end, len(text), ""))
    return edits
