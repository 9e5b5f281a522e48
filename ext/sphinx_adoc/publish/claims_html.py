"""The evidence of a page's claims as HTML: one entry for each, everything open, so that no script is needed.

An entry has the words of the text beside the computed value, the part of the snippet that computed it, what the check
said, and pictures of what the snippet made. A snippet that the page shows is linked, and not shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Final

from sphinx_adoc.claims import Claim, Evidence
from sphinx_adoc.claims.evidence import Picture
from sphinx_adoc.claims.model import BROKEN, FAILED, HELD

from .claims_known import Checked
from .claims_links import Links
from .claims_marks import SIGNS, local

LINES: Final = 40  # how many lines of what a check said are shown
SAID: Final = {HELD: "held", FAILED: "failed", BROKEN: "could not be checked"}


@dataclass(frozen=True)
class Page:
    """A page whose claims were checked. ``root``: the folder of all sources, which messages leave out. ``highlight``:
    makes HTML of text in a language.
    """

    docname: str
    title: str
    checked: Checked
    links: Links
    root: Path
    highlight: Callable[[str, str], str]

    def link(self, claim: Claim, words: str) -> str:
        """Words (HTML), as a link to a claim in the page."""
        return f'<a href="{escape(self.links.place(self.docname, claim.id))}">{words}</a>'

    def local(self, text: str) -> str:
        """A message, its paths from the folder of all sources, escaped."""
        return escape(local(text, self.root))

    @cached_property
    def anchors(self) -> dict[int, str]:
        """What each claim is called on its page of evidence, by its order."""
        return self.checked.anchors()

    @cached_property
    def pictures(self) -> dict[tuple[int, str], str]:
        """The ids of the pictures, by the order of the claim that shows them and the name of what they show."""
        shown = ((each.claim.order, picture.name) for each in self.checked.evidence for picture in each.pictures)
        return {(order, name): picture_id(self.anchors[order], name) for order, name in shown}


def name_of(claim: Claim) -> str:
    """What a claim is called: its id, or its kind."""
    return f"<code>{escape(claim.id)}</code>" if claim.id else f"A {claim.kind} without an id"


def stated(evidence: Evidence) -> str:
    """The words of the text, or what the claim is instead."""
    claim = evidence.claim
    if claim.kind == "value":
        return escape(claim.text)
    return f"a table of {max(len(claim.rows) - 1, 0)} rows" if claim.kind == "table" else f"a {claim.kind}"


def shows_computed(evidence: Evidence) -> bool:
    """Whether there is a computed value to show beside the words of the text; that says all, even where they differ."""
    return bool(evidence.verdict.computed) and evidence.claim.kind == "value"


def picture_id(anchor: str, name: str) -> str:
    """The id of a picture in its entry."""
    return f"{anchor}.{name}"


def entries(page: Page) -> str:
    """The evidence of all claims of a page, in the order of the page."""
    return "\n".join(_entry(page, each, page.anchors[each.claim.order]) for each in page.checked.evidence)


def _entry(page: Page, evidence: Evidence, anchor: str) -> str:
    status = evidence.verdict.status
    rows = "\n".join(f"<dt>{term}</dt>\n<dd>{content}</dd>" for term, content in _rows(page, evidence))
    pictures = "\n".join(_picture(page, anchor, picture) for picture in evidence.pictures)
    more = f"<p>Pictures that are not shown: {evidence.left_out}.</p>\n" if evidence.left_out else ""
    return (
        f'<section class="claim-evidence claim-evidence-{status}" id="{escape(anchor)}">\n'
        f'<h2><span class="claim-sign claim-mark-{status}" aria-hidden="true">{SIGNS[status]}</span> '
        f"{name_of(evidence.claim)} {SAID[status]}</h2>\n<dl>\n{rows}\n</dl>\n{pictures}\n{more}</section>\n"
    )


def _rows(page: Page, evidence: Evidence) -> Iterator[tuple[str, str]]:
    verdict, claim = evidence.verdict, evidence.claim
    yield "In the text", page.link(claim, stated(evidence))
    if shows_computed(evidence):
        yield "Computed", escape(verdict.computed)
    elif not verdict.held:
        hint = f"; {page.local(verdict.hint)}" if verdict.hint else ""
        yield "Wrong", f"{page.local(verdict.message)}{hint} <code>{verdict.code}</code>"
    yield from _code(page, evidence)
    if verdict.evidence:
        yield (
            ("Row by row" if verdict.held and claim.kind == "table" else "The check said"),
            _said(page, verdict.evidence),
        )


def _code(page: Page, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """The code behind a claim: where it stands in the page, and the part of it that matters."""
    snippet, claim = evidence.snippet, evidence.claim
    shown = page.highlight(evidence.code, "python") if evidence.code else ""
    if snippet == claim:
        if shown:
            yield "At", shown
        return
    if snippet is not None:
        seen = [_see(page, snippet, name) for name in sorted(evidence.names)]
        yield "By", f"{page.link(snippet, name_of(snippet))}{''.join(seen)}{':' if shown else ''}\n{shown}"
    elif claim.kind in ("value", "table") and evidence.verdict.held:
        yield "By", "the prelude"


def _see(page: Page, snippet: Claim, name: str) -> str:
    """A link to the picture of something that a value was computed from."""
    anchor = page.pictures.get((snippet.order, name), "")
    return f', see <a href="#{escape(anchor)}">the picture of <code>{escape(name)}</code></a>' if anchor else ""


def _said(page: Page, text: str) -> str:
    """What a check said, its middle left out where it is long."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) > LINES:
        lines = [*lines[: LINES // 2], f"... ({len(lines) - LINES} lines)", *lines[-LINES // 2 :]]
    return page.highlight(local("\n".join(lines), page.root), "none")


def _picture(page: Page, anchor: str, picture: Picture) -> str:
    """A picture, and below it, for everybody, what there is to see in words."""
    name, words = escape(picture.name), " ".join(filter(None, (picture.words, picture.trouble)))
    source = escape(page.links.picture(picture.svg)) if picture.svg else ""
    image = f'<img src="{source}" alt="Picture of {name}" loading="lazy" />\n' if source else ""
    return (
        f'<figure id="{escape(picture_id(anchor, picture.name))}">\n{image}'
        f"<figcaption><code>{name}</code>{': ' if words else ''}{page.local(words)}</figcaption>\n</figure>"
    )
