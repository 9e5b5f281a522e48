"""What the working tree takes away that a commit has: anchors that links from outside lead to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from lsprotocol import types

from sphinx_adoc.codes import Code
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, Related
from sphinx_adoc.graph import Anchor
from sphinx_adoc.graph.load import gather, read_summary
from sphinx_adoc.project import ProjectError
from sphinx_adoc.review.input import git
from sphinx_adoc.review.input.contents import CommitContents
from sphinx_adoc.review.input.repository import GitError, open_repository
from sphinx_adoc.syntax.files import Snapshot

from .state.diagnostics import AddressOf, diagnostic
from .state.scopes import Scope
from .state.view import View, top_of

SOURCE: Final = "sphinx-adoc review"
_UNNAMED: Final = frozenset({"footnote", "document"})


@dataclass(frozen=True, slots=True)
class Before:
    """The anchors of the documents of a commit, by the real paths of their pages."""

    commit: str
    anchors: Mapping[Path, Sequence[Anchor]] = field(default_factory=dict)


class Since:
    """The states of projects at a commit. ``revision``: what git calls it, such as HEAD. ``allow``: called while
    documents are read; it raises what ends the work.
    """

    def __init__(self, revision: str, allow: Callable[[], None]) -> None:
        self.revision = revision
        self._allow = allow
        self._before: dict[Scope, Before] = {}
        self._asked, self._answered = 1, 0

    def is_old(self) -> bool:
        """Tell whether it is time to ask git again: before the first state, and when files were saved."""
        return self._asked != self._answered

    def look_again(self) -> None:
        """Ask git again: the commit may be another one."""
        self._asked += 1

    def compare(self, views: Iterable[View]) -> list[str]:
        """Read projects at the commit. Return what is wrong with those that cannot be compared."""
        requested = self._asked
        wrong = [problem for view in views if not view.scope.alone and (problem := self.refresh(view))]
        self._answered = requested
        return wrong

    def refresh(self, view: View) -> str:
        """Read a project at the commit, if that is not done yet. Return what is wrong, '' for nothing; then there is
        nothing to compare with.
        """
        start = view.scope.start.resolve()
        try:
            repository = open_repository(start if start.is_dir() else start.parent)
            if repository is None:
                return f"{view.scope.start} is in no git repository, so there is no '{self.revision}'"
            commit = git.commit(repository, self.revision)
            known = self._before.get(view.scope)
            if known is None or known.commit != commit:
                contents = CommitContents(repository, commit)
                self._before[view.scope] = self._read(view, Snapshot(contents), repository.top, commit)
        except (GitError, ProjectError) as error:
            self._before.pop(view.scope, None)
            return str(error)
        return ""

    def _read(self, view: View, snapshot: Snapshot, top: Path, commit: str) -> Before:
        def summary_of(path: Path, settings: object) -> object:
            self._allow()
            return read_summary(path, settings)  # type: ignore[arg-type]

        paths = [view.scope.start] if view.scope.alone or not view.settings.roots else view.settings.roots
        inside = [Path(os.path.relpath(path.resolve(), top)) for path in paths]
        there = [path for path in inside if snapshot.is_file(path) or snapshot.is_dir(path)]
        settings = replace(view.settings, folder=Path(os.path.relpath(view.settings.folder.resolve(), top)))
        sources = list(gather(there, snapshot, settings))
        if not sources:
            return Before(commit)
        project = Project(settings, sources=sources, files=snapshot, summary_of=summary_of)  # type: ignore[arg-type]
        index = next(iter(project.load().indexes.values()))
        return Before(commit, {top / summary.path: summary.anchors for summary in index.summaries.values()})

    # -- what is gone --------------------------------------------------------------------------------------------------

    def by_file(self, view: View, address_of: AddressOf) -> dict[Path, list[types.Diagnostic]]:
        """Return what is gone of a project, by the real paths of files."""
        diagnostics: dict[Path, list[types.Diagnostic]] = {}
        for finding in self.findings(view):
            converted = diagnostic(view, finding, address_of)
            converted.source = SOURCE
            diagnostics.setdefault(view.real(finding.span.start.path), []).append(converted)
        return diagnostics

    def findings(self, view: View) -> Iterator[Finding]:
        """Yield a finding for each anchor that is gone, at what took its place, else at the beginning of its page."""
        before = self._before.get(view.scope)
        if before is None or not view.indexes:
            return
        index = next(iter(view.indexes.values()))
        pages = {view.real(summary.path): summary for summary in index.summaries.values()}
        for path, anchors in before.anchors.items():
            summary = pages.get(path)
            if summary is None:
                continue
            now = {anchor.id for anchor in summary.anchors}
            was = {anchor.id for anchor in anchors}
            new = [anchor for anchor in summary.anchors if anchor.id not in was]
            for anchor in anchors:
                if anchor.id not in now and anchor.kind not in _UNNAMED:
                    yield self._gone(anchor, _successor(anchor, new), summary.path)

    def _gone(self, anchor: Anchor, successor: Anchor | None, page: str) -> Finding:
        named = f", which is called '{anchor.title}'" if anchor.title else ""
        message = f"anchor '{anchor.id}'{named} is in {self.revision} and not here: links from outside lead nowhere"
        if successor is None:
            return Finding(Code.ANCHOR_VANISHED, message, top_of(page))
        hint = f"its id is '{successor.id}' now; [[{anchor.id}]] beside it keeps the old one"
        related = (Related("it is here now", successor.span),)
        return Finding(Code.ANCHOR_VANISHED, message, successor.span, hint=hint, related=related)


def _successor(anchor: Anchor, new: Sequence[Anchor]) -> Anchor | None:
    """The new anchor that has the title of one that is gone."""
    return next((one for one in new if one.kind == anchor.kind and anchor.title and one.title == anchor.title), None)
