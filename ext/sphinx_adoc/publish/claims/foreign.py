"""Claims in pages of other languages: a role, and an option of code blocks, with the same engine, verdicts and marks.

reStructuredText has ``:claim:`90 s <delay>```, and ``:claim: ID`` in a ``code-block``; MyST ``{claim}`90 s <delay>```,
and the same option. What stands behind the id, ``<delay, unit=s>``, are a claim's attributes. Places have lines alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.code import CodeBlock

from sphinx_adoc.claims import Claim
from sphinx_adoc.claims.attributes import NAMES
from sphinx_adoc.syntax.source import Place, Span

if TYPE_CHECKING:
    from docutils.parsers.rst.states import Inliner
    from sphinx.application import Sphinx

ATTRIBUTE: Final = "adoc_claim"  # of a node: what the claim is, as plain data
_ROLE: Final = re.compile(r"(?P<words>.*?)\s*<(?P<id>[\w.:-]+)\s*(?P<more>,[^<>]*)?>", re.DOTALL)
_GIVEN: Final = re.compile(r"([a-z-]+)\s*=\s*([^,]*)")
_NAMES: Final = re.compile(r"``([^`]+)``|\*\*?([^*]+)\*\*?")


def setup(app: Sphinx) -> None:
    """Register the role and the option."""
    app.add_role("claim", _role)
    for name in ("code-block", "sourcecode", "code"):
        app.add_directive(name, ClaimCodeBlock, override=True)


def _role(  # noqa: PLR0917 # docutils calls it so
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Inliner,
    options: Mapping[str, Any] | None = None,
    content: Sequence[str] = (),
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """A stated value: its words, and in angle brackets its id with attributes behind a comma."""
    match = _ROLE.fullmatch(text)
    if match is None:
        message = inliner.reporter.error(f"a claim needs an id: write :claim:`{text} <ID>`", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    given = dict(_GIVEN.findall(match["more"] or ""))
    names = [literal or other for literal, other in _NAMES.findall(match["words"])]
    words = _NAMES.sub(lambda part: part[1] or part[2], match["words"])
    node = nodes.inline(rawtext, words, ids=[match["id"]], classes=["claim"])
    attributes = [[key, given[key].strip()] for key in NAMES if given.get(key, "").strip()]
    node[ATTRIBUTE] = {"kind": "value", "id": match["id"], "text": words, "line": lineno, "names": names}
    node[ATTRIBUTE]["attributes"] = attributes
    return [node], []


class ClaimCodeBlock(CodeBlock):
    """A code block that may be a claim: with the option ``claim``, whose value is the claim's id."""

    option_spec: ClassVar[Any] = {**CodeBlock.option_spec, "claim": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the block, which knows what claim it is."""
        nodes_of_block = super().run()
        name = self.options.get("claim", "").strip()
        block = next((node for root in nodes_of_block for node in root.findall(nodes.literal_block)), None)
        if name and block is not None:
            block["ids"].append(name)
            block["classes"].append("claim")
            offset = self.content_offset  # MyST counts from the directive
            first = offset + 1 if offset >= self.lineno else self.lineno + offset + 1
            lines = list(range(first, first + len(self.content)))
            block[ATTRIBUTE] = {"kind": "snippet", "id": name, "text": "\n".join(self.content), "lines": lines}
        return nodes_of_block


def claims_of(doctree: nodes.document, path: str) -> list[Claim]:
    """Return the claims of a page, in its order."""
    return [_claim(node[ATTRIBUTE], order, path) for order, node in enumerate(_nodes(doctree))]


def _nodes(doctree: nodes.document) -> Iterator[nodes.Element]:
    return (node for node in doctree.findall(nodes.Element) if ATTRIBUTE in node.attributes)


def _claim(data: Mapping[str, Any], order: int, path: str) -> Claim:
    lines = tuple(data.get("lines", ()))
    place = Place(path, lines[0] if lines else data.get("line") or 1, 1)
    attributes = tuple((key, value) for key, value in data.get("attributes", ()))
    span, names = Span(place, place), tuple(data.get("names", ()))
    return Claim(
        kind=data["kind"],
        id=data["id"],
        order=order,
        span=span,
        stack=(),
        text=data["text"],
        lines=lines,
        names=names,
        attributes=attributes,
    )
