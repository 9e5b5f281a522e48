"""Where a folder of pages will be: the host and the path before its files, as told, or as the pages say themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

_MAX_PREFIX_SEGMENTS: Final = 3  # segments of a prefix that is guessed


@dataclass(frozen=True, slots=True)
class Deployment:
    """``host``: '' where it is not known. ``prefix``: from slash to slash. ``guessed``: it was not given."""

    host: str = ""
    prefix: str = "/"
    guessed: bool = False


def told(url: str) -> Deployment:
    """Return what an address, or a path alone, says; raise ValueError for what is neither."""
    parts = urlsplit(url)
    if parts.scheme not in ("", "http", "https") or (not parts.netloc and not parts.path.startswith("/")):
        raise ValueError(f"'{url}' is neither an address (https://docs.example/manual/) nor a path (/manual/)")
    return Deployment(parts.netloc.lower(), f"/{parts.path.strip('/')}/".replace("//", "/"))


def guess(canonical: Iterable[tuple[str, str]], rooted: Iterable[str], there: frozenset[str]) -> Deployment:
    """Return where the pages seem to be. ``canonical``: pages with the address that each says it has. ``rooted``: the
    paths from the host's root on that pages name. ``there``: the names that files of the folder can be reached by.
    """
    says = Counter(filter(None, (_before(page, url) for page, url in canonical)))
    if says:
        host, prefix = says.most_common(1)[0][0]
        return Deployment(host, prefix, guessed=True)
    hits: Counter[str] = Counter()
    folders = {name.partition("/")[0] for name in there if "/" in name}
    for path in rooted:
        segments = unquote(path).strip("/").split("/")
        deepest = 0 if segments[0] in folders else _MAX_PREFIX_SEGMENTS
        for depth in range(min(deepest + 1, len(segments))):
            if "/".join(segments[depth:]) in there:
                hits["/".join(segments[:depth])] += 1
    best = min(hits, key=lambda prefix: (-hits[prefix], prefix.count("/"), len(prefix)), default="")
    return Deployment("", f"/{best}/" if best else "/", guessed=bool(best))


def _before(page: str, url: str) -> tuple[str, str] | None:
    """The host and path that are left of a page's address when its own name is taken off; None where it has another."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = unquote(parts.path)
    for name in names_of(page):
        if parts.netloc and path.endswith(f"/{name}"):
            return parts.netloc.lower(), path.removesuffix(name)
    return None


def names_of(file: str) -> list[str]:
    """Return the names by which servers give a file, the whole one first: ``a/index.html`` is ``a/`` and ``a`` too."""
    names = [file]
    stem, dot, suffix = file.rpartition(".")
    if dot and suffix.lower() in ("html", "htm"):
        if stem == "index" or stem.endswith("/index"):
            folder = stem.removesuffix("index")
            names += [folder, folder.rstrip("/"), stem] if folder else ["", stem]
        else:
            names += [stem, f"{stem}/"]
    return names
