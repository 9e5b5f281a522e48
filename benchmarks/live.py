"""How long a process that stays takes for a changed chapter of a book: ``python3 dev.py bench``.

From the change to all findings of the project, beside parsing the chapter alone, in CPU time of this process; and how
much memory it takes. A change at the end leaves what is known of the lines above; one at the beginning moves all lines,
and a title is another id. The chapter alone is parsed without what it includes, which is parsed again with it in its
book. With pygls, the same through the language server is measured by ``lsp.py``.
"""

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from projects import CHECKOUT
from sphinx_adoc.graph import summarize
from sphinx_adoc.graph.live_documents import LiveDocuments
from sphinx_adoc.project import ProjectSettings
from sphinx_adoc.syntax.document import parse

WANTED = 1.5  # times as long as parsing the chapter
WANTED_MEMORY = 150  # MB


def taken(work: Callable[[], object]) -> float:
    """The CPU seconds that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def memory() -> float:
    """The most that this process has held so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    outside = Path(os.environ.get("SPHINX_ADOC_SHARED") or CHECKOUT.parent / "shared") / "corpora" / "pve-docs"
    source = outside if outside.is_dir() else CHECKOUT / "docs"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "project")
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns(".git", "_build"))
        chapter = folder / "pvecm.adoc"
        text = chapter.read_text("utf-8")
        live = LiveDocuments(ProjectSettings(), [folder])
        live.findings()
        alone: list[float] = []
        changed: list[float] = []
        moved: list[float] = []
        for number in range(args.rounds):
            alone.append(taken(lambda: summarize(parse(text))))
            new = f"{text}\nParagraph {number}, see <<nowhere>>.\n"
            changed.append(taken(lambda new=new: (live.update(chapter, new), live.findings())))
            new = f"// {number}\n{text}\n== Title {number}\n"
            moved.append(taken(lambda new=new: (live.update(chapter, new), live.findings())))
    ours, parsing, more = map(statistics.median, (changed, alone, moved))
    print(f"{source}: {chapter.name} of {len(text)} characters changed, {args.rounds} rounds, medians\n")
    print(f"{'parsing it alone':48} {parsing * 1000:8.1f} ms")
    print(f"{'from the change to all findings':48} {ours * 1000:8.1f} ms   ratio {ours / parsing:.2f}, wanted {WANTED}")
    print(f"{'the same, all lines moved, and a title added':48} {more * 1000:8.1f} ms   ratio {more / parsing:.2f}")
    print(f"{'memory':48} {memory():8.0f} MB   wanted under {WANTED_MEMORY}")


if __name__ == "__main__":
    main()
