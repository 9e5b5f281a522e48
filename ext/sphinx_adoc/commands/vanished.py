"""The claims that a commit had and the working tree lacks, and those whose sentence it worded otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sphinx_adoc.claims import Claim, collect
from sphinx_adoc.claims.report import title
from sphinx_adoc.claims.sentence.matcher import Matcher
from sphinx_adoc.claims.sentence.scopes import Sentences
from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.project import ProjectSettings
from sphinx_adoc.review.input.git import commit, contents, files
from sphinx_adoc.review.input.repository import GitError, open_repository
from sphinx_adoc.syntax.document import parse
from sphinx_adoc.syntax.files import Snapshot
from sphinx_adoc.syntax.source import Place, Span

from . import WrongCall


def vanished(
    base: str, paths: Sequence[Path], now: Sequence[Claim], settings: ProjectSettings, matcher: Matcher
) -> list[Finding]:
    """Return a finding for each claim that a commit has in the documents at some paths, and that is none of those now,
    and one for each sentence that was worded otherwise while its claim was called with the same words. Raise WrongCall
    where there is no repository, or no such commit.
    """
    try:
        known = {_key(claim): claim for claim in now if claim.kind != "block"}
        before = [claim for claim in _claims(base, paths, settings, matcher) if claim.kind != "block"]
    except GitError as error:
        raise WrongCall(f"--base {base}: {error}") from error
    gone = {key: claim for claim in before if (key := _key(claim)) not in known}
    pairs = [(claim, known[key]) for claim in before if (key := _key(claim)) in known]
    reworded = {new.sentence: _reworded(base, old, new) for old, new in pairs if _is_reworded(old, new)}
    return [*(_finding(base, claim) for claim in gone.values()), *reworded.values()]


def _is_reworded(old: Claim, new: Claim) -> bool:
    """Whether a sentence says something else in places that its claim does not take."""
    return old.sentence != new.sentence and (old.text, _called_with(old)) == (new.text, _called_with(new))


def _called_with(claim: Claim) -> list[tuple[object, ...]]:
    return [(word.kind, word.member, word.number, word.near, word.targets) for word in claim.words]


def _reworded(base: str, old: Claim, new: Claim) -> Finding:
    words = f"claim '{new.id}' is called with the same words as in {base}, where its sentence was: {old.sentence}"
    hint = "does what was computed still say the same?"
    return Finding(Code.CLAIM_REWORDED, words, new.span, hint=hint, stack=new.stack)


def _claims(base: str, paths: Sequence[Path], settings: ProjectSettings, matcher: Matcher) -> Iterator[Claim]:
    repository = open_repository(Path.cwd())
    if repository is None:
        raise GitError("there is no repository here")
    suffixes = tuple(settings.suffixes)
    listed = files(repository, commit(repository, base))
    tree = {blob.path: data for blob, data in contents(repository, listed)}
    here = Path(os.path.realpath(repository.top))
    for name, data in tree.items():
        path = Path(os.path.relpath(here / name))
        if name.endswith(suffixes) and _is_below(path, paths) and not settings.is_excluded(path):
            reading = replace(settings.reading(Path()), files=Snapshot(tree))
            document = parse(data, name, reading)
            yield from (_moved(claim, str(path)) for claim in collect(document, Sentences(document, matcher)))


def _is_below(path: Path, paths: Sequence[Path]) -> bool:
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in paths or [Path()])


def _moved(claim: Claim, path: str) -> Claim:
    place = Place(path, claim.place.line, claim.place.column)
    return replace(claim, span=Span(place, place))


def _key(claim: Claim) -> tuple[str, str]:
    """What a claim is known by: its id, else what it says."""
    return (claim.kind, claim.id) if claim.id else (claim.kind, " ".join(claim.text.split()))


def _finding(base: str, claim: Claim) -> Finding:
    place = Place(claim.place.path, 1, 1)
    words = f"{base} had a claim at line {claim.place.line} that is gone: {claim.kind} {title(claim)}"
    hint = "say the same elsewhere, or take it as said that this is no longer checked"
    return Finding(Code.CLAIM_VANISHED, words, Span(place, place), hint=hint)
