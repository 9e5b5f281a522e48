"""The classic renderers: which are installed, and a document's page by one of them.

Each one runs as a process of its own, in its safe mode, with a bare environment and for a limited time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import classic

SECONDS: Final = 60.0
HOW_TO_GET: Final = "install one beside sphinx-adoc (pip install asciidoc3, or asciidoc), or Asciidoctor (on PATH)"

Attributes = Mapping[str, str | None]
Call = Callable[[Path, Sequence[str]], list[str]]
"""From a document and the options that set attributes to a command that writes the page to standard output."""


class Failed(Exception):
    """A renderer that gave no page; the message says why."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """A classic renderer: its name, its version, and the command that runs it."""

    name: str
    version: str
    call: Call


def find() -> list[Renderer]:
    """Return the renderers that are installed; raise Failed for one that is installed but cannot be made ready."""
    try:
        return [*_asciidoctor(), *(Renderer(*program) for program in classic.find())]
    except (OSError, subprocess.SubprocessError) as error:
        raise Failed(f"cannot make a renderer ready: {error}") from error


def _asciidoctor() -> Iterator[Renderer]:
    program = shutil.which("asciidoctor")
    if program is None:
        return
    output = subprocess.run(
        [program, "--version"], capture_output=True, text=True, env=environment(), timeout=SECONDS, check=False
    )
    version = re.search(r"\d+(?:\.\d+)+", output.stdout)
    if version is None:
        raise OSError(f"{program} --version tells none: {output.stderr.strip() or output.stdout.strip()}")
    bare = [option for name in _BARE for option in ("-a", name)]

    def call(path: Path, options: Sequence[str]) -> list[str]:
        return [program, "-S", "safe", "-o", "-", *options, *bare, str(path)]

    yield Renderer("asciidoctor", version[0], call)


_BARE: Final = (
    "stylesheet!", "source-highlighter!", "icons!", "toc!", "sectanchors!", "data-uri!", "figure-caption!",
    "table-caption!", "example-caption!", "listing-caption!",
)  # fmt: skip


def render(renderer: Renderer, path: Path, attributes: Attributes) -> tuple[str, list[str]]:
    """Return the page of a document by a renderer, and what that said about the document; raise Failed."""
    try:
        done = subprocess.run(
            renderer.call(path.absolute(), options(attributes)),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False, env=environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{renderer.name} was not done after {SECONDS:.0f} seconds") from error
    except (OSError, ValueError) as error:
        raise Failed(f"{renderer.name} does not run: {error}") from error
    page = done.stdout.decode("utf-8", "replace")
    messages = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    if "</html>" not in page[-100:]:
        raise Failed(f"{renderer.name} gave no page: {_reason(messages)}")
    return page, messages


def _reason(messages: Sequence[str]) -> str:
    reasons = [line for line in messages if re.search(r"FAILED|ERROR|refused", line)]
    return "; ".join(reasons[:3] or messages[-1:]) or "it says nothing"


def options(attributes: Attributes) -> list[str]:
    """Return the command-line options that set attributes; all classic renderers take the same.

    ``NAME@`` with a value is one that the document may change. Without one it is left out: not all can say that.
    """
    return [option for name, value in attributes.items() for word in _words(name, value) for option in ("-a", word)]


def _words(name: str, value: str | None) -> Iterator[str]:
    bare = name.rstrip("@")
    if value is not None:
        yield f"{bare}={value}" + ("@" if bare != name and not value.endswith("@") else "")
    elif bare == name:
        yield f"{name}!"


def environment() -> dict[str, str]:
    """Return what a renderer sees of our environment: where programs are, a language that has all characters."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "HOME", "TEMP") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
