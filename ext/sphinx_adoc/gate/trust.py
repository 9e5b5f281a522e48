"""How far the documents at hand are trusted."""

from __future__ import annotations

from typing import Final, NamedTuple


class Trust(NamedTuple):
    """``raw``: passthroughs become output of the target format; without, files come from below the root alone, too.
    ``stranger``: the documents are a stranger's: no raw output in any form, directives, roles, addresses, formulas and
    kinds of files that are listed as harmless, and nothing that a hidden file holds.
    """

    raw: bool = True
    stranger: bool = False

    @property
    def inside_only(self) -> bool:
        """Whether files have to be below the root."""
        return self.stranger or not self.raw


OWN: Final = Trust()
NO_RAW: Final = Trust(raw=False)
UNTRUSTED: Final = Trust(raw=False, stranger=True)
