"""Fuzzing that coverage leads: atheris keeps what reached something new, and changes that."""

import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

from .surfaces import LONGEST


def run(surfaces, minutes):
    """A process for each surface, one after the other, with an even share of the time; 1 where one found something."""
    code = 0
    for surface in surfaces:
        with tempfile.TemporaryDirectory() as corpus:
            for number, seed in enumerate(surface.seeds()):
                Path(corpus, str(number)).write_bytes(seed)
            words = Path(corpus).with_suffix(".dict")
            words.write_text("".join(f'"{_escaped(word)}"\n' for word in surface.words))
            share = max(int(60 * minutes / len(surfaces)), 1)
            options = [f"-max_total_time={share}", f"-timeout={LONGEST}", f"-dict={words}", "-rss_limit_mb=4096"]
            options += [f"-artifact_prefix=fuzz-{surface.name.replace(' ', '-')}-", "-max_len=4096", corpus]
            command = [sys.executable, "-m", "tests.fuzz.guided", surface.name, *options]
            code |= bool(subprocess.run(command, check=False).returncode)
            words.unlink()
    return code


def _escaped(word):
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogateescape"))


def main():
    import atheris

    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["sphinx_adoc"]):
        for module in [found for found in sys.modules if found.startswith(("sphinx_adoc", "tests.fuzz.surfaces"))]:
            del sys.modules[module]
        surfaces = importlib.import_module("tests.fuzz.surfaces")
    atheris.Setup(sys.argv, surfaces.BY_NAME[name].holds)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
