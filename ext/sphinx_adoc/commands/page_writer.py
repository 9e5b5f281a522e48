"""Writes the standalone page of a document."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sphinx_adoc import files
from sphinx_adoc.finding import Finding, from_problem
from sphinx_adoc.gate import NO_RAW, OWN, Gate
from sphinx_adoc.graph import Index, name_titles, resolve
from sphinx_adoc.syntax.document import Document

from . import WrongCall
from .docutils_writer import load_writer


def load() -> None:
    """Load what makes pages: docutils, which is not needed for --help, nor for what cannot be read."""
    load_writer()
    import_module("sphinx_adoc.doctree.html")


@dataclass(frozen=True, slots=True)
class PageWriter:
    """What writes pages. ``index``: what their references can point at; ``outputs``: where the page of each document
    goes (None: to standard output); ``raw``: whether passthroughs are shown as what they are.
    """

    index: Index
    outputs: Mapping[str, Path | None]
    raw: bool

    def write(self, doc: Document) -> list[Finding]:
        """Write the page of a document whose texts were read; return the trouble that rendering found. Raise OSError,
        WrongCall.
        """
        read_problems = len(doc.problems)
        _write(self._rendered(doc), self.outputs[doc.path])
        return [from_problem(problem) for problem in doc.problems[read_problems:]]

    def _rendered(self, doc: Document) -> str:
        load()
        from sphinx_adoc.doctree.html import page, page_options
        from sphinx_adoc.doctree.xrefs import reference_of, resolver

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
