"""Hold our pages against those of the classic renderers: Asciidoctor, asciidoc-py, asciidoc3, whichever are installed.

Each page is reduced to its blocks (headings, paragraphs, listings, cells ...), which are compared in order: by their
text, and by what they are and stand in. For each renderer the report says which share of the words and of the
structure is the same, and shows the blocks that differ, theirs (-) and ours (+), with the line of the source. Left out
on all sides: author line, table of contents, labels such as "Table 1.", callout marks, syntax highlighting.

asciidoc3 and asciidoc-py are found beside this Python (pip install asciidoc3, or asciidoc), asciidoc-py and Asciidoctor
on PATH. They run as processes of their own, in their safe mode, for at most a minute each; the two that are Python
programs may neither start programs nor read files outside the document's folder. Each document is rendered by itself: a
reference to another one shows what is known without it.

Exit code 0: all blocks equal. 1: some differ, or a renderer gave no page. 2: nothing was compared.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sphinx_adoc.parity import Failed, Renderer, Result, compare_with_renderers, find, report
from sphinx_adoc.parity.renderers import HOW_TO_GET
from sphinx_adoc.syntax.document import parse_file

from . import WrongCall
from .progress import watched
from .project import add_common

SHOWN_DIFFERENCES = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the documents, the renderers, and the form of the report."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="a document")
    parser.add_argument("--renderer", metavar="NAME", action="append", help="compare with this one alone; repeatable")
    parser.add_argument(
        "--all", action="store_true", help=f"show all differing blocks (default: {SHOWN_DIFFERENCES} a page)"
    )
    parser.add_argument("--format", choices=["json", "text"], default="text", help="form of the report (default: text)")
    add_common(parser)


def run(args: argparse.Namespace) -> int:
    """Compare; return 0 when all is equal, else 1. Raises WrongCall, also when nothing could be compared."""
    renderers = _renderers(args.renderer)
    results = [result for path in watched(args.files, str) for result in _results(args, path, renderers)]
    if all(result.comparison is None for result in results):
        raise WrongCall("nothing was compared: " + "; ".join(f"{each.file}: {each.failed}" for each in results))
    shown = None if args.all else SHOWN_DIFFERENCES
    sys.stdout.write(report.as_json(results) if args.format == "json" else report.as_text(results, shown))
    return 0 if all(result.comparison and not result.comparison.differences for result in results) else 1


def _renderers(names: Sequence[str] | None) -> list[Renderer]:
    """The renderers that are installed, or those of them that are asked for. Raises WrongCall when there is none."""
    if find_spec("bs4") is None:
        raise WrongCall("pages are read with beautifulsoup4, which is missing: pip install 'sphinx-adoc[parity]'")
    try:
        installed = find()
    except Failed as error:
        raise WrongCall(str(error)) from error
    if not installed:
        raise WrongCall(f"nothing was compared: no classic renderer is installed; {HOW_TO_GET}")
    present = {renderer.name: renderer for renderer in installed}
    for name in names or ():
        if name not in present:
            raise WrongCall(f"no renderer '{name}' is installed (there is: {', '.join(present)}); {HOW_TO_GET}")
    return [renderer for name, renderer in present.items() if not names or name in names]


def _results(args: argparse.Namespace, path: Path, renderers: Sequence[Renderer]) -> list[Result]:
    """A document beside each renderer's page."""
    try:
        doc = parse_file(path, args.project.reading(path.parent))
    except OSError as error:
        raise WrongCall(f"cannot read {path}: {error.strerror}") from error
    return compare_with_renderers(doc, path, renderers, args.project.attributes)
