"""A claim whose check is a test that exists: ``by=FILE::TEST``."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from sphinx_adoc.codes import Code

from .model import FAILED, Claim, Verdict, broken, held

SEPARATOR: Final = "::"
NO_TESTS, ALL_PASSED = (4, 5), 0  # exit codes of pytest
LINES: Final = 30


def is_cited(claim: Claim) -> bool:
    """Return whether a claim names a test as its check."""
    return SEPARATOR in claim.attribute("by")


def run(claim: Claim, timeout: float) -> Verdict:
    """Return the verdict on a claim that names a test: held when pytest, in a process of its own, says that it
    passes.
    """
    test = claim.attribute("by")
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=short", test]
    try:
        done = subprocess.run(
            call, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout or None, check=False
        )
    except subprocess.TimeoutExpired:
        return broken(claim, Code.CLAIM_TIMEOUT, f"the test {test} was stopped after {timeout:g} s")
    output = "\n".join((done.stdout + done.stderr).splitlines()[-LINES:]) + "\n"
    if done.returncode == ALL_PASSED and " passed" in output:
        return held(claim, " ".join(claim.text.split()), f"{test} passed")
    if done.returncode in NO_TESTS or done.returncode == ALL_PASSED:
        hint = "it was skipped, or there is none of this name"
        return broken(claim, Code.CLAIM_UNKNOWN_NAME, f"no test {test} was run", hint, evidence=output)
    return broken(claim, Code.CLAIM_FAILED, f"the test {test} fails", evidence=output, status=FAILED)
