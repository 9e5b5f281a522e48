"""Where evidence stands in HTML: a page for each page that has claims, one that lists all claims, and pictures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.builders import Builder

ALL: Final = "adoc-claims"  # the page that lists all claims
FOLDER: Final = "_claims"
BUILDERS: Final = frozenset({"html", "dirhtml"})  # others make one document of all pages, or cannot add any


@dataclass(frozen=True, slots=True)
class Links:
    """Links of one page to others."""

    builder: Builder
    page: str

    def all(self) -> str:
        """Return the address of the list of all claims."""
        return self.builder.get_relative_uri(self.page, ALL)

    def evidence(self, docname: str, anchor: str = "") -> str:
        """Return the address of the evidence of a page's claims, or of one of them."""
        return self._at(evidence_page(docname), anchor)

    def place(self, docname: str, anchor: str = "") -> str:
        """Return the address of a page of the documentation, or of a place in it."""
        return self._at(docname, anchor)

    def picture(self, svg: str) -> str:
        """Return the address of a picture."""
        return relative_uri(self.builder.get_target_uri(self.page), picture_path(self.builder, svg))

    def _at(self, page: str, anchor: str) -> str:
        return self.builder.get_relative_uri(self.page, page) + (f"#{quote(anchor)}" if anchor else "")


def links_of(builder: Builder, page: str) -> Links | None:
    """Return the links of a page; None where the builder writes no evidence."""
    return Links(builder, page) if builder.name in BUILDERS else None


def evidence_page(docname: str) -> str:
    """Return the page with the evidence of a page's claims."""
    return f"{FOLDER}/{docname}"


def picture_path(builder: Builder, svg: str) -> str:
    """Return the path of a picture below the output's folder; equal pictures share one file."""
    return f"{builder.imagedir}/claim-{hashlib.sha256(svg.encode('utf-8')).hexdigest()[:16]}.svg"
