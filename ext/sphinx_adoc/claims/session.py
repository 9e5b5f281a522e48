"""The namespace of a document's claims: the prelude, then its snippets in order, each one run once and when needed.

Running one claim runs what it needs: the snippets that set, or may change, a name it uses, and so on. Where an earlier
snippet turns out to be needed after a later one has run, the namespace starts afresh, so that order is always kept.
"""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any

from sphinx_adoc.codes import Code

from . import examples, pycode
from .limit import DEFAULT_S, TooLong, limited
from .model import Claim, Verdict, broken, failed, held
from .prelude import PreludeError, load
from .trouble import false, line_span, raised, too_long

STATED = ("value", "table")
PICTURE = "_repr_svg_"  # the method by which a value offers one, as in IPython


@dataclass(slots=True)
class Snippet:
    """A snippet, read: its code (None: not readable, then ``fault`` says why), the names it sets and those it uses."""

    claim: Claim
    binds: set[str]
    uses: set[str]
    fault: Verdict | None = None


class Session:
    """Runs the claims of one document. ``prelude``: a Python file whose names all of them see. ``timeout``: how long
    each piece of code may run (s; 0: as long as it wants).
    """

    def __init__(self, claims: Sequence[Claim], prelude: Path | None = None, timeout: float = DEFAULT_S) -> None:
        self.claims = claims
        self.prelude = prelude
        self.timeout = timeout
        self.snippets = {claim.order: _read(claim) for claim in claims if claim.kind == "snippet"}
        self.stated = {claim.name for claim in claims if claim.kind in STATED}
        self.drawable: dict[int, dict[str, Any]] = {}
        self._module: ModuleType | None = None
        self._done: dict[int, Verdict] = {}

    # -- the namespace -------------------------------------------------------------------------------------------------

    @property
    def namespace(self) -> dict[str, Any]:
        """The names that snippets and stated values see. Raises PreludeError."""
        if self._module is None:
            self._module = load(self.prelude)
            blocks = {claim.id: claim.text for claim in self.claims if claim.kind == "block"}
            self._module.__dict__["blocks"] = blocks
        return self._module.__dict__

    def lookup(self, name: str) -> Any:
        """The value of a name after the snippets that set it have run. Raises KeyError, PreludeError."""
        self._run_needed({name}, len(self.claims))
        return self.namespace[name]

    def nearest(self, name: str) -> str:
        """A hint to the name that was probably meant, or ''."""
        known = {known for known in self.namespace if not known.startswith(("_", "@"))}
        known |= {bound for snippet in self.snippets.values() for bound in snippet.binds}
        near = get_close_matches(name, sorted(known), n=1)
        return f"did you mean '{near[0]}'?" if near else "set it in a snippet of the document, or in the prelude"

    def culprit(self, name: str) -> Claim | None:
        """The snippet that should have set a name, but did not get so far."""
        for order, snippet in self.snippets.items():
            if name in snippet.binds and order in self._done and not self._done[order].held:
                return snippet.claim
        return None

    def setting(self, name: str) -> Iterator[Claim]:
        """The snippets that set a name, or may change it, the last one first."""
        return (snippet.claim for snippet in reversed(self.snippets.values()) if name in snippet.binds)

    def keep(self, claim: Claim, values: Mapping[str, Any]) -> None:
        """Keep those of some computed values that offer a picture, as ``drawable``, by the claim's order."""
        found = {name: value for name, value in values.items() if callable(getattr(type(value), PICTURE, None))}
        self.drawable[claim.order] = found

    # -- running -------------------------------------------------------------------------------------------------------

    def run(self, claim: Claim) -> Verdict:
        """The verdict on a snippet. Raises PreludeError."""
        snippet = self.snippets[claim.order]
        self._run_needed(snippet.uses, claim.order)
        if claim.order not in self._done:
            self._done[claim.order] = self._execute(snippet)
        return self._done[claim.order]

    def _run_needed(self, names: set[str], before: int) -> None:
        """Run the snippets before a place that set the names, and those that they need, in order."""
        needed: list[int] = []
        wanted = set(names)
        for order in sorted((order for order in self.snippets if order < before), reverse=True):
            if self.snippets[order].binds & wanted:
                needed.append(order)
                wanted |= self.snippets[order].uses
        missing = [order for order in needed if order not in self._done]
        if missing and self._done and min(missing) < max(self._done):
            self._module, self._done = None, {}
            missing = needed
        for order in sorted(missing):
            self._done[order] = self._execute(self.snippets[order])

    def _execute(self, snippet: Snippet) -> Verdict:
        if snippet.fault:
            return snippet.fault
        before = dict(self.namespace)
        verdict = self._executed(snippet)
        after = self.namespace
        self.keep(snippet.claim, {name: after[name] for name in after if _is_new(name, before, after)})
        return verdict

    def _executed(self, snippet: Snippet) -> Verdict:
        claim = snippet.claim
        printed = io.StringIO()
        path = claim.place.path
        try:
            with limited(self.timeout), contextlib.redirect_stdout(printed):
                found = self._session(claim) if examples.is_session(claim.text) else self._asserts(snippet)
        except AssertionError as error:
            return false(claim, error, path)
        except PreludeError:
            raise
        except TooLong as error:
            return too_long(claim, error, self.timeout)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (the document's code may raise anything)
            return raised(claim, error, path)
        return found or held(claim, evidence=printed.getvalue())

    def afresh(self, claim: Claim) -> Session:
        """A session of the same claims that has run just what a snippet needs: no trace is left of the snippet itself.
        Raises PreludeError.
        """
        session = Session(self.claims, self.prelude, self.timeout)
        session._run_needed(session.snippets[claim.order].uses, claim.order)
        return session

    def differences(self, claim: Claim) -> Iterator[examples.Difference]:
        """Run the lines of an interactive session, and give those that print something else than is expected. Raises
        what they raise, and PreludeError.
        """
        return examples.differences(examples.read(claim.text), claim.place.path, claim.lines, self.namespace)

    def _session(self, claim: Claim) -> Verdict | None:
        found = next(self.differences(claim), None)
        if found is None:
            return None
        evidence = f"expected:\n{found.expected}\ncomputed:\n{found.computed}\n"
        expected, computed = examples.shown(found.expected), examples.shown(found.computed)
        return failed(claim, expected, computed, line_span(claim.place.path, found.line), evidence)

    def _asserts(self, snippet: Snippet) -> Verdict | None:
        claim = snippet.claim
        ran: list[int] = []
        tree = pycode.telling(pycode.parse(claim.text, claim.lines))
        namespace = self.namespace
        namespace.update(pycode.helpers(ran))
        exec(compile(tree, claim.place.path, "exec", dont_inherit=True), namespace)
        if ran or snippet.binds & self.stated:
            return None
        message = "it cannot fail: no assert was reached"
        return broken(claim, Code.CLAIM_CANNOT_FAIL, message, "assert what the text says, or write >>> with output")


def _is_new(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return not name.startswith(("_", "@")) and (name not in before or before[name] is not after[name])


# -- reading a snippet -------------------------------------------------------------------------------------------------


def _read(claim: Claim) -> Snippet:
    """A snippet's names, and what is wrong with it before it runs."""
    try:
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
    return Snippet(claim, pycode.binds(tree), pycode.uses(tree), _unsound(claim, tree, sound))


def _unsound(claim: Claim, tree: ast.AST, sound: bool) -> Verdict | None:
    if not sound:
        return broken(claim, Code.CLAIM_CANNOT_FAIL, "it cannot fail: no output is expected of any >>> line")
    trivial = pycode.always_true(tree)
    if trivial is not None:
        message = "it cannot fail: the assert is always true"
        return broken(claim, Code.CLAIM_CANNOT_FAIL, message, span=line_span(claim.place.path, trivial.lineno))
    return None
