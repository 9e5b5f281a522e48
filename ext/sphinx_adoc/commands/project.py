"""The edge between a command line and the project: the options that choose and read documents, the configuration."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sphinx_adoc.project import Configuration, Given, ProjectSettings, find, settings
from sphinx_adoc.project.find import load
from sphinx_adoc.project.options import OPTIONS, SHARED, Option
from sphinx_adoc.project.suffixes import KNOWN
from sphinx_adoc.syntax.files import DISK, Disk, Files
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, ASCIIDOCTOR

VARIANT: Final = "read with these attributes too; repeat it for each way in which the documents are built"
_HELP: Final = {
    "a": "set a document attribute (NAME! unsets it; NAME=VALUE@ lets the document change it)",
    "from": "set attributes, which documents may change, from a file: the section [attributes] of an asciidoc-py"
    " configuration (.conf), JSON or TOML",
    "ids": "whose rule makes ids from titles (default: asciidoctor; asciidoc-py when attributes come from its"
    " configuration)",
    "untrusted": "the documents are a stranger's: no raw output, no hidden file and none from outside, links by http,"
    " https and mailto alone, and neither their waivers nor their configuration count",
    "exclude": "leave out documents of folders, by a pattern of their paths; repeatable",
    "suffix": f"read the files of folders that end so ({', '.join(KNOWN)}); repeatable (default: all but .txt)",
    "config": "the configuration file (default: sphinx-adoc.toml, or pyproject.toml with [tool.sphinx-adoc], upwards"
    " from the first path to the repository's root)",
    "no-config": "read no configuration file",
    "show-config": "say each value of the configuration, and where it comes from; do nothing else",
}


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add what every command that reads documents takes: attributes, choice of documents, configuration file."""
    group = parser.add_argument_group("documents")
    group.add_argument("-a", "--attribute", metavar="NAME[=VALUE]", action="append", default=[], help=_HELP["a"])
    group.add_argument("--attributes-from", metavar="FILE", action="append", default=[], type=Path, help=_HELP["from"])
    group.add_argument("--ids", choices=[ASCIIDOCTOR, ASCIIDOC_PY], help=_HELP["ids"])
    group.add_argument("--untrusted", action="store_true", help=_HELP["untrusted"])
    group.add_argument("--exclude", metavar="GLOB", action="append", default=[], help=_HELP["exclude"])
    group.add_argument("--suffix", choices=KNOWN, action="append", default=[], help=_HELP["suffix"])
    group = parser.add_argument_group("configuration")
    which = group.add_mutually_exclusive_group()
    which.add_argument("--config", metavar="FILE", type=Path, help=_HELP["config"])
    which.add_argument("--no-config", action="store_true", help=_HELP["no-config"])
    group.add_argument("--show-config", action="store_true", help=_HELP["show-config"])


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add the documents that a command works on."""
    says = "a document, or a folder of documents (default: the roots of the configuration)"
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help=says)


def configuration_of(args: argparse.Namespace) -> Configuration:
    """Return the configuration that applies to a call; raise ProjectError. A review reads it from the commit that is
    changed (:mod:`.review`): the files here may be the patch's own. That of a stranger's tree does not count.
    """
    if args.config is not None:
        return load(args.config, files=disk_of(args))
    if args.no_config or args.untrusted or hasattr(args, "patch"):
        return Configuration()
    return find(_first_path(args), disk_of(args))


def disk_of(args: argparse.Namespace) -> Disk:
    """Return where the files of a call are: a disk that notes what it is asked, if its outcome may be kept."""
    recording = getattr(args, "recording", None)
    disk: Disk = recording.disk if recording is not None else DISK
    return disk


def _first_path(args: argparse.Namespace) -> Path:
    """The path that a call names first; the current folder where it names none."""
    named = getattr(args, "paths", None) or getattr(args, "files", None) or [getattr(args, "path", None)]
    return Path(named[0] or Path())


def defaults_of(configuration: Configuration, command: str) -> dict[str, Any]:
    """Return what the file says of a command, as defaults of its parsed arguments. What has parts is left to
    :func:`settings_of`, since the command line replaces it as a whole.
    """
    configured = configuration.given(command)
    for name in ("baseline", "links-cache"):
        if name in configured:
            configured[name] = Path(os.path.normpath(configuration.folder / configured[name]))
    return {key.replace("-", "_"): value for key, value in configured.items() if not isinstance(value, list | dict)}


def settings_of(args: argparse.Namespace, configuration: Configuration, files: Files = DISK) -> ProjectSettings:
    """Return the settings of a call: its own words above the file's; raise ProjectError. ``files``: where the files are
    that the configuration names.
    """
    rules = ("select", "ignore", "per_file_ignores", "severity")
    options = Given(
        attributes=args.attribute,
        attributes_from=args.attributes_from,
        ids=args.ids,
        variants=getattr(args, "variant", []),
        prelude=getattr(args, "prelude", None),
        exclude=args.exclude or None,
        suffixes=args.suffix or None,
        untrusted=args.untrusted,
        rules={name: value for name in rules if (value := getattr(args, name, None))},
    )
    return settings(configuration, options, files)


# -- --show-config -----------------------------------------------------------------------------------------------------


def shown(configuration: Configuration, command: str, options: Mapping[str, Any]) -> Iterator[str]:
    """Give a line for each value that a command heeds, with where it comes from. ``said``: what the call gives."""
    rows: list[tuple[str, str]] = []
    for option in OPTIONS:
        if option.table in (SHARED, command):
            name = _dest(option)
            value = options[name] if name in options else configuration.value(option.table, option.key)
            origin = "command line" if name in options else configuration.origin(option)
            rows.append((f"{option.name} = {_toml(value)}", origin))
    width = min(max(len(row) for row, _ in rows), 60)
    yield from (f"{row:<{width}}  # {origin}" for row, origin in rows)


def _dest(option: Option) -> str:
    """The name that an option has among parsed arguments."""
    named = {"roots": "paths", "suffixes": "suffix", "attributes": "attribute", "variants": "variant"}
    return named.get(option.key, option.dest)


def _toml(value: Any) -> str:
    """A value as a configuration file has it; `unset` where there is none."""
    if value is None:
        return "unset"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(name)} = {_toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _key(name: str) -> str:
    plain = name.replace("-", "").replace("_", "")
    return name if plain.isascii() and plain.isalnum() else json.dumps(name, ensure_ascii=False)
