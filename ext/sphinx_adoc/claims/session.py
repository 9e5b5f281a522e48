"""The namespace of a document's claims: the prelude, then its snippets in order, each one run once and when needed.

Running one claim runs what it needs: the snippets that set, or may change, a name it uses, and so on. Where an earlier
snippet turns out to be needed after a later one has run, the namespace starts afresh, so that order is always kept.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.suggest import Names, did_you_mean

from . import console, examples, pycode
from .capture import Captured, with_output
from .difference import Explain, explained
from .guard import Guard
from .limit import DEFAULT_S, TooLong, limited
from .model import SKIPPED, Claim, Verdict, broken, failed, held, skipped, skipped_by_mark
from .prelude import PreludeError, load
from .sentence.vocabulary import NO_WORDS, Vocabulary
from .snippet import Snippet, read_snippet
from .trouble import false, left_behind, line_span, raised, too_long

T = TypeVar("T")
STATED = ("value", "table")
PICTURE = "_repr_svg_"  # the method by which a value offers one, as in IPython


class NotReached(Exception):
    """A snippet that a claim needs was skipped, or must not be run again; ``verdict`` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.message)
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which conditions the code of claims runs.

    ``timeout``: how long each piece may run (s; 0: as long as it wants). ``captures``: whether what it prints is kept
    as evidence, else it goes where it goes. ``passes``: the exceptions that are not the claim's own, and go on.
    ``begins``: called with each claim whose code begins to run, or goes on after what it needed. ``units``: the factors
    of bare numbers' units, by kind: none is assumed. ``explain``: gives lines that say how two compared values differ.
    ``keeps_errors``: whether what claims raise is kept, for a debugger. ``heeds_marks``: whether the marks ``skip`` and
    ``xfail`` are carried out here. ``console``: whether documents may run commands.
    ``vocabulary``: the kinds of words that callables take.
    """

    timeout: float = DEFAULT_S
    captures: bool = True
    passes: tuple[type[BaseException], ...] = (KeyboardInterrupt,)
    begins: Callable[[Claim | None], None] = lambda claim: None
    units: Mapping[str, float] = field(default_factory=dict)
    explain: Explain = explained
    keeps_errors: bool = False
    heeds_marks: bool = True
    console: bool = False
    vocabulary: Vocabulary = NO_WORDS


class Session:
    """Runs the claims of one document. ``prelude``: a Python file whose names all of them see. ``barred``: verdicts on
    snippets that must not be run again, by the claims' order. ``namespace``: whose claims this session runs; that
    without a name knows the others (``of``).
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        prelude: Path | None = None,
        conditions: Conditions | None = None,
        barred: Mapping[int, Verdict] | None = None,
        namespace: str = "",
    ) -> None:
        self.claims = claims
        self.prelude = prelude
        self._folder = Path.cwd()  # a claim may change it
        self.conditions = conditions or Conditions()
        self.barred = dict(barred or {})
        names = {claim.attribute("namespace") for claim in claims} - {namespace}
        self._others = {} if namespace else {name: self._for_namespace(name) for name in sorted(names)}
        claims = [claim for claim in claims if claim.attribute("namespace") == namespace or claim.kind == "block"]
        self.snippets = {claim.order: read_snippet(claim) for claim in claims if claim.kind == "snippet"}
        self.stated = {claim.called for claim in claims if claim.kind in STATED}
        self.drawable: dict[int, dict[str, Any]] = {}
        self.errors: dict[int, BaseException] = {}
        self.provided: dict[str, Any] = {}
        self.threads_left = False
        self.trouble: Finding | None = None  # that the prelude failed
        self._module: ModuleType | None = None
        self._done: dict[int, Verdict] = {}
        self._running: list[Claim] = []

    def _for_namespace(self, namespace: str) -> Session:
        return Session(self.claims, self.prelude, self.conditions, self.barred, namespace)

    def session_of(self, claim: Claim) -> Session:
        """Return the session of the namespace that a claim names."""
        return self._others.get(claim.attribute("namespace"), self)

    def take(self, other: Session) -> None:
        """Take over what running a claim in another namespace left: trouble, threads, what must not be run again."""
        self.trouble = self.trouble or other.trouble
        self.threads_left |= other.threads_left
        self.barred.update(other.barred)
        self.errors.update(other.errors)

    @property
    def timeout(self) -> float:
        """How long each piece of code may run (s; 0: as long as it wants)."""
        return self.conditions.timeout

    @contextlib.contextmanager
    def running(self, claim: Claim) -> Iterator[None]:
        """Around the code of a claim: tell that it begins, and what goes on after it."""
        self._running.append(claim)
        self.conditions.begins(claim)
        try:
            yield
        finally:
            self._running.pop()
            if self._running:
                self.conditions.begins(self._running[-1])

    def attempt(self, claim: Claim, work: Callable[[], T]) -> T | Verdict:
        """Return what code of the document gives; a verdict where it raises. Raise TooLong, PreludeError, NotReached,
        and what is not the claim's own.
        """
        try:
            return work()
        except (PreludeError, TooLong, NotReached):
            raise
        except BaseException as error:  # the document's code may raise anything
            if isinstance(error, self.conditions.passes):
                raise
            if self.conditions.keeps_errors:
                self.errors[claim.order] = error
            if isinstance(error, AssertionError):
                return false(claim, error, claim.place.path, self.conditions.explain)
            return raised(claim, error, claim.place.path)

    # -- the namespace -------------------------------------------------------------------------------------------------

    @property
    def namespace(self) -> dict[str, Any]:
        """The names that snippets and stated values see. Raises PreludeError."""
        if self._module is None:
            self.conditions.begins(None)
            self._module = load(self.prelude, self.timeout, self._folder)
            if self._running:
                self.conditions.begins(self._running[-1])
            blocks = {claim.id: claim.text for claim in self.claims if claim.kind == "block"}
            self._module.__dict__["blocks"] = blocks
            self._module.__dict__.update(self.provided)
        return self._module.__dict__

    def provide(self, values: Mapping[str, Any]) -> None:
        """Set names that the document's code uses and does not set."""
        self.provided.update(values)
        if self._module is not None:
            self._module.__dict__.update(values)

    def is_set(self, name: str) -> bool:
        """Return whether the prelude sets a name; a prelude that fails is reported when a claim runs."""
        try:
            return name in self.namespace
        except PreludeError:
            return False

    def open_names(self, claim: Claim) -> set[str]:
        """Return the names that a claim and the snippets it needs use, and that nothing in the document sets."""
        names = self.snippets[claim.order].uses if claim.order in self.snippets else {claim.called}
        before = claim.order if claim.order in self.snippets else len(self.claims)
        needed = [self.snippets[order] for order in self._needed(names, before)]
        used = names.union(*(snippet.uses for snippet in needed))
        return used - {name for snippet in self.snippets.values() for name in snippet.binds}

    def lookup(self, name: str) -> Any:
        """Return the value of a name after the snippets that set it have run. Raises KeyError, PreludeError,
        NotReached.
        """
        self._run_needed({name}, len(self.claims))
        return self.namespace[name]

    def nearest(self, name: str) -> str:
        """Return a hint to the name that was probably meant, or ''."""
        known = {known for known in self.namespace if not known.startswith(("_", "@"))}
        known |= {bound for snippet in self.snippets.values() for bound in snippet.binds}
        near = Names(known).nearest(name)
        return did_you_mean(near, "set it in a snippet of the document, or in the prelude")

    def culprit(self, name: str) -> Claim | None:
        """Return the snippet that should have set a name, but did not get so far."""
        for order, snippet in self.snippets.items():
            if name in snippet.binds and order in self._done and not self._done[order].held:
                return snippet.claim
        return None

    def setting(self, name: str) -> Iterator[Claim]:
        """Yield the snippets that set a name, or may change it, the last one first."""
        return (snippet.claim for snippet in reversed(self.snippets.values()) if name in snippet.binds)

    def keep(self, claim: Claim, values: Mapping[str, Any]) -> None:
        """Keep those of some computed values that offer a picture, as ``drawable``, by the claim's order."""
        drawable = {name: value for name, value in values.items() if callable(getattr(type(value), PICTURE, None))}
        self.drawable[claim.order] = drawable

    # -- running -------------------------------------------------------------------------------------------------------

    def run(self, claim: Claim) -> Verdict:
        """Return the verdict on a snippet. Raises PreludeError, NotReached."""
        if claim.order in self.barred:
            return self.barred[claim.order]
        snippet = self.snippets[claim.order]
        self._run_needed(snippet.uses, claim.order)
        if claim.order not in self._done:
            self._done[claim.order] = self._execute(snippet)
        return self._done[claim.order]

    def _run_needed(self, names: set[str], before: int) -> None:
        """Run the snippets before a place that set the names, and those that they need, in order. Raise NotReached."""
        needed = self._needed(names, before)
        self._refuse(needed, self.barred)
        missing = [order for order in needed if order not in self._done]
        if missing and self._done and min(missing) < max(self._done):
            self._module, self._done = None, {}
            missing = needed
        for order in sorted(missing):
            snippet = self.snippets[order]
            marked = "skip" in snippet.claim.marks  # whoever carries marks out: its code is not to run here
            self._done[order] = skipped_by_mark(snippet.claim) if marked else self._execute(snippet)
        skipped = [order for order in needed if self._done[order].status == SKIPPED]
        if skipped:  # what it had set before it asked for that is there
            wanted = names.union(*(self.snippets[order].uses for order in needed))
            short = [order for order in skipped if self.snippets[order].binds & wanted - self.namespace.keys()]
            self._refuse(short, self._done)

    def _needed(self, names: set[str], before: int) -> list[int]:
        """The snippets before a place that set the names, and those that these need, the last one first."""
        needed: list[int] = []
        wanted = set(names)
        for order in sorted((order for order in self.snippets if order < before), reverse=True):
            if self.snippets[order].binds & wanted:
                needed.append(order)
                wanted |= self.snippets[order].uses
        return needed

    def _refuse(self, needed: Sequence[int], those: Mapping[int, Verdict]) -> None:
        refused = [order for order in needed if order in those]
        if refused:
            raise NotReached(those[min(refused)])

    def _execute(self, snippet: Snippet) -> Verdict:
        if snippet.fault:
            return snippet.fault
        before = dict(self.namespace)
        with self.running(snippet.claim), Guard() as guard:
            verdict = self._executed(snippet)
        after = self.namespace
        self.keep(snippet.claim, {name: after[name] for name in after if _is_new(name, before, after)})
        verdict = left_behind(verdict, guard)
        if guard.running:
            self.threads_left = True
            self.barred[snippet.claim.order] = verdict
        return verdict

    def _executed(self, snippet: Snippet) -> Verdict:
        claim = snippet.claim
        printed = Captured()
        captured = _captured(printed) if self.conditions.captures else contextlib.nullcontext()
        try:
            with limited(self.timeout), captured:
                verdict = self.attempt(claim, lambda: self._checked(snippet))
        except TooLong as error:
            verdict = too_long(claim, error, self.timeout)
        verdict = verdict or held(claim)
        if printed.closed_by_code and verdict.held:
            verdict = broken(claim, Code.CLAIM_SIDE_EFFECT, "it closed standard output")
        return replace(verdict, evidence=with_output(verdict.evidence, printed.text()))

    def _checked(self, snippet: Snippet) -> Verdict | None:
        """The verdict of a snippet's own code, None when it held. Raises what it raises."""
        if console.is_console(snippet.claim.text):
            return self._console(snippet.claim)
        return self._session(snippet.claim) if examples.is_session(snippet.claim.text) else self._asserts(snippet)

    def _console(self, claim: Claim) -> Verdict | None:
        if not self.conditions.console:
            return skipped(claim, "commands are not run: [claims] console, or --console, enables it")
        differences = list(console.wrong(console.read(claim.text), self.timeout))
        if not differences:
            return None
        parts = [f"$ {one.command.call}\nexpected:\n{one.expected}\ncomputed:\n{one.computed}\n" for one in differences]
        first = differences[0]
        line = claim.lines[first.command.line] if claim.lines else None
        expected, computed = examples.shown(first.expected), examples.shown(first.computed)
        verdict = failed(claim, expected, computed, line_span(claim.place.path, line), "".join(parts))
        return replace(verdict, message=verdict.message + more(len(differences) - 1, "difference"))

    def afresh(self, claim: Claim) -> Session:
        """Return a session of the same claims that has run just what a snippet needs: no trace is left of the snippet
        itself. Raises PreludeError.
        """
        session = Session(self.claims, self.prelude, self.conditions, self.barred, claim.attribute("namespace"))
        session._run_needed(session.snippets[claim.order].uses, claim.order)
        return session

    def differences(self, claim: Claim) -> Iterator[examples.Difference]:
        """Run the lines of an interactive session, and give those that print something else than is expected. Raises
        what they raise, and PreludeError.
        """
        return examples.differences(examples.read(claim.text), claim.place.path, claim.lines, self.namespace)

    def _session(self, claim: Claim) -> Verdict | None:
        if all(map(examples.is_skipped, examples.read(claim.text))):
            return skipped(claim, "all of its lines are marked +SKIP")
        differences = list(self.differences(claim))
        if not differences:
            return None
        parts = [f"expected:\n{one.expected}\ncomputed:\n{one.computed}\n" for one in differences]
        if len(differences) > 1:
            parts = [f"line {one.line}, {part}" for one, part in zip(differences, parts, strict=True)]
        first = differences[0]
        expected, computed = examples.shown(first.expected), examples.shown(first.computed)
        verdict = failed(claim, expected, computed, line_span(claim.place.path, first.line), "".join(parts))
        return replace(verdict, message=verdict.message + more(len(differences) - 1, "difference"))

    def _asserts(self, snippet: Snippet) -> Verdict | None:
        claim = snippet.claim
        ran: list[int] = []
        tree = pycode.telling(pycode.parse(claim.text, claim.lines))
        namespace = self.namespace
        namespace.update(pycode.helpers(ran))
        exec(compile(tree, claim.place.path, "exec", dont_inherit=True), namespace)
        if ran or snippet.binds & self.stated or _only_imports(tree):
            return None
        message = "it cannot fail: no assert was reached"
        return broken(claim, Code.CLAIM_CANNOT_FAIL, message, "assert what the text says, or write >>> with output")


@contextlib.contextmanager
def _captured(printed: Captured) -> Iterator[None]:
    """Around code: what it prints and what it reports go where both can be read in their order."""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield


def _only_imports(tree: ast.Module) -> bool:
    """Whether a snippet is nothing but imports: that they succeed is what it says."""
    return bool(tree.body) and all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in tree.body)


def more(count: int, what: str) -> str:
    """Return what is added to a message that speaks of the first of several."""
    return f" (and {count} more {what}{'s' * (count > 1)})" if count else ""


def _is_new(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return not name.startswith(("_", "@")) and (name not in before or before[name] is not after[name])
