"""What macros of the form ``name:target[text]`` have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.attrlist import AttrList, Entry, parse_attrlist
from sphinx_adoc.syntax.inlines.work import CLOSING_BRACKET, SPACE, Edit, Finder, Work, unescape_brackets
from sphinx_adoc.syntax.words import BLANKS

_STOP: Final = re.compile(rf"[{SPACE}\[]")
_LINE_STOP: Final = re.compile(r"[\n\[]")
_ANY_STOP: Final = re.compile(r"\[")
NO_ATTRIBUTES: Final = AttrList()
"""The attributes of a macro without any; nobody adds to them."""


class MacroMatch(NamedTuple):
    """A macro: offsets of the whole, of its target and of its text (between the brackets), and if it is escaped."""

    start: int
    target: int
    text: int
    close: int
    escaped: bool
    match: re.Match[str]

    @property
    def end(self) -> int:
        """Past the closing bracket."""
        return self.close + 1

    @property
    def target_end(self) -> int:
        """Past the target."""
        return self.text - 1


def find(work: Work, opener: re.Pattern[str], stop: str = "space", *, empty: bool = True) -> Iterator[MacroMatch]:
    """Yield the macros that an opener (``name:``, a backslash before it included) begins, from left to right.

    ``stop`` says what ends a target: "none" (there is none: the bracket follows), "space", "line" or "bracket".
    ``empty``: there may be nothing between the brackets.
    """
    text = work.text
    closing = Finder(CLOSING_BRACKET, text)
    brackets = Finder({"line": _LINE_STOP, "bracket": _ANY_STOP}.get(stop, _STOP), text)
    code = work.code_phrases()
    position = 0
    while (match := opener.search(text, position)) is not None:
        position = match.end()
        bracket = position if stop == "none" else brackets.next(position)
        if bracket < 0 or text[bracket : bracket + 1] != "[":
            position = max(position, bracket)
            continue
        close = closing.next(bracket + 1 + (not empty))
        if close < 0:
            return
        if code.parted(match.start(), close + 1):
            continue
        position = close + 1
        yield MacroMatch(match.start(), match.end(), bracket + 1, close, match.group().startswith("\\"), match)


def rewrite(
    work: Work,
    opener: re.Pattern[str],
    write: Callable[[Work, MacroMatch], list[Edit]],
    stop: str = "space",
    *,
    empty: bool = True,
) -> None:
    """Apply ``write`` to every macro that an opener begins; one with a backslash before it loses that, no more."""
    edits: list[Edit] = []
    for macro in find(work, opener, stop, empty=empty):
        if macro.escaped:
            edits.append((macro.start, macro.start + 1, ""))
        else:
            edits += write(work, macro)
    work.splice(edits)


def folded(text: str) -> str:
    """Attribute text as it counts: trimmed, on one line, brackets unescaped."""
    return text.strip(BLANKS).replace("\n", " ").replace("\\]", "]")


def attributes_of(work: Work, start: int, end: int, names: tuple[str, ...] = ()) -> AttrList:
    """Return the attribute list between two offsets; trouble in it is reported."""
    text = work.plain(start, end)
    attrs = parse_attrlist(folded(text), names)
    report_problems(work, attrs, start, end)
    return attrs


def report_problems(work: Work, attrs: AttrList, start: int, end: int) -> None:
    """Report what is wrong with the attribute list that stands between two offsets."""
    for problem in attrs.problems:
        first = min(start + problem.start, end)
        span = work.span(first, min(max(start + problem.end, first + 1), max(end, first)))
        work.ctx.report(Code.ATTRLIST_MALFORMED, problem.message, span, hint=problem.hint)


class MacroText(NamedTuple):
    """A macro's text without what surrounds it: the offsets of what is left, the attributes, and ``^``'s window."""

    start: int
    end: int
    attrs: AttrList
    blank: bool
    entry: Entry | None


def macro_text(work: Work, start: int, end: int, mark: str) -> MacroText:
    """Tell a macro's text from its attributes. They are looked for only if ``mark`` (``=`` or ``,``) occurs."""
    text = work.text
    attrs, entry = NO_ATTRIBUTES, None
    if text.find(mark, start, end) >= 0 and not work.ctx.compat:
        written = text[start:end].replace("\n", " ")
        parsed = parse_attrlist(written)
        if parsed.first != written:
            attrs = parsed
            report_problems(work, attrs, start, end)
            entry = attrs.entries[0] if parsed.first is not None else None
            end = start + entry.value_start + len(_raw_value(entry, written)) if entry else start
            start += entry.value_start if entry else 0
    blank = end > start and text[end - 1] == "^"
    return MacroText(start, end - blank, attrs, blank, entry)


def _raw_value(entry: Entry, written: str) -> str:
    """The value as written, escapes of quotes included."""
    return written[entry.value_start : entry.end - len(entry.quote)]


def text_edits(work: Work, text: MacroText) -> list[Edit]:
    """Return the edits that unescape a macro's text."""
    edits = unescape_brackets(work.text, text.start, text.end)
    if text.entry is not None and text.entry.quote:
        escape = "\\" + text.entry.quote
        at = work.text.find(escape, text.start, text.end)
        while at >= 0:
            edits.append((at, at + 1, ""))
            at = work.text.find(escape, at + 2, text.end)
        edits.sort()
    return edits


def named(attrs: AttrList, work: Work) -> dict[str, str]:
    """Return the named attributes as plain text; options under ``opts``."""
    values = dict(attrs.named)
    if attrs.options:
        values["opts"] = ",".join(attrs.options)
    return {name: visible_text(work, value).replace("\\]", "]") for name, value in values.items()}


def visible_text(work: Work, value: str) -> str:
    """Return the visible characters of a piece of working text."""
    return Work(work.ctx, value, ()).plain(0, len(value))
