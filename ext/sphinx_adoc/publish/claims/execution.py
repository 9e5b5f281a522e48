"""The claims of pages: where they are found, and the prelude.

Nothing runs unless the builder is ``claims`` or ``adoc_claims`` is set in ``conf.py``.

``adoc_claims``: run the claims of each page and mark them with their verdicts. ``adoc_prelude``: a Python file, from
the folder of ``conf.py``, whose names all claims see. ``adoc_vocabulary``: the kinds of words that claims are
called with. ``adoc_loose``: what words that no claim takes are: ``off``, ``warning`` or ``error``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import ENUM
from sphinx.errors import ConfigError

from sphinx_adoc.claims import Claim, Evidence, Ledger, collect, duplicates, lookalikes
from sphinx_adoc.claims.collecting import RUNNING
from sphinx_adoc.claims.limit import DEFAULT_MIB, DEFAULT_S
from sphinx_adoc.claims.phrase import Declared, UnknownUnit, declared, units
from sphinx_adoc.claims.sentence.complete import incomplete
from sphinx_adoc.claims.sentence.loose import loose_words
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.record import Wordings
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.claims.sentence.wordings import wordings
from sphinx_adoc.finding import Finding
from sphinx_adoc.project import ProjectError, shapes
from sphinx_adoc.project.attributes import merged
from sphinx_adoc.project.options import LOOSE
from sphinx_adoc.project.vocabulary import SHAPE, faults, kinds
from sphinx_adoc.publish import config
from sphinx_adoc.publish.sources import is_adoc
from sphinx_adoc.syntax.document import parse_file

from .foreign import claims_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Add the values."""
    app.add_config_value("adoc_claims", default=False, rebuild="env", types=[bool])
    app.add_config_value("adoc_prelude", "", "env", [str])
    app.add_config_value("adoc_timeout", DEFAULT_S, "", [int, float])
    app.add_config_value("adoc_claims_memory", DEFAULT_MIB, "", [int, float])
    app.add_config_value("adoc_claims_environment", [], "", [list, tuple])
    app.add_config_value("adoc_claims_console", default=False, rebuild="", types=[bool])
    app.add_config_value("adoc_unit", [], "env", [list, tuple, str])
    app.add_config_value("adoc_vocabulary", {}, "env", [dict])
    app.add_config_value("adoc_loose", "off", "env", ENUM(*LOOSE))
    app.add_config_value("adoc_wordings", "", "env", [str])
    app.connect("config-inited", _check_vocabulary, priority=200)
    app.connect("config-inited", _find_prelude)
    app.connect("build-finished", _close)


def _find_prelude(app: Sphinx, config: Config) -> None:
    """Make the paths of the prelude and of the wordings whole. Raises ConfigError where there is no prelude."""
    if config.adoc_wordings:
        config.adoc_wordings = str(Path(app.confdir, config.adoc_wordings))
    if not config.adoc_prelude:
        return
    path = Path(app.confdir, config.adoc_prelude)
    if not path.is_file():
        raise ConfigError(f"adoc_prelude: there is no file {path}")
    config.adoc_prelude = str(path)


def prelude(env: BuildEnvironment) -> Path | None:
    """Return the prelude's path."""
    return Path(env.config.adoc_prelude) if env.config.adoc_prelude else None


def is_page(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page is an AsciiDoc one that no other page includes."""
    parts = {part for included in env.included.values() for part in included}
    return is_adoc(env, docname) and docname not in parts


_LEDGERS: dict[int, Ledger] = {}  # of this process: one that Sphinx forks starts one of its own


def _ledger(env: BuildEnvironment) -> Ledger:
    """What runs the claims of all pages, in a process of its own."""
    pid = os.getpid()
    if pid not in _LEDGERS:
        _LEDGERS.clear()
        values = env.config
        timeout = max(values.adoc_timeout, 0)
        environment, console = values.adoc_claims_environment, values.adoc_claims_console
        words = Vocabulary(kinds(values.adoc_vocabulary))
        memory = max(values.adoc_claims_memory, 0)
        _LEDGERS[pid] = Ledger(
            prelude(env), timeout, environment, _units(values), console=console, vocabulary=words, memory=memory
        )
    return _LEDGERS[pid]


def _units(values: Config) -> Declared:
    """The factors of bare numbers' units, by kind. Raise ConfigError for what is no unit."""
    try:
        return declared(units(values.adoc_unit))
    except UnknownUnit as error:
        raise ConfigError(f"adoc_unit: {error}") from error


def _check_vocabulary(app: Sphinx, config: Config) -> None:
    """Say what is wrong with the vocabulary. Raises ConfigError."""
    value = config.adoc_vocabulary
    wrong = [*shapes.faults(value, SHAPE), *faults(value)]
    if wrong:
        keys, message = wrong[0]
        raise ConfigError(f"adoc_vocabulary: {'.'.join(keys)}: {message}")


def _close(app: Sphinx, error: Exception | None) -> None:
    for ledger in _LEDGERS.values():
        ledger.close()
    _LEDGERS.clear()


def evaluate(env: BuildEnvironment, docname: str, doctree: nodes.document) -> tuple[list[Evidence], list[Finding]]:
    """Run the claims of a page, of whatever language; return their verdicts with what these rest on, and further
    findings about the page's claims: ids that come twice, what looks like a claim and is none, and that the prelude
    failed.
    """
    if not is_adoc(env, docname):
        return _evaluated(env, claims_of(doctree, str(env.doc2path(docname))), [])
    settings = config.of_page(env, env.config.adoc_variant, docname)
    settings = replace(settings, attributes=merged(settings.attributes, RUNNING))
    document = parse_file(Path(env.doc2path(docname)), settings)
    vocabulary = Vocabulary(kinds(env.config.adoc_vocabulary))
    sentences = Sentences(document, Matcher(vocabulary))
    claims, others = collect(document, sentences), lookalikes(document, sentences if vocabulary.own else None)
    evidence, further = _evaluated(env, claims, list(others))
    words = [*_loose(env, sentences, evidence), *_reworded(env, docname, sentences, evidence)]
    return evidence, [*further, *incomplete(claims, vocabulary), *words]


def _reworded(
    env: BuildEnvironment, docname: str, sentences: Sentences, evidence: Sequence[Evidence]
) -> Sequence[Finding]:
    """The claimed sentences of a page that read otherwise than is kept. Raise ConfigError for another file."""
    if not env.config.adoc_wordings:
        return []
    try:
        record = Wordings(Path(env.config.adoc_wordings))
    except ProjectError as error:
        raise ConfigError(f"adoc_wordings: {error}") from error
    return record.differences(str(env.doc2path(docname)), wordings(sentences.scoped, [one.verdict for one in evidence]))


def _loose(env: BuildEnvironment, sentences: Sentences, evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """The words that no claim of a page took, where they are looked for."""
    severity = env.config.adoc_loose
    if severity != "off":
        loose, _ = loose_words(sentences.scoped, [each.verdict for each in evidence])
        yield from (word.finding(severity) for word in loose)


def _evaluated(
    env: BuildEnvironment, claims: Sequence[Claim], others: Sequence[Finding]
) -> tuple[list[Evidence], list[Finding]]:
    """Run claims of a page, note what they rest on, and return their verdicts and further findings."""
    if not claims:
        return [], [*others]
    ledger = _ledger(env)
    run = ledger.document(claims)
    evidence = [ran.evidence for claim in run.claims if (ran := run.run(claim, evidence=True)).evidence]
    trouble = [ledger.trouble] if ledger.trouble and evidence else []
    return evidence, [*trouble, *duplicates(run.claims), *others]


def sources(env: BuildEnvironment) -> list[Path]:
    """Return the files that verdicts depend on: the prelude, the wordings, and all that claims have read, but for the
    pages themselves. What one claim read may be kept for others, so no page has its own.
    """
    kept = [Path(env.config.adoc_wordings)] if env.config.adoc_wordings else []
    path = prelude(env)
    pages = {str(env.doc2path(docname)) for docname in env.found_docs}
    return [*([path] if path else []), *kept, *(Path(name) for name in sorted(_ledger(env).files - pages))]
