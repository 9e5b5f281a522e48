"""SVG images in PDF: converted where a program for it is installed, else their words stand there, with a finding."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx.builders.latex import LaTeXBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util.images import guess_mimetype

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.publish.images import say
from sphinx_adoc.publish.report import report
from sphinx_adoc.publish.sources import is_adoc_file
from sphinx_adoc.syntax.source import Place, Span

if TYPE_CHECKING:
    import os

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SECONDS: Final = 60  # that a conversion may take
PROGRAMS: Final = {  # by name: the arguments, {source} and {target} are files
    "rsvg-convert": ("--format=pdf", "--output={target}", "{source}"),
    "inkscape": ("--export-filename={target}", "{source}"),
    "cairosvg": ("{source}", "--format=pdf", "--output={target}"),
}


class DrawingConverter(ImageConverter):
    """Makes a PDF of each SVG image that LaTeX is to show."""

    default_priority = 210  # after converters that a project has chosen
    conversion_rules = [("image/svg+xml", "application/pdf")]  # noqa: RUF012 (as Sphinx has it)

    def is_available(self) -> bool:
        """Return whether a program is installed."""
        return program() is not None

    def guess_mimetypes(self, node: nodes.image) -> list[str]:
        """Return the kinds of files that an image has; none where the file is not there, which Sphinx has reported."""
        return [] if _is_missing(self.env, node) else list(super().guess_mimetypes(node))

    def convert(self, _from: str | os.PathLike[str], _to: str | os.PathLike[str]) -> bool:
        """Write a PDF; whether that went well."""
        name = program()
        if name is None:
            return False
        arguments = [each.format(source=_from, target=_to) for each in PROGRAMS[name]]
        try:
            subprocess.run([name, *arguments], check=True, capture_output=True, timeout=SECONDS)
        except (OSError, subprocess.SubprocessError):
            return False
        return Path(_to).is_file()


def program() -> str | None:
    """Return the first program for it that is installed; None: there is none."""
    return next((name for name in PROGRAMS if shutil.which(name)), None)


class UnshownImages(SphinxPostTransform):
    """Puts words in the place of an image that LaTeX cannot show, so that there is a PDF at all, and reports it."""

    default_priority = 220
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Replace them."""
        for node in filter(self._is_ours, list(self.document.findall(nodes.image))):
            kind = _kind(Path(self.env.srcdir, str(node["uri"])), node)
            if _is_missing(self.env, node):
                say(node)
            elif kind and kind not in LaTeXBuilder.supported_image_types:
                report([_finding(node, kind)])
                say(node)

    def _is_ours(self, node: nodes.image) -> bool:
        return node.source is not None and is_adoc_file(self.env, node.source)


def _is_missing(env: BuildEnvironment, node: nodes.image) -> bool:
    """Whether an image's file is not there. One that is on another host, or was converted, is none of Sphinx' files."""
    candidates: dict[str, str] = node.get("candidates", {})
    paths = {path for kind, path in candidates.items() if kind != "?"}
    return bool(paths) and not any(path in env.images or Path(path).is_file() for path in paths)


def _kind(path: Path, node: nodes.image) -> str:
    """The media type of an image's file; '' where that is elsewhere, or not known."""
    if "*" not in node.get("candidates", ()):
        return ""
    return guess_mimetype(path) or ""


def _finding(node: nodes.image, kind: str) -> Finding:
    place = Place(str(node.source), node.line or 1, 1)
    message = f"the image '{node['uri']}' cannot be shown in a PDF; its words stand there"
    hint = "install one of " + ", ".join(PROGRAMS) + ", or give the image as PDF, PNG or JPEG"
    if kind != "image/svg+xml":
        hint = f"LaTeX takes PDF, PNG and JPEG, not {kind}"
    elif name := program():
        hint = f"{name} could not convert it"
    return Finding(Code.IMAGE_UNCONVERTED, message, Span(place, place), hint=hint)


def setup(app: Sphinx) -> None:
    """Register both."""
    app.add_post_transform(DrawingConverter)
    app.add_post_transform(UnshownImages)
