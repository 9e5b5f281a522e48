"""How fast one document becomes a tree, in several languages: ``python3 dev.py bench [--rounds N] [--sections N]``.

CPU time of this process, the contenders taking turns in every round so that a slow moment of the machine hits all of
them; the median over the rounds, and its ratio to the first contender's. The document is the same text for all, made
here in each one's markup.
"""

import argparse
import gc
import importlib.util
import statistics
import time
from collections.abc import Callable, Mapping

from docutils.core import publish_doctree

QUIET = {"report_level": 5, "file_insertion_enabled": False}
PROSE = "A bond joins {n} links into one; the driver picks the link that a frame takes by a hash of its addresses.\n"


def measure(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median CPU seconds of each contender over the rounds; a first round, not counted, warms up."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for counted in [False] + [True] * rounds:
        for name, run in contenders.items():
            gc.collect()
            started = time.process_time()
            run()
            if counted:
                times[name].append(time.process_time() - started)
    return {name: statistics.median(each) for name, each in times.items()}


def body(number: int) -> str:
    """Return what rST and Markdown write alike: a paragraph and a list."""
    return f"{PROSE.format(n=f'**{number}**')}\n* one\n* two\n"


def rst(sections: int) -> str:
    """Return the document in reStructuredText."""
    return "\n".join(f"Section {n}\n===========\n\n{body(n)}" for n in range(sections))


def markdown(sections: int) -> str:
    """Return the document in MyST's Markdown."""
    return "\n".join(f"# Section {n}\n\n{body(n)}" for n in range(sections))


def contenders(sections: int) -> dict[str, Callable[[], object]]:
    """Return what is installed here, by name: a function without arguments that does the work once."""
    rst_text, markdown_text = rst(sections), markdown(sections)
    found: dict[str, Callable[[], object]] = {
        "rst (docutils)": lambda: publish_doctree(rst_text, settings_overrides=QUIET),
    }
    if importlib.util.find_spec("myst_parser"):
        from myst_parser.docutils_ import Parser

        found["markdown (MyST)"] = lambda: publish_doctree(markdown_text, parser=Parser(), settings_overrides=QUIET)
    return found


def main() -> None:
    """Measure and print a line for each contender."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--sections", type=int, default=100)
    args = parser.parse_args()
    medians = measure(contenders(args.sections), args.rounds)
    base = next(iter(medians.values()))
    print(f"{args.sections} sections, {args.rounds} rounds, median CPU time, ratio to the first")
    for name, seconds in medians.items():
        print(f"{name:24} {seconds * 1000:10.2f} ms {seconds / base:8.2f}")


if __name__ == "__main__":
    main()
