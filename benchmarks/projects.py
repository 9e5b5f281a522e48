"""How long a command takes for a whole project: the first time, again, and after a change: ``python3 dev.py bench``.

Each command is a process of its own, in a copy of the project; the median over the rounds. CPU time is that of all
processes that it starts. Asciidoctor converts the same pages, its start included, where it is installed.

``check`` is compared with Asciidoctor's conversion of two sets. *All files* are the ``.adoc`` files of the folder, each
of which ``check`` reads: for each it finds out whether it is a document of its own, and for each that nothing includes
it gives the findings. This is what the targets are about. *Root documents* are those alone that no other one includes;
what these include is converted once for each of them, and the rest of the folder not at all. Neither is the same work:
``check`` reads a chapter once for each book that includes it, as Asciidoctor does there, and not by itself, as
Asciidoctor does with all files.

The project is that of the outside test data where that lies beside the checkout (or where ``SPHINX_ADOC_SHARED`` says),
else this project's own documentation.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sphinx_adoc.facade import Project

CHECKOUT = Path(__file__).resolve().parent.parent
ADOC = [sys.executable, "-m", "sphinx_adoc"]
FILES = 2600  # of the large tree
#: As users run it: the compiled form of modules is kept.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@localhost"]


class Time(NamedTuple):
    """Seconds: by the clock, and of the processor."""

    wall: float
    cpu: float


def run(words: list[str], folder: Path) -> Time:
    """Run a command in a folder; what it says and its exit code do not matter."""
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, cwd=folder, env=ENVIRONMENT, stdin=quiet, stdout=quiet, stderr=quiet)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Time(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime)


class Tree:
    """A copy of a project, with a cache of its own."""

    def __init__(self, source: Path, parent: Path) -> None:
        self.folder = parent / "project"
        self.cache = parent / "cache"
        self.out = parent / "out"
        shutil.copytree(source, self.folder)
        self.changes = 0

    def adoc(self, *words: str) -> Time:
        """Run one of our commands with the tree's cache."""
        return run([*ADOC, *words, "--cache-dir", str(self.cache)], self.folder)

    def forget(self) -> None:
        """Begin without a cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def change(self, name: str) -> None:
        """Add a paragraph to a file."""
        self.changes += 1
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\nParagraph {self.changes}.\n")

    def commit(self) -> None:
        """Make what is there the last commit."""
        run(["git", "init", "-q"], self.folder)
        run(["git", "add", "-A"], self.folder)
        run([*GIT, "commit", "-qm", "state"], self.folder)


def cold(tree: Tree, *words: str) -> Callable[[], Time]:
    """Measure a command without a cache."""

    def measured() -> Time:
        tree.forget()
        return tree.adoc(*words)

    return measured


def changed(tree: Tree, name: str, *words: str) -> Callable[[], Time]:
    """Measure a command right after a change of a file."""

    def measured() -> Time:
        tree.change(name)
        return tree.adoc(*words)

    return measured


def contenders(tree: Tree, chapter: str, page: str) -> dict[str, Callable[[], Time]]:
    """What is measured, in the order of a round: each finds the cache as the one before left it."""
    pages = [str(Path(name)) for name in Project.at(tree.folder).check().documents]
    files = [str(path) for path in sorted(tree.folder.rglob("*.adoc"))]
    html = ["html", page, "-o", str(tree.out)]
    rows: dict[str, Callable[[], Time]] = {
        "check, no cache": cold(tree, "check", "."),
        "check, nothing changed": lambda: tree.adoc("check", "."),
        "check, one chapter changed": changed(tree, chapter, "check", "."),
        "check of that chapter alone": changed(tree, chapter, "check", chapter),
        "html of one page, no cache": cold(tree, *html),
        "html of one page, again": lambda: tree.adoc(*html),
        "html of all pages, no cache": cold(tree, "html", *pages, "-o", str(tree.out)),
        "html of all pages, again": lambda: tree.adoc("html", *pages, "-o", str(tree.out)),
    }
    if shutil.which("git"):
        tree.commit()
        tree.change(chapter)
        tree.commit()
        rows["review of a commit, no cache"] = cold(tree, "review", "HEAD~1..HEAD")
        rows["review of a commit, again"] = lambda: tree.adoc("review", "HEAD~1..HEAD")
    if shutil.which("asciidoctor"):
        convert = ["asciidoctor", "-q", "-D", str(tree.out)]
        rows["asciidoctor, all files"] = lambda: run([*convert, *files], tree.folder)
        rows["asciidoctor, root documents"] = lambda: run([*convert, *pages], tree.folder)
        rows["asciidoctor, one page"] = lambda: run([*convert, page], tree.folder)
    return rows


def large(source: Path, folder: Path) -> Path:
    """A tree of copies of all documents of a folder, as many as are wanted."""
    documents = sorted(path for path in source.rglob("*.adoc") if path.is_file())
    made = number = 0
    while made < FILES:
        shutil.copytree(source, folder / f"copy{number}", ignore=shutil.ignore_patterns(".git"))
        made, number = made + len(documents), number + 1
    return folder


LARGE = "many files"
#: What is compared with what, and the ratio by the clock that is aimed at (0: none is).
TARGETS = (
    ("check, no cache", "asciidoctor, all files", 0.35),
    ("check, no cache", "asciidoctor, root documents", 0),
    ("check, one chapter changed", "asciidoctor, all files", 0.12),
    ("check, one chapter changed", "asciidoctor, root documents", 0),
    ("check of that chapter alone", "asciidoctor, all files", 0),
    ("check, nothing changed", "asciidoctor, all files", 0),
    ("check, nothing changed", "check, no cache", 0),
    ("html of one page, no cache", "asciidoctor, one page", 1.0),
    ("html of one page, again", "asciidoctor, one page", 0.8),
    ("html of all pages, no cache", "asciidoctor, root documents", 0),
    ("html of all pages, again", "asciidoctor, root documents", 0),
    ("review of a commit, no cache", "check, no cache", 1.2),
    ("review of a commit, again", "check, no cache", 0.4),
    ("check of many files, again", "check of many files, no cache", 0.06),
)


def main() -> None:
    """Measure and print the times, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-large", action="store_true", help=f"leave out the tree of {FILES} files")
    args = parser.parse_args()
    corpora = Path(os.environ.get("SPHINX_ADOC_SHARED") or CHECKOUT.parent / "shared") / "corpora"
    outside = (corpora / "pve-docs").is_dir()
    source = corpora / "pve-docs" if outside else CHECKOUT / "docs"
    chapter, page = ("qm.adoc", "pvecm.adoc") if outside else ("pvecm.adoc", "pve-network.adoc")
    with tempfile.TemporaryDirectory() as parent:
        rows = contenders(Tree(source, Path(parent, "small")), chapter, page)
        for words in (["check", "--help"], ["html", page, "-o", str(Path(parent, "warm"))]):
            run([*ADOC, *words], source)  # have what is loaded compiled
        times: dict[str, list[Time]] = {name: [] for name in rows}
        for _ in range(args.rounds):
            for name, measure in rows.items():
                times[name].append(measure())
        if not args.no_large:  # once: it takes as long as all others
            tree = Tree(large(corpora if outside else source, Path(parent, "many")), Path(parent, "large"))
            times["check of many files, no cache"] = [cold(tree, "check", ".")()]
            times["check of many files, again"] = [tree.adoc("check", ".")]
    medians = {name: Time(*map(statistics.median, zip(*each, strict=True))) for name, each in times.items()}
    print(f"{source}: {args.rounds} rounds, medians\n\n{'':34} {'wall':>9} {'CPU':>10}")
    for name, each in medians.items():
        print(f"{name:34} {each.wall * 1000:7.0f} ms {each.cpu * 1000:7.0f} ms")
    print(f"\n{'ratio':70} {'wall':>8} {'CPU':>8} {'wanted':>8}")
    for ours, theirs, wanted in TARGETS:
        if ours in medians and theirs in medians:
            one, other = medians[ours], medians[theirs]
            aim = f"{wanted:.2f}" if wanted else "-"
            print(f"{f'{ours} / {theirs}':70} {one.wall / other.wall:8.2f} {one.cpu / other.cpu:8.2f} {aim:>8}")
        else:
            print(f"{f'{ours} / {theirs}':70} skipped: {'--no-large' if LARGE in ours else 'not installed'}")


if __name__ == "__main__":
    main()
