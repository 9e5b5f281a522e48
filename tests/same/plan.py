"""Which commands are run: a group for each command of the product, over the documents that are there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FORMATS = ("json", "sarif", "github", "junit")  # those that the other revision knows too
ATTRIBUTES = {"pve-docs": ("asciidoc/asciidoc-pve.conf",)}  # the configurations that a corpus is built with
BRANCH = "devhist"


@dataclass(frozen=True)
class Command:
    """A call of a program; ``name`` is unique in its ``group``."""

    group: str
    name: str
    program: str
    arguments: Sequence[str]


@dataclass(frozen=True)
class Inputs:
    """What the commands read. ``corpora``: folders of documents; ``own``: the checkout of the other revision, of
    which documentation and cases are read; ``shared``: the outside test data; ``history``: a clone (None: absent);
    ``formats``: the forms of report.
    """

    corpora: Sequence[Path]
    own: Path
    shared: Path
    history: Path | None
    commits: Sequence[str]
    formats: Sequence[str]


def html(inputs: Inputs) -> Iterator[Command]:
    """All pages of each corpus."""
    for corpus in [*inputs.corpora, inputs.own / "tests/sphinx_adoc", inputs.own / "docs"]:
        yield call("html", corpus.name, "html", str(corpus), "-o", "pages", *attributes(corpus))


def tree(inputs: Inputs) -> Iterator[Command]:
    """The tree of each document, as text and as semantic graph."""
    for corpus in [*inputs.corpora, inputs.own / "tests/sphinx_adoc", inputs.own / "docs"]:
        for path in sorted(corpus.rglob("*.adoc")):
            for form in ("text", "asg"):
                name = f"{form} {corpus.name}/{path.relative_to(corpus).as_posix()}"
                yield call("tree", name, "tree", str(path), "--format", form, *attributes(corpus))


def check(inputs: Inputs) -> Iterator[Command]:
    """The findings of each corpus in each form, and the patch that mends some."""
    for corpus in [*inputs.corpora, inputs.own / "tests/sphinx_adoc", inputs.own / "docs"]:
        for form in inputs.formats:
            yield call("check", f"{form} {corpus.name}", "check", str(corpus), "--format", form, *attributes(corpus))
        yield call("check", f"fix {corpus.name}", "check", str(corpus), "--fix", *attributes(corpus))


def claims(inputs: Inputs) -> Iterator[Command]:
    """The claims of our own documentation."""
    docs, prelude = inputs.own / "docs", ("--prelude", str(inputs.own / "docs/claims_prelude.py"))
    for form in inputs.formats:
        yield call("claims", form, "claims", str(docs), *prelude, "--format", form)
    yield call("claims", "list", "claims", str(docs), *prelude, "--list")
    yield call("claims", "cases", "claims", str(inputs.own / "tests/sphinx_adoc/claims"))


def review(inputs: Inputs) -> Iterator[Command]:
    """The review of each commit with its page, and of some in the other forms."""
    for number, commit in enumerate(inputs.commits):
        words = ("review", f"{commit}^..{commit}", "--repo", str(inputs.history))
        yield call("review", commit[:12], *words, "--html", "page.html")
        if number % 10 == 0:
            for form in inputs.formats[1:]:
                yield call("review", f"{commit[:12]} {form}", *words, "--format", form)


def model(inputs: Inputs) -> Iterator[Command]:
    """What the model says to configurations and recordings."""
    for path in sorted((inputs.shared / "model/observed").glob("*.jsonl")):
        program = "hash" if path.stem == "hash" else "run"
        yield Command("model", f"{program} {path.name}", "bondmodel", [program, str(path)])
    for folder in (inputs.own / "tests/bondmodel", inputs.shared / "cases/model"):
        for corosync in sorted(folder.rglob("corosync.conf")):
            files = [str(corosync.with_name("interfaces")), str(corosync)]
            name = f"explain {corosync.parent.relative_to(folder.parent).as_posix()}"
            yield Command("model", name, "bondmodel", ["explain", *files])


GROUPS = {"check": check, "html": html, "tree": tree, "claims": claims, "model": model, "review": review}


def call(group: str, name: str, *arguments: str) -> Command:
    """Return a call of ``sphinx-adoc``."""
    return Command(group, name, "sphinx-adoc", arguments)


def attributes(corpus: Path) -> list[str]:
    """Return the options that give a corpus the attributes which it is built with."""
    return [word for name in ATTRIBUTES.get(corpus.name, ()) for word in ("--attributes-from", str(corpus / name))]


def commits(history: Path, wanted: int) -> list[str]:
    """Return as many commits that change documents, spread evenly over the history, oldest first."""
    listing = ["git", "rev-list", "--reverse", "--no-merges", "--min-parents=1", BRANCH, "--", "*.adoc"]
    every = subprocess.run(listing, cwd=history, capture_output=True, text=True, check=True).stdout.split()
    wanted = min(wanted, len(every))
    return [every[(2 * number + 1) * len(every) // (2 * wanted)] for number in range(wanted)]
