"""How the documents of a state are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sphinx_adoc.claims.sentence.vocabulary import NO_WORDS, Vocabulary
from sphinx_adoc.graph.load import PLAIN, MakeSettings
from sphinx_adoc.graph.store import Store
from sphinx_adoc.project import ProjectSettings, Variant


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How documents are read: ways in which they are built, settings for each; whether claims are run, and with which
    prelude, for how long each (s), with which ``units`` of bare numbers and which ``vocabulary``; and which files are
    ``documents``. ``read_as``: why in this dialect, a sentence, '' where it was given. ``store``: where what reading
    gave is kept from run to run (None: nowhere). ``jobs``: how many processes may read what is not there yet.
    """

    variants: Sequence[Variant]
    settings: MakeSettings
    today: date
    run: bool = False
    prelude: Path | None = None
    timeout: float = 60.0
    documents: ProjectSettings = PLAIN
    read_as: str = ""
    store: Store | None = None
    units: Mapping[str, float] = field(default_factory=dict)
    vocabulary: Vocabulary = NO_WORDS
    jobs: int = 1
