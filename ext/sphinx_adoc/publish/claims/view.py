"""What the templates of the pages about claims are given: a claim, its verdict and its evidence, ready to be shown.

Values are plain text, which the templates escape; only highlighted code is :class:`markupsafe.Markup`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from markupsafe import Markup

from sphinx_adoc.claims import Claim, Evidence

from . import wording
from .links import Links
from .marks import SIGNS, local
from .results import PageResults
from .wording import say

OUTPUT_LINES: Final = 40  # how many lines of what a check printed are shown


@dataclass(frozen=True)
class CheckedPage:
    """A page whose claims were checked. ``root``: the folder of all sources, which messages leave out. ``highlight``:
    makes HTML of text in a language; ``ids``: those that are in it.
    """

    docname: str
    title: str
    checked: PageResults
    root: Path
    highlight: Callable[[str, str], str]
    ids: Collection[str]

    def place(self, links: Links, claim: Claim) -> str:
        """Return the address of a claim in the page; of the page, where the claim is not shown."""
        return links.place(self.docname, claim.id if claim.id in self.ids else "")

    def claims(self, links: Links) -> list[ClaimView]:
        """Return the page's claims in its order, with addresses from the page that ``links`` belongs to."""
        return [ClaimView(self, evidence, links) for evidence in self.checked.evidence]

    @cached_property
    def anchors(self) -> dict[int, str]:
        """The id of each claim's evidence, by the claim's order."""
        return self.checked.anchors()

    @cached_property
    def picture_ids(self) -> dict[tuple[int, str], str]:
        """The ids of the pictures, by the order of the claim that shows them and the name of what they show."""
        shown = ((each.claim.order, picture.name) for each in self.checked.evidence for picture in each.pictures)
        return {(order, name): f"{self.anchors[order]}.{name}" for order, name in shown}


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture, or (``source`` is '') what stands for it. ``words``: what there is to see."""

    id: str
    name: str
    source: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class SnippetView:
    """The snippet that computed a value. ``place``: its address; ``excerpt``: the part of it that matters,
    highlighted; ``pictures``: of what the value was computed from.
    """

    id: str
    kind: str
    place: str
    excerpt: Markup
    pictures: list[PictureView]

    @property
    def unnamed(self) -> str:
        """What it is called without an id."""
        return wording.unnamed(self.kind)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as a template shows it."""

    page: CheckedPage
    evidence: Evidence
    links: Links

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.evidence.claim

    @property
    def id(self) -> str:
        """The author's id, '' where there is none."""
        return self.claim.id

    @property
    def kind(self) -> str:
        """Value, table, block or snippet."""
        return self.claim.kind

    @property
    def unnamed(self) -> str:
        """What it is called without an id."""
        return wording.unnamed(self.kind)

    @property
    def anchor(self) -> str:
        """The id of its evidence."""
        return self.page.anchors[self.claim.order]

    @property
    def place(self) -> str:
        """The address of the claim in its page."""
        return self.page.place(self.links, self.claim)

    @property
    def evidence_place(self) -> str:
        """The address of its evidence."""
        return self.links.evidence(self.page.docname, self.anchor)

    @property
    def status(self) -> str:
        """Held, failed or error."""
        return self.evidence.verdict.status

    @property
    def status_words(self) -> str:
        """The status for readers."""
        return wording.status(self.status)

    @property
    def sign(self) -> str:
        """The status as one character."""
        return SIGNS[self.status]

    @property
    def held(self) -> bool:
        """Whether the claim is true."""
        return self.evidence.verdict.held

    @property
    def accounted(self) -> bool:
        """Whether nothing has to be done about it: it is true, or was skipped."""
        return self.evidence.verdict.accounted

    @property
    def stated(self) -> str:
        """The words of the text, or what the claim is instead."""
        if self.kind == "value":
            return self.claim.text
        if self.kind == "table":
            return say("a table of %d rows") % max(len(self.claim.rows) - 1, 0)
        return wording.thing(self.kind)

    @property
    def computed(self) -> str:
        """The computed value, '' where there is none."""
        return self.evidence.verdict.computed

    @property
    def reading(self) -> str:
        """What was called with which words of the sentence, and what it was to be; '' where no words were given."""
        reading = self.evidence.verdict.reading
        return reading.in_words if reading and reading.taken else ""

    @property
    def shows_computed(self) -> bool:
        """Whether a computed value stands beside the words of the text; that says all, even where they differ."""
        return bool(self.computed) and self.kind == "value"

    @property
    def message(self) -> str:
        """What is wrong, '' where nothing is."""
        return self._local(wording.reason(self.evidence.verdict.message))

    @property
    def hint(self) -> str:
        """What to do about it."""
        return self._local(self.evidence.verdict.hint)

    @property
    def code(self) -> str:
        """The code of the finding."""
        return str(self.evidence.verdict.code or "")

    @property
    def failed_statement(self) -> Markup:
        """The statement of this snippet that failed, highlighted."""
        return self._excerpt() if self.evidence.snippet == self.claim else Markup()

    @property
    def computed_by(self) -> SnippetView | None:
        """The snippet that computed the value; None where it is the claim itself, or the prelude."""
        snippet = self.evidence.snippet
        if snippet is None or snippet == self.claim:
            return None
        place = self.page.place(self.links, snippet)
        return SnippetView(snippet.id, snippet.kind, place, self._excerpt(), list(self._sources(snippet)))

    @property
    def by_prelude(self) -> bool:
        """Whether the value comes from the prelude alone."""
        return self.evidence.snippet is None and self.kind in ("value", "table") and self.held

    @property
    def output(self) -> Markup:
        """What the check printed, its middle left out where it is long."""
        text = self.evidence.verdict.evidence
        if not text:
            return Markup()
        lines = text.rstrip("\n").split("\n")
        if len(lines) > OUTPUT_LINES:
            half = OUTPUT_LINES // 2
            lines = [*lines[:half], say("... (%d lines)") % (len(lines) - OUTPUT_LINES), *lines[-half:]]
        return self._highlight(self._local("\n".join(lines)), "none")

    @property
    def pictures(self) -> list[PictureView]:
        """Pictures of what the claim's code made."""
        return [
            PictureView(
                self.page.picture_ids[self.claim.order, picture.name],
                picture.name,
                self.links.picture(picture.svg) if picture.svg else "",
                self._local(" ".join(filter(None, (picture.words, picture.trouble)))),
            )
            for picture in self.evidence.pictures
        ]

    @property
    def left_out(self) -> int:
        """How many more pictures there would be."""
        return self.evidence.left_out

    def _sources(self, snippet: Claim) -> Iterator[PictureView]:
        for name in sorted(self.evidence.names):
            if (snippet.order, name) in self.page.picture_ids:
                yield PictureView(self.page.picture_ids[snippet.order, name], name)

    def _excerpt(self) -> Markup:
        return self._highlight(self.evidence.code, "python") if self.evidence.code else Markup()

    def _highlight(self, text: str, language: str) -> Markup:
        return Markup(self.page.highlight(text, language))

    def _local(self, text: str) -> str:
        return local(text, self.page.root)
