"""A snippet, read: the names that it sets and uses, and what is wrong with it before it runs."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from sphinx_adoc.codes import Code

from . import console, examples, pycode
from .model import Claim, Verdict, broken
from .trouble import line_span


@dataclass(slots=True)
class Snippet:
    """A snippet, read: its code (None: not readable, then ``fault`` says why), the names it sets and those it uses."""

    claim: Claim
    binds: set[str]
    uses: set[str]
    fault: Verdict | None = None


def read_snippet(claim: Claim) -> Snippet:
    """Return a snippet's names, and what is wrong with it before it runs."""
    try:
        if console.is_console(claim.text):
            return Snippet(claim, set(), set())
        if examples.is_session(claim.text):
            session = examples.read(claim.text)
            tree = examples.tree(session)
            sound = examples.can_fail(session)
        else:
            tree = pycode.parse(claim.text, claim.lines)
            sound = True
    except SyntaxError as error:
        span = line_span(claim.place.path, error.lineno)
        return Snippet(claim, set(), set(), broken(claim, Code.CLAIM_SYNTAX, f"not Python: {error.msg}", span=span))
    except ValueError as error:
        return Snippet(claim, set(), set(), broken(claim, Code.CLAIM_SYNTAX, f"no session of >>> lines: {error}"))
    return Snippet(claim, pycode.binds(tree), pycode.uses(tree), _unsound(claim, tree, sound=sound))


def _unsound(claim: Claim, tree: ast.AST, *, sound: bool) -> Verdict | None:
    if not sound:
        return broken(claim, Code.CLAIM_CANNOT_FAIL, "it cannot fail: no output is expected of any >>> line")
    trivial = pycode.always_true(tree)
    if trivial is not None:
        message = "it cannot fail: the assert is always true"
        return broken(claim, Code.CLAIM_CANNOT_FAIL, message, span=line_span(claim.place.path, trivial.lineno))
    return None
