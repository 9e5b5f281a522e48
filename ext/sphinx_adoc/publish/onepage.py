"""Many pages in one: ids that occur on several pages are made unique, and links follow them.

The first page that has an id keeps it; in others the page's name stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_PAGE: Final = "#document-"  # how the builder singlehtml addresses a page in its one page
_TWO_ANCHORS: Final = re.compile(rf'href="{_PAGE}[^"#]*#')


def setup(app: Sphinx) -> None:
    """Have it done when the pages have been put together."""
    app.connect("doctree-resolved", _tell_apart, priority=950)
    app.connect("html-page-context", _mend_sidebar)


def _tell_apart(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name != "singlehtml":
        return
    elements = list(_elements(doctree, docname))
    names = _names(elements)
    for page, node in elements:
        _rename(node, page, names)
    top = next((name for page, node in elements if page == docname for name in node.get("ids") or []), "")
    for reference in doctree.findall(nodes.reference):
        if reference.get("refuri") == f"{_PAGE}{docname}":  # the first page has no anchor of its own
            reference["refuri"] = f"#{top}"
    _rename_kept(app.env, {key: name for key, name in names.items() if key[1] != name})


def _mend_sidebar(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Take the pages out of the addresses in the sidebar: with two anchors they lead nowhere."""
    toctree: Callable[..., str] | None = context.get("toctree")
    if app.builder.name != "singlehtml":
        return
    context["toc"] = _TWO_ANCHORS.sub('href="#', context.get("toc") or "")
    if toctree is not None:
        context["toctree"] = lambda **options: _TWO_ANCHORS.sub('href="#', toctree(**options))


def _elements(tree: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Each element in the order of the document, with the page that it comes from."""
    waiting: list[tuple[str, nodes.Element]] = [(docname, tree)]
    while waiting:
        page, node = waiting.pop()
        if isinstance(node, addnodes.start_of_file):
            page = node["docname"]
        yield page, node
        waiting += [(page, child) for child in reversed(node.children) if isinstance(child, nodes.Element)]


def _names(elements: list[tuple[str, nodes.Element]]) -> dict[tuple[str, str], str]:
    """What each id of each page is called in the one page."""
    names: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for page, node in elements:
        ids: list[str] = node.get("ids") or []
        for name in ids:
            if (page, name) not in names:
                names[page, name] = _free(name, page, taken)
                taken.add(names[page, name])
    return names


def _free(name: str, page: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        candidate = f"{page.replace('/', '-')}-{name}" + (f"-{number}" if number > 1 else "")
        number += 1
    return candidate


def _rename(node: nodes.Element, page: str, names: dict[tuple[str, str], str]) -> None:
    for attribute in ("ids", "backrefs"):
        ids: list[str] = node.get(attribute) or []
        if ids:
            node[attribute] = [names.get((page, name), name) for name in ids]
    if "refid" in node:
        node["refid"] = names.get((page, node["refid"]), node["refid"])
    address = str(node.get("refuri", ""))
    if address.startswith(_PAGE):
        target, _, name = address.removeprefix(_PAGE).partition("#")
        if name:
            node["refuri"] = f"#{names.get((target, name), name)}"
    elif address.startswith("#"):
        name = address[1:]
        node["refuri"] = f"#{names.get((page, name), name)}"


def _rename_kept(env: BuildEnvironment, names: dict[tuple[str, str], str]) -> None:
    """Rename ids in what the writer asks the environment for: numbers of sections and figures, and the sidebar."""
    for (page, name), new_name in names.items():
        numbers = env.toc_secnumbers.get(page, {})
        if f"#{name}" in numbers:
            numbers[f"#{new_name}"] = numbers[f"#{name}"]
        for figures in env.toc_fignumbers.get(page, {}).values():
            if name in figures:
                figures[new_name] = figures[name]
        for entry in env.tocs[page].findall(nodes.reference) if page in env.tocs else ():
            if entry.get("anchorname") == f"#{name}":
                entry["anchorname"] = f"#{new_name}"
