"""Inputs that nobody wrote: real ones changed at random, and words of a language in random order."""

import tomllib
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
LARGEST = 20_000  # bytes of a seed


def documents():
    """The documents of the tests' own cases."""
    return [path.read_bytes() for path in sorted(TESTS.rglob("*.adoc")) if path.stat().st_size < LARGEST]


def texts(*patterns):
    """Other files of the tests, by pattern."""
    return [
        path.read_bytes()
        for pattern in patterns
        for path in sorted(TESTS.rglob(pattern))
        if path.stat().st_size < 20_000
    ]


def changed(random, seeds, words):
    """An input: a seed with some lines moved, dropped, doubled, and words put in; or words alone."""
    if not seeds or random.random() < 0.3:
        return "".join(random.choices(words, k=random.randint(1, 60))).encode("utf-8", "surrogateescape")
    lines = random.choice(seeds).splitlines(keepends=True)[:200] or [b""]
    for _ in range(random.randint(1, 8)):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        way = random.randrange(6)
        if way == 0:
            lines[at] = b""
        elif way == 1:
            lines[at], lines[other] = lines[other], lines[at]
        elif way == 2:
            lines[at] += lines[other]
        elif way == 3:
            cut = random.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut] + random.choice(words).encode("utf-8", "surrogateescape") + lines[at][cut:]
        elif way == 4:
            cut = random.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut]
        else:
            lines[at] = lines[at] * random.randint(2, 5)
    return b"".join(lines)
