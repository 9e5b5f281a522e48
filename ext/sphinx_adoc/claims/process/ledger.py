"""Every claim its verdict: claims run in a process of their own, which is started again where one of them ends it."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from sphinx_adoc.claims.capture import with_output
from sphinx_adoc.claims.evidence import Evidence
from sphinx_adoc.claims.limit import DEFAULT_MIB, DEFAULT_S
from sphinx_adoc.claims.model import Claim, Verdict, broken, not_run
from sphinx_adoc.claims.mutations import Changed
from sphinx_adoc.claims.offers import Offers
from sphinx_adoc.claims.phrase import NONE, Declared
from sphinx_adoc.claims.sentence.vocabulary import NO_WORDS, Vocabulary
from sphinx_adoc.claims.trouble import line_span, timeout_hint
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

from . import protocol
from .child import Child, Ended
from .each_time import runs_each_time
from .environment import allowed
from .local import Local

if TYPE_CHECKING:  # the process itself has no use for it
    from .kept import Kept

T = TypeVar("T", bound=protocol.Message)
_FRAME: Final = re.compile(r'^ *File "(?P<path>[^"]+)", line (?P<line>\d+)', re.MULTILINE)


class StartError(Exception):
    """The process that runs claims cannot be started; the message says what it wrote."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A claim that was run: its verdict (None: it is data and no claim), and what that rests on if it was asked for."""

    claim: Claim
    verdict: Verdict | None
    evidence: Evidence | None = None


class Ledger:
    """Runs the claims of any number of documents. ``prelude``: a Python file whose names all of them see. ``timeout``:
    how long each piece of code may run (s; 0: as long as it wants). ``environment``: names of variables that claims see
    beyond the usual ones. ``units``: the factors of bare numbers' units, by kind. ``console``: whether documents may
    run commands. ``vocabulary``: the kinds of words that callables take. ``kept``: where verdicts are kept from run to
    run (None: nowhere). ``memory``: how much their process may take (MiB; 0: as much as it wants).

    ``trouble``: the finding that the prelude failed; no claim is run after that. ``files``: those of the project that
    were read so far.
    """

    def __init__(
        self,
        prelude: Path | None = None,
        timeout: float = DEFAULT_S,
        environment: Collection[str] = (),
        units: Declared = NONE,
        *,
        console: bool = False,
        vocabulary: Vocabulary = NO_WORDS,
        kept: Kept | None = None,
        memory: float = DEFAULT_MIB,
    ) -> None:
        self.prelude = prelude
        self.timeout = timeout
        self.trouble: Finding | None = None
        self.units = units
        self.console = console
        self.vocabulary = vocabulary
        self.memory = memory
        self.files: set[str] = set()
        self._environment = allowed(environment)
        self._kept = kept if hasattr(os, "fork") else None
        self._child: Child | Local | None = None
        self._opened: set[int] = set()
        self._documents = 0

    def __enter__(self) -> Self:
        """Return the ledger; no process is started before the first claim."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, and keep what is to be kept."""
        self.close()
        if self._kept is not None and kind is None:
            self._kept.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._child is not None:
            self._child.close()
        self._child = None
        self._opened.clear()

    def document(self, claims: Sequence[Claim]) -> DocumentRun:
        """Return what runs the claims of one document, which share their names."""
        self._documents += 1
        return DocumentRun(self, self._documents, claims)

    def ask(self, document: DocumentRun, request: protocol.Message, kind: type[T]) -> T:
        """Return the answer to a request about a document. Raise Ended, StartError."""
        child = self._child or self._started()
        try:
            if document.number not in self._opened:
                child.ask(protocol.Open(document.number, tuple(document.claims), document.barred))
                self._opened.add(document.number)
            answer = child.ask(request)
        except Ended:
            self.close()
            raise
        if not isinstance(answer, kind):
            raise StartError(
                f"the process that runs claims answered {type(answer).__name__} to {type(request).__name__}"
            )
        return answer

    def offers(self, roles: Sequence[str], text: str, line: int, column: int) -> Offers:
        """Return what the prelude offers at a place of a block, nothing where its code fails. Raise StartError."""
        child = self._child or self._started()
        try:
            answer = child.ask(protocol.Complete(tuple(roles), text, line, column))
        except Ended:
            self.close()
            return ()
        return answer.words if isinstance(answer, protocol.Offered) else ()

    def kept_key(self, claims: Sequence[Claim]) -> str | None:
        """Return the key under which verdicts on a document's claims are kept, None where none are."""
        return self._kept.key(self._start(), self._environment, claims) if self._kept is not None else None

    def kept(self, key: str, claims: Sequence[Claim]) -> list[Verdict | None] | None:
        """Return the verdicts on a document's claims that are kept, None where there are none."""
        return self._kept.verdicts(key, claims) if self._kept is not None else None

    def keep(self, key: str, claims: Sequence[Claim], verdicts: Sequence[Verdict | None]) -> None:
        """Keep the verdicts on a document's claims, which were all run, if they are to be had again."""
        if (
            self._kept is None
            or self._child is None
            or not all(verdict is None or verdict.held for verdict in verdicts)
        ):
            return
        try:
            account = self._child.ask(protocol.Explain())
        except Ended:  # what a claim left did that: nothing is known
            self.close()
            return
        if isinstance(account, protocol.Account):
            prelude = str(self.prelude.absolute()) if self.prelude else ""
            self._kept.ran(key, claims, verdicts, account, prelude)

    def printed(self) -> str:
        """Return what the last claim wrote to the process' own streams, as a program that it starts does."""
        return self._child.printed() if isinstance(self._child, Child) else ""

    def _start(self) -> protocol.Start:
        prelude = str(self.prelude) if self.prelude else ""
        path, words = tuple(sys.path), self.vocabulary.own
        return protocol.Start(
            path=path,
            timeout=self.timeout,
            prelude=prelude,
            units=self.units,
            console=self.console,
            vocabulary=words,
            memory=self.memory,
        )

    def _started(self) -> Child | Local:
        start = self._start()
        try:
            self._child = Child(start, self._environment) if hasattr(os, "fork") else Local(start)
        except Ended as error:
            raise StartError(f"the process that runs claims does not start: {error.output.strip()}") from error
        return self._child


class DocumentRun:
    """The claims of one document, run one at a time and in any order. ``barred``: verdicts on snippets that ended their
    process, or left it unusable, by the claims' order: they are not run again. ``kept``: the verdicts of an earlier run
    that still hold, by the claims' order.
    """

    def __init__(self, ledger: Ledger, number: int, claims: Sequence[Claim]) -> None:
        self.number = number
        self.claims = claims
        self.barred: dict[int, Verdict] = {}
        self._ledger = ledger
        self.runs_each_time = runs_each_time(claims)
        self._key = ledger.kept_key(claims)
        verdicts = ledger.kept(self._key, claims) if self._key else None
        self.kept = {claim.order: verdict for claim, verdict in zip(claims, verdicts or (), strict=False)}
        self._found: dict[int, Verdict | None] = {}

    def run(self, claim: Claim, *, evidence: bool = False) -> Ran:
        """Run a claim and what it needs, unless a verdict on it is kept. Raise StartError."""
        if claim.order in self.kept and not evidence:
            return Ran(claim, self.kept[claim.order])
        ran = self._run(claim, evidence=evidence)
        self._found[claim.order] = ran.verdict
        if self._key and len(self._found) == len(self.claims):
            self._ledger.keep(self._key, self.claims, [self._found[claim.order] for claim in self.claims])
        return ran

    def _run(self, claim: Claim, *, evidence: bool) -> Ran:
        ended = self.barred.get(claim.order)
        if ended is not None:
            return Ran(claim, replace(ended, claim=claim), Evidence(replace(ended, claim=claim)))
        if self._ledger.trouble is not None:
            return self._without(claim, self._not_run(claim))
        result = self._answer_to(claim, protocol.Run(self.number, claim.order, evidence), protocol.Result)
        if isinstance(result, Verdict):
            return self._without(claim, result)
        self._ledger.trouble = result.trouble
        self._ledger.files.update(result.files)
        self.barred.update(result.barred or {})
        if result.spent:
            self._ledger.close()
        if result.verdict is None:
            return Ran(claim, None)
        verdict = replace(result.verdict, claim=claim)
        if not verdict.held and (printed := self._ledger.printed()):
            verdict = replace(verdict, evidence=with_output(verdict.evidence, printed))
        return Ran(claim, verdict, self._evidence(verdict, result.basis))

    def mutate(self, claim: Claim) -> list[Changed] | Verdict:
        """Return what a claim that held states, said otherwise; a verdict where it cannot be told. Raise StartError."""
        answer = self._answer_to(claim, protocol.Mutate(self.number, claim.order), protocol.Changes)
        if isinstance(answer, Verdict):
            return answer
        if answer.verdict is not None:
            return replace(answer.verdict, claim=claim)
        return [replace(one, claim=claim) for one in answer.changed]

    def update(self, claim: Claim, verdict: Verdict, source: Callable[[str], str]) -> list[Finding]:
        """Return the findings of a claim that did not hold, with changes that would make it true. Raise StartError."""
        own = verdict.finding()
        if own is None:
            return []
        spans = [claim.span, *(cell.span for row in claim.rows for cell in row)]
        texts = {span.start.path: source(span.start.path) for span in spans if span.start.path}
        request = protocol.Update(self.number, claim.order, replace(verdict, claim=protocol.stub(claim)), texts)
        answer = self._answer_to(claim, request, protocol.Findings)
        return [own] if isinstance(answer, Verdict) else list(answer.findings)

    def _answer_to(self, claim: Claim, request: protocol.Message, kind: type[T]) -> T | Verdict:
        """The answer to a request about a claim; a verdict where its code ended the process."""
        for _ in range(len(self.claims) + 1):
            try:
                return self._ledger.ask(self, request, kind)
            except Ended as ended:
                verdict = self._blamed(claim, ended)
                if verdict is not None:
                    return verdict
        return broken(claim, Code.CLAIM_CRASH, "the process that runs it ended again and again")

    def _blamed(self, claim: Claim, ended: Ended) -> Verdict | None:
        """The verdict on a claim in whose course the process ended; None where a snippet that it needs was to blame, so
        that it is to be asked again.
        """
        if ended.order == protocol.PRELUDE:
            self._ledger.trouble = self._prelude_ended(ended)
            return self._not_run(claim)
        guilty = next((one for one in self.claims if one.order == ended.order), claim)
        verdict = self._ended(guilty, ended)
        if guilty.kind == "snippet":
            self.barred[guilty.order] = verdict
        return verdict if guilty.order == claim.order else None

    def _ended(self, claim: Claim, ended: Ended) -> Verdict:
        """The verdict on a claim that ended its process, or did not heed the alarm."""
        lines = [int(frame["line"]) for frame in _FRAME.finditer(ended.output) if frame["path"] == claim.place.path]
        span = line_span(claim.place.path, lines[0]) if lines else claim.span  # the innermost frame comes first
        output = _own(ended.output)
        if ended.status is None:
            message = f"stopped after {self._ledger.timeout:g} s: it did not heed the alarm"
            return broken(claim, Code.CLAIM_TIMEOUT, message, timeout_hint(), span=span, evidence=output)
        if ended.status < 0:
            message = f"it ended the process: {_signal(ended)}"
            return broken(claim, Code.CLAIM_CRASH, message, span=span, evidence=output)
        return broken(
            claim, Code.CLAIM_EXIT, f"it ended the process: status {ended.status}", span=span, evidence=output
        )

    def _prelude_ended(self, ended: Ended) -> Finding:
        path = self._ledger.prelude or Path()
        absolute = str(path.absolute())
        lines = [int(frame["line"]) for frame in _FRAME.finditer(ended.output) if frame["path"] == absolute]
        why = f"stopped after {self._ledger.timeout:g} s"
        if ended.status is not None:
            why = f"it ended the process: {_signal(ended) if ended.status < 0 else f'status {ended.status}'}"
        place = Place(str(path), lines[0] if lines else 1, 1)
        return Finding(Code.CLAIM_PRELUDE, f"the prelude failed: {why}", Span(place, place))

    def _not_run(self, claim: Claim) -> Verdict:
        trouble = self._ledger.trouble
        place = trouble.span.start if trouble else claim.place
        return not_run(claim, Code.CLAIM_PRELUDE, f"the prelude failed: {place.path}:{place.line}")

    def _without(self, claim: Claim, verdict: Verdict) -> Ran:
        return Ran(claim, verdict, Evidence(verdict))

    def _evidence(self, verdict: Verdict, basis: protocol.Basis | None) -> Evidence | None:
        if basis is None:
            return None
        snippet = next((claim for claim in self.claims if claim.order == basis.snippet), None)
        return Evidence(
            verdict=verdict,
            snippet=snippet,
            code=basis.code,
            names=frozenset(basis.names),
            pictures=basis.pictures,
            left_out=basis.left_out,
        )


def _own(output: str) -> str:
    """What a process wrote, without our own frames in a dump of its stack."""
    here = str(Path(__file__).parents[1])
    lines = output.splitlines(keepends=True)
    return "".join(line for line in lines if f'File "{here}' not in line and not line.startswith('  File "<string>"'))


def _signal(ended: Ended) -> str:
    number = -(ended.status or 0)
    try:
        return f"signal {signal.Signals(number).name}"
    except ValueError:
        return f"signal {number}"
