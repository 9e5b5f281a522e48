"""What becomes of files besides their lines: links to a page break with its name, also those from outside."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.states import other_pages

from .model import FileChange

_PAGES = (*KNOWN, *other_pages.SUFFIXES)


def file_changes(sides: Sides) -> Iterator[FileChange]:
    """Yield the files that are renamed, pages that are gone, and files that came or went without a line."""
    before, after = sides.before, sides.after
    renamed = {old: new for old, new in sides.renamed.items() if old in before and new in after and old not in after}
    for old, new in sorted(renamed.items()):
        yield FileChange("renamed", old, new)
    for path in sorted(sides.touched - {*renamed, *renamed.values()}):
        if path in before and path not in after:
            if path.endswith(_PAGES):
                yield FileChange("gone", path, "")
            elif not before[path]:
                yield FileChange("empty", path, "")
        elif path in after and path not in before and not after[path]:
            yield FileChange("empty", "", path)


def pages_and_parts(before: Collection[str], after: Collection[str], sides: Sides) -> Iterator[FileChange]:
    """Yield the files that are there on both sides and a page of their own on one alone. ``before``, ``after``: the
    pages.
    """
    old_pages = {sides.renamed.get(path, path) for path in before}
    old_names = {new: old for old, new in sides.renamed.items()}
    for path in sorted(old_pages ^ set(after)):
        old = old_names.get(path, path)
        if old in sides.before and path in sides.after:
            yield FileChange("part" if path in old_pages else "page", old, path)
