"""What is kept from substitutions: ``+x+``, ``++x++``, ``+++x+++``, ``$$x$$``, ``pass:q[x]``, ```+x+```, ``stem:[x]``.

They are taken out before anything else happens, so special characters are still themselves here.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.tree import (
    NONE,
    NORMAL,
    SPECIALCHARACTERS,
    Formatted,
    Inline,
    InlineStem,
    Parent,
    Raw,
    Subs,
    Text,
)
from sphinx_adoc.syntax.words import WordPattern

from . import nesting
from .phrase import AttrLists
from .quotes import phrase_attributes
from .subs import resolve_subs
from .work import CLOSING_BRACKET, LEADS, PASS, SPACE, Edit, Finder, Work, unescape_brackets, visible

_BASIC: Final[Subs] = (SPECIALCHARACTERS,)
_SUBS: Final = r"(?:([a-z]+(?:,[a-z-]+)*))?"
_MACRO: Final = re.compile(rf"(\\{{0,2}})(\+\+|\$\$)|(\\?)pass:{_SUBS}\[")
_MACRO_LISTS: Final = re.compile(r"\](?=\\{0,2}(?:\+\+|\$\$))")
_PHRASE_LEGACY: Final = WordPattern(lambda c: rf"[+`](?<![{c.word};:][+`])(?=[^{SPACE}])")
_PHRASE: Final = {
    False: WordPattern(lambda c: rf"(?:\+|`(?<=x-\]`))(?<![{c.word};:][+`])(?=[^{SPACE}])"),
    True: WordPattern(lambda c: rf"`(?<![`{c.word}]`)(?=[^`{SPACE}])"),
}
_PHRASE_LISTS: Final = {
    False: re.compile(rf"\](?=\\?[+`][^{SPACE}])"),
    True: re.compile(rf"\](?=\\?`[^`{SPACE}])"),
}
_BEFORE: Final = {
    False: WordPattern(lambda c: rf"[^{c.word};:]"),
    True: WordPattern(lambda c: rf"[^`{c.word}]"),
}
_CLOSERS: Final = {
    False: {
        "+": WordPattern(lambda c: rf"\+(?<=[^{SPACE}]\+)(?![{c.word}])"),
        "`": WordPattern(lambda c: rf"`(?<=[^{SPACE}]`)(?![{c.word}])"),
    },
    True: {"`": WordPattern(lambda c: rf"`(?<=[^{SPACE}]`)(?![`{c.word}])")},
}
_INNER: Final = re.compile(rf"(\\?)\+([^{SPACE}]|[^{SPACE}].*[^{SPACE}])\+", re.DOTALL)
_STEM: Final = re.compile(rf"\\?(stem|latexmath|asciimath):{_SUBS}\[")
_NOTATIONS: Final = {"tex": "latexmath", "latexmath": "latexmath"}


def passthroughs(work: Work) -> None:
    """Take out all that substitutions must not see."""
    text = work.text
    if "++" in text or "$$" in text or "ss:" in text:
        _Macros(work).run()
    compat = work.ctx.compat
    if "`" in text if compat else "+" in text or "x-]" in text:
        _Phrases(work, compat=compat).run()
    if "stem:" in text or "math:" in text:
        _stems(work)


def _leaf(work: Work, start: int, end: int, subs: Subs) -> list[Inline]:
    """The nodes of what is taken out, after its own substitutions."""
    text = work.text[start:end]
    if (subs == _BASIC or not subs) and LEADS[0] not in text and LEADS[1] not in text:
        if not text:
            return []
        span = work.span(start, end)
        return [Raw(*span, text) if not subs and ("<" in text or "&" in text) else Text(*span, text)]
    part = work.slice(start, end)
    return nesting.build(part, escaped=work.ctx.substitute(part, subs))


def _take(work: Work, span: tuple[int, int], nodes: list[Inline], parent: Parent | None = None) -> str:
    """A mark for what is taken out, wrapped where it has attributes."""
    if parent is not None:
        parent.children.extend(nodes)
        nodes = [parent]
    return work.ctx.atom(nodes, span, PASS)


class _Macros:
    """``$$``, ``++``, ``+++`` and the macro ``pass``."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.text = work.text
        self.dead: set[str] = set()
        self.closing = Finder(CLOSING_BRACKET, self.text)
        self.lists = AttrLists(self.text, _MACRO_LISTS, lambda *_: True) if "]" in self.text else None
        self.edits: list[Edit] = []
        self.last = 0
        self.skipped = -1

    def run(self) -> None:
        position = 0
        while (match := _MACRO.search(self.text, position)) is not None:
            step = self._boundary if match[2] else self._macro
            position = max(step(match), match.start() + 1)
        self.work.splice(self.edits)

    def _macro(self, match: re.Match[str]) -> int:
        end = self.closing.next(match.end())
        if end < 0:
            return match.end()
        start = match.start()
        if match[3]:
            self.edits.append((start, start + 1, ""))
        else:
            subs = NONE if match[4] is None else _named_subs(self.work, match[4], start, end)
            nodes = _unescaped(self.work, match.end(), end, subs)
            self.edits.append((start, end + 1, _take(self.work, self.work.span(start, end + 1), nodes)))
        self.last = end + 1
        return end + 1

    def _close(self, opening: int) -> tuple[str, int]:
        """The boundary that begins at a place and where its partner stands (-1: nowhere)."""
        sign = self.text[opening : opening + 2]
        for boundary in ("+++", "++") if self.text.startswith("+++", opening) else (sign,):
            if boundary not in self.dead:
                end = self.text.find(boundary, opening + len(boundary))
                if end >= 0 and not opening < self.skipped < end:
                    return boundary, end
                if end < 0:
                    self.dead.add(boundary)
        return sign, -1

    def _list(self, start: int) -> tuple[int, int] | None:
        """The attribute list that begins before an opener and does not end long before it."""
        while self.lists is not None:
            attrs = self.lists.next(self.last)
            if attrs is None or attrs[0] >= start:
                break
            if attrs[1] + 1 >= start:
                return attrs
            self.lists.drop()
        return None

    def _boundary(self, match: re.Match[str]) -> int:
        opening, escapes = match.end(1), len(match[1])
        if opening == self.skipped:
            return opening + 2
        boundary, closing = self._close(opening)
        if closing < 0:
            return opening + 1
        end = closing + len(boundary)
        if self.work.ctx.compat and boundary == "++":
            self.skipped = closing  # old markup for monospaced text; what is inside is looked at
            return opening + 2
        start = match.start()
        attrs = self._list(start)
        if attrs is not None and start <= attrs[1]:
            return attrs[1] + 1  # this opener is part of the attribute list of a later one
        if escapes:
            self.edits.append((start, start + 1, ""))
        elif attrs is None:
            self._emit(start, opening + len(boundary), closing, end, boundary=boundary)
        else:
            self._with_list(attrs, opening + len(boundary), closing, end, boundary)
        self.last = end
        return end

    def _emit(
        self, start: int, content: int, closing: int, end: int, *, boundary: str, parent: Parent | None = None
    ) -> None:
        subs = NONE if boundary == "+++" else _BASIC
        nodes = _leaf(self.work, content, closing, subs)
        self.edits.append((start, end, _take(self.work, self.work.span(start, end), nodes, parent)))

    def _with_list(self, attrs: tuple[int, int], content: int, closing: int, end: int, boundary: str) -> None:
        start, bracket = attrs
        if start > self.last and self.text[start - 1] == "\\":
            self.edits.append((start - 1, start, ""))
            self._emit(bracket + 1, content, closing, end, boundary=boundary)
            return
        old = boundary == "++" and self.text.endswith("x-", start + 1, bracket)
        id_, roles = phrase_attributes(self.work, start + 1, bracket - 2 * old)
        span = self.work.span(start, end)
        if old:
            node = Formatted(*span, variant="code", form="unconstrained", id=id_, roles=roles)
            nodes = _leaf(self.work, content, closing, NORMAL)
            self.edits.append((start, end, _take(self.work, span, nodes, node)))
        else:
            node = Formatted(*span, variant="span", form="unconstrained", id=id_, roles=roles)
            self._emit(start, content, closing, end, boundary=boundary, parent=node)


def _named_subs(work: Work, spec: str, start: int, end: int) -> Subs:
    def unknown(name: str) -> None:
        hint = "use n, c, q, a, r, m, p or their long names"
        work.ctx.report(Code.UNKNOWN_SUB, f"no substitution is called {name!r}", work.span(start, end), hint=hint)

    return resolve_subs(spec, inline=True, report=unknown)


def _unescaped(work: Work, start: int, end: int, subs: Subs) -> list[Inline]:
    """The nodes of a macro's text, its ``\\]`` unescaped."""
    edits = unescape_brackets(work.text, start, end)
    if not edits:
        return _leaf(work, start, end, subs)
    part = work.slice(start, end)
    part.splice([(first - start, last - start, "") for first, last, _ in edits])
    return nesting.build(part, escaped=work.ctx.substitute(part, subs))


class _Phrases:
    """``+x+``, and monospaced text behind ``[x-]``; in compat mode monospaced text is literal.

    As asciidoc-py does, its dialect passes over monospaced text: only as a whole may that be ``+x+``.
    """

    def __init__(self, work: Work, *, compat: bool) -> None:
        self.work = work
        self.text = work.text
        self.compat = compat
        self.legacy = work.ctx.host.legacy
        exact = work.ctx.exact
        pattern = _PHRASE_LEGACY if self.legacy and not compat else _PHRASE[compat]
        self.opener = pattern.form(exact=exact)
        self.before = _BEFORE[compat].form(exact=exact)
        self.closers = {sign: pattern.form(exact=exact) for sign, pattern in _CLOSERS[compat].items()}
        self.dead: set[str] = set()
        self.edits: list[Edit] = []
        self.last = 0
        lists = _PHRASE_LISTS[compat]
        self.lists = AttrLists(self.text, lists, self._allowed) if "]" in self.text else None

    def _allowed(self, text: str, position: int, last: int) -> bool:
        if not position or text[position - 1] == "\n":
            return True
        return position > last and self.before.match(text, position - 1) is not None

    def run(self) -> None:
        opener = self.opener
        position = 0
        while (match := opener.search(self.text, position)) is not None:
            position = max(self._one(match.start()), match.start() + 1)
            if len(self.dead) == len(self.closers):
                break
        self.work.splice(self.edits)

    def _start(self, opening: int) -> tuple[int, int, bool] | None:
        """Where the match for an opener begins, where its attribute list ends (-1: none), and if it is escaped."""
        while self.lists is not None:
            list_start = self.lists.next(self.last)
            if list_start is None or list_start[0] >= opening:
                break
            sign = list_start[1] + 1
            escaped = self.text[sign] == "\\"
            if sign + escaped == opening:
                return list_start[0], list_start[1], escaped
            if sign > opening:
                return None  # part of a list
            self.lists.drop()
        if opening > self.last and self.text[opening - 1] == "\\":
            anywhere = not self.legacy and not self.compat
            if anywhere or self._allowed(self.text, opening - 1, self.last):
                return opening - 1, -1, True
        return (opening, -1, False) if self._allowed(self.text, opening, self.last) else None

    def _one(self, opening: int) -> int:
        sign = self.text[opening]
        at = self._start(opening)
        if sign in self.dead or at is None:
            return opening + 1
        closer = self.closers[sign].search(self.text, opening + 2)
        if closer is None:
            self.dead.add(sign)
            return opening + 1
        end = closer.end()
        self._emit(at, opening, end)
        self.last = end
        return end

    def _emit(self, at: tuple[int, int, bool], opening: int, end: int) -> None:
        start, bracket, escaped = at
        sign = self.text[opening]
        old = self.compat or (bracket >= 0 and self.text.endswith("x-", start + 1, bracket))
        if sign == "`" and not old:
            self._inner(opening + 1, end - 1)
        elif self.legacy:
            self._content(opening + 1, end - 1, escaped=escaped)
        elif escaped:
            self.edits.append((opening - 1, opening, ""))
        elif bracket >= 0 and start > self.last and self.text[start - 1] == "\\":
            self.edits.append((start - 1, start, ""))
            self._literal(opening, opening, end, variant="code" if self.compat else None)
        else:
            self._with_list(start, bracket, opening, end, old=old)

    def _with_list(self, start: int, bracket: int, opening: int, end: int, *, old: bool) -> None:
        if bracket < 0:
            self._literal(start, opening, end, variant="code" if self.compat else None)
            return
        marked = old and not self.compat
        id_, roles = phrase_attributes(self.work, start + 1, bracket - 2 * marked)
        variant = "code" if old else "span"
        subs = NORMAL if marked and self.text[opening] == "+" else _BASIC
        self._literal(start, opening, end, variant=variant, id_=id_, roles=roles, subs=subs)

    def _literal(
        self,
        start: int,
        opening: int,
        end: int,
        *,
        variant: str | None,
        id_: str | None = None,
        roles: tuple[str, ...] = (),
        subs: Subs = _BASIC,
    ) -> None:
        span = self.work.span(start, end)
        parent = Formatted(*span, variant=variant, form="constrained", id=id_, roles=roles) if variant else None
        nodes = _leaf(self.work, opening + 1, end - 1, subs)
        self.edits.append((start, end, _take(self.work, span, nodes, parent)))

    def _content(self, start: int, end: int, *, escaped: bool) -> None:
        """Take the content out and leave the marks: they may turn out to be curved quotes (see :mod:`.literals`)."""
        if not escaped:
            nodes = _leaf(self.work, start, end, _BASIC)
            self.edits.append((start, end, _take(self.work, self.work.span(start, end), nodes)))

    def _inner(self, start: int, end: int) -> None:
        """The content of monospaced text, when that is ``+...+`` as a whole."""
        if not self.text.endswith("+", start, end) or not self.text.startswith(("+", "\\+"), start):
            return
        match = _INNER.fullmatch(self.text, start, end)
        if match is None:
            return
        if match[1]:
            self.edits.append((start, start + 1, ""))
        else:
            nodes = _leaf(self.work, match.start(2), match.end(2), _BASIC)
            self.edits.append((start, end, _take(self.work, self.work.span(start, end), nodes)))


def _stems(work: Work) -> None:
    text = work.text
    closing = Finder(CLOSING_BRACKET, text)
    edits: list[Edit] = []
    position = 0
    while (match := _STEM.search(text, position)) is not None:
        end = closing.next(match.end() + 1)
        if end < 0:
            break
        position = end + 1
        if match.group().startswith("\\"):
            edits.append((match.start(), match.start() + 1, ""))
            continue
        edits.append((match.start(), position, _stem(work, match, end)))
    work.splice(edits)


def _stem(work: Work, match: re.Match[str], end: int) -> str:
    start, content, name = match.start(), match.end(), match[1]
    if name == "stem":
        name = _NOTATIONS.get(work.ctx.attribute("stem") or "", "asciimath")
    if match[2]:
        value = visible(_unescaped(work, content, end, _named_subs(work, match[2], start, end)))
    else:
        value = work.plain(content, end).replace("\\]", "]")
    if name == "latexmath" and len(value) > 1 and value.startswith("$") and value.endswith("$"):
        value = value[1:-1]
    span = work.span(start, end + 1)
    return work.ctx.atom((InlineStem(*span, notation=name, value=value),), span, PASS)
