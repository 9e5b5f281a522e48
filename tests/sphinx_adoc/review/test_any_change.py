"""Any change of any document: the report adds up, and where the page that is built differs it is not empty.

The documents are the inputs of all tests of this project. Which of them, and what changes in them, follows from a fixed
seed; the page as HTML says whether a reader sees a difference, apart from all that review does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from sphinx_adoc.doctree.html import page
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input.sides import Sides
from sphinx_adoc.review.output import text
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.syntax.document import Settings, parse_file
from sphinx_adoc.syntax.files import Snapshot

ROOT: Final = Path(__file__).resolve().parents[2]
LARGEST: Final = 6_000  # bytes of a document
INCLUDED: Final = (".adoc", ".txt", ".rb", ".csv")
RUNS: Final = 8  # each takes another part of the documents
DOCUMENTS: Final = 12  # of each run
INSERTED: Final = (
    "NOTE: zz note.", "image::zz.png[zz]", "++++\n<b>zz</b>\n++++", "[[zzid]]", "https://zz.example[zz]", "== Zz title",
    "* zz item", "|===\n|zz\n|===", "----\nzz code\n----", "zz:: term", "'''", "<<zzref>>", "[.zz]", ":zz: 1",
    "stem:[zz]", "footnote:[zz]", "[verse]\nzz", "kbd:[Zz]", "ifdef::zz[]\nzz\nendif::[]", "include::zz.txt[]",
)  # fmt: skip
MARKS: Final = re.compile(r"[*_`#\[\]<>=|:+.,{}()^~\"'%;!/-]")


def documents() -> list[Path]:
    """The AsciiDoc files of the tests that are text, and small."""
    paths = sorted(path for path in ROOT.rglob("*.adoc") if path.stat().st_size <= LARGEST)
    return [path for path in paths if is_text(path.read_bytes())]


def is_text(data: bytes) -> bool:
    """Whether git shows the lines of a file, and Python its characters."""
    return b"\0" not in data and data.decode("utf-8", "ignore").encode() == data


def changed(words: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """A document changed in one place, in several ways: what was done, and the document."""
    lines = words.split("\n")
    full = [number for number, line in enumerate(lines) if line.strip()] or [0]

    def with_line(number: int, *others: str) -> str:
        return "\n".join([*lines[:number], *others, *lines[number + 1 :]])

    for name, pattern, made in (
        ("another word", re.compile(r"[A-Za-z]{3,}"), lambda old: "zzqx"),
        ("another number", re.compile(r"\d+"), lambda old: str(int(old) + 1)),
        ("a mark less", MARKS, lambda old: ""),
        ("a mark more", MARKS, lambda old: 2 * old),
    ):
        places = [(number, match) for number in full for match in pattern.finditer(lines[number])]
        if places:
            number, match = rng.choice(places)
            line = lines[number]
            yield f"{name}: {line}", with_line(number, line[: match.start()] + made(match[0]) + line[match.end() :])
    number = rng.choice(full)
    yield f"without {lines[number]}", with_line(number)
    number = rng.choice(full)
    yield f"indented {lines[number]}", with_line(number, f"  {lines[number]}")
    number, new = rng.choice(full), rng.choice(INSERTED)
    yield f"{new} above {lines[number]}", with_line(number, new, lines[number])
    number, new = rng.choice(full), rng.choice(INSERTED)
    yield f"{new} apart above {lines[number]}", with_line(number, "", new, "", lines[number])
    number = rng.randrange(max(len(lines) - 1, 1))
    yield (
        f"{lines[number]} one line down",
        "\n".join([*lines[:number], *lines[number : number + 2][::-1], *lines[number + 2 :]]),
    )


def built(files: dict[str, bytes], name: str) -> str:
    """The page as a reader sees it: blanks count inside of ``pre`` alone."""
    doc = parse_file(Path(name), Settings({}, root=Path(), files=Snapshot(files)))
    shown = re.sub(r"<style>.*?</style>", "", page(doc), flags=re.DOTALL)
    parts = re.split(r"(<pre.*?</pre>)", shown, flags=re.DOTALL)
    return "".join(
        part if number % 2 else re.sub(r">\s+", ">", " ".join(part.split())) for number, part in enumerate(parts)
    )


def beside(path: Path) -> dict[str, bytes]:
    """The files that a document may include."""
    if b"include::" not in path.read_bytes():
        return {}
    near = [other for other in path.parent.rglob("*") if other.suffix in INCLUDED and other.is_file()]
    return {other.relative_to(path.parent).as_posix(): other.read_bytes() for other in near[:100]}


@pytest.mark.parametrize("run", range(RUNS))
def test_no_change_that_shows_is_met_with_silence(run):
    rng = random.Random(run)
    wrong = []
    for path in rng.sample(documents()[run::RUNS], DOCUMENTS):
        words, others = path.read_text("utf-8"), beside(path)
        for what, new in changed(words, rng):
            if new == words:
                continue
            old_files, new_files = ({**others, path.name: data.encode()} for data in (words, new))
            options = ReadingOptions(
                (DEFAULT,), lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1)
            )
            result = review(Sides(old_files, new_files, "applied on nothing", frozenset({path.name})), options)
            counted = sum(result.account.counts.values())
            if not counted == len(result.account.lines) > 0:
                wrong.append(f"{path.relative_to(ROOT)}: {what}: {counted} of {len(result.account.lines)} lines")
            if not text.as_text(result) and built(old_files, path.name) != built(new_files, path.name):
                wrong.append(f"{path.relative_to(ROOT)}: {what}: silence")
    assert not wrong, "\n".join(wrong)
