"""How long Sphinx takes for pages in AsciiDoc, beside the same pages for MyST: ``python3 dev.py bench``.

Each build is a process of its own, from nothing; its CPU time, the median over the rounds, in turns. The pages are some
of the guide, again and again; in Markdown they say roughly the same.
"""

import argparse
import importlib.util
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from other_markup import Writer
from projects import run
from sphinx_adoc.syntax.document import parse

DOCS = Path(__file__).resolve().parent.parent / "docs" / "guide"
SOURCES = ("start", "claims", "check", "commands")
PAGES = 200
CONF = "extensions = [{extension!r}]\nsuppress_warnings = ['adoc.*', 'myst.*', 'ref.*', 'misc.*', 'image.*', 'toc.*']\n"
INDEX = {".adoc": "= Index\n\n{}\n", ".md": "# Index\n\n{}\n"}
#: What is compared: CPU seconds, bytes of what Sphinx keeps of the pages; and the ratio to MyST that is aimed at.
TARGETS = (("CPU", 0.65), ("environment.pickle", 1.0))


def project(folder: Path, extension: str, suffix: str, texts: list[str]) -> Path:
    """Write a project of many pages."""
    folder.mkdir()
    (folder / "conf.py").write_text(CONF.format(extension=extension), "utf-8")
    (folder / f"index{suffix}").write_text(INDEX[suffix].format("Words."), "utf-8")
    for number in range(PAGES - 1):
        (folder / f"page{number}{suffix}").write_text(texts[number % len(texts)], "utf-8")
    return folder


def build(folder: Path, out: Path) -> dict[str, float]:
    """Build a project from nothing; return what it took."""
    words = [sys.executable, "-m", "sphinx", "-q", "-E", "-a", "-b", "html", str(folder), str(out)]
    seconds = run(words, folder).cpu
    return {"CPU": seconds, "environment.pickle": (out / ".doctrees" / "environment.pickle").stat().st_size}


def main() -> None:
    """Measure and print the times, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if importlib.util.find_spec("myst_parser") is None:
        print(f"skipped: Sphinx, {PAGES} pages, beside MyST: no myst-parser is installed")
        return
    texts = [(DOCS / f"{name}.adoc").read_text("utf-8") for name in SOURCES]
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        projects = {
            "sphinx-adoc": project(top / "adoc", "sphinx_adoc", ".adoc", texts),
            "MyST": project(top / "md", "myst_parser", ".md", [Writer("markdown").document(parse(t)) for t in texts]),
        }
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in projects}
        for _ in range(args.rounds):
            for name, folder in projects.items():
                runs[name].append(build(folder, top / f"out-{name}"))
    print(f"Sphinx, {PAGES} pages, {args.rounds} rounds, medians\n\n{'ratio to MyST':48} {'ours':>10} {'MyST':>10}")
    for what, wanted in TARGETS:
        ours, theirs = (statistics.median(each[what] for each in runs[name]) for name in projects)
        print(f"{what:48} {ours:10.1f} {theirs:10.1f} {ours / theirs:8.2f}   wanted {wanted:.2f}")


if __name__ == "__main__":
    main()
