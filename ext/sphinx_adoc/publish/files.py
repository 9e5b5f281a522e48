"""Files beside the pages: a link to one is a download, a link to a page's source a link to the page.

What names a file that is not there is reported. Addresses of hosts, and those from the root of a host, are left alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes

from sphinx_adoc.graph import Reference
from sphinx_adoc.suggest import Names, did_you_mean
from sphinx_adoc.syntax.source import Place, Span

from .sources import folder, located

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ELSEWHERE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\?|#|\{|\Z")
_PAGE: Final = re.compile(r"\.(?:html?|xhtml)\Z")


class file_link(addnodes.download_reference):  # noqa: N801 (docutils names nodes in lower case)
    """A link to a file that is taken along. ``fragment``: a place in it, with its ``#``."""


class Files:
    """The files of a project, as a page sees them. No file outside of the source folder is looked at."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self._folder = folder(env)

    def trouble(self, target: str) -> tuple[str, str] | None:
        """Return what is wrong with the address of a local file, and a hint; None: nothing, or it is not one."""
        path = self._path(target)
        if not path or self._page(path) is not None or self._is_file(path):
            return None
        self.env.note_reread()
        hint = self._similar(path) or "a path begins at the folder of the page"
        return f"there is no file '{path}'", hint

    def link(self, target: str, words: Sequence[nodes.Node]) -> nodes.Element | None:
        """Return a link to a page or file that shows words; None where the address is none of these."""
        path = self._path(target)
        if not path:
            return None
        fragment = target[len(target.partition("#")[0]) :]
        page = self._page(path)
        if page is not None:
            return None if fragment else self._to_page(path, words)
        source = self.source(path)
        if source is None or self._is_copied(path):
            return None
        return file_link("", "", *words, reftarget=f"/{source}", refdoc=self.env.docname, fragment=fragment)

    def of_resource(self, target: str, fragment: str, words: Sequence[nodes.Node]) -> nodes.Element | None:
        """Return a link to the file, such as an attachment, that a resource id of Antora's names; None: to none."""
        path = located(self.env, target, "page")
        if path is None or self.env.path2doc(path) is not None or self.source(f"/{path}") is None:
            return None
        words = words or [nodes.Text(PurePosixPath(path).name)]
        place = f"#{fragment}" if fragment else ""
        return file_link("", "", *words, reftarget=f"/{path}", refdoc=self.env.docname, fragment=place)

    def _path(self, target: str) -> str:
        """The path in an address, from the source folder where a resource id of Antora's stands; '': it has none."""
        path, *_ = re.split("[?#]", target, maxsplit=1)
        resource = located(self.env, path, "") if "$" in path else None
        return f"/{resource}" if resource is not None else _path(target)

    def _to_page(self, path: str, words: Sequence[nodes.Node]) -> nodes.Element:
        place = Place(str(self.env.doc2path(self.env.docname)), 1, 1)
        shown = nodes.inline("", "", *words)
        pending = addnodes.pending_xref("", shown, refdomain="adoc", reftype="xref", reftarget=path, refexplicit=True)
        pending["refdoc"] = self.env.docname
        pending["adoc_reference"] = Reference(path, path, "", "xref", Span(place, place))
        return pending

    def _page(self, path: str) -> str | None:
        """The page whose source or output a path names."""
        name = self._from_root(path)
        if name is None:
            return None
        names = [self.env.path2doc(name)]
        if _PAGE.search(path):
            names.append(self._name_beside(_PAGE.sub("", path)))
        return next((each for each in names if each in self.env.found_docs), None)

    def _name_beside(self, name: str) -> str:
        """The name of a page beside the page at hand, as built pages lie beside each other."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.env.docname), name)).lstrip("/")

    def _is_file(self, path: str) -> bool:
        return self.source(path) is not None or self._is_copied(path)

    def image(self, target: str) -> str:
        """Return the address of an image: where it is percent-encoded and names a file only decoded, that file."""
        path = _path(target)
        encoded = path and path != target and self.source(target) is None
        return path if encoded and self.source(path) is not None else target

    def source(self, path: str) -> str | None:
        """Return the path of a file from the source folder; None where it is none, or not below that folder."""
        name = self._from_root(path)
        if name is None:
            return None
        root = Path(self.env.srcdir).resolve()
        file = Path(root, name)
        try:
            return name if file.is_file() and file.resolve().is_relative_to(root) else None
        except (OSError, ValueError):
            return None

    def _is_copied(self, path: str) -> bool:
        """Whether the project copies a file beside its pages under this name by other means."""
        config = self.env.config
        folders = list(config.html_extra_path)
        if (self._from_root(path) or "").startswith("_static/"):
            folders += [str(PurePosixPath(folder).parent) for folder in config.html_static_path]
        return any(Path(self.env.srcdir, folder, self._folder, path).is_file() for folder in folders)

    def _from_root(self, path: str) -> str | None:
        """A path from the source folder; None where it leaves that."""
        name = posixpath.normpath(posixpath.join(self._folder, path)).lstrip("/")
        return None if name.startswith("../") or name == ".." or "\0" in name else name

    def _similar(self, path: str) -> str:
        """A name that was probably meant, as a question."""
        name, suffix = PurePosixPath(path).name, PurePosixPath(path).suffix
        folder = Path(self.env.srcdir, self._folder, path.lstrip("/")).parent
        pages = self.env.found_docs if _PAGE.search(path) else ()
        names = {str(PurePosixPath(each).name) + suffix for each in pages}
        if self._from_root(path) is not None and folder.is_dir():
            names |= {file.name for file in folder.iterdir() if file.is_file()}
        close = Names(names).nearest(name)
        return did_you_mean(close)


def _path(target: str) -> str:
    """The path in an address; '' where it names a host, a scheme, a place in the page, or nothing known."""
    if _ELSEWHERE.match(target):
        return ""
    return unquote(re.split("[?#]", target, maxsplit=1)[0])


def _visit_file_link(self: Any, node: file_link) -> None:
    if not self.builder.download_support or "filename" not in node:
        self.context.append("")
        return
    names = {"title": "reftitle", "target": "target", "rel": "rel"}
    extra = {name: node[key] for name, key in names.items() if key in node}
    address = posixpath.join(self.builder.dlpath, quote(node["filename"])) + node["fragment"]
    self.body.append(self.starttag(node, "a", "", CLASS="reference download internal", href=address, **extra))
    self.context.append("</a>")


def _depart_file_link(self: Any, node: file_link) -> None:
    self.body.append(self.context.pop())


def setup(app: Sphinx) -> None:
    """Register the node; other formats than HTML take it for Sphinx' own."""
    app.add_node(file_link, html=(_visit_file_link, _depart_file_link))
