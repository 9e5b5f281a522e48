"""Findings as Sphinx' warnings, so that ``-W`` and ``suppress_warnings`` work on them."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.util import logging

from sphinx_adoc.codes import INFO
from sphinx_adoc.finding import Finding

_logger = logging.getLogger(__name__)


def report(findings: Iterable[Finding]) -> None:
    """Log findings: at ``file:line:column``, with the type ``adoc`` and the finding's code as subtype."""
    for finding in findings:
        log = _logger.info if finding.severity == INFO else _logger.warning
        log("%s", finding.text, type="adoc", subtype=finding.code, location=str(finding.span))
