"""What a document's code raised, as a verdict at the line of the document."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Place, Span

from .model import Claim, Verdict, broken, failed
from .phrase.expectation import clipped
from .pycode import Told


def line_span(path: str, line: int | None) -> Span:
    """A line of a file."""
    place = Place(path, line or 1, 1)
    return Span(place, place)


def false(claim: Claim, error: AssertionError, path: str) -> Verdict:
    """The verdict of an assert that failed, at its line."""
    told = error.args[0] if error.args else ""
    span = _failing_line(claim, error, path)
    if not isinstance(told, Told):
        return failed(claim, "an assertion", clipped(str(told)) or "false", span, trace(error))
    verdict = failed(claim, told.said, told.seen or "false", span, trace(error))
    words = str(told)  # the author's own, where the assert has a message
    return verdict if words in (told.seen, f"{told.said} is false") else _led_by(verdict, words)


def _led_by(verdict: Verdict, words: str) -> Verdict:
    return replace(verdict, message=f"{clipped(words)}: {verdict.message}")


def raised(claim: Claim, error: BaseException, path: str) -> Verdict:
    """The verdict of code that raised, at the claim's line that led there."""
    said = clipped("".join(traceback.format_exception_only(error)).strip().splitlines()[-1])
    return broken(claim, Code.CLAIM_ERROR, said, span=_failing_line(claim, error, path), evidence=trace(error))


def too_long(claim: Claim, error: BaseException, timeout: float) -> Verdict:
    """The verdict of code that ran longer than ``timeout`` (s), at the line that it had come to."""
    hint = "make it quicker, or allow more: --timeout, or adoc_timeout in the configuration of pytest or Sphinx"
    span = _failing_line(claim, error, claim.place.path)
    return broken(claim, Code.CLAIM_TIMEOUT, f"stopped after {timeout:g} s", hint, span, trace(error))


def _failing_line(claim: Claim, error: BaseException, path: str) -> Span:
    """The innermost line that the error went through: of the claim itself, else of the document."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    own = [line for line in lines if line in claim.lines]
    return line_span(path, (own or lines)[-1]) if lines else claim.span


def trace(error: BaseException) -> str:
    """A traceback that begins in the document: our own frames are left out."""
    here = str(Path(__file__).parent)
    found = traceback.TracebackException.from_exception(error)
    kept = [frame for frame in found.stack if not frame.filename.startswith(here)]
    found.stack = traceback.StackSummary.from_list(kept)
    return "".join(found.format())
