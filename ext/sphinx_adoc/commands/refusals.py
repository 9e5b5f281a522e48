"""What a page of a stranger's document would not show: said by ``check`` without that a page is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.codes import Code
from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding, from_problem
from sphinx_adoc.gate import Gate

if TYPE_CHECKING:
    from sphinx_adoc.syntax.document import Document

CODES: Final = frozenset({Code.RAW_DISABLED, Code.FILE_REFUSED, Code.ADDRESS_REFUSED, Code.FORMULA_REFUSED})


def refusals(project: Project) -> Iterator[Finding]:
    """Yield the findings that making the pages of a project's documents would give about what they must not show."""
    for document in project.documents().values():
        yield from _of_page(document)


def _of_page(document: Document) -> Iterator[Finding]:
    from sphinx_adoc.doctree.html import page, page_options  # docutils: for this alone

    document.read_all()
    read = len(document.problems)
    gate = Gate(document.settings.trust, document.settings.root, Path(document.path).parent)
    page(document, page_options(gate=gate))
    yield from (from_problem(problem) for problem in document.problems[read:] if problem.code in CODES)
