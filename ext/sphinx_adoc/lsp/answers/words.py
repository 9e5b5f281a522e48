"""Words of the language that completion offers."""

from __future__ import annotations

from functools import cache
from typing import Final

STYLES: Final = {
    "NOTE": "an admonition", "TIP": "an admonition", "IMPORTANT": "an admonition", "WARNING": "an admonition",
    "CAUTION": "an admonition", "abstract": "a summary", "appendix": "a section that is an appendix",
    "asciimath": "a formula in AsciiMath", "bibliography": "a list or section of references",
    "colophon": "a section of a book", "comment": "text that is left out", "dedication": "a section of a book",
    "discrete": "a heading that opens no section", "example": "an example", "glossary": "a list of terms",
    "horizontal": "a description list in two columns", "index": "the index", "latexmath": "a formula in LaTeX",
    "listing": "source text", "literal": "text as it stands", "loweralpha": "a, b, c", "lowerroman": "i, ii, iii",
    "normal": "a paragraph although it is indented", "open": "a block without a meaning of its own",
    "partintro": "the introduction of a part", "pass": "output that is passed through", "preface": "a section",
    "qanda": "questions and answers", "quote": "a quotation", "sidebar": "an aside", "source": "source text",
    "stem": "a formula", "upperalpha": "A, B, C", "upperroman": "I, II, III", "verse": "a verse",
}  # fmt: skip
"""The styles of blocks, as the first positional attribute."""

OPTIONS: Final = {
    "autoplay": "audio, video", "autowidth": "tables", "breakable": "tables", "collapsible": "examples",
    "footer": "tables", "hardbreaks": "paragraphs", "header": "tables", "interactive": "checklists, images",
    "linenums": "source text", "loop": "audio, video", "nocontrols": "audio, video", "noheader": "tables",
    "nowrap": "source text", "open": "collapsible examples", "rotate": "tables", "step": "slides",
    "reversed": "ordered lists", "unbreakable": "tables", "unnumbered": "sections", "inline": "images",
}  # fmt: skip
"""The options of blocks, each with what takes it."""

NAMED: Final = {
    "caption": "the label of a title", "cols": "the columns of a table", "format": "of a table: csv, dsv, tsv, psv",
    "frame": "of a table: all, ends, sides, none", "grid": "of a table: all, rows, cols, none", "id": "an id",
    "options": "options", "reftext": "what references show", "role": "roles", "stripes": "of a table: even, odd, all",
    "start": "the first number of a list", "subs": "substitutions", "width": "of a table or image",
    "separator": "of a table's cells", "indent": "of source text", "xrefstyle": "full, short, basic",
}  # fmt: skip
"""Named attributes of blocks."""

BLOCK_MACROS: Final = {
    "audio::": "a sound", "ifdef::": "lines for when an attribute is set", "ifeval::": "lines for a comparison",
    "ifndef::": "lines for when an attribute is not set", "endif::[]": "the end of a condition",
    "image::": "an image", "include::": "the lines of another file", "toc::[]": "the table of contents",
    "video::": "a film",
}  # fmt: skip
INLINE_MACROS: Final = {
    "anchor:": "an anchor", "asciimath:[": "a formula", "btn:[": "a button", "footnote:[": "a footnote",
    "icon:": "an icon", "image:": "an image in the text", "indexterm:[": "a hidden entry of the index",
    "indexterm2:[": "an entry of the index that is shown", "kbd:[": "keys", "latexmath:[": "a formula",
    "link:": "a link", "mailto:": "a mail", "menu:": "a menu", "pass:[": "output that is passed through",
    "stem:[": "a formula", "xref:": "a cross-reference",
}  # fmt: skip


CURSOR: Final = "$0"
"""Where the cursor goes in a block, in the protocol's snippets."""

BLOCKS: Final = {
    "admonition": (f"[NOTE]\n====\n{CURSOR}\n====", "a note of several paragraphs"),
    "collapsible": (f"[%collapsible]\n====\n{CURSOR}\n====", "a block that readers open"),
    "comment": (f"////\n{CURSOR}\n////", "lines that are left out"),
    "example": (f"====\n{CURSOR}\n====", "an example"),
    "listing": (f"----\n{CURSOR}\n----", "source text"),
    "literal": (f"....\n{CURSOR}\n....", "text as it stands"),
    "open": (f"--\n{CURSOR}\n--", "a block without a meaning of its own"),
    "passthrough": (f"++++\n{CURSOR}\n++++", "output that is passed through"),
    "quote": (f"[quote]\n____\n{CURSOR}\n____", "a quotation"),
    "sidebar": (f"****\n{CURSOR}\n****", "an aside"),
    "source": (f"[source,{CURSOR}]\n----\n\n----", "source text in a language"),
    "table": (f'[cols="1,1"]\n|===\n|{CURSOR} |\n\n| |\n|===', "a table with a header"),
    "verse": (f"[verse]\n____\n{CURSOR}\n____", "a verse"),
}
"""Whole blocks, by what is typed for them, each with what it is."""


@cache
def languages() -> dict[str, str]:
    """Return the names of the languages that Pygments highlights, each with what it is called."""
    from pygments.lexers import get_all_lexers

    return {alias: name for name, aliases, _, _ in get_all_lexers() for alias in aliases}
