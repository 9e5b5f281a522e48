"""How far pages are trusted, by ``conf.py``: what the gate lets through of each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx_adoc.gate import NO_RAW, OWN, UNTRUSTED, Gate, Trust

from .sources import root

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


_SPECIAL: Final = re.compile(r"[*?\[]")


def trust(config: Config, *, raw_enabled: bool = True) -> Trust:
    """Return the trust that is set. ``raw_enabled``: docutils' own setting."""
    if config.adoc_untrusted:
        return UNTRUSTED
    return OWN if config.adoc_raw and raw_enabled else NO_RAW


def gate(env: BuildEnvironment, *, raw_enabled: bool) -> Gate:
    """Return the gate of the page that is read. To Sphinx, a path that begins with a slash is one below the sources."""
    folder = Path(env.doc2path(env.docname)).parent
    return Gate(trust(env.config, raw_enabled=raw_enabled), root(env), folder, top=Path(env.srcdir))


def setup(app: Sphinx) -> None:
    """Have the tree's links looked at before any page is."""
    app.connect("config-inited", _leave_out)


def _leave_out(app: Sphinx, config: Config) -> None:
    """Leave out what may not be a page: links that lead out of the sources or round in circles; of strangers, hidden
    files and links to folders, too.

    Sphinx follows links when it looks for pages.
    """
    how = trust(config)
    if not how.inside_only:
        return
    top = Path(app.srcdir)
    names = [_SPECIAL.sub(r"[\g<0>]", path.relative_to(top).as_posix()) for path in _not_pages(top, how)]
    patterns = [pattern for name in names for pattern in (name, f"{name}/**")]
    config.exclude_patterns = [*config.exclude_patterns, *patterns]  # not in place: the default is of all projects


def _not_pages(top: Path, how: Trust) -> Iterator[Path]:
    real = Path(os.path.realpath(top))
    for place, folders, names in os.walk(top):
        for name in (*folders, *names):
            path = Path(place, name)
            if (how.stranger and name.startswith(".")) or (path.is_symlink() and _is_refused(path, real, how)):
                yield path


def _is_refused(link: Path, top: Path, how: Trust) -> bool:
    target = Path(os.path.realpath(link))
    around = Path(os.path.realpath(link.parent)).is_relative_to(target)
    return around or not target.is_relative_to(top) or (how.stranger and target.is_dir())
