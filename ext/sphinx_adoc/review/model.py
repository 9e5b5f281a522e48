"""What a review says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding, Related, ordered
from sphinx_adoc.finding.source import Lines, no_lines
from sphinx_adoc.syntax.source import Place, Span

from .input.steps import Member
from .states.reading import Change, Row
from .states.stated import Restated


@dataclass(frozen=True, slots=True)
class Lost:
    """An anchor that is gone. ``now``: the id that it has instead, ``there``: the page that has it now, '' without.
    ``references``: the findings about the references that pointed at it.
    """

    id: str
    title: str
    explicit: bool
    place: Place
    now: str = ""
    there: str = ""
    references: tuple[Finding, ...] = ()

    @property
    def finding(self) -> Finding:
        """That it is gone, as a finding."""
        span = Span(self.place, self.place)
        related = tuple(Related("points at it", finding.span) for finding in self.references)
        hint = f"it is '{self.now}' now; keep the old one too: [[{self.id}]]" if self.now else ""
        hint = f"it is in {self.there} now" if self.there else hint
        message = f"anchor '{self.id}' is gone: links to it from elsewhere break"
        return Finding(Code.ANCHOR_VANISHED, message, span, related, hint=hint)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the prose that became another one."""

    before: str
    after: str
    page: str
    place: Place


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


Told = Finding | Restated | Fact
"""What a review tells; an anchor that is gone is told as a finding."""


@dataclass(frozen=True)
class Review:
    """What a patch does. ``on``: what it was applied on. ``pages``: how many there are now; ``looked_at``: those that
    it can change. ``caused``: new findings; ``cured``: how many went; ``doubts``: old ones in these pages, behind which
    much is misread on both sides. ``moved``: pieces that stand elsewhere, word for word; ``markup_only``: pieces that
    read as before. ``ran``: whether the claims were run. Of a series, and of nothing else, ``patches`` has each;
    ``since`` says which one causes what, ``between`` what is broken by one and mended by a later one. ``versions``:
    what is known from an earlier version, where one was given. ``lines``: of the documents as they are now.
    """

    on: str
    touched: frozenset[str]
    pages: int
    looked_at: tuple[str, ...] = ()
    caused: tuple[Finding, ...] = ()
    cured: int = 0
    doubts: tuple[Finding, ...] = ()
    lost: tuple[Lost, ...] = ()
    claims: tuple[Restated, ...] = ()
    facts: tuple[Fact, ...] = ()
    changes: tuple[Change, ...] = ()
    moved: tuple[tuple[Row, Row], ...] = ()
    markup_only: int = 0
    ran: bool = False
    patches: tuple[Member, ...] = ()
    since: Mapping[Told, Member] = field(default_factory=dict)
    between: tuple[Between, ...] = ()
    versions: Versions | None = None
    lines: Lines = field(default=no_lines, repr=False, compare=False)

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong now and was not before: for reports that know findings alone."""
        return ordered([*self.caused, *(anchor.finding for anchor in self.lost)])
