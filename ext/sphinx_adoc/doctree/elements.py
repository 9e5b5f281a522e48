"""What docutils' own nodes cannot say.

Each class derives from the standard node that says nearly the same, so that a translator which looks a visitor up
along the class's bases (Sphinx' do) falls back to it: text, LaTeX and manual pages need nothing more.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes

MALFORMED: Final = "malformed"  # the attribute of a formula that TeX stops at


class linebreak(nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes in lower case
    """A hard line break inside running text."""


class thematic_break(nodes.General, nodes.Element):  # noqa: N801
    """A rule between blocks. Unlike docutils' transition it may stand anywhere: first, last, in a list item."""


class details(nodes.container):  # noqa: N801
    """A disclosure: its first child is the :class:`summary`. ``open``: shown at first."""


class summary(nodes.rubric):  # noqa: N801
    """What a closed disclosure shows."""


class media(nodes.container):  # noqa: N801
    """A video, a sound or a frame. Its child is a link to it, for outputs that cannot play it.

    ``tag``: video, audio or iframe; ``uri``; ``label``: what it is called; ``options``: HTML attributes by name (None:
    present without a value).
    """


class icon(nodes.inline):  # noqa: N801
    """A glyph of an icon font; its child is its name in brackets, for outputs without one. ``label``: what it says."""


class drawing(nodes.image):  # noqa: N801
    """An SVG image whose links and scripts work. ``fallback``: the address of an image for where it cannot be shown."""


class callout_listing(nodes.literal_block):  # noqa: N801
    """A listing with callout marks. ``code``: its text without marks; ``marks``: numbers by line, from 0."""


class reversed_list(nodes.enumerated_list):  # noqa: N801
    """An ordered list that counts down."""


class header_entry(nodes.entry):  # noqa: N801
    """A table cell in the body that heads its row."""


class column_entry(nodes.entry):  # noqa: N801
    """A table cell that heads its column."""

    tagname = "entry"  # for outputs that have no visitor of its own


OWN_NODES: tuple[type[nodes.Element], ...] = (
    linebreak, thematic_break, details, summary, media, icon, drawing, callout_listing, reversed_list, header_entry,
    column_entry,
)  # fmt: skip
