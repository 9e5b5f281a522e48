"""The series that is meant, of the patches that an input holds: no quotations, and of each patch its latest version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from sphinx_adoc.project.suffixes import KNOWN

from .diffs import files_of
from .mail import Damage, Patch, PatchError, patches_in, words_of

__all__ = ["Series", "read_patches", "read_series"]

_NAMED: Final = 5  # patches that a note names


@dataclass(frozen=True, slots=True)
class Series:
    """The patches of an input, in order. ``notes``: which reading was taken where several are possible."""

    patches: tuple[Patch, ...]
    notes: tuple[str, ...] = ()


def read_patches(data: bytes) -> list[Patch]:
    """Return the patches of an input in order, of each its latest version; raise PatchError."""
    return [*read_series(data).patches]


def read_series(data: bytes) -> Series:
    """Return the series that an input holds, of each patch its latest version; raise PatchError."""
    return _chosen([*patches_in(data)])


def _chosen(read: Sequence[Patch | Damage]) -> Series:
    """The series that is meant. Raises PatchError."""
    patches = [each for each in read if isinstance(each, Patch)]
    taken, notes = _without_quotations(patches)
    if all(patch.reply for patch in taken) and (damaged := [each for each in read if isinstance(each, Damage)]):
        raise damaged[0].error
    if not patches:
        raise PatchError("there is no patch in it: no line begins with 'diff --git' or '--- ' and '+++ '")
    taken, more = _of_one_project(taken)
    notes += more
    latest = max(patch.version for patch in taken)
    total = next(patch.total for patch in taken if patch.version == latest)
    newest: dict[int, Patch] = {}
    alone: dict[str, Patch] = {}
    for patch in sorted(taken, key=lambda patch: patch.version):
        if patch.total == 1 and patch.version == latest:
            alone.setdefault(words_of(patch), patch)
        elif patch.total == total and total > 1:
            notes += _twice(newest.get(patch.number), patch)
            newest[patch.number] = patch
    base = next((patch.base for patch in taken if patch.base), "")
    series = [replace(patch, base=base) for patch in (*alone.values(), *(newest[number] for number in sorted(newest)))]
    return Series(tuple(series), (*notes, *_versions(series, taken), *_missing(sorted(newest), total)))


def _without_quotations(patches: Sequence[Patch]) -> tuple[list[Patch], list[str]]:
    """The mails themselves where they are there, else what replies hold, else what they quote; and what was left out
    that is none of them.
    """
    originals = [patch for patch in patches if not patch.reply]
    own = [patch for patch in patches if patch.reply and not patch.quoted]
    if originals:
        known = set(map(words_of, originals))
        others = [f"line {patch.line}" for patch in own if words_of(patch) not in known]
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        return originals, [f"what replies make of it is left out ({', '.join(others[:_NAMED])}{more})"] * bool(others)
    if own:
        quotes = any(patch.quoted for patch in patches)
        return own, ["the patch that the reply makes, not the one that it quotes"] if quotes else []
    return [*patches], []


def _of_one_project(patches: Sequence[Patch]) -> tuple[list[Patch], list[str]]:
    """Those for one repository, where series for several have the same numbers: the one with the most documents."""
    places: dict[tuple[int, int, int], set[str]] = {}
    for patch in patches:
        places.setdefault((patch.version, patch.total, patch.number), set()).add(patch.project)
    names = {name for projects in places.values() if len(projects) > 1 for name in projects}
    if not names or all(patch.total == 1 for patch in patches):
        return [*patches], []
    documents = dict.fromkeys((patch.project for patch in patches if patch.project in names), 0)
    for patch in patches:
        if patch.project in names:
            documents[patch.project] += sum(part.path.endswith(tuple(KNOWN)) for part in files_of(patch.diff))
    taken = max(documents, key=lambda name: documents[name])
    left = ", ".join(f"'{name}'" for name in documents if name != taken)
    kept = [patch for patch in patches if patch.project == taken or patch.project not in names]
    return kept, [f"of several series that of '{taken}' is taken, not {left}"]


def _twice(one: Patch | None, other: Patch) -> Iterator[str]:
    """That a patch of one version is there twice, and not alike."""
    if one and one.version == other.version and words_of(one) != words_of(other):
        yield f"{other.number}/{other.total} is there twice, the later one is taken"


def _versions(series: Sequence[Patch], taken: Sequence[Patch]) -> Iterator[str]:
    """Which versions were taken, where there are several."""
    latest = max(patch.version for patch in series)
    older = [f"{patch.number}/{patch.total}" for patch in series if patch.version != latest]
    if older:
        verb = "is" if len(older) == 1 else "are"
        yield f"v{latest} has not all patches, so {', '.join(older)} {verb} of an earlier version"
    elif others := sorted({patch.version for patch in taken if patch.version != latest}):
        yield f"v{latest} is taken, not {', '.join(f'v{version}' for version in others)}"


def _missing(numbers: Sequence[int], total: int) -> Iterator[str]:
    """Which patches of a series are not there; of one that stands alone nobody expects the others."""
    count = total + 1 - numbers[0] - len(numbers) if len(numbers) > 1 else 0
    if count > 0:
        there = {*numbers}
        missing = (f"{number}/{total}" for number in range(numbers[0], total + 1) if number not in there)
        more = f" and {count - _NAMED} more" if count > _NAMED else ""
        yield f"{', '.join(islice(missing, _NAMED))}{more} {'is' if count == 1 else 'are'} not in it"
