"""All documents of a set, by anchor, by title and by file; documents can be added and removed one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from sphinx_adoc.suggest import Names
from sphinx_adoc.syntax.antora import NONE, START_PAGE, Components, Location, locate
from sphinx_adoc.syntax.files import DISK, Files

from .model import Anchor, Reference, Resolution, Summary

Key = tuple[str, str]
"""Something that is looked up: an ``id``, a ``title`` or a ``file`` with its name, or :data:`ANY`."""

ANY: Final[Key] = ("any", "")
"""What is looked up wherever an answer follows from all documents, such as a suggestion."""


class Hit(NamedTuple):
    """An anchor, and the name of the document that it is in."""

    document: str
    anchor: Anchor


class Index:
    """The summaries of a set of documents, by the documents' names (paths, or Sphinx' docnames).

    ``disk``: where files are looked up. ``components``: those of Antora's that resource ids are resolved in.
    ``resolutions``: what references meant, by document; :func:`.resolve.resolve` fills it.
    ``titles``: what titles that refer to other documents say, by document and id; :func:`.resolve.title_of` fills it.
    ``asked``: while it is a set, it gets what is looked up.
    """

    def __init__(
        self,
        summaries: Mapping[str, Summary] | None = None,
        files: Files = DISK,
        components: Components = NONE,
    ) -> None:
        self.summaries: dict[str, Summary] = {}
        self.components = components
        self.disk = files
        self.asked: set[Key] | None = None
        self._real: dict[str, str] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.resolutions: dict[tuple[str, Reference], Resolution] = {}
        self._listings: dict[Path, frozenset[str]] = {}
        self._names: dict[Path, Names] = {}
        self._last_ids = Names(())  # a change leaves most ids as they are
        self._by_id: dict[str, dict[str, list[Anchor]]] = defaultdict(dict)
        self._by_title: dict[str, dict[str, list[Anchor]]] = defaultdict(dict)
        self._by_file: dict[str, dict[str, None]] = defaultdict(dict)
        for name, summary in (summaries or {}).items():
            self.add(name, summary)

    def add(self, name: str, summary: Summary) -> None:
        """Put a document in, in place of the one that had this name."""
        self.remove(name)
        self.summaries[name] = summary
        for anchor in summary.anchors:
            self._by_id[anchor.id].setdefault(name, []).append(anchor)
            if called := anchor.key or anchor.reftext or anchor.title:
                self._by_title[called].setdefault(name, []).append(anchor)
        for path in (summary.path, *summary.includes):
            self._by_file[self.real_path(path)][name] = None

    def remove(self, name: str) -> None:
        """Take a document out; one that is not there is no error."""
        self.titles.clear()
        self.resolutions.clear()
        for cached in ("_ids", "_files", "_named", "_aliases", "_folders"):
            self.__dict__.pop(cached, None)
        summary = self.summaries.pop(name, None)
        if summary is None:
            return
        for anchor in summary.anchors:
            self._by_id[anchor.id].pop(name, None)
            if called := anchor.key or anchor.reftext or anchor.title:
                self._by_title[called].pop(name, None)
        for path in (summary.path, *summary.includes):
            self._by_file[self.real_path(path)].pop(name, None)

    def _note(self, kind: str, name: str) -> None:
        if self.asked is not None:
            self.asked.add((kind, name))

    def with_id(self, name: str) -> list[Hit]:
        """Return all anchors of this id, in the order of the documents' names."""
        self._note("id", name)
        return _hits(self._by_id.get(name, {}))

    def with_title(self, title: str) -> list[Hit]:
        """Return all anchors whose key this is, in the order of the documents' names."""
        self._note("title", title)
        return _hits(self._by_title.get(title, {}))

    def in_document(self, document: str, name: str) -> list[Anchor]:
        """Return the anchors of this id in a document, in order."""
        self._note("id", name)
        return self._by_id.get(name, {}).get(document, [])

    def titled_in(self, document: str, title: str) -> list[Anchor]:
        """Return the anchors of a document whose key this is, in order."""
        self._note("title", title)
        return self._by_title.get(title, {}).get(document, [])

    def documents_of(self, path: str) -> list[str]:
        """Return the documents that a file is, or is included in: the one whose own file it is first."""
        real = self.real_path(path)
        self._note("file", real)
        documents = sorted(self._by_file.get(real, ()))
        return sorted(documents, key=lambda name: self.real_path(self.summaries[name].path) != real)

    def real_path(self, path: str) -> str:
        """Return the one absolute name of a path, links followed; each path is looked up once."""
        known = self._real.get(path)
        if known is None:
            try:
                known = str(self.disk.real(Path(path)))
            except ValueError:  # a path that there cannot be
                known = path
            self._real[path] = known
        return known

    def located(self, document: str, target: str, family: str = "") -> Location | None:
        """Return where Antora finds a resource that a document names; None where it is no resource id there."""
        home = self.summaries[document].path if document in self.summaries else document
        return locate(target, Path(home), self.components, default=family, files=self.disk)

    def listing(self, folder: Path) -> frozenset[str]:
        """Return the names of the files in a folder, looked up once; none where there is no folder."""
        known = self._listings.get(folder)
        if known is None:
            known = self._listings[folder] = frozenset(self.disk.names(folder))
        return known

    def names_in(self, folder: Path) -> Names:
        """Return the names of the files in a folder, for suggestions; made once."""
        known = self._names.get(folder)
        if known is None:
            known = self._names[folder] = Names(self.listing(folder))
        return known

    @property
    def folders(self) -> frozenset[str]:
        """The folders that documents lie in."""
        self._note(*ANY)
        return self._folders

    @property
    def aliases(self) -> dict[str, str]:
        """The documents by the real paths that their former pages would have."""
        self._note(*ANY)
        return self._aliases

    @property
    def ids(self) -> Names:
        """All ids of the set, for suggestions."""
        self._note(*ANY)
        return self._ids

    @property
    def files(self) -> Names:
        """The names of all files, without suffix, for suggestions."""
        self._note(*ANY)
        return self._files

    @property
    def named(self) -> dict[str, list[str]]:
        """The paths of all files, documents' first, by their names without suffix."""
        self._note(*ANY)
        return self._named

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(PurePath(summary.path).parent.as_posix() for summary in self.summaries.values())

    @cached_property
    def _aliases(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for name, summary in self.summaries.items():
            for alias in summary.aliases:
                spelled = alias if alias.endswith(".adoc") else f"{alias}.adoc"
                location = self.located(name, spelled, "page")
                known |= {self.real_path(str(path)): name for path in location.paths} if location is not None else {}
        return {**self._starts(), **known}

    def _starts(self) -> dict[str, str]:
        """The start pages of components, by the page that they stand for."""
        starts: dict[str, str] = {}
        for component in self.components:
            main = component.root / START_PAGE
            location = self.located(str(main), component.start, "page") if component.start else None
            for path in location.paths if location is not None else ():
                if documents := self.documents_of(str(path)):
                    starts.setdefault(self.real_path(str(main)), documents[0])
        return starts

    @cached_property
    def _ids(self) -> Names:
        ids = [name for name, documents in self._by_id.items() if documents]
        self._last_ids.become(ids)
        return self._last_ids

    @cached_property
    def _files(self) -> Names:
        return Names(self._named)

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = defaultdict(list)
        documents = sorted(summary.path for summary in self.summaries.values())
        included = sorted({path for summary in self.summaries.values() for path in summary.includes})
        for path in (*documents, *included):
            paths[PurePath(path).stem].append(path)
        return dict(paths)


def _hits(documents: Mapping[str, list[Anchor]]) -> list[Hit]:
    return [Hit(name, anchor) for name in sorted(documents) for anchor in documents[name]]
