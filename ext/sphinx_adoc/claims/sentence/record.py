"""The record of how claimed sentences read, as the configuration names it: compared with documents, and written."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sphinx_adoc import files
from sphinx_adoc.finding import Finding
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.project import Configuration, ProjectError

from .wordings import BadRecord, Record, Wording, accepted, differences, read_record, written_record


class Wordings:
    """A record. ``path``: its file, whose folder the names of documents count from. Raise ProjectError for another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._record: Record = {}
        if path.exists():
            try:
                self._record = read_record(path.read_text("utf-8"))
            except (BadRecord, OSError, UnicodeDecodeError) as error:
                raise ProjectError(f"{path}: {error}") from error

    def differences(self, document: str, current: Sequence[Wording]) -> list[Finding]:
        """Return the findings about how a document reads."""
        return list(differences(current, self._record.get(self._name(document), {}), document))

    def accept(self, documents: Mapping[str, Sequence[Wording]]) -> str:
        """Write how documents read into the record; return a line that says what changed."""
        before = dict(self._record)
        after = {name: wordings for name, wordings in before.items() if (self.path.parent / name).exists()}
        for document, current in documents.items():
            name = self._name(document)
            after[name] = accepted(current, before.get(name, {}))
        self._record = after
        files.write_text(self.path, written_record(after))
        return _counted(self.path, before, after)

    def _name(self, document: str) -> str:
        return Path(os.path.relpath(Path(document).resolve(), self.path.parent.resolve())).as_posix()


def _counted(path: Path, before: Record, after: Record) -> str:
    old = {(name, key): wording for name, sentences in before.items() for key, wording in sentences.items()}
    new = {(name, key): wording for name, sentences in after.items() for key, wording in sentences.items()}
    changed = sum(old.get(key, wording) != wording for key, wording in new.items())
    added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    return f"{path}: {number_of(len(new), 'sentence')}: {added} new, {changed} reworded, {gone} gone\n"


def wordings_of(configuration: Configuration) -> Wordings | None:
    """Return the record that the configuration names, None where it names none. Raise ProjectError for one outside of
    the project, or in a folder that is not there.
    """
    name = configuration.value("claims", "wordings")
    if not name:
        return None
    path = Path(os.path.normpath(configuration.folder / name))
    at = f"{configuration.path}:{configuration.lines.get(('claims', 'wordings'), 1)}:1: wordings"
    top = configuration.top.resolve()
    if not path.resolve().is_relative_to(top):
        raise ProjectError(f"{at}: '{name}' is outside of {top}")
    if not path.parent.is_dir() or path.is_dir():
        raise ProjectError(f"{at}: '{name}' is no file, nor could it be one")
    return Wordings(path)
