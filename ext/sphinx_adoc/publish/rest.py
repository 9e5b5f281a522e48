"""reStructuredText inside AsciiDoc pages: Sphinx' roles and directives.

A role is the inline macro ``role``: ``role:py:func[open]`` stands for :literal:`:py:func:`open``. Directives, and
whatever else, are a listing with the role ``eval-rst``, which any other AsciiDoc renderer shows as a listing::

    [role=eval-rst]
    ----
    .. automodule:: shelve
    ----
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final, cast

from docutils import nodes
from docutils.parsers.rst import Parser, roles
from docutils.parsers.rst.languages import get_language
from docutils.parsers.rst.states import Inliner, RSTState
from docutils.statemachine import StringList

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.context import Context
from sphinx_adoc.suggest import Names, did_you_mean
from sphinx_adoc.syntax.tree import InlineMacro, InlineText, Listing

from .allowed import Allowed

ROLE = "eval-rst"
MACRO = "role"
LANGUAGE: Final[Any] = get_language("en")  # of the names of directives and roles
_SPECIAL: Final = re.compile(r"[\\\\*`_|:<>]")


def listing(ctx: Context, block: Listing) -> list[nodes.Node] | None:
    """Return the nodes of a listing that is reStructuredText; None for any other one."""
    if ROLE not in block.roles:
        return None
    refs = block.text.refs
    return read(ctx, block.text.raw, refs[0] if refs else block.ref, as_page=True)


def role(ctx: Context, macro: InlineMacro, text: InlineText) -> list[nodes.Node]:
    """Return the nodes of a role; of an unknown one its text, and a problem is reported."""
    ref, _ = text.position(macro.start)
    if not _is_role(ctx, macro.target):
        _report_role(ctx, macro, text)
        return [nodes.Text(macro.value)]
    content = _written(macro, text).replace("\\", "\\\\").replace("`", "\\`")
    role_nodes = read(ctx, f":{macro.target}:`{content}`", ref)
    return [child for node in role_nodes for child in (node.children if isinstance(node, nodes.paragraph) else [node])]


def _written(macro: InlineMacro, text: InlineText) -> str:
    """What a role is given: its text as it is written, without AsciiDoc's typography, attributes replaced."""
    _, opening, content = text.raw[macro.start : macro.end - 1].partition("[")
    if not opening or "{" in content:
        return macro.value
    return " ".join(content.replace("\\]", "]").split("\n"))


def _is_role(ctx: Context, name: str) -> bool:
    if not name or name.endswith(":"):
        return False
    role, _ = roles.role(name, LANGUAGE, 0, ctx.document.reporter)
    return role is not None


def _report_role(ctx: Context, macro: InlineMacro, text: InlineText) -> None:
    name = macro.target.rstrip(":")
    if name != macro.target and _is_role(ctx, name):
        hint = f"one colon too many: role:{name}[...]"
    else:
        close = Names(_role_names(ctx)).nearest(name)
        hint = did_you_mean(close, "the extension that has it may be missing in 'extensions'")
    message = f"there is no role '{macro.target}'"
    ctx.doc.report(Code.ROLE_UNKNOWN, message, text, macro.start, macro.end, hint=hint)


def _role_names(ctx: Context) -> Iterator[str]:
    """The names of all roles: docutils' own, and those of Sphinx' domains."""
    yield from LANGUAGE.roles
    env = ctx.document.settings.env
    for domain in env.domains.values():
        for name in domain.roles:
            yield from (name, f"{domain.name}:{name}") if domain.name == "std" else (f"{domain.name}:{name}",)


def escape(text: str) -> str:
    """Return text as reStructuredText that shows it as it is."""
    return _SPECIAL.sub(r"\\\g<0>", text)


Texts = Callable[[str], list[nodes.Node] | None]
"""From words to the nodes that they stand for; None: they are reStructuredText."""


def _no_texts(words: str) -> None:
    return None


def read(
    ctx: Context, text: str, ref: int, above: int = 0, *, as_page: bool = False, texts: Texts = _no_texts
) -> list[nodes.Node]:
    """Return the nodes of reStructuredText; trouble in it is reported at its own lines.

    ``ref``: the line of the page that the text begins at, or its line ``above`` (from 0). ``as_page``: the project's
    rst_prolog and rst_epilog hold for it. ``texts``: what is asked of running text before it is read.
    """
    _TEXTS.append(texts)
    try:
        return _read(ctx, text, ref, above, as_page=as_page)
    finally:
        _TEXTS.pop()


def _inliner() -> Inliner:
    """What reads running text, but for what stands for AsciiDoc. docutils takes no subclass: it lacks its patterns."""
    inliner: Any = Inliner()
    plainly = inliner.parse

    def parse(text: str, *rest: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        parsed = _TEXTS[-1](text)
        return plainly(text, *rest) if parsed is None else (parsed, [])

    inliner.parse = parse
    return cast("Inliner", inliner)


_TEXTS: Final[list[Texts]] = []  # of what is being read, the innermost last


def _read(ctx: Context, text: str, ref: int, above: int, *, as_page: bool) -> list[nodes.Node]:
    document = ctx.document
    before = set(map(id, document.children))  # a directive may put something in front of them
    offset = ctx.doc.origin.place(ref, 1).line - 1 - above
    inside: list[nodes.Node] = []
    trust = ctx.options.gate.trust
    if trust.inside_only:  # a copy of the page's own settings
        document.settings.raw_enabled = document.settings.file_insertion_enabled = False
    allowed = Allowed()
    with allowed if trust.stranger else nullcontext():
        if as_page:
            _read_definitions(document)
        if _STATES:
            inside = _nested(_STATES[-1], text, document.current_source or "", offset)
        else:
            Parser(inliner=_inliner()).parse("\n" * offset + text, document)
    for name in dict.fromkeys(allowed.refused):
        ctx.doc.report_line(Code.DIRECTIVE_REFUSED, f"{name} is not let in from a stranger's page", ref)
    added = [child for child in document.children if id(child) not in before]
    for child in added:
        document.remove(child)
    return [*added, *inside]


def _read_definitions(document: nodes.document) -> None:
    """Read the project's rst_prolog and rst_epilog, once for a page: what they define holds for all of it."""
    env = document.settings.env
    before = document.current_source
    for name in ("rst_prolog", "rst_epilog"):
        text = env.config[name]
        if text and not env.temp_data.get(f"adoc_{name}"):
            env.temp_data[f"adoc_{name}"] = True
            document.current_source = f"<{name}>"
            Parser().parse(text, document)
    document.current_source = before


_STATES: Final[list[RSTState]] = []  # of the directives that content is made for, the innermost last


@contextmanager
def within(state: RSTState) -> Iterator[None]:
    """While it is entered, what is read stands inside of a directive, which it may ask for."""
    _STATES.append(state)
    try:
        yield
    finally:
        _STATES.pop()


def _nested(state: RSTState, text: str, source: str, offset: int) -> list[nodes.Node]:
    """Read text inside of what a directive has made so far: some look at what they stand in."""
    lines = text.split("\n")
    string_list = StringList(lines, items=[(source, offset + number) for number in range(len(lines))])
    machine: Any = state.state_machine
    holder = machine.node.copy()
    state.nested_parse(string_list, offset, holder)
    return list(holder.children)
