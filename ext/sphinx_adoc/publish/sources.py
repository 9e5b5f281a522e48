"""Which pages are ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.syntax.antora import component_root

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

KINDS: Final = ("asciidoc", "adoc")
"""What ``source_suffix`` calls our pages."""


def is_adoc(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page is read by our parser, whatever its name ends with."""
    return is_adoc_file(env, str(env.doc2path(docname)))


def is_adoc_file(env: BuildEnvironment, path: str) -> bool:
    """Return whether a file is read by our parser, be it a page or a part of one."""
    kinds = (kind for suffix, kind in env.config.source_suffix.items() if path.endswith(suffix))
    return next(kinds, "") in KINDS


def root(env: BuildEnvironment) -> Path:
    """The directory that includes must not leave: the project's, or where that is Antora's, the whole component's."""
    return component_root(Path(env.srcdir, "page.adoc")) or Path(env.srcdir)
