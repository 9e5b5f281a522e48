"""Pages at the places of former ones, which lead to where these are now: ``page-aliases``, and the start page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_adoc import files
from sphinx_adoc.publish.domain import AdocDomain

from .project import AntoraProject

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={uri}">
<link rel="canonical" href="{uri}">
<title>{title}</title>
</head>
<body><p><a href="{uri}">{title}</a></p></body>
</html>
"""


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write them beside the pages; where there is a page, it stays."""
    builder = app.builder
    if (
        exception is not None
        or builder.name not in ("html", "dirhtml")
        or not isinstance(builder, StandaloneHTMLBuilder)
    ):
        return
    for former, docname in _former(app.env):
        title = escape(app.env.titles[docname].astext())
        uri = escape(builder.get_relative_uri(former, docname) or "./")
        path = Path(builder.get_outfilename(former))
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, _PAGE.format(uri=uri, title=title).encode(), durable=False)


def _former(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """The names that pages had, with what they are called now."""
    project = env.project
    if not isinstance(project, AntoraProject):
        return
    domain = cast("AdocDomain", env.get_domain("adoc"))
    for path, docname in domain.index(env.config.adoc_variant).aliases.items():
        file = Path(path if path.endswith(project.source_suffix) else f"{path}.adoc")
        former = project.site.docname(file, project.source_suffix)  # None outside of the components
        if former is not None and former not in env.found_docs:
            yield former, docname
    if env.config.root_doc != "index" and "index" not in env.found_docs:
        yield "index", env.config.root_doc
