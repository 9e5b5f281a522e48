"""The pytest edge: the claims and the cross-references of AsciiDoc documents as test items.

Collects nothing unless asked to: by the ini option ``adoc_files`` (glob patterns of file names or of paths), or by
``--adoc`` (``*.adoc``). Each claim is an item of its document, named by its id; one further item, ``references``, holds
every other finding of the document (dead cross-references, ids that come twice, trouble in the markup). A document that
another collected one includes is tested as part of that one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # nothing of ours is loaded in runs that collect no document
    from sphinx_adoc.claims import Claim, Conditions, Session, Verdict
    from sphinx_adoc.facade import Project
    from sphinx_adoc.finding import Finding
    from sphinx_adoc.project import Configuration, ProjectSettings
    from sphinx_adoc.syntax.document import Document

REFERENCES = "references"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--adoc`` and the ini options."""
    group = parser.getgroup("adoc", "AsciiDoc documents")
    group.addoption("--adoc", action="store_true", help="test the claims and cross-references of *.adoc files")
    parser.addini("adoc_files", "patterns of documents to test (none: no document is tested)", "args", [])
    parser.addini("adoc_prelude", "a Python file whose names all claims see", "paths", [])
    parser.addini("adoc_timeout", "how many seconds each claim may run (0: as long as it wants)", default="")
    parser.addini("adoc_attributes", "attributes of the documents, NAME or NAME=VALUE a line", "linelist", [])
    parser.addini("adoc_attributes_from", "files with attributes: asciidoc-py .conf, JSON, TOML", "paths", [])
    parser.addini("adoc_variants", "the ways the documents are built, NAME:ATTR[=VALUE],... a line", "linelist", [])


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a configuration that cannot be followed, before anything is collected."""
    if not _patterns(config):
        return
    preludes = config.getini("adoc_prelude")
    if len(preludes) > 1 or not all(path.is_file() for path in preludes):
        raise pytest.UsageError(f"adoc_prelude: no such file, or more than one: {', '.join(map(str, preludes))}")
    _project(config)
    _timeout(config)


def _timeout(config: pytest.Config) -> float:
    """How long each claim may run (s)."""
    from sphinx_adoc.project import ProjectError
    from sphinx_adoc.project.seconds import parse_seconds

    configured = config.stash[_CONFIGURATION].value("claims", "timeout")
    try:
        return parse_seconds(config.getini("adoc_timeout") or str(configured))
    except ProjectError as error:
        raise pytest.UsageError(f"adoc_timeout: {error}") from error


def _conditions(config: pytest.Config) -> Conditions:
    """How claims run here: in this process, with pytest's own capturing and debugger."""
    from bdb import BdbQuit

    from sphinx_adoc.claims import Conditions

    passes = (KeyboardInterrupt, pytest.exit.Exception, BdbQuit)
    return Conditions(_timeout(config), captures=False, passes=passes)


def _patterns(config: pytest.Config) -> list[str]:
    given: list[str] = config.getini("adoc_files")
    if given or not config.getoption("--adoc"):
        return given
    return [f"*{suffix}" for suffix in _project(config).suffixes]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> AdocFile | None:
    """Collect a document, where documents are to be tested."""
    if not any(_matches(file_path, pattern, parent.config.rootpath) for pattern in _patterns(parent.config)):
        return None
    made: AdocFile = AdocFile.from_parent(parent, path=file_path)
    parent.config.stash.setdefault(_FILES, []).append(made)
    return made


def _matches(path: Path, pattern: str, root: Path) -> bool:
    if "/" not in pattern:
        return fnmatch(path.name, pattern)
    return path.is_relative_to(root) and fnmatch(path.relative_to(root).as_posix(), pattern)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the documents that are tested as part of another one."""
    files = config.stash.get(_FILES, [])
    if not files:
        return
    from sphinx_adoc.graph.load import pages_of

    pages = set(pages_of({file.shown: file.includes for file in files}))
    parts = [item for item in items if isinstance(item.parent, AdocFile) and item.parent.shown not in pages]
    if parts:
        items[:] = [item for item in items if item not in parts]
        config.hook.pytest_deselected(items=parts)


class AdocFile(pytest.File):
    """A document: its claims in order, then its references."""

    document: Document | None = None
    claims: Session
    lookalikes: Sequence[Finding] = ()

    def collect(self) -> Iterator[pytest.Item]:
        """Read the document; nothing is run."""
        from sphinx_adoc.claims import Session, collect, lookalikes
        from sphinx_adoc.syntax.document import parse_file

        project = _project(self.config)
        self.document = parse_file(Path(self.shown), project.reading(self.config.rootpath))
        self.claims = Session(collect(self.document), project.prelude, _conditions(self.config))
        self.lookalikes = list(lookalikes(self.document))
        claims = [claim for claim in self.claims.claims if claim.kind != "block" or claim.roles]
        for claim, name in zip(claims, _names(claims), strict=True):
            yield ClaimItem.from_parent(self, name=name, claim=claim)
        yield ReferencesItem.from_parent(self, name=REFERENCES)

    def told(self, verdict: Verdict) -> str:
        """A verdict in full; that the prelude failed, the first time with all that is known of it."""
        trouble = self.claims.trouble
        if verdict.finding() is not None or trouble is None:
            return _said(verdict)
        if self.config.stash.get(_PRELUDE, None):
            return f"{verdict.claim.place}: {verdict.status}: {verdict.message}"
        self.config.stash[_PRELUDE] = True
        return _findings([trouble])

    @property
    def shown(self) -> str:
        """The path as messages show it: from where pytest was started."""
        start = self.config.invocation_params.dir
        return os.path.relpath(self.path, start) if self.path.is_relative_to(start) else str(self.path)

    @property
    def includes(self) -> list[str]:
        """The files that the document includes."""
        return [str(found.path) for found in self.document.inclusions] if self.document else []


_FILES = pytest.StashKey[list[AdocFile]]()
_PRELUDE = pytest.StashKey[bool]()  # whether it was told that it failed
_PROJECT = pytest.StashKey["Project"]()
_SETTINGS = pytest.StashKey["ProjectSettings"]()
_CONFIGURATION: pytest.StashKey[Configuration] = pytest.StashKey()


def _project(config: pytest.Config) -> ProjectSettings:
    """The settings of this run: the ini options, above the project's configuration file."""
    if _SETTINGS not in config.stash:
        from sphinx_adoc.project import Given, ProjectError, find, settings

        names = ("adoc_attributes", "adoc_attributes_from", "adoc_variants")
        given = Given()
        said = "AsciiDoc documents"
        try:
            config.stash[_CONFIGURATION] = find(config.rootpath)
            for said in names:  # one after the other, so that a message can name it
                given = replace(given, **{said.removeprefix("adoc_"): config.getini(said)})
                found = settings(config.stash[_CONFIGURATION], given)
        except ProjectError as error:
            raise pytest.UsageError(f"{said}: {error}") from error
        preludes = config.getini("adoc_prelude")
        config.stash[_SETTINGS] = replace(found, prelude=preludes[0] if preludes else found.prelude)
    return config.stash[_SETTINGS]


def _names(claims: Sequence[Claim]) -> list[str]:
    """A name for each claim: its id, where it has none its kind and line; a repeated one is numbered."""
    names: list[str] = []
    for claim in claims:
        name = claim.id or f"{claim.kind}-in-line-{claim.place.line}"
        times = sum(other.partition("#")[0] == name for other in names)
        names.append(f"{name}#{times + 1}" if times else name)
    return names


# -- items -------------------------------------------------------------------------------------------------------------


class Failure(Exception):
    """A claim that does not hold, or findings; the text says all of it."""


class AdocItem(pytest.Item):
    """An item of a document."""

    parent: AdocFile

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The place, what the text says and what was computed; for anything else what pytest makes of it."""
        return str(excinfo.value) if isinstance(excinfo.value, Failure) else super().repr_failure(excinfo, style)


class ClaimItem(AdocItem):
    """A claim."""

    def __init__(self, *, claim: Claim, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.claim = claim

    def runtest(self) -> None:
        """Run the claim and what it needs. Raises Failure."""
        from sphinx_adoc.claims import run

        verdict = run(self.parent.claims, self.claim)
        if verdict is None:
            pytest.skip(f"no checker for the role {', '.join(self.claim.roles)}: this block is data")
        if verdict.status == "skipped":
            pytest.skip(verdict.message)
        if not verdict.held:
            raise Failure(self.parent.told(verdict))

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """File, line (from 0) and name."""
        return self.path, self.claim.place.line - 1, self.name


class ReferencesItem(AdocItem):
    """The findings of a document within the documents of the run."""

    def runtest(self) -> None:
        """Raise Failure with all findings; an info is none."""

        findings = _documents(self.config).check(page=self.parent.shown).findings
        faults = [finding for finding in findings if finding.severity != "info"]
        faults += self.parent.lookalikes
        if faults:
            raise Failure(_findings(faults))

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """File, no line, and name."""
        return self.path, None, self.name


def _documents(config: pytest.Config) -> Project:
    """The documents of this run, read once."""
    if _PROJECT not in config.stash:
        from sphinx_adoc.facade import Project
        from sphinx_adoc.graph.load import Source

        sources = [Source(Path(file.shown), config.rootpath, named=True) for file in config.stash[_FILES]]
        config.stash[_PROJECT] = Project(_project(config), sources=sources)
    return config.stash[_PROJECT]


def _findings(findings: Sequence[Finding]) -> str:
    """Findings with their lines."""
    from sphinx_adoc.finding.report import Report, as_text

    return as_text(Report(list(findings)))


def _said(verdict: Verdict) -> str:
    """A verdict in full: the finding with its line, expected and computed, and the evidence."""
    finding = verdict.finding()
    rows = [_findings([finding] if finding else []).rstrip("\n")]
    if verdict.expected:
        rows += [f"expected: {verdict.expected}", f"computed: {verdict.computed}"]
    return "\n".join([*rows, *verdict.evidence.splitlines()])
