"""Snippets of the form of an interactive session: ``>>>`` lines with the output they are expected to give.

doctest is loaded once there is one: it brings pdb along, and that half of the standard library.
"""

from __future__ import annotations

import ast
import contextlib
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .capture import Captured
from .phrase.expectation import clipped
from .pycode import parse

if TYPE_CHECKING:
    from doctest import Example


def is_session(text: str) -> bool:
    """Return whether a snippet is written as a session."""
    return text.lstrip().startswith(">>>")


def read(text: str) -> list[Example]:
    """Return the examples of a session. Raises ValueError for one that is not well formed."""
    from doctest import DocTestParser

    return DocTestParser().get_examples(text)


def tree(examples: Sequence[Example]) -> ast.Module:
    """Return the code of all examples, to see which names it uses. Raises SyntaxError."""
    return ast.parse("".join(example.source for example in examples))


def can_fail(examples: Sequence[Example]) -> bool:
    """Return whether any output, or any exception, is expected of an example that runs, or none of them runs."""
    run = [example for example in examples if not is_skipped(example)]
    return not run or any(example.want or example.exc_msg for example in run)


def is_skipped(example: Example) -> bool:
    """Return whether an example says of itself that it does not run."""
    from doctest import SKIP

    return bool(example.options.get(SKIP))


@dataclass(frozen=True, slots=True)
class Difference:
    """An example whose output is not the expected one: its line in the file, what it printed instead, and whether that
    is an exception.
    """

    example: Example
    line: int
    computed: str
    raised: bool

    @property
    def expected(self) -> str:
        """The output that the document expects."""
        return self.example.want.rstrip("\n")


def differences(
    examples: Sequence[Example], path: str, lines: Sequence[int], namespace: dict[str, Any]
) -> Iterator[Difference]:
    """Run the examples in turn, and give those that print something else. Raises SyntaxError, with the file's line."""
    from doctest import FAIL_FAST

    for example in examples:
        if is_skipped(example):
            continue
        first = example.lineno
        code = compile(parse(example.source, lines[first:], "single"), path, "single", dont_inherit=True)
        got, raised = _output(code, namespace)
        if not _as_expected(example, got):
            yield Difference(example, lines[first], got.rstrip("\n"), raised)
            if example.options.get(FAIL_FAST):
                return


def _output(code: Any, namespace: dict[str, Any]) -> tuple[str, bool]:
    """What code prints, and whether it raises: then with what a session would show last."""
    printed = Captured()
    displayed = sys.displayhook
    sys.displayhook = sys.__displayhook__
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, namespace)
    except Exception as error:  # noqa: BLE001 (whatever the document's code raises is compared with what it says)
        return printed.text() + "".join(traceback.format_exception_only(error)), True
    finally:
        sys.displayhook = displayed
    return printed.text(), False


def _as_expected(example: Example, got: str) -> bool:
    from doctest import IGNORE_EXCEPTION_DETAIL

    want = example.exc_msg if example.exc_msg is not None else example.want
    if example.exc_msg is not None and example.options.get(IGNORE_EXCEPTION_DETAIL):
        want, got = (_kind(outcome) for outcome in (want, got))
    return is_output(want, got, example.options)


def is_output(want: str, got: str, options: Mapping[int, bool] = MappingProxyType({})) -> bool:
    """Return whether doctest takes ``got`` for what is wanted: ``...`` is any text, and runs of blanks are equal, where
    the options, by doctest's flags, say nothing else.
    """
    from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker

    flags = ELLIPSIS | NORMALIZE_WHITESPACE
    for flag, on in options.items():
        flags = flags | flag if on else flags & ~flag
    return OutputChecker().check_output(want, got, flags)


def _kind(outcome: str) -> str:
    """What kind of exception a last line names, without its module and its words."""
    return outcome.strip().splitlines()[-1].partition(":")[0].rpartition(".")[2] if outcome.strip() else ""


def shown(output: str) -> str:
    """Return output for a message: in one line, shortened."""
    return clipped(" | ".join(output.splitlines())) or "nothing"
