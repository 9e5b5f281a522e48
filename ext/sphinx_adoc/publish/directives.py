"""Sphinx' directives as AsciiDoc's blocks and block macros.

A block is one by its style (``[tabs]``, ``[mermaid]``, ``[versionadded,1.2]``) or by the attribute ``directive``::

    [directive=admonition,argument="By the way",class=aside]
    ====
    With _AsciiDoc_ inside.
    ====

Attributes are the directive's options, and so are the names in ``opts`` as flags. A listing, literal or passthrough
gives its text as it is; other blocks are read as AsciiDoc, at their own lines, when the directive asks for its content.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self, cast

from docutils import nodes
from docutils.parsers.rst import Directive, directives

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.context import Context
from sphinx_adoc.syntax.tree import (
    Block,
    BlockMacro,
    DescriptionItem,
    DescriptionList,
    Example,
    Listing,
    Literal,
    Open,
    Paragraph,
    Pass,
)

from . import rest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BODY: Final = "adoc-body"  # the directive that stands for a block's content
_VERBATIM = Listing | Literal | Pass
_NOT_OPTIONS: Final = frozenset({"directive", "argument", "id", "role", "roles", "style", "title", "opts", "options"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style that stands for a directive. ``extension``: the one that has it, '' for Sphinx. ``options``: what the
    positional attributes behind the style mean ('' is the argument). ``raw``: the body is the directive's own language.
    """

    directive: str
    extension: str = ""
    positional: tuple[str, ...] = ("",)
    raw: bool = False


STYLES: Final[Mapping[str, Style]] = {
    "csv-table": Style("csv-table", raw=True),
    "deprecated": Style("deprecated"),
    "ditaa": Style("ditaa", "sphinxcontrib.ditaa", ("name",), raw=True),
    "graphviz": Style("graphviz", "sphinx.ext.graphviz", ("name",), raw=True),
    "mermaid": Style("mermaid", "sphinxcontrib.mermaid", ("name",), raw=True),
    "only": Style("only"),
    "plantuml": Style("uml", "sphinxcontrib.plantuml", ("name",), raw=True),
    "seealso": Style("seealso"),
    "todo": Style("todo", "sphinx.ext.todo"),
    "versionadded": Style("versionadded"),
    "versionchanged": Style("versionchanged"),
    "versionremoved": Style("versionremoved"),
}
MACROS: Final[Mapping[str, str]] = {  # block macros, with the extension that has the directive of their name
    **dict.fromkeys(
        ("automodule", "autoclass", "autoexception", "autofunction", "automethod", "autodata", "autoattribute"),
        "sphinx.ext.autodoc",
    ),
    "literalinclude": "",
    "csv-table": "",
}
TABS: Final = "tabs"


@dataclass(slots=True)
class Call:
    """A directive as it is asked for. ``content``: text, or the blocks of its body; ``extension``: who may have it."""

    block: Block
    name: str
    argument: str = ""
    options: dict[str, str] = field(default_factory=dict)
    content: str | list[Block] = ""
    extension: str = ""


def block(ctx: Context, block: Block) -> list[nodes.Node] | None:
    """Return the nodes of a block that is a directive; None for any other one."""
    style = getattr(block, "style", None)
    if style == TABS and isinstance(block, Example | Open):
        return _tabs(ctx, block)
    if "directive" in block.attrs:
        return run(ctx, _call(block, block.attrs["directive"]))
    known = STYLES.get(style or "")
    if known is None:
        return None
    call = _call(block, known.directive)
    call.extension = known.extension
    for number, name in enumerate(known.positional, 2):
        value = block.attrs.get(f"${number}", "")
        if value and not name:
            call.argument = call.argument or value
    if known.raw and isinstance(block, Paragraph):
        call.content = block.text.raw
    return run(ctx, call)


def macro(ctx: Context, block: BlockMacro) -> list[nodes.Node]:
    """Return the nodes of a block macro that is a directive."""
    call = _call(block, block.macro)
    call.argument, call.extension = block.target, MACROS.get(block.macro, "")
    flags = (value for name, value in block.attrs.items() if name.startswith("$") and value)
    call.options.update(dict.fromkeys(flags, ""))
    return run(ctx, call)


def _call(block: Block, name: str) -> Call:
    options = {key: value for key, value in block.attrs.items() if key not in _NOT_OPTIONS and not key.startswith("$")}
    options.update(dict.fromkeys(block.options, ""))
    content: str | list[Block] = ""
    if isinstance(block, _VERBATIM):
        content = block.text.raw
    elif isinstance(block, Paragraph):
        content = [block]
    elif not isinstance(block, BlockMacro):
        content = list(getattr(block, "blocks", ()))
    return Call(block, name, block.attrs.get("argument", ""), options, content)


def run(ctx: Context, call: Call) -> list[nodes.Node]:
    """Return the nodes that a directive makes; what the block shows by itself where there is no such directive."""
    found, _ = directives.directive(call.name, rest.LANGUAGE, ctx.document)
    if found is None:
        _report_unknown(ctx, call)
        return _plainly(ctx, call)
    _check_options(ctx, call, found)
    with _Bodies(ctx) as bodies:
        text = "\n".join(_source(call, bodies))
        try:
            made = rest.read(ctx, text, *_lines(call, text))
        except Exception as error:  # noqa: BLE001 (a directive may raise anything)
            message = f"the directive '{call.name}' failed: {type(error).__name__}: {error}"
            ctx.report(call.block, Code.DIRECTIVE_FAILED, message)
            return _plainly(ctx, call)
    return made


def _tabs(ctx: Context, block: Example | Open) -> list[nodes.Node] | None:
    """Tabs: a description list whose terms are the labels."""
    if len(block.blocks) != 1 or not isinstance(tabs := block.blocks[0], DescriptionList):
        ctx.report(block, Code.DIRECTIVE_FAILED, "tabs are one description list", hint="write a tab as 'label::'")
        return None
    found, _ = directives.directive("tab-set", rest.LANGUAGE, ctx.document)
    call = Call(block, "tab-set", extension="sphinx_design")
    if found is None:
        _report_unknown(ctx, call)
        return None
    with _Bodies(ctx) as bodies:
        lines = [".. tab-set::", ""]
        for item in tabs.items:
            label = rest.escape(" / ".join(term.plain for term in item.terms))
            lines += [f"   .. tab-item:: {label}", "", f"      .. {BODY}:: {bodies.add(_described(ctx, item))}", ""]
        return rest.read(ctx, "\n".join(lines), block.ref)


def _described(ctx: Context, item: DescriptionItem) -> Any:
    def make() -> list[nodes.Node]:
        holder = nodes.container()
        if item.principal is not None:
            paragraph = ctx.place(item.ref, nodes.paragraph(item.principal.raw, ""))
            ctx.text(item.principal, paragraph)
            holder.append(paragraph)
        ctx.blocks(item.blocks, holder)
        return holder.children

    return make


def _source(call: Call, bodies: _Bodies) -> Iterator[str]:
    """The directive in reStructuredText, its AsciiDoc replaced by what stands for it."""
    block = call.block
    if block.id:
        yield from (f".. _{block.id}:", "")
    argument = call.argument or (block.title.plain if block.title is not None else "")
    yield f".. {call.name}:: {argument}".rstrip()
    yield from (f"   :{name}: {value}".rstrip() for name, value in call.options.items())
    yield ""
    if isinstance(call.content, str):
        yield from (f"   {line}" for line in call.content.split("\n"))
    elif call.content:
        yield f"   .. {BODY}:: {bodies.add(_made_of(bodies.ctx, call.content))}"


def _lines(call: Call, text: str) -> tuple[int, int]:
    """The line of the page where verbatim content begins, and its line in the text; for other content 0."""
    refs = call.block.text.refs if isinstance(call.block, _VERBATIM | Paragraph) else ()
    if not refs or not isinstance(call.content, str):
        return call.block.ref, 0
    return refs[0], text.count("\n") - call.content.count("\n")


def _made_of(ctx: Context, blocks: list[Block]) -> Any:
    def make() -> list[nodes.Node]:
        holder = nodes.container()
        for each in blocks:
            ctx.blocks_plainly([each], holder)
        return holder.children

    return make


def _plainly(ctx: Context, call: Call) -> list[nodes.Node]:
    """The block as it is without a directive."""
    holder = nodes.container()
    if isinstance(call.block, BlockMacro):
        line = ctx.doc.origin.line(call.block.ref).strip()
        holder.append(nodes.paragraph(line, line))
    else:
        ctx.blocks_plainly([call.block], holder)
    return holder.children


def _report_unknown(ctx: Context, call: Call) -> None:
    names = [*directives._directive_registry, *directives._directives]  # type: ignore[attr-defined]
    close = get_close_matches(call.name, names, 1)
    hint = f"did you mean '{close[0]}'?" if close else "the extension that has it may be missing in 'extensions'"
    if call.extension:
        hint = f"add '{call.extension}' to extensions in conf.py"
    ctx.report(call.block, Code.DIRECTIVE_UNKNOWN, f"there is no directive '{call.name}'", hint=hint)


def _check_options(ctx: Context, call: Call, found: type[Directive]) -> None:
    """Report and drop the options that a directive does not have."""
    known = cast("Mapping[str, object] | None", found.option_spec)
    if known is None:
        known = {}
    if not hasattr(known, "__iter__") or not list(known):  # autodoc's takes any, and looks at them later
        return
    for name in [name for name in call.options if name not in known]:
        close = get_close_matches(name, list(known), 1)
        hint = f"did you mean '{close[0]}'?" if close else f"it has: {', '.join(sorted(known))}"
        message = f"the directive '{call.name}' has no option '{name}'"
        ctx.report(call.block, Code.DIRECTIVE_OPTION, message, hint=hint)
        del call.options[name]


# -- the content of a directive ----------------------------------------------------------------------------------------


class _Bodies:
    """The contents that directives may ask for while they run, by the names that stand for them."""

    waiting: ClassVar[dict[str, Any]] = {}

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._mine: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for name in self._mine:
            self.waiting.pop(name, None)

    def add(self, make: Any) -> str:
        """Keep a content; return what stands for it."""
        name = secrets.token_hex(8)  # what is inside cannot name it, and so cannot ask for itself
        self.waiting[name] = make
        self._mine.append(name)
        return name


class Body(Directive):
    """What stands for the content of a block inside a directive."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the nodes of the content."""
        make = _Bodies.waiting.get(self.arguments[0])
        return list(make()) if make is not None else []


def setup(app: Sphinx) -> None:
    """Register what stands for a block's content."""
    app.add_directive(BODY, Body)
