"""How many mistakes ``check`` notices, and at the right place: plants them in a copy of a project, one at a time.

    python benchmarks/planted.py FOLDER... [--count 40] [--seed 1] [--list]

Each kind is made by a rule on a line that it applies to, chosen by chance. A mistake is noticed when there is a finding
that was not there before, at its line or one beside it, or one that names such a place beside its own; what is never
closed may be told where it was opened.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx_adoc.facade import Project
from sphinx_adoc.finding import Finding

Change = Callable[[re.Match[str]], str]


def _slip(word: str) -> str:
    """A word with two letters in the wrong order."""
    middle = max(len(word) // 2, 1)
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


def _in_last(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    return f"{folder}{slash}{_slip(stem or suffix)}x{dot}{suffix if stem else ''}"


KINDS: dict[str, tuple[str, Change]] = {
    "reference by id": (r"<<([\w-]{5,})(?=[,>])", lambda m: f"<<{_slip(m[1])}x"),
    "reference to an anchor": (r"(xref:[^\[\s]*#)([\w.-]{5,})\[", lambda m: f"{m[1]}{_slip(m[2])}x["),
    "reference to a page": (r"xref:([\w./-]+\.adoc)", lambda m: f"xref:{_in_last(m[1])}"),
    "image": (r"^(image::?)([\w./$:-]+\.(?:png|svg|jpe?g))", lambda m: f"{m[1]}{_in_last(m[2])}"),
    "include": (r"^include::([\w./$:-]+\.\w+)\[", lambda m: f"include::{_in_last(m[1])}["),
    "attribute": (r"(?<![\\{$\w])\{([a-z][\w-]{5,})\}", lambda m: f"{{{_slip(m[1])}x}}"),
    "end of a block": (r"^(-{4}|={4}|\*{4}|\.{4})$", lambda m: f"{m[1]}{m[1][0]}"),
    "end of a table": (r"^\|===$", lambda m: "|=="),
    "heading": (r"^(={2,5}) (?=[A-Z])", lambda m: m[1]),
    "admonition": (r"^(NOTE|WARNING|TIP|IMPORTANT|CAUTION): ", lambda m: f"{_slip(m[1])}: "),
    "style": (r"^\[(source|NOTE|WARNING|TIP|listing|quote)(?=[,\]])", lambda m: f"[{_slip(m[1])}"),
    "code": (r"(?<=\s)`([\w.]{4,})`(?=[\s,.])[^`]*$", lambda m: m[0].replace("`", "", 2).replace(m[1], f"`{m[1]}", 1)),
    "condition": (r"^endif::[^\[]*\[\]$", lambda m: ""),
    "id that is there": (r"^\[\[([\w-]+)\]\]$", lambda m: f"[[{m[1]}]]\nAn anchor.\n\n[[{m[1]}]]"),
}
"""The kinds: what a line has that can be spoilt, and how."""


OPENED = {"end of a block": "block-", "end of a table": "table-", "condition": "conditional-"}
"""Kinds that are right to be told where what is not closed was opened."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A mistake: its kind, where it is, and the line before and after."""

    kind: str
    path: Path
    line: int
    before: str
    after: str


def there(path: Path, line: str, pattern: str) -> bool:
    """Whether the image that a line names is a file near its document: one of an absent folder is missing anyway."""
    found = re.search(pattern, line)
    name = re.split(r"[:$]", found[2])[-1] if found else ""
    folders = [path.parent, path.parent / "images", path.parent.parent / "images", path.parent.parent.parent / "images"]
    return bool(name) and any((folder / name).is_file() for folder in folders)


def places(path: Path) -> Iterator[tuple[str, int, str, str]]:
    """Give what can be spoilt in a file: kind, line, text before and after. Verbatim blocks are left as they are."""
    fence = ""
    for number, line in enumerate(path.read_text("utf-8", "replace").split("\n"), 1):
        opens = re.fullmatch(r"(-{4,}|\.{4,}|/{4,}|\+{4,})", line)
        closing = bool(fence) and line == fence
        if fence and not closing:
            continue
        for kind, (pattern, change) in KINDS.items():
            if kind == "end of a block" and opens and not closing:
                continue  # its beginning
            if kind == "image" and not there(path, line, pattern):
                continue
            if not line.startswith("//") and (found := re.search(pattern, line)) is not None:
                after = line[: found.start()] + change(found) + line[found.end() :]
                if after != line:
                    yield kind, number, line, after
        if opens:
            fence = "" if closing else line


def choose(files: list[Path], count: int, chance: random.Random) -> list[Planted]:
    """Choose so many lines that can be spoilt, each in a file of its own, the kinds in turn."""
    possible: dict[str, list[tuple[Path, int, str, str]]] = {kind: [] for kind in KINDS}
    for path in files:
        for kind, *rest in places(path):
            possible[kind].append((path, *rest))
    planted: list[Planted] = []
    used: set[Path] = set()
    while len(planted) < count and any(possible.values()):
        for kind, there in possible.items():
            free = [one for one in there if one[0] not in used]
            possible[kind] = free
            if free and len(planted) < count:
                path, line, before, after = chance.choice(free)
                used.add(path)
                planted.append(Planted(kind, path, line, before, after))
    return planted


def found(folder: Path) -> list[Finding]:
    """All findings of a project."""
    return Project.at(folder).check().findings


def noticed(folder: Path, mistake: Planted, before: Counter[tuple[str, str, str]]) -> bool:
    """Plant a mistake, check, and take it out again."""
    text = mistake.path.read_bytes()
    lines = text.decode("utf-8", "replace").split("\n")
    lines[mistake.line - 1] = mistake.after
    mistake.path.write_text("\n".join(lines), "utf-8")
    try:
        return any(notices(finding, mistake) for finding in found(folder) if not before[known(finding)])
    finally:
        mistake.path.write_bytes(text)


def known(finding: Finding) -> tuple[str, str, str]:
    """What a finding is the same by when lines have moved."""
    return finding.code, finding.span.start.path, finding.message


def notices(finding: Finding, mistake: Planted) -> bool:
    """Whether a finding is at a mistake, or names its place."""
    spans = [finding.span, *(related.span for related in finding.related)]
    near = range(mistake.line - 1, mistake.line + 4)
    spans = [span for span in spans if Path(span.start.path) == mistake.path]
    return any(span.start.line in near for span in spans) or (
        bool(spans) and finding.code.startswith(OPENED.get(mistake.kind, "-"))
    )


def try_project(folder: Path, count: int, chance: random.Random, *, listed: bool) -> tuple[int, int]:
    """Return how many mistakes were planted in a copy of a project, and how many noticed."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name).resolve() / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".git"))
        for path in copy.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        before = Counter(map(known, found(copy)))
        read = {Path(path) for path in Project.at(copy).check().files}
        planted = choose(sorted(path for path in read if path.suffix == ".adoc"), count, chance)
        missed = [mistake for mistake in planted if not noticed(copy, mistake, before)]
        for mistake in missed if listed else ():
            print(f"  missed: {mistake.kind}: {mistake.path.relative_to(copy)}:{mistake.line}: {mistake.after[:90]!r}")
        kinds = Counter(mistake.kind for mistake in planted)
        lost = Counter(mistake.kind for mistake in missed)
        said = ", ".join(f"{kind} {kinds[kind] - lost[kind]}/{kinds[kind]}" for kind in KINDS if kinds[kind])
        print(f"{folder.name}: {len(planted) - len(missed)} of {len(planted)} noticed at their place: {said}")
        return len(planted), len(missed)


def main() -> None:
    """Try each project that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="show what was missed")
    args = parser.parse_args()
    for folder in args.folders:
        try_project(folder.resolve(), args.count, random.Random(args.seed), listed=args.list)


if __name__ == "__main__":
    main()
