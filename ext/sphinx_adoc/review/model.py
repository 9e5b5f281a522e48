"""What a review says, as one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sphinx_adoc.codes import INFO
from sphinx_adoc.finding import Finding, ordered
from sphinx_adoc.finding.source import Lines, no_lines

from .fates.lines import Account
from .fates.model import Between, Fact, FileChange, Lost, Shifted, Statement, Versions
from .fates.spelling import Misspelt
from .fates.words import Change
from .input.steps import Member
from .states.piece import Line, Piece
from .states.stated import ClaimChange


@dataclass(frozen=True)
class Review:
    """What a patch does. ``on``: what it was applied on; ``read_as``: in which dialect it was read and why, ''
    where that was given. ``pages``: how many there are on either side; ``looked_at``: those that it can change.
    ``account``: what became of every line of it; ``files``: what became of files besides. ``caused``: new
    findings; ``cured``: those that went; ``doubts``: old ones in these pages, behind which much is misread on both
    sides. ``lost``, ``shifted``: anchors that are gone, or mean something else. ``moved``: pieces that stand
    elsewhere, as they were; ``misspelt``: words that are nearly of the vocabulary; ``markup_only``: pieces that are
    the same for a reader. ``ran``: whether the claims were run. Of a series, and of nothing else, ``patches`` has
    each; ``since`` says which one causes what, ``between`` what is broken by one and mended by a later one.
    ``versions``: what is known from an earlier version, where one was given. ``lines``: of the documents as they are
    now. ``readers``: for each attribute that changes (by its name in small letters) the lines that read it and show
    nothing of it: conditions, and entries of other attributes.
    """

    on: str
    touched: frozenset[str]
    pages: int
    looked_at: tuple[str, ...] = ()
    caused: tuple[Finding, ...] = ()
    account: Account = field(default_factory=Account)
    files: tuple[FileChange, ...] = ()
    cured: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()
    lost: tuple[Lost, ...] = ()
    shifted: tuple[Shifted, ...] = ()
    claims: tuple[ClaimChange, ...] = ()
    facts: tuple[Fact, ...] = ()
    changes: tuple[Change, ...] = ()
    moved: tuple[tuple[Piece, Piece], ...] = ()
    markup_only: int = 0
    misspelt: tuple[Misspelt, ...] = ()
    ran: bool = False
    read_as: str = ""
    patches: tuple[Member, ...] = ()
    since: Mapping[Statement, Member] = field(default_factory=dict)
    between: tuple[Between, ...] = ()
    versions: Versions | None = None
    readers: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    lines: Lines = field(default=no_lines, repr=False, compare=False)

    @property
    def findings(self) -> list[Finding]:
        """All that is wrong now and was not before: for reports that know findings alone."""
        return ordered([*self.caused, *(one.finding for one in self.lost), *(one.finding for one in self.shifted)])

    @property
    def broken(self) -> list[Finding]:
        """Those of the findings that are errors or warnings."""
        return [finding for finding in self.findings if finding.severity != INFO]

    @property
    def remarks(self) -> list[Finding]:
        """Those of the findings that are infos: to be looked at, and no reason to fail."""
        return [finding for finding in self.findings if finding.severity == INFO]

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say: every changed line was looked at, and makes no difference to a reader."""
        mended = self.versions.mended if self.versions else ()
        return self.account.without_effect and not (
            self.files
            or self.findings
            or self.claims
            or self.changes
            or self.moved
            or self.cured
            or self.between
            or mended
        )
