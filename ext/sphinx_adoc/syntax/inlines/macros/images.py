"""Images and icons in running text: ``image:target[alt,width,height]``, ``icon:name[size]``."""

from __future__ import annotations

import re
from typing import Final

from sphinx_adoc.syntax.inlines.work import SPACE, Edit, Work, escapable
from sphinx_adoc.syntax.tree import Icon, InlineImage
from sphinx_adoc.syntax.words import BLANKS

from .bracketed import MacroMatch, attributes_of, named, rewrite

_OPENER: Final = re.compile(rf"{escapable('image', 'icon')}:(?=[^:{SPACE}\[])")


def images(work: Work) -> None:
    """Mark images and icons."""
    rewrite(work, _OPENER, _image, stop="line")


def _image(work: Work, macro: MacroMatch) -> list[Edit]:
    if work.text[macro.target_end - 1] in BLANKS:
        return []
    span = work.span(macro.start, macro.end)
    target = work.literal(macro.target, macro.target_end)
    is_image = macro.match.group().endswith("image:")
    names = ("alt", "width", "height") if is_image else ("size",)
    attrs = named(attributes_of(work, macro.text, macro.close, names), work)
    if "alt" not in attrs:
        attrs["alt"] = default_alt(target)
    roles = tuple(attrs.pop("role", "").split())
    kind = InlineImage if is_image else Icon
    node = kind(*span, target=target, id=attrs.pop("id", None), attrs=attrs, roles=roles)
    return [(macro.start, macro.end, work.ctx.atom((node,), span))]


def default_alt(target: str) -> str:
    """Return the alternative text of an image that has none: its file's name in words."""
    name = target.rpartition("/")[2]
    stem, dot, _ = name.rpartition(".")
    return (stem if dot else name).replace("_", " ").replace("-", " ")
