"""Show the typed tree of a document: every block with its place, or the semantic graph of the AsciiDoc TCK."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.finding import from_problem, ordered
from sphinx_adoc.finding.report import Report, as_text
from sphinx_adoc.syntax import asg
from sphinx_adoc.syntax.document import Document, parse, parse_file, parse_text
from sphinx_adoc.syntax.tree import Block, Inline, Text, TextVisit
from sphinx_adoc.syntax.tree.declare import Node

from . import WrongCall
from .project import add_common
from .treejson import as_json

_HELP: Final = {
    "format": "form of the tree: text, json (every node with its place and values), asg (the semantic graph, with what"
    " the AsciiDoc parsing lab adds to it),"
    " asg-strict (in the words of the TCK's schema alone); default: text",
    "tck": "answer a request of the TCK: read {contents, path, type} as JSON from standard input, write the graph"
    " (asg-strict, unless another is asked for)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the document and the form."""
    parser.add_argument("path", metavar="FILE", type=Path, nargs="?", help="a document")
    parser.add_argument("--format", choices=["text", "json", *_GRAPHS], help=_HELP["format"])
    parser.add_argument("--tck", action="store_true", help=_HELP["tck"])
    add_common(parser)


def run(args: argparse.Namespace) -> int:
    """Write the tree; return 0 when reading found no trouble, 1 when it did. Raises WrongCall."""
    if args.tck:
        return _answer(args)
    if args.path is None:
        raise WrongCall("name a document, or use --tck to read a request from standard input")
    try:
        doc = parse_file(args.path, args.project.reading(args.path.parent))
    except OSError as error:
        raise WrongCall(f"cannot read {error.filename}: {error.strerror}") from error
    doc.read_all()
    sys.stdout.write(_written(args.format, doc))
    findings = ordered(map(from_problem, doc.problems))
    sys.stderr.write(as_text(Report(findings, checked=[str(args.path)])))
    return 1 if findings else 0


def _written(form: str | None, doc: Document) -> str:
    if form == "json":
        return as_json(doc)
    return _json(_GRAPHS[form](doc)) if form in _GRAPHS else _text(doc)


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
    if args.path is not None or args.format in ("text", "json"):
        raise WrongCall("--tck reads its request from standard input and answers with a graph; leave out the rest")
    contents, path, inline = _request(sys.stdin.buffer.read())
    settings = args.project.reading(Path(path).parent)
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


#: The fields whose texts are listed without a label: a block has one of them at most, and it is plain which.
_MAIN: Final = {"title", "text", "principal", "paragraph", "term"}


def _text(doc: Document) -> str:
    """The tree in document order: a line for each block, and one for each inline node of its texts below."""
    depths: dict[Node, int] = {}
    lines: list[str] = []
    for visit in doc.walk_all():
        if isinstance(visit, Block):
            depth = depths.get(visit, 0)
            depths |= dict.fromkeys(visit.children, depth + 1)
            lines.append("  " * depth + _block(doc, visit))
        elif isinstance(visit, TextVisit):
            depths |= dict.fromkeys(visit.text.inlines, 0)
        else:
            depth = depths[visit.inline]
            depths |= dict.fromkeys(visit.inline.children, depth + 1)
            label = "" if visit.field in _MAIN else f"{visit.field}: "
            lines.append("  " * depths.get(visit.block, 0) + "  | " + "  " * depth + label + _inline(visit.inline))
    return "".join(f"{line}\n" for line in lines)


def _block(doc: Document, block: Block) -> str:
    variant = getattr(block, "variant", "")
    facts = [fact for fact in (block.style, block.id and f"#{block.id}", *(f".{role}" for role in block.roles)) if fact]
    return f"{block.name}{f'({variant})' if variant else ''} {block.span(doc)} {' '.join(facts)}".rstrip()


def _inline(node: Inline) -> str:
    values = (getattr(node, name, None) for name in ("variant", "target", "id", "number", "value"))
    facts = [repr(node.value)] if isinstance(node, Text) else [str(value) for value in values if value]
    return f"{node.name} {' '.join(facts or node.facts())}".rstrip()
