"""What options take, beside text."""

from __future__ import annotations

import argparse

from sphinx_adoc.project import ProjectError
from sphinx_adoc.project.seconds import parse_seconds


def seconds(text: str) -> float:
    """Return a number of seconds from the command line; raise ArgumentTypeError for what is none."""
    try:
        return parse_seconds(text)
    except ProjectError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
