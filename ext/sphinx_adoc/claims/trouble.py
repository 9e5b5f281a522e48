"""What a document's code raised, as a verdict at the line of the document."""

from __future__ import annotations

import sys
import traceback
import unittest
from dataclasses import replace
from pathlib import Path
from typing import Final

from sphinx_adoc.codes import Code
from sphinx_adoc.syntax.source import Place, Span

from .difference import Explain, explained
from .guard import Exited, Guard
from .model import FAILED, Claim, Verdict, broken, failed, skipped
from .phrase.expectation import clipped
from .pycode import AssertMessage

FIXTURES: Final = frozenset([
    "tmp_path", "tmp_path_factory", "tmpdir", "monkeypatch", "capsys", "capfd", "caplog", "request", "recwarn",
    "pytestconfig",
])  # fmt: skip


def line_span(path: str, line: int | None) -> Span:
    """Return a line of a file."""
    place = Place(path, line or 1, 1)
    return Span(place, place)


def false(claim: Claim, error: AssertionError, path: str, explain: Explain = explained) -> Verdict:
    """Return the verdict of an assert that failed, at its line. ``explain``: says how two values that it compared
    differ.
    """
    message = error.args[0] if error.args else ""
    span = _failing_line(claim, error, path)
    if not isinstance(message, AssertMessage):
        return failed(claim, "an assertion", clipped(str(message)) or "false", span, trace(error))
    differences = explain(*message.compared) if message.compared else []
    evidence = trace(error) + "".join(f"{line}\n" for line in differences)
    verdict = failed(claim, message.condition, message.seen or "false", span, evidence)
    words = str(message)  # the author's own, where the assert has a message
    return verdict if words in (message.seen, f"{message.condition} is false") else _led_by(verdict, words)


def _led_by(verdict: Verdict, words: str) -> Verdict:
    return replace(verdict, message=f"{clipped(words)}: {verdict.message}")


def raised(claim: Claim, error: BaseException, path: str) -> Verdict:
    """Return the verdict of code that raised, at the claim's line that led there; one that asks to be skipped is no
    error.
    """
    reason = skip_reason(error)
    if reason is not None:
        return skipped(claim, reason)
    span, evidence = _failing_line(claim, error, path), trace(error)
    error_text = clipped("".join(traceback.format_exception_only(error)).strip().splitlines()[-1])
    if isinstance(error, Exited):
        return broken(claim, Code.CLAIM_EXIT, f"it ended the process: {error}", span=span, evidence=evidence)
    if _is_outcome(error, "Failed"):  # pytest.fail, and pytest.raises where nothing was raised
        return broken(claim, Code.CLAIM_FAILED, clipped(str(error)), span=span, evidence=evidence, status=FAILED)
    name = error.name if isinstance(error, NameError) else ""
    hint = f"'{name}' is a fixture: pytest has it, run this claim there" if name in FIXTURES else ""
    if isinstance(error, MemoryError):
        hint = "take less memory, or allow more: --memory, [claims] memory, or adoc_claims_memory in Sphinx"
    return broken(claim, Code.CLAIM_ERROR, error_text, hint, span=span, evidence=evidence)


def skip_reason(error: BaseException) -> str | None:
    """Return why code asks to be skipped: by pytest's or unittest's means; None where it does not."""
    if _is_outcome(error, "XFailed"):
        return f"it is expected to fail: {error}"
    if _is_outcome(error, "Skipped") or isinstance(error, unittest.SkipTest):
        return str(error) or "its code says so"
    return None


def _is_outcome(error: BaseException, name: str) -> bool:
    """Whether code raised an outcome of pytest's, where that is loaded."""
    kind = getattr(sys.modules.get("_pytest.outcomes"), name, None)
    return kind is not None and isinstance(error, kind)


def left_behind(verdict: Verdict, guard: Guard) -> Verdict:
    """Return the verdict on code that may have left its process changed: an error where it had no other trouble."""
    if guard.raised and verdict.accounted:
        output = "".join(f"{words}\n" for words in guard.raised + guard.left)
        return broken(verdict.claim, Code.CLAIM_ERROR, guard.raised[0], evidence=verdict.evidence + output)
    if not guard.left:
        return verdict
    output = "".join(f"{words}\n" for words in guard.left)
    if not verdict.accounted:
        return replace(verdict, evidence=verdict.evidence + output)
    hint = "put it back in the claim itself: other claims run in the same process"
    return broken(verdict.claim, Code.CLAIM_SIDE_EFFECT, guard.left[0], hint, evidence=verdict.evidence + output)


def too_long(claim: Claim, error: BaseException, timeout: float) -> Verdict:
    """Return the verdict of code that ran longer than ``timeout`` (s), at the line that it had come to."""
    span = _failing_line(claim, error, claim.place.path)
    message, output = f"stopped after {timeout:g} s", trace(error)
    return broken(claim, Code.CLAIM_TIMEOUT, message, timeout_hint(), span=span, evidence=output)


def timeout_hint() -> str:
    """Return what to do about code that takes too long."""
    return "make it quicker, or allow more: --timeout, or adoc_timeout in the configuration of pytest or Sphinx"


def _failing_line(claim: Claim, error: BaseException, path: str) -> Span:
    """The innermost line that the error went through: of the claim itself, else of the document."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    own = [line for line in lines if line in claim.lines]
    return line_span(path, (own or lines)[-1]) if lines else claim.span


def trace(error: BaseException) -> str:
    """Return a traceback that begins in the document: our own frames are left out."""
    here = str(Path(__file__).parent)
    exception = traceback.TracebackException.from_exception(error)
    kept = [frame for frame in exception.stack if not frame.filename.startswith(here)]
    exception.stack = traceback.StackSummary.from_list(kept)
    return "".join(exception.format())
