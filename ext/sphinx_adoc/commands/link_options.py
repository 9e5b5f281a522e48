"""The options of ``check`` about addresses; what follows them is loaded where it is asked for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.links.limits import AGE, BUDGET
from sphinx_adoc.project.options import options_of
from sphinx_adoc.project.shapes import faults

from . import WrongCall
from .arguments import seconds

MODES: Final = ("all", "changed", "offline")
CACHE: Final = Path(".sphinx-adoc", "links.jsonl")
"""The cache, from the folder of the configuration file on (or the current one), unless another one is named."""

_HOST: Final = (
    "how a host is asked, such as github.com:every=2,parallel=1,token=GITHUB_TOKEN: seconds from one request to the"
    " next, how many at once, the variable of the environment that holds a token; repeatable"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options about addresses."""
    group = parser.add_argument_group("addresses")
    asks = "also ask servers whether the addresses that documents link to are still there; nothing else is sent"
    group.add_argument("--links", action="store_true", help=asks)
    which = "all: ask for each; changed: for those that --base REV does not have; offline: ask nobody, use the cache"
    group.add_argument("--links-mode", choices=MODES, default="all", help=which)
    remembers = f"the file that remembers what servers said (default: {CACHE.as_posix()})"
    group.add_argument("--links-cache", metavar="FILE", type=Path, help=remembers)
    age = "how many days a good answer is remembered (default: %(default)g); 0: ask anew"
    group.add_argument("--links-age", metavar="DAYS", type=seconds, default=AGE, help=age)
    budget = "how many seconds to ask all servers together (default: %(default)g)"
    group.add_argument("--links-budget", metavar="SECONDS", type=seconds, default=BUDGET, help=budget)
    leaves = "a pattern of addresses that are not checked; repeatable"
    group.add_argument("--links-ignore", metavar="PATTERN", action="append", default=[], help=leaves)
    lets = "a private host, address or network that may be asked, such as 10.0.0.0/8; repeatable"
    group.add_argument("--links-private", metavar="HOST", action="append", default=[], help=lets)
    group.add_argument(
        "--links-host",
        metavar="HOST:KEY=VALUE,...",
        action="append",
        default=[],
        dest="links_hosts",
        type=_host,
        help=_HOST,
    )


def _host(text: str) -> tuple[str, dict[str, Any]]:
    """The name of a host, and how it is asked. Raise ArgumentTypeError."""
    host, colon, options = text.partition(":")
    if not host or not colon:
        raise argparse.ArgumentTypeError(f"{text!r}: write HOST:KEY=VALUE,...")
    pairs = [word.partition("=") for word in options.split(",")]
    values = {key: _number(value) if key in ("every", "parallel") else value for key, _, value in pairs}
    shape = options_of("check")["links-hosts"].shape["additionalProperties"]
    if wrong := "; ".join(message for _, message in faults(values, shape)):
        raise argparse.ArgumentTypeError(f"{text!r}: {wrong}")
    return host, values


def _number(text: str) -> Any:
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text


def check_call(args: argparse.Namespace) -> None:
    """Raise WrongCall for options that do not go together."""
    if args.links and args.links_mode == "changed" and not args.base:
        raise WrongCall("--links-mode changed needs --base REV: the commit that the addresses are compared with")
