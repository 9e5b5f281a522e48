"""Links: ``link:target[text]``, ``mailto:address[text,subject,body]``, addresses as they are, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from sphinx_adoc.syntax.inlines.work import CLOSING_BRACKET, SPACE, TAG, Edit, Finder, Work, escapable
from sphinx_adoc.syntax.tree import Link, Text
from sphinx_adoc.syntax.words import WordPattern, is_word

from .bracketed import MacroMatch, MacroText, macro_text, named, rewrite, text_edits

_SCHEME: Final = re.compile(r"(link:)?(\\?)(?:https?|file|ftp|irc)://")
_SCHEME_PREFIX: Final = re.compile(r"[A-Za-z][\w.+-]*:/{0,2}", re.ASCII)
_FORMAL_END: Final = re.compile(rf"[{SPACE}\[\]]")
_BARE: Final = re.compile(rf"[^{SPACE}\[\]{TAG}]*")
_BARE_TAIL: Final = ",.?!)"
_OLD_TAIL: Final = re.compile(r".*[\w/]", re.DOTALL)
_SPACE_OR_ANGLE: Final = re.compile(rf"[{SPACE}>]")
# Characters that may stand right before an address, among them what replacements leave.
_BEFORE: Final = ">()[];\"'<&\u200b\u2192\u21d2\u2190\u21d0\u2019\u00a9\u00ae\u2122"
_LINK: Final = re.compile(rf"{escapable('link', 'mailto')}:(?=[^:{SPACE}])")
_DOMAIN: Final = WordPattern(lambda c: rf"@{c.alnum}[{c.word}\-.]*\.[a-zA-Z]{{2,5}}(?![{c.word}])")
_LOCAL: Final = frozenset("-.%+&_")


def link_node(
    work: Work,
    target: str,
    span: tuple[int, int],
    attrs: dict[str, str],
    *,
    children: Sequence[Text] = (),
    bare: bool = False,
) -> Link:
    """Return a link with its attributes sorted out."""
    roles = tuple(attrs.pop("role", "").split())
    return Link(
        *span, target=target, children=list(children), bare=bare, id=attrs.pop("id", None), attrs=attrs, roles=roles
    )


def _bare(work: Work, start: int, target: str, end: int, attrs: dict[str, str] | None = None) -> Edit:
    """The edit for a link whose text is its address."""
    span = work.span(start, end)
    shown = target
    if work.ctx.attribute("hide-uri-scheme") is not None:
        shown = _SCHEME_PREFIX.sub("", target, count=1) or target
    node = link_node(work, target, span, attrs or {}, children=(Text(*span, shown),), bare=True)
    return start, end, work.ctx.atom((node,), span)


def _pair(work: Work, start: int, target: str, text: MacroText, end: int, *, attrs: dict[str, str]) -> list[Edit]:
    """The edits for a link with a text of its own."""
    first, last = work.span(start, text.start), work.span(text.end, end)
    node = link_node(work, target, (first[0], last[1]), attrs)
    opened, closed = work.ctx.pair(node, "a", first, last)
    return [(start, text.start, opened), *text_edits(work, text), (text.end, end, closed)]


def _attributes(work: Work, text: MacroText) -> dict[str, str]:
    attrs = named(text.attrs, work)
    if text.blank:
        attrs.setdefault("window", "_blank")
    return attrs


# -- addresses as they are ---


def autolinks(work: Work) -> None:
    """Addresses with a scheme, with ``[text]`` or without, with ``link:`` before them or in angle brackets."""
    _Autolinks(work).run()


class _Autolinks:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.text = work.text
        self.closing = Finder(CLOSING_BRACKET, self.text)
        self.formal_end = Finder(_FORMAL_END, self.text)
        self.angle = Finder(_SPACE_OR_ANGLE, self.text)
        self.code = work.code_phrases()
        self.edits: list[Edit] = []
        self.last = 0
        self.legacy = work.ctx.host.legacy

    def run(self) -> None:
        position = 0
        while (match := _SCHEME.search(self.text, position)) is not None:
            position = max(self._one(match), match.start() + 1)
            if position > match.end():
                self.last = position
        self.work.splice(self.edits)

    def _allowed(self, position: int, *, formal: bool) -> bool:
        """Whether an address may begin at a position. ``formal``: text in brackets follows it."""
        position = self.work.before_index_terms(position)
        if not position or self.text[position - 1] == "\n":
            return True
        before = self.text[position - 1]
        if self.legacy:
            return before.isspace() or before in "([<" or (formal and not (before.isalnum() or before == "_"))
        if position == self.last and before != "\n":
            return False
        if before in _BEFORE or (before.isspace() and before not in "\r\f\v"):
            return True
        return self.work.follows_tag(position) or self.work.follows_reference(position)

    def _one(self, match: re.Match[str]) -> int:
        start = match.start(2)
        formal = self._formal(match.end())
        if not match[1] and not self._allowed(start, formal=formal is not None):
            return match.end()
        angle = not match[1] and start > 0 and self.text[start - 1] == "<"
        if formal is not None:
            return self._with_text(match, start, *formal)
        if angle:
            end = self.angle.next(match.end())
            if end > match.end() and self.text[end] == ">":
                return self._angled(match, start, end)
            return match.end()
        if match[1] or (start and self.text[start - 1] in "\"'"):
            return match.end()
        return self._plain(match, start)

    def _formal(self, position: int) -> tuple[int, int] | None:
        """Offsets of the text in brackets that follows an address, if one does."""
        bracket = self.formal_end.next(position)
        if bracket <= position or self.text[bracket] != "[":
            return None
        close = self.closing.next(bracket + 1)
        return (bracket + 1, close) if close >= 0 and not self.code.parted(position, close + 1) else None

    def _unescape(self, start: int, end: int) -> int:
        self.edits.append((start, start + 1, ""))
        return end

    def _with_text(self, match: re.Match[str], start: int, text: int, close: int) -> int:
        if match[2]:
            return self._unescape(start, close + 1)
        work = self.work
        target = work.literal(start, text - 1)
        content = macro_text(work, text, close, "=")
        attrs = _attributes(work, content)
        begin = match.start()
        if content.start == content.end:
            self.edits.append(_bare(work, begin, target, close + 1, attrs))
        else:
            self.edits += _pair(work, begin, target, content, close + 1, attrs=attrs)
        return close + 1

    def _angled(self, match: re.Match[str], start: int, end: int) -> int:
        escape = start - 2
        if match[2]:
            return self._unescape(start, end + 1)
        if escape >= self.last and self.text[escape] == "\\":
            return self._unescape(escape, end + 1)
        self.edits.append(_bare(self.work, start - 1, self.work.literal(start, end), end + 1))
        return end + 1

    def _without_tail(self, scheme: int, end: int) -> int:
        """Where an address ends that is followed by punctuation."""
        if self.legacy:
            kept = _OLD_TAIL.match(self.text, scheme, end)
            return kept.end() if kept else scheme
        return scheme + len(self.text[scheme:end].rstrip(_BARE_TAIL))

    def _plain(self, match: re.Match[str], start: int) -> int:
        text, scheme = self.text, match.end()
        address = _BARE.match(text, scheme)
        end = address.end() if address else scheme
        end = self._without_tail(scheme, end)
        if end <= scheme:
            return scheme
        if match[2]:
            return self._unescape(start, end)
        after = end
        if text[end - 1] in ";:":
            end -= 1 + (text[end - 2] == ")")
        if end <= scheme:
            return scheme
        self.edits.append(_bare(self.work, start, self.work.literal(start, end), end))
        return after


# -- macros ---


def link_macros(work: Work) -> None:
    """``link:`` and ``mailto:``."""
    rewrite(work, _LINK, _link)


def _link(work: Work, macro: MacroMatch) -> list[Edit]:
    target = work.literal(macro.target, macro.target_end)
    mailto = macro.match.group().endswith("mailto:")
    text = macro_text(work, macro.text, macro.close, "," if mailto else "=")
    attrs = _attributes(work, text)
    if mailto:
        address = target
        target = _mail_target(address, text)
        if text.start == text.end:
            span = work.span(macro.start, macro.end)
            node = link_node(work, target, span, attrs, children=(Text(*span, address),))
            return [(macro.start, macro.end, work.ctx.atom((node,), span))]
    elif text.start == text.end:
        if not target:
            return _pair(work, macro.start, target, text, macro.end, attrs=attrs)
        return [_bare(work, macro.start, target, macro.end, attrs)]
    return _pair(work, macro.start, target, text, macro.end, attrs=attrs)


def _mail_target(address: str, text: MacroText) -> str:
    values = [value or "" for value in text.attrs.positional[1:3]]
    query = "&".join(
        f"{name}={quote(value, safe='')}" for name, value in zip(("subject", "body"), values, strict=False)
    )
    return f"mailto:{address}?{query}" if query and text.attrs.positional[1] is not None else f"mailto:{address}"


# -- e-mail addresses ---


def emails(work: Work) -> None:
    """Addresses as they are; a backslash before one keeps it text."""
    text = work.text
    edits: list[Edit] = []
    last = 0
    for match in _DOMAIN.form(exact=work.ctx.exact).finditer(text):
        start = _local_part(text, last, match.start())
        if start is None:
            continue
        if start > last and text[start - 1] == "\\":
            edits.append((start - 1, start, ""))
        elif not _taken(work, start, last):
            span = work.span(start, match.end())
            address = text[start : match.end()]
            node = Link(*span, target="mailto:" + address, children=[Text(*span, address)])
            edits.append((start, match.end(), work.ctx.atom((node,), span)))
        last = match.end()
    work.splice(edits)


def _local_part(text: str, floor: int, at: int) -> int | None:
    """Where the local part before an at sign begins."""
    start = None
    while at > floor:
        at -= 1
        if is_word(text[at]):
            start = at
        elif text[at] not in _LOCAL:
            break
    return start


def _taken(work: Work, start: int, last: int) -> bool:
    """Whether what stands before an address says that it is part of something else."""
    if start <= last:
        return False
    before = work.before_index_terms(start)
    return before > last and (work.follows_tag(before) or work.text[before - 1] in ":/")
