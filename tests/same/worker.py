"""One revision's process: runs commands in turn, and writes what each gave as a line of JSON.

It is run as a script, with the revision's ``ext`` on PYTHONPATH, and imports nothing of the checkout that it lies in.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def main(plan: str, results: str, ext: str) -> None:
    """Run the commands of a plan (a JSON file) in the current folder; exit when packages are not those of ``ext``."""
    import bondmodel.cli
    import sphinx_adoc.cli

    for module in (bondmodel, sphinx_adoc):
        if not Path(str(module.__file__)).is_relative_to(ext):
            sys.exit(f"{module.__name__} was loaded from {module.__file__}, not from {ext}")
    programs = {"sphinx-adoc": sphinx_adoc.cli.main, "bondmodel": bondmodel.cli.main}
    here = Path.cwd()
    commands: list[dict[str, Any]] = json.loads(Path(plan).read_text(encoding="utf-8"))
    with Path(results).open("w", encoding="utf-8") as out:
        for command in commands:
            for part, text in outputs(programs[command["program"]], command["arguments"], here):
                named = text.replace(str(here), ".")
                out.write(json.dumps([command["group"], f"{command['name']}{part}", named]) + "\n")
            out.flush()


def outputs(program: Callable[[list[str]], int], arguments: list[str], here: Path) -> Iterator[tuple[str, str]]:
    """Yield what a command gave: exit code and both streams, then each file that it wrote below ``here``."""
    yield "", captured(program, arguments)
    os.chdir(here)
    for path in sorted(here.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="backslashreplace")
            yield f" -> {path.relative_to(here).as_posix()}", text
    for path in here.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def captured(program: Callable[[list[str]], int], arguments: list[str]) -> str:
    """Return the exit code, standard output and standard error of a command, in one text."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code: object
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = program(arguments)
        except SystemExit as left:
            code = left.code
        except Exception:  # noqa: BLE001 (that a command crashes is what it gave)
            code = traceback.format_exc()
    texts = (stream.buffer.getvalue().decode("utf-8", "backslashreplace") for stream in (out, err))  # type: ignore[attr-defined]
    return "\n".join([f"exit: {code}", *texts])


if __name__ == "__main__":
    main(*sys.argv[1:])
