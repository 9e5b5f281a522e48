"""Writes the standalone page of a document."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_adoc import files
from sphinx_adoc.finding import Finding, from_problem
from sphinx_adoc.gate import NO_RAW, OWN, Gate
from sphinx_adoc.gate.paths import MAX_IMAGE_BYTES
from sphinx_adoc.graph import Index, resolve, title_of
from sphinx_adoc.graph.store.recorded import RecordedDisk
from sphinx_adoc.graph.targets import places

from . import WrongCall
from .docutils_writer import load_writer
from .kept_pages import KeptPages

if TYPE_CHECKING:
    from sphinx_adoc.syntax.document import Document

    from .kept_runs import Recording


def load() -> None:
    """Load what makes pages: docutils, which is not needed for --help, nor for what cannot be read."""
    load_writer()
    import_module("sphinx_adoc.doctree.html")


@dataclass(frozen=True, slots=True)
class PageWriter:
    """What writes pages. ``index``: what their references can point at; ``outputs``: where the page of each document
    goes (None: to standard output); ``raw``: whether passthroughs are shown as what they are; ``kept``: the pages of
    earlier runs (None: there are none). ``recording``: gets the pages of this run (None: that is not kept).
    """

    index: Index
    outputs: Mapping[str, Path | None]
    raw: bool
    kept: KeptPages | None = None
    recording: Recording | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave out the recording: in another process pages are written, and not added to it."""
        return PageWriter, (self.index, self.outputs, self.raw, self.kept)

    def write(self, doc: Document, read: str) -> list[Finding]:
        """Write the page of a document whose texts were read; return the trouble that rendering found. ``read``: stands
        for all that reading it followed from ('': that is not known). Raise OSError, WrongCall.
        """
        read_problems = len(doc.problems)
        text = self._rendered(doc)
        self._write(text, self.outputs[doc.path])
        findings = [from_problem(problem) for problem in doc.problems[read_problems:]]
        state = self.state(doc.path, read) if self.kept is not None and read else None
        if self.kept is not None and state is not None:
            self.kept.put(state, text, findings)
        elif self.recording is not None:
            self.recording.complete = False
        return findings

    def write_kept(self, name: str, read: str) -> list[Finding] | None:
        """Write the page of a document as it was made before, if that is known; return the trouble that rendering found
        then. Raise WrongCall.
        """
        state = self.state(name, read) if self.kept is not None and read else None
        made = self.kept.get(state) if self.kept is not None and state is not None else None
        if made is None:
            return None
        self._write(made.text, self.outputs[name])
        return [*made.findings]

    def state(self, name: str, read: object) -> tuple[object, ...] | None:
        """Return all that the page of a document follows from: what reading that followed from (``read``), what its
        references mean, and the files that it shows or links to; None where it cannot be told which files these are.
        """
        index, summary = self.index, self.index.summaries[name]
        shown = [(target, places(index, summary, target)) for target in summary.targets]
        if any(target.kind == "image" and there is None for target, there in shown):
            return None
        resolved = [resolve(index, name, reference) for reference in summary.references]
        meant = [
            (each.document, each.anchor and each.anchor.id, each.text, str(self.outputs.get(each.document or "")))
            for each in resolved
        ]
        words = [title_of(index, name, anchor) for anchor in (None, *summary.anchors)]
        folder = index.disk.real(Path(name).parent)
        images = [
            self._state_of(place, folder if target.kind == "image" else None)
            for target, there in shown
            for place in there or ()
        ]
        return read, meant, words, str(folder), images, str(self.outputs[name]), self.raw

    def _state_of(self, place: Path, folder: Path | None) -> tuple[object, ...]:
        """Return the state of what a page shows or links to, and have the disk note it. ``folder``: that of an image's
        document; what lies elsewhere is not put into a page, and not read here.
        """
        disk = self.index.disk
        recorded = disk if isinstance(disk, RecordedDisk) else None
        try:
            real = disk.real(place)
        except ValueError:  # a path that there cannot be
            return (str(place),)
        if not (place.is_file() if recorded is None else recorded.kind(place) == "file"):
            return str(place), str(real)
        shown = folder is not None and real.is_relative_to(folder)
        if recorded is not None and recorded.size(place) <= MAX_IMAGE_BYTES and shown:
            with suppress(OSError):  # the page says so, and the run is not kept
                recorded.read(place)
        status = place.stat()
        return str(place), str(real), status.st_mtime_ns, status.st_ctime_ns, status.st_size

    def _write(self, text: str, output: Path | None) -> None:
        _write(text, output)
        if self.recording is not None:
            self.recording.page(output, text)

    def _rendered(self, doc: Document) -> str:
        load()
        from sphinx_adoc.doctree.html import page, page_options
        from sphinx_adoc.doctree.xrefs import reference_of, resolver
        from sphinx_adoc.graph import name_titles

        index, name, output = self.index, doc.path, self.outputs[doc.path]

        def uri(other: str) -> str:
            there = self.outputs.get(other)
            if there is not None and output is not None:
                return Path(os.path.relpath(there, output.parent)).as_posix()
            return Path(os.path.relpath(Path(other).with_suffix(".html"), Path(name).parent)).as_posix()

        name_titles(doc, lambda text, node: resolve(index, name, reference_of(doc, node, text)).text)
        return page(doc, page_options(xref=resolver(index, name, uri), gate=_gate(doc, raw=self.raw)))


def _gate(doc: Document, *, raw: bool) -> Gate:
    """The gate of a page: files come from the root of its includes."""
    trust = doc.settings.trust
    return Gate(NO_RAW if trust == OWN and not raw else trust, doc.settings.root, Path(doc.path).parent)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(output, text)
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error
