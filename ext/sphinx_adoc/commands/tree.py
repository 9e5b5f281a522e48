"""Show the typed tree of a document: every block with its place, or the semantic graph of the AsciiDoc TCK."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import from_problem, ordered
from sphinx_adoc.finding.report import FORMATS, Report
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Document, parse, parse_file, parse_text
from sphinx_adoc.syntax.tree import Block, Inline, InlineText, Text

from . import WrongCall, attributes

_HELP: Final = {
    "format": "form of the tree: text, asg (the semantic graph, with what the AsciiDoc parsing lab adds to it),"
    " asg-strict (in the words of the TCK's schema alone); default: text",
    "tck": "answer a request of the TCK: read {contents, path, type} as JSON from standard input, write the graph"
    " (asg-strict, unless another is asked for)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the document and the form."""
    parser.add_argument("path", metavar="FILE", type=Path, nargs="?", help="a document")
    parser.add_argument("--format", choices=["text", *_GRAPHS], help=_HELP["format"])
    parser.add_argument("--tck", action="store_true", help=_HELP["tck"])
    attributes.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Write the tree; return 0 when reading found no trouble, 1 when it did. Raises WrongCall."""
    if args.tck:
        return _answer(args)
    if args.path is None:
        raise WrongCall("name a document, or use --tck to read a request from standard input")
    try:
        doc = parse_file(args.path, attributes.settings(args, args.path.parent))
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    doc.read_all()
    graph = _GRAPHS.get(args.format)
    sys.stdout.write(_text(doc) if graph is None else _json(graph(doc)))
    findings = ordered(map(from_problem, doc.problems))
    sys.stderr.write(FORMATS["text"](Report(findings, [str(args.path)])))
    return 1 if findings else 0


# -- the semantic graph ------------------------------------------------------------------------------------------------

_GRAPHS: Final[dict[str, Callable[[Document], asg.Node]]] = {
    "asg": asg.document,
    "asg-strict": lambda doc: asg.document(doc, extended=False),
}


def _json(graph: asg.Node | list[asg.Node]) -> str:
    return json.dumps(graph, indent=2) + "\n"


def _answer(args: argparse.Namespace) -> int:
    """Answer the TCK's request: a document's graph, or for the type ``inline`` a list of inline nodes.

    Trouble in the document is no failure: the TCK compares graphs.
    """
    if args.path is not None or args.format == "text":
        raise WrongCall("--tck reads its request from standard input and answers with a graph; leave out the rest")
    contents, path, inline = _request(sys.stdin.buffer.read())
    settings = attributes.settings(args, Path(path).parent)
    if inline:
        sys.stdout.write(_json(asg.text(parse_text(contents, path, settings))))
    else:
        sys.stdout.write(_json(_GRAPHS[args.format or "asg-strict"](parse(contents, path, settings))))
    return 0


def _request(data: bytes) -> tuple[str, str, bool]:
    """The contents, the path and whether they are inline text. Raises WrongCall."""
    try:
        request: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WrongCall(f"the request on standard input is no JSON: {error}") from error
    if not isinstance(request, dict) or not isinstance(request.get("contents"), str):
        raise WrongCall('the request on standard input has no "contents"; write {"contents": "...", "type": "block"}')
    kind = request.get("type", "block")
    if kind not in ("block", "inline"):  # any JSON may stand there, so no set: it asks for a hash
        raise WrongCall(f'the request\'s type is "block" or "inline", not {kind!r}')
    path = str(request.get("path") or "<stdin>")
    if "\0" in path:
        raise WrongCall("the request's path holds a null character")
    return request["contents"], path, kind == "inline"


# -- text --------------------------------------------------------------------------------------------------------------


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
