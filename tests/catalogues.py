"""The messages of the pages about claims; ``python -m tests.catalogues`` compiles their catalogues."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.conftest import CHECKOUT

PACKAGE = CHECKOUT / "ext" / "sphinx_adoc"
CATALOGUES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/sphinx_adoc.po"))
_SAID = re.compile(r"""\b(?:say|_)\(\s*(["'])((?:(?!\1)[^\\]|\\.)*)\1\s*\)""")


def messages() -> set[str]:
    """Return what modules and templates ask the catalogue for."""
    folder = PACKAGE / "publish" / "claims"
    paths = [*folder.glob("*.py"), *folder.rglob("*.html")]
    return {message for path in paths for _, message in _SAID.findall(path.read_text(encoding="utf-8"))}


def compiled(path: Path) -> bytes:
    """Return the compiled form of a .po file."""
    out = io.BytesIO()
    with path.open("rb") as file:
        write_mo(out, read_po(file))
    return out.getvalue()


if __name__ == "__main__":
    for each in CATALOGUES:
        each.with_suffix(".mo").write_bytes(compiled(each))
