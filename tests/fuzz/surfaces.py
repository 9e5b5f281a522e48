"""The table of what is fuzzed: where input comes in, what it is made from, and what holds for every input.

Nothing raises but what a surface names; each place lies inside the text; output is well formed; a stranger's page runs
nothing; and nothing takes longer than :data:`LONGEST` seconds.
"""

import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from xml.parsers import expat

from sphinx_adoc.built.site import check as check_built
from sphinx_adoc.claims import phrase
from sphinx_adoc.doctree.html import page, page_options
from sphinx_adoc.gate import NO_RAW, OWN, UNTRUSTED, Gate, addresses, svg, tex
from sphinx_adoc.graph import summarize
from sphinx_adoc.project import ProjectError, attributes, read
from sphinx_adoc.review.input.mail import PatchError
from sphinx_adoc.review.input.series import read_patches
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, Settings

from . import inputs
from .inputs import WORDS

LONGEST = 20  # seconds for one input
OLD = Settings(ids=ASCIIDOC_PY)
STRANGER = Settings(trust=UNTRUSTED)


@dataclass(frozen=True)
class Surface:
    """``seeds``: real inputs; ``words``: those of its language; ``holds``: raises where something does not hold."""

    name: str
    seeds: Callable[[], list[bytes]]
    words: list[str]
    holds: Callable[[bytes], None]
    says: str


def reading(data):
    """Places lie inside of the text."""
    for settings in (Settings(), OLD):
        doc = parse(data, "x.adoc", settings)
        summary = summarize(doc)
        lines = {file.path: file.lines for file in doc.origin.files}
        spans = [problem.span for problem in doc.problems]
        spans += [found.span for found in (*summary.anchors, *summary.references, *summary.findings)]
        for span in spans:
            if span.start.path == span.end.path:
                assert (span.start.line, span.start.column) <= (span.end.line, span.end.column), span
            for place in (span.start, span.end):
                text = lines.get(place.path, [])
                assert 1 <= place.line <= max(len(text), 1), place
                width = len(text[place.line - 1]) if place.line <= len(text) else 0
                assert 1 <= place.column <= width + 1, (place, width)


def pages(data):
    """A page is well formed, and of a stranger it runs nothing."""
    for trust in (OWN, NO_RAW, UNTRUSTED):
        doc = parse(data, "x.adoc", replace(Settings(), trust=trust))
        made = page(doc, page_options(gate=Gate(trust, None)))
        if trust != OWN:
            _well_formed(made, stranger=trust == UNTRUSTED)


def _well_formed(made, stranger):
    def element(name, given):
        assert name not in ("script", "object", "embed", "base"), name
        assert name != "iframe" or not stranger, name  # a video of a service is one in a page of one's own
        for key, value in given.items():
            assert not key.lower().startswith("on"), key
            if stranger and key in ("href", "src"):
                assert not addresses.refusal(value), value

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    text = re.sub(r"<!DOCTYPE html>|&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);)\w+;", "", made)
    parser.Parse(text.encode("utf-8", "surrogatepass"), True)


def graphs(data):
    """The semantic graph is JSON."""
    doc = parse(data, "x.adoc")
    json.dumps(asg.document(doc))
    json.dumps(asg.document(doc, extended=False))


def phrases(data):
    """A phrase is read or refused."""
    words = data.decode("utf-8", "replace")
    try:
        expected = phrase.read(words, [])
        phrase.contraries(words, [])
        for value in (1, 0.5, True, "a", None, [1, 2]):
            try:
                expected.accepts(value)
                phrase.restate(words, value)
            except phrase.Mismatch:
                continue
    except phrase.Unreadable:
        return


def mails(data):
    """A mail is read or refused."""
    try:
        read_patches(data)
    except PatchError as error:
        _says_something(error)


def _says_something(error):
    assert str(error)


def configurations(data):
    """A configuration is read or refused, with a place."""
    text = data.decode("utf-8", "replace")
    try:
        read(text, Path("sphinx-adoc.toml"))
    except ProjectError as error:
        _says_something(error)
    with tempfile.TemporaryDirectory() as made:
        for suffix in (".conf", ".toml", ".json"):
            path = Path(made, f"a{suffix}")
            path.write_bytes(data)
            try:
                attributes.from_files([path], {})
            except ProjectError as error:
                _says_something(error)


def built(data):
    """A built page is looked at, places inside it."""
    with tempfile.TemporaryDirectory() as made:
        Path(made, "index.html").write_bytes(data)
        lines = data.decode("utf-8", "replace").split("\n")
        for finding in check_built(Path(made)).findings:
            assert 1 <= finding.span.start.line <= len(lines)


def formulas(data):
    """A formula is let through or refused."""
    text = data.decode("utf-8", "replace")
    if not tex.refusal(text):
        lines = text.replace("\\\\", "\n")  # two backslashes end a line; what follows is text
        assert not re.search(r"\\(?:input|href|write|def|catcode)(?![a-zA-Z])", lines)


def pictures(data):
    """A picture is let through or refused."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made, "a.svg")
        path.write_bytes(data)
        if not svg.refusal(path):
            assert b"<script" not in data.lower()


@cache
def _documents():
    return inputs.documents()


@cache
def _texts(*patterns):
    return inputs.texts(*patterns)


SURFACES = (
    Surface("documents", _documents, WORDS["markup"], reading, "no exception; each place inside the text"),
    Surface("pages", _documents, WORDS["markup"], pages, "well formed; of a stranger no script and no such address"),
    Surface("graphs", _documents, WORDS["markup"], graphs, "no exception; JSON"),
    Surface("phrases", list, WORDS["phrases"], phrases, "read or refused"),
    Surface("mails", lambda: _texts("*.patch", "*.mbox"), WORDS["mails"], mails, "read or refused, with a line"),
    Surface("configurations", lambda: _texts("*.toml", "*.conf"), WORDS["settings"], configurations, "read or refused"),
    Surface("built pages", lambda: _texts("*.html"), WORDS["tags"], built, "no exception; each place inside the page"),
    Surface("formulas", list, WORDS["tex"], formulas, "nothing on the list of harmless ones opens a file"),
    Surface("pictures", list, WORDS["svg"], pictures, "no script is let through"),
)
BY_NAME = {surface.name: surface for surface in SURFACES}
