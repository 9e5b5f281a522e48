"""Which pages are ours."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from sphinx_adoc.syntax.antora import component_root

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from .site import Site

KINDS: Final = ("asciidoc", "adoc")
"""What ``source_suffix`` calls our pages."""


def is_adoc(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page is read by our parser, independent of its suffix."""
    return is_adoc_file(env, str(env.doc2path(docname)))


def is_adoc_file(env: BuildEnvironment, path: str) -> bool:
    """Return whether a file is read by our parser, be it a page or a part of one."""
    kinds = (kind for suffix, kind in env.config.source_suffix.items() if path.endswith(suffix))
    return next(kinds, "") in KINDS


def site_of(env: BuildEnvironment) -> Site | None:
    """Return the Antora site that the sources are; None where they are none."""
    return getattr(env.project, "site", None)


def located(env: BuildEnvironment, target: str, family: str) -> str | None:
    """Return the file, from the source folder, that a resource id of Antora's in the page at hand names; None where it
    is none. ``family``: of an id that names none ('': such an id without a module is a plain path).
    """
    site = site_of(env)
    resource = site.located(target, Path(env.doc2path(env.docname)), family) if site is not None else None
    if resource is None or not resource.paths or not resource.published:
        return None
    path = next((path for path in resource.paths if path.is_file()), resource.paths[0])
    return path.relative_to(env.srcdir).as_posix() if path.is_relative_to(env.srcdir) else None


def folder(env: BuildEnvironment) -> PurePosixPath:
    """Return the folder of the file of the page at hand, from the source folder."""
    return PurePosixPath(env.doc2path(env.docname, base=False)).parent


def root(env: BuildEnvironment) -> Path:
    """Return the directory that includes must not leave: the project's, or where that is Antora's, the whole
    component's.
    """
    site = site_of(env)
    if site is not None:
        return site.top
    return component_root(Path(env.srcdir, "page.adoc")) or Path(env.srcdir)
