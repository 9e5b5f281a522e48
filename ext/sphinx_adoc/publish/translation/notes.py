"""Footnotes of translated texts.

A message holds the text of its footnotes, where they are called. What translators give has others, in another order
perhaps: they take the place of those of the page, and all are numbered anew in the order of their calls, those in
headings first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_KEY: Final = "adoc_notes"  # in Sphinx' notes of the page that is being read: footnotes by the name of their call
_CALL: Final = "adoc-note"  # of a call in a translated text: the name
_NUMBERED: Final = re.compile(r"_footnotedef_\d+\Z")


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(TranslatedNotes)


def keep(env: BuildEnvironment, document: nodes.document) -> None:
    """Keep the footnotes of a message that was read, and name them in their calls."""
    kept = cast("dict[str, nodes.footnote]", env.temp_data.setdefault(_KEY, {}))
    names: dict[str, str] = {}
    for note in document.findall(nodes.footnote):
        name = str(len(kept))
        kept[name] = note
        names[note["ids"][0]] = name
    for call in document.findall(nodes.footnote_reference):
        if call["refid"] in names:
            call[_CALL] = names[call["refid"]]


class TranslatedNotes(SphinxTransform):
    """Puts the footnotes of translated texts in the place of the page's own."""

    default_priority = 22  # after Sphinx' Locale (20)

    def apply(self, **kwargs: Any) -> None:
        """Exchange them, for each place where footnotes stand: the page's end, or a table's cell."""
        kept = cast("dict[str, nodes.footnote]", self.env.temp_data.pop(_KEY, {}))
        own = {name: note for note in self.document.findall(nodes.footnote) for name in note["ids"]}
        if (not own and not kept) or not any(node.get("translated") for node in self.document.findall(nodes.Element)):
            return
        named = {name: note for note in kept.values() for name in note["ids"] if not _NUMBERED.match(name)}
        places = {id(note.parent): note.parent for note in own.values()}
        calls: list[tuple[nodes.footnote_reference, nodes.footnote]] = []
        for call in self.document.findall(nodes.footnote_reference):
            note = kept[call.attributes.pop(_CALL)] if _CALL in call else own.get(call.get("refid", ""))
            if note is not None:
                calls.append((call, next((named[name] for name in note["ids"] if name in named), note)))
        for note in {id(note): note for note in own.values()}.values():
            note.parent.remove(note)
        for call, note in _numbered(sorted(calls, key=lambda pair: not _in_heading(pair[0]))):
            (_place(call, places) or self._end()).append(note)

    def _end(self) -> nodes.Element:
        first = next((child for child in self.document.children if isinstance(child, nodes.section)), None)
        return first if first is not None else self.document


def _place(node: nodes.Node | None, places: dict[int, nodes.Element]) -> nodes.Element | None:
    """Where the footnote of a call stands: the innermost of the places around it."""
    while node is not None and id(node) not in places:
        node = node.parent
    return places[id(node)] if node is not None else None


def _in_heading(call: nodes.Node) -> bool:
    node: Any = call.parent
    while not isinstance(node, nodes.TextElement) or isinstance(node, nodes.Inline):
        node = node.parent
    if isinstance(node, nodes.title):
        return isinstance(node.parent, nodes.section | nodes.document)
    return isinstance(node, nodes.rubric) and "heading-level" in node


def _numbered(
    calls: Sequence[tuple[nodes.footnote_reference, nodes.footnote]],
) -> Iterator[tuple[nodes.footnote_reference, nodes.footnote]]:
    """Number footnotes in the order of their calls; yield each with its first call."""
    numbers: dict[int, str] = {}
    for call, note in calls:
        first = id(note) not in numbers
        number = numbers.setdefault(id(note), str(len(numbers) + 1))
        call["refid"] = f"_footnotedef_{number}"
        call["ids"] = [f"_footnoteref_{number}"] if first else []
        call.children = [nodes.Text(number)]
        if first:
            names = [name for name in note["ids"] if not _NUMBERED.match(name)]
            note["ids"] = [f"_footnotedef_{number}", *names]
            note["backrefs"] = [f"_footnoteref_{number}"]
            for label in note.findall(nodes.label):
                label.children = [nodes.Text(number)]
            yield call, note
