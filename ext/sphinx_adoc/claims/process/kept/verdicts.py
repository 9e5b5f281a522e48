"""The verdicts on a document's claims, found by all that they follow from.

That is the program itself, the claims and how they run, the environment, the day, and what their process asked of the
file system. There is an entry with the questions of last time, and under these questions with their answers of today
one with the verdicts. The first one never decides whether a verdict holds: where it is of no use now, the second is not
found.

Kept is what held, of documents all of whose claims did. A claim that starts a program, asks another host, writes a file
or depends on the time or on chance is run each time, and with it its document.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sphinx_adoc.claims import examples
from sphinx_adoc.claims.model import Claim, Verdict
from sphinx_adoc.claims.process.each_time import runs_each_time
from sphinx_adoc.claims.process.protocol import Account, Question, Start, stub
from sphinx_adoc.claims.process.wire import plain, typed
from sphinx_adoc.graph.store import Folder, digest, program

from .chance import Code, by_chance
from .questions import Answers

Key = str


@dataclass(frozen=True, slots=True)
class _Questions:
    asked: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _Verdicts:
    each: tuple[Verdict | None, ...]


@dataclass(frozen=True, slots=True)
class _Ran:
    """A document that is to be kept."""

    key: Key
    claims: Sequence[Claim]
    verdicts: Sequence[Verdict | None]
    account: Account
    prelude: str


class Kept:
    """The verdicts in a folder, for one run."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._answers = Answers()
        self._ran: list[_Ran] = []

    def key(self, start: Start, environment: Mapping[str, str], claims: Sequence[Claim]) -> Key | None:
        """Return what stands for all that is known of a document's claims before they run; None where they are to be
        run each time.
        """
        if runs_each_time(claims):
            return None
        system = [program(), sys.version, sys.executable, *os.uname(), os.cpu_count(), str(Path.cwd())]
        day = [time.strftime("%Y-%m-%d %z"), *time.tzname]
        parts = ["verdicts", system, day, sorted(environment.items()), plain(start), plain(claims)]
        return digest(json.dumps(parts, separators=(",", ":")).encode())

    def verdicts(self, key: Key, claims: Sequence[Claim]) -> list[Verdict | None] | None:
        """Return the verdicts on a document's claims in order; None where there is none that hold for sure."""
        listed = self._folder.get(key)
        if listed is None:
            return None
        try:
            questions = typed(_Questions, json.loads(listed))
            stored = self._folder.get(_under(key, questions.asked, self._answers))
            kept = typed(_Verdicts, json.loads(stored)).each if stored is not None else ()
        except (ValueError, KeyError, TypeError):  # another program's, whatever its digest says
            return None
        if len(kept) != len(claims) or not claims:
            return None
        return [verdict and replace(verdict, claim=claim) for verdict, claim in zip(kept, claims, strict=True)]

    def ran(
        self, key: Key, claims: Sequence[Claim], verdicts: Sequence[Verdict | None], account: Account, prelude: str
    ) -> None:
        """Take up a document whose claims were all run, to be kept in the end. ``prelude``: its absolute path or ''."""
        if not account.outward and all(verdict is None or verdict.held for verdict in verdicts):
            self._ran.append(_Ran(key, claims, verdicts, account, prelude))

    def close(self) -> None:
        """Keep what is to be kept: all that it follows from is asked now, and must not have changed meanwhile."""
        answers = Answers()
        for ran in self._ran:
            questions = ran.account.questions
            if all(answers.changed(*each) < ran.account.before for each in questions) and not by_chance(_codes(ran)):
                verdicts = tuple(verdict and replace(verdict, claim=stub(verdict.claim)) for verdict in ran.verdicts)
                self._put(_under(ran.key, questions, answers), _Verdicts(verdicts))
                self._put(ran.key, _Questions(questions))
        self._ran.clear()

    def _put(self, key: Key, value: _Questions | _Verdicts) -> None:
        self._folder.put(key, json.dumps(plain(value), separators=(",", ":")).encode())


def _under(key: Key, questions: Sequence[Question], answers: Answers) -> Key:
    return digest(json.dumps([key, questions, [answers(*each) for each in questions]], separators=(",", ":")).encode())


def _codes(ran: _Ran) -> Iterator[Code]:
    """The code of a document's claims, and of the modules that they import."""
    for claim in ran.claims:
        if claim.kind == "snippet" and examples.is_session(claim.text):
            yield Code("".join(one.source for one in examples.read(claim.text)))
        elif claim.kind == "snippet":
            yield Code(claim.text)
    for kind, path in ran.account.questions:
        if kind == "text" and path.endswith(".py"):
            try:
                yield Code(Path(path).read_text(encoding="utf-8"), states=path == ran.prelude)
            except (OSError, UnicodeError):
                continue
