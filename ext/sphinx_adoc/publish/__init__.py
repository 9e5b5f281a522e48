"""The Sphinx edge: ``.adoc`` pages beside reStructuredText and Markdown ones, in every builder.

Put ``"sphinx_adoc"`` into ``extensions`` of ``conf.py``; :mod:`.config` lists the values that can be set there, and
:mod:`.toctree` says how a page names the pages below it, :mod:`.rest` how it uses roles and directives.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from sphinx_adoc.project.suffixes import SUFFIXES

from . import (
    antora,
    check,
    circles,
    claims,
    config,
    directives,
    files,
    formulas,
    garbage,
    images,
    included,
    labels,
    latex,
    manual,
    onepage,
    output,
    titles,
    touch,
    transforms,
    translation,
    trust,
)
from .domain import AdocDomain
from .parser import TREE_READ, AdocParser

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    config.setup(app)
    antora.setup(app)
    trust.setup(app)
    for suffix in SUFFIXES:
        app.add_source_suffix(suffix, "asciidoc")
    app.add_source_parser(AdocParser)
    app.add_event(TREE_READ)
    app.add_domain(AdocDomain)
    output.setup(app)
    directives.setup(app)
    files.setup(app)
    formulas.setup(app)
    garbage.setup(app)
    images.setup(app)
    included.setup(app)
    labels.setup(app)
    latex.setup(app)
    manual.setup(app)
    titles.setup(app)
    touch.setup(app)
    onepage.setup(app)
    check.setup(app)
    circles.setup(app)
    transforms.setup(app)
    translation.setup(app)
    claims.setup(app)
    return {
        "version": version("sphinx-adoc"),
        "env_version": AdocDomain.data_version,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
