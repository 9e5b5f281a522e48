"""What the process that runs claims is asked, and what it answers: one JSON list a line, its kind first.

A request has exactly one answer, the last of its lines; before it there is a :class:`Begin` for each piece of code that
begins to run, so that the other side knows whom to blame when no answer comes. The claim in an answer is a
:func:`stub`: the other side has it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sphinx_adoc.claims.evidence import Picture
from sphinx_adoc.claims.model import Claim, Verdict
from sphinx_adoc.claims.mutations import Changed
from sphinx_adoc.finding import Finding

from .wire import plain, typed

PRELUDE: Final = -1  # in the place of a claim's order

Question = tuple[str, ...]
"""What kind of question (text, status, entries, modules, names), and the absolute path that it is about."""


@dataclass(frozen=True, slots=True)
class Start:
    """Get ready. ``path``: where modules are imported from; ``timeout``: s, 0 for none; ``prelude``: '' for none;
    ``units``: the factors of bare numbers' units, by kind; ``console``: whether documents may run commands.
    ``vocabulary``: the project's kinds of words. ``memory``: MiB, 0 for as much as it wants.
    """

    path: tuple[str, ...]
    timeout: float
    prelude: str
    units: Mapping[str, float]
    console: bool = False
    vocabulary: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    memory: float = 0.0


@dataclass(frozen=True, slots=True)
class Open:
    """Take up a document, and know it by a number. ``barred``: verdicts on snippets that must not be run again, by the
    claims' order.
    """

    document: int
    claims: tuple[Claim, ...]
    barred: Mapping[int, Verdict]


@dataclass(frozen=True, slots=True)
class Run:
    """Run a claim of the document; with ``evidence``, also say what the verdict rests on."""

    document: int
    order: int
    evidence: bool


@dataclass(frozen=True, slots=True)
class Mutate:
    """Say what a claim states otherwise."""

    document: int
    order: int


@dataclass(frozen=True, slots=True)
class Update:
    """Say how a claim would have to be written. ``texts``: the files that it stands in."""

    document: int
    order: int
    verdict: Verdict
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explain:
    """Say all that the claims which were run so far follow from."""


@dataclass(frozen=True, slots=True)
class Complete:
    """Say what the prelude offers at a place (from 1) of a block with these roles."""

    roles: tuple[str, ...]
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Offered:
    """The answer to :class:`Complete`: words, each with what it is. ``failed``: why there are none."""

    words: tuple[tuple[str, str], ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """The code of a claim begins to run, or goes on after what it needed."""

    order: int


@dataclass(frozen=True, slots=True)
class Ready:
    """What was asked is done."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a verdict rests on: ``Evidence`` with the snippet's order (None: no snippet) in its place."""

    snippet: int | None
    code: str
    names: tuple[str, ...]
    pictures: tuple[Picture, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a claim (None: it is data). ``trouble``: the finding that the prelude failed. ``barred``: the
    snippets that must not be run again; ``spent``: whether this process must not run any further claim. ``files``:
    those of the project that were read since the answer before.
    """

    verdict: Verdict | None
    basis: Basis | None = None
    trouble: Finding | None = None
    barred: Mapping[int, Verdict] | None = None
    spent: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The answer to :class:`Mutate`; ``verdict`` where the value could not be computed once more."""

    changed: tuple[Changed, ...]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to :class:`Update`."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The answer to :class:`Explain`. ``questions``: what was asked of the file system; ``before``: what has changed
    later than that (s since the epoch) may have been seen as it was; ``outward``: what was done that cannot be asked
    again, such as starting a program, '' for nothing.
    """

    questions: tuple[Question, ...]
    before: float
    outward: str


Message = (
    Start | Open | Run | Mutate | Update | Explain | Complete
    | Begin | Ready | Result | Changes | Findings | Account | Offered
)  # fmt: skip
_KINDS: Final = {kind.__name__: kind for kind in Message.__args__}


def stub(claim: Claim) -> Claim:
    """Return a claim without what it holds: enough to name it."""
    return Claim(claim.kind, claim.id, claim.order, claim.span)


def written(message: Message) -> bytes:
    """Return a message as a line."""
    return json.dumps([type(message).__name__, plain(message)]).encode() + b"\n"


def read(line: bytes) -> Message:
    """Return the message that a line is. Raise ValueError for any other line."""
    data = json.loads(line)
    if not isinstance(data, list) or len(data) != 2 or data[0] not in _KINDS:
        raise ValueError("no message")
    message: Message = typed(_KINDS[data[0]], data[1])
    return message
