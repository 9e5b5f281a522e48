"""What Asciidoctor makes of the cases of the language, kept beside them: ``python3 -m tests.leaves`` asks it anew.

For each case of blocks and inlines there is, beside the tree that we expect, a file ``NAME.leaves``: the leaf blocks of
Asciidoctor's page, a line each, with kind, what it stands in, and the text that a reader sees. A test holds our page
against it, so that a tree that is written anew cannot bless a regression. Needs Asciidoctor (apt install asciidoctor)
and beautifulsoup4.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from subprocess import PIPE

from sphinx_adoc.parity.blocks import Block

SYNTAX = Path(__file__).parent / "sphinx_adoc" / "syntax"
VERSION = SYNTAX / "leaves_version.txt"
FOLDERS = ("blocks/cases", "inlines/cases")
OWN_WORDS = (":subs:", ":inline-macros:", ":legacy:")  # how a case is read, in our tests alone
TOO_LARGE = ("tables/huge-spans", "attributes/values-that-grow")  # Asciidoctor would take all memory for them
MEMORY = 2 << 30  # bytes
RUBY = """
attributes = %w[stylesheet! source-highlighter! icons! toc! sectanchors! data-uri! figure-caption! table-caption!
                example-caption! listing-caption!]
Asciidoctor::LoggerManager.logger = Asciidoctor::NullLogger.new
ARGV.each do |path|
  Timeout.timeout(20) { Asciidoctor.convert_file path, safe: :safe, standalone: true, attributes: attributes }
rescue StandardError, ScriptError, NoMemoryError, SystemStackError, Timeout::Error
  next # it makes no page of this one
end
"""


def cases() -> Iterator[Path]:
    """Yield each case that Asciidoctor can be asked about."""
    for folder in FOLDERS:
        yield from (path for path in sorted((SYNTAX / folder).glob("*/*.adoc")) if is_plain(path))


def is_plain(path: Path) -> bool:
    """Tell whether a case is a document like any other: no setting of ours, no other dialect, UTF-8."""
    if f"{path.parent.name}/{path.stem}" in TOO_LARGE:
        return False
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.startswith("// settings:") and not any(
        line.startswith(OWN_WORDS) for line in text.partition("\n\n")[0].splitlines()
    )


def written(blocks: Iterable[Block]) -> str:
    """Return leaf blocks as a file has them, a line of JSON each."""
    return "".join(json.dumps([b.kind, "/".join(b.path), b.text], ensure_ascii=False) + "\n" for b in blocks)


def ask(program: str, paths: Sequence[Path]) -> Iterator[tuple[Path, str | None]]:
    """Yield each case with the leaf blocks of Asciidoctor's page, as a file has them; None: it makes no page of it."""
    from sphinx_adoc.parity.pages import read

    with tempfile.TemporaryDirectory(prefix="leaves-") as scratch:  # a page is written beside its document
        for folder in FOLDERS:
            shutil.copytree(SYNTAX / folder, Path(scratch, folder), ignore=shutil.ignore_patterns("*.tree", "*.leaves"))
        copies = [Path(scratch, path.relative_to(SYNTAX)) for path in paths]
        subprocess.run(
            [program, "-r", "asciidoctor", "-r", "timeout", "-e", RUBY, *copies],
            check=True,
            stdin=subprocess.DEVNULL,
            preexec_fn=_limited,
        )
        for path, copy in zip(paths, copies, strict=True):
            page = copy.with_suffix(".html")
            yield path, written(read(page.read_text("utf-8"))) if page.exists() else None


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> int:
    """Write what Asciidoctor says of each case; return 1 where it cannot be asked."""
    program = shutil.which("ruby")
    asked = [program or "", "-r", "asciidoctor", "-e", "puts Asciidoctor::VERSION"]
    version = subprocess.run(asked, stdout=PIPE, check=False) if program else None
    if not program or not version or version.returncode:
        print("no Asciidoctor to ask; apt install asciidoctor", file=sys.stderr)
        return 1
    changed = 0
    for path, leaves in ask(program, list(cases())):
        kept = path.with_suffix(".leaves")
        before = kept.read_text("utf-8") if kept.exists() else None
        changed += before != leaves
        if leaves is None:
            kept.unlink(missing_ok=True)
        elif before != leaves:
            kept.write_text(leaves, "utf-8")
    VERSION.write_bytes(version.stdout)
    print(f"{changed} files changed; read them before they are committed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
