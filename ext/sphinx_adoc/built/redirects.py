"""The file ``_redirects`` of a site: paths that lead elsewhere (as Netlify, Cloudflare and GitLab read it)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NAME: Final = "_redirects"
_STATUS: Final = re.compile(r"(\d{3})!?")
_GONE: Final = 400


@dataclass(frozen=True, slots=True)
class Redirect:
    """A line: from which path (with ``:name``, and ``*`` at its end), whereto, and its number. ``to``: '' where it is
    none.
    """

    path: str
    to: str
    line: int
    column: int
    status: int = 301

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the paths look like that it is for."""
        path, star, _ = self.path.partition("*")
        parts = re.split(r"(/:[A-Za-z]\w*)", path.rstrip("/") if star else path)
        expression = "".join("/[^/]+" if part.startswith("/:") else re.escape(part) for part in parts)
        return re.compile(
            expression + ("(?:/.*)?" if star and path.endswith("/") else ".*" if star else "/?"), re.DOTALL
        )

    @property
    def is_plain(self) -> bool:
        """Whether it leads to one place."""
        return ":" not in self.to.partition("://")[2 if "://" in self.to else 0] and "*" not in self.to


def read(text: str) -> Iterator[Redirect]:
    """Give each line; one that says nothing has no ``to``."""
    for number, line in enumerate(text.split("\n"), 1):
        words = line.partition("#")[0].split() if line.lstrip().startswith("#") else re.sub(r"\s#.*", "", line).split()
        if not words:
            continue
        path, *rest = words
        rest = [word for word in rest if "=" not in word or word.startswith(("/", "http"))]  # conditions, parameters
        to = rest[0] if rest else ""
        status = _STATUS.fullmatch(rest[1]) if len(rest) > 1 else None
        known = path.startswith(("/", "http://", "https://")) and (len(rest) < 2 or status is not None)
        column = line.find(to, line.find(path) + len(path)) + 1 if to else line.find(path) + 1
        yield Redirect(path, to if known else "", number, max(column, 1), int(status[1]) if status else 301)


def covering(redirects: list[Redirect]) -> list[re.Pattern[str]]:
    """Return what the paths look like that lead somewhere."""
    return [one.pattern for one in redirects if one.to and one.status < _GONE]
