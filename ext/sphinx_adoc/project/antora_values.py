"""Values in an ``antora.yml`` that are of another kind than Antora reads, and so would be left out in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

_WORDS = (str, int, float, date)
_TEXTS = ("title", "display_version", "start_page")


def misshapen(path: Path, content: Mapping[str, Any], text: str) -> Iterator[Finding]:
    """Give a finding for each value of a description that cannot be taken, at the line of its key."""
    lines = text.splitlines()
    for key, wanted in _wrong(content):
        column, line = _position(lines, key.rpartition(".")[2])
        place = Place(str(path), line, column)
        message = f"'{key}' is left out: it has to be {wanted}"
        yield Finding(Code.ANTORA_DESCRIPTION, message, Span(place, place))


def _wrong(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the keys with values of a wrong kind, and the kind that is wanted."""
    yield from ((key, "text") for key in _TEXTS if not _is_words(content.get(key)))
    version = content.get("version")
    if not isinstance(version, bool) and not _is_words(version):
        yield "version", "text, or ~ for none"
    navigation = content.get("nav")
    if navigation is not None and not (isinstance(navigation, list) and all(map(_is_words, navigation))):
        yield "nav", "a list of files"
    asciidoc = content.get("asciidoc")
    if asciidoc is not None and not isinstance(asciidoc, Mapping):
        yield "asciidoc", "a table"
        return
    attributes = (asciidoc or {}).get("attributes")
    if attributes is not None and not isinstance(attributes, Mapping):
        yield "asciidoc.attributes", "a table"
        return
    for name, value in (attributes or {}).items():
        if not isinstance(value, bool) and not _is_words(value):
            yield f"asciidoc.attributes.{name}", "text, a number, true, false or ~"


def _is_words(value: object) -> bool:
    return value is None or (isinstance(value, _WORDS) and not isinstance(value, bool))


def _position(lines: list[str], key: str) -> tuple[int, int]:
    """Return the column and the line of a key; the beginning of the file where it is not found."""
    pattern = re.compile(rf"(?:^|[\s{{,])(?P<key>['\"]?{re.escape(key)}['\"]?)\s*:")
    for number, line in enumerate(lines, 1):
        if match := pattern.search(line):
            return match.start("key") + 1, number
    return 1, 1
