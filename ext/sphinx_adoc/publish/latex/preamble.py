"""Text in front of a project's own preamble, which so can declare otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def prepend(app: Sphinx, text: str) -> None:
    """Put text into the preamble of the documents that a LaTeX builder is about to write."""
    values = template_values(app)
    values["preamble"] = text + values.get("preamble", "")


def template_values(app: Sphinx) -> dict[str, Any]:
    """Return the values that a LaTeX builder fills its template with."""
    values: dict[str, Any] = app.builder.context  # type: ignore[attr-defined]
    return values
