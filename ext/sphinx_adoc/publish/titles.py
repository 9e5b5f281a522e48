"""Titles that refer to pages and files: once all pages are read, all that Sphinx keeps of them says the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinx_adoc.graph import resolve

from .domain import NAME, AdocDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Have it done when all pages have been read."""
    app.connect("env-updated", _name, priority=400)  # before it is looked at which pages show something that changed


def _name(app: Sphinx, env: BuildEnvironment) -> None:
    """Say in titles, contents and labels what other pages are called."""
    domain = cast("AdocDomain", env.get_domain("adoc"))
    for docname, summary in domain.index(env.config.adoc_variant).summaries.items():
        if summary.words and docname in env.found_docs and env.longtitles[docname].astext() == summary.title:
            env.longtitles[docname] = env.titles[docname].deepcopy()
    _drop_links(env)
    _drop_ids(env, domain)
    _name_all(env, domain)
    if _note_translated(env, domain):
        _name_all(env, domain)
    domain.name_labels(env)


def _drop_links(env: BuildEnvironment) -> None:
    """Keep of links to files the words alone: Sphinx takes each link in its contents for an entry."""
    for kept in _kept(env):
        for link in list(kept.findall(addnodes.download_reference)):
            at = link.parent.index(link)
            link.parent[at : at + 1] = link.children


def _drop_ids(env: BuildEnvironment, domain: AdocDomain) -> None:
    """Take the ids from the copies of titles: they are those of what stands in the page."""
    for docname in domain.index(env.config.adoc_variant).summaries:
        for titles in (env.titles, env.longtitles, env.tocs):
            for node in titles[docname].findall(nodes.inline) if docname in titles else ():
                node["ids"] = []


def _name_all(env: BuildEnvironment, domain: AdocDomain) -> None:
    index = domain.index(env.config.adoc_variant)
    for kept in _kept(env):
        for node in kept.findall(nodes.inline):
            if NAME not in node:
                continue
            resolution = resolve(index, *node[NAME])
            if resolution.document is not None:
                node.clear()
                node.append(nodes.Text(domain.shown(index, resolution)))


def _note_translated(env: BuildEnvironment, domain: AdocDomain) -> bool:
    """Take over what translated titles say now; return whether one of them changed."""
    changed = False
    for docname, translated in domain.data["titles"].items():
        for entry in env.tocs[docname].findall(nodes.reference) if translated and docname in env.tocs else ():
            name, words = entry["anchorname"].removeprefix("#"), entry.astext()
            changed = changed or translated.get(name, words) != words
            if name in translated:
                translated[name] = words
    return changed


def _kept(env: BuildEnvironment) -> Iterator[nodes.Element]:
    """What Sphinx has copied out of the pages: their titles, and their contents."""
    for titles in (env.titles, env.longtitles, env.tocs):
        yield from titles.values()
