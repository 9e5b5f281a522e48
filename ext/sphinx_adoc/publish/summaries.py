"""The summaries of all pages as Sphinx keeps them from build to build: packed, as they are most of what it keeps."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final

from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph import Summary

_Packed = tuple[tuple[str, tuple[tuple[str, Summary], ...]], ...]
_LEVEL: Final = 6


class Summaries(dict[str, dict[str, Summary]]):
    """Summaries by variant and docname. Pickled, they are one text with each word once, packed."""

    def __reduce__(self) -> tuple[type[Summaries] | object, tuple[bytes, ...]]:
        """Return what makes them anew."""
        if not self:
            return Summaries, ()
        plain: _Packed = tuple((variant, tuple(pages.items())) for variant, pages in self.items())
        return _unpacked, (zlib.compress(_form().dumps(plain).encode(), _LEVEL),)


def _unpacked(packed: bytes) -> Summaries:
    plain = _form().loads(zlib.decompress(packed))
    return Summaries({variant: dict(pages) for variant, pages in plain})


@cache
def _form() -> Plain[_Packed]:
    return Plain(_Packed)
