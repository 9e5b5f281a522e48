"""Show the typed tree of a document: every block with its place, or as the AsciiDoc TCK writes it (asg)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from sphinx_adoc.finding import from_problem, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Document, parse_file
from sphinx_adoc.syntax.nodes import Block, Inline, InlineText, Text

from . import WrongCall, attributes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the document and the form."""
    parser.add_argument("path", metavar="FILE", type=Path, help="a document")
    parser.add_argument("--format", choices=sorted(_FORMS), default="text", help="form of the tree (default: text)")
    attributes.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write the tree; return 0 when reading found no trouble, 1 when it did. Raises WrongCall."""
    try:
        doc = parse_file(args.path, attributes.settings(args, args.path.parent))
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    doc.read_all()
    sys.stdout.write(_FORMS[args.format](doc))
    findings = ordered(map(from_problem, doc.problems))
    sys.stderr.write(FORMATS["text"](Report(findings, [str(args.path)])))
    return 1 if findings else 0


def _asg(doc: Document) -> str:
    return json.dumps(asg.document(doc), ensure_ascii=False, indent=2) + "\n"


def _text(doc: Document) -> str:
    return "".join(f"{line}\n" for line in _block(doc, doc, 0))


def _block(doc: Document, block: Block, depth: int) -> Iterator[str]:
    indent = "  " * depth
    facts = [fact for fact in (block.style, block.id and f"#{block.id}", *(f".{role}" for role in block.roles)) if fact]
    variant = getattr(block, "variant", "")
    yield f"{indent}{block.name}{f'({variant})' if variant else ''} {block.span(doc)} {' '.join(facts)}".rstrip()
    for text in _texts(block):
        yield from _inlines(text, indent + "  | ")
    for child in block.children:
        yield from _block(doc, child, depth + 1)


def _texts(block: Block) -> Iterator[InlineText]:
    if isinstance(block, Document) and block.header is not None and block.header.title is not None:
        yield block.header.title
    yield from block.texts()


def _inlines(text: InlineText, indent: str) -> Iterator[str]:
    for node in text.inlines:
        yield from _inline(node, indent)


def _inline(node: Inline, indent: str) -> Iterator[str]:
    facts = (
        [repr(node.value)]
        if isinstance(node, Text)
        else [
            str(value)
            for name in ("variant", "target", "id", "number", "value")
            if (value := getattr(node, name, None))
        ]
    )
    yield f"{indent}{node.name} {' '.join(facts)}".rstrip()
    for child in node.children:
        yield from _inline(child, indent + "  ")


_FORMS = {"text": _text, "asg": _asg}
