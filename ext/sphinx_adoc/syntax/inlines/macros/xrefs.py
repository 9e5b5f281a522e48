"""Cross-references: ``xref:target[text]`` and ``<<target,text>>``."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.inlines import nesting
from sphinx_adoc.syntax.inlines.work import CLOSING_BRACKET, PASS, TAG, Edit, Enclosure, Finder, Work, escapable
from sphinx_adoc.syntax.source import KNOWN
from sphinx_adoc.syntax.tree import Inline, Xref
from sphinx_adoc.syntax.words import BLANKS, WordPattern

from .bracketed import NO_ATTRIBUTES, MacroText, macro_text, named, text_edits

_OPENER: Final = WordPattern(lambda c: rf"{escapable('<<', 'xref:')}(?=[{c.word}#/.:{{])")
_ANGLE_END: Final = re.compile(r">>")
_BRACKET: Final = re.compile(r"\[")
_EXTENSION: Final = re.compile(r"\.[^./]*\Z")


def xrefs(work: Work) -> None:
    """Mark cross-references. They stay unresolved."""
    text = work.text
    angle, bracket, closing = Finder(_ANGLE_END, text), Finder(_BRACKET, text), Finder(CLOSING_BRACKET, text)
    code = work.code_phrases()
    edits: list[Edit] = []
    position = 0
    opener = _OPENER.form(exact=work.ctx.exact)
    while (match := opener.search(text, position)) is not None:
        start, position = match.span()
        if match.group().endswith("<<"):
            close = angle.next(position + 1)
            end, text_at = close + 2, -1
        else:
            text_at = bracket.next(position + 1)
            close = closing.next(text_at + 1) if text_at >= 0 else -1
            end = close + 1
        if close < 0 or code.parted(start, end):
            continue
        if match.group().startswith("\\"):
            edits.append((start, start + 1, ""))
        elif text_at < 0:
            edits += _angle(work, start, position, close, end)
        else:
            edits += _macro(work, start, position, text_at, close)
        position = end
    work.splice(edits)


def _angle(work: Work, start: int, target: int, close: int, end: int) -> list[Edit]:
    text = work.text
    comma = text.find(",", target, close)
    target_end = close if comma < 0 else comma
    content = close
    if comma >= 0:
        content = close - len(text[comma + 1 : close].lstrip(BLANKS))
    label = MacroText(content, close, NO_ATTRIBUTES, blank=False, entry=None)
    return _emit(work, Enclosure(start, target, target_end, end), label, "angle", {})


def _macro(work: Work, start: int, target: int, text_at: int, close: int) -> list[Edit]:
    label = macro_text(work, text_at + 1, close, "=")
    if label.blank:
        label = label._replace(end=label.end + 1)  # no window: the circumflex is text
    return _emit(work, Enclosure(start, target, text_at, close + 1), label, "xref", named(label.attrs, work))


def _emit(work: Work, at: Enclosure, label: MacroText, form: str, attrs: dict[str, str]) -> list[Edit]:
    start, target_start, target_end, end = at
    target = work.literal(target_start, target_end)
    path, fragment = split_target(target, form, compat=work.ctx.compat)
    place = work.span(target_start, target_end)
    roles = tuple(attrs.pop("role", "").split())
    whole = work.span(start, end)
    node = Xref(
        *whole,
        target=target,
        path=path,
        fragment=fragment,
        target_start=place[0],
        target_end=place[1],
        form=form,
        attrs=attrs,
        roles=roles,
    )
    if label.start == label.end:
        node.phrase = _phrase(work, target_start, target_end)
        work.ctx.unnamed(node)
        return [(start, end, work.ctx.atom((node,), whole))]
    first, last = work.span(start, label.start), work.span(label.end, end)
    opened, closed = work.ctx.pair(node, "a", first, last)
    return [(start, label.start, opened), *text_edits(work, label), (label.end, end, closed)]


def _phrase(work: Work, start: int, end: int) -> list[Inline]:
    """The target as text, where it has markup of its own: it may be a title."""
    text = work.text[start:end]
    return nesting.build(work.slice(start, end)) if TAG in text or PASS in text else []


def split_target(target: str, form: str, *, compat: bool = False) -> tuple[str, str]:
    """Return the path and the fragment of a target. Without ``#`` only the macro, and only with an extension, means a
    path.

    In the old language a target is an id, whatever it looks like; where it names a document, such a link would be dead.
    """
    path, mark, fragment = target.partition("#")
    if compat and not (form == "xref" and path.endswith(KNOWN)):
        return "", target
    if mark:
        return path, fragment
    if form == "xref" and _EXTENSION.search(target.rpartition("/")[2]):
        return target, ""
    return "", target
