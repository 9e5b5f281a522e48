"""The command ``sphinx-adoc``.

What a call wrote before is written again where nothing changed (:mod:`.unchanged`); else its subcommand runs
(:mod:`.dispatch`), which is loaded then.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from . import unchanged


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; return its exit code: 0 clean, 1 with findings, 2 for a wrong call, or when nothing was done or
    could be written, 3 for an error of the program's own. Without ``argv`` this is the program, and may end it.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if sys.stdout is None or sys.stderr is None:  # closed by whoever called
        return 2
    code = _run(words)
    if argv is None and unchanged.is_check(words) and sys.getprofile() is sys.gettrace() is None:
        _end(code)
    return code


def _run(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):  # a console that cannot show a character shows its number
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _again(words)
    except (OSError, KeyboardInterrupt) as error:
        from .dispatch import stopped

        return stopped(words, error)
    if code is not None:
        return code
    from .dispatch import main as run

    return run(words)


def _end(code: int) -> None:
    """End the program, what is registered for that included. Taking apart all objects that a check has made takes a
    tenth of its time. Where its output cannot be written, Python ends it, and says so.
    """
    import atexit

    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


def _again(words: list[str]) -> int | None:
    """Write what the call wrote before, and return its exit code; None where something changed."""
    outcome = unchanged.find(words)
    if outcome is None:
        return None
    try:
        outcome.write_files()
    except OSError:  # the run itself says so
        return None
    return outcome.say()


if __name__ == "__main__":
    sys.exit(main())
