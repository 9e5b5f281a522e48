"""Whether a line of a source makes a name a program's own: it defines the option, or reads the variable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

FOREIGN: Final = frozenset({
    "ALL", "AWS", "AZURE", "CARGO", "CI", "DBUS", "DEBIAN", "DOCKER", "FTP", "GCP", "GIT", "GITHUB", "GITLAB",
    "GO", "GOOGLE", "GPG", "HTTP", "HTTPS", "JAVA", "KUBERNETES", "LANG", "LC", "LD", "NO", "NODE", "NPM",
    "PIP", "PKG", "PYTEST", "PYTHON", "REQUESTS", "RUST", "SOURCE", "SSH", "SSL", "SUDO", "SYSTEMD", "TOX",
    "VIRTUAL", "XDG",
})  # fmt: skip
"""First words of variables that other programs and libraries read, whether or not a project names them."""


def defines_option(option: str, lines: Iterable[str]) -> bool:
    """Tell whether a line declares an option of a command line, and does not hand it to another program."""
    name = re.escape(option)
    return _any(rf"(?:add_argument|add_option|option|Option|flag|arg)\s*\(.*[\"']{name}(?=[\"'=\s,<\[])", lines)


def defines_function(name: str, lines: Iterable[str]) -> bool:
    """Tell whether a line defines a function, in any of the usual languages."""
    name = re.escape(name)
    return _any(
        rf"\b(?:def|fn|func|function|sub|proc)\b[^=]*\b{name}\b|^\s*(?:[\w*&:<>]+\s+)+\*?{name}\s*\(|{name} *\(\) *\{{",
        lines,
    )


def quotes(path: str, lines: Iterable[str]) -> bool:
    """Tell whether a line has a path in quotes."""
    return _any(rf"[\"'`]{re.escape(path)}[\"'`]", lines)


def reads_variable(name: str, lines: Iterable[str]) -> bool:
    """Tell whether a line reads a variable of the environment, or sets it for a program."""
    name = re.escape(name)
    reads = (
        rf"\$(?:env:)?\{{?{name}\b",  # shells
        rf"%{name}%",
        rf"(?i:env\w*\W.*)\b{name}\b",  # os.environ, process.env, env::var, getenv(, ENV[, ENV of a Dockerfile
        rf"^\s*(?:export\s+|ARG\s+|-\s+)?{name}\s?[:?]?=\S",
        rf"^\s*(?:-\s+)?[\"']?{name}[\"']?: ",  # YAML
    )
    return any(_any(pattern, lines) for pattern in reads)


def _any(pattern: str, lines: Iterable[str]) -> bool:
    return any(re.search(pattern, line) for line in lines)
