"""What became of anchors, facts and findings, as values."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_adoc.codes import OF_CODE, Code, Severity
from sphinx_adoc.finding import Finding, Fix, Related
from sphinx_adoc.review.input.steps import Member
from sphinx_adoc.review.states.stated import ClaimChange
from sphinx_adoc.syntax.source import Place, Span


@dataclass(frozen=True, slots=True)
class Lost:
    """An anchor that is gone. ``now``: the id that it has instead, ``there``: the page that has it now, '' without.
    ``references``: the findings about the references that pointed at it; ``elsewhere``: the places of those of its page
    that lead to another page now, which ``leads_to`` names; ``page``: the one that it was on; ``at``: where what it
    stood at is now, None where that is gone; ``fix``: what keeps the id there; ``severity``: the project's; ``still``:
    the first page that has it as before, from a file that it includes, '' without.
    """

    id: str
    title: str
    explicit: bool
    place: Place
    now: str = ""
    there: str = ""
    references: tuple[Finding, ...] = ()
    page: str = ""
    at: Place | None = None
    fix: Fix | None = None
    severity: Severity = OF_CODE
    elsewhere: tuple[Place, ...] = ()
    leads_to: str = ""
    still: str = ""

    @property
    def finding(self) -> Finding:
        """That it is gone, as a finding."""
        span = Span(self.place, self.place)
        related = tuple(Related("points at it", finding.span) for finding in self.references)
        related += tuple(Related(f"leads to {self.leads_to} now", Span(place, place)) for place in self.elsewhere)
        hint = f"it is '{self.now}' now; keep the old one too: [[{self.id}]]" if self.now else ""
        hint = f"it is on another page now, {self.there}" if self.there else hint
        message = f"anchor '{self.id}' is gone: links to it from elsewhere break"
        if self.still and not self.there:
            message = f"anchor '{self.id}' is no longer on {self.page}: links to it there break"
            hint = "; ".join(filter(None, (f"it is still on {self.still}", hint)))
        return Finding(
            Code.ANCHOR_VANISHED, message, span, related=related, hint=hint, fix=self.fix, severity=self.severity
        )


@dataclass(frozen=True, slots=True)
class Shifted:
    """An anchor whose id leads to another piece now, while the one that had it is still there. ``was``, ``now``: what
    they say; ``place``: where the id stood, ``other``: where it stands now, ``left``: where the piece that had it is
    now. ``references``: the places of the references that lead to the other one now; ``page``: the one that it is on;
    ``remedy``: what gives the piece its id back, in words, and ``fix``: the same as a change. ``explicit``: it is
    no id that a title makes; ``severity``: the project's.
    """

    id: str
    was: str
    now: str
    place: Place
    other: Place
    left: Place
    references: tuple[Place, ...] = ()
    page: str = ""
    remedy: str = ""
    fix: Fix | None = None
    explicit: bool = True
    severity: Severity = OF_CODE

    @property
    def finding(self) -> Finding:
        """That it means something else, as a finding."""
        same = self.was == self.now
        what = f"another '{self.now}' (line {self.other.line})" if same else f"'{self.now}', no longer '{self.was}'"
        message = f"anchor '{self.id}' means {what}: links to it lead elsewhere"
        related = tuple(Related("leads there now", Span(place, place)) for place in self.references)
        there = f"line {self.left.line}" if self.left.path == self.other.path else f"{self.left.path}:{self.left.line}"
        hint = f"what it meant is in {there}{self.remedy and '; ' + self.remedy}"
        span = Span(self.other, self.other)
        return Finding(
            Code.ANCHOR_MOVED, message, span, related=related, hint=hint, fix=self.fix, severity=self.severity
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that the text states otherwise: a number, a version, a switch, a quantifier, the value of an option.
    ``before``, ``after``: its words, '' without; ``section``: the title that it stands under; ``place``: its own, and
    ``text``: where the text begins that it is in; ``label``: the term that it is said of, '' without.
    """

    before: str
    after: str
    section: str
    place: Place
    text: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of a file besides its lines. ``kind``: renamed, gone (a page that is there no longer), empty (it
    came, or went, without a line), part (a page is a part of others now) or page (a part is a page of its own now);
    ``old``, ``new``: its path before and after, '' where it is not there.
    """

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Between:
    """What was wrong after some patches of a series, and neither before nor after all of them: which patch broke it,
    and which one mended it. The finding's place is the one after the patch that broke it; of an anchor that was gone,
    the one before all of them.
    """

    finding: Finding
    broken: Member
    mended: Member


@dataclass(frozen=True, slots=True)
class Versions:
    """``mended``: what an earlier version broke, and this one does not; ``still``: what both break."""

    mended: tuple[Finding, ...]
    still: frozenset[Finding]


Statement = Finding | ClaimChange | Fact
"""What a patch of a series can be asked for; an anchor that is gone or moved is told as a finding."""
