"""Versions, which are no numbers: "3.10", "v2.4", "3.10 or newer", "at least 3.9", "Python 3.11 to 3.13"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from .expectation import Expectation
from .value import NONE, Declared, Mismatch

_NUMBER: Final = r"v?\d+(?:\.\d+)*(?:[-.]?(?:a|b|rc|alpha|beta|dev|post)[-.]?\d*)?(?:\+[\w.]+)?"
_SIDES: Final = (  # words that say on which side of a version something is: no name of a program
    "at", "up", "no", "not", "older", "newer", "later", "earlier", "higher", "lower", "from", "before", "between",
    "since", "after", "above", "below", "under", "until", "minimum", "maximum", "to", "than", "and", "or", "any", "all",
    "except",
)  # fmt: skip
_LEAD: Final = rf"(?:(?!(?:{'|'.join(_SIDES)}) )[A-Za-z][\w.+-]* ){{0,3}}?"
_SECOND: Final = rf"(?P<b>{_NUMBER})"
_FIRST: Final = rf"(?P<a>{_NUMBER})"
_FORMS: Final = tuple(  # what is said of one or two versions, and the signs of that
    (re.compile(form.format(a=_LEAD + _FIRST, b=_LEAD + _SECOND, lead=_LEAD, number=_FIRST), re.IGNORECASE), sides)
    for form, sides in (
        (r"{a}", ("==", "")),
        (r"{a} (?:or|and) (?:newer|later|higher|above|up|greater)", (">=", "")),
        (r"(?:at least|from|since|≥|>=|no older than|not older than|minimum) ?{a}(?: on| onwards?)?", (">=", "")),
        (r"{lead}(?:≥|>=) ?{number}", (">=", "")),
        (r"{lead}(?:≤|<=) ?{number}", ("<=", "")),
        (r"{lead}> ?{number}", (">", "")),
        (r"{lead}< ?{number}", ("<", "")),
        (r"(?:~=|compatible with) ?{a}", ("~=", "")),
        (r"{lead}(?P<a>v?\d+(?:\.\d+)*)\.[x*]", ("=*", "")),
        (r"{a}\+", (">=", "")),
        (r"(?:newer than|later than|higher than|after|above|>) ?{a}", (">", "")),
        (r"{a} (?:or|and) (?:older|earlier|lower|below)", ("<=", "")),
        (r"(?:at most|up to|until|no newer than|no later than|≤|<=) ?{a}", ("<=", "")),
        (r"(?:older than|earlier than|before|below|under|<) ?{a}", ("<", "")),
        (r"(?:between |from )?{a}(?: to | ?[–-] ?| and | through ){b}", (">=", "<=")),
    )
)


@dataclass(frozen=True, slots=True)
class Versions(Expectation):
    """A version, or a range of them: pairs of a sign and a version."""

    parts: tuple[tuple[str, Version], ...]

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return a version must lie in the range; a computed range must be the same one."""
        if isinstance(value, SpecifierSet) or (specifiers := _specifiers(value)) is not None:
            accepted = value if isinstance(value, SpecifierSet) else specifiers
            return {(part.operator, Version(part.version.removesuffix(".*"))) for part in accepted or ()} == set(
                self.parts
            )
        computed = as_version(value)
        if computed is None:
            raise Mismatch(f"a version is stated, but the computed value is {value!r:.200}")
        return all(_holds(computed, sign, version) for sign, version in self.parts)

    def shown(self, value: Any, declared: Declared = NONE) -> str:
        """Return the version as it is written."""
        return str(value)


def _holds(computed: Version, sign: str, version: Version) -> bool:
    if sign == "=*":
        return computed.release[: len(version.release)] == version.release
    if sign == "~=":
        return SpecifierSet(f"~={version}").contains(computed, prereleases=True)
    order = (computed > version) - (computed < version)
    if sign == "==":
        return order == 0
    return order == 0 if sign.endswith("=") and order == 0 else order == (1 if sign[0] == ">" else -1)


def read_versions(words: str) -> Versions | None:
    """Return what words say about a version; None where that is nothing."""
    text = " ".join(words.split())
    for form, (first, second) in _FORMS:
        if match := form.fullmatch(text):
            pairs = [(first, match["a"])] + ([(second, match["b"])] if second else [])
            versions = [(sign, as_version(number)) for sign, number in pairs]
            return Versions(tuple((sign, version) for sign, version in versions if version is not None))
    return None


@dataclass(frozen=True, slots=True)
class SeveralVersions(Expectation):
    """Just these versions: "3.9, 3.10 and 3.11"."""

    versions: frozenset[Version]

    def accepts(self, value: Any, declared: Declared = NONE) -> bool:
        """Return whether the members of a collection are just these."""
        return {as_version(item) for item in value} == self.versions


def read_versions_in_row(words: str) -> SeveralVersions | None:
    """Return the two or more versions that words list; None where they list none."""
    items = [item for item in re.split(r",\s+(?:and |or )?|\s+(?:and|or)\s+", " ".join(words.split())) if item]
    read = [as_version(item) if re.fullmatch(_NUMBER, item, re.IGNORECASE) else None for item in items]
    versions = frozenset(version for version in read if version is not None)
    return SeveralVersions(versions) if len(items) > 1 and all(read) else None


def read_several(words: str, value: Any) -> Expectation | None:
    """Return what words say of a collection of versions, or of one as a tuple of numbers; None for any other value."""
    if isinstance(value, tuple) and len(value) > 1 and all(type(part) is int for part in value):
        versions = read_versions(words) if "." in words else None
        fits = (
            versions and len(versions.parts) == 1 and (len(value) > 2 or versions.accepts(value))
        )  # a pair is an interval, too
        return versions if fits else None
    if not isinstance(value, list | tuple | set | frozenset) or not value:
        return None
    dotted = all(isinstance(item, Version) or (isinstance(item, str) and "." in item) for item in value)
    return read_versions_in_row(words) if dotted and all(as_version(item) for item in value) else None


def as_version(value: Any) -> Version | None:
    """Return a value as a version: a Version, the text of one, or a tuple of numbers; None for anything else."""
    if isinstance(value, Version):
        return value
    if isinstance(value, tuple) and value and all(isinstance(part, int) for part in value[:3]):
        value = ".".join(map(str, value[:3]))
    if not isinstance(value, str):
        return None
    try:
        return Version(value.strip())
    except InvalidVersion:
        return None


def _specifiers(value: Any) -> SpecifierSet | None:
    """A range of versions in text, such as the ``requires-python`` of a project: ``>=3.11,<4``."""
    if not isinstance(value, str) or not re.match(r"\s*[<>=!~]", value):
        return None
    try:
        return SpecifierSet(value)
    except InvalidSpecifier:
        return None


def is_versions(value: Any) -> bool:
    """Return whether a value is a version or a range of them, by its type or since its text begins with a sign."""
    return isinstance(value, Version | SpecifierSet) or _specifiers(value) is not None
