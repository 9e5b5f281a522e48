"""The domain ``adoc``: what the graph keeps of every page, and how cross-references are resolved over all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from sphinx_adoc.gate import safe_id
from sphinx_adoc.graph import Index, Reference, Resolution, Summary, resolve, title_of
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.syntax.antora import NONE

from .sources import site_of
from .summaries import Summaries

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_SUFFIXES: Final = (*KNOWN, ".rst", ".md", ".html", ".htm")
"""What a path may end with that names a page, of whatever language."""


NAME: Final = "adoc-name"
"""The attribute of what a cross-reference shows: the page, and the reference, which another page has to name."""


class AdocDomain(Domain):
    """AsciiDoc pages.

    ``data['summaries']``: the summary of each page, by variant and docname. ``data['resolved']``: the digest of what
    each page's cross-references pointed at when it was last written, by docname. ``data['titles']``: the titles of
    sections that were translated, by docname and id. ``data['antora']``: what each page took from the descriptions and
    navigation files of an Antora site, by docname.
    """

    name = "adoc"
    label = "AsciiDoc"
    data_version = 6
    initial_data = {"summaries": Summaries(), "resolved": {}, "titles": {}, "antora": {}}  # noqa: RUF012 - Sphinx copies it

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._index: dict[str, Index] = {}

    @property
    def summaries(self) -> dict[str, dict[str, Summary]]:
        """By variant and docname."""
        summaries: Summaries = self.data["summaries"]
        return summaries

    def note(self, variant: str, docname: str, summary: Summary) -> None:
        """Keep what was read of a page."""
        self.summaries.setdefault(variant, {})[docname] = summary
        self._index.clear()

    def add_references(self, variant: str, docname: str, references: Sequence[Reference]) -> None:
        """Keep further references of a page that has been read."""
        summary = self.summaries[variant][docname]
        self.note(variant, docname, summary._replace(references=(*summary.references, *references)))

    def index(self, variant: str) -> Index:
        """Return all pages in a variant, and the navigation files of an Antora site by their paths."""
        if variant not in self._index:
            site, navigation = site_of(self.env), getattr(self.env.project, "navigation", {})
            new_index = Index(
                self.summaries.get(variant, {}), components=site.tree.components if site is not None else NONE
            )
            for summary in navigation.get(variant, ()):
                new_index.add(summary.path, summary)
            self._index[variant] = new_index
        return self._index[variant]

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for pages in self.summaries.values():
            pages.pop(docname, None)
        self.data["resolved"].pop(docname, None)
        self.data["titles"].pop(docname, None)
        self._index.clear()

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read."""
        for variant, pages in otherdata["summaries"].items():
            mine = self.summaries.setdefault(variant, {})
            mine.update((docname, summary) for docname, summary in pages.items() if docname in docnames)
        titles = otherdata["titles"].items()
        self.data["titles"].update((docname, own) for docname, own in titles if docname in docnames)
        self._index.clear()

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Make the explicit anchors of a page known as labels, so that ``:ref:`` finds them."""
        summary = self.summaries.get(env.config.adoc_variant, {}).get(docname)
        titles = self.data["titles"][docname] = dict(_translated(document))
        std = env.get_domain("std")
        labels, anonymous = std.data["labels"], std.data["anonlabels"]
        for anchor in summary.anchors if summary is not None else ():
            label = anchor.id.lower()
            if not anchor.explicit or label in anonymous:
                continue
            place = safe_id(anchor.id)
            anonymous[label] = docname, place
            if anchor.title or anchor.reftext:
                labels[label] = docname, place, anchor.reftext or titles.get(anchor.id, anchor.title)

    def name_labels(self, env: BuildEnvironment) -> None:
        """Let the labels of titles that refer to other pages say what these are called."""
        index = self.index(env.config.adoc_variant)
        labels = env.get_domain("std").data["labels"]
        for docname, summary in index.summaries.items():
            for anchor in summary.anchors:
                place = docname, safe_id(anchor.id)
                if anchor.words and not anchor.reftext and labels.get(anchor.id.lower(), ())[:2] == place:
                    title = self.data["titles"].get(docname, {}).get(anchor.id) or title_of(index, docname, anchor)
                    labels[anchor.id.lower()] = *place, title

    def shown(self, index: Index, resolution: Resolution) -> str:
        """Return the text of a reference, with the title as the page has it: it may be a translated one."""
        translated = self._translated_title(resolution)
        if translated is None or resolution.document is None:
            return resolution.text
        title = title_of(index, resolution.document, resolution.anchor)
        return resolution.text.replace(title, translated) if title else resolution.text

    def _translated_title(self, resolution: Resolution) -> str | None:
        titles: dict[str, str] = self.data["titles"].get(resolution.document, {})
        return titles.get(resolution.anchor.id) if resolution.anchor is not None else None

    def resolve_xref(  # type: ignore[override] # noqa: PLR0917 # as Sphinx calls it; it keeps any element as text
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Element | None:
        """Return the link that a cross-reference becomes; one that points at nothing stays text (:mod:`.check` reports
        it).
        """
        reference: Reference = node["adoc_reference"]
        index = self.index(env.config.adoc_variant)
        resolution = resolve(index, node["refdoc"], reference)
        contnode.attributes.pop(NAME, None)
        if resolution.document is not None:
            named = node["refexplicit"] or (node["adoc_named"] and self._translated_title(resolution) is None)
            if not named and (text := self.shown(index, resolution)):
                contnode = nodes.inline(text, text, classes=contnode["classes"])
            anchor = safe_id(resolution.anchor.id) if resolution.anchor is not None else ""
            return make_refnode(builder, fromdocname, resolution.document, anchor, contnode)
        return elsewhere(env, fromdocname, builder, reference, node=node, contnode=contnode) or contnode

    def resolve_any_xref(  # noqa: PLR0917 # Sphinx calls it so
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return nothing: explicit anchors are labels of the standard domain already."""
        return []


def _translated(document: nodes.document) -> Iterator[tuple[str, str]]:
    """The ids of sections whose title was translated, with that."""
    for section in document.findall(nodes.section):
        title = section[0] if len(section) else None
        if isinstance(title, nodes.title) and title.get("translated"):
            yield from ((name, title.astext()) for name in section["ids"])


def elsewhere(
    env: BuildEnvironment,
    fromdocname: str,
    builder: Builder,
    reference: Reference,
    *,
    node: Element,
    contnode: Element,
) -> Element | None:
    """Return the link to a label or page of another language, or of another project. ``node``: that of the reference,
    which says whether its text is explicit.
    """
    for role, name in _other_names(reference):
        wanted = addnodes.pending_xref("", contnode, refdomain="std", reftype=role, reftarget=name, refdoc=fromdocname)
        wanted["refexplicit"] = node["refexplicit"]
        try:
            resolved = _ask(env, fromdocname, builder, wanted, contnode)
        except NoUri:
            return contnode
        if resolved is not None:
            return resolved
    return None


def _ask(
    env: BuildEnvironment, fromdocname: str, builder: Builder, wanted: pending_xref, contnode: Element
) -> Element | None:
    std = env.get_domain("std")
    role, name = wanted["reftype"], wanted["reftarget"]
    resolved = std.resolve_xref(env, fromdocname, builder, role, name, wanted, contnode)
    if resolved is None and role == "ref" and name in std.data["anonlabels"]:
        docname, anchor = std.data["anonlabels"][name]
        resolved = make_refnode(builder, fromdocname, docname, anchor, contnode)
    if resolved is not None:
        return resolved
    element: Element | None = env.events.emit_firstresult(
        "missing-reference", env, wanted, contnode, allowed_exceptions=(NoUri,)
    )
    return element


def _without_suffix(path: str) -> str:
    return next((path.removesuffix(suffix) for suffix in _SUFFIXES if path.endswith(suffix)), path)


def _other_names(reference: Reference) -> Iterator[tuple[str, str]]:
    """What a reference may mean to the standard domain: a label, a page."""
    if reference.fragment:
        yield "ref", reference.fragment.lower()
    elif reference.path:
        yield "doc", _without_suffix(reference.path)
    if not reference.path and reference.fragment:
        yield "doc", reference.fragment
