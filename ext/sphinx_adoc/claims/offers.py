"""What may come next in a configuration block, as the project's prelude says it.

``completions = {"interfaces": offer}`` in the prelude, by the roles of blocks: ``offer(text, line, column)`` gets a
block's text and a place in it (from 1), and gives what may stand there: words, or pairs of a word and what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from .limit import limited
from .session import Session

COMPLETIONS: Final = "completions"
MAX_OFFERS: Final = 1000
_MAX_DESCRIPTION_CHARACTERS: Final = 500  # characters of what a word is

Offers = tuple[tuple[str, str], ...]
"""Words, each with what it is."""


def offers(session: Session, roles: Sequence[str], text: str, line: int, column: int) -> Offers:
    """Return what the prelude offers at a place of a block with these roles. Exceptions of its code pass through."""
    by_role = session.namespace.get(COMPLETIONS)
    if not isinstance(by_role, Mapping):
        return ()
    offer = next((by_role[role] for role in roles if role in by_role), None)
    if offer is None:
        return ()
    with limited(session.timeout):
        return tuple(_pairs(islice(offer(text, line, column), MAX_OFFERS)))


def _pairs(values: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for one in values:
        word, says = (one, "") if isinstance(one, str) else one
        yield str(word), " ".join(str(says).split())[:_MAX_DESCRIPTION_CHARACTERS]
