"""The options that let a command go on when its work is done once."""

from __future__ import annotations

import argparse
from typing import Final

HOST: Final = "127.0.0.1"
PORT: Final = 8000
_PORTS: Final = 65535


def add_watch(parser: argparse.ArgumentParser) -> None:
    """Add that it is done again whenever a file changes."""
    says = "do it again whenever a file changes, until it is interrupted"
    parser.add_argument("--watch", action="store_true", help=says)


def add_serve(parser: argparse.ArgumentParser) -> None:
    """Add that the pages are served, too."""
    says = f"show the pages at http://{HOST}:PORT/, to this machine alone, and again when a file changes"
    parser.add_argument("--serve", metavar="PORT", nargs="?", type=_port, const=PORT, help=f"{says} (default: {PORT})")


def _port(text: str) -> int:
    """A number of a port. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text[:9]) > _PORTS:
        raise argparse.ArgumentTypeError(f"{text!r}: write a number up to {_PORTS}; 0: any that is free")
    return int(text)


def goes_on(args: argparse.Namespace) -> bool:
    """Tell whether a call goes on."""
    return bool(getattr(args, "watch", False)) or getattr(args, "serve", None) is not None
