"""The pytest edge: the claims and the cross-references of AsciiDoc documents as test items.

Collects nothing unless asked to: by the ini option ``adoc_files`` (glob patterns of file names or of paths), or by
``--adoc`` (``*.adoc``). Each claim is an item of its document, named by its id; one further item, ``references``, holds
every other finding of the document (dead cross-references, ids that come twice, trouble in the markup). A document that
another collected one includes is tested as part of that one.
"""

from __future__ import annotations

import builtins
import os
import re
from bdb import BdbQuit
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.fixtures import TopRequest

if TYPE_CHECKING:  # nothing of ours is loaded in runs that collect no document
    from sphinx_adoc.claims import Claim, Conditions, Session, Verdict
    from sphinx_adoc.claims.sentence.judged import WordsOf
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
    parser.addini("adoc_unit", "the unit of computed numbers that have none, one of each kind", "args", [])
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
    _units(config)


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
    from sphinx_adoc.claims import Conditions
    from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
    from sphinx_adoc.project.vocabulary import kinds

    passes = (KeyboardInterrupt, pytest.exit.Exception, BdbQuit)
    return Conditions(
        _timeout(config),
        captures=False,
        passes=passes,
        units=_units(config),
        explain=lambda sign, left, right: _compared(config, sign, left, right),
        keeps_errors=True,
        heeds_marks=False,
        console=bool(config.stash[_CONFIGURATION].value("claims", "console")),
        vocabulary=Vocabulary(kinds(config.stash[_CONFIGURATION].value("claims", "vocabulary"))),
    )


def _compared(config: pytest.Config, sign: str, left: object, right: object) -> list[str]:
    """How two values differ, in the words of pytest and its plugins."""
    explanations = config.hook.pytest_assertrepr_compare(config=config, op=sign, left=left, right=right)
    return next((lines[1:] for lines in explanations if lines), [])


def pytest_enter_pdb(config: pytest.Config) -> None:
    """Let a debugger take its time."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _units(config: pytest.Config) -> Mapping[str, float]:
    """The factors of bare numbers' units, by kind."""
    from sphinx_adoc.claims.phrase import UnknownUnit, declared, units

    configured = config.stash[_CONFIGURATION].value("claims", "unit")
    try:
        return declared(units(config.getini("adoc_unit") or configured))
    except UnknownUnit as error:
        raise pytest.UsageError(f"adoc_unit: {error}") from error


def _patterns(config: pytest.Config) -> list[str]:
    patterns: list[str] = config.getini("adoc_files")
    if patterns or not config.getoption("--adoc"):
        return patterns
    return [f"*{suffix}" for suffix in _project(config).suffixes]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> AdocFile | None:
    """Collect a document, where documents are to be tested."""
    if not any(_matches(file_path, pattern, parent.config.rootpath) for pattern in _patterns(parent.config)):
        return None
    collector: AdocFile = AdocFile.from_parent(parent, path=file_path)
    parent.config.stash.setdefault(_FILES, []).append(collector)
    return collector


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
    parts = [item for item in items if isinstance(item, AdocItem) and item.file.shown not in pages]
    if parts:
        items[:] = [item for item in items if item not in parts]
        config.hook.pytest_deselected(items=parts)


class AdocFile(pytest.File):
    """A document: its claims in order, then its references."""

    document: Document | None = None
    claims: Session
    lookalikes: Sequence[Finding] = ()
    words: WordsOf

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Read the document; nothing is run."""
        from sphinx_adoc.claims import Session, collect, lookalikes
        from sphinx_adoc.claims.collecting import RUNNING
        from sphinx_adoc.claims.sentence.judged import WordsOf
        from sphinx_adoc.claims.sentence.matcher import Matcher
        from sphinx_adoc.claims.sentence.scopes import Sentences
        from sphinx_adoc.syntax.document import parse_file

        project = _project(self.config)
        self.document = parse_file(Path(self.shown), project.reading(self.config.rootpath, RUNNING))
        conditions = _conditions(self.config)
        sentences = Sentences(self.document, Matcher(conditions.vocabulary))
        self.claims = Session(collect(self.document, sentences), project.prelude, conditions)
        self.words = WordsOf(self.shown, sentences, self.config.stash[_CONFIGURATION])
        self.lookalikes = list(lookalikes(self.document, sentences if conditions.vocabulary.own else None))
        claims = [claim for claim in self.claims.claims if claim.kind != "block" or claim.roles]
        for claim, name in zip(claims, _names(claims), strict=True):
            kind = AdocTable if claim.kind == "table" and claim.id and len(claim.rows) > 1 else ClaimItem
            yield kind.from_parent(self, name=name, claim=claim)
        yield ReferencesItem.from_parent(self, name=REFERENCES)

    def told(self, verdict: Verdict) -> str:
        """Return a verdict in full; that the prelude failed, the first time with all that is known of it."""
        trouble = self.claims.trouble
        if verdict.finding() is not None or trouble is None:
            return _failure_text(verdict)
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
        return [str(inclusion.path) for inclusion in self.document.inclusions] if self.document else []


class AdocTable(pytest.Collector):
    """A table of cases: each row is an item."""

    def __init__(self, *, claim: Claim, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.claim = claim

    def collect(self) -> Iterator[pytest.Item]:
        """Give the rows, by their numbers and first words."""
        for number, row in enumerate(self.claim.rows[1:], 1):
            words = re.sub(r"[^\w.+-]+", "-", row[0].text).strip("-")[:40] if row else ""
            yield RowItem.from_parent(self, name=f"{number}-{words}".rstrip("-"), claim=self.claim, row=number)


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
        source = "AsciiDoc documents"
        try:
            config.stash[_CONFIGURATION] = find(config.rootpath)
            for source in names:  # one after the other, so that a message can name it
                given = replace(given, **{source.removeprefix("adoc_"): config.getini(source)})
                project = settings(config.stash[_CONFIGURATION], given)
        except ProjectError as error:
            raise pytest.UsageError(f"{source}: {error}") from error
        preludes = config.getini("adoc_prelude")
        config.stash[_SETTINGS] = replace(project, prelude=preludes[0] if preludes else project.prelude)
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

    @property
    def file(self) -> AdocFile:
        """The document."""
        file = self.getparent(AdocFile)
        assert file is not None
        return file

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the place, what the text says and what was computed; for anything else what pytest makes of it."""
        if isinstance(excinfo.value, BdbQuit):
            return "the debugger was left"
        return str(excinfo.value) if isinstance(excinfo.value, Failure) else super().repr_failure(excinfo, style)


class ClaimItem(AdocItem):
    """A claim."""

    def __init__(self, *, claim: Claim, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.claim = claim
        for name in claim.marks:
            self.add_marker(_mark(name, claim.attribute("reason")))
        # as the items of doctest have it: autouse fixtures, and others by their names
        self._fixtures: Any = self.session._fixturemanager
        self._fixtureinfo = self._fixtures.getfixtureinfo(node=self, func=None, cls=None)
        self.fixturenames = self._fixtureinfo.names_closure
        self.funcargs: dict[str, Any] = {}
        self._request = TopRequest(self, _ispytest=True)  # type: ignore[arg-type]

    def setup(self) -> None:
        """Set the fixtures up that are used everywhere."""
        self._request._fillfixtures()

    def runtest(self) -> None:
        """Run the claim and what it needs. Raises Failure."""
        session = self.file.claims
        wanted = {name: self._request.getfixturevalue(name) for name in self._wanted()}
        session.session_of(self.claim).provide(wanted)
        verdict = self.verdict(session)
        self.file.words.add(verdict)
        if verdict is None:
            pytest.skip(f"no checker for the role {', '.join(self.claim.roles)}: this block is data")
        error = session.errors.get(self.claim.order)
        if verdict.status == "skipped":
            raise error if isinstance(error, BaseException) else pytest.skip.Exception(verdict.message)
        if not verdict.held:  # a debugger looks at where it was raised
            raise Failure(self.file.told(verdict)).with_traceback(error.__traceback__ if error else None)

    def verdict(self, session: Session) -> Verdict | None:
        """Return what becomes of the claim."""
        from sphinx_adoc.claims import run

        return run(session, self.claim)

    def _wanted(self) -> Iterator[str]:
        """The fixtures that the code uses: names that nothing in the document, nor the prelude, sets."""
        session = self.file.claims.session_of(self.claim)
        used = session.open_names(self.claim) - set(dir(builtins))
        for name in sorted(used):
            known = name == "request" or self._fixtures.getfixturedefs(name, self)
            if known and (name in session.provided or not session.is_set(name)):
                yield name

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return file, line (from 0) and name."""
        return self.path, self.claim.place.line - 1, self.name


class RowItem(ClaimItem):
    """A row of a table of cases. ``row``: its number, from 1."""

    def __init__(self, *, row: int, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.row = row

    def verdict(self, session: Session) -> Verdict | None:
        """Return what becomes of the row."""
        from sphinx_adoc.claims.evaluate import run_row

        return run_row(session, self.claim, self.row)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return file, line (from 0) and name."""
        cells = self.claim.rows[self.row]
        line = (cells[0].span.start.line if cells else 0) or self.claim.place.line
        return self.path, line - 1, f"{self.claim.id}::{self.name}"


def _mark(name: str, reason: str) -> pytest.MarkDecorator | str:
    """A mark by its name; those that pytest has for leaving out have a reason."""
    return getattr(pytest.mark, name)(reason=reason) if name in ("skip", "xfail") and reason else name


class ReferencesItem(AdocItem):
    """The findings of a document within the documents of the run."""

    def runtest(self) -> None:
        """Raise Failure with all findings; an info is none."""

        findings = _documents(self.config).check(page=self.file.shown).findings
        faults = [finding for finding in findings if finding.severity != "info"]
        faults += [*self.file.lookalikes, *self.file.words.findings(self.file.claims.claims)]
        if faults:
            raise Failure(_findings(faults))

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Return file, no line, and name."""
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


def _failure_text(verdict: Verdict) -> str:
    """A verdict in full: the finding with its line, expected and computed, and the evidence."""
    finding = verdict.finding()
    rows = [_findings([finding] if finding else []).rstrip("\n")]
    if verdict.expected:
        rows += [f"expected: {verdict.expected}", f"computed: {verdict.computed}"]
    return "\n".join([*rows, *verdict.evidence.splitlines()])
