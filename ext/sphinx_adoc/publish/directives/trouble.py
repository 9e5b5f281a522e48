"""What is wrong with a directive: said as a finding at its block, before and while it runs."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Self, cast

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.parsers.rst import directives as registry

from sphinx_adoc.codes import Code
from sphinx_adoc.doctree.context import Context
from sphinx_adoc.suggest import Names, did_you_mean

from .call import Call

_WARNING: Final = 2  # docutils' level
_HEAD: Final = re.compile(r'^Error (?:in|parsing content block for the) "[^"]*" directive:\s')
_UNKNOWN: Final = "Unknown directive type"


def report_unknown(ctx: Context, call: Call) -> None:
    """Report that the directive is unknown."""
    names = [*registry._directive_registry, *registry._directives]  # type: ignore[attr-defined]
    near = Names(names).nearest(call.name)
    hint = did_you_mean(near, "the extension that has it may be missing in 'extensions'")
    if call.extension:
        hint = f"add '{call.extension}' to extensions in conf.py"
    ctx.report(call.block, Code.DIRECTIVE_UNKNOWN, f"there is no directive '{call.name}'", hint=hint)


def report_verbatim(ctx: Context, call: Call) -> None:
    """Report that a directive shows its content as it is written, which AsciiDoc that is read first is not."""
    message = f"the directive '{call.name}' takes its content as it is written"
    ctx.report(call.block, Code.DIRECTIVE_FAILED, message, hint="write it in a listing: between lines of ----")


def lacks_argument(ctx: Context, call: Call, directive: type[Directive]) -> bool:
    """Tell whether a directive has not got the argument that it needs; then that is reported."""
    if not directive.required_arguments or call.argument.strip():
        return False
    hint = f'write it behind the style, [{call.name},ARGUMENT], or as argument="..."'
    ctx.report(call.block, Code.DIRECTIVE_FAILED, f"the directive '{call.name}' needs an argument", hint=hint)
    return True


def report_untaken(ctx: Context, call: Call, value: str) -> None:
    """Report a positional attribute that is neither an argument of the directive nor one of its options."""
    arguments = [*filter(None, [call.argument, *call.positional])]
    hint = f'an argument with a comma stands in quotes, [{call.name},"{", ".join(arguments)}"]'
    ctx.report(call.block, Code.DIRECTIVE_OPTION, f"the directive '{call.name}' takes no '{value}'", hint=hint)


def drop_unknown_options(ctx: Context, call: Call, directive: type[Directive]) -> None:
    """Report and drop the options that a directive does not have."""
    known = cast("Mapping[str, object] | None", directive.option_spec)
    if known is None:
        known = {}
    if not hasattr(known, "__iter__") or not list(known):  # autodoc's takes any, and looks at them later
        return
    for name in [name for name in call.options if name not in known]:
        near = Names(known).nearest(name)
        hint = did_you_mean(near, f"it has: {', '.join(sorted(known))}")
        message = f"the directive '{call.name}' has no option '{name}'"
        ctx.report(call.block, Code.DIRECTIVE_OPTION, message, hint=hint)
        del call.options[name]


class Watch:
    """Takes what docutils says of one directive while it runs, so that it is said of the AsciiDoc block instead.

    ``messages``: what was said, in order. What concerns other lines goes on to docutils.
    """

    def __init__(self, ctx: Context, name: str, line: int) -> None:
        self.messages: list[str] = []
        self._reporter: Any = ctx.document.reporter
        self._start = f".. {name}::"
        self._line = line
        self._folder = f"{ctx.document.settings.env.srcdir}{os.sep}"
        self._before: Any = None

    def __enter__(self) -> Self:
        self._before = self._reporter.__dict__.get("system_message")
        self._next = self._reporter.system_message
        self._reporter.system_message = self._take
        return self

    def __exit__(self, *error: object) -> None:
        if self._before is None:
            del self._reporter.system_message
        else:
            self._reporter.system_message = self._before

    def _take(self, level: int, message: object, *children: nodes.Node, **attributes: Any) -> nodes.system_message:
        shown = next((child.astext() for child in children if isinstance(child, nodes.literal_block)), "")
        mine = shown.startswith(self._start) or (not shown and attributes.get("line") == self._line)
        if level < _WARNING or not mine:
            return cast("nodes.system_message", self._next(level, message, *children, **attributes))
        text = _HEAD.sub("", str(message)).strip().rstrip(".").replace(self._folder, "")
        if not text.startswith(_UNKNOWN):  # that is reported otherwise
            self.messages.append(text)
        return nodes.system_message(text, level=level, type="ERROR", classes=[TAKEN])


@contextmanager
def located(ctx: Context, call: Call) -> Iterator[None]:
    """Give what extensions log without a place the line of a directive while it runs, as autodoc does not."""
    path, line = ctx.doc.origin.path_and_line(call.block.ref)

    def add_place(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING and getattr(record, "location", None) is None:
            record.location = f"{path}:{line}"
        return True

    handlers = logging.getLogger("sphinx").handlers
    for handler in handlers:
        handler.filters.insert(0, add_place)  # before Sphinx' own, which makes text of the place
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(add_place)


TAKEN: Final = "adoc-taken"


def without_taken(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return nodes without the messages that were taken, wherever these stand."""
    for node in content:
        for message in [*node.findall(nodes.system_message)]:
            if TAKEN in message["classes"] and message is not node:
                message.parent.remove(message)
    return [node for node in content if not (isinstance(node, nodes.system_message) and TAKEN in node["classes"])]
