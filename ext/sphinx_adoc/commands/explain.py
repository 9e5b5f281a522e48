"""Say what the code of a finding means, what to do about it, and show an example; without a code, list all."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from sphinx_adoc.codes import BY_NAME, Code, nearest
from sphinx_adoc.finding.explain import explanation, help_address
from sphinx_adoc.finding.report.jsonform import dumped
from sphinx_adoc.suggest import did_you_mean

from . import WrongCall

WIDTH: Final = 100
VERSION: Final = 1  # of the schema
_OUTSIDE_SPHINX: Final = (
    "built-",
    "baseline-",
    Code.PAGE_UNREAD,
    Code.CHANGE_UNREAD,
)  # how codes begin that only commands report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the code and the form."""
    parser.add_argument("code", metavar="CODE", nargs="?", help="such as xref-unresolved; adoc.xref-unresolved will do")
    parser.add_argument("--format", choices=["json", "text"], default="text", help="form of the answer (default: text)")


def run(args: argparse.Namespace) -> int:
    """Run the command; return 0. Raise WrongCall for an unknown code."""
    codes = list(Code) if args.code is None else [_code(args.code)]
    if args.format == "json":
        sys.stdout.write(dumped(VERSION, "sphinx-adoc explain", codes=[_record(code) for code in codes]))
    elif args.code is None:
        widest = max(map(len, codes))
        sys.stdout.writelines(f"{code:{widest}}  {code.severity:7}  {code.summary}\n" for code in codes)
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(codes[0]))
    return 0


def _code(name: str) -> Code:
    """Return the code of this name, which may be written as in Sphinx' warnings. Raise WrongCall."""
    plain = name.removeprefix("adoc.").lower()
    if plain in BY_NAME:
        return BY_NAME[plain]
    near = nearest(plain)
    meant = did_you_mean(near, "without a code, all are listed")
    raise WrongCall(f"no finding has the code '{name}'; {meant}")


def _lines(code: Code) -> Iterator[str]:
    """Yield an explanation for people."""
    entry = explanation(code)
    yield f"{code} ({code.severity})"
    yield from textwrap.wrap(f"{code.summary} {entry.more}", WIDTH)
    yield ""
    yield from textwrap.wrap(f"What to do: {entry.remedy}", WIDTH)
    for name, text in entry.examples.items():
        yield ""
        yield f"{name}:"
        yield from (f"    {line}".rstrip() for line in text.split("\n"))
    yield ""
    if code.can_be_waived:
        yield f"For one line: // adoc-ignore: {code} until YYYY-MM-DD: REASON"
    if not code.startswith(_OUTSIDE_SPHINX):
        yield f'In Sphinx: suppress_warnings = ["adoc.{code}"]'
    yield f"Read on: {help_address(code) or f'the guide, page findings, {code.anchor}'}"


def _record(code: Code) -> dict[str, Any]:
    """Return an explanation as plain data."""
    entry = explanation(code)
    return {
        "code": code,
        "severity": code.severity,
        "summary": code.summary,
        "more": entry.more,
        "remedy": entry.remedy,
        "examples": dict(entry.examples),
        "help": help_address(code),
    }
