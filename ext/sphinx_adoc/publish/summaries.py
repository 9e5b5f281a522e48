"""The summaries of all pages as Sphinx keeps them from build to build: packed, as they are most of what it keeps."""

from __future__ import annotations

import json
import zlib
from functools import cache
from typing import Final

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph import Summary

_LEVEL: Final = 6


class Summaries(dict[str, dict[str, Summary]]):
    """Summaries by variant and docname. Pickled, they are lines of text, one for each page, packed.

    A page names its own file over and over, and pages that are alike differ in little else: so each has its texts for
    itself, and the packing finds what is common.
    """

    def __reduce__(self) -> tuple[type[Summaries] | object, tuple[bytes, ...]]:
        """Return what makes them anew."""
        if not self:
            return Summaries, ()
        names = {variant: [*pages] for variant, pages in self.items()}
        rows = [_form().dumps(page) for pages in self.values() for page in pages.values()]
        return _unpacked, (zlib.compress("\n".join([json.dumps(names), *rows]).encode(), _LEVEL),)


def _unpacked(packed: bytes) -> Summaries:
    names, *rows = zlib.decompress(packed).split(b"\n")
    pages = map(_form().loads, rows)
    return Summaries({variant: {name: next(pages) for name in own} for variant, own in json.loads(names).items()})


@cache
def _form() -> Plain[Summary]:
    return Plain(Summary)
