"""A document by us and by the classic renderers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sphinx_adoc.syntax.document import Document

from .compare import compare
from .ours import body
from .renderers import Attributes, Failed, Renderer, render
from .report import Result


def compare_with_renderers(
    doc: Document, path: Path, renderers: Sequence[Renderer], attributes: Attributes
) -> list[Result]:
    """Return how our page of a document compares with each renderer's. ``attributes``: given to all."""
    from .pages import read

    ours = read(body(doc))

    def result(renderer: Renderer) -> Result:
        try:
            page, messages = render(renderer, path, attributes)
            comparison = compare(read(page), ours)
        except Failed as error:
            return Result(str(path), renderer.name, renderer.version, failed=str(error))
        except RecursionError:
            return Result(str(path), renderer.name, renderer.version, failed="its page is nested too deeply to be read")
        return Result(str(path), renderer.name, renderer.version, comparison, messages=tuple(messages))

    return [result(renderer) for renderer in renderers]
