"""How to read a document: what is given from outside, and the attributes that every document has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import Final

from sphinx_adoc.gate import OWN, Trust
from sphinx_adoc.syntax.antora import NONE, Components
from sphinx_adoc.syntax.arguments import expect
from sphinx_adoc.syntax.attributes import ALIASES
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.labels import ENGLISH, labels, renamed

ASCIIDOCTOR: Final = "asciidoctor"
ASCIIDOC_PY: Final = "asciidoc-py"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read a document.

    ``attributes``: set from outside, by name; None unsets; a name or value that ends in ``@`` is only a default, which
    the document may change; others are locked. ``root``: the directory that includes must not leave (None: the
    document's own). ``ids``: whose rule generated ids follow, ``asciidoctor`` or ``asciidoc-py``; the latter also has
    its documents read as asciidoc-py does (old quotes, no Markdown, delimiters of any length). ``inline_macros``,
    ``block_macros``: names of macros that the language does not define, kept in the tree. ``styles``: styles, and
    attributes, of blocks that it does not define, but whoever takes the tree does. ``files``: where the document and
    what it includes are read from. ``components``: those of Antora's that it can include from. ``trust``: how far it is
    trusted.
    """

    attributes: Mapping[str, str | None] = field(default_factory=dict)
    root: Path | None = None
    ids: str = ASCIIDOCTOR
    inline_macros: frozenset[str] = frozenset()
    block_macros: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    doctype: str = "article"
    files: Files = DISK
    components: Components = NONE
    trust: Trust = OWN

    def __post_init__(self) -> None:
        """Raise TypeError for a field of a wrong type, ValueError for a rule of ids that does not exist."""
        expect(self.attributes, "attributes", Mapping)
        for name, value in self.attributes.items():
            expect(name, "a name in attributes", str)
            expect(value, f"attributes[{name!r}]", str, NoneType)
        expect(self.root, "root", Path, NoneType)
        for name in ("inline_macros", "block_macros", "styles"):
            expect(getattr(self, name), name, frozenset)
        expect(self.doctype, "doctype", str)
        if self.ids not in (ASCIIDOCTOR, ASCIIDOC_PY):
            raise ValueError(f"ids must be {ASCIIDOCTOR!r} or {ASCIIDOC_PY!r}, not {self.ids!r}")


#: What Asciidoctor sets for every document (its manual, "Document Attributes Reference").
_DEFAULTS: Final = {
    **labels(ENGLISH),
    "attribute-missing": "skip",
    "attribute-undefined": "drop-line",
    "authorcount": "0",
    "max-include-depth": "64",
    "sectids": "",
    "toc-placement": "auto",
}
#: What a document may ask for to know who reads it and for what: the language, the output, the level of trust.
_READER: Final = {
    "asciidoctor": "",
    "asciidoctor-version": "2.0.26",
    "sphinx-adoc": "",
    "backend": "html5",
    "backend-html5": "",
    "basebackend": "html",
    "basebackend-html": "",
    "filetype": "html",
    "filetype-html": "",
    "outfilesuffix": ".html",
    "safe-mode-level": "10",
    "safe-mode-name": "server",
    "safe-mode-server": "",
}


def initial_attributes(settings: Settings, path: str) -> tuple[dict[str, str], frozenset[str]]:
    """Return the attributes at a document's start, and the names that it cannot change."""
    values = dict(_DEFAULTS) | _READER | _file_attributes(path, hidden=settings.trust.stranger)
    locked = {"max-include-depth"}
    unset: set[str] = set()
    given: set[str] = set()
    for written, raw in settings.attributes.items():
        name, value, soft = _soft(written.strip().lower(), raw)
        name = ALIASES.get(name, name)
        given.add(name)
        if value is None:
            values.pop(name, None)
            unset.add(name)
        else:
            values[name] = value
        if not soft:
            locked.add(name)
    own = {name: value for name, value in values.items() if name not in unset | given}
    values |= renamed(ENGLISH, values.get("lang") or ENGLISH, own)
    values.setdefault("doctype", settings.doctype)
    if settings.ids == ASCIIDOC_PY and "compat-mode" not in unset:
        values.setdefault("compat-mode", "")
    return values, frozenset(locked)


def _soft(name: str, value: str | None) -> tuple[str, str | None, bool]:
    """A name and value given from outside, taken apart: ``!name`` unsets, ``@`` makes it a default."""
    soft = False
    if name.endswith("@"):
        name, soft = name[:-1], True
    if value is not None and value.endswith("@"):
        value, soft = value[:-1], True
    if name.startswith("!") or name.endswith("!"):
        return name.strip("!"), None, soft
    return name, value, soft


def _file_attributes(path: str, *, hidden: bool) -> dict[str, str]:
    """Names made from the document's path; none for text without a file. ``hidden``: where it lies is not told."""
    if path.startswith("<"):
        return {}
    file = Path(path)
    return {
        "docname": file.stem,
        "docfile": file.name if hidden else str(file),
        "docdir": "." if hidden else str(file.parent),
        "docfilesuffix": file.suffix,
    }
