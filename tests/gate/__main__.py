"""Open every kind of page in a browser, in several themes and modes, and print a table of what is wrong with each.

``python -m tests.gate [--themes furo,...]``. Exit code 1 where a page of ours has a barrier, invalid HTML, overflow, or
a cut on paper, jumps while it is loaded, has something that the keyboard does not reach in order, or asks another host.
What a page of the same theme in reStructuredText has too counts as the theme's. A window of 640 px is one of 1280 px at
200 %. Needs chromium, node and npm, and says what is missing. ``--pictures FOLDER`` keeps a picture of each page in
light, dark and print.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from .table import BASELINES, report

HERE = Path(__file__).parent
EVERY = HERE.parent / "sphinx_adoc" / "publish" / "every"
THEMES = {  # theme -> the module that has it
    "furo": "furo",
    "pydata_sphinx_theme": "pydata_sphinx_theme",
    "sphinx_rtd_theme": "sphinx_rtd_theme",
    "sphinx_book_theme": "sphinx_book_theme",
    "alabaster": "alabaster",
    "basic": "sphinx",  # it has no variables of CSS, and no look of its own
}
PAGES = ("page", "hard", "hostile", "arabic", "claims", "_claims/claims", "adoc-claims", *BASELINES)
CONF = """
project = "Gate"
extensions = ["sphinx_adoc"]
html_theme = "{theme}"
html_show_sourcelink = False
adoc_claims = True
adoc_unit = "seconds"
suppress_warnings = ["adoc", "toc"]
"""
WIDTHS = [1280, 640, 390]


def main() -> int:
    """Build, look, print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="tests.gate", description="Open every kind of page in a browser.")
    parser.add_argument("--themes", default=",".join(THEMES), help="which themes, with commas between them")
    parser.add_argument("--json", type=Path, help="write all that was seen to a file")
    parser.add_argument("--pictures", type=Path, help="keep pictures of the pages in a folder")
    args = parser.parse_args()
    themes = [theme for theme in args.themes.split(",") if theme]
    if absent := [theme for theme in themes if find_spec(THEMES[theme]) is None]:
        sys.exit(f"missing: pip install {' '.join(absent)}")
    ready()
    with tempfile.TemporaryDirectory() as folder:
        pages = {
            **standalone(Path(folder)),
            **{key: path for theme in themes for key, path in built(theme, Path(folder))},
        }
        seen = [*look(pages, args.pictures), *validate(pages)]
    if args.json:
        args.json.write_text(json.dumps(seen, indent=1), encoding="utf-8")
    return report(seen)


def ready() -> None:
    """Install what looks at pages, once; exit with the names of programs that are missing."""
    missing = [name for name in ("chromium", "node", "npm") if shutil.which(name) is None]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}; on Debian and Ubuntu: apt install {' '.join(missing)}")
    if not (HERE / "node_modules").is_dir():
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--no-package-lock"]
        subprocess.run(command, cwd=HERE, check=True)


def standalone(folder: Path) -> dict[str, Path]:
    """Make the pages without Sphinx, the report of a review among them; return them by name."""
    source, out = folder / "source", folder / "standalone"
    copy_sources(source)
    command = [sys.executable, "-m", "sphinx_adoc"]
    subprocess.run([*command, "html", str(source), "-o", str(out), "--no-config"], check=False, capture_output=True)
    shutil.copy(EVERY / "dot.png", out)
    (folder / "change.patch").write_text(PATCH, encoding="utf-8")
    review = ["review", str(folder / "change.patch"), "--repo", str(source), "--html", str(out / "review.html")]
    subprocess.run([*command, *review], check=False, capture_output=True)
    names = ("page", "hard", "hostile", "arabic", "review")
    return {f"standalone/{name}": out / f"{name}.html" for name in names}


PATCH = """\
diff --git a/claims.adoc b/claims.adoc
--- a/claims.adoc
+++ b/claims.adoc
@@ -1,4 +1,4 @@
-= Claims
+= Statements

-The lamp turns once in [#period.claim]#10 seconds#, and shines for [#gone.claim]#90 seconds#. A value from
+The lamp turns once in [#period.claim]#12 seconds#, and shines for [#gone.claim]#90 seconds#. See <<nowhere>> and
 [#file.claim,from=ops.toml:lamp.size,unit=cm]#40 cm#.
"""


def copy_sources(source: Path) -> None:
    """Put the pages of the gate beside the page of all constructs."""
    shutil.copytree(EVERY, source)
    for path in (HERE / "pages").iterdir():
        shutil.copy(path, source)


def built(theme: str, folder: Path) -> list[tuple[str, Path]]:
    """Build all pages with a theme; return them with their names."""
    source, out = folder / f"source-{theme}", folder / theme
    copy_sources(source)
    (source / "conf.py").write_text(CONF.format(theme=theme), encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", str(folder / f"trees-{theme}"), source, out]
    subprocess.run([*map(str, command)], check=True)
    return [(f"{theme}/{name}", out / f"{name}.html") for name in PAGES]


def look(pages: dict[str, Path], pictures: Path | None = None) -> list[dict]:
    """Have a browser open the pages; return what it says of each in each mode. ``pictures``: where it keeps some."""
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    task = {
        "chromium": shutil.which("chromium"), "widths": WIDTHS, "schemes": ["light", "dark"], "scripts": [True, False],
        "pictures": str(pictures.resolve()) if pictures is not None else "",
        "pages": [{"name": name, "path": str(path)} for name, path in pages.items()],
    }  # fmt: skip
    done = subprocess.run(
        ["node", "gate.mjs"], cwd=HERE, input=json.dumps(task), stdout=subprocess.PIPE, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


VALIDATOR = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = {"extends": ["html-validate:standard"], "root": True}  # what the standard of HTML says, no matters of style


def validate(pages: dict[str, Path]) -> list[dict]:
    """Return what is no valid HTML in each page, as looks without a browser."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "rules.json")
        config.write_text(json.dumps(RULES), encoding="utf-8")
        command = ["node", str(VALIDATOR), "-c", str(config), "--formatter", "json", *map(str, pages.values())]
        done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, text=True, check=False)
    wrong = {Path(found["filePath"]): found["messages"] for found in json.loads(done.stdout)}
    return [
        {
            "name": name, "width": 0, "scheme": "", "script": False, "media": "source", "foreign": [],
            "overflow": {"pixels": 0, "element": ""}, "shift": 0, "focus": [],
            "violations": [
                {"rule": f"html: {each['ruleId']}", "help": each["message"], "html": f"line {each['line']}"}
                for each in wrong.get(path, ())
            ],
        }
        for name, path in pages.items()
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
