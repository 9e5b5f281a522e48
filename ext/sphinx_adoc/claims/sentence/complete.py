"""Whether a table of cases that runs over a kind of word has a row for each of its members."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from sphinx_adoc.claims.model import Claim
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.project.vocabulary import written

from .vocabulary import HOW_OFTEN, Vocabulary


def incomplete(claims: Iterable[Claim], vocabulary: Vocabulary) -> Iterator[Finding]:
    """Give a finding for each claimed table whose columns of words lack a member, at the header."""
    for claim in claims:
        if claim.kind == "table" and claim.rows and claim.attribute("rows") != "some":
            yield from _of_table(claim, vocabulary)


def _of_table(claim: Claim, vocabulary: Vocabulary) -> Iterator[Finding]:
    columns = _columns(claim, vocabulary)
    if not columns:
        return
    listed = [vocabulary.members(kind) for kind, _ in columns]
    rows = {tuple(members[at] for _, members in columns) for at in range(len(claim.rows) - 1)}
    lacking = [" ".join(row) for row in product(*listed) if row not in rows]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        kinds = " and ".join(f"'{kind}'" for kind, _ in columns)
        message = f"table '{claim.id}' runs over {kinds} and has no row for '{lacking[0]}'{more}"
        hint = 'add it, or say that the table is a selection: rows="some"'
        yield Finding(Code.CLAIM_INCOMPLETE, message, claim.rows[0][0].span, hint=hint, stack=claim.stack)


def _columns(claim: Claim, vocabulary: Vocabulary) -> list[tuple[str, list[str]]]:
    """The columns that are called as a kind and hold nothing but its members, with the members."""
    columns = []
    for at, head in enumerate(claim.rows[0]):
        kind = re.sub(r"\W+", "_", head.text.strip().casefold()).strip("_")
        if kind == HOW_OFTEN or kind not in vocabulary.own:
            continue
        spelt = {
            written(one): member for member, spellings in vocabulary.own[kind].items() for one in (member, *spellings)
        }
        members = [spelt.get(written(row[at].text), "") if at < len(row) else "" for row in claim.rows[1:]]
        if all(members):
            columns.append((kind, members))
    return columns
