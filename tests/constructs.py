"""Writes docs/guide/constructs.adoc: every construct of the language that the cases hold, and what becomes of it.

Nothing in the table is typed by hand: a construct is a folder of cases, a form of it is a case, and its state is what
happens when the case is read and made into a page. ``python3 dev.py guide`` writes the file; a test fails when it
is out of date.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx_adoc.doctree import Options, build
from sphinx_adoc.syntax.document import Document
from sphinx_adoc.syntax.settings import ASCIIDOC_PY

from tests.sphinx_adoc.doctree import test_cases as pages
from tests.sphinx_adoc.syntax.blocks import test_cases as blocks
from tests.sphinx_adoc.syntax.inlines import test_cases as inlines

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "constructs.adoc"
PROBLEM = re.compile(r"! \w+ ([a-z-]+) ")
WORD = re.compile(r"\w+")
HEAD = """\
// Written by: python3 dev.py guide
= Every construct and its state

A construct is read and shown as it should be when one of the project's own cases says so. This page is made from those
cases; the tests run every one of them, and fail when this page is not what they say.

rendered:: the number of cases that are read and shown without a finding.
with a finding:: the number of cases with something wrong in them (on purpose, mostly): the page is made all the same,
and the finding says what could not be taken as written.
text left out:: the number of cases, with or without a finding, in which words of the document do not show in the page.

A sign after a case says what else is known of it: ᵖʸ it is read as asciidoc-py does; ○ it has a finding; ● words of it
are left out.
"""
TITLES = {
    "attrlist": "attribute lists", "bad": "bytes and line ends", "delimited": "delimited blocks",
    "dlists": "description lists", "texts": "substitutions", "quotes": "formatting", "pages": "all blocks",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A form of a construct: its name, the codes of its findings, whether words got lost, and the dialect."""

    name: str
    codes: tuple[str, ...]
    lost: bool = False
    legacy: bool = False

    @property
    def shown(self) -> str:
        """The case in the page: its name and signs."""
        return f"{self.name.replace('-', ' ')}{'ᵖʸ' * self.legacy}{'●' if self.lost else '○' if self.codes else ''}"


def block_cases() -> Iterator[tuple[str, Case]]:
    """The cases of the block language, made into pages."""
    for path in blocks.FILES:
        document = blocks.read(path)
        with contextlib.chdir(path.parent):
            page = build(document, options=Options())
            document.read_all()
        codes = sorted({problem.code for problem in document.problems})
        lost = words_of(document) - set(WORD.findall(page.pformat()))
        yield path.parent.name, Case(path.stem, tuple(codes), bool(lost), document.settings.ids == ASCIIDOC_PY)


def words_of(document: Document) -> set[str]:
    """The words of all texts of a document, but for what references to a block show: that is not said where it is."""
    texts = [visit.text for visit in document.walk_texts() if visit.field != "reftext"]
    return {word for text in texts for word in WORD.findall(text.plain)}


def inline_cases() -> Iterator[tuple[str, Case]]:
    """The cases of inline markup, by their trees."""
    for path in sorted(inlines.CASES.glob("*/*.adoc")):
        tree = path.with_suffix(".tree").read_text(encoding="utf-8")
        _, attributes, _ = inlines.read_case(path)
        codes = sorted(set(PROBLEM.findall(tree)))
        yield path.parent.name, Case(path.stem, tuple(codes), legacy="legacy" in attributes)


def page_cases() -> Iterator[tuple[str, Case]]:
    """The cases of whole pages."""
    for path in pages.CASES:
        tree = path.with_suffix(".pxml").read_text(encoding="utf-8")
        found = re.findall(r"^x\.adoc:\S+ \w+ ([a-z-]+)$", tree, re.MULTILINE)
        yield "pages", Case(path.stem, tuple(sorted(set(found))))


def table(caption: str, name: str, found: Iterable[tuple[str, Case]]) -> Iterator[str]:
    """A table of constructs, a row each."""
    constructs: dict[str, list[Case]] = {}
    for construct, case in found:
        constructs.setdefault(construct, []).append(case)
    yield from (f"[#{name}]", f"== {caption}", "", '[%header,cols="2,1,1,1,8"]', "|===")
    yield "|Construct |Rendered |With a finding |Text left out |Cases, and the findings they show"
    for construct, cases in sorted(constructs.items()):
        yield from ("", f"|{TITLES.get(construct, construct)}")
        yield f"|{sum(not case.codes for case in cases)}"
        yield f"|{sum(bool(case.codes) for case in cases)}"
        yield f"|{sum(case.lost for case in cases)}"
        yield f"a|{', '.join(case.shown for case in cases)}"
        codes = sorted({code for case in cases for code in case.codes})
        yield from ["", ", ".join(f"xref:findings.adoc#{code}[`{code}`]" for code in codes)] if codes else []
    yield from ("|===", "")


def page() -> str:
    """The whole page."""
    parts = [
        *table("Blocks", "constructs_blocks", block_cases()),
        *table("Inline markup", "constructs_inlines", inline_cases()),
        *table("Whole pages, down to docutils' nodes", "constructs_pages", page_cases()),
    ]
    return HEAD + "\n" + "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
