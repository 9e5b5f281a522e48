"""What a page gets from navigation: the toctrees of what is listed below it, and its title there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from .contents import SELF, Contents, Listing, Toctree
from .project import AntoraProject

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_TITLE: Final = "navtitle"  # the attribute of a page that says what navigation calls it
_LEVELS: Final = 2  # that a page of no file shows


def contents_of(env: BuildEnvironment) -> Contents | None:
    """Return the contents of an Antora site; None where the sources are none."""
    project = env.project
    return project.contents if isinstance(project, AntoraProject) else None


def is_listing(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page is one that no file holds."""
    contents = contents_of(env)
    return contents is not None and docname in contents.listings


def fill(env: BuildEnvironment, document: nodes.document) -> None:
    """Make the page that no file holds: a title, and what is listed below it."""
    contents = contents_of(env)
    assert contents is not None
    listing: Listing = contents.listings[env.docname]
    section = nodes.section("", nodes.title("", listing.title), ids=[nodes.make_id(listing.title) or "contents"])
    section.document = document
    document.append(section)


def add_toctrees(env: BuildEnvironment, document: nodes.document) -> None:
    """Add to a page the toctrees of what is listed below it. One that nothing lists is no oversight."""
    contents = contents_of(env)
    if contents is None:
        return
    docname = env.docname
    holder = next((node for node in reversed(document.children) if isinstance(node, nodes.section)), document)
    hidden = docname not in contents.listings
    for toctree in contents.toctrees.get(docname, ()):
        holder.append(_wrapped(_node(env, toctree, hidden=hidden)))
    if docname not in (contents.placed | contents.listings.keys() | {contents.root}):
        env.metadata[docname]["orphan"] = ""


def key(contents: Contents, docname: str) -> tuple[object, ...]:
    """Return what a page takes from navigation."""
    listing = contents.listings.get(docname)
    is_placed = docname in contents.placed or docname == contents.root
    return tuple(contents.toctrees.get(docname, ())), listing.title if listing else "", is_placed


def _node(env: BuildEnvironment, toctree: Toctree, *, hidden: bool) -> addnodes.toctree:
    node = addnodes.toctree()
    node["parent"] = env.docname
    node["entries"] = list(toctree.entries)
    node["includefiles"] = [name for _, name in toctree.entries if name != SELF and name in env.found_docs]
    node["rawentries"] = [title for title, _ in toctree.entries if title]
    node["caption"] = node["rawcaption"] = toctree.caption or None
    node["maxdepth"] = -1 if hidden else _LEVELS
    node["hidden"] = hidden
    node["numbered"] = 0
    node["glob"] = node["includehidden"] = False
    node["titlesonly"] = True
    return node


def _wrapped(toctree: addnodes.toctree) -> nodes.compound:
    return nodes.compound("", toctree, classes=["toctree-wrapper"])


def name_in_navigation(app: Sphinx, doctree: nodes.document) -> None:
    """Call a page in navigation what its attribute ``navtitle`` says."""
    env = app.env
    title = str(env.metadata[env.docname].get(_TITLE, "")).strip()
    if not title or contents_of(env) is None:
        return
    first = next(iter(env.tocs[env.docname].findall(nodes.reference)), None)
    if first is not None:
        first.clear()
        first.append(nodes.Text(title))
