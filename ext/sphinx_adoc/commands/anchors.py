"""List what can be linked to: the anchors of documents, with titles and places, and those of inventories (objects.inv).

A path is a document, a folder of documents, or an inventory; an address is an inventory that is fetched. --intersphinx
adds the inventories that a conf.py names, as far as they are files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.facade import Project
from sphinx_adoc.finding.places import Record, record
from sphinx_adoc.finding.report.jsonform import dumped
from sphinx_adoc.graph import Summary

from . import WrongCall, inventories
from .inventories import Entry, InventoryError
from .project import add_common
from .store import add_jobs, add_store, reader_of

VERSION: Final = 1  # of the schema
_HELP: Final = {
    "paths": "documents, folders of documents, inventories (*.inv), addresses of inventories",
    "format": "form of the list (default: text)",
    "intersphinx": "list the inventories of intersphinx_mapping in a conf.py too; it is read, not run",
    "fetch": "with --intersphinx: also those that are addresses",
    "explicit": "leave generated ids out",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An anchor. ``source``: its document, or its inventory. ``uri``: in an inventory, else ''."""

    id: str
    kind: str
    title: str
    explicit: bool
    source: str
    uri: str = ""
    place: Record | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is listed, and how."""
    parser.add_argument("paths", metavar="PATH", nargs="*", default=[], help=_HELP["paths"])
    parser.add_argument("--format", choices=["json", "text"], default="text", help=_HELP["format"])
    parser.add_argument("--explicit", action="store_true", help=_HELP["explicit"])
    parser.add_argument("--intersphinx", metavar="CONF", type=Path, help=_HELP["intersphinx"])
    parser.add_argument("--fetch", action="store_true", help=_HELP["fetch"])
    add_jobs(parser)
    add_common(parser)
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Run the command; return 0, or 1 where an inventory could not be read. Raise WrongCall."""
    paths = [Path(path) for path in args.paths if not inventories.is_one(path)]
    named = [path for path in args.paths if inventories.is_one(path)]
    if args.fetch and args.intersphinx is None:
        raise WrongCall("--fetch goes with --intersphinx; an address that is named is fetched in any case")
    only_inventories = not paths and (named or args.intersphinx is not None)
    rows = [] if only_inventories else [*_of_documents(args, paths)]
    trouble: list[str] = []
    for source in [*named, *_configured(args, trouble)]:
        try:
            rows += _of_inventory(source, inventories.read(source))
        except InventoryError as error:
            trouble.append(str(error))
    rows = [row for row in rows if row.explicit or not args.explicit]
    if args.format == "json":
        sys.stdout.write(dumped(VERSION, "sphinx-adoc anchors", anchors=[_plain(row) for row in rows]))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(rows))
    sys.stderr.writelines(f"sphinx-adoc anchors: {line}\n" for line in trouble)
    return 1 if trouble else 0


def _configured(args: argparse.Namespace, trouble: list[str]) -> list[str]:
    """The inventories that a conf.py names; what is left out is said in ``trouble``."""
    if args.intersphinx is None:
        return []
    try:
        configured = inventories.configured(args.intersphinx)
    except InventoryError as error:
        raise WrongCall(str(error)) from error
    chosen = [each for each in configured if args.fetch or not inventories.is_address(each)]
    trouble += [f"{each} is not read: --fetch would ask for it" for each in configured if each not in chosen]
    return chosen


def _of_documents(args: argparse.Namespace, paths: list[Path]) -> Iterator[Row]:
    """The anchors of documents in all variants, each once, in the order of documents and lines."""
    loaded = Project(args.project, paths, summary_of=reader_of(args)).load()
    seen: set[tuple[str, str, int, int]] = set()
    for name in loaded.checked:
        for index in loaded.indexes.values():
            for row in _of_document(index.summaries.get(name)):
                assert row.place is not None
                key = row.id, row.place["path"], row.place["line"], row.place["column"]
                if key not in seen:
                    seen.add(key)
                    yield row


def _of_document(summary: Summary | None) -> Iterator[Row]:
    for anchor in summary.anchors if summary is not None else ():
        assert summary is not None
        title = anchor.reftext or anchor.title or anchor.label
        yield Row(anchor.id, anchor.kind, title, anchor.explicit, summary.path, place=record(anchor.span))


def _of_inventory(source: str, entries: Iterable[Entry]) -> list[Row]:
    return [Row(each.name, each.kind, each.title, explicit=True, source=source, uri=each.uri) for each in entries]


def _plain(row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "title": row.title, "explicit": row.explicit, "source": row.source,
        "uri": row.uri, "place": row.place,
    }  # fmt: skip


def _lines(rows: list[Row]) -> Iterator[str]:
    """A line for each anchor: where it is, its id, its kind, its title."""
    for row in rows:
        where = row.uri or row.source
        if row.place is not None:
            where = "{path}:{line}:{column}".format(**row.place)
        yield "  ".join(filter(None, [where, row.id, f"({row.kind})", " ".join(row.title.split())]))
