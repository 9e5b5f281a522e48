"""Unpack the source distribution, install it and test it, with nothing but what a fresh machine has.

``python3 dev.py sdist`` does it with the system's Python and an empty environment. Further arguments go to pytest in
the unpacked tree: ``python3 dev.py sdist tests/bondmodel``.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SYSTEM = "/usr/bin/python3"
KEPT = ("SPHINX_ADOC_SHARED", "TEST_COUNTS", "PIP_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE", "TMPDIR")


def main(arguments: list[str]) -> int:
    """Return the exit code of the tests, or of what failed before them."""
    with tempfile.TemporaryDirectory(prefix="sdist-") as scratch:
        tree = unpacked(built(CHECKOUT, Path(scratch, "dist")), Path(scratch, "tree"))
        print(f"unpacked {sum(path.is_file() for path in tree.rglob('*'))} files", flush=True)
        python = SYSTEM if Path(SYSTEM).exists() else sys.executable
        command = [python, "dev.py", "tests", *arguments]
        return subprocess.call(command, cwd=tree, env=environment(Path(scratch)))


def built(source: Path, out: Path) -> Path:
    """Return the source distribution of a tree, built into `out`. Raise CalledProcessError."""
    subprocess.run(
        [sys.executable, "-m", "build", "--sdist", "--outdir", out, source], check=True, stdout=subprocess.DEVNULL
    )
    (archive,) = out.glob("*.tar.gz")
    return archive


def unpacked(archive: Path, into: Path) -> Path:
    """Return the folder that an archive holds, unpacked into another one."""
    with tarfile.open(archive) as packed:
        packed.extractall(into, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # since 3.11.4
    (tree,) = into.iterdir()
    return tree


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a fresh machine: a home, the system's programs, how packages are found here."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    programs = os.pathsep.join(folder for folder in ("/usr/local/bin", "/usr/bin", "/bin") if Path(folder).is_dir())
    return {"HOME": str(home), "PATH": programs, "LANG": "C.UTF-8", **kept}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
