"""Whether the files are there that documents show and link to: images, sound, video, downloads.

Each target is found, missing, or not checked for a reason that can be named. An address with a scheme is none of them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.suggest import Names, did_you_mean
from sphinx_adoc.syntax.antora import Location, is_part

from . import paths
from .index import Index
from .model import Summary, Target

ADDRESS: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_CODES: Final = {"image": Code.IMAGE_MISSING, "media": Code.MEDIA_MISSING, "link": Code.LINK_MISSING}


class Judged(NamedTuple):
    """A target: what is wrong with it (None: nothing), and whether it was looked for at all."""

    target: Target
    finding: Finding | None = None
    checked: bool = True


def judge(index: Index, summary: Summary) -> Iterator[Judged]:
    """Look for each target of a document."""
    return (judge_one(index, summary, target) for target in summary.targets)


def judge_one(index: Index, summary: Summary, target: Target) -> Judged:
    """Look for one target of a document."""
    possible = places(index, summary, target)
    if possible is None:
        return Judged(target, checked=False)
    if any(_exists(index, place) for place in possible):
        return Judged(target)
    if is_part(Path(summary.path), index.components, index.disk):
        return Judged(target, checked=False)
    if not possible:
        hint = "it names a file that is no image of the site"
        return Judged(target, _not_found(target, hint))
    return _missing(index, summary, target, possible[0])


def findings(index: Index, names: Iterable[str]) -> Iterator[Finding]:
    """Give what is missing."""
    judged = (one for name in names for one in judge(index, index.summaries[name]))
    return (one.finding for one in judged if one.finding is not None)


def places(index: Index, summary: Summary, target: Target) -> list[Path] | None:
    """Return the files that a target may mean, the likeliest first; None where that cannot be known, none where it can
    mean no file.
    """
    home = Path(summary.path)
    name = unquote(re.split("[#?]", target.target, maxsplit=1)[0])
    if not name:
        return None
    located = index.located(summary.path, *as_id(target))
    if located is not None:
        return _resource(located) if target.kind == "image" else list(located.paths) or None
    if target.kind == "link":
        return _linked(index, home, name)
    if ADDRESS.match(target.folder) or target.folder.startswith("/") or "{" in target.folder:
        return None
    return [_joined(home.parent / target.folder, name)]


def as_id(target: Target) -> tuple[str, str]:
    """Return how a target is looked for among Antora's resources: an id, and the family of one that names none. Sound
    and video lie where images do.
    """
    if target.kind == "media" and target.folder.endswith("$") and "$" not in target.target:
        return f"{target.folder}{target.target}", ""
    return target.target, "image" if target.kind == "image" else ""


def _resource(located: Location) -> list[Path] | None:
    """The files that an image's id may mean: none where it names what is no image, or is no part of the site."""
    if not located.paths:
        return None
    if located.family != "image" or located.hidden:
        return []
    return list(located.paths)


def _linked(index: Index, home: Path, name: str) -> list[Path] | None:
    """What a link may lead to. Pages that are not made from the documents belong to another site, unless documents of
    the set lie where the page would be.
    """
    place = _joined(home.parent, name)
    if place.suffix in paths.BUILT:
        if place.parent.as_posix() not in index.folders:
            return None
        sources = [Path(source) for source in paths.candidates(home.as_posix(), name)]
        return [place, *sources]
    if not place.suffix or not index.disk.is_dir(place.parent):
        return None  # a clean URL, or a place that only the site has
    if any(index.documents_of(str(place.with_suffix(suffix))) for suffix in KNOWN):
        return None  # another form of a document, such as its PDF
    return [place]


def _joined(folder: Path, name: str) -> Path:
    return Path(posixpath.normpath((folder / name).as_posix()))


def _exists(index: Index, path: Path) -> bool:
    """Whether a file is there, letter for letter: not all file systems tell letters' cases apart."""
    if path.name not in index.listing(path.parent):
        return bool(index.documents_of(str(path))) or index.disk.is_dir(path)
    return True


def _missing(index: Index, summary: Summary, target: Target, place: Path) -> Judged:
    names = index.listing(place.parent)
    alike = next((name for name in names if name.casefold() == place.name.casefold()), None)
    if alike is not None:
        hint = f"the file is called '{alike}': letters' cases count"
    elif near := _near(index, target, place, names):
        hint = did_you_mean(near)
    elif not index.disk.is_dir(place.parent):
        hint = f"there is no folder '{place.parent.as_posix()}'"
    else:
        hint = ""
    return Judged(target, _not_found(target, hint))


def _not_found(target: Target, hint: str) -> Finding:
    what = {"image": "image", "media": "media file", "link": "linked file"}[target.kind]
    message = f"{what} not found: '{target.target}'"
    return Finding(_CODES[target.kind], message, target.span, hint=hint, stack=target.stack)


def _near(index: Index, target: Target, place: Path, names: Iterable[str]) -> str | None:
    if place.suffix not in paths.BUILT:
        return index.names_in(place.parent).nearest(place.name)
    stems = {Path(name).stem: name for name in names if Path(name).suffix in (*KNOWN, *paths.BUILT)}
    near = Names(stems).nearest(place.stem)
    return f"{near}{place.suffix}" if near else None
