"""Claims and what became of them, as values."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span

from .words import Reading, Word

HELD = "held"
FAILED = "failed"
BROKEN = "error"
SKIPPED = "skipped"
NOT_RUN = "not-run"

STATUSES = (HELD, FAILED, BROKEN, SKIPPED, NOT_RUN)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its visible text, the literal names that it consists of (if of nothing else), and its place."""

    text: str
    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a document states and that can be recomputed.

    ``kind``: snippet, value, table or block. ``id``: the author's, unique in the document ('' where it was left out).
    ``order``: its place among the document's claims, from 0. ``span``: of the phrase, or of the block. ``stack``: the
    includes above it. ``text``: the code, the phrase, or the block's text; ``lines``: the line in the file of each line
    of it. ``names``: the literal names that a phrase consists of. ``roles``: the block's roles. ``rows``: a table's
    header row and body rows. ``attributes``: named ones, of a phrase or block. ``sentence``: that a stated value stands
    in, as it reads; ``words``: what of it, and of what was said above, a callable may be called with.
    """

    kind: str
    id: str
    order: int
    span: Span
    stack: tuple[Place, ...] = ()
    text: str = ""
    lines: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    sentence: str = ""
    words: tuple[Word, ...] = ()

    def attribute(self, name: str) -> str:
        """Return the value of a named attribute, '' where it has none."""
        return dict(self.attributes).get(name, "")

    @property
    def marks(self) -> tuple[str, ...]:
        """The names of its marks: ``skip``, ``xfail``, or a project's own of pytest."""
        return tuple(name for name in self.attribute("marks").replace(",", " ").split())

    @property
    def place(self) -> Place:
        """Where the claim begins."""
        return self.span.start

    @property
    def name(self) -> str:
        """The id as a name in Python."""
        return self.id.replace("-", "_")

    @property
    def called(self) -> str:
        """The name in Python that it is held against: ``by``, else the id."""
        return self.attribute("by").replace("-", "_") or self.name


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a part of a claim, such as a row of a table, and where."""

    span: Span
    code: Code
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim.

    ``status``: held, failed (the computed value is another), error (it could not be computed, read, or made to
    fail), skipped (its own code asked for that), or not-run (something that it needs failed). ``code``: the kind of
    trouble, None when held or skipped. ``expected``, ``computed``: for people, or ''. ``message``: what
    is wrong, or why it was skipped or not run; ``span``: where. ``evidence``: what the check printed, or a traceback.
    ``reading``: how the claim's sentence was read, where words of it were given to a call. ``further``: what is wrong
    with other parts of the claim, such as the rows of a table behind the first that does not hold.
    """

    claim: Claim
    status: str
    span: Span
    code: Code | None = None
    message: str = ""
    expected: str = ""
    computed: str = ""
    hint: str = ""
    evidence: str = ""
    reading: Reading | None = None
    further: tuple[Trouble, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the claim is true."""
        return self.status == HELD

    @property
    def accounted(self) -> bool:
        """Whether nothing has to be done about it: it is true, or was skipped for a reason that its author gave."""
        return self.status in (HELD, SKIPPED)

    def findings(self) -> list[Finding]:
        """Return the finding that a claim is which did not hold, and one for each further part of it that did not."""
        first = self.finding()
        if first is None:
            return []
        named = f"claim '{self.claim.id}': " if self.claim.id else ""
        stack = self.claim.stack
        further = (Finding(one.code, named + one.message, one.span, hint=one.hint, stack=stack) for one in self.further)
        return [first, *further]

    def finding(self) -> Finding | None:
        """Return the finding of a claim that did not hold; None where it held, or the cause is reported elsewhere."""
        if self.accounted or self.code is None or self.code is Code.CLAIM_PRELUDE:
            return None
        named = f"claim '{self.claim.id}': " if self.claim.id else ""
        read = f"; read as: {self.reading.in_words}" if self.reading and self.reading.taken else ""
        return Finding(self.code, named + self.message + read, self.span, hint=self.hint, stack=self.claim.stack)


def held(claim: Claim, expected: str = "", computed: str = "", evidence: str = "") -> Verdict:
    """Return the verdict on a claim that is true."""
    return Verdict(claim, HELD, claim.span, expected=expected, computed=computed, evidence=evidence)


def failed(claim: Claim, expected: str, computed: str, span: Span | None = None, evidence: str = "") -> Verdict:
    """Return the verdict on a claim that is false."""
    message = f"the text says '{expected}', computed: {computed}"
    return Verdict(
        claim=claim,
        status=FAILED,
        span=span or claim.span,
        code=Code.CLAIM_FAILED,
        message=message,
        expected=expected,
        computed=computed,
        evidence=evidence,
    )


def broken(
    claim: Claim,
    code: Code,
    message: str,
    hint: str = "",
    *,
    span: Span | None = None,
    evidence: str = "",
    status: str = BROKEN,
) -> Verdict:
    """Return the verdict on a claim that could not be checked, or (``status``) did not hold; ``code`` says why."""
    return Verdict(claim, status, span or claim.span, code, message, hint=hint, evidence=evidence)


def skipped(claim: Claim, reason: str) -> Verdict:
    """Return the verdict on a claim whose code asked to be left out."""
    return Verdict(claim, SKIPPED, claim.span, message=reason)


def skipped_by_mark(claim: Claim) -> Verdict:
    """Return the verdict on a claim that is marked ``skip``."""
    return skipped(claim, claim.attribute("reason") or "it is marked skip")


def not_run(claim: Claim, code: Code, message: str) -> Verdict:
    """Return the verdict on a claim that something else kept from being run."""
    return Verdict(claim, NOT_RUN, claim.span, code, message)
