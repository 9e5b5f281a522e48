"""The process that runs claims: reads requests, runs what is asked, answers.

Started with the numbers of three open files: to read from, to write to, and one that lasts as long as the other side.
Its standard streams belong to the claims.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

from sphinx_adoc.claims.evaluate import run
from sphinx_adoc.claims.evidence import gather
from sphinx_adoc.claims.limit import limit_memory
from sphinx_adoc.claims.model import Claim, Verdict
from sphinx_adoc.claims.mutations import mutate
from sphinx_adoc.claims.offers import offers
from sphinx_adoc.claims.sentence.vocabulary import Vocabulary
from sphinx_adoc.claims.session import Conditions, Session
from sphinx_adoc.claims.updates import update

from . import lifeline, protocol
from .recorder import Recorder

DEBUGGER: Final = "breakpoint() has no terminal here; run the claim in pytest: pytest FILE::ID"


class Worker:
    """Answers requests. ``send``: takes messages to the other side. ``passes``: exceptions that are not a claim's.
    ``limit_memory``: carries out the limit of memory, in MiB.
    """

    def __init__(
        self,
        send: Callable[[protocol.Message], None],
        passes: tuple[type[BaseException], ...] = (),
        limit_memory: Callable[[float], None] = lambda mebibytes: None,
    ) -> None:
        self._send = send
        self._limit_memory = limit_memory
        self._passes = passes
        self._conditions = Conditions()
        self._prelude: Path | None = None
        self._sessions: dict[int, Session] = {}
        self._current = -1
        self._offering: Session | None = None
        self._environment = dict(os.environ)
        self._recorder = Recorder()

    def answer(self, request: protocol.Message) -> protocol.Message:
        """Return the answer to a request. Raise ValueError for what is none."""
        match request:
            case protocol.Start():
                self._limit_memory(request.memory)
                self._recorder.start()
                sys.path[:] = request.path
                self._conditions = Conditions(
                    request.timeout,
                    passes=self._passes,
                    begins=self._begins,
                    units=request.units,
                    console=request.console,
                    vocabulary=Vocabulary(request.vocabulary),
                )
                self._prelude = Path(request.prelude) if request.prelude else None
                return protocol.Ready()
            case protocol.Open():
                session = Session(request.claims, self._prelude, self._conditions, request.barred)
                self._sessions[request.document] = session
                return protocol.Ready()
            case protocol.Explain():
                return self._recorder.account()
            case protocol.Complete():
                return self._offered(request)
            case protocol.Run() | protocol.Mutate() | protocol.Update():
                session = self._session(request.document)
                claim = next(claim for claim in session.claims if claim.order == request.order)
                return self._work(request, session, claim)
        raise ValueError(f"no request: {request}")

    def _work(
        self, request: protocol.Run | protocol.Mutate | protocol.Update, session: Session, claim: Claim
    ) -> protocol.Message:
        match request:
            case protocol.Run():
                return replace(_run(session, claim, evidence=request.evidence), files=self._recorder.new_files())
            case protocol.Mutate():
                return _mutate(session, claim)
            case protocol.Update():
                verdict = replace(request.verdict, claim=claim)
                return protocol.Findings(tuple(update(session, claim, verdict, request.texts.__getitem__)))

    def _offered(self, request: protocol.Complete) -> protocol.Message:
        """What the prelude offers; it is loaded once for all such questions."""
        if self._offering is None:
            self._offering = Session((), self._prelude, self._conditions)
        try:
            return protocol.Offered(offers(self._offering, request.roles, request.text, request.line, request.column))
        except self._passes:
            raise
        except BaseException as error:  # noqa: BLE001 (the project's code may raise anything)
            return protocol.Offered(failed=f"{type(error).__name__}: {error}")

    def _begins(self, claim: Claim | None) -> None:
        self._send(protocol.Begin(protocol.PRELUDE if claim is None else claim.order))

    def _session(self, document: int) -> Session:
        """The claims of a document; each begins with the environment as it was."""
        if document != self._current:
            self._current = document
            os.environ.clear()
            os.environ.update(self._environment)
        return self._sessions[document]


def _run(session: Session, claim: Claim, *, evidence: bool) -> protocol.Result:
    verdict = run(session, claim)
    basis = _basis(session, verdict) if verdict and evidence else None
    barred = {order: _stubbed(reason) for order, reason in session.barred.items()}
    return protocol.Result(verdict and _stubbed(verdict), basis, session.trouble, barred, session.threads_left)


def _mutate(session: Session, claim: Claim) -> protocol.Changes:
    changes = mutate(session, claim)
    if isinstance(changes, Verdict):
        return protocol.Changes((), _stubbed(changes))
    return protocol.Changes(tuple(replace(one, claim=protocol.stub(claim)) for one in changes))


def _stubbed(verdict: Verdict) -> Verdict:
    return replace(verdict, claim=protocol.stub(verdict.claim))


def _basis(session: Session, verdict: Verdict) -> protocol.Basis:
    with session.running(verdict.claim):
        basis = gather(session, verdict)
    snippet = basis.snippet.order if basis.snippet else None
    return protocol.Basis(snippet, basis.code, tuple(sorted(basis.names)), basis.pictures, basis.left_out)


def _refuse_debugger(*arguments: object, **keywords: object) -> NoReturn:
    raise RuntimeError(DEBUGGER)


def main(source: int, target: int, watched: int) -> None:
    """Answer requests until there is no more. ``watched``: a pipe that lasts as long as the other side."""
    for number in (source, target, watched):
        os.set_inheritable(number, False)  # noqa: FBT003 (it takes no keyword)
    lifeline.watch(watched)
    os.register_at_fork(after_in_child=partial(_close, source, target, watched))
    faulthandler.enable()
    if hasattr(faulthandler, "register"):
        import signal

        faulthandler.register(signal.SIGUSR1, all_threads=False)
    sys.breakpointhook = _refuse_debugger

    def send(message: protocol.Message) -> None:
        data = protocol.written(message)
        while data:
            data = data[os.write(target, data) :]

    worker = Worker(send, limit_memory=limit_memory)
    with os.fdopen(source, "rb", closefd=False) as lines:
        for line in lines:
            send(worker.answer(protocol.read(line)))


def _close(*numbers: int) -> None:
    """Close the pipes in a child process of a claim, so that only the worker itself talks to the other side."""
    for number in numbers:
        with contextlib.suppress(OSError):
            os.close(number)
