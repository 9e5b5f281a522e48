"""The claims of documents, read only where they are not known from an earlier run; nothing runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx_adoc.claims import Claim, collect
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.facade import Project
from sphinx_adoc.finding.plain import Plain
from sphinx_adoc.graph.store import Store
from sphinx_adoc.syntax.document import parse_file
from sphinx_adoc.syntax.settings import Settings


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a document claims, and the files that it includes."""

    claims: tuple[Claim, ...]
    includes: tuple[str, ...]


_FORM: Final[Plain[_Stated]] = Plain(_Stated)


def claims_of(project: Project, vocabulary: Vocabulary, store: Store | None) -> Sequence[Sequence[Claim]]:
    """Return the claims of each document of a project; those that others include are left out. Raise ProjectError.

    ``store``: where they are kept from run to run (None: nowhere).
    """
    matcher = Matcher(vocabulary)

    def read(path: Path, settings: Settings) -> _Stated:
        document = parse_file(path, settings)
        includes = tuple(str(inclusion.path) for inclusion in document.inclusions)
        return _Stated(tuple(collect(document, Sentences(document, matcher))), includes)

    words = json.dumps(
        {kind: {name: [*spellings] for name, spellings in each.items()} for kind, each in vocabulary.own.items()}
    )
    reading = store.keeping(f"claims {words}", _FORM, read) if store is not None else read
    return [stated.claims for stated in project.pages(reading, lambda stated: stated.includes).values()]
