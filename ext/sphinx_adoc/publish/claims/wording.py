"""What the pages about claims say, in the language of the project.

The catalogues are in ``sphinx_adoc/locale``; German is complete. ``python -m tests.catalogues`` compiles them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.locale import get_translation, translators

from sphinx_adoc.claims.model import BROKEN, FAILED, HELD, NOT_RUN, SKIPPED

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOGUE: Final = "sphinx_adoc"
FOLDER: Final = Path(__file__).parents[2] / "locale"

_ = get_translation(CATALOGUE)


def setup(app: Sphinx) -> None:
    """Register the catalogues."""
    translators.pop(("general", CATALOGUE), None)  # of a project that was built before in this process
    app.add_message_catalog(CATALOGUE, str(FOLDER))


def say(message: str) -> str:
    """Return a message in the project's language."""
    return str(_(message))


def claims(number: int) -> str:
    """Return a number of claims in words."""
    return say("1 claim") if number == 1 else say("%d claims") % number


def status(name: str) -> str:
    """Return a verdict in words."""
    return {
        HELD: say("held"),
        FAILED: say("failed"),
        BROKEN: say("could not be checked"),
        SKIPPED: say("was skipped"),
        NOT_RUN: say("was not run"),
    }[name]


def unnamed(kind: str) -> str:
    """Return what a claim without an id is called."""
    return {
        "value": say("A value without an id"),
        "table": say("A table without an id"),
        "block": say("A block without an id"),
        "snippet": say("A snippet without an id"),
    }.get(kind, kind)


def thing(kind: str) -> str:
    """Return what a claim is that states no value."""
    return {"block": say("a block"), "snippet": say("a snippet")}.get(kind, kind)


_ROW: Final = re.compile(r"row '(.*?)'(?:, column '(.*?)')?: (.*)", re.DOTALL)
_DIFFERS: Final = re.compile(r"the text says '(.*)', computed: (.*)", re.DOTALL)
_UNKNOWN: Final = re.compile(r"nothing computes '(.*)'")
_FALSE: Final = re.compile(r"row '(.*)' is false")


def reason(message: str) -> str:
    """Return why a claim did not hold, in the project's language where the reason is one of the frequent ones."""
    if row := _ROW.fullmatch(message):
        named, column, rest = row.groups()
        if column is None:
            return say("row '%s': %s") % (named, reason(rest))
        return say("row '%s', column '%s': %s") % (named, column, reason(rest))
    for pattern, translated in (
        (_DIFFERS, say("the text says '%s', computed: %s")),
        (_UNKNOWN, say("nothing computes '%s'")),
        (_FALSE, say("row '%s' is false")),
    ):
        if match := pattern.fullmatch(message):
            return translated % match.groups()
    return message
