"""What pages and style sheets name: anchors, links, and where they count from. Places are offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sphinx_adoc.htmltags import Value, values

_LINKS: Final = frozenset({
    ("a", "href"), ("area", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("iframe", "src"),
    ("source", "src"), ("video", "src"), ("audio", "src"), ("embed", "src"), ("track", "src"), ("input", "src"),
    ("video", "poster"), ("object", "data"), ("use", "href"), ("use", "xlink:href"), ("image", "href"),
    ("image", "xlink:href"), ("a", "xlink:href"), ("frame", "src"), ("body", "background"),
})  # fmt: skip
_FORMS: Final = frozenset({("form", "action"), ("button", "formaction"), ("input", "formaction")})  # pages, no programs
_SETS: Final = frozenset({("img", "srcset"), ("source", "srcset"), ("link", "imagesrcset")})
_WORD: Final = re.compile(r"\S+")
_REFRESH: Final = re.compile(r"\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)
_CSS: Final = re.compile(
    r"""/\*.*?(?:\*/|\Z)|@import\s+(?:"([^"\n]*)"|'([^'\n]*)')"""
    r"""|\burl\(\s*(?:"((?:[^"\n\\]|\\.)*)"|'((?:[^'\n\\]|\\.)*)'|([^"'()\s]+))\s*\)"""
    r"""|(?:[(,]|\bsrc\()\s*(?:"((?:[^"\n\\]|\\.)*)"|'((?:[^'\n\\]|\\.)*)')(?=\s*(?:\d|\.\d|type\())"""
    r"""|"(?:[^"\n\\]|\\.)*"?|'(?:[^'\n\\]|\\.)*'?""",
    re.IGNORECASE | re.DOTALL,
)
"""Comments, what is imported, addresses, images of a set (strings before a resolution or type), other strings."""

_LAST_CODE_POINT: Final = 0x10FFFF
_SURROGATES: Final = (0xD800, 0xDFFF)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)


class Named(NamedTuple):
    """A target as it is written, unescaped, and where it stands."""

    target: str
    start: int
    end: int


@dataclass(slots=True)
class References:
    """What a page names. ``ids``: the places of each id; ``names``: other anchors. ``base``: what its links count from,
    '' for the page itself; ``canonical``: the address that it says it has.
    """

    ids: dict[str, list[Named]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    links: list[Named] = field(default_factory=list)
    resources: list[Named] = field(default_factory=list)
    base: str = ""
    canonical: str = ""


def of_page(text: str) -> References:
    """Return what a page of HTML names. ``resources`` are the targets of its style sheets, whose fragments are no
    anchors.
    """
    references = References()
    rel = ""
    for value in values(text):
        where = (value.tag, value.name)
        if value.name == "id" and value.value:
            references.ids.setdefault(value.value, []).append(Named(value.value, value.start, value.end))
        elif where == ("a", "name"):
            references.names.add(value.value)
        elif where == ("base", "href"):
            references.base = references.base or value.value
        elif where == ("link", "rel"):
            rel = value.value.lower()
        elif value.name == "style" or where == ("style", ""):
            references.resources += of_style(value.value, value.start)
        else:
            _add(references, value, rel)
            rel = "" if where == ("link", "href") else rel
    return references


def _add(references: References, value: Value, rel: str) -> None:
    where = (value.tag, value.name)
    if where == ("link", "href") and "canonical" in rel.split():
        references.canonical = references.canonical or value.value
    elif where == ("link", "href") and {"preconnect", "dns-prefetch"} & set(rel.split()):
        return
    elif where in _LINKS or (where in _FORMS and value.value.partition("?")[0].endswith((".html", ".htm"))):
        references.links.append(Named(value.value, value.start, value.end))
    elif where in _SETS:
        references.links += _of_set(value)
    elif where == ("meta", "content") and (leads := _REFRESH.fullmatch(value.value.rstrip("'\" "))):
        references.links.append(Named(leads[1], value.start, value.end))


def _of_set(value: Value) -> Iterator[Named]:
    """The images of a srcset: ``a.png 1x, b.png 2x``."""
    plain = value.end - value.start == len(value.value)  # without character references
    in_descriptor = False
    for word in _WORD.finditer(value.value):
        start, text = word.start(), word[0]
        if in_descriptor:
            before, comma, text = text.partition(",")
            start += len(before) + 1
            in_descriptor = not comma
        url = text.lstrip(",")
        if in_descriptor or not url:
            continue
        start += len(text) - len(url)
        in_descriptor = not url.endswith(",")
        url = url.rstrip(",")
        places = (value.start + start, value.start + start + len(url)) if plain else (value.start, value.end)
        yield Named(url, *places)


def of_style(text: str, start: int = 0) -> Iterator[Named]:
    """Give what a style sheet loads. ``start``: where it begins."""
    for match in _CSS.finditer(text):
        if (group := match.lastindex) is not None:
            target = _ESCAPE.sub(_unescaped, match[group])
            yield Named(target, start + match.start(group), start + match.end(group))


def _unescaped(match: re.Match[str]) -> str:
    """What an escape of a style sheet stands for."""
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code <= _LAST_CODE_POINT and not _SURROGATES[0] <= code <= _SURROGATES[1] else "\ufffd"
    return match[3] or ""


def ids_of_picture(text: str) -> frozenset[str]:
    """Return the ids of an SVG file."""
    return frozenset(value.value for value in values(text) if value.name == "id")
