"""Print the JSON schema (2020-12) of what a command writes with --format json."""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files
from typing import Final

SCHEMAS: Final = ("check", "claims", "explain", "parity", "review")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command whose schema is wanted."""
    parser.add_argument("name", metavar="NAME", choices=SCHEMAS, help=f"of which command: {', '.join(SCHEMAS)}")


def run(args: argparse.Namespace) -> int:
    """Print; return 0."""
    sys.stdout.write(files("sphinx_adoc").joinpath("schemas", f"{args.name}.json").read_text("utf-8"))
    return 0
