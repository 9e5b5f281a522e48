"""How fast documents become trees, beside others: ``python3 dev.py bench [--rounds N]``.

Two books, read by this project, by Asciidoctor and, in their own markup, by MyST and docutils (those that are
installed). CPU time; the contenders take turns in every round, so that a slow moment of the machine hits all of them;
the median over the rounds. Asciidoctor measures itself, inside a Ruby process that stays: its start is not counted.

The books are those of the outside test data where that lies beside the checkout (or where ``SPHINX_ADOC_SHARED``
says), else this project's own of the same names.
"""

import argparse
import gc
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers import Parser
from docutils.parsers.rst import Parser as Rst

sys.path.insert(0, str(Path(__file__).parent))

from other_markup import Writer
from sphinx_adoc.doctree import Options, build
from sphinx_adoc.syntax.document import parse

CHECKOUT = Path(__file__).resolve().parent.parent
QUIET = {"report_level": 5, "file_insertion_enabled": False, "doctitle_xform": False, "docinfo_xform": False}
NAMES = ("pvecm.adoc", "pve-network.adoc")
RUBY = """
require 'asciidoctor'
Asciidoctor::LoggerManager.logger.level = 5
books = ARGV.map { |path| File.read path, encoding: 'UTF-8' }
$stdout.sync = true
$stdin.each_line do |wanted|
  GC.start
  started = Process.clock_gettime Process::CLOCK_PROCESS_CPUTIME_ID
  books.each do |text|
    wanted.strip == "load" ? (Asciidoctor.load text, safe: :safe) : (Asciidoctor.convert text, safe: :safe)
  end
  puts Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - started
end
"""

Run = Callable[[], float]
"""Does the work once; returns the CPU seconds that it took."""


def books() -> list[Path]:
    """The paths of the two books."""
    outside = Path(os.environ.get("SPHINX_ADOC_SHARED") or CHECKOUT.parent / "shared") / "corpora" / "pve-docs"
    folder = outside if outside.is_dir() else CHECKOUT / "docs"
    return [folder / name for name in NAMES]


def measure(contenders: Mapping[str, Run], rounds: int) -> dict[str, float]:
    """The median CPU seconds of each contender over the rounds; two rounds, not counted, warm up."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(-2, rounds):
        for name, run in contenders.items():
            seconds = run()
            if number >= 0:
                times[name].append(seconds)
    return {name: statistics.median(each) for name, each in times.items()}


def here(work: Callable[[str], object], texts: list[str]) -> Run:
    """Work of this process, on all texts."""

    def run() -> float:
        gc.collect()
        started = time.process_time()
        for text in texts:
            work(text)
        return time.process_time() - started

    return run


def in_ruby(process: subprocess.Popen[str], wanted: str) -> Run:
    """Work of the Ruby process."""
    assert process.stdin is not None
    assert process.stdout is not None
    into, out = process.stdin, process.stdout

    def run() -> float:
        into.write(wanted + "\n")
        into.flush()
        return float(out.readline())

    return run


def with_inlines(text: str) -> object:
    """The tree with all inline text parsed."""
    document = parse(text)
    document.read_all()
    return document


class Adoc(Parser):
    """This project's parser as docutils knows parsers, so that all go the same way."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill the document."""
        build(parse(inputstring), document, Options())


def published(parser: type[Parser]) -> Callable[[str], object]:
    """What docutils makes of a text by a parser, its transforms done."""
    return lambda text: publish_doctree(text, parser=parser(), settings_overrides=QUIET)


def contenders(paths: list[Path]) -> tuple[dict[str, Run], subprocess.Popen[str] | None]:
    """Whoever is installed here, by name; the Ruby process, to be ended."""
    texts = [path.read_text("utf-8") for path in paths]
    found = {
        "sphinx-adoc: blocks": here(parse, texts),
        "sphinx-adoc: blocks and inlines": here(with_inlines, texts),
        "sphinx-adoc: doctree": here(published(Adoc), texts),
    }
    documents = [parse(text) for text in texts]
    found["docutils (rST): doctree"] = here(published(Rst), [Writer("rst").document(each) for each in documents])
    if importlib.util.find_spec("myst_parser"):
        from myst_parser.docutils_ import Parser as Myst

        found["MyST (Markdown): doctree"] = here(
            published(Myst), [Writer("markdown").document(each) for each in documents]
        )
    process = None
    if shutil.which("ruby") and shutil.which("asciidoctor"):
        process = subprocess.Popen(
            ["ruby", "-e", RUBY, *map(str, paths)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        found["Asciidoctor: load"] = in_ruby(process, "load")
        found["Asciidoctor: convert"] = in_ruby(process, "convert")
    return found, process


#: What is compared: ours, theirs, and the ratio of ours to theirs that is aimed at.
TARGETS = (
    ("sphinx-adoc: blocks", "Asciidoctor: load", 0.5),
    ("sphinx-adoc: blocks and inlines", "Asciidoctor: convert", 0.7),
    ("sphinx-adoc: doctree", "MyST (Markdown): doctree", 0.42),
    ("sphinx-adoc: doctree", "docutils (rST): doctree", 0.5),
)


def main() -> None:
    """Measure and print the times, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    paths = books()
    found, process = contenders(paths)
    try:
        medians = measure(found, args.rounds)
    finally:
        if process is not None:
            process.kill()
            process.wait()
    size = sum(len(path.read_text("utf-8")) for path in paths)
    print(f"{', '.join(map(str, paths))}: {size} characters; median CPU time of {args.rounds} rounds\n")
    for name, seconds in medians.items():
        print(f"{name:34} {seconds * 1000:8.1f} ms")
    print(f"\n{'ratio':70} {'wanted':>8}")
    for ours, theirs, wanted in TARGETS:
        if theirs in medians:
            print(f"{ours} / {theirs}".ljust(58) + f" {medians[ours] / medians[theirs]:11.2f} {wanted:8.2f}")
        else:
            print(f"{ours} / {theirs}".ljust(58) + "     skipped: not installed")


if __name__ == "__main__":
    main()
