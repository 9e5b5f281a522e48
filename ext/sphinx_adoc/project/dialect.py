"""Which dialect documents are written in, told by the files themselves.

Two signs say asciidoc-py: a configuration of it among the files, and two-line titles whose underline has a length that
no other program takes for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sphinx_adoc.codes import Code
from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.files import DISK, Files
from sphinx_adoc.syntax.settings import ASCIIDOC_PY, ASCIIDOCTOR
from sphinx_adoc.syntax.source import Place, Span

_UNDERLINE: Final = re.compile(r"\n(([=~^-])\2{3,})[ \t]*$", re.MULTILINE)
_TITLE: Final = re.compile(r"\w.*")
_ONE_LINE: Final = re.compile(r"\n={1,6}[ \t]+\S")
_UNAMBIGUOUS: Final = "~^"  # the other underlines are delimiters of blocks as well
_MAX_CONFIGURATION_BYTES: Final = 1_000_000  # bytes of a configuration


class Signs(NamedTuple):
    """What says in which dialect documents are written. ``configurations``: those of asciidoc-py; ``two_lines``,
    ``one_line``: how many titles are written so; ``off``: the underlines that asciidoc-py alone takes for such.
    """

    configurations: tuple[str, ...] = ()
    two_lines: int = 0
    one_line: int = 0
    off: tuple[str, ...] = ()

    @property
    def dialect(self) -> str:
        """The rule for ids of the program that the documents seem to be written for."""
        titles = self.off and self.two_lines > self.one_line
        return ASCIIDOC_PY if self.configurations or titles else ASCIIDOCTOR

    @property
    def why(self) -> str:
        """What says that they are asciidoc-py's, in words; '' where nothing does."""
        reasons = [f"{self.configurations[0]} configures it"] if self.configurations else []
        reasons += [f"only it takes {self.off[0]} for the underline of a title"] if self.off else []
        return " and ".join(reasons)


def signs(documents: Iterable[Path], files: Files = DISK) -> Signs:
    """Return what some documents, and the configurations among the files, say about the dialect."""
    two_lines = one_line = 0
    off: list[str] = []
    for path in documents:
        text = "\n" + files.read(path).decode("utf-8", "replace").replace("\r\n", "\n")
        one_line += len(_ONE_LINE.findall(text))
        for underline in _UNDERLINE.finditer(text):
            title = _TITLE.fullmatch(text, text.rfind("\n", 0, underline.start()) + 1, underline.start())
            if title is None:
                continue
            distance = abs(len(title[0].rstrip()) - len(underline[1]))
            two_lines += distance <= 2
            if distance == 2 and underline[2] in _UNAMBIGUOUS:
                off.append(f"{path.as_posix()}:{text.count(chr(10), 0, title.start()) + 1}")
    there = configurations(files.walk(Path()), files)
    return Signs(tuple(path.as_posix() for path in there), two_lines, one_line, tuple(off))


def unset(configuration: Path) -> Finding:
    """Return the finding that documents are not read as the tool of a configuration reads them."""
    place = Place(str(configuration), 1, 1)
    message = f"the documents seem to be written for asciidoc-py: {configuration.as_posix()} configures it"
    hint = f"--attributes-from {configuration.as_posix()} sets its attributes and reads them as it does"
    return Finding(Code.DIALECT_UNSET, message, Span(place, place), hint=hint)


def configurations(paths: Iterable[Path], files: Files = DISK) -> Iterator[Path]:
    """Yield those of some files that configure asciidoc-py: with a section for attributes."""
    for path in paths:
        if path.suffix == ".conf" and _sets_attributes(path, files):
            yield path


def _sets_attributes(path: Path, files: Files) -> bool:
    try:
        return files.size(path) <= _MAX_CONFIGURATION_BYTES and "[attributes]" in files.read(path).decode(
            "utf-8", "replace"
        )
    except OSError:
        return False
