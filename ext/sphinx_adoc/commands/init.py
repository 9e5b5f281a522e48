"""Write a configuration for the documents of a folder, and say what was chosen and why.

It looks for Sphinx' conf.py, Antora's antora.yml and asciidoc-py's configuration, and never overwrites a configuration.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sphinx_adoc import files
from sphinx_adoc.finding.report.base import number_of
from sphinx_adoc.project.configuration import OWN, PYPROJECT
from sphinx_adoc.project.dialect import configurations
from sphinx_adoc.project.find import file_in
from sphinx_adoc.project.suffixes import KNOWN

from . import WrongCall

_LEFT_OUT: Final = frozenset({"node_modules", "build", "target", "dist", "venv", "_build"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value for the configuration, in TOML, and why it was chosen."""

    key: str
    value: object
    why: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder."""
    parser.add_argument("folder", metavar="FOLDER", nargs="?", type=Path, default=Path(), help="default: this folder")
    parser.add_argument("--stdout", action="store_true", help="show the configuration, write nothing")


def run(args: argparse.Namespace) -> int:
    """Write sphinx-adoc.toml; return 0. Raise WrongCall where there is a configuration already, or no document."""
    if not args.folder.is_dir():
        raise WrongCall(f"no folder {args.folder}")
    if (known := file_in(args.folder)) is not None and not args.stdout:
        raise WrongCall(f"{known} is there already; --stdout shows what would be written")
    choices = list(_choices(args.folder, _visible(args.folder)))
    text = "".join(f"# {choice.why}\n{choice.key} = {json.dumps(choice.value)}\n" for choice in choices)
    if args.stdout:
        sys.stdout.write(text)
        return 0
    path = args.folder / OWN
    try:
        files.write_text(path, text)
    except OSError as error:
        raise WrongCall(f"cannot write {error.filename}: {error.strerror}") from error
    sys.stdout.write("".join(f"{choice.key} = {json.dumps(choice.value)}: {choice.why}\n" for choice in choices))
    sys.stderr.write(f"wrote {path}; next: sphinx-adoc check (the same keys may stand in {PYPROJECT})\n")
    return 0


def _visible(folder: Path) -> list[Path]:
    """The files below a folder, relative to it; without hidden folders and those that hold what was built."""
    paths: list[Path] = []
    for at, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in _LEFT_OUT)
        paths += [Path(at, name).relative_to(folder) for name in sorted(names)]
    return paths


def _choices(folder: Path, paths: Sequence[Path]) -> Iterator[Choice]:
    """What the files say. Raise WrongCall where there is no document."""
    documents = [path for path in paths if path.suffix in KNOWN[:-1]]
    components = sorted({path.parent for path in paths if path.name == "antora.yml"})
    sphinx = sorted({path.parent for path in paths if path.name == "conf.py"})
    if not documents:
        raise WrongCall(f"no document ({', '.join(f'*{suffix}' for suffix in KNOWN[:-1])}) in {folder}")
    if components:
        yield Choice("roots", [path.as_posix() for path in components], "each folder with an antora.yml: a component")
    elif sphinx and all(path.is_relative_to(sphinx[0]) for path in documents):
        yield Choice("roots", [sphinx[0].as_posix()], "the folder with Sphinx' conf.py")
    else:
        yield Choice("roots", list(_roots(documents)), f"the folders that hold {number_of(len(documents), 'document')}")
    confs = [path.relative_to(folder) for path in configurations(folder / path for path in paths)]
    if confs:
        yield Choice("attributes-from", [path.as_posix() for path in confs], "asciidoc-py's configuration")
        yield Choice("ids", "asciidoc-py", "the documents are asciidoc-py's")


def _roots(documents: Sequence[Path]) -> Iterator[str]:
    """The folders right below that hold documents; this one where documents lie in it."""
    tops = Counter(path.parts[0] if len(path.parts) > 1 else "." for path in documents)
    yield from ["."] if "." in tops else sorted(tops)
