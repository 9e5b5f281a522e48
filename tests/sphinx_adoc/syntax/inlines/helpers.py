"""A document that is none, for texts to stand in, and a readable dump of inline nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sphinx_adoc.codes import OF_CODE, severity_of
from sphinx_adoc.syntax import inlines
from sphinx_adoc.syntax.source import Origin
from sphinx_adoc.syntax.tree import (
    NORMAL,
    Anchor,
    Button,
    Callout,
    Footnote,
    Footnotes,
    Formatted,
    Icon,
    IndexTerm,
    Inline,
    InlineImage,
    InlineMacro,
    InlineStem,
    InlineText,
    Keyboard,
    Link,
    Menu,
    Parent,
    Raw,
    Subs,
    Text,
    Xref,
)  # fmt: skip


@dataclass
class Host:
    """What a text asks of its document, without a document. ``problems``: code, severity, start, end, message."""

    attributes: dict[str, str] = field(default_factory=dict)
    inline_macros: frozenset[str] = frozenset()
    footnotes: Footnotes = field(default_factory=Footnotes)
    legacy: bool = False
    problems: list[tuple[str, str, int, int, str]] = field(default_factory=list)

    def __post_init__(self):
        self.origin = Origin()

    def attribute(self, name, version):
        return self.attributes.get(name)

    def date(self, name):
        return None

    def counter(self, name, seed):
        value = self.attributes.get(name)
        self.attributes[name] = str(int(value) + 1) if value else seed or "1"
        return self.attributes[name]

    def set_attribute(self, name, value):
        if value is None:
            self.attributes.pop(name, None)
        else:
            self.attributes[name] = value

    def name_references(self, text):
        pass

    def spend(self, characters):
        return True

    def parse_inlines(self, text):
        return inlines.parse(text)

    def report(self, code, message, text, start, end, severity=OF_CODE, hint=""):
        assert 0 <= start <= end <= len(text.raw)
        assert hint
        self.problems.append((code, severity_of(code, severity), start, end, message))


def text_of(raw: str, host: Host, subs: Subs = NORMAL) -> InlineText:
    """A text of a document, on lines of its own."""
    file = host.origin.add_file("case.adoc", raw.split("\n"))
    return InlineText(raw, host.origin.add_lines(file, 1, raw.count("\n") + 1), host, 0, subs)


def parse(raw: str, subs: Subs = NORMAL, **attributes: str) -> list[Inline]:
    """The nodes of a text in a document with some attributes (``-`` written ``_``)."""
    return text_of(raw, Host({name.replace("_", "-"): value for name, value in attributes.items()}), subs).inlines


def walk(nodes: Iterable[Inline]) -> Iterator[Inline]:
    """All nodes, outer ones first."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def dump(nodes: Iterable[Inline], depth: int = 0) -> Iterator[str]:
    """A line for each node: kind, offsets, and what it says."""
    for node in nodes:
        yield f"{'  ' * depth}{node.name} {node.start}:{node.end}{''.join(' ' + fact for fact in _facts(node))}"
        yield from dump(node.children, depth + 1)


def _facts(node: Inline) -> Iterator[str]:
    match node:
        case Text() | Raw():
            yield repr(node.value)
        case Formatted():
            yield f"{node.variant} {node.form}"
        case Link():
            yield f"{node.target!r}{' bare' if node.bare else ''}"
        case Xref():
            place = f"{node.target_start}:{node.target_end}"
            yield f"{node.form} {node.target!r} at {place} path={node.path!r} fragment={node.fragment!r}"
        case Anchor():
            yield f"{node.id!r} reftext={node.reftext!r}{' bibliography' if node.bibliography else ''}"
        case Footnote():
            yield f"number={node.number}{' reference' if node.reference else ''}"
        case _:
            yield from (repr(getattr(node, name)) for name in _SAID.get(type(node), ()))
    if isinstance(node, Parent | InlineImage):
        yield from _attributes(node)
    if isinstance(node, Link | Xref | InlineImage | InlineMacro) and node.attrs:
        yield repr(node.attrs)


_SAID: dict[type[Inline], tuple[str, ...]] = {
    InlineImage: ("target",),
    Icon: ("target",),
    Keyboard: ("keys",),
    Button: ("label",),
    Menu: ("items",),
    InlineStem: ("notation", "value"),
    IndexTerm: ("terms", "see"),
    Callout: ("number", "guard"),
    InlineMacro: ("macro", "target", "value"),
}


def _attributes(node: Parent | InlineImage) -> Iterator[str]:
    if node.id is not None:
        yield f"#{node.id}"
    yield from (f".{role}" for role in node.roles)
