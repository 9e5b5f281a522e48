"""Build what is uploaded into ``dist/``, and check it: ``python3 dev.py dist``; ``--tag v0.1.0`` says what is released.

Nothing is uploaded from here; ``.github/workflows/release.yml`` does that.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DIST = CHECKOUT / "dist"


def main(arguments: list[str]) -> int:
    """Return 0 when all was built and is sound, else 1."""
    parser = argparse.ArgumentParser(prog="dev.py dist", description="Build and check what is uploaded.")
    parser.add_argument("--tag", metavar="TAG", help="the tag that is released, such as v0.1.0")
    asked = parser.parse_args(arguments)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    changes = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    wrong = [] if asked.tag is None else list(unfit(asked.tag, project["version"], changes))
    for text in wrong:
        print(f"dist: {text}", file=sys.stderr)
    return 1 if wrong else build_and_check()


def unfit(tag: str, version: str, changes: str):
    """Yield why a tag cannot be released: another version, or one of which the changes say nothing or no date."""
    if tag != f"v{version}":
        yield f"the tag is {tag}, but pyproject.toml says version {version}; tag v{version}, or change the version"
    heading = re.search(rf"^## \[?{re.escape(version)}\]?(?![\w.])(.*)$", changes, re.MULTILINE)
    if heading is None:
        yield f"CHANGELOG.md has no section '## [{version}]'"
    elif not re.search(r"\d{4}-\d{2}-\d{2}", heading[1]):
        yield f"CHANGELOG.md gives no date for {version}; write '## [{version}] – YEAR-MONTH-DAY'"


def build_and_check() -> int:
    """Return 0 when both distributions are built and pass the checks, else another number."""
    shutil.rmtree(DIST, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "build", "--outdir", DIST, CHECKOUT]):
        return 1
    files = sorted(map(str, DIST.iterdir()))
    wheels = [name for name in files if name.endswith(".whl")]
    checks = (
        [sys.executable, "-m", "twine", "check", "--strict", *files],
        [sys.executable, "-m", "check_wheel_contents", *wheels],
    )
    return max(subprocess.call(check, cwd=CHECKOUT) for check in checks)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
