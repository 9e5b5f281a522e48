"""Open every kind of page in a browser, in several themes and modes, and print a table of what is wrong with each.

``python -m tests.gate [--themes furo,...]``. Exit code 1 where a page of ours has a barrier, overflow, or asks another
host. What a page of the same theme in reStructuredText has too counts as the theme's. Needs chromium, node and npm, and
says what is missing. ``--pictures FOLDER`` keeps a picture of each page in light, dark and print.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
EVERY = HERE.parent / "sphinx_adoc" / "publish" / "every"
THEMES = {  # theme -> the module that has it
    "furo": "furo",
    "pydata_sphinx_theme": "pydata_sphinx_theme",
    "sphinx_rtd_theme": "sphinx_rtd_theme",
    "sphinx_book_theme": "sphinx_book_theme",
    "alabaster": "alabaster",
}
BASELINE = "baseline"
PAGES = ("page", "hard", "claims", "_claims/claims", "adoc-claims", BASELINE)
CONF = """
project = "Gate"
extensions = ["sphinx_adoc"]
html_theme = "{theme}"
html_show_sourcelink = False
adoc_claims = True
adoc_unit = "seconds"
suppress_warnings = ["adoc", "toc"]
"""
COLUMNS = ("modes", "barriers", "invalid", "overflow", "cut", "foreign")
WIDTHS = [1280, 640, 390]


def main() -> int:
    """Build, look, print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="tests.gate", description="Open every kind of page in a browser.")
    parser.add_argument("--themes", default=",".join(THEMES), help="which themes, with commas between them")
    parser.add_argument("--json", type=Path, help="write all that was seen to a file")
    parser.add_argument("--pictures", type=Path, help="keep pictures of the pages in a folder")
    args = parser.parse_args()
    missing = [name for name in ("chromium", "node", "npm") if shutil.which(name) is None]
    if missing:
        sys.exit(f"missing: {', '.join(missing)}; on Debian and Ubuntu: apt install {' '.join(missing)}")
    themes = [theme for theme in args.themes.split(",") if theme]
    if absent := [theme for theme in themes if find_spec(THEMES[theme]) is None]:
        sys.exit(f"missing: pip install {' '.join(absent)}")
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory() as folder:
        pages = {
            **standalone(Path(folder)),
            **{key: path for theme in themes for key, path in built(theme, Path(folder))},
        }
        seen = [*look(pages, args.pictures), *validate(pages)]
    if args.json:
        args.json.write_text(json.dumps(seen, indent=1), encoding="utf-8")
    return report(seen)


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
    names = ("page", "hard", "review")
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
            "name": name, "width": 0, "scheme": "", "script": False, "media": "source", "foreign": [], "shift": 0,
            "overflow": {"pixels": 0, "element": ""},
            "violations": [
                {"rule": f"html: {each['ruleId']}", "help": each["message"], "html": f"line {each['line']}"}
                for each in wrong.get(path, ())
            ],
        }
        for name, path in pages.items()
    ]  # fmt: skip


def kind(violation: dict) -> tuple[str, str]:
    """What a violation is of: the rule, and the element with its first class; a link is a link, whatever it shows."""
    element = re.match(r"<([\w-]+)(?: class=\"(?:bare )?([\w-]*))?", violation["html"])
    return violation["rule"], " ".join(filter(None, element.groups())) if element else ""


def width_of(look_: dict) -> str:
    """What it is called when something is wider than the window, or than the sheet."""
    return "cut" if look_["media"] == "print" else "overflow"


def report(seen: list[dict]) -> int:
    """Print a line for each page, and each violation of ours once; return the exit code."""
    themes = defaultdict(set)
    for look_ in seen:
        theme, _, page = look_["name"].partition("/")
        if page == BASELINE:
            themes[theme].update(map(kind, look_["violations"]))
            themes[theme].update(
                {("overflow", "")} if look_["overflow"]["pixels"] and look_["media"] == "screen" else ()
            )
    rows, details = {}, {}
    for look_ in seen:
        theme, _, page = look_["name"].partition("/")
        if page == BASELINE:
            continue
        row = rows.setdefault(look_["name"], dict.fromkeys(COLUMNS, 0))
        ours = {kind(each): each for each in look_["violations"] if kind(each) not in themes[theme]}
        over = look_["overflow"]["pixels"]
        counted = "invalid" if look_["media"] == "source" else "barriers"
        row["modes"] += counted == "barriers"
        row[counted] = max(row[counted], len(ours))
        key = width_of(look_)
        row[key] = max(row[key], over if (key, "") not in themes[theme] else 0)
        row["foreign"] = max(row["foreign"], len(look_["foreign"]))
        details.update({(theme, *each): (look_["name"], found["help"], found["html"]) for each, found in ours.items()})
        if row[key] and over:
            details[theme, page, key, look_["width"]] = (
                look_["name"],
                f"{key} at {look_['width']}",
                look_["overflow"]["element"],
            )
        for address in look_["foreign"]:
            details[theme, page, address] = (look_["name"], "asks another host", address)
    print(f"{'page':40} " + " ".join(f"{column:>8}" for column in COLUMNS))
    for name, row in rows.items():
        print(f"{name:40} " + " ".join(f"{row[column]:8}" for column in COLUMNS))
    for name, what, where in details.values():
        print(f"{name}: {what}: {where[:150]}")
    wrong = sum(row[column] for row in rows.values() for column in COLUMNS[1:])
    looks = sum(row["modes"] for row in rows.values())
    print(f"{looks} looks at {len(rows)} pages: {'nothing wrong' if not wrong else 'see above'}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
