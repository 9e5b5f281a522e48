"""What the guide says of each code: what to do, and an example. Made from its page of findings, so that it travels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from sphinx_adoc.codes import Code

PACKAGE: Final = "sphinx-adoc"


class Explanation(NamedTuple):
    """``more``: what the summary leaves out. ``remedy``: what to do. ``examples``: the text of each file of the
    smallest input that has such a finding, by name. All in plain text; '' and empty where the guide has none.
    """

    more: str
    remedy: str
    examples: Mapping[str, str]


def explanation(code: Code) -> Explanation:
    """Return what the guide says of a code."""
    entry = _explained()[code]
    return Explanation(entry["more"], entry["remedy"], entry["examples"])


@cache
def _explained() -> dict[str, dict[str, Any]]:
    from importlib.resources import files  # it loads as much, and most reports say nothing of it

    content: dict[str, dict[str, Any]] = json.loads(files(__package__).joinpath("explained.json").read_text("utf-8"))
    return content


def product_version() -> str:
    """Return the version of the installed package."""
    from importlib.metadata import version  # it loads much, and few reports say it

    return version(PACKAGE)


@cache
def documentation() -> str:
    """Return the address of the documentation, with a slash at its end; '' where the package names none."""
    from importlib.metadata import metadata

    for entry in metadata(PACKAGE).get_all("Project-URL") or ():
        label, _, address = str(entry).partition(", ")
        if label.lower() == "documentation":
            return address.rstrip("/") + "/"
    return ""


def help_address(code: Code) -> str:
    """Return the address of a code's entry on the page of findings; '' where the package names no documentation."""
    return f"{documentation()}guide/findings.html#{code.anchor}" if documentation() else ""
