"""A file of a large document, read alone while it is edited.

A chapter is part of a book, and its findings are those of the book; but to read a book takes seconds. Most are read in
units. Of one that cannot be, what is known is kept, and only what came from the chapter's lines is replaced, by what
reading it alone gives in the state in which the book comes to it: its attributes, the sections around it, the level
offset.

Whether that is the same is tried out, not believed: first the chapter as it was is read so, and where that does not
give what reading the whole book gave, the chapter is never read alone. The book is read as a whole again when nothing
is typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.graph import Anchor, Summary, summarize
from sphinx_adoc.syntax.document import Document, parse
from sphinx_adoc.syntax.files import Files
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.source import Place, Span
from sphinx_adoc.syntax.tree import Section

from .collecting import details
from .details import Details, Use

T = TypeVar("T")

_NUMBERED: Final = re.compile(r"_\d+\Z")
_LEFT_OPEN: Final = frozenset({Code.BLOCK_UNCLOSED, Code.BLOCK_ACROSS_FILES, Code.CONDITIONAL_UNCLOSED})
_OFFSET: Final = "leveloffset"
_MADE_BY_NUMBER: Final = "footnote"
"""The kind of anchors that are counted through a document: those of a part alone are not the document's."""


@dataclass(frozen=True, slots=True)
class InclusionContext:
    """How a document comes to a file that it includes once. ``path``: the file, as the document calls it; ``lines``:
    its text. ``home``: the file that includes it; ``directive``: the line that does. ``attributes``: those in force
    there. ``levels``: of the sections around it. ``stack``: the places of the includes that lead to it.
    """

    path: str
    lines: tuple[str, ...]
    home: str
    directive: str
    attributes: tuple[tuple[str, str | None], ...]
    levels: tuple[int, ...]
    stack: tuple[Place, ...]


def contexts(doc: Document) -> dict[str, InclusionContext]:
    """Return how a document comes to each file that it includes once, by the file's path."""
    count: dict[str, int] = {}
    for inclusion in doc.inclusions:
        count[str(inclusion.path)] = count.get(str(inclusion.path), 0) + 1
    by_path = {}
    lines = {file.path: file.lines for file in doc.origin.files}
    sections = [*doc.find(Section)]
    for inclusion in doc.inclusions:
        path, home = str(inclusion.path), inclusion.span.start.path
        if count[path] == 1 and inclusion.ref >= 0 and path in lines:
            by_path[path] = InclusionContext(
                path=path,
                lines=tuple(lines[path]),
                home=home,
                directive=lines[home][inclusion.span.start.line - 1],
                attributes=tuple(doc.attributes.at(inclusion.version).items()),
                levels=_levels_around(doc, sections, inclusion.ref),
                stack=(*doc.origin.include_stack(inclusion.ref), doc.origin.place(inclusion.ref, 1)),
            )
    return by_path


def _levels_around(doc: Document, sections: Iterable[Section], ref: int) -> tuple[int, ...]:
    """The levels of those sections that an include stands in, the outermost first."""
    origin = doc.origin
    lines: dict[int, int] = {}  # where the include is in each file that leads to it
    while ref >= 0:
        lines[origin.file_of[ref]] = origin.line_of[ref]
        ref = origin.files[origin.file_of[ref]].included_at
    levels: list[int] = []
    for section in sections:
        file = origin.file_of[section.ref]
        if file in lines and origin.line_of[section.ref] < lines[file]:
            levels = [level for level in levels if level < section.level]
            levels.append(section.level)
    return tuple(levels)


# -- reading a file alone ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fragment:
    """What reading a file alone gave. ``files``: the file, and those that it includes."""

    summary: Summary
    details: Details
    files: frozenset[str]


def read_alone(context: InclusionContext, settings: Settings, files: Files) -> Fragment:
    """Return what a file gives in its context. ``files``: where it is, and what it includes."""
    attributes = dict(settings.attributes)
    locked = {name.strip("!@").lower() for name, value in attributes.items() if not _is_soft(name, value)}
    offset = dict(context.attributes).get(_OFFSET)
    for name, value in context.attributes:
        if name not in locked and name != _OFFSET and not (value or "").endswith("@"):
            attributes[f"{name}@"] = value
    head = ["= _", ""]
    for level in context.levels:
        head += [f"{'=' * (level + 1)} _", ""]
    head += [f":{_OFFSET}: {offset}", ""] if offset else []
    doc = parse(
        "\n".join([*head, context.directive]), context.home, replace(settings, attributes=attributes, files=files)
    )
    summary = _rooted(summarize(doc), context)
    inner = frozenset(file.path for file in doc.origin.files[1:])
    return Fragment(summary, details(doc), inner)


def _is_soft(name: str, value: str | None) -> bool:
    return name.endswith("@") or (value or "").endswith("@")


def _rooted(summary: Summary, context: InclusionContext) -> Summary:
    """A summary whose places say by which includes the document comes to them."""

    def rooted(stack: tuple[Place, ...]) -> tuple[Place, ...]:
        return (*context.stack, *stack[1:])

    return summary._replace(
        anchors=tuple(one._replace(stack=rooted(one.stack)) for one in summary.anchors if one.stack),
        references=tuple(one._replace(stack=rooted(one.stack)) for one in summary.references if one.stack),
        findings=tuple(replace(one, stack=rooted(one.stack)) for one in summary.findings if one.stack),
        targets=tuple(one._replace(stack=rooted(one.stack)) for one in summary.targets if one.stack),
    )


# -- putting it into what is known of the document ---------------------------------------------------------------------


def spliced(summary: Summary, known: Details, fragment: Fragment, path: str) -> tuple[Summary, Details]:
    """Return what is known of a document with a fragment in place of what came from a file and what that includes."""
    gone = _below(known, path)
    new = fragment.summary

    def is_gone(span: Span) -> bool:
        return span.start.path in gone

    def mix(name: str, span_of: Callable[[Any], Span] = lambda one: one.span) -> tuple[Any, ...]:
        return _mixed(getattr(summary, name), getattr(new, name), lambda one: is_gone(span_of(one)))

    anchors = _mixed(
        summary.anchors,
        [*_named_as_before([one for one in summary.anchors if is_gone(one.span)], new.anchors)],
        lambda one: is_gone(one.span) and one.kind != _MADE_BY_NUMBER,
    )
    includes = (*(one for one in summary.includes if one not in gone), *sorted(fragment.files))
    after = summary._replace(
        anchors=anchors,
        references=mix("references"),
        includes=includes,
        waivers=mix("waivers"),
        findings=mix("findings"),
        targets=mix("targets"),
    )
    return after, _details(known, fragment, gone)


# -- whether the rest of the document stays what it is -----------------------------------------------------------------


def reaches_out(summary: Summary, known: Details, fragment: Fragment, path: str) -> bool:
    """Tell whether a changed file changes what comes from other files of its document: by an attribute, an id that is
    counted up, a named footnote, the level of its last section, or a block or condition that it leaves open.
    """
    gone = _below(known, path)
    new = fragment.summary
    before = [one for one in summary.anchors if one.span.start.path in gone]
    return (
        _left_open(new.findings) != _left_open(one for one in summary.findings if one.span.start.path in gone)
        or _set(known, gone) != _set(fragment.details, fragment.files)
        or _last_level(known, gone) != _last_level(fragment.details, fragment.files)
        or _footnotes(before) != _footnotes(new.anchors)
        or _counts_differ(summary.anchors, before, new.anchors)
    )


def _left_open(findings: Iterable[Finding]) -> Counter[Code]:
    return Counter(one.code for one in findings if one.code in _LEFT_OPEN)


def _set(known: Details, files: Collection[str]) -> list[tuple[str, str | None]]:
    return [(one.name, one.value) for one in known.settings if one.span.start.path in files]


def _last_level(known: Details, files: Collection[str]) -> int:
    titles = [one for one in known.headings if one.kind == "section" and one.span.start.path in files]
    return titles[-1].level if titles else -1


def _footnotes(anchors: Iterable[Anchor]) -> list[str]:
    """The names of footnotes."""
    return [one.id for one in anchors if one.kind == _MADE_BY_NUMBER and one.id.startswith("_footnote_")]


def _counts_differ(all_: Iterable[Anchor], before: Sequence[Anchor], after: Iterable[Anchor]) -> bool:
    """Whether ids came or went, of which one is counted up in another file or is there as well."""
    gone = {id(one) for one in before}
    one, other = (Counter(_base(anchor.id) for anchor in each) for each in (before, after))
    changed = (one - other) + (other - one)
    return any(_base(anchor.id) in changed for anchor in all_ if id(anchor) not in gone)


def _base(name: str) -> str:
    """An id without the number by which one is told from others of its title."""
    return _NUMBERED.sub("", name)


def _below(known: Details, path: str) -> frozenset[str]:
    """A file, and those that it brings in, as the document was read."""
    seen, open_ = {path}, [path]
    while open_:
        above = open_.pop()
        more = {one.path for one in known.includes if one.span.start.path == above} - seen
        seen |= more
        open_ += more
    return frozenset(seen)


def _mixed(old: Iterable[T], new: Sequence[T], is_gone: Callable[[T], bool]) -> tuple[T, ...]:
    """The old ones, the new ones where the first of those stood that are gone."""
    mixed: list[T] = []
    put = False
    for one in old:
        if not is_gone(one):
            mixed.append(one)
        elif not put:
            mixed += new
            put = True
    return tuple(mixed if put else [*mixed, *new])


def _named_as_before(old: Sequence[Anchor], new: Sequence[Anchor]) -> Iterator[Anchor]:
    """The anchors of a fragment; an id that was counted up in the document, since it is there twice, stays so."""
    counted: dict[tuple[str, str], list[str]] = {}
    for one in reversed(old):
        if not one.explicit:
            counted.setdefault((one.kind, one.title), []).append(one.id)
    for one in new:
        if one.kind == _MADE_BY_NUMBER:
            continue
        before = counted.get((one.kind, one.title)) if not one.explicit else None
        yield one._replace(id=before.pop()) if before else one


def _details(known: Details, fragment: Fragment, gone: frozenset[str]) -> Details:
    new = fragment.details
    changed: dict[str, Any] = {}
    for name in ("headings", "includes", "settings", "uses", "claims"):
        changed[name] = _of_files(getattr(known, name), getattr(new, name), gone, fragment, lambda one: one.span)
    changed["blocks"] = _of_files(known.blocks, new.blocks, gone, fragment, lambda one: one[1])
    changed["inactive"] = (
        *(one for one in known.inactive if one[0] not in gone),
        *(one for one in new.inactive if one[0] in fragment.files),
    )
    changed["uses"] = tuple(
        _with_setting(use, known) if use.span.start.path in gone else use for use in changed["uses"]
    )
    changed["files"] = (*(one for one in known.files if one not in gone), *sorted(fragment.files))
    return replace(known, **changed)


def _with_setting(use: Use, known: Details) -> Use:
    """A use in a fragment with the place that gave the attribute its value, where that is outside of the fragment."""
    if use.setting is not None or use.value is None:
        return use
    there = [one.span for one in known.settings if (one.name, one.value) == (use.name, use.value)]
    return replace(use, setting=there[-1]) if there else use


def _of_files(
    old: Sequence[T], new: Sequence[T], gone: frozenset[str], fragment: Fragment, span_of: Callable[[T], Span]
) -> tuple[T, ...]:
    inner = [one for one in new if span_of(one).start.path in fragment.files]
    return _mixed(old, inner, lambda one: span_of(one).start.path in gone)


def same(one: Summary, other: Summary) -> bool:
    """Tell whether two summaries say the same of all that findings follow from."""
    return all(
        _plain(here) == _plain(there)
        for name, here, there in zip(Summary._fields, one, other, strict=True)
        if name != "includes"
    )


def _plain(value: Any) -> Any:
    """What is compared of a part of a summary: no labels, which count on through a document, and no order but that of
    places.
    """
    if isinstance(value, tuple) and value and isinstance(value[0], Anchor):
        return sorted((one._replace(label="") for one in value), key=lambda one: (str(one.span), one.id))
    if isinstance(value, tuple) and value and isinstance(value[0], Finding):
        return ordered(value)
    return value
