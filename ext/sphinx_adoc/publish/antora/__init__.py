"""An Antora site as Sphinx' source: the line ``adoc_antora = True`` in ``conf.py``.

Pages get the addresses that Antora gives them below a component, navigation files become the contents, and resource ids
mean what they mean to Antora. ``adoc_antora``: True for the components in the source folder; or the path of a playbook,
of a component or of a folder that holds some, or several paths, from the folder of ``conf.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import components
from sphinx_adoc.graph.causes import is_of_the_project
from sphinx_adoc.graph.resolve import resolve
from sphinx_adoc.publish import config as values
from sphinx_adoc.publish.domain import AdocDomain
from sphinx_adoc.publish.report import report
from sphinx_adoc.publish.site import Site, site_of
from sphinx_adoc.syntax.files import DISK

from . import pages, redirects
from .project import AntoraProject

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_READ = "antora"  # in the domain's data: what each page took from navigation and descriptions when it was read


class _Source:
    """The site of a build, from the time that conf.py is read."""

    def __init__(self) -> None:
        self.site: Site | None = None

    def read(self, app: Sphinx, config: Config) -> None:
        """Find the components, and take from them what conf.py does not say. Raises ConfigError."""
        self.site = site_of(config, Path(app.srcdir), Path(app.confdir))
        if self.site is None:
            return
        configured = {*config._raw_config, *config.overrides}
        if "root_doc" not in configured and "master_doc" not in configured and (first := self.site.first()) is not None:
            config.root_doc = self.site.docname(first, config.source_suffix) or config.root_doc
        only = self.site.components[0] if len(self.site.components) == 1 else None
        if "project" not in configured and (
            title := self.site.name or (self.site.title(only) if only is not None else "")
        ):
            config.project = title

    def install(self, app: Sphinx) -> None:
        """Give Sphinx the project."""
        if self.site is not None:
            project = AntoraProject(app.srcdir, app.config.source_suffix, self.site, app.config)
            project.restore(app.project)
            app.project = app.env.project = project


def setup(app: Sphinx) -> None:
    """Register the value, and what is done at which time."""
    source = _Source()
    app.add_config_value("adoc_antora", default=False, rebuild="env", types=[bool, str, list, tuple])
    app.connect("config-inited", source.read, priority=850)  # when Sphinx has merged the suffixes (800)
    app.connect("builder-inited", source.install)
    app.connect("env-get-outdated", _outdated)
    app.connect("doctree-read", pages.name_in_navigation, priority=900)
    app.connect("env-check-consistency", _check)
    app.connect("build-finished", redirects.write)


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """The pages that take something else from navigation and descriptions than when they were read."""
    contents = pages.contents_of(env)
    if contents is None:
        return []
    project = cast("AntoraProject", env.project)
    read = env.get_domain("adoc").data[_READ]
    now = {}
    for docname in env.found_docs:
        attributes = project.site.attributes_of(Path(env.doc2path(docname)))
        now[docname] = (*pages.key(contents, docname), tuple(attributes.items()))
    env.get_domain("adoc").data[_READ] = now
    return [docname for docname, taken in now.items() if docname in read and read[docname] != taken]


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Report what is wrong with descriptions and navigation files, and what has no place in Sphinx."""
    project = env.project
    if not isinstance(project, AntoraProject) or project.contents is None:
        return
    domain = cast("AdocDomain", env.get_domain("adoc"))
    indexes = {name: domain.index(name) for name in values.variants(env.config)}
    report(project.site.findings)
    read = [finding for summaries in project.navigation.values() for each in summaries for finding in each.findings]
    report(finding for finding in read if not is_of_the_project(finding))  # those are reported with the pages'
    report(project.contents.findings)
    report(_of_pages(project, domain, env))
    report(components.findings(indexes, project.site.tree, DISK))


def _of_pages(project: AntoraProject, domain: AdocDomain, env: BuildEnvironment) -> Iterator[Finding]:
    """What is wrong with entries for pages, but for those that are reported as references to what is not there."""
    index = domain.index(env.config.adoc_variant)
    reported = {
        (resolution.finding.span.start.path, resolution.finding.span.start.line)
        for summary in project.navigation.get(env.config.adoc_variant, ())
        for reference in summary.references
        if (resolution := resolve(index, summary.path, reference)).finding is not None
    }
    for finding in project.contents.of_pages if project.contents is not None else ():
        if (finding.span.start.path, finding.span.start.line) not in reported:
            yield finding
