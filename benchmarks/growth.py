"""How the time of a check grows with pages, references and length: ``python3 dev.py bench``.

Each is doubled three times; what is printed is the CPU time for one of them, which stays the same where time is linear.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from projects import ADOC, run

PARAGRAPH = "Words of a paragraph, *some* of them `marked`, in two\nlines that say {nothing} more.\n\n"


def pages(folder: Path, amount: int) -> None:
    """Write pages that refer to the next one."""
    for number in range(amount):
        text = f"= Page {number}\n\n[[id{number}]]\n== Section\n\n<<id{(number + 1) % amount}>>\n\n{PARAGRAPH * 5}"
        (folder / f"page{number}.adoc").write_text(text)


def references(folder: Path, amount: int) -> None:
    """Write a page with references, every tenth of which leads nowhere."""
    rows = [f"[[anchor{n}]]See <<anchor{n}>> and <<anchor{n}{'x' if n % 10 == 0 else ''}>>.\n" for n in range(amount)]
    (folder / "page.adoc").write_text("= Page\n\n" + "\n".join(rows))


def length(folder: Path, amount: int) -> None:
    """Write a page with many paragraphs."""
    (folder / "page.adoc").write_text("= Page\n\n" + PARAGRAPH * amount)


KINDS: dict[str, tuple[Callable[[Path, int], None], int]] = {
    "pages": (pages, 250),
    "references": (references, 1000),
    "paragraphs": (length, 2000),
}


def measured(write: Callable[[Path, int], None], amount: int) -> float:
    """The CPU seconds of a check, without those of a check of next to nothing."""
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch), amount)
        return run([*ADOC, "check", ".", "--no-cache", "--jobs", "1"], Path(scratch)).cpu


def main() -> None:
    """Measure and print."""
    start = min(measured(length, 1) for _ in range(3))
    print(f"check: CPU time for one of each, start of {start * 1000:.0f} ms left out; linear where it stays the same\n")
    for name, (write, first) in KINDS.items():
        amounts = [first * 2**doubled for doubled in range(4)]
        each = [(measured(write, amount) - start) / amount * 1e6 for amount in amounts]
        row = "  ".join(f"{amount:6}: {cost:6.0f} \u00b5s" for amount, cost in zip(amounts, each, strict=True))
        print(f"{name:12} {row}   ratio {each[-1] / each[0]:.2f}, wanted 1.00")


if __name__ == "__main__":
    main()
