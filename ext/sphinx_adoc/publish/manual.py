"""Manual pages: each page with ``:doctype: manpage`` is one, and says itself what stands in its head and foot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.builders.manpage import default_man_pages
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_adoc import files
from sphinx_adoc.syntax.document import Document

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_KEY: Final = "adoc-manual"  # among what Sphinx keeps of a page
_PLAIN: Final = str.maketrans({"\u200b": None, "\u2060": None, "\u2009": " ", "\u202f": "\u00a0"})


@dataclass(frozen=True, slots=True)
class Manual:
    """What a manual page says of itself. ``names``: all that it describes, the first names the file; ``section``: its
    number; ``manual``, ``source``, ``date``: '' where they are not given.
    """

    names: tuple[str, ...]
    section: str
    purpose: str
    manual: str
    source: str
    date: str
    authors: tuple[str, ...]


def setup(app: Sphinx) -> None:
    """Have manual pages found and written."""
    app.connect("env-updated", _list_pages)
    app.connect("build-finished", _write_aliases)
    app.add_post_transform(ManualPage)


def note(env: BuildEnvironment, doc: Document) -> None:
    """Keep what a page says of itself as a manual page, where it is one."""
    names = doc.attribute("mannames", doc.header_version)
    if doc.doctype != "manpage" or not names:
        return

    def given(name: str) -> str:
        return str(doc.attribute(name, doc.header_version) or "")

    authors = tuple(str(author.fullname) for author in (doc.header.authors if doc.header is not None else ()))
    env.metadata[env.docname][_KEY] = Manual(
        names=tuple(map(str.strip, str(names).split(","))),
        section=given("manvolnum") or "1",
        purpose=given("manpurpose"),
        manual=given("manmanual"),
        source=given("mansource"),
        date=given("revdate"),
        authors=authors,
    )


def manuals(env: BuildEnvironment) -> dict[str, Manual]:
    """Return the manual pages, by docname."""
    return {name: kept[_KEY] for name, kept in sorted(env.metadata.items()) if _KEY in kept}


def _list_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Let all manual pages be written, where the project does not say itself which pages are."""
    if app.builder.name != "man" or not _is_default(app.config):
        return
    if pages := manuals(env):
        app.config.man_pages = [_entry(docname, manual) for docname, manual in pages.items()]


def _is_default(config: Config) -> bool:
    return bool(config.man_pages == default_man_pages(config))


def _entry(docname: str, manual: Manual) -> tuple[str, str, str, list[str], str]:
    return docname, manual.names[0], manual.purpose, [*manual.authors], manual.section


def _write_aliases(app: Sphinx, exception: Exception | None) -> None:
    """Write for each further name of a page a file that leads to it."""
    if app.builder.name != "man" or exception is not None:
        return
    known = manuals(app.env)
    for docname, name, _, _, section in app.config.man_pages:
        folder = f"man{section}/" if app.config.man_make_section_directory else ""
        for alias in known[docname].names[1:] if docname in known else ():
            if "/" not in alias:
                files.write_text(Path(app.outdir, f"{folder}{alias}.{section}"), f".so {folder}{name}.{section}\n")


class ManualPage(SphinxPostTransform):
    """Makes what the writer of manual pages needs: a head that the page's attributes fill, and NAME once."""

    default_priority = 800
    formats = ("man",)

    def run(self, **kwargs: Any) -> None:
        """Change the document."""
        for text in list(self.document.findall(nodes.Text)):
            if not text.isascii():
                text.parent.replace(text, nodes.Text(text.translate(_PLAIN)))
        for reference in list(self.document.findall(nodes.reference)):
            if not reference.get("refuri"):
                reference.replace_self(_named(reference))
        manual = manuals(self.env).get(self.env.docname)
        if manual is not None:
            self._fill_head(manual)

    def _fill_head(self, manual: Manual) -> None:
        values = {"manual_group": manual.manual, "version": manual.source, "date": manual.date}
        fields = {name: value for name, value in values.items() if value}
        if any("manname" in section["classes"] for section in self.document.findall(nodes.section)):
            fields["subtitle"] = ""  # it would make a second section NAME, of one name alone
        field_nodes = [nodes.field("", nodes.field_name("", name), _body(value)) for name, value in fields.items()]
        self.document.insert(0, nodes.docinfo("", *field_nodes))


def _body(value: str) -> nodes.field_body:
    return nodes.field_body("", nodes.paragraph("", value))


def _named(reference: nodes.reference) -> list[nodes.Node]:
    """What stands for a reference to another page: its words, the name of a manual page in bold."""
    words = reference.astext()
    name, bracket, section = words.partition("(")
    if bracket and section.endswith(")") and " " not in words:
        return [nodes.strong(name, name), nodes.Text(f"({section}")]
    return reference.children
