"""Print the JSON schema (2020-12) of what a command writes with --format json, or of the configuration file."""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files
from typing import Final

ANSWERS: Final = ("anchors", "check", "claims", "explain", "parity", "review", "tree")
SCHEMAS: Final = (*ANSWERS, "configuration")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the schema is of."""
    parser.add_argument("name", metavar="NAME", choices=SCHEMAS, help=f"one of {', '.join(SCHEMAS)}")


def run(args: argparse.Namespace) -> int:
    """Print; return 0."""
    sys.stdout.write(files("sphinx_adoc").joinpath("schemas", f"{args.name}.json").read_text("utf-8"))
    return 0
