"""What is wrong in one state of the documents and was not in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph.delta import Broken, delta
from sphinx_adoc.graph.index import Hit, Index
from sphinx_adoc.graph.resolve import resolve
from sphinx_adoc.project.rules import Rules
from sphinx_adoc.review.states.state import State
from sphinx_adoc.syntax.source import Place

from . import others
from .anchors import AnchorMeanings
from .comparison import Comparison, compare
from .model import Lost, Shifted
from .same_findings import SameFindings, StateLines
from .words import ChangedLines

#: Findings behind which text may have been read as code and code as text.
MISREAD: Final = (Code.DELIMITER_LENGTH, Code.BLOCK_UNCLOSED)
_LINES: Final = re.compile(r":\d+(?::\d+)?\b")

Key = tuple[str, str, str]
_Anchor = TypeVar("_Anchor", Lost, Shifted)


class Naming:
    """What a finding is, wherever it stands: its kind, its file and its words without line numbers. ``renamed``: files
    that are called otherwise, by their names here.
    """

    def __init__(self, renamed: Mapping[str, str]) -> None:
        self.renamed = renamed

    def key(self, finding: Finding) -> Key:
        """The same for what is the same finding, moved."""
        path = finding.span.start.path
        return finding.code, self.renamed.get(path, path), _LINES.sub("", finding.message)


@dataclass(frozen=True, slots=True)
class Breakage:
    """``new``: the findings that were not there before, by their keys and which one of that key each is; ``cured``:
    those that went; ``lost``: the anchors that are gone, with the new findings about references to them; ``shifted``:
    those that mean something else; ``read``: how the pages compare.
    """

    new: Mapping[tuple[Key, int], Finding]
    cured: tuple[Finding, ...]
    lost: tuple[Lost, ...]
    shifted: tuple[Shifted, ...]
    read: Comparison

    @property
    def wrong(self) -> dict[Hashable, Finding]:
        """All of it as findings, by what stays the same from state to state."""
        findings: dict[Hashable, Finding] = {}
        for anchor in self.lost:  # of a part that other pages still have, each page that lost it is one of its own
            findings[anchor.place, anchor.id, anchor.still and anchor.page] = anchor.finding
        findings.update((("shifted", anchor.place, anchor.id), anchor.finding) for anchor in self.shifted)
        findings.update(self.new.items())
        return findings


def breakage(before: State, after: State, old: Naming, new: Naming, changed: ChangedLines) -> Breakage:
    """What is wrong in the second of two states and was not in the first. ``old``, ``new``: how files are named in
    them; ``changed``: the lines that differ. Which of two equal sections is the new one is known by them alone.
    """
    renamed = renamed_between(old, new)
    changed = replace(changed, renamed=renamed)
    read = compare(before.pieces, after.pieces, changed)
    lines = StateLines(before.contents, after.contents)
    same = SameFindings(changed, lines, read)
    cured, came = same.left(before.findings, after.findings, old.key, new.key)
    caused = _numbered(came, new)
    caused |= {
        (new.key(finding), -number): finding for number, finding in enumerate(others.without_page(before, after))
    }
    caused, cured = _without_moved(caused, cured, lines)
    anchors = AnchorMeanings(read, before, after, renamed)
    lost = [anchors.placed(anchor) for anchor in _lost(before, after, [*caused.values()], renamed)]
    lost = [replace(anchor, references=(*anchor.references, *others.broken(after, anchor))) for anchor in _once(lost)]
    shifted = [replace(one, references=(*one.references, *others.leading_to(after, one))) for one in anchors.shifted]
    rules = after.rules
    return Breakage(caused, tuple(cured), (*_counting(lost, rules),), (*_counting(shifted, rules),), read)


def _once(anchors: Sequence[Lost]) -> Iterator[Lost]:
    """The anchors of which different things are said, each once: a file that several pages include has one of each."""
    alike: dict[Hashable, dict[int, Finding]] = {}
    first: dict[Hashable, Lost] = {}
    for anchor in anchors:
        key: Hashable = (anchor.place, anchor.id, anchor.finding.message, anchor.finding.hint)
        first.setdefault(key, anchor)
        alike.setdefault(key, {}).update((id(finding), finding) for finding in anchor.references)
    for known, anchor in first.items():
        yield replace(anchor, references=(*alike[known].values(),))


def _counting(anchors: Sequence[_Anchor], rules: Rules) -> Iterator[_Anchor]:
    """The anchors that count by the project's rules, with their severities. Where the project holds itself to explicit
    ids, nobody links to others from outside.
    """
    explicit_alone = bool(rules.asks_for([Code.XREF_GENERATED]))
    for anchor in anchors:
        if explicit_alone and not anchor.explicit and not anchor.references:
            continue
        for finding in rules.apply([anchor.finding]):
            yield replace(anchor, severity=finding.severity)


def renamed_between(old: Naming, new: Naming) -> dict[str, str]:
    """Return the files that are called otherwise in the second state: old path to new. Both know the name in the
    end.
    """
    there = {last: name for name, last in new.renamed.items()}
    pairs = {name: there.get(last, last) for name, last in old.renamed.items()}
    return {name: other for name, other in pairs.items() if name != other}


def _numbered(findings: Sequence[Finding], naming: Naming) -> dict[tuple[Key, int], Finding]:
    """Findings by their keys and which one of that key each is, from 1."""
    seen: Counter[Key] = Counter()
    numbered: dict[tuple[Key, int], Finding] = {}
    for finding in findings:
        key = naming.key(finding)
        seen[key] += 1
        numbered[key, seen[key]] = finding
    return numbered


def _without_moved(
    caused: Mapping[tuple[Key, int], Finding], cured: Sequence[Finding], lines: StateLines
) -> tuple[dict[tuple[Key, int], Finding], list[Finding]]:
    """What is new and what went, without findings that went with their line to another file."""
    left, rest = dict(caused), []
    alike: dict[tuple[str, str], list[tuple[Key, int]]] = {}
    for key, finding in caused.items():
        alike.setdefault(_says(finding), []).append(key)
    for finding in cured:
        keys = alike.get(_says(finding), [])
        there = next((key for key in keys if _went(finding, left[key], lines)), None)
        if there is not None:
            keys.remove(there)
            del left[there]
        else:
            rest.append(finding)
    return left, rest


def _says(finding: Finding) -> tuple[str, str]:
    return finding.code, _LINES.sub("", finding.message)


def _went(gone: Finding, came: Finding, lines: StateLines) -> bool:
    """Return whether the line of a finding is the other one's in another file: fewer are in the one file, and more in
    the other.
    """
    old, new = gone.span.start, came.span.start
    was, now = lines.of(0, old.path), lines.of(1, new.path)
    if old.path == new.path or old.line > len(was) or new.line > len(now):
        return False
    text = was[old.line - 1]
    fewer = was.count(text) > lines.of(1, old.path).count(text)
    return text == now[new.line - 1] and fewer and now.count(text) > lines.of(0, new.path).count(text)


def doubts(state: State, new: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of the pages that are not new, and behind which much may be misread."""
    known = set(map(id, new))
    for finding in state.findings:
        pages = {finding.span.start.path, *(place.path for place in finding.stack)}
        if finding.code in MISREAD and id(finding) not in known and not pages.isdisjoint(state.pages):
            yield finding


def _lost(before: State, after: State, new: Sequence[Finding], renamed: Mapping[str, str]) -> Iterator[Lost]:
    """The anchors that are gone, each once, with the new findings about references to them. Those of a page that is a
    part of another one now are not gone. ``renamed``: old path to new.
    """
    indexes = [(before.loaded.indexes[name], index) for name, index in after.loaded.indexes.items()]
    graphs = [delta(*both) for both in indexes]
    pairs = [(hit, index) for graph, (_, index) in zip(graphs, indexes, strict=True) for hit in graph.removed]
    came = {hit.anchor.id: hit.document for graph in graphs for hit in graph.added}
    by_place = {(finding.span, finding.code): finding for finding in new}
    broken = [item for graph in graphs for item in graph.broken]
    seen: set[tuple[str, str]] = set()
    for hit, index in sorted(pairs, key=lambda pair: (pair[0].document, pair[0].anchor.span.start.line)):
        anchor = hit.anchor
        if (hit.document, anchor.id) in seen or anchor.kind == "footnote" or _is_a_part(hit.document, index):
            continue
        seen.add((hit.document, anchor.id))
        still = _still(hit, index, renamed)
        about_references = (
            by_place.get((item.finding.span, item.finding.code))
            for item in broken
            if item.reference.fragment == anchor.id or item.reference.target in (anchor.id, anchor.title)
            if not still or _led_to(hit, item, before)
        )
        references = {id(finding): finding for finding in about_references if finding is not None}
        there = came.get(anchor.id, "")
        listed = tuple(references.values())
        lost = Lost(
            anchor.id, anchor.title, anchor.explicit, anchor.span.start, "", there, listed, hit.document, still=still
        )
        yield _with_elsewhere(lost, index)


def _still(lost: Hit, index: Index, renamed: Mapping[str, str]) -> str:
    """The first page that has an anchor that another one lost, from the same part; '' without."""
    path = lost.anchor.span.start.path
    hits = index.with_id(lost.anchor.id) if path != lost.document else ()
    return next((hit.document for hit in hits if hit.anchor.span.start.path == renamed.get(path, path)), "")


def _led_to(lost: Hit, broken: Broken, before: State) -> bool:
    """Whether a reference led to an anchor of the page that lost it, and not to that of another page."""
    indexes = before.loaded.indexes.values()
    targets = (resolve(index, broken.document, broken.reference) for index in indexes
               if broken.document in index.summaries)  # fmt: skip
    return any(target.document in (lost.document, None) for target in targets)


def _with_elsewhere(lost: Lost, index: Index) -> Lost:
    """An anchor that is gone, with the references of its page that lead to another page now, which has this id, too."""
    page = index.summaries.get(lost.page)
    places: dict[str, list[Place]] = {}
    for reference in page.references if page else ():
        if not reference.path and lost.id in (reference.fragment, reference.target):
            target = resolve(index, lost.page, reference)
            if target.anchor is not None and target.document not in (None, lost.page):
                places.setdefault(str(target.document), []).append(reference.span.start)
    leads_to = next(iter(places), "")
    return replace(lost, elsewhere=tuple(places.get(leads_to, ())), leads_to=leads_to)


def _is_a_part(document: str, index: Index) -> bool:
    """Whether what was a page is a part of another one."""
    return document not in index.summaries and bool(index.documents_of(document))
