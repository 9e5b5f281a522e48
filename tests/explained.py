"""Writes what ``sphinx-adoc explain`` shows: the remedies and examples of docs/guide/findings.adoc, as a JSON file.

The page is not installed, so they travel apart from it. ``python3 dev.py guide`` writes the file; a test fails when it
is out of date.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.tree import DescriptionItem, Listing

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "guide" / "findings.adoc"
EXPLAINED = ROOT / "ext" / "sphinx_adoc" / "finding" / "explained.json"
MARKUP = re.compile(r"`\+(.*?)\+`|`([^`]*)`|xref:(\w+)\.adoc[^\[\s]*\[\]|xref:[^\[\s]*\[([^\]]+)\]|\s+")
SPOKEN = ("{0}", "{0}", "the guide's page '{0}'", "{0}")  # of each group of MARKUP, in plain text


def explained(text: str) -> str:
    """Return what is said of each code in the page, as JSON."""
    entries = dict(_entries(text))
    return json.dumps({code: entries[code] for code in Code if code in entries}, indent=1, ensure_ascii=False) + "\n"


def _entries(text: str) -> Iterator[tuple[str, dict[str, object]]]:
    document = parse(text, str(PAGE))
    for item in (block for block in document.walk() if isinstance(block, DescriptionItem)):
        code = item.terms[0].plain
        words = _plain(item.principal.raw).partition(". ")[2].removeprefix(Code(code).summary)
        more, _, remedy = words.partition("_Remedy:_")
        examples = {
            block.title.plain if block.title else "page.adoc": block.text.plain
            for block in item.blocks
            if isinstance(block, Listing)
        }
        yield code, {"more": more.strip(), "remedy": remedy.strip(), "examples": examples}


def _plain(text: str) -> str:
    """Return the prose of an entry without its markup, in one line."""

    def spoken(match: re.Match[str]) -> str:
        return SPOKEN[match.lastindex - 1].format(match[match.lastindex].removeprefix("\\")) if match.lastindex else " "

    return MARKUP.sub(spoken, text)


if __name__ == "__main__":
    EXPLAINED.write_text(explained(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
