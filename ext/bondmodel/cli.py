"""The commands of `python -m bondmodel`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .errors import ModelError, NotModelled
from .net.hashing import POLICIES
from .net.switch import PARTNERS, RATES
from .records.rows import Row, RowError, each, frame_of, read_lines

OK, WRONG_CALL, INTERRUPTED = 0, 2, 130
SWITCHES = ("plain", "unlinked", "lag")
FORMATS = ("text", "json", "sarif")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 2 wrong call or wrong input."""
    args = _parser().parse_args(arguments)
    try:
        return _run_command(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads our output has seen enough; nor must Python complain as it shuts down
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run_command(args: argparse.Namespace) -> int:
    if args.command == "explain":
        return _explain(args)
    if args.command == "options":
        return _options()
    answer = _hash if args.command == "hash" else _run
    try:
        return _answer_lines(args.file, answer)
    except ModelError as error:
        print(f"{args.file}: error: {error}", file=sys.stderr)
        return WRONG_CALL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bondmodel", description="What Linux bonds do under Corosync.")
    parser.add_argument("--version", action="version", version=f"bondmodel, in sphinx-adoc {version('sphinx-adoc')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, words in (
        ("hash", "the slave that carries each frame; one JSON object a line"),
        ("run", "what each scenario shows; one JSON object a line"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("file", type=Path, metavar="FILE.jsonl")
    commands.add_parser("options", help="what is made of each option of the bonding driver and of Corosync")
    _add_explain(commands.add_parser("explain", help="what each single fault does to a configuration"))
    return parser


def _add_explain(explain: argparse.ArgumentParser) -> None:
    """Add the arguments of `explain`; options complete what the files leave open, and what stays open is tried."""
    explain.add_argument("interfaces", type=Path, metavar="INTERFACES")
    explain.add_argument("corosync_conf", type=Path, metavar="COROSYNC_CONF")
    explain.add_argument("--bond", metavar="NAME", help="the bond that carries Corosync, where the files leave it open")
    explain.add_argument("--switch", choices=SWITCHES, help="how the switches are set up (what the mode wants)")
    explain.add_argument("--switch-lacp-rate", choices=RATES, help="the switch's LACP rate (both are shown)")
    explain.add_argument("--switch-hash", choices=POLICIES, help="the switch's hash (several are tried)")
    explain.add_argument(
        "--switch-partner", choices=PARTNERS, help="how the switch leaves an aggregate (both are tried)"
    )
    explain.add_argument(
        "--ha", default="all", metavar="NODES", help="node ids with active HA services, all or none (all)"
    )
    explain.add_argument("--watchdog", type=float, metavar="SECONDS", help="the timeout of the watchdog device (10)")
    explain.add_argument("--format", choices=FORMATS, default="text", help="how it is printed (text)")


def _explain(args: argparse.Namespace) -> int:
    from .study.explain import Choices
    from .study.explain import main as explain

    choices = Choices(
        bond=args.bond,
        switch=args.switch,
        switch_lacp_rate=args.switch_lacp_rate,
        switch_hash=args.switch_hash,
        switch_partner=args.switch_partner,
        ha=args.ha,
        watchdog=args.watchdog,
    )
    return explain(args.interfaces, args.corosync_conf, choices, args.format)


def _options() -> int:
    """Print each option with its fate: what it belongs to, its name, and why it is not honoured, where it is not."""
    from .config.corosync_table import COROSYNC
    from .net.bond.table import BONDING

    for place, table in {"bonding": BONDING, **COROSYNC}.items():
        for name, treatment in table.items():
            only = f" (but for {', '.join(map(repr, treatment.harmless))})" if any(treatment.harmless) else ""
            why = f": {treatment.why}" if treatment.why else ""
            print(f"{place} {name}: {treatment.fate}{only}{why}")
    return OK


def _answer_lines(path: Path, answer: Callable[[Row], dict[str, Any]]) -> int:
    """Print an answer for each line; nothing but the errors if any line is wrong."""
    results = list(each(read_lines(path), answer))
    errors = [result for _, result in results if isinstance(result, RowError)]
    for error in errors:
        print(f"{path}:{error.line}: error: {error}", file=sys.stderr)
    if errors:
        return WRONG_CALL
    refused = 0
    for _, result in results:
        print(json.dumps(result))
        refused += isinstance(result, dict) and "not_modelled" in result
    if refused:
        print(f"{path}: {refused} of {len(results)} lines are not modelled (see not_modelled)", file=sys.stderr)
    return OK


def _hash(row: Row) -> dict[str, Any]:
    from .net.hashing import xmit_hash

    policy, frame, slaves = frame_of(row)
    try:
        return {"slave": xmit_hash(policy, frame) % slaves}
    except NotModelled as refusal:
        return {"slave": None, "not_modelled": str(refusal)}


def _run(row: Row) -> dict[str, Any]:
    from .records.recorded import observe

    try:
        return {"id": row.get("id"), "observed": observe(row)}
    except NotModelled as refusal:
        return {"id": row.get("id"), "observed": None, "not_modelled": str(refusal)}
