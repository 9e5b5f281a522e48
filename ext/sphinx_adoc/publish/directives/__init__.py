"""Sphinx' directives as AsciiDoc's blocks and block macros.

A block is one by its style (``[tabs]``, ``[mermaid]``, ``[card,Title]``) or by the attribute ``directive``::

    [directive=admonition,argument="By the way",class=aside]
    ====
    With _AsciiDoc_ inside.
    ====

Attributes are the directive's options, and so are the names in ``opts`` as flags. A listing, literal or passthrough
gives its text as it is; other blocks are read as AsciiDoc, at their own lines, when the directive asks for its content.
So are its argument, title and options where the directive reads them as running text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst import directives as registry

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.context import Context
from sphinx_adoc.publish import rest
from sphinx_adoc.syntax.tree import (
    Block,
    BlockMacro,
    DescriptionItem,
    DescriptionList,
    Example,
    Open,
    Paragraph,
    Section,
)

from . import body
from .body import Bodies, Maker
from .call import VERBATIM, Call, call
from .styles import MACROS, STYLES, TABS, Style, macros, styles
from .texts import LATE, Texts
from .trouble import (
    Watch,
    drop_unknown_options,
    lacks_argument,
    located,
    report_unknown,
    report_untaken,
    report_verbatim,
    without_taken,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CAPTION: Final = "caption"
_CLASS: Final = "class"
_LABEL: Final = "label"
_FILE: Final = "file"  # the option of csv-table


def block(ctx: Context, block: Block) -> list[nodes.Node] | None:
    """Return the nodes of a block that is a directive; None for any other one."""
    style = block.style or ""
    if style == TABS and isinstance(block, Example | Open):
        return _tabs(ctx, block)
    if "directive" in block.attrs:
        directive_call = call(block, block.attrs["directive"])
        directive_call.positional = _positional(block, 2)
        return run(ctx, directive_call)
    known = STYLES.get(style)
    if known is None:
        if not style or isinstance(block, Section | BlockMacro) or style not in styles():
            return None
        known = Style(style)
    return run(ctx, _of_style(block, known))


def _of_style(block: Block, style: Style) -> Call:
    directive_call = call(block, style.directive)
    directive_call.extension = style.extension
    directive_call.positional = _positional(block, 2 + (style.positional != ("",)))
    if style.raw and isinstance(block, Paragraph):
        directive_call.content, directive_call.itself = block.text.raw, False
    return directive_call


def _positional(block: Block, first: int) -> list[str]:
    """The positional attributes of a block from a number on, without empty ones."""
    values = ((name[1:], value.strip()) for name, value in block.attrs.items() if name.startswith("$"))
    return [value for number, value in values if number.isdecimal() and int(number) >= first and value]


def macro(ctx: Context, block: BlockMacro) -> list[nodes.Node]:
    """Return the nodes of a block macro that is a directive."""
    directive_call = call(block, block.macro)
    directive_call.argument, directive_call.extension = block.target, MACROS.get(block.macro, "")
    if block.macro == "csv-table" and _FILE not in directive_call.options and "url" not in directive_call.options:
        directive_call.argument, directive_call.options[_FILE] = "", block.target
    directive_call.positional = _positional(block, 1)
    return run(ctx, directive_call)


def run(ctx: Context, call: Call) -> list[nodes.Node]:
    """Return the nodes that a directive makes; what the block shows by itself where there is none, or it fails."""
    directive, _ = registry.directive(call.name, rest.LANGUAGE, ctx.document)
    if directive is None:
        report_unknown(ctx, call)
        return _plainly(ctx, call)
    _use_positional(ctx, call, directive)
    _use_id(call, directive)
    texts = Texts(ctx)
    _use_words(call, directive, texts)
    above = _use_title(call, directive, texts)
    if lacks_argument(ctx, call, directive):
        return _plainly(ctx, call)
    drop_unknown_options(ctx, call, directive)
    roles = _use_roles(call, directive)
    with Bodies(ctx) as bodies:
        made = _made(ctx, call, "\n".join(_source(call, bodies)), texts)
        holder = nodes.container("", *(made or ()))
        filled = bodies.fill_texts(holder)
    if not filled:
        report_verbatim(ctx, call)
    if made is None or not filled:
        return _plainly(ctx, call)
    made = holder.children
    texts.name_messages(made)
    for node in made:
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.Invisible):
            node["classes"] += roles
    return [*_rubric(ctx, call.block, wanted=above), *made]


def _made(ctx: Context, call: Call, text: str, texts: Texts) -> list[nodes.Node] | None:
    """The nodes of a directive; None where it fails, which is reported."""
    ref, above = _lines(call, text)
    offset = text.split("\n").index(_opening(call)) - above
    with located(ctx, call), Watch(ctx, call.name, ctx.doc.origin.place(ref, 1).line + offset) as watch:
        try:
            content = without_taken(rest.read(ctx, text, ref, above, texts=texts.read))
        except Exception as error:  # noqa: BLE001 (a directive may raise anything)
            content = []
            watch.messages.append(f"{type(error).__name__}: {error}")
    for message in watch.messages:
        ctx.report(call.block, Code.DIRECTIVE_FAILED, f"the directive '{call.name}' failed: {message}")
    failed = watch.messages and not any(isinstance(node, nodes.Element) and node.children for node in content)
    return None if failed else content


def _use_id(call: Call, directive: type[Directive]) -> None:
    """Give a directive that has labels of its own the block's id as one, for the roles that look for these."""
    if call.block.id and _LABEL in (directive.option_spec or {}):
        call.options.setdefault(_LABEL, call.block.id)


def _use_positional(ctx: Context, call: Call, directive: type[Directive]) -> None:
    """Give a directive what stands behind the style: as arguments, or as options that are flags."""
    most = _most_arguments(directive)
    taken = [call.argument] if call.argument else []
    known: Mapping[str, object] | None = directive.option_spec
    takes_any = bool(known) and not [*(known or ())]  # autodoc's
    for value in call.positional:
        if takes_any or (known and value in known):
            call.options[value] = ""
        elif len(taken) < most:
            taken.append(value)
        else:
            report_untaken(ctx, call, value)
    call.argument = " ".join(taken)


def _most_arguments(directive: type[Directive]) -> int:
    """How many arguments a directive takes. With none, what stands in their place is the first line of its content."""
    return directive.required_arguments + directive.optional_arguments or int(directive.has_content)


def _use_words(call: Call, directive: type[Directive], texts: Texts) -> None:
    """Let the argument and the options be read as AsciiDoc where the directive wants them read."""
    if call.argument:
        call.argument = texts.value(call.block, call.argument, _most_arguments(directive))
    for name, value in call.options.items():
        if value:
            call.options[name] = texts.value(call.block, value)


def _use_title(call: Call, directive: type[Directive], texts: Texts) -> bool:
    """Give a block's title to its directive, as caption or as argument. Return whether it shows above instead."""
    title = call.block.title
    if title is None or (call.itself and not isinstance(call.block, Paragraph)):
        return False
    if _CAPTION in (directive.option_spec or {}):
        call.options.setdefault(_CAPTION, texts.title(title))
    elif call.argument or not (directive.required_arguments or directive.optional_arguments):
        return True
    else:
        call.argument = texts.title(title)
    return False


def _use_roles(call: Call, directive: type[Directive]) -> list[str]:
    """Give a block's roles to its directive as classes. Return those that its nodes get."""
    if _CLASS not in (directive.option_spec or {}):
        return list(call.block.roles)
    if call.block.roles:
        call.options[_CLASS] = " ".join([call.options.get(_CLASS, ""), *call.block.roles]).strip()
    return []


def _rubric(ctx: Context, block: Block, *, wanted: bool) -> Sequence[nodes.Node]:
    holder = nodes.container()
    if wanted:
        ctx.title(block, holder)
    return holder.children


def _tabs(ctx: Context, block: Example | Open) -> list[nodes.Node] | None:
    """Tabs: a description list whose terms are the labels."""
    if len(block.blocks) != 1 or not isinstance(tabs := block.blocks[0], DescriptionList):
        ctx.report(block, Code.DIRECTIVE_FAILED, "tabs are one description list", hint="write a tab as 'label::'")
        return None
    directive, _ = registry.directive("tab-set", rest.LANGUAGE, ctx.document)
    tab_set = Call(block, "tab-set", extension="sphinx_design")
    if directive is None:
        report_unknown(ctx, tab_set)
        return None
    texts = Texts(ctx)
    with Bodies(ctx) as bodies:
        lines = [".. tab-set::", ""]
        for item in tabs.items:
            label = texts.title(*item.terms)
            lines += [f"   .. tab-item:: {label}", "", f"      {bodies.add(_described(ctx, item))}", ""]
        made_of = rest.read(ctx, "\n".join(lines), block.ref, texts=texts.read)
    texts.name_messages(made_of)
    return made_of


def _described(ctx: Context, item: DescriptionItem) -> Maker:
    def make() -> Sequence[nodes.Node]:
        holder = nodes.container()
        if item.principal is not None:
            paragraph = ctx.place(item.ref, nodes.paragraph(item.principal.raw, ""))
            ctx.text(item.principal, paragraph)
            holder.append(paragraph)
        ctx.blocks(item.blocks, holder)
        return holder.children

    return make


def _source(call: Call, bodies: Bodies) -> Iterator[str]:
    """The directive in reStructuredText, its AsciiDoc replaced by what stands for it."""
    if call.block.id:
        yield from (f".. _{call.block.id}:", "")
    yield _opening(call)
    yield from (f"   :{name}: {value}".rstrip() for name, value in call.options.items())
    yield ""
    if isinstance(call.content, str):
        yield from (f"   {line}" for line in call.content.split("\n"))
    elif call.content:
        yield f"   {bodies.add(_made_of(bodies.ctx, call))}"


def _opening(call: Call) -> str:
    return f".. {call.name}:: {call.argument}".rstrip()


def _lines(call: Call, text: str) -> tuple[int, int]:
    """The line of the page where verbatim content begins, and its line in the text; for other content 0."""
    refs = call.block.text.refs if isinstance(call.block, VERBATIM | Paragraph) else ()
    if not refs or not isinstance(call.content, str):
        return call.block.ref, 0
    return refs[0], text.count("\n") - call.content.count("\n")


def _made_of(ctx: Context, call: Call) -> Maker:
    blocks = call.content

    def make() -> Sequence[nodes.Node]:
        assert not isinstance(blocks, str)
        holder = nodes.container()
        if call.itself:
            ctx.blocks_plainly(blocks, holder)
        else:
            ctx.blocks(blocks, holder)
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


def setup(app: Sphinx) -> None:
    """Register what stands for a block's content."""
    body.setup(app)


__all__ = ["LATE", "MACROS", "block", "macro", "macros", "run", "setup", "styles"]
