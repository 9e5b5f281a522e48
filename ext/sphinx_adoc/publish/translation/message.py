"""A translated message. Sphinx gives it to the page's parser as if it were a page in reStructuredText, and takes the
first thing that comes out: a paragraph, a section for its title, or a literal block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from docutils import nodes

from sphinx_adoc.doctree import Options, build
from sphinx_adoc.doctree.messages import source
from sphinx_adoc.syntax.document import Document, parse
from sphinx_adoc.syntax.settings import Settings
from sphinx_adoc.syntax.tree import Footnote, InlineText, Paragraph

from . import notes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

MARK: Final = ":<translated>"  # what the source of a message ends with (sphinx.transforms.i18n)
_DUMMY: Final = "\n\n   dummy literal"  # what Sphinx puts behind a message that ends with two colons
_LITERAL: Final = "::\n\n"
_TITLE: Final = re.compile(r"(?P<words>.*)\n(?P<line>=+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """What a message takes from its page: the values of attributes, and the footnotes that have names."""

    values: Mapping[str, str] = field(default_factory=dict)
    named_notes: Sequence[Footnote] = ()


def fill(
    message: str, document: nodes.document, page: Page, *, settings: Settings, options: Options, env: BuildEnvironment
) -> Document:
    """Put a message of a page into an empty document; return it as it was read."""
    of_page = replace(settings, attributes={**page.values, **settings.attributes})
    if message.startswith(_LITERAL):
        text = dedent(message.removeprefix(_LITERAL))
        document += nodes.literal_block(text, text)
        return _paragraph("", document["source"], of_page)
    title = _TITLE.fullmatch(message)
    is_title = title is not None and len(title["line"]) == 2 * len(title["words"])
    words = title["words"] if title is not None and is_title else message.removesuffix(_DUMMY)
    doc = _paragraph(source(words), document["source"], of_page)
    for note in page.named_notes:
        if f"footnote:{note.id}[]" in words and not re.search(rf"footnote:{note.id}\[[^]]", words):
            doc.footnotes.add(note)
    build(doc, document, options)
    notes.keep(env, document)
    paragraph = next(document.findall(nodes.paragraph), nodes.paragraph())
    document.clear()
    document += _as_title(paragraph) if is_title else paragraph
    return doc


def _paragraph(words: str, source: str, settings: Settings) -> Document:
    """A document of one paragraph with these words, whatever block they would begin."""
    doc = parse("w" * max(len(words), 1), source, settings)  # as long: no column is behind the end of its line
    for block in doc.blocks:
        if isinstance(block, Paragraph):
            refs = [*block.text.refs] * (words.count("\n") + 1)
            block.text = InlineText(words, refs, block.text.doc, block.text.version)
    return doc


def _as_title(paragraph: nodes.paragraph) -> nodes.section:
    title = nodes.title(paragraph.rawsource, "", *paragraph.children)
    return nodes.section("", title)
