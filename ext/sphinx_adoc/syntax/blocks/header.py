"""The document header: title, authors, revision, and attribute entries above and below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sphinx_adoc.syntax.tree import Author, Header
from sphinx_adoc.syntax.words import BLANKS, WordPattern

from . import marks
from .cursor import Cursor
from .entries import read_entry
from .headings import DISCRETE, Title, number_footnotes, title_at, without_anchor
from .host import BlockHost
from .metadata import Columns, Metadata, read_metadata

_AUTHOR: Final = WordPattern(
    lambda c: r"({0})(?: +({0}))?(?: +({0}))?(?: +<([^>]+)>)?$".format(rf"[{c.word}][{c.word}\-'.]*")
)
_AUTHOR_SPLIT: Final = re.compile(r";(?: |$)")
_REVISION_NUMBER: Final = re.compile(r"[^\d{]*(.*?),")


def read_header(host: BlockHost, cur: Cursor, header: Header) -> Metadata | None:
    """Read the header if there is one; return metadata that belongs to the body's first block (None: none).

    The document's title stays None where neither a line nor the attribute ``doctitle`` gives a title.
    """
    cur.skip_blank()
    meta = read_metadata(host, cur)
    line = cur.peek()
    title = title_at(host, cur, line) if line else None
    if title is None or title.level != 0 or host.attribute("leveloffset") not in {None, "0", ""} or meta.title:
        _title_from_attribute(host, cur, header)
        authors_from_attributes(host, header)
        return meta
    if meta.style in DISCRETE:
        return meta
    _title(host, cur, header, title, meta)
    _lines_below(host, cur, header)
    if host.document.title is not None:
        number_footnotes(host, host.document.title)
    return None


def _title(host: BlockHost, cur: Cursor, header: Header, title: Title, meta: Metadata) -> None:
    ref = cur.refs[cur.pos]
    raw = without_anchor(host, title, ref, meta)
    meta.describe(host.document)
    header.ref = ref if header.ref < 0 else header.ref
    header.marker = title.marker
    header.id = meta.id
    header.roles = tuple(meta.roles)
    cur.pos += title.lines
    _end(header, cur)
    if title.lines == 2 and not host.attributes.is_locked("compat-mode"):
        host.set_attribute("compat-mode", "")
    if "separator" in meta.attrs:
        host.set_attribute("title-separator", meta.attrs["separator"])
    given = host.attribute("doctitle")
    at = Columns(title.col)
    if not given and ("{counter" in raw or "{set:" in raw):
        raw, at.spans = host.trace(raw, ref, report=False)  # once: the attribute and the heading say the same
    host.document.title = at.title(host, given or raw, ref, 0)
    if not given:
        host.set_attribute("doctitle", host.substitute(raw, ref) if "{" in raw else raw)


def _title_from_attribute(host: BlockHost, cur: Cursor, header: Header) -> None:
    """The attribute doctitle stands in for a title that no line gives."""
    given = host.attribute("doctitle")
    if given:
        entry = header.entries.get("doctitle")
        ref = cur.ref if entry is None else entry.ref
        host.document.title = host.title(given, (ref,), (max(host.origin.line(ref).find(given), 0) + 1,))
    elif title := host.attribute("title"):
        host.set_attribute("doctitle", title)  # a name of the document that its page does not show


def _end(header: Header, cur: Cursor) -> None:
    header.end_ref, header.end_col = cur.refs[cur.pos - 1], len(cur.lines[cur.pos - 1])


def _entries(host: BlockHost, cur: Cursor, header: Header) -> None:
    """Attribute entries and comments, up to a blank line or one that is neither."""
    while line := cur.peek():
        if line[0] == ":" and read_entry(host, cur, line):
            _end(header, cur)
        elif marks.is_comment(line):
            cur.pos += 1
        elif line.startswith("////") and not line.strip("/"):
            cur.pos += 1
            end = cur.find(line)
            cur.pos = len(cur.lines) if end < 0 else end + 1
        else:
            return


def _lines_below(host: BlockHost, cur: Cursor, header: Header) -> None:
    doctitle = host.attribute("doctitle")
    _entries(host, cur, header)
    if line := cur.peek():
        cur.pos += 1
        _end(header, cur)
        header.authors = parse_authors(host.substitute(line, cur.refs[cur.pos - 1]) if "{" in line else line)
        _entries(host, cur, header)
        if line := cur.peek():
            cur.pos += 1
            _end(header, cur)
            _revision(host, line)
        _entries(host, cur, header)
        while line := cur.peek():
            if not (line[0] == ":" and read_entry(host, cur, line)):
                break
    authors_from_attributes(host, header)
    changed = host.attribute("doctitle")
    if host.document.title is not None:  # anew, to see the attributes set below it
        raw = changed if changed and changed != doctitle else host.document.title.raw
        columns = host.document.title.columns if raw == host.document.title.raw else None
        host.forget(host.document.title)
        host.document.title = host.title(raw, host.document.title.refs, host.document.title.cols)
        host.document.title.columns = columns


# -- authors -----------------------------------------------------------------------------------------------------------


def parse_authors(line: str, *, names_only: bool = False) -> list[Author]:
    """The authors of a line ``First Middle Last <mail>; ...``; one that does not fit is all first name."""
    entries = _AUTHOR_SPLIT.split(line) if ";" in line else [line]
    return [_author(entry.strip(BLANKS), names_only=names_only) for entry in entries if entry.strip(BLANKS)]


def _author(entry: str, *, names_only: bool) -> Author:
    if names_only and "<" in entry:
        entry = re.sub(r"<[^>]*>", "", entry).strip(BLANKS)
    match = _AUTHOR.match(entry)
    if match is None:
        fullname = " ".join(entry.split())
        return Author(fullname, fullname, initials=fullname[:1])
    first, middle, last = (part.replace("_", " ") if part else "" for part in match.group(1, 2, 3))
    if middle and not last:
        middle, last = "", middle
    parts = [part for part in (first, middle, last) if part]
    return Author(" ".join(parts), first, middle, last, "".join(part[0] for part in parts), match.group(4) or "")


def authors_from_attributes(host: BlockHost, header: Header) -> None:
    """Authors given by attributes stand in for those of the author line; all of them become attributes."""
    implicit = header.authors[0].fullname if header.authors else None
    given = host.attribute("author")
    if given and given != implicit:
        header.authors = [_author(given, names_only=True)]
    elif (several := host.attribute("authors")) and several != _joined(header.authors):
        header.authors = parse_authors(several, names_only=True)
        host.set_attribute("authorinitials", None)
    else:
        header.authors = [*_numbered_authors(host, header.authors)]
    if header.authors and (mail := host.attribute("email")):
        header.authors[0].email = mail
    if header.authors and (initials := host.attribute("authorinitials")):
        header.authors[0].initials = initials
    _publish_authors(host, header.authors)


def _numbered_authors(host: BlockHost, authors: Sequence[Author]) -> Iterator[Author]:
    """The authors of the author line, with those in their places that ``author_1`` and so on name."""
    index = 0
    while (name := host.attribute(f"author_{index + 1}")) or index < len(authors):
        implicit = authors[index] if index < len(authors) else None
        if implicit is not None and name in (None, "", implicit.fullname):
            yield implicit
        elif name:
            yield _author(name, names_only=True)
        index += 1


def _publish_authors(host: BlockHost, authors: list[Author]) -> None:
    """Make the authors known as attributes: author, firstname, ...; with several, numbered ones too."""
    host.set_attribute("authorcount", str(len(authors)))
    for index, author in enumerate(authors, 1):
        values = {
            "author": author.fullname, "firstname": author.firstname, "middlename": author.middlename,
            "lastname": author.lastname, "authorinitials": author.initials, "email": author.email,
        }  # fmt: skip
        for name, value in values.items():
            if value and index == 1:
                _default(host, name, value)
            if value and len(authors) > 1:
                _default(host, f"{name}_{index}", value)
    if authors:
        host.set_attribute("authors", _joined(authors))


def _joined(authors: Sequence[Author]) -> str:
    return ", ".join(author.fullname for author in authors)


def _default(host: BlockHost, name: str, value: str) -> None:
    if host.attribute(name) is None:
        host.set_attribute(name, value)


# -- revision ----------------------------------------------------------------------------------------------------------


def _revision(host: BlockHost, line: str) -> None:
    """``v1.2, 2026-01-31: remark``, each part may be missing."""
    number, rest = "", line
    if (match := _REVISION_NUMBER.match(line)) is not None and match.group(1):
        number, rest = match.group(1).rstrip(BLANKS), line[match.end() :]
    date, colon, remark = rest.partition(":")
    date = date.strip(BLANKS).rstrip(",").strip(BLANKS)
    if not number and date[:1] == "v":
        number, date = date[1:], ""
    for name, value in (("revnumber", number), ("revdate", date), ("revremark", remark.strip(BLANKS) if colon else "")):
        if value:
            _default(host, name, host.substitute(value, 0) if "{" in value else value)
